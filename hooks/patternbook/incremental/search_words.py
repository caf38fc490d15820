"""What one build knows of the words of all pages, kept for the next: only what changed cards say has to be looked at again."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from patternbook.digests import digest
from patternbook.incremental.store import Store
from patternbook.search.postings import NumberRange, number_ranges, posting_lines, update_postings
from patternbook.search.records import Card


@dataclass(frozen=True, slots=True)
class SearchWords:
    """The words of all pages."""

    cards: Mapping[str, Card]
    """Page -> its card; without words where an earlier card of the page can be had otherwise."""
    lines: Mapping[str, str]
    """See postings.py."""

    @property
    def ranges(self) -> tuple[NumberRange, ...]:
        return tuple(number_ranges(self.cards.values()))

    def after(self, old: Mapping[str, Card], new: Mapping[str, Card]) -> SearchWords:
        """The words after pages got new cards; `old` holds those of them that are kept here without words."""
        was = {page: old.get(page, self.cards[page]) for page in new}
        cards = {**self.cards, **{page: _light(card) if page in old else card for page, card in new.items()}}
        return SearchWords(cards, update_postings(self.lines, tuple(number_ranges(cards.values())), ((was[page], new[page]) for page in new)))


def collect_words(standing: Mapping[str, Card], others: Mapping[str, Card]) -> SearchWords:
    """The words of all pages. Cards of the others can be had again from their prints, so that their words need not be kept twice."""
    lines = posting_lines(number_ranges((*standing.values(), *others.values())))
    return SearchWords({**standing, **{page: _light(card) for page, card in others.items()}}, lines)


def _light(card: Card) -> Card:
    return replace(card, words=("", "", "", ""))


def load_words(store: Store, traces: bytes) -> SearchWords | None:
    """The words that the build with these traces left."""
    kept = store.get(digest("words", traces))
    if kept is None:
        return None
    return SearchWords(*pickle.loads(kept))  # noqa: S301 - of the private store only


def save_words(store: Store, traces: bytes, words: SearchWords) -> None:
    """Leave them to the next build."""
    store.put([(digest("words", traces), pickle.dumps((words.cards, words.lines)))])
