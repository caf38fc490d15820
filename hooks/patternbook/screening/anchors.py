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

Of = TypeVar("Of")

_KEPT = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")
_TABLE = bytes(code if code in _KEPT else 32 for code in bytes(range(256)).lower())
"""Letters of ASCII to lower case, digits as they are, everything else to blanks."""
_PART = re.compile(r"[a-z0-9]+")


def words_of(text: bytes) -> set[bytes]:
    """Every run of letters and digits in a text, in lower case."""
    return set(text.translate(_TABLE).split())


def anchor_of(pattern: str) -> bytes:
    """The longest run of letters and digits that a pattern holds as a whole word; nothing where * or ? touch them all."""
    lowered = pattern.lower()
    whole = [
        m[0] for m in _PART.finditer(lowered) if lowered[m.end() : m.end() + 1] not in ("*", "?") and lowered[: m.start()][-1:] not in ("*", "?")
    ]
    return max(whole, key=len, default="").encode()


@dataclass(slots=True)
class Anchored(Generic[Of]):
    """Things to try, by the word that must stand in a text for them to be worth it."""

    by_word: dict[bytes, list[Of]] = field(default_factory=lambda: defaultdict(list))
    always: list[Of] = field(default_factory=list)

    def add(self, pattern: str, thing: Of) -> None:
        anchor = anchor_of(pattern)
        (self.by_word[anchor] if anchor else self.always).append(thing)

    def worth(self, words: Collection[bytes]) -> Iterator[Of]:
        """What to try on a text of these words."""
        yield from self.always
        for word in sorted(self.by_word.keys() & words):  # the same order every time
            yield from self.by_word[word]
