"""Change a YAML file's text at the place of a value; the one module that does so.

Everything else stays as it was, byte for byte: comments, order, quotes, indentation, line ends. Each change is proven by
reading the new text: it must hold the intended values and no other difference.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

import yaml

from patternbook.source.parse import YamlValue, parse_yaml
from patternbook.source.positions import parse_with_positions
from patternbook.source.scalars import Scalar, scalar_of
from patternbook.source.source_file import ValuePath

_Path = tuple[str | int, ...]
"""The path to a value from the top of a file."""


class SpliceError(Exception):
    """A text cannot be changed as intended, so that it was left as it is; the message says why."""


class Cut(NamedTuple):
    """A range of a text, in characters, and what takes its place."""

    begin: int
    end: int
    text: str


def apply_cuts(text: str, cuts: Iterable[Cut]) -> str:
    """The text with every range replaced; ranges must not overlap."""
    parts, at = [], 0
    for begin, end, replacement in sorted(cuts):
        parts += [text[at:begin], replacement]
        at = end
    return "".join([*parts, text[at:]])


@dataclass(frozen=True)
class YamlText:
    """The text of a valid YAML file with its value, to be changed."""

    file: str
    """Its name in messages."""
    text: str = field(repr=False)

    @cached_property
    def value(self) -> YamlValue:
        """What it holds.

        Raises:
            SpliceError: it is not valid YAML of the format.

        """
        read = parse_yaml(self.text)
        if read is None:
            raise SpliceError(f"{self.file} cannot be read; `patternbook check` says why")
        return read.value

    @cached_property
    def spans(self) -> Mapping[_Path, Span]:
        """Where each value is written, by its path."""
        return self._read.spans if self.value else {}

    @cached_property
    def keys(self) -> Mapping[_Path, tuple[int, int]]:
        """Where each key is written, with its quotes, by the path of its value."""
        return self._read.keys if self.value else {}

    @cached_property
    def _read(self) -> _SpanReader:
        return _read_spans(self.text)

    def substitute(self, pattern: re.Pattern[str], replace: Callable[[str], str]) -> YamlText:
        """The file with every match of a pattern replaced in every text that is a value. Keys and comments stay.

        Args:
            pattern: Matches no blank.
            replace: Makes the new words of a match.

        Raises:
            SpliceError: the result cannot be proven.

        """
        scalars = [span.scalar for span in self.spans.values() if span.scalar is not None and pattern.search(span.scalar.value)]
        cuts = [cut for scalar in scalars for cut in _substitutions(scalar, pattern, replace)]
        intended = _mapped(self.value, lambda text: pattern.sub(lambda match: replace(match[0]), text))
        return self._proven(apply_cuts(self.text, cuts), intended)

    def correct(self, cuts: Iterable[Cut]) -> YamlText:
        """The file with keys, values or parts of values replaced.

        Args:
            cuts: Each is a key without its quotes; or a value as it is written, with YAML on one line in its place; or a part of a text.

        Raises:
            SpliceError: a cut is something else, or the result cannot be proven.

        """
        cuts = sorted(cuts)
        values: dict[_Path, YamlValue] = {}
        names: dict[_Path, str] = {}
        for cut in reversed(cuts):  # the last first, so that offsets within a text stay right
            key = next((path for path, (begin, end) in self.keys.items() if begin <= cut.begin and cut.end <= end), None)
            if key is None:
                path, scalar = self._scalar_around(cut)
                values[path] = _corrected(scalar, values.get(path, scalar.value), cut)
            elif self.text[cut.begin : cut.end] == key[-1]:
                names[key] = cut.text
            else:
                raise SpliceError(f"{self.file} was left as it is: only whole keys can be replaced")
        intended = self.value
        for path, value in values.items():
            intended = _with_value(intended, path, value)
        for path in sorted(names, key=len, reverse=True):  # the innermost first, so that the other paths stay right
            intended = _with_key(intended, path, names[path])
        return self._proven(apply_cuts(self.text, cuts), intended)

    def _scalar_around(self, cut: Cut) -> tuple[_Path, Scalar]:
        for path, span in self.spans.items():
            if span.scalar is not None and span.scalar.first <= cut.begin and cut.end <= span.scalar.end:
                return path, span.scalar
        raise SpliceError(f"{self.file} was left as it is: there is no text where one was to be changed")

    def append(self, path: ValuePath, *items: Sequence[str]) -> YamlText:
        """The file with items added at the end of the list at a path.

        Args:
            path: From the top of the file to a list that is written in lines, one item after each hyphen, and not empty.
            items: The lines of the YAML of each without its hyphen, the first without indentation; there may be comments in and above them.

        Raises:
            SpliceError: there is no such list, or the result cannot be proven.

        """
        span = self.spans.get(tuple(path))
        if span is None or not span.items:
            raise SpliceError(f"{self.file} holds no list with an item after a hyphen under {'.'.join(map(str, path))}")
        each = [_after_hyphen(item) for item in items]
        read = parse_yaml("\n".join([*chain.from_iterable(each), ""]))
        if read is None or not isinstance(read.value, list):
            raise SpliceError("the new item is not YAML")
        last = span.items[-1]
        indent = last.hyphen - self.text.rfind("\n", 0, last.hyphen) - 1
        line_end = "\r\n" if "\r\n" in self.text else "\n"
        at = _line_after(self.text, last.end, indent)
        apart = [""] if _is_spaced(self.text, span.items) else []
        lines = [line for written in each for line in (*apart, *(f"{' ' * indent}{line}" if line else "" for line in written))]
        opening = "" if self.text[at - 1] == "\n" else line_end  # the file ends without a line end
        added = opening + "".join(f"{line}{line_end}" for line in lines)
        return self._proven(apply_cuts(self.text, [Cut(at, at, added)]), _appended(self.value, tuple(path), read.value))

    def add_key(self, path: ValuePath, key: str, value: str) -> YamlText:
        """The file with a key added at the end of the mapping at a path.

        Args:
            path: From the top of the file to a mapping, in lines or in braces, that does not have the key.
            key: The new key.
            value: Its YAML, in one line.

        Raises:
            SpliceError: there is no such mapping, it has the key, or the result cannot be proven.

        """
        span, read = self.spans.get(tuple(path)), parse_yaml(f"{key}: {value}\n")
        held = self.value
        for step in path if span is not None else ():  # what is written somewhere is there
            held = held[step] if isinstance(held, dict | list) else ""  # type: ignore[index]
        if span is None or not isinstance(held, dict) or key in held or read is None or not isinstance(read.value, dict):
            raise SpliceError(f"{self.file} holds no mapping without {key} under {'.'.join(map(str, path))}")
        if span.column < 0:
            comma = ", " if held else ""
            cut = Cut(span.end - 1, span.end - 1, f"{comma}{key}: {value}")
        else:
            line_end = "\r\n" if "\r\n" in self.text else "\n"
            at = _line_after(self.text, span.end, span.column - 1)
            cut = Cut(at, at, f"{'' if self.text[at - 1] == chr(10) else line_end}{' ' * span.column}{key}: {value}{line_end}")
        return self._proven(apply_cuts(self.text, [cut]), _with_added(self.value, tuple(path), key, read.value[key]))

    def _proven(self, text: str, intended: YamlValue) -> YamlText:
        """The new text, once it is read as what was intended."""
        read = parse_yaml(text)
        if read is None or read.value != intended:
            raise SpliceError(f"{self.file} was left as it is: changing its text would change other values too")
        return YamlText(self.file, text)


def _after_hyphen(item: Sequence[str]) -> list[str]:
    """The lines of an item with its hyphen; comments that it starts with stand above that."""
    first = next((number for number, line in enumerate(item) if not line.startswith("#")), 0)
    return [*item[:first], f"- {item[first]}", *(f"  {line}" if line else "" for line in item[first + 1 :])]


class ItemPlace(NamedTuple):
    """Where an item of a list is written: its hyphen, and the end of the last value in it."""

    hyphen: int
    end: int


@dataclass(slots=True)
class Span:
    """Where a value is written."""

    end: int
    """After its last character; of a list or mapping in lines, after its last value."""
    scalar: Scalar | None = None
    """The text, where it is one."""
    items: list[ItemPlace] = field(default_factory=list)
    """The items of a list that is written in lines."""
    column: int = -1
    """Blanks before the keys of a mapping that is written in lines; -1 of anything else."""


@dataclass(frozen=True, slots=True)
class _SpanReader:
    """Collects the spans of a valid text of the format. The recursion is never deeper than `MAX_YAML_DEPTH`."""

    text: str
    events: Iterator[Any]
    spans: dict[_Path, Span] = field(default_factory=dict)
    keys: dict[_Path, tuple[int, int]] = field(default_factory=dict)

    def read(self, event: Any, path: _Path) -> Span:
        """The span of the value that starts with this event; those of all values in it are collected too."""
        if isinstance(event, yaml.ScalarEvent):
            scalar = scalar_of(self.text, event)
            span = Span(_end_of(scalar), scalar)
        else:
            span = self.mapping(path) if isinstance(event, yaml.MappingStartEvent) else self.sequence(event, path)
            span.end = span.end or event.end_mark.index  # of `[]` and `{}`, which hold no value
        self.spans[path] = span
        return span

    def mapping(self, path: _Path) -> Span:
        span = Span(0)
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            span.column = key.start_mark.column if span.column < 0 else span.column
            self.keys[*path, key.value] = _index(key.start_mark), _index(key.end_mark)
            span.end = self.read(next(self.events), (*path, key.value)).end
        return Span(_index(key.end_mark)) if _index(key.end_mark) > _index(key.start_mark) else span  # it ends with a brace, or with nothing

    def sequence(self, start: Any, path: _Path) -> Span:
        span, index = Span(0), 0
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            begin = event.start_mark.index
            span.end = self.read(event, (*path, index)).end
            hyphen = self.text.rfind("\n" + " " * start.start_mark.column + "-", span.items[-1].end - 1, begin) + 1 if span.items else 0
            span.items.append(ItemPlace(hyphen + start.start_mark.column if hyphen else start.start_mark.index, span.end))
            index += 1
        return Span(_index(event.end_mark)) if start.flow_style else span


def _index(mark: Any) -> int:
    """The offset of a mark, which events of the C parser always have."""
    return int(mark.index)


def _read_spans(text: str) -> _SpanReader:
    events = yaml.parse(text, Loader=yaml.CLoader)
    next(events), next(events)  # the stream and the document start
    reader = _SpanReader(text, events)
    reader.read(next(events), ())
    return reader


def _end_of(scalar: Scalar) -> int:
    """The end of a text; of a block without the empty lines after it, unless it keeps them."""
    text = scalar.file[scalar.first : scalar.end]
    if scalar.style not in ("|", ">") or "+" in text.partition("\n")[0].partition("#")[0]:
        return scalar.end
    return scalar.first + len(text.rstrip())


def _line_after(text: str, end: int, indent: int) -> int:
    """The start of the line after an item that ends here, behind comments that are indented further than its hyphen."""
    line_end = end - 1 if text[end - 1] == "\n" else text.find("\n", end)  # a block that keeps the empty lines after it ends with one
    comments = re.compile(rf"(?: {{{indent + 1},}}#.*(?:\n|\Z))*")
    match = comments.match(text, line_end + 1 if line_end >= 0 else len(text))
    return match.end() if match else len(text)


def _is_spaced(text: str, items: Sequence[ItemPlace]) -> bool:
    """Whether an empty line stands before the last item of several."""
    return len(items) > 1 and bool(re.search(r"\n[ \t]*\r?\n", text[items[-2].end : items[-1].hyphen]))


def _mapped(value: YamlValue, change: Callable[[str], str]) -> YamlValue:
    """The value with every text in it replaced; keys stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_mapped(inner, change) for inner in value]
    return {key: _mapped(inner, change) for key, inner in value.items()}


