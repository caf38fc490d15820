"""The words of all pages, kept from one build to the next, so that only the words of changed cards are processed again."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from patternbook.incremental.store import Store
from patternbook.runtime.digests import digest
from patternbook.search.postings import NumberRange, number_ranges, posting_lines, update_postings
from patternbook.search.records import Card


@dataclass(frozen=True, slots=True)
class SearchWords:
    """The words of all pages."""

    cards: Mapping[str, Card]
    """Page -> its card. Cards of pages below an index are stored without words, because the page cache has them, too."""
    lines: Mapping[str, str]
    """Word -> the numbers of its pages, see search/postings.py."""

    @property
    def ranges(self) -> tuple[NumberRange, ...]:
        return tuple(number_ranges(self.cards.values()))

    def after(self, old: Mapping[str, Card], new: Mapping[str, Card]) -> SearchWords:
        """The words after pages got new cards.

        Args:
            old: The former cards, with words, of those pages in `new` whose cards are stored here without.
            new: The new cards.

        """
        changes = [(old.get(page, self.cards[page]), card) for page, card in new.items()]
        cards = {**self.cards, **{page: _without_words(card) if page in old else card for page, card in new.items()}}
        return SearchWords(cards, update_postings(self.lines, tuple(number_ranges(cards.values())), changes))


def collect_words(standalone: Mapping[str, Card], others: Mapping[str, Card]) -> SearchWords:
    """Collect the words of all pages from their cards: those of pages that exist once, and those of pages below an index."""
    lines = posting_lines(number_ranges((*standalone.values(), *others.values())))
    return SearchWords({**standalone, **{page: _without_words(card) for page, card in others.items()}}, lines)


def _without_words(card: Card) -> Card:
    return replace(card, words=("", "", "", ""))


def load_words(store: Store, dependencies_key: bytes) -> SearchWords | None:
    """Load the words that were saved by the build with these dependencies."""
    packed = store.get(digest("words", dependencies_key))
    return SearchWords(*pickle.loads(packed)) if packed is not None else None  # noqa: S301 - from the private store only


def save_words(store: Store, dependencies_key: bytes, words: SearchWords) -> None:
    """Save the words for the next build."""
    store.put([(digest("words", dependencies_key), pickle.dumps((words.cards, words.lines)))])
