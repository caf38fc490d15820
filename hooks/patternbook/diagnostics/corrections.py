"""Changes that are certain to be meant: the one name that a misspelt one stands for, and where exactly a file holds it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from patternbook.diagnostics.diagnostic import LineAt, Place


@dataclass(frozen=True, slots=True)
class Correction:
    """What is written at a place, and what is certain to be meant there."""

    place: Place
    """Of the text, or of the value or mark that it is in: of the quote before it, of the brackets."""
    old: str
    """On one line; with its line end where the whole line is to go."""
    new: str
    in_quotes: bool = True
    """Whether it may stand between quotes; false for what is no text any more, such as a list."""


class Region(NamedTuple):
    """The part of a file that a correction replaces; lines and columns are counted from 1, the end is not part of it."""

    line: int
    column: int
    end_line: int
    end_column: int


_BEFORE = re.compile(r"[\[@]{0,2}")
_BEFORE_IN_QUOTES = re.compile(r"(?:# )?[\"'\[@]{0,3}")


def region_of(correction: Correction, line_at: LineAt) -> Region | None:
    """Where exactly the text is written; None where the file holds something else there, so that nothing is replaced by mistake.

    Args:
        correction: The change.
        line_at: Looks up the line of a place.

    """
    place, line = correction.place, line_at(correction.place)
    if line is None:
        return None
    if correction.old.endswith("\n"):
        return Region(place.line, 1, place.line + 1, 1) if f"{line}\n" == correction.old else None
    before = (_BEFORE_IN_QUOTES if correction.in_quotes else _BEFORE).match(line, place.column - 1)
    if key := re.search(rf"\b{re.escape(correction.old)}(?=[\"']?\s*:\s*\Z)", line[: place.column - 1]):  # the place is that of the key's value
        return Region(place.line, key.start() + 1, place.line, key.end() + 1)
    for begin in range(before.end() if before else 0, place.column - 2, -1):
        if line.startswith(correction.old, begin):
            return Region(place.line, begin + 1, place.line, begin + 1 + len(correction.old))
    return None


_MIN_LENGTH = 4
"""Shorter names are too much alike for a guess."""
_LONG = 8
"""From this length on two letters may be wrong."""


def certain_name(wrong: str, known: Collection[str]) -> str:
    """The one known name that a wrong one is certain to stand for; empty where there is none, or more than one.

    They differ in case, hyphens and underscores only, or in a letter or two, and never in a number: S-017 and S-018 are two studies.
    """
    for is_meant in (_are_alike, _differ_little):
        found = [name for name in known if is_meant(wrong, name)]
        if found:
            return found[0] if len(found) == 1 and found[0] != wrong else ""
    return ""


def _are_alike(one: str, other: str) -> bool:
    return bool(one) and _letters(one) == _letters(other)


def _letters(name: str) -> str:
    return re.sub(r"[\s_-]", "", name.casefold())


def _differ_little(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    allowed = 0 if shorter < _MIN_LENGTH else 1 if shorter < _LONG else 2
    if abs(len(one) - len(other)) > allowed or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return allowed > 0 and edit_distance(one, other) <= allowed


def edit_distance(one: str, other: str) -> int:
    """How many letters are to be added, left out, replaced, or swapped with their neighbour, to come from one name to the other."""
    above: list[int] = []
    last: list[int] = []
    row: list[int] = [*range(len(other) + 1)]
    for at, letter in enumerate(one, 1):
        last, above, row = above, row, [at]
        for column, other_letter in enumerate(other, 1):
            cost: int = min(above[column] + 1, row[-1] + 1, above[column - 1] + (letter != other_letter))
            if at > 1 and column > 1 and letter == other[column - 2] and one[at - 2] == other_letter:
                cost = min(cost, last[column - 2] + 1)
            row.append(cost)
    return row[-1]
