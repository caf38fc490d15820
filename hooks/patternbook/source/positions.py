"""Read YAML into values that know where they stand, and say everything that is wrong with the text.

Refused are duplicate keys, anchors, aliases, tags, keys that are not plain text, and further documents. What the text
holds besides is read all the same, so that one mistake hides no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import yaml

from patternbook.diagnostics.diagnostic import KEY_TWICE, MALFORMED_YAML, TOO_LARGE, UNSUPPORTED_YAML, Diagnostic, Place, Rule
from patternbook.source.parse import LINE_ENDS, MAX_YAML_DEPTH, LineColumn, YamlValue

_REFUSED_KEY = "a key that was refused"
"""This very object, not a text like it: what a file holds is another, but for texts of one character, which Python shares."""


class YamlMark(Protocol):
    """A place as libyaml gives it, counted from 0. Kept as it is: of 200,000 places a run asks for a few."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


def _mark(start: YamlMark) -> LineColumn:
    return start.line + 1, start.column + 1


class PlacedMapping(dict[str, YamlValue]):
    """A mapping that remembers where it, its keys and their values start."""

    __slots__ = ("start", "starts")

    def __init__(self, start: YamlMark) -> None:
        super().__init__()
        self.start = start
        self.starts: dict[str, tuple[YamlMark, YamlMark]] = {}
        """Of each key: where it starts, and where its value does."""

    @property
    def begins(self) -> LineColumn:
        return _mark(self.start)

    def key_at(self, key: str | int) -> LineColumn:
        """Where a key starts."""
        return _mark(self.starts[str(key)][0])

    def at(self, key: str | int) -> LineColumn:
        """Where the value of a key starts."""
        return _mark(self.starts[str(key)][1])


class PlacedSequence(list[YamlValue]):
    """A sequence that remembers where it and its items start."""

    __slots__ = ("start", "starts")

    def __init__(self, start: YamlMark) -> None:
        super().__init__()
        self.start = start
        self.starts: list[YamlMark] = []

    @property
    def begins(self) -> LineColumn:
        return _mark(self.start)

    def at(self, index: str | int) -> LineColumn:
        """Where an item starts."""
        return _mark(self.starts[int(index)])

    key_at = at
    """Items have no keys: where they start."""


PlacedContainer: TypeAlias = "PlacedMapping | PlacedSequence"


@dataclass(slots=True)
class _OpenBlock:
    """A mapping that is being read: it takes keys and values in turn."""

    value: PlacedMapping
    refuse: Callable[..., None]
    key: str | None = None
    """The key whose value comes next."""
    key_start: YamlMark | None = None

    def take(self, value: YamlValue, start: YamlMark) -> None:
        key, key_start = self.key, self.key_start
        if key is None or key_start is None:
            self.key, self.key_start = self._accepted(value, start), start
            return
        self.key = None
        if key is not _REFUSED_KEY:
            self.value[key] = value
            self.value.starts[key] = key_start, start

    def _accepted(self, key: YamlValue, start: YamlMark) -> str:
        if not isinstance(key, str):
            self.refuse(MALFORMED_YAML, start, "a key is a list or mapping", "plain text as a key")
            return _REFUSED_KEY
        if key in self.value:  # of two equal keys the first counts
            self.refuse(KEY_TWICE, start, f"key {key!r} was given before, on line {self.value.key_at(key)[0]}")
            return _REFUSED_KEY
        return key


@dataclass(slots=True)
class _OpenItems:
    """A sequence that is being read."""

    value: PlacedSequence

    def take(self, value: YamlValue, start: YamlMark) -> None:
        self.value.append(value)
        self.value.starts.append(start)


