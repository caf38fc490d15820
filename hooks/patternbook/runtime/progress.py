"""Progress of a command: a bar with stage, count and rate on a terminal, one line per stage anywhere else.

This is the only module that reads a clock. What it shows goes to the terminal and never into the site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TextIO, TypeVar

T = TypeVar("T")

REDRAW_SECONDS = 0.1
"""Time between two drawings of a bar."""
BAR_WIDTH = 24
"""Characters of a full bar."""
_CLEAR = "\r\x1b[K"
"""Back to the beginning of the line, which is erased."""


@dataclass(slots=True)
class ProgressBar:
    """The bar of one stage while it runs."""

    stage: str
    total: int
    terminal: TextIO | None
    count: int = 0
    detail: str = ""
    """Shown after the rate."""
    began: float = field(default_factory=monotonic)
    drawn: float = field(default_factory=monotonic)
    """When the bar was last drawn; it is not drawn at all in the first moments of a stage."""

    def advance(self) -> None:
        """Count one more item as done."""
        self.count += 1
        self._redraw()

    def show(self, detail: str) -> None:
        """Replace the detail: an item that takes long shows in this way that it is still being worked on."""
        self.detail = detail
        self._redraw()

    def _redraw(self) -> None:
        now = monotonic()
        if self.terminal is not None and now - self.drawn >= REDRAW_SECONDS:
            self.drawn = now
            drawing = render_bar(self.stage, self.count, self.total, now - self.began)
            self.terminal.write(f"{_CLEAR}{drawing}{self.detail and f'  {self.detail}'}")
            self.terminal.flush()


@dataclass(frozen=True, slots=True)
class Progress:
    """Where progress is shown; by default nowhere."""

    say: Callable[[str], object] = lambda _line: None
    """Receives one line at the end of each stage."""
    terminal: TextIO | None = None
    """Where bars are drawn; None if the output is not a terminal."""

    @contextmanager
    def bar(self, stage: str, total: int) -> Iterator[ProgressBar]:
        """Show a bar while the block runs, and the line of the stage once it has succeeded."""
        bar = ProgressBar(stage, total, self.terminal)
        try:
            yield bar
        finally:
            if self.terminal is not None:
                self.terminal.write(_CLEAR)
                self.terminal.flush()
        self.say(summary_line(stage, bar.count, monotonic() - bar.began))

    def track(self, stage: str, items: Sequence[T]) -> Iterator[T]:
        """Yield the items; progress is shown as they are consumed."""
        return self.track_total(len(items), stage, items)

    def track_total(self, total: int, stage: str, items: Iterable[T]) -> Iterator[T]:
        """Do the same for items whose number is known although they have no length."""
        with self.bar(stage, total) as bar:
            for item in items:
                yield item
                bar.advance()


def if_terminal(stream: TextIO) -> TextIO | None:
    """Return the stream if it is a terminal."""
    return stream if stream.isatty() else None


def render_bar(stage: str, count: int, total: int, seconds: float) -> str:
    """`pages [########----------------] 430/1,290  212/s`."""
    full = BAR_WIDTH * min(count, total) // total if total else BAR_WIDTH
    return f"{stage} [{'#' * full}{'-' * (BAR_WIDTH - full)}] {count:,}/{total:,}  {_rate(count, seconds)}/s"


def summary_line(stage: str, count: int, seconds: float) -> str:
    """`pages: 1,290 in 6.1 s, 211/s`."""
    return f"{stage}: {count:,} in {seconds:.1f} s, {_rate(count, seconds)}/s"


def _rate(count: int, seconds: float) -> str:
    return f"{count / max(seconds, 0.001):,.0f}"
