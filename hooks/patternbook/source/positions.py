"""Read YAML into values that keep where they start, and report everything that is wrong with the text.

Refused are duplicate keys, anchors, aliases, tags, keys that are not plain text, and further documents. The rest of the
text is read all the same, so that one mistake hides no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from patternbook.diagnostics.diagnostic import KEY_TWICE, MALFORMED_YAML, TOO_LARGE, UNCARRIED_CHARACTER, UNSUPPORTED_YAML, Diagnostic, Place, Rule
from patternbook.source.characters import describe_uncarried, without_uncarried
from patternbook.source.parse import LINE_ENDS, MAX_YAML_DEPTH, LineColumn, YamlValue


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


class _StopReadingError(Exception):
    """Reading this file cannot go on; what was read so far is dropped, but for its problems."""


@dataclass(slots=True)
class _Reader:
    """Turns events into values. The recursion is never deeper than `MAX_YAML_DEPTH`."""

    file: str
    event: Callable[[], Any]
    """The next event; each has a start mark from the C parser."""
    problems: list[Diagnostic] = field(default_factory=list)
    anchored: dict[str, str] = field(default_factory=dict)
    """Texts with an anchor, so that an alias is one mistake and not an empty value as well. No lists: nested aliases could grow without limit."""

    def refuse(self, rule: Rule, start: yaml.Mark, message: str, expected: str = "") -> None:
        self.problems.append(Diagnostic(rule, Place(self.file, *_line_column(start)), message, expected=expected))

    def document(self) -> YamlValue | None:
        self.event()  # the stream starts
        if isinstance(self.event(), yaml.StreamEndEvent):
            return None
        value = self.value(self.event(), 1)
        self.event()  # the document ends
        if not isinstance(event := self.event(), yaml.StreamEndEvent):
            self.refuse(MALFORMED_YAML, event.start_mark, "a second document starts here", "one document per file")
            raise _StopReadingError
        return value

    def value(self, event: Any, depth: int, *, is_key: bool = False) -> YamlValue:
        """The value that starts with this event; `depth` is its level of nesting if it is a mapping or a sequence."""
        kind, start = type(event), event.start_mark
        if kind is yaml.AliasEvent:
            self.refuse(UNSUPPORTED_YAML, start, f"alias *{event.anchor}")
            return self.anchored.get(event.anchor, "")
        if event.anchor is not None:
            self.refuse(UNSUPPORTED_YAML, start, f"anchor &{event.anchor}")
            self.anchored[event.anchor] = getattr(event, "value", "")
        if event.tag is not None:
            self.refuse(UNSUPPORTED_YAML, start, f"tag {event.tag}")
        if kind is yaml.ScalarEvent:
            return self.text(event)
        if depth > MAX_YAML_DEPTH:
            self.refuse(TOO_LARGE, start, f"more than {MAX_YAML_DEPTH} levels of nesting", f"at most {MAX_YAML_DEPTH} levels")
            raise _StopReadingError
        if is_key:
            self.refuse(MALFORMED_YAML, start, "a key is a list or mapping", "plain text as a key")
        return self.mapping(start, depth) if kind is yaml.MappingStartEvent else self.sequence(start, depth)

    def text(self, event: Any) -> str:
        """The text of a scalar, without characters that no output can carry, which a quoted text may hold as escapes."""
        if message := describe_uncarried(event.value):
            self.refuse(UNCARRIED_CHARACTER, event.start_mark, f"{message}, is in this text")
        return without_uncarried(event.value)

    def mapping(self, start: yaml.Mark, depth: int) -> PlacedMapping:
        placed = PlacedMapping(start)
        while type(event := self.event()) is not yaml.MappingEndEvent:
            key = self.value(event, depth + 1, is_key=True)
            before = placed.starts.get(key) if isinstance(key, str) else None
            if before is not None:  # of two equal keys the first counts
                self.refuse(KEY_TWICE, event.start_mark, f"key {key!r} was given before, on line {before[0].line + 1}")
            value_event = self.event()
            value = self.value(value_event, depth + 1)
            if isinstance(key, str) and before is None:
                placed[key] = value
                placed.starts[key] = event.start_mark, value_event.start_mark
        return placed

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
    reader = _Reader(file, yaml.CLoader(text).get_event)
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
    """Libyaml's error as a diagnostic: what is wrong, in the middle of what, since which line."""
    context, since = getattr(error, "context", None), getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML")
    started = f" that starts on line {since.line + 1}" if since is not None and not str(context).endswith("token") else ""
    message = f"{problem} {context}{started}" if context else problem
    # A character that YAML does not allow has no mark, but a position, counted in bytes of UTF-8.
    mark, position = getattr(error, "problem_mark", None) or since, getattr(error, "position", 0)
    line_column = _line_column(mark) if mark is not None else _position(text, len(text.encode()[:position].decode(errors="ignore")))
    return Diagnostic(MALFORMED_YAML, Place(file, *line_column), message, fix=_ERROR_FIXES.get(problem, ""))


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
"""Advice for the most frequent mistakes, by libyaml's message; all others have the advice of the rule."""
