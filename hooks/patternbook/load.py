"""Read YAML files into plain values that know where they stand.

Built on libyaml's events (PyYAML's C parser): events are flat, so nesting cannot exhaust the stack, while the C
`compose` crashes the process on deep input. Every scalar is text: `no`, `1.10` and `2022-05-01` stay what was written.
Refused are duplicate keys, anchors, aliases, tags, keys that are not plain text, and further documents.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from patternbook.diagnostics import Diagnostic, Place

MAX_DEPTH = 40
MAX_BYTES = 64 * 1024 * 1024

NOT_CATALOGUE = frozenset({"schema", "indicators"})
"""Folders of the data folder that hold something else: what editors read, and what screening looks for."""

_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""Characters that YAML 1.1 and libyaml take as the end of a line; YAML 1.2 and editors do not, so places would shift."""

_REFUSED_KEY = "\0"
"""Stands for a key that was refused; no text of YAML holds it."""

Mark = tuple[int, int]
"""Line and column, counted from 1."""


class Block(dict[str, "Value"]):
    """A mapping that remembers where it, its keys and their values start."""

    __slots__ = ("keys_at", "mark", "values_at")

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.keys_at: dict[str, Mark] = {}
        self.values_at: dict[str, Mark] = {}


class Items(list["Value"]):
    """A sequence that remembers where it and its items start."""

    __slots__ = ("mark", "values_at")

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.values_at: list[Mark] = []


Value = str | Block | Items
Path_ = Sequence[str | int]
"""The way to a value from the top of a file: ("findings", 3, "title")."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the data folder, read."""

    file: str
    """Path as shown to the user, with forward slashes: data/findings.yaml."""
    root: Block

    def place(self, path: Path_) -> Place:
        """Where the value at `path` starts; the nearest parent's place where there is no such value."""
        mark, value = self.root.mark, self.root
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
        if isinstance(parent, Block) and isinstance(last, str) and last in parent.keys_at:
            return Place(self.file, *parent.keys_at[last])
        return self.place(path)


def _step(value: Value, step: str | int) -> tuple[Mark, Value] | None:
    if isinstance(value, Block) and isinstance(step, str) and step in value:
        return value.values_at[step], value[step]
    if isinstance(value, Items) and isinstance(step, int) and step < len(value):
        return value.values_at[step], value[step]
    return None


