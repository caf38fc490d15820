"""Read YAML files into plain values that know where they stand.

Built on libyaml's events (PyYAML's C parser): events are flat, so nesting cannot exhaust the stack, while the C
`compose` crashes the process on deep input. Every scalar is text: `no`, `1.10` and `2022-05-01` stay what was written.
Refused are duplicate keys, anchors, aliases, tags, keys that are not plain text, and further documents.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import yaml

from patternbook.diagnostics import Diagnostic, Place
from patternbook.inside import Mark, Scalar, scalars

MAX_DEPTH = 40
MAX_BYTES = 64 * 1024 * 1024

NOT_CATALOGUE = frozenset({"schema", "indicators"})
"""Folders of the data folder that hold something else: what editors read, and what screening looks for."""

_LINE_ENDS = ("\x85", "\u2028", "\u2029")
"""Characters that YAML 1.1 and libyaml take as the end of a line; YAML 1.2 and editors do not, so places would shift."""

_REFUSED_KEY = "\0"
"""Stands for a key that was refused; no text of YAML holds it."""


class Start(Protocol):
    """A place as libyaml gives it, counted from 0. Kept as it is: of 200,000 places a run asks for a few."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


def _mark(start: Start) -> Mark:
    return start.line + 1, start.column + 1


class PlacesUnknownError(Exception):
    """Asked of a value that was read without its places; it has to be read in full."""


class _Unknown(list[Start]):
    """Stands for the places of a value that was read without them."""

    def __getitem__(self, index: object) -> Any:
        raise PlacesUnknownError


UNKNOWN: list[Start] = _Unknown()


class Block(dict[str, "Value"]):
    """A mapping that remembers where it, its keys and their values start."""

    __slots__ = ("start", "starts")

    def __init__(self, start: Start) -> None:
        super().__init__()
        self.start = start
        self.starts: list[Start] = []
        """Of each key and its value in turn, in the order of the mapping."""

    def key_at(self, key: str) -> Mark:
        """Where a key starts."""
        return _mark(self.starts[2 * list(self).index(key)])

    def at(self, key: str | int) -> Mark:
        """Where the value of a key starts."""
        return _mark(self.starts[2 * list(self).index(str(key)) + 1])


class Items(list["Value"]):
    """A sequence that remembers where it and its items start."""

    __slots__ = ("start", "starts")

    def __init__(self, start: Start) -> None:
        super().__init__()
        self.start = start
        self.starts: list[Start] = []

    def at(self, index: str | int) -> Mark:
        """Where an item starts."""
        return _mark(self.starts[int(index)])


Value = str | Block | Items
Spot = tuple[Block | Items, str | int]
"""Where a value stands: the mapping or list it is in, and its key or position there."""
Path_ = Sequence[str | int]
"""The way to a value from the top of a file: ("findings", 3, "title")."""


def value_at(spot: Spot) -> Value:
    """What stands at a spot."""
    holder, step = spot
    return holder[step]  # type: ignore[index]


@dataclass(frozen=True)
class Source:
    """One file of the data folder, read."""

    file: str
    """Path as shown to the user, with forward slashes: data/findings.yaml."""
    root: Block
    text: str = field(repr=False)

    @cached_property
    def _scalars(self) -> dict[Mark, Scalar]:
        """Read a second time, where something is to be said about the inside of a text: most files are without fault."""
        return scalars(self.text)

    def inside(self, spot: Spot, offset: int) -> Place:
        """Where the character at an offset of the text at a spot stands; the start of the text where it cannot be told."""
        start, value = self.at(spot), value_at(spot)
        scalar = self._scalars.get((start.line, start.column))
        return Place(self.file, *scalar.character(self.text, value, offset)) if scalar and isinstance(value, str) else start

    def at(self, spot: Spot) -> Place:
        """Where the value at a spot starts."""
        holder, step = spot
        return Place(self.file, *holder.at(step))

    def place(self, path: Path_) -> Place:
        """Where the value at `path` starts; the nearest parent's place where there is no such value."""
        mark, value = _mark(self.root.start), self.root
        for step in path:
            found = _step(value, step)
            if found is None:
                break
            mark, value = found  # type: ignore[assignment]
        return Place(self.file, *mark)

    def key_place(self, path: Path_) -> Place:
        """Where the key at the end of `path` stands."""
        parent: Value = self.root
        for step in path[:-1]:
            found = _step(parent, step)
            if found is None:
                return self.place(path)
            parent = found[1]
        last = path[-1]
        if isinstance(parent, Block) and isinstance(last, str) and last in parent:
            return Place(self.file, *parent.key_at(last))
        return self.place(path)


