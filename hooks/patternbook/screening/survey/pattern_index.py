"""Which of many patterns are worth trying on a text: those whose longest whole word stands in it.

Looking for hundreds of fragments one after the other is what screening would spend its time on; the words of a text are
taken apart once, and most fragments fall away by one look into a set.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

P = TypeVar("P")

_KEPT = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")
_TABLE = bytes(code if code in _KEPT else 32 for code in bytes(range(256)).lower())
"""Letters of ASCII to lower case, digits as they are, everything else to blanks."""
_PART = re.compile(r"[a-z0-9]+")


def word_set(text: bytes) -> set[bytes]:
    """Every run of letters and digits in a text, in lower case."""
    return set(text.translate(_TABLE).split())


def anchor_word(pattern: str) -> bytes:
    """The longest run of letters and digits that a pattern holds as a whole word; nothing where * or ? touch them all."""
    lowered = pattern.lower()
    whole = [
        m[0] for m in _PART.finditer(lowered) if lowered[m.end() : m.end() + 1] not in ("*", "?") and lowered[: m.start()][-1:] not in ("*", "?")
    ]
    return max(whole, key=len, default="").encode()


@dataclass(slots=True)
class PatternIndex(Generic[P]):
    """Things to try, by the word that must stand in a text for them to be worth it."""

    by_word: dict[bytes, list[P]] = field(default_factory=lambda: defaultdict(list))
    always: list[P] = field(default_factory=list)

    def add(self, pattern: str, thing: P) -> None:
        anchor = anchor_word(pattern)
        (self.by_word[anchor] if anchor else self.always).append(thing)

    def candidates(self, words: Collection[bytes]) -> Iterator[P]:
        """What to try on a text of these words."""
        yield from self.always
        for word in sorted(self.by_word.keys() & words):  # the same order every time
            yield from self.by_word[word]