@dataclass(slots=True)
class _Builder:
    """Turns events into values; a stack instead of recursion."""

    file: str
    problems: list[Diagnostic] = field(default_factory=list)
    stack: list[tuple[Block | Items, str | None]] = field(default_factory=list)
    root: Value | None = None
    anchored: dict[str, str] = field(default_factory=dict)
    """Texts with an anchor, so that an alias is one mistake and no empty value besides. Not lists: those can be bombs."""

    def refuse(self, code: str, mark: Mark, message: str, expected: str = "", fix: str = "") -> None:
        self.problems.append(Diagnostic(code, Place(self.file, *mark), message, expected=expected, fix=fix))

    def add(self, value: Value, mark: Mark) -> None:
        """Put a finished or opening value where it belongs."""
        if not self.stack:
            self.root = value
            return
        parent, key = self.stack[-1]
        if isinstance(parent, Items):
            parent.append(value)
            parent.values_at.append(mark)
        elif key is None:
            self.stack[-1] = parent, self.key(parent, value, mark)
        else:
            if key not in parent and key != _REFUSED_KEY:  # of two equal keys the first counts
                parent[key] = value
                parent.values_at[key] = mark
            self.stack[-1] = parent, None

    def key(self, parent: Block, value: Value, mark: Mark) -> str:
        if not isinstance(value, str):
            self.refuse("PB103", mark, "a key is a list or mapping", "plain text as a key")
            return _REFUSED_KEY
        if value in parent.keys_at:
            first = parent.keys_at[value]
            self.refuse("PB104", mark, f"key {value!r} was given before, on line {first[0]}")
        else:
            parent.keys_at[value] = mark
        return value

    def handle(self, event: yaml.Event) -> None:
        start = event.start_mark
        mark = (start.line + 1, start.column + 1) if start else (1, 1)
        if type(event) is yaml.ScalarEvent and event.anchor is None and event.tag is None:  # most events by far
            self.add(event.value, mark)
        elif isinstance(event, yaml.AliasEvent):
            self.refuse("PB105", mark, f"alias *{event.anchor}")
            self.add(self.anchored.get(event.anchor or "", ""), mark)
        elif isinstance(event, yaml.NodeEvent):
            self.node(event, mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise _StopReadingError("PB103", mark, "a second document starts here", "one document per file")

    def node(self, event: yaml.NodeEvent, mark: Mark) -> None:
        if event.anchor is not None:
            self.refuse("PB105", mark, f"anchor &{event.anchor}")
            self.anchored[event.anchor] = getattr(event, "value", "")
        if (tag := getattr(event, "tag", None)) is not None:
            self.refuse("PB105", mark, f"tag {tag}")
        if isinstance(event, yaml.ScalarEvent):
            self.add(event.value, mark)
            return
        if len(self.stack) >= MAX_DEPTH:
            raise _StopReadingError("PB107", mark, f"more than {MAX_DEPTH} levels of nesting", f"at most {MAX_DEPTH} levels")
        opened: Block | Items = Block(mark) if isinstance(event, yaml.MappingStartEvent) else Items(mark)
        self.add(opened, mark)
        self.stack.append((opened, None))


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
    builder = _Builder(file)
    line_end = _LINE_ENDS.search(text)
    if line_end is not None:
        message = f"the character U+{ord(line_end[0]):04X}, an invisible end of line"
        builder.refuse("PB103", _mark_at(text, line_end.start()), message, "a plain line break or a blank", "Take it out.")
        return None, builder.problems
    try:
        for event in yaml.parse(text, Loader=yaml.CLoader):
            builder.handle(event)
    except _StopReadingError as stop:
        builder.refuse(stop.code, stop.mark, stop.message, stop.expected)
        return None, builder.problems
    except yaml.YAMLError as error:
        builder.refuse("PB103", _error_mark(text, error), _error_message(error), fix=_error_fix(error))
        return None, builder.problems
    return builder.root, builder.problems


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
        return Source(file, value), problems
    if value is None and problems:
        return None, problems
    found = "nothing is" if not value else "a list is" if isinstance(value, Items) else "plain text is"
    return None, [*problems, Diagnostic("PB106", Place(file), f"{found} in this file", expected="a mapping of keys")]


_NAMED = re.compile(rb"\b(?:id|slug):[ \t]*[\"']?([A-Za-z0-9][A-Za-z0-9-]*)")


def names_in(path: Path) -> frozenset[str]:
    """What looks like an id or a slug in a file that cannot be read as YAML, so that naming it is not reported too."""
    try:
        raw = path.read_bytes()
    except OSError:
        return frozenset()
    return frozenset(found.decode("ascii") for found in _NAMED.findall(raw))


def data_files(folder: Path) -> list[Path]:
    """Every YAML file of a data folder but what is no catalogue data and hidden files (editors' locks), in a fixed order."""
    files = (p for pattern in ("*.yaml", "*.yml") for p in folder.rglob(pattern))
    return sorted(p for p in files if p.relative_to(folder).parts[0] not in NOT_CATALOGUE and not p.name.startswith("."))


def shown(path: Path, base: Path) -> str:
    """A path as a message shows it: relative to `base` where it lies below it, with forward slashes."""
    return (path.relative_to(base) if path.is_relative_to(base) else path).as_posix()


def load_folder(folder: Path, base: Path) -> tuple[tuple[Source, ...], list[Diagnostic]]:
    """Read every YAML file below `folder`; messages name files relative to `base`."""
    if not folder.is_dir():
        return (), [Diagnostic("PB109", Place(shown(folder, base)), "there is no such folder")]
    loaded = [load_file(path, shown(path, base)) for path in data_files(folder)]
    problems = [problem for _, found in loaded for problem in found]
    if not loaded:
        problems.append(Diagnostic("PB109", Place(shown(folder, base)), "the folder holds no YAML file"))
    return tuple(source for source, _ in loaded if source is not None), problems


def texts(value: Value) -> list[tuple[tuple[str | int, ...], str]]:
    """Every text in a value with the way to it, in the order of the file."""
    if isinstance(value, str):
        return [((), value)]
    found: list[tuple[tuple[str | int, ...], str]] = []
    _collect_texts(value, (), found)
    return found


def _collect_texts(value: Block | Items, way: tuple[str | int, ...], found: list[tuple[tuple[str | int, ...], str]]) -> None:
    # Into one list: a generator per level costs several times as much.
    inner: Iterable[tuple[str | int, Value]] = value.items() if isinstance(value, Block) else enumerate(value)
    for step, each in inner:
        if isinstance(each, str):
            found.append(((*way, step), each))
        else:
            _collect_texts(each, (*way, step), found)