def _step(value: Value, step: str | int) -> tuple[Mark, Value] | None:
    if isinstance(value, Block) and isinstance(step, str) and step in value:
        return value.at(step), value[step]
    if isinstance(value, Items) and isinstance(step, int) and step < len(value):
        return value.at(step), value[step]
    return None


@dataclass(slots=True)
class _OpenBlock:
    """A mapping that is being read: it takes keys and values in turn."""

    value: Block
    refuse: Callable[..., None]
    key: str | None = None
    """The key whose value comes next."""

    def take(self, value: Value, start: Start) -> None:
        key = self.key
        if key is None:
            self.key = self._accepted(value, start)
            return
        self.key = None
        if key is not _REFUSED_KEY:
            self.value[key] = value
            self.value.starts.append(start)

    def _accepted(self, key: Value, start: Start) -> str:
        if not isinstance(key, str):
            self.refuse("PB103", start, "a key is a list or mapping", "plain text as a key")
            return _REFUSED_KEY
        if key in self.value:  # of two equal keys the first counts
            self.refuse("PB104", start, f"key {key!r} was given before, on line {self.value.key_at(key)[0]}")
            return _REFUSED_KEY
        self.value.starts.append(start)
        return key


@dataclass(slots=True)
class _OpenItems:
    """A sequence that is being read."""

    value: Items

    def take(self, value: Value, start: Start) -> None:
        self.value.append(value)
        self.value.starts.append(start)


@dataclass(slots=True)
class _Document:
    """The document that is being read: it takes one value."""

    value: Value | None = None

    def take(self, value: Value, start: Start) -> None:
        self.value = value


@dataclass(slots=True)
class _Builder:
    """Turns events into values; a stack instead of recursion."""

    file: str
    problems: list[Diagnostic] = field(default_factory=list)
    document: _Document = field(default_factory=_Document)
    stack: list[_Document | _OpenBlock | _OpenItems] = field(default_factory=list)
    """What is open, innermost last."""
    anchored: dict[str, str] = field(default_factory=dict)
    """Texts with an anchor, so that an alias is one mistake and no empty value besides. Not lists: those can be bombs."""

    def refuse(self, code: str, start: Start, message: str, expected: str = "", fix: str = "") -> None:
        self.problems.append(Diagnostic(code, Place(self.file, *_mark(start)), message, expected=expected, fix=fix))

    def build(self, events: Iterable[yaml.Event]) -> None:
        """Read every event. Most are plain texts: for them nothing is done but to put them where they belong."""
        self.stack.append(self.document)
        take = self.document.take
        for event in events:
            start: Any = event.start_mark  # may be None by its type, but the C parser gives every event one
            if type(event) is yaml.ScalarEvent and event.anchor is None and event.tag is None:
                take(event.value, start)
            else:
                self.handle(event, start)
                take = self.stack[-1].take

    def handle(self, event: yaml.Event, start: Start) -> None:
        """Any event but a plain text."""
        if isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            self.refuse("PB105", start, f"alias *{event.anchor}")
            self.stack[-1].take(self.anchored.get(event.anchor or "", ""), start)
        elif isinstance(event, yaml.NodeEvent):
            self.node(event, start)
        elif isinstance(event, yaml.DocumentStartEvent) and self.document.value is not None:
            raise _StopReadingError("PB103", _mark(start), "a second document starts here", "one document per file")

    def node(self, event: yaml.NodeEvent, start: Start) -> None:
        if event.anchor is not None:
            self.refuse("PB105", start, f"anchor &{event.anchor}")
            self.anchored[event.anchor] = getattr(event, "value", "")
        if (tag := getattr(event, "tag", None)) is not None:
            self.refuse("PB105", start, f"tag {tag}")
        if isinstance(event, yaml.ScalarEvent):
            self.stack[-1].take(event.value, start)
        elif len(self.stack) > MAX_DEPTH:  # the document itself is on it too
            raise _StopReadingError("PB107", _mark(start), f"more than {MAX_DEPTH} levels of nesting", f"at most {MAX_DEPTH} levels")
        else:
            opened = _OpenBlock(Block(start), self.refuse) if isinstance(event, yaml.MappingStartEvent) else _OpenItems(Items(start))
            self.stack[-1].take(opened.value, start)
            self.stack.append(opened)