def _appended(value: YamlValue, path: ValuePath, items: Sequence[YamlValue]) -> YamlValue:
    """The value with items added to the list at a path."""
    if not path and isinstance(value, list):
        return [*value, *items]
    copy: Any = value.copy() if isinstance(value, dict | list) else value
    copy[path[0]] = _appended(copy[path[0]], path[1:], items)
    return copy  # type: ignore[no-any-return]


def _with_added(value: YamlValue, path: ValuePath, key: str, added: YamlValue) -> YamlValue:
    """The value with a key added to the mapping at a path."""
    copy: Any = value.copy() if isinstance(value, dict | list) else value
    copy[path[0] if path else key] = _with_added(copy[path[0]], path[1:], key, added) if path else added
    return copy  # type: ignore[no-any-return]


def _with_value(value: Any, path: _Path, new: YamlValue) -> YamlValue:
    """The value with another one at a path."""
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = _with_value(copy[path[0]], path[1:], new)
    return copy  # type: ignore[no-any-return]


def _with_key(value: Any, path: _Path, name: str) -> YamlValue:
    """The value with another name for the key at a path, in the same place."""
    if len(path) == 1:
        return {name if key == path[0] else key: inner for key, inner in value.items()}
    return _with_value(value, path[:1], _with_key(value[path[0]], path[1:], name))