@dataclass(slots=True)
class _Document:
    """The document that is being read: it takes one value."""

    value: YamlValue | None = None

    def take(self, value: YamlValue, start: YamlMark) -> None:
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

    def refuse(self, rule: Rule, start: YamlMark, message: str, expected: str = "", fix: str = "") -> None:
        self.problems.append(Diagnostic(rule, Place(self.file, *_mark(start)), message, expected=expected, fix=fix))

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

    def handle(self, event: yaml.Event, start: YamlMark) -> None:
        """Any event but a plain text."""
        if isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            self.refuse(UNSUPPORTED_YAML, start, f"alias *{event.anchor}")
            self.stack[-1].take(self.anchored.get(event.anchor or "", ""), start)
        elif isinstance(event, yaml.NodeEvent):
            self.node(event, start)
        elif isinstance(event, yaml.DocumentStartEvent) and self.document.value is not None:
            raise _StopReadingError(MALFORMED_YAML, _mark(start), "a second document starts here", "one document per file")

    def node(self, event: yaml.NodeEvent, start: YamlMark) -> None:
        if event.anchor is not None:
            self.refuse(UNSUPPORTED_YAML, start, f"anchor &{event.anchor}")
            self.anchored[event.anchor] = getattr(event, "value", "")
        if (tag := getattr(event, "tag", None)) is not None:
            self.refuse(UNSUPPORTED_YAML, start, f"tag {tag}")
        if isinstance(event, yaml.ScalarEvent):
            self.stack[-1].take(event.value, start)
        elif len(self.stack) > MAX_YAML_DEPTH:  # the document itself is on it too
            raise _StopReadingError(TOO_LARGE, _mark(start), f"more than {MAX_YAML_DEPTH} levels of nesting", f"at most {MAX_YAML_DEPTH} levels")
        else:
            opened = _OpenBlock(PlacedMapping(start), self.refuse) if isinstance(event, yaml.MappingStartEvent) else _OpenItems(PlacedSequence(start))
            self.stack[-1].take(opened.value, start)
            self.stack.append(opened)


class _StopReadingError(Exception):
    """Reading this file cannot go on; what was read so far is dropped."""

    def __init__(self, rule: Rule, mark: LineColumn, message: str, expected: str) -> None:
        super().__init__(message)
        self.rule, self.mark, self.message, self.expected = rule, mark, message, expected


def parse_with_positions(file: str, text: str) -> tuple[YamlValue | None, list[Diagnostic]]:
    """Parse one document of YAML text.

    Returns the value (None where the text cannot be parsed or is empty) and every problem met.
    Does not raise for any text that UTF-8 can hold.
    """
    line_end = min((text.index(character) for character in LINE_ENDS if character in text), default=None)
    if line_end is not None:
        message = f"the character U+{ord(text[line_end]):04X}, an invisible end of line"
        place = Place(file, *_mark_at(text, line_end))
        return None, [Diagnostic(MALFORMED_YAML, place, message, expected="a plain line break or a blank", fix="Take it out.")]
    builder = _Builder(file)
    try:
        builder.build(iter(yaml.CLoader(text).get_event, None))
    except _StopReadingError as stop:
        return None, [*builder.problems, Diagnostic(stop.rule, Place(file, *stop.mark), stop.message, expected=stop.expected)]
    except yaml.YAMLError as error:
        place = Place(file, *_error_mark(text, error))
        return None, [*builder.problems, Diagnostic(MALFORMED_YAML, place, _error_message(error), fix=_error_fix(error))]
    return builder.document.value, builder.problems


def pair_readings(value: YamlValue | None, placed: YamlValue | None) -> Iterator[tuple[int, PlacedContainer]]:
    """Of a text that was read twice: each mapping and list of the first reading, by its identity, as the second gives it."""
    if isinstance(value, dict) and isinstance(placed, PlacedMapping):
        yield id(value), placed
        for each, same in zip(value.values(), placed.values(), strict=True):
            yield from pair_readings(each, same)
    elif isinstance(value, list) and isinstance(placed, PlacedSequence):
        yield id(value), placed
        for each, same in zip(value, placed, strict=True):
            yield from pair_readings(each, same)


def _error_mark(text: str, error: yaml.YAMLError) -> LineColumn:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return mark.line + 1, mark.column + 1
    position = getattr(error, "position", 0)  # a character YAML does not allow, counted in bytes of UTF-8
    return _mark_at(text, len(text.encode()[:position].decode(errors="ignore")))


def _mark_at(text: str, offset: int) -> LineColumn:
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
