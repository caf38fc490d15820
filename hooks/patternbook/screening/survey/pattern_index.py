"""An index that tells which of many patterns can match a text: those whose longest whole word occurs in it.

Searching for hundreds of fragments one by one would dominate the time of screening. The words of a text are split
once instead, and most fragments are ruled out by a lookup in a set.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

_P = TypeVar("_P")

_KEPT = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")
_TABLE = bytes(code if code in _KEPT else 32 for code in bytes(range(256)).lower())
"""Maps ASCII letters to lower case, digits to themselves and everything else to blanks."""
_PART = re.compile(r"[a-z0-9]+")


def word_set(text: bytes) -> set[bytes]:
    """Return every run of ASCII letters and digits in a text, in lower case."""
    return set(text.translate(_TABLE).split())


def anchor_word(pattern: str) -> bytes:
    """Return the longest run of letters and digits in a pattern that is next to no wildcard; empty if there is none."""
    lowered = pattern.lower()
    whole = [
        m[0] for m in _PART.finditer(lowered) if lowered[m.end() : m.end() + 1] not in ("*", "?") and lowered[: m.start()][-1:] not in ("*", "?")
    ]
    return max(whole, key=len, default="").encode()


@dataclass(slots=True)
class PatternIndex(Generic[_P]):
    """Patterns, by the word that must occur in a text for them to match."""

    by_word: dict[bytes, list[_P]] = field(default_factory=lambda: defaultdict(list))
    always: list[_P] = field(default_factory=list)

    def add(self, pattern: str, thing: _P) -> None:
        anchor = anchor_word(pattern)
        (self.by_word[anchor] if anchor else self.always).append(thing)

    def candidates(self, words: Collection[bytes]) -> Iterator[_P]:
        """Yield the patterns that may match a text with these words."""
        yield from self.always
        for word in sorted(self.by_word.keys() & words):  # a set has no fixed order
            yield from self.by_word[word]
