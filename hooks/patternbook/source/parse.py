"""Read YAML into plain values as fast as possible: texts, mappings, lists.

Every scalar is text: `no`, `1.10` and `2022-05-01` stay as written. Where there is a problem in a file, or the place of a
value is needed, `source/positions.py` reads the file again, with all places and problems.

Both build on libyaml's events (PyYAML's C parser): events are flat, while the C `compose` crashes the process on deep input.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml import DocumentStartEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent

from patternbook.source.characters import UNCARRIED

MAX_YAML_DEPTH = 40

LINE_ENDS = ("\x85", "\u2028", "\u2029")
"""Characters that end a line in YAML 1.1 and libyaml, but not in YAML 1.2 and in editors, so that places would differ."""

_ESCAPE = re.compile(r"\\[0abefvxuU]")
"""Looks like an escape by which a quoted text may hold a character that no file can."""

LineColumn = tuple[int, int]
"""Line and column, counted from 1."""
YamlValue: TypeAlias = "str | dict[str, YamlValue] | list[YamlValue]"
YamlContainer: TypeAlias = "dict[str, YamlValue] | list[YamlValue]"
ValueSpot: TypeAlias = "tuple[YamlContainer, str | int]"
"""The mapping or list that a value is in, and its key or position there."""


def value_at(spot: ValueSpot) -> YamlValue:
    """The value at a spot."""
    return spot[0][spot[1]]  # type: ignore[index]


class ParsedYaml(NamedTuple):
    """The value of a YAML text without problems."""

    value: YamlValue
    starts: dict[int, list[LineColumn]]
    """Identity of each list at the top level -> where its items start. No other places are kept."""


def parse_yaml(text: str) -> ParsedYaml | None:
    """The one document of a YAML text; None where there is none, or the text has a problem."""
    if any(character in text for character in LINE_ENDS):
        return None
    try:
        parsed = _Reader(yaml.CLoader(text).get_event).document()
    except (_FlawError, yaml.YAMLError):
        return None
    is_sound = parsed is None or _ESCAPE.search(text) is None or not any(map(UNCARRIED.search, _texts(parsed.value)))
    return parsed if is_sound else None


def _texts(value: YamlValue) -> Iterator[str]:
    """Every text in a value, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    else:
        for key, inner in value.items():
            yield key
            yield from _texts(inner)


class _FlawError(Exception):
    """The text has a problem."""


@dataclass(slots=True)
class _Reader:
    """Turns events into values, with a few calls for each mapping and list and none for most texts, which most events are."""

    event: Callable[[], Any]
    starts: dict[int, list[LineColumn]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """Interned keys: the same few fields are written in every item."""

    def document(self) -> ParsedYaml | None:
        self.event()  # the stream starts
        if type(self.event()) is not DocumentStartEvent:
            return None
        value = self.value(self.event(), 1)
        self.event()  # the document ends
        return ParsedYaml(value, self.starts) if type(self.event()) is StreamEndEvent else None

    def value(self, event: Any, depth: int) -> YamlValue:
        """The value that starts with this event; `depth` is its level of nesting if it is a mapping or a list."""
        if event.anchor is not None or event.tag is not None or depth > MAX_YAML_DEPTH:
            raise _FlawError
        if type(event) is ScalarEvent:
            return event.value
        return self.mapping(depth) if type(event) is MappingStartEvent else self.sequence(depth)

    def mapping(self, depth: int) -> dict[str, YamlValue]:
        mapping: dict[str, YamlValue] = {}
        take = self.event  # a local name, and texts without a call: this loop takes most of the time
        while type(event := take()) is not MappingEndEvent:
            if type(event) is not ScalarEvent or event.anchor is not None or event.tag is not None or event.value in mapping:
                raise _FlawError
            key = self.keys.setdefault(event.value, event.value)
            event = take()
            is_text = type(event) is ScalarEvent and event.anchor is None and event.tag is None
            mapping[key] = event.value if is_text else self.value(event, depth + 1)
        return mapping

    def sequence(self, depth: int) -> list[YamlValue]:
        items: list[YamlValue] = []
        starts = self.starts.setdefault(id(items), []) if depth == 2 else None  # a list directly under a key of the file
        while type(event := self.event()) is not SequenceEndEvent:
            if starts is not None:
                starts.append((event.start_mark.line + 1, event.start_mark.column + 1))
            items.append(self.value(event, depth + 1))
        return items
