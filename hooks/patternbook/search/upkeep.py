"""What one build knows of the words of all pages, kept for the next: only what changed cards say has to be looked at again."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from patternbook.cache import Store
from patternbook.digests import digest
from patternbook.search.lines import Range, changed, lines_of, ranges
from patternbook.search.records import Card


@dataclass(frozen=True, slots=True)
class Words:
    """The words of all pages."""

    cards: Mapping[str, Card]
    """Page -> its card; without words where an earlier card of the page can be had otherwise."""
    lines: Mapping[str, str]
    """See lines.py."""

    @property
    def ranges(self) -> tuple[Range, ...]:
        return tuple(ranges(self.cards.values()))

    def after(self, old: Mapping[str, Card], new: Mapping[str, Card]) -> Words:
        """The words after pages got new cards; `old` holds those of them that are kept here without words."""
        was = {page: old.get(page, self.cards[page]) for page in new}
        cards = {**self.cards, **{page: _light(card) if page in old else card for page, card in new.items()}}
        return Words(cards, changed(self.lines, tuple(ranges(cards.values())), ((was[page], new[page]) for page in new)))


def words_of(standing: Mapping[str, Card], others: Mapping[str, Card]) -> Words:
    """The words of all pages. Cards of the others can be had again from their prints, so that their words need not be kept twice."""
    lines = lines_of(ranges((*standing.values(), *others.values())))
    return Words({**standing, **{page: _light(card) for page, card in others.items()}}, lines)


def _light(card: Card) -> Card:
    return replace(card, words=("", "", "", ""))


def recalled_words(store: Store, traces: bytes) -> Words | None:
    """The words that the build with these traces left."""
    kept = store.get(digest("words", traces))
    if kept is None:
        return None
    return Words(*pickle.loads(kept))  # noqa: S301 - of the private store only


def keep_words(store: Store, traces: bytes, words: Words) -> None:
    """Leave them to the next build."""
    store.put([(digest("words", traces), pickle.dumps((words.cards, words.lines)))])