class _StopReadingError(Exception):
    """Reading this file cannot go on; what was read so far is dropped."""

    def __init__(self, code: str, mark: Mark, message: str, expected: str) -> None:
        super().__init__(message)
        self.code, self.mark, self.message, self.expected = code, mark, message, expected


def parse(file: str, text: str) -> tuple[Value | None, list[Diagnostic]]:
    """Parse one document of YAML text.

    Returns the value (None where the text cannot be parsed or is empty) and every problem met.
    Does not raise for any text that UTF-8 can hold.
    """
    line_end = min((text.index(character) for character in _LINE_ENDS if character in text), default=None)
    if line_end is not None:
        message = f"the character U+{ord(text[line_end]):04X}, an invisible end of line"
        place = Place(file, *_mark_at(text, line_end))
        return None, [Diagnostic("PB103", place, message, expected="a plain line break or a blank", fix="Take it out.")]
    builder = _Builder(file)
    try:
        builder.build(iter(yaml.CLoader(text).get_event, None))
    except _StopReadingError as stop:
        return None, [*builder.problems, Diagnostic(stop.code, Place(file, *stop.mark), stop.message, expected=stop.expected)]
    except yaml.YAMLError as error:
        return None, [*builder.problems, Diagnostic("PB103", Place(file, *_error_mark(text, error)), _error_message(error), fix=_error_fix(error))]
    return builder.document.value, builder.problems


def _error_mark(text: str, error: yaml.YAMLError) -> Mark:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return mark.line + 1, mark.column + 1
    position = getattr(error, "position", 0)  # a character YAML does not allow, counted in bytes of UTF-8
    return _mark_at(text, len(text.encode()[:position].decode(errors="ignore")))


