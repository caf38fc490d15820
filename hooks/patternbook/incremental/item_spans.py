"""YAML files cut into items by their indentation, so that an item can be read by itself and found again by its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from patternbook.source.parse import LineColumn, parse_yaml
from patternbook.source.source_file import SourceFile

_TOP = re.compile(r"\n(?![ \t#\r\n]|-[ \t\r\n])(.+)")
"""A line that is part of no item: a key, or something else, which rules out cutting the file."""
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):[ \t]*(?:#.*)?\r?")
_NOTHING = re.compile(r"(?:\n[ \t]*(?:#.*)?\r?)*")
"""Empty lines and comments."""
_FIRST = re.compile(rf"{_NOTHING.pattern}\n( *)-[ \t\r\n]")
"""Empty lines and comments, then the indentation of the first item."""


class ItemSpan(NamedTuple):
    """Where one item of a list is in its file."""

    key: str
    """The list it belongs to."""
    begin: int
    end: int
    """Offsets in characters, from its hyphen."""
    start: LineColumn
    """Line and column of its value, from 1."""

    def of(self, text: str) -> str:
        """Cut the item, with its hyphen, out of the text of its file."""
        return text[self.begin : self.end]


def split_items(text: str) -> tuple[ItemSpan, ...]:
    """The items of all lists of a file; none if its top level is anything but keys, each with a list of items below it."""
    text = f"\n{text}"  # each line with the end of the one before: one character to look for, and lines count from 1
    tops = list(_TOP.finditer(text))
    keys = [match[1] for top in tops if (match := _KEY.fullmatch(top[1]))]
    if not keys or len(keys) != len(tops) or len(set(keys)) != len(keys) or _NOTHING.fullmatch(text, 0, tops[0].start()) is None:
        return ()
    ends = [*(top.start(1) for top in tops[1:]), len(text)]
    lists = [_items(key, text, top.end(), end) for key, top, end in zip(keys, tops, ends, strict=True)]
    return tuple(chain.from_iterable(lists)) if all(lists) and _is_sound(text[1:], lists) else ()


def _is_sound(text: str, lists: Sequence[Sequence[ItemSpan]]) -> bool:
    """Whether everything around the items is YAML: comments and keys are refused for what they would be refused for in the whole file."""
    begins = [0, *(items[-1].end for items in lists)]
    rest = [f"{text[begin : items[0].begin]}- x\n" for begin, items in zip(begins, lists, strict=False)]
    read = parse_yaml("".join(rest))
    return read is not None and read.value == {items[0].key: ["x"] for items in lists}


def _items(key: str, text: str, begin: int, end: int) -> list[ItemSpan]:
    """Cut a list, given as a range of the text, at the hyphens of its first indentation: deeper ones are part of an item."""
    first = _FIRST.match(text, begin, end)
    hyphens = list(re.compile(rf"\n({first[1]}-(?: +(?=[^\s#]))?)").finditer(text, begin, end)) if first else []
    if not hyphens or not all(hyphen[1].endswith(" ") for hyphen in hyphens):  # something other than a value follows on the line
        return []
    starts = [hyphen.start(1) for hyphen in hyphens]
    lines = accumulate(text.count("\n", one, other) for one, other in pairwise([0, *starts]))
    return [
        ItemSpan(key, start - 1, following - 1, (line, len(hyphen[1]) + 1))
        for hyphen, start, following, line in zip(hyphens, starts, [*starts[1:], end], lines, strict=True)
    ]


def read_alone(file: str, key: str, item: str, line: int = 1) -> SourceFile | None:
    """Read the text of an item as a list of its own, with its places in its file; None if it is not one item, or must be refused.

    Args:
        file: The name of the file in messages.
        key: The list it belongs to.
        item: Its text, with its hyphen.
        line: The line that the text starts at.

    """
    read = parse_yaml(text := f"{key}:\n{item}")
    root = read.value if read is not None and isinstance(read.value, dict) else {}
    items = root.get(key)
    if read is None or len(root) != 1 or not isinstance(items, list) or len(items) != 1:
        return None
    return SourceFile(file, root, text, read.starts, lines_before=line - 2)
