"""What the search needs to know of a language. search.js cuts endings off the words that are typed; the index holds words as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_SHORTEST = 2
"""Letters of a noun that is not looked for when its ending was taken away."""


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
    numbers: tuple[tuple[str, str], ...] = ()
    """Endings of a noun in the singular and in the plural or another case; `("", "s")`: a letter is added."""

    def other_number(self, noun: str) -> Iterator[str]:
        """What a noun may be in the plural, if it is in the singular, or the other way round. Some of it may be no word at all."""
        for one, many in self.numbers:
            if noun.endswith(one):
                yield noun.removesuffix(one) + many
            if noun.endswith(many) and len(noun) - len(many) + len(one) > _SHORTEST:
                yield noun.removesuffix(many) + one
