"""Conflicts of a merge that were left in a text: both sides, between lines of <<<<<<<, ======= and >>>>>>>."""

from __future__ import annotations

import re

CONFLICT = "a merge left both sides of a conflict here"
ONE_SIDE = "one of the two sides"
CONFLICT_FIX = "Keep what is right, and take the lines <<<<<<<, ======= and >>>>>>> out."
_MARKER = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*|$)")


def has_conflict(text: str) -> bool:
    """Whether there is a conflict in a text."""
    return "\n<<<<<<< " in text or text.startswith("<<<<<<< ")


def keep_first_sides(text: str) -> tuple[str, list[int]]:
    """A text with only the first side of each conflict, line by line at the same places; and the lines at which conflicts start, from 1."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith("<<<<<<< ")]
    for start in starts:
        end = _end_of_conflict(lines, start)
        markers = {match[1][0]: number for number in range(start, end + 1) if (match := _MARKER.match(lines[number].rstrip("\r")))}
        dropped = markers.get("|", markers.get("="))
        lines[start] = ""
        if dropped is not None and ">" in markers:
            lines[dropped : end + 1] = [""] * (end + 1 - dropped)
    return "\n".join(lines), [start + 1 for start in starts]


def _end_of_conflict(lines: list[str], start: int) -> int:
    """The line of its last marker; its first line where another conflict or the end of the file comes before."""
    for number in range(start + 1, len(lines)):
        if lines[number].startswith(">>>>>>> "):
            return number
        if lines[number].startswith("<<<<<<< "):
            break
    return start
