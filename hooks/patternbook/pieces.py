"""Files read item by item, so that an item that did not change is not read again.

The items of a list in a YAML file are cut apart by their indentation, and each is found again by its text.
"""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from patternbook.bibliography import Bibliography
from patternbook.bibliography import parse as parse_bibliography
from patternbook.cache import Store, digest
from patternbook.diagnostics import Diagnostic
from patternbook.load import Over, load_file, read_text
from patternbook.read import Readers
from patternbook.source import Source
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


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads files piece by piece, with what earlier builds read."""

    store: Store
    code: bytes
    """Digest of the code that reads."""

    def load(self, path: Path, file: str) -> tuple[Source | None, list[Diagnostic]]:
        """Read one YAML file; as a whole where it cannot be cut, or where something is wrong with it."""
        text, _ = read_text(path, file)
        cut = pieces(text) if text is not None else None
        items = self._values(cut) if cut else None
        if text is None or cut is None or items is None:
            return load_file(path, file)
        lists: dict[str, list[Value]] = {piece.key: [] for piece in cut}
        starts: dict[str, list[Mark]] = {key: [] for key in lists}
        for piece, value in zip(cut, items, strict=True):
            lists[piece.key].append(value)
            starts[piece.key].append(piece.start)
        return Source(file, {**lists}, text, {id(values): starts[key] for key, values in lists.items()}), []

    def _values(self, cut: Sequence[Piece]) -> list[Value] | None:
        """The value of each piece; None where one of them is not what an item of a list can be."""
        values: list[Value] = []
        fresh = []
        for piece in cut:
            key = digest(self.code, "piece", piece.text)
            kept = self.store.get(key)
            if kept is None:
                read = plain(piece.text)
                if read is None or not isinstance(read.value, list) or len(read.value) != 1:
                    return None
                kept = json.dumps(read.value[0], ensure_ascii=False).encode("utf-8", "surrogatepass")
                fresh.append((key, kept))
            values.append(json.loads(kept))
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
