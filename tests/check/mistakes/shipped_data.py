"""The shipped data with one mistake in it: where which values stand, how a text is changed there, and what a check then says.

A mistake is tried in a copy of the data folder. Everything else is known from one reading of the data without a mistake, which
all mistakes share (`incremental/read_cached.py`), so that one costs a few hundredths of a second.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from conftest import ROOT, SITE_URL
from patternbook.check.read import Reading
from patternbook.diagnostics.diagnostic import Diagnostic
from patternbook.incremental.read_cached import CachedReader, read_cached
from patternbook.model.introspect import FieldInfo, FieldPath, fields_of
from patternbook.model.registry import CATALOGUE_KEY, CATALOGUE_MODEL, LISTS
from patternbook.model.struct import ModelStruct
from patternbook.runtime.progress import Progress
from patternbook.source.positions import PlacedContainer, parse_with_positions

DATA = "data"
"""Folder of the data, as messages name it."""
BIBLIOGRAPHY = "references.bib"

Contents = Mapping[str, str | bytes | None]
"""File below the data folder -> what it holds; None where it is to be taken away."""
T = TypeVar("T")


@dataclass(frozen=True)
class Spot:
    """A value in the data, with the field it is in and where it is written."""

    file: str
    path: FieldPath
    """From the top of the file."""
    info: FieldInfo | None
    """The field that it is the value of, or an item of; None of what is no field."""
    model: type[ModelStruct]
    """Of the struct that it is in."""
    holder: Any = field(repr=False)
    """The mapping or list with places that it is in."""
    value: Any = field(repr=False)

    @property
    def key(self) -> str:
        """The name of the field; empty of an item of a list."""
        return self.path[-1] if isinstance(self.path[-1], str) else ""

    @property
    def is_id(self) -> bool:
        return self.key in ("id", "slug")

    @property
    def item(self) -> FieldPath:
        """The path of the item of a top-level list that it is in."""
        return self.path[:2]

    @property
    def line(self) -> int:
        return int(self.holder.at(self.path[-1])[0])

    @property
    def column(self) -> int:
        return int(self.holder.at(self.path[-1])[1])

    @property
    def key_line(self) -> int:
        return int(self.holder.key_at(self.path[-1])[0])

    @property
    def key_column(self) -> int:
        return int(self.holder.key_at(self.path[-1])[1])

    def beside(self, key: str) -> Any:
        """What another field of the same struct holds."""
        return self.holder.get(key) if isinstance(self.holder, dict) else None


@dataclass(frozen=True)
class Mistake:
    """One thing done wrong in the shipped data."""

    rule: str
    """What was done, in words."""
    contents: Contents = field(repr=False)
    """What the files hold that it changes."""
    file: str
    """The file that the message is to be about; empty where it may be any."""
    lines: Sequence[int]
    """The lines that it may name; empty where it may be any."""
    codes: Sequence[str]
    """One of the first is to be reported, at one of these lines."""
    besides: frozenset[str] = frozenset()
    """What may be reported besides, as the mistake is wrong in more than one way."""
    says: str = ""
    """What the message or its fix contains."""
    is_corrected: bool = False
    """Whether a certain correction is offered."""

    def __str__(self) -> str:
        return f"{self.rule}, {self.file}:{min(self.lines, default='')}"

    def is_hit_by(self, found: Diagnostic) -> bool:
        """Whether this is the diagnostic that it is to give."""
        is_there = self.file in ("", found.place.file.removeprefix(f"{DATA}/")) and (not self.lines or found.place.line in self.lines)
        return is_there and found.code in self.codes

    def faults(self, found: Sequence[Diagnostic]) -> Iterator[str]:
        """What is wrong with what a check says of it, in words."""
        hits = [each for each in found if self.is_hit_by(each)]
        if not hits:
            yield "is not reported there"
        others = [each for each in found if each not in hits[:1] and each.code not in self.besides]
        yield from (f"{each.code} is reported as well at line {each.place.line}: {each.message}" for each in others)
        said = " ".join(f"{each.message} {each.expected} {each.fix or each.rule.fix}" for each in hits)
        if hits and self.says not in said:
            yield f"does not say {self.says!r}, but {said}"
        if hits and self.is_corrected and not any(each.correction for each in hits):
            yield "has no correction"


def spread(things: Iterable[T], count: int) -> list[T]:
    """So many of the things, from the first to the last, as far apart as they can be."""
    all_of_them = list(things)
    if len(all_of_them) <= count:
        return all_of_them
    return [all_of_them[round(number * (len(all_of_them) - 1) / max(count - 1, 1))] for number in range(count)]


class ShippedData:
    """The texts of the shipped data, and every value in its YAML files."""

    def __init__(self, folder: Path = ROOT / DATA) -> None:
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).parts[0] != "schema")
        self.texts = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
        self.lines = {file: text.split("\n") for file, text in self.texts.items()}

    @property
    def yaml_files(self) -> list[str]:
        """The files with lists of the model, the small ones first."""
        return sorted((file for file in self.texts if file.endswith(".yaml") and "/" not in file), key=lambda file: len(self.texts[file]))

    @cached_property
    def spots(self) -> Sequence[Spot]:
        """Every value inside the items of all files, in their order."""
        return [spot for file in sorted(self.yaml_files) for spot in self._spots_of(file)]

    def _spots_of(self, file: str) -> Iterator[Spot]:
        root, problems = parse_with_positions(file, self.texts[file])
        assert isinstance(root, PlacedContainer)
        assert isinstance(root, dict)
        assert not problems
        for key, held in root.items():
            if key == CATALOGUE_KEY:
                yield from _inside(file, (key,), CATALOGUE_MODEL, held)
            elif isinstance(held, list):
                for index, item in enumerate(held):
                    yield from _inside(file, (key, index), LISTS[key], item)

    def find(self, wanted: Callable[[Spot], bool]) -> list[Spot]:
        return [spot for spot in self.spots if wanted(spot)]

    def written(self, spot: Spot) -> str:
        """The line of a value, from the value on."""
        return self.lines[spot.file][spot.line - 1][spot.column - 1 :]

    def key_line(self, spot: Spot) -> str:
        """The line of its key."""
        return self.lines[spot.file][spot.key_line - 1]

    def is_plain(self, spot: Spot) -> bool:
        """Whether it is a text without quotes that ends with its line, with a key of its own before it."""
        return isinstance(spot.value, str) and self.written(spot) == spot.value and spot.line == spot.key_line and bool(spot.key)

    def starts_own_line(self, spot: Spot) -> bool:
        """Whether its key is the first thing on its line."""
        return bool(spot.key) and not self.key_line(spot)[: spot.key_column - 1].strip()

    def is_alone(self, spot: Spot) -> bool:
        """Whether its key and value make up one whole line."""
        return self.starts_own_line(spot) and self.is_plain(spot)

    def put(self, spot: Spot, new: str) -> str:
        """The text of its file with something else in place of a value that is written on one line."""
        lines = [*self.lines[spot.file]]
        line, start = lines[spot.line - 1], spot.column - 1
        written = self._written_form(spot)
        assert line.startswith(written, start)
        lines[spot.line - 1] = line[:start] + new + line[start + len(written) :]
        return "\n".join(lines)

    def _written_form(self, spot: Spot) -> str:
        """How a text is written on its line: as it is, or in quotes."""
        written = self.written(spot)
        for form in (str(spot.value), f'"{spot.value}"', f"'{spot.value}'"):
            if isinstance(spot.value, str) and written.startswith(form):
                return form
        raise AssertionError(f"{spot} is not on one line")

    def is_on_one_line(self, spot: Spot) -> bool:
        if not isinstance(spot.value, str) or not spot.value:
            return False
        written = self.written(spot)
        return any(written.startswith(form) for form in (spot.value, f'"{spot.value}"', f"'{spot.value}'"))

    def with_line(self, file: str, number: int, *lines: str) -> str:
        """The text of a file with other lines, or none, in place of one."""
        before = self.lines[file]
        return "\n".join([*before[: number - 1], *lines, *before[number:]])

    def rename(self, spot: Spot, name: str) -> str:
        """The text of its file with another key in place of its own."""
        line, start = self.key_line(spot), spot.key_column - 1
        return self.with_line(spot.file, spot.key_line, line[:start] + name + line[start + len(spot.key) :])

    def end(self, spot: Spot) -> int:
        """The line after the last of a value whose key starts its own line."""
        lines, indent = self.lines[spot.file], spot.key_column - 1
        number = spot.key_line
        while number < len(lines) and (not lines[number].strip() or len(lines[number]) - len(lines[number].lstrip()) > indent):
            number += 1
        return number + 1

    def without(self, spot: Spot) -> str:
        """The text of its file without a field that starts its own line, and all that is in it."""
        lines = self.lines[spot.file]
        return "\n".join([*lines[: spot.key_line - 1], *lines[self.end(spot) - 1 :]])


def _inside(file: str, path: FieldPath, model: type[ModelStruct], held: Any) -> Iterator[Spot]:
    known = {info.key: info for info in fields_of(model)}
    for key, value in held.items() if isinstance(held, PlacedContainer) and isinstance(held, dict) else ():
        info = known.get(key)
        yield Spot(file, (*path, key), info, model, held, value)
        values = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, inner in values:
            here = (*path, key) if index is None else (*path, key, index)
            if index is not None:
                yield Spot(file, here, info, model, value, inner)
            if info is not None and info.part is not None:
                yield from _inside(file, here, info.part, inner)


class _Kept:
    """What one reading of the data left, in memory; nothing that is read with a mistake is kept."""

    def __init__(self) -> None:
        self.values: dict[bytes, bytes] = {}
        self.is_open = True

    def get(self, key: bytes) -> bytes | None:
        return self.values.get(key)

    def put(self, rows: Iterable[tuple[bytes, bytes]]) -> None:
        if self.is_open:
            self.values.update(rows)


class Trial:
    """A copy of the data folder in which mistakes are tried, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / DATA
        self.base = folder
        shutil.copytree(ROOT / DATA, self.folder, ignore=shutil.ignore_patterns("schema", "indicators"))
        self.kept = _Kept()
        self.before = {_told(each) for each in self.read().diagnostics}
        self.kept.is_open = False

    def read(self) -> Reading:
        reader = CachedReader(self.kept, b"code", lambda _: 1, Progress(lambda said: None, None).track_total)  # type: ignore[arg-type]
        return read_cached(self.folder, self.base, SITE_URL, reader)

    def found_after(self, contents: Contents) -> list[Diagnostic]:
        """What a check says that it does not say of the data as it is."""
        kept = {file: (self.folder / file).read_bytes() if (self.folder / file).exists() else None for file in contents}
        try:
            self._write(contents)
            return [each for each in self.read().diagnostics if _told(each) not in self.before]
        finally:
            self._write(kept)

    def _write(self, contents: Contents) -> None:
        for file, held in contents.items():
            path = self.folder / file
            if held is None:
                path.unlink()
            else:
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(held.encode("utf-8", "surrogatepass") if isinstance(held, str) else held)


def _told(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.code, diagnostic.entry, diagnostic.message
