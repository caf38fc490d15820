"""Read YAML into values that keep where they start, and report everything that is wrong with the text.

Refused are duplicate keys, anchors, aliases, tags, keys that are not plain text, and further documents. The rest of the
text is read all the same, so that one mistake hides no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from patternbook.diagnostics.corrections import Correction
from patternbook.diagnostics.diagnostic import KEY_TWICE, MALFORMED_YAML, TOO_LARGE, UNCARRIED_CHARACTER, UNSUPPORTED_YAML, Diagnostic, Place, Rule
from patternbook.source.characters import describe_uncarried, without_uncarried
from patternbook.source.faults import describe_fault
from patternbook.source.parse import LINE_ENDS, MAX_YAML_DEPTH, LineColumn, YamlValue, parse_yaml


def _line_column(mark: yaml.Mark) -> LineColumn:
    return mark.line + 1, mark.column + 1


class PlacedContainer:
    """A mapping or sequence with the places where it and everything in it starts.

    Places are kept as libyaml gives them and converted when one is needed: of 200,000 places a run needs a few.
    """

    def __init__(self, start: yaml.Mark) -> None:
        super().__init__()
        self.start = start
        self.starts: dict[str | int, tuple[yaml.Mark, yaml.Mark]] = {}
        """Key -> where it starts, and where its value does. The key of an item is its index, which starts where the item does."""

    @property
    def begins(self) -> LineColumn:
        return _line_column(self.start)

    def key_at(self, key: str | int) -> LineColumn:
        """Where a key starts."""
        return _line_column(self.starts[key][0])

    def at(self, key: str | int) -> LineColumn:
        """Where the value of a key starts."""
        return _line_column(self.starts[key][1])


class PlacedMapping(PlacedContainer, dict[str, YamlValue]):
    """A mapping with places."""


class PlacedSequence(PlacedContainer, list[YamlValue]):
    """A sequence with places."""


def _quotes_or_value(sign: str) -> str:
    return f"Put a text that starts with {sign} in quotes; {'take a tag out' if sign == '!' else 'write a repeated value out each time'}."


class _KeyTwice(NamedTuple):
    """A key that its mapping has already."""

    key: str
    start: yaml.Mark
    before: yaml.Mark
    correction: Correction | None
    is_list: bool
    """Whether both hold a list, none of whose items should be lost."""

    @property
    def fix(self) -> str:
        """Of two lists, how to make one; empty where one of the two values is to be kept."""
        if not self.is_list:
            return ""
        if self.start.column == 0:
            return f"Put the entries under the first `{self.key}:`, on line {self.before.line + 1}, and take line {self.start.line + 1} out."
        return f"Move the items below line {self.start.line + 1} to the end of those below line {self.before.line + 1}, and take the line out."


class _StopReadingError(Exception):
    """Reading this file cannot go on; what was read so far is dropped, but for its problems."""


@dataclass(slots=True)
class _Reader:
    """Turns events into values. The recursion is never deeper than `MAX_YAML_DEPTH`."""

    file: str
    source: str = field(repr=False)
    """The whole text."""
    event: Callable[[], Any]
    """The next event; each has a start mark from the C parser."""
    problems: list[Diagnostic] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    anchored: dict[str, str] = field(default_factory=dict)
    """Texts with an anchor, so that an alias is one mistake and not an empty value as well. No lists: nested aliases could grow without limit."""

    def refuse(self, rule: Rule, start: yaml.Mark, message: str, expected: str = "", fix: str = "", correction: Correction | None = None) -> None:
        self.problems.append(Diagnostic(rule, Place(self.file, *_line_column(start)), message, expected=expected, fix=fix, correction=correction))

    def without_line(self, start: yaml.Mark, key: str, value: YamlValue) -> Correction | None:
        """Take a line out that holds nothing but a key and its value, which stand on another line, too."""
        self.lines = self.lines or self.source.split("\n")  # once for all keys of the file
        line = self.lines[start.line].rstrip("\r")
        read = parse_yaml(line.strip())
        alone = read is not None and read.value == {key: value} and not any(comment in line for comment in (" #", "\t#"))
        return Correction(Place(self.file, *_line_column(start)), f"{line}\n", "") if alone else None

    def document(self) -> YamlValue | None:
        self.event()  # the stream starts
        if isinstance(self.event(), yaml.StreamEndEvent):
            return None
        value = self.value(self.event(), 1)
        self.event()  # the document ends
        if not isinstance(event := self.event(), yaml.StreamEndEvent):
            self.refuse(MALFORMED_YAML, event.start_mark, "a second document starts here", "one document per file", "Take the line `---` out.")
            raise _StopReadingError
        return value

    def value(self, event: Any, depth: int, *, is_key: bool = False) -> YamlValue:
        """The value that starts with this event; `depth` is its level of nesting if it is a mapping or a sequence."""
        kind, start = type(event), event.start_mark
        if kind is yaml.AliasEvent:
            self.refuse(UNSUPPORTED_YAML, start, f"alias *{event.anchor}", fix=_quotes_or_value("*"))
            return self.anchored.get(event.anchor, "")
        if event.anchor is not None:
            self.refuse(UNSUPPORTED_YAML, start, f"anchor &{event.anchor}", fix=_quotes_or_value("&"))
            self.anchored[event.anchor] = getattr(event, "value", "")
        if event.tag is not None:
            self.refuse(UNSUPPORTED_YAML, start, f"tag {event.tag}", fix=_quotes_or_value("!"))
        if kind is yaml.ScalarEvent:
            return self.text(event)
        if depth > MAX_YAML_DEPTH:
            self.refuse(TOO_LARGE, start, f"more than {MAX_YAML_DEPTH} levels of nesting", f"at most {MAX_YAML_DEPTH} levels")
            raise _StopReadingError
        if is_key:
            fix = "Put a text that starts with [ or { in quotes."
            self.refuse(MALFORMED_YAML, start, "a key is a list or mapping", "plain text as a key", fix)
        return self.mapping(start, depth) if kind is yaml.MappingStartEvent else self.sequence(start, depth)

    def text(self, event: Any) -> str:
        """The text of a scalar, without characters that no output can carry, which a quoted text may hold as escapes."""
        if message := describe_uncarried(event.value):
            self.refuse(UNCARRIED_CHARACTER, event.start_mark, f"{message}, is in this text")
        return without_uncarried(event.value)

    def mapping(self, start: yaml.Mark, depth: int) -> PlacedMapping:
        placed, twice = PlacedMapping(start), list[_KeyTwice]()
        while type(event := self.event()) is not yaml.MappingEndEvent:
            key = self.value(event, depth + 1, is_key=True)
            before = placed.starts.get(key) if isinstance(key, str) else None
            value_event = self.event()
            value = self.value(value_event, depth + 1)
            if before is not None:  # of two equal keys the first counts that holds something
                correction = self.without_line(event.start_mark, key, value) if isinstance(key, str) and value == placed[key] else None
                is_list = isinstance(key, str) and isinstance(value, list) and isinstance(placed[key], list)
                twice.append(_KeyTwice(str(key), event.start_mark, before[0], correction, is_list))
            if isinstance(key, str) and (before is None or placed[key] == ""):
                placed[key] = value
                placed.starts[key] = event.start_mark, value_event.start_mark
        if twice:
            self.refuse_keys(twice)
        return placed

    def refuse_keys(self, twice: list[_KeyTwice]) -> None:
        """Report keys that a mapping has twice, as one problem: several are rather the fields of an item whose first line is missing."""
        first, *others = twice
        message = f"key {first.key!r} was given before, on line {first.before.line + 1}"
        fix = "Keep one of each; if another item starts here, write its hyphen and first field above." if others else first.fix
        related = tuple(Place(self.file, *_line_column(each.start)) for each in others)
        place, correction = Place(self.file, *_line_column(first.start)), None if others else first.correction
        self.problems.append(Diagnostic(KEY_TWICE, place, message, fix=fix, related=related, correction=correction))

    def sequence(self, start: yaml.Mark, depth: int) -> PlacedSequence:
        placed = PlacedSequence(start)
        while type(event := self.event()) is not yaml.SequenceEndEvent:
            placed.starts[len(placed)] = event.start_mark, event.start_mark
            placed.append(self.value(event, depth + 1))
        return placed


def parse_with_positions(file: str, text: str) -> tuple[YamlValue | None, list[Diagnostic]]:
    """Parse one document of YAML text. Does not raise for any text that UTF-8 can hold.

    Args:
        file: The name of the file in messages.
        text: What the file holds.

    Returns:
        The value, or None where the text is empty or cannot be parsed; and every problem in it.

    """
    line_end = min((text.index(character) for character in LINE_ENDS if character in text), default=None)
    if line_end is not None:
        place = Place(file, *_position(text, line_end))
        message = f"the character U+{ord(text[line_end]):04X}, an invisible end of line"
        return None, [Diagnostic(MALFORMED_YAML, place, message, expected="a plain line break or a blank", fix="Take it out.")]
    reader = _Reader(file, text, yaml.CLoader(text).get_event)
    try:
        return reader.document(), reader.problems
    except _StopReadingError:
        return None, reader.problems
    except yaml.YAMLError as error:
        return None, [*reader.problems, _malformed(file, text, error)]


def pair_readings(value: Any, placed: Any) -> Iterator[tuple[int, PlacedContainer]]:
    """For a text that was read twice: the identity of each mapping and list of the first reading, with the same one of the second."""
    if isinstance(placed, PlacedContainer):
        yield id(value), placed
        for step in placed.starts:
            yield from pair_readings(value[step], placed[step])  # type: ignore[index]


def _position(text: str, offset: int) -> LineColumn:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _malformed(file: str, text: str, error: yaml.YAMLError) -> Diagnostic:
    """Libyaml's error as a diagnostic."""
    fault = describe_fault(text, error)
    return Diagnostic(MALFORMED_YAML, Place(file, *fault.at), fault.message, expected=fault.expected, fix=fault.fix)
