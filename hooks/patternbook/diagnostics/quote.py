"""The line that a problem is in, as a message quotes it: cut to what a terminal shows, with a caret below the place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import accumulate

from patternbook.diagnostics.escaping import shown_characters

WIDTH = 100
"""The most columns of a line that are quoted."""
BEFORE = 60
"""The most of them before the place, where something is left for after it."""
_CUT = "..."
_TAB = " " * 4


def quote_line(line: str, number: int, column: int) -> list[str]:
    """A line of a file with its number, and a line with a caret below the place; nothing where the line is empty.

    Args:
        line: The line without its end.
        number: Its number, counted from 1.
        column: The place in it, counted from 1 in characters.

    """
    at = min(max(column - 1, 0), len(line))
    begin, end = max(0, at - WIDTH), at + WIDTH  # of a line of megabytes, only what may be shown is looked at
    cells = [_TAB if character == "\t" else shown for character, shown in zip(line[begin:end], shown_characters(line[begin:end]), strict=True)]
    widths = [1] * len(cells) if all(len(cell) == 1 and cell.isascii() for cell in cells) else [*map(_width, cells)]
    rest = sum(widths[at - begin :])
    first = at - begin - _fitting(reversed(widths[: at - begin]), max(BEFORE, WIDTH - rest))
    caret = sum(widths[first : at - begin])
    last = at - begin + _fitting(widths[at - begin :], WIDTH - caret)
    start, stop = _CUT if begin + first > 0 else "", _CUT if begin + last < len(line.rstrip()) else ""
    text = f"{start}{''.join(cells[first:last]).rstrip()}{stop}"
    if not text.strip():
        return []
    gutter = f"{number:>6} | "
    return [gutter + text, f"{' ' * (len(gutter) - 2)}| {' ' * (len(start) + caret)}^"]


def _fitting(widths: Iterable[int], space: int) -> int:
    """How many of the first cells fit into so many columns."""
    return sum(1 for whole in accumulate(widths) if whole <= space)


def _width(shown: str) -> int:
    """The columns that a text takes in a terminal."""
    return len(shown) if shown.isascii() else sum(map(_columns, shown))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):  # drawn over the character before, or not at all
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
