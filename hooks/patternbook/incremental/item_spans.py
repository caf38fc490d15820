"""YAML files cut into items by their indentation, so that an item can be read by itself and found again by its text."""

from __future__ import annotations

import re
from typing import NamedTuple

from patternbook.source.parse import LineColumn, YamlValue, parse_yaml

_TOP = re.compile(r"\n(?![ \t#\r\n]|-[ \t\r\n])(.+)")
"""A line that is part of no item: a key, or something that is not for us to cut."""
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):[ \t]*(?:#.*)?\r?")
_NOTHING = re.compile(r"(?:\n[ \t]*(?:#.*)?\r?)*")
"""Empty lines and comments."""
_FIRST = re.compile(rf"{_NOTHING.pattern}\n( *)-[ \t\r\n]")
"""Empty lines and comments, then the indentation of the first item."""


class ItemSpan(NamedTuple):
    """Where one item of a list stands in its file."""

    key: str
    """The list it stands in."""
    begin: int
    end: int
    """Offsets in characters, from its hyphen."""
    start: LineColumn
    """Line and column of its value, from 1."""

    def of(self, text: str) -> str:
        """The item with its hyphen, of the text of its file."""
        return text[self.begin : self.end]


def split_items(text: str) -> tuple[ItemSpan, ...] | None:
    """The items of all lists of a file; None where its top level is anything but keys with lists of items below each other."""
    text = f"\n{text}"  # each line with the end of the one before: one character to look for, and lines count from 1
    tops = list(_TOP.finditer(text))
    keys = [match[1] for top in tops if (match := _KEY.fullmatch(top[1]))]
    if not keys or len(keys) != len(tops) or len(set(keys)) != len(keys) or _NOTHING.fullmatch(text, 0, tops[0].start()) is None:
        return None
    found: list[ItemSpan] = []
    for key, top, end in zip(keys, tops, [*(following.start(1) for following in tops[1:]), len(text)], strict=True):
        cut = _items(key, text, top.end(), end)
        if cut is None:
            return None
        found += cut
    return tuple(found)


def _items(key: str, text: str, begin: int, end: int) -> list[ItemSpan] | None:
    """Cut the list that stands between two places of a text at the hyphens of its own indentation; deeper ones belong to an item."""
    first = _FIRST.match(text, begin, end)
    if first is None:
        return None
    hyphens = list(re.compile(rf"\n({first[1]}-(?: +(?=[^\s#]))?)").finditer(text, begin, end))
    if not all(hyphen[1].endswith(" ") for hyphen in hyphens):  # something else than an item's value follows on the line
        return None
    found = []
    line, before = text.count("\n", 0, begin), begin
    for hyphen, following in zip(hyphens, [*(each.start(1) for each in hyphens[1:]), end], strict=True):
        line += text.count("\n", before, hyphen.start(1))
        before = hyphen.start(1)
        found.append(ItemSpan(key, before - 1, following - 1, (line, len(hyphen[1]) + 1)))
    return found


def parse_item(item: str) -> YamlValue | None:
    """An item as it is written to its value; None where the text is not one item of a list, or something in it is to be refused."""
    read = parse_yaml(item)
    return read.value[0] if read is not None and isinstance(read.value, list) and len(read.value) == 1 else None
