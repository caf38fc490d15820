"""Files read item by item, so that an item that did not change is not read again.

The items of a list in a YAML file are cut apart by their indentation, and each is found again by its text. What is
read this way does not know its places, but for the line each item starts on: catalogues without a fault ask for no
other, and where one is asked for, `PlacesUnknownError` says that everything is to be read in full.
"""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patternbook.bibliography import Bibliography
from patternbook.bibliography import parse as parse_bibliography
from patternbook.cache import Store, digest
from patternbook.diagnostics import Diagnostic
from patternbook.load import UNKNOWN, Block, Items, Over, Source, Value, load_file, parse, read_text
from patternbook.read import Readers

_TOP = re.compile(r"^(?![ \t#\r\n]|-[ \t\r\n]).+$", re.MULTILINE)
"""A line that is part of no item: a key, or something that is not for us to cut."""
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):[ \t]*(?:#.*)?\r?")
_NOTHING = re.compile(r"(?:[ \t]*(?:#.*)?\r?\n)*")
"""Empty lines and comments."""
_FIRST = re.compile(rf"{_NOTHING.pattern}( *)-[ \t\r\n]")
"""Empty lines and comments, then the indentation of the first item."""


@dataclass(frozen=True, slots=True)
class Line:
    """Where an item starts, counted from 0 as libyaml does."""

    line: int
    column: int


NOWHERE = Line(0, 0)


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a list, as it stands in its file."""

    key: str
    text: str
    start: Line


def pieces(text: str) -> tuple[Piece, ...] | None:
    """The items of all lists of a file; None where its top level is anything but keys with lists of items below each other."""
    tops = list(_TOP.finditer(text))
    keys = [match[1] for top in tops if (match := _KEY.fullmatch(top[0]))]
    if not keys or len(keys) != len(tops) or len(set(keys)) != len(keys) or _NOTHING.fullmatch(text, 0, tops[0].start()) is None:
        return None
    found: list[Piece] = []
    for key, top, end in zip(keys, tops, [*(following.start() for following in tops[1:]), len(text)], strict=True):
        start = min(top.end() + 1, end)
        cut = _items(key, text[start:end], text.count("\n", 0, start))
        if cut is None:
            return None
        found += cut
    return tuple(found)


def _items(key: str, text: str, line: int) -> list[Piece] | None:
    """Cut a list at the hyphens of its own indentation; deeper ones belong to an item. `line` is that of the text's first."""
    first = _FIRST.match(text)
    if first is None:
        return None
    hyphens = list(re.finditer(rf"^({first[1]}-(?: +(?=[^\s#]))?)", text, re.MULTILINE))
    if not all(hyphen[1].endswith(" ") for hyphen in hyphens):  # something else than an item's value follows on the line
        return None
    found = []
    before = 0
    for hyphen, end in zip(hyphens, [*(following.start() for following in hyphens[1:]), len(text)], strict=True):
        line += text.count("\n", before, hyphen.start())
        before = hyphen.start()
        found.append(Piece(key, text[before:end], Line(line, len(hyphen[1]))))
    return found


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads files piece by piece, with what earlier builds read."""

    store: Store
    code: bytes
    """Digest of the code that reads."""

    def load(self, path: Path, file: str) -> tuple[Source | None, list[Diagnostic]]:
        """Read one YAML file; in full where it cannot be cut, or where something is wrong with it."""
        text, _ = read_text(path, file)
        cut = pieces(text) if text is not None else None
        items = self._values(cut) if cut else None
        if text is None or cut is None or items is None:
            return load_file(path, file)
        root = Block(NOWHERE)
        for piece, value in zip(cut, items, strict=True):
            if piece.key not in root:
                root[piece.key] = Items(piece.start)
            values = root[piece.key]
            assert isinstance(values, Items)  # noqa: S101 - made two lines above
            values.append(value)
            values.starts.append(piece.start)
        root.starts = UNKNOWN
        return Source(file, root, text), []

    def _values(self, cut: Sequence[Piece]) -> list[Value] | None:
        """The value of each piece; None where one of them is not what an item of a list can be."""
        values, fresh = [], []
        for piece in cut:
            key = digest(self.code, "piece", piece.text)
            kept = self.store.get(key)
            if kept is None:
                value, problems = parse("", piece.text)
                if problems or not isinstance(value, Items) or len(value) != 1:
                    return None
                kept = json.dumps(value[0], ensure_ascii=False).encode("utf-8", "surrogatepass")
                fresh.append((key, kept))
            item = json.loads(kept)
            values.append(item if isinstance(item, str) else _placeless(item))
        self.store.put(fresh)
        return values


def again(store: Store, code: bytes, over: Over) -> Readers:
    """How a build reads files that earlier builds may have read. Without a file to keep anything in, everything is read in full."""
    if store.file is None:
        return Readers(over=over)

    def works(text: str) -> Bibliography:
        key = digest(code, "bibliography", text)
        kept = store.get(key)
        found = pickle.loads(kept) if kept is not None else parse_bibliography(text)  # noqa: S301 - of the private store only
        if kept is None:
            store.put([(key, pickle.dumps(found))])
        assert isinstance(found, Bibliography)  # noqa: S101 - what was put there
        return found

    return Readers(Reader(store, code).load, works, over)


def _placeless(value: dict[str, Any] | list[Any]) -> Block | Items:
    """The mapping or list as if it had been read from YAML, without its places. Most of what it holds is text and stays as it is."""
    if isinstance(value, list):
        items = Items(NOWHERE)
        items.starts = UNKNOWN
        items += [each if type(each) is str else _placeless(each) for each in value]
        return items
    block = Block(NOWHERE)
    block.starts = UNKNOWN
    for key, each in value.items():
        block[key] = each if type(each) is str else _placeless(each)
    return block
