"""What the search needs to know of a language. search.js cuts endings off the words that are typed; the index holds words as they stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchLanguage:
    """Endings, spellings and words of a language, all folded as in tokenize.py."""

    endings: tuple[str, ...] = ()
    """Families of endings, each separated by spaces: words with one stem and endings of one family belong together. `-` is no
    ending; `~ed` is `ed` after the last letter of the stem, doubled."""
    spellings: tuple[tuple[str, str], ...] = ()
    """Two ways in which the same words begin, where no family of endings tells: `behavior`, `behaviour`."""
    common: str = ""
    """Words that say little about what is looked for, separated by spaces. A page need not hold them."""
