"""How far a build is: a bar with stage, count and rate on a terminal, one line per stage anywhere else.

The one module that looks at a clock: what it says goes to the terminal and never into the site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TextIO, TypeVar

T = TypeVar("T")

BETWEEN = 0.1
"""Seconds between two drawings of a bar."""
WIDTH = 24
"""Characters of a full bar."""
_CLEAR = "\r\x1b[K"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where progress is shown."""

    say: Callable[[str], None]
    """Takes the one line at the end of a stage."""
    terminal: TextIO | None
    """Where bars are drawn; None where nobody watches."""

    def over(self, stage: str, things: Sequence[T]) -> Iterator[T]:
        """The things, one by one; progress is shown as they are taken."""
        return self.until(len(things), stage, things)

    def until(self, total: int, stage: str, things: Iterable[T]) -> Iterator[T]:
        """The same of things whose number is known before them."""
        began = drawn = monotonic()
        count = 0
        try:
            for count, thing in enumerate(things, 1):
                yield thing
                now = monotonic()
                if self.terminal is not None and now - drawn >= BETWEEN:
                    drawn = now
                    self.terminal.write(_CLEAR + bar(stage, count, total, now - began))
                    self.terminal.flush()
        finally:
            if self.terminal is not None:
                self.terminal.write(_CLEAR)
                self.terminal.flush()
        self.say(line(stage, count, monotonic() - began))


def watched(stream: TextIO) -> TextIO | None:
    """The stream, if it is a terminal."""
    return stream if stream.isatty() else None


def bar(stage: str, count: int, total: int, seconds: float) -> str:
    """`pages [########----------------] 430/1,290  212/s`."""
    full = WIDTH * min(count, total) // total if total else WIDTH
    return f"{stage} [{'#' * full}{'-' * (WIDTH - full)}] {count:,}/{total:,}  {_rate(count, seconds)}/s"


def line(stage: str, count: int, seconds: float) -> str:
    """`pages: 1,290 in 6.1 s, 211/s`."""
    return f"{stage}: {count:,} in {seconds:.1f} s, {_rate(count, seconds)}/s"


def _rate(count: int, seconds: float) -> str:
    return f"{count / max(seconds, 0.001):,.0f}"