def _corrected(scalar: Scalar, value: YamlValue, cut: Cut) -> YamlValue:
    """The value of a text of which a part, or the whole as it is written, is replaced; `value` has the later parts replaced already."""
    if (cut.begin, cut.end) == (scalar.first, scalar.end) and not scalar.style:
        read = parse_yaml(f"- {cut.text}\n")
        if read is None or not isinstance(read.value, list):
            raise SpliceError("the new value is not YAML")
        return read.value[0]
    old = scalar.file[cut.begin : cut.end]
    at = next((at for at in range(len(scalar.value)) if scalar.value.startswith(old, at) and scalar.index_of(at) == cut.begin), None)
    if at is None or not old or old[0].isspace() or not isinstance(value, str):
        raise SpliceError("a text is written in another way than it reads, so that its part was not replaced")
    return value[:at] + cut.text + value[at + len(old) :]


def mend(file: str, text: str, cuts: Iterable[Cut]) -> str:
    """A text that is no valid YAML yet, with parts replaced that say nothing: blanks, or a line that stands there twice.

    Args:
        file: Its name in messages.
        text: What it holds.
        cuts: What to replace.

    Raises:
        SpliceError: it says something else then.

    """
    mended = apply_cuts(text, cuts)
    read = parse_with_positions(file, text)[0]
    if mended.split() != text.split() and (read is None or parse_with_positions(file, mended)[0] != read):
        raise SpliceError(f"{file} was left as it is: changing its text would change what it says")
    return mended


def _substitutions(scalar: Scalar, pattern: re.Pattern[str], replace: Callable[[str], str]) -> list[Cut]:
    """Replace each match where it is written; the whole text where one is written with escapes."""
    places = [(scalar.index_of(match.start()), match[0]) for match in pattern.finditer(scalar.value)]
    if all(scalar.file.startswith(word, at) for at, word in places):
        return [Cut(at, at + len(word), replace(word)) for at, word in places]
    whole = json.dumps(pattern.sub(lambda match: replace(match[0]), scalar.value), ensure_ascii=False)
    return [Cut(scalar.first, scalar.end, whole)]