def _mark_at(text: str, offset: int) -> Mark:
    before = text[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _error_message(error: yaml.YAMLError) -> str:
    """Libyaml's words in the order a person would say them: what is wrong, in the middle of what, since where."""
    context, since = getattr(error, "context", None), getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    started = f" that starts on line {since.line + 1}" if since is not None and not str(context).endswith("token") else ""
    return f"{problem} {context}{started}" if context else str(problem)


_ERROR_FIXES = {
    "found character that cannot start any token": "Put the text in double quotes; indent with blanks, not tabs.",
    "mapping values are not allowed in this context": "Put a text that holds a colon in double quotes, or correct the indentation.",
    "control characters are not allowed": "Take the character out.",
    "did not find expected key": "Correct the indentation; put a text that starts with [ or { or a quote in double quotes.",
    "did not find expected '-' indicator": "Indent it as far as the item it belongs to.",
    "did not find expected ',' or ']'": "Close the bracket, or put the text in double quotes.",
    "did not find expected ',' or '}'": "Close the brace, or put the text in double quotes.",
    "found unexpected end of stream": "Close the quote.",
}
"""Advice for the mistakes that are made most, by libyaml's word for them; the rule's own for all others."""


def _error_fix(error: yaml.YAMLError) -> str:
    return _ERROR_FIXES.get(str(getattr(error, "problem", None) or getattr(error, "reason", "")), "")


def decode(file: str, raw: bytes) -> tuple[str | None, list[Diagnostic]]:
    """UTF-8 text of a file without its byte order mark, or a diagnostic at the first wrong byte."""
    if len(raw) > MAX_BYTES:
        size = f"the file has {len(raw):,} bytes"
        return None, [Diagnostic("PB107", Place(file), size, expected=f"at most {MAX_BYTES:,} bytes")]
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode(), []
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        place = Place(file, before.count(b"\n") + 1, column)
        return None, [Diagnostic("PB102", place, f"byte 0x{raw[error.start]:02x} is not UTF-8")]


def read_text(path: Path, file: str) -> tuple[str | None, list[Diagnostic]]:
    """Text of a file on disk, or a diagnostic that says why it cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, [Diagnostic("PB101", Place(file), f"{error.strerror or error}")]
    return decode(file, raw)


def load_file(path: Path, file: str) -> tuple[Source | None, list[Diagnostic]]:
    """Read one YAML file; `file` is its name in messages."""
    text, problems = read_text(path, file)
    if text is None:
        return None, problems
    value, problems = parse(file, text)
    if isinstance(value, Block) and value:
        return Source(file, value, text), problems
    if value is None and problems:
        return None, problems
    found = "nothing is" if not value else "a list is" if isinstance(value, Items) else "plain text is"
    return None, [*problems, Diagnostic("PB106", Place(file), f"{found} in this file", expected="a mapping of keys")]


_NAMED = re.compile(rb"\b(?:id|slug):[ \t]*[\"']?([A-Za-z0-9][A-Za-z0-9-]*)")


def names_in(raw: bytes) -> frozenset[str]:
    """What looks like an id or a slug in a file that cannot be read as YAML, so that naming it is not reported too."""
    return frozenset(found.decode("ascii") for found in _NAMED.findall(raw))


def bytes_of(path: Path) -> bytes:
    """What a file holds, readable as text or not; nothing where it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def data_files(folder: Path) -> list[Path]:
    """Every YAML file of a data folder but what is no catalogue data and hidden files (editors' locks), in a fixed order."""
    files = (p for pattern in ("*.yaml", "*.yml") for p in folder.rglob(pattern))
    return sorted(p for p in files if p.relative_to(folder).parts[0] not in NOT_CATALOGUE and not p.name.startswith("."))


def shown(path: Path, base: Path) -> str:
    """A path as a message shows it: relative to `base` where it lies below it, with forward slashes."""
    return (path.relative_to(base) if path.is_relative_to(base) else path).as_posix()


Load = Callable[[Path, str], tuple[Source | None, list[Diagnostic]]]
"""Reads one YAML file, by its path and its name in messages."""


Over = Callable[[str, Sequence[Any]], Iterable[Any]]
"""Goes over the things of a stage, for whoever wants to show how far it is."""


def load_folder(
    folder: Path, base: Path, load: Load = load_file, over: Over = lambda stage, things: things
) -> tuple[tuple[Source, ...], list[Diagnostic]]:
    """Read every YAML file below `folder`; messages name files relative to `base`."""
    if not folder.is_dir():
        return (), [Diagnostic("PB109", Place(shown(folder, base)), "there is no such folder")]
    loaded = [load(path, shown(path, base)) for path in over("files read", data_files(folder))]
    problems = [problem for _, found in loaded for problem in found]
    if not loaded:
        problems.append(Diagnostic("PB109", Place(shown(folder, base)), "the folder holds no YAML file"))
    return tuple(source for source, _ in loaded if source is not None), problems
