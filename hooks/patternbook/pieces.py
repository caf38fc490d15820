"""YAML files cut into items by their indentation, so that an item can be read by itself and found again by its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from patternbook.values import Mark, Value, plain

_TOP = re.compile(r"\n(?![ \t#\r\n]|-[ \t\r\n])(.+)")
"""A line that is part of no item: a key, or something that is not for us to cut."""
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):[ \t]*(?:#.*)?\r?")
_NOTHING = re.compile(r"(?:\n[ \t]*(?:#.*)?\r?)*")
"""Empty lines and comments."""
_FIRST = re.compile(rf"{_NOTHING.pattern}\n( *)-[ \t\r\n]")
"""Empty lines and comments, then the indentation of the first item."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a list, as it stands in its file."""

    key: str
    text: str
    start: Mark


def pieces(text: str) -> tuple[Piece, ...] | None:
    """The items of all lists of a file; None where its top level is anything but keys with lists of items below each other."""
    text = f"\n{text}"  # each line with the end of the one before: one character to look for, and lines count from 1
    tops = list(_TOP.finditer(text))
    keys = [match[1] for top in tops if (match := _KEY.fullmatch(top[1]))]
    if not keys or len(keys) != len(tops) or len(set(keys)) != len(keys) or _NOTHING.fullmatch(text, 0, tops[0].start()) is None:
        return None
    found: list[Piece] = []
    for key, top, end in zip(keys, tops, [*(following.start(1) for following in tops[1:]), len(text)], strict=True):
        cut = _items(key, text[top.end() : end], text.count("\n", 0, top.end()))
        if cut is None:
            return None
        found += cut
    return tuple(found)


def _items(key: str, text: str, line: int) -> list[Piece] | None:
    """Cut a list at the hyphens of its own indentation; deeper ones belong to an item. `line` is that of its key."""
    first = _FIRST.match(text)
    if first is None:
        return None
    hyphens = list(re.finditer(rf"\n({first[1]}-(?: +(?=[^\s#]))?)", text))
    if not all(hyphen[1].endswith(" ") for hyphen in hyphens):  # something else than an item's value follows on the line
        return None
    found = []
    before = 0
    for hyphen, end in zip(hyphens, [*(following.start(1) for following in hyphens[1:]), len(text)], strict=True):
        line += text.count("\n", before, hyphen.start(1))
        before = hyphen.start(1)
        found.append(Piece(key, text[before:end], (line, len(hyphen[1]) + 1)))
    return found


def value_of(piece: Piece) -> Value | None:
    """The item as it is written; None where the text is not one item of a list, or something in it is to be refused."""
    read = plain(piece.text)
    return read.value[0] if read is not None and isinstance(read.value, list) and len(read.value) == 1 else None
