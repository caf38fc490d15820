"""Read YAML into plain values, as fast as it goes: texts, mappings, lists.

Every scalar is text: `no`, `1.10` and `2022-05-01` stay what was written. Where anything is to be said about a text, or
about a place in it, `source/positions.py` reads it again: it knows every place and words every problem.

Both build on libyaml's events (PyYAML's C parser): events are flat, while the C `compose` crashes the process on deep input.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml import DocumentStartEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent

MAX_YAML_DEPTH = 40

LINE_ENDS = ("\x85", "\u2028", "\u2029")
"""Characters that YAML 1.1 and libyaml take as the end of a line; YAML 1.2 and editors do not, so places would shift."""

LineColumn = tuple[int, int]
"""Line and column, counted from 1."""
YamlValue: TypeAlias = "str | dict[str, YamlValue] | list[YamlValue]"
YamlContainer: TypeAlias = "dict[str, YamlValue] | list[YamlValue]"
ValueSpot: TypeAlias = "tuple[YamlContainer, str | int]"
"""Where a value stands: the mapping or list it is in, and its key or position there."""


def value_at(spot: ValueSpot) -> YamlValue:
    """What stands at a spot."""
    holder, step = spot
    return holder[step]  # type: ignore[index]


class ParsedYaml(NamedTuple):
    """A text without fault, read."""

    value: YamlValue
    starts: dict[int, list[LineColumn]]
    """By the identity of a list at the top: where its items start. No other places are kept."""


def parse_yaml(text: str) -> ParsedYaml | None:
    """The one document of a YAML text; None where there is none, or anything is to be said about it."""
    if any(character in text for character in LINE_ENDS):
        return None
    try:
        return _Reader(yaml.CLoader(text).get_event).document()
    except (_FlawError, yaml.YAMLError):
        return None


class _FlawError(Exception):
    """Something in the text is to be refused."""


_LIST_AT_THE_TOP = 2
"""How many levels are open in a list that a key of the file holds."""


@dataclass(slots=True)
class _Reader:
    """Takes one event after the other; a few calls of our own for each mapping and list, none for texts, which most events are."""

    event: Callable[[], Any]
    starts: dict[int, list[LineColumn]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """Every key once: the same few fields are written in every item."""

    def document(self) -> ParsedYaml | None:
        self.event()  # the stream starts
        if type(self.event()) is not DocumentStartEvent:
            return None
        value = self.value(self.event(), 1)
        self.event()  # the document ends
        return ParsedYaml(value, self.starts) if type(self.event()) is StreamEndEvent else None

    def value(self, event: Any, depth: int) -> YamlValue:
        """The value that an event starts, `depth` levels deep where it is no text."""
        if event.anchor is not None or event.tag is not None or depth > MAX_YAML_DEPTH:
            raise _FlawError
        if type(event) is ScalarEvent:
            text: str = event.value
            return text
        return self.mapping(depth) if type(event) is MappingStartEvent else self.sequence(depth)

    def mapping(self, depth: int) -> dict[str, YamlValue]:
        found: dict[str, YamlValue] = {}
        take = self.event
        while type(event := take()) is not MappingEndEvent:
            if type(event) is not ScalarEvent or event.anchor is not None or event.tag is not None or event.value in found:
                raise _FlawError
            key = self.keys.setdefault(event.value, event.value)
            event = take()
            is_text = type(event) is ScalarEvent and event.anchor is None and event.tag is None
            found[key] = event.value if is_text else self.value(event, depth + 1)
        return found

    def sequence(self, depth: int) -> list[YamlValue]:
        found: list[YamlValue] = []
        starts = self.starts.setdefault(id(found), []) if depth == _LIST_AT_THE_TOP else None
        while type(event := self.event()) is not SequenceEndEvent:
            if starts is not None:
                starts.append((event.start_mark.line + 1, event.start_mark.column + 1))
            found.append(self.value(event, depth + 1))
        return found
