"""The line that a problem is in, as a message quotes it: cut to what a terminal shows, with a caret below the place."""

from __future__ import annotations

import unicodedata

from patternbook.diagnostics.escaping import shown_characters

WIDTH = 100
"""The most columns of a line that are quoted."""
BEFORE = 60
"""The most of them before the place."""
_CUT = "..."


def quote_line(line: str, number: int, column: int) -> list[str]:
    """A line of a file with its number, and a line with a caret below the place; nothing where the line is empty.

    Args:
        line: The line without its end.
        number: Its number, counted from 1.
        column: The place in it, counted from 1 in characters.

    """
    at = min(max(column - 1, 0), len(line))
    begin, end = max(0, at - WIDTH), at + WIDTH  # of a line of megabytes, only what may be shown is looked at
    cells = [" " * 4 if character == "\t" else shown for character, shown in zip(line[begin:end], shown_characters(line[begin:end]), strict=True)]
    before, after = cells[: at - begin], cells[at - begin :]
    shown_before, shown_after = _fitting(before[::-1], BEFORE)[::-1], _fitting(after, WIDTH - BEFORE + _spare(before))
    start = _CUT if len(shown_before) < at else ""
    stop = _CUT if at + len(shown_after) < len(line.rstrip()) else ""
    text = f"{start}{''.join(shown_before)}{''.join(shown_after).rstrip()}{stop}"
    if not text.strip():
        return []
    gutter = f"{number:>6} | "
    return [gutter + text, f"{' ' * (len(gutter) - 2)}| {' ' * (len(start) + sum(map(_width, shown_before)))}^"]


def _spare(before: list[str]) -> int:
    """Columns that what is before the place leaves for what is after it."""
    return max(0, BEFORE - sum(map(_width, before)))


def _fitting(cells: list[str], width: int) -> list[str]:
    """The first cells, as many as fit into so many columns."""
    fitting: list[str] = []
    for cell in cells:
        width -= _width(cell)
        if width < 0:
            break
        fitting.append(cell)
    return fitting


def _width(shown: str) -> int:
    """The columns that a text takes in a terminal."""
    return sum(_columns(character) for character in shown)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):  # drawn over the character before, or not at all
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
