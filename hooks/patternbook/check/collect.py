"""Collect what the rules look at: everything one item says, in one walk over what was written.

Items of valid and of invalid form are read alike, so that a mistake in the form of one field hides no mistake in
another: what has the form that its field declares counts, everything else is passed over.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from patternbook.markup import Markdown
from patternbook.model.components import DRAFT_PLACEHOLDER
from patternbook.model.introspect import fields_of
from patternbook.model.struct import ModelStruct
from patternbook.source.parse import ValueSpot, YamlContainer, YamlValue, value_at


class Position(NamedTuple):
    """Where in an item something is written; its line and column are looked up only for a message."""

    spot: ValueSpot
    offset: int | None = None
    """Of a character in the text there; None for the start of the value."""


class NamedReference(NamedTuple):
    """A name in a field that names something."""

    spot: ValueSpot
    kind: str
    """Kind of thing: finding, area, reference."""
    name: str


class RawStruct(NamedTuple):
    """A mapping that stands where the format wants a part; its values may have any form."""

    field: str
    """The item's own field it stands in; nothing for the item itself."""
    model: type[ModelStruct]
    raw: dict[str, YamlValue]

    def text(self, key: str) -> str:
        """The text of a field, as its model would read it; nothing where there is none, or no such field in the model."""
        value = self.raw.get(key)
        return value.strip() if isinstance(value, str) and key in collected_fields(self.model) else ""

    def texts(self, key: str) -> list[tuple[ValueSpot, str]]:
        """The same of a field that holds a list of texts."""
        values = self.raw.get(key)
        if not isinstance(values, list) or key not in collected_fields(self.model):
            return []
        return [((values, index), value.strip()) for index, value in enumerate(values) if isinstance(value, str) and value.strip()]

    def inner(self, key: str) -> RawStruct | None:
        """The one part in a field."""
        value, part = self.raw.get(key), collected_fields(self.model).get(key, _NO_FIELD).part
        return RawStruct(self.field, part, value) if isinstance(value, dict) and part else None


@dataclass(slots=True)
class ItemContents:
    """Everything one item says that a rule may look at, in the order of the file."""

    whole: RawStruct | None = None
    """The item itself; None where it is no mapping."""
    parts: list[RawStruct] = field(default_factory=list)
    names: list[NamedReference] = field(default_factory=list)
    marked: list[tuple[ValueSpot, Markdown]] = field(default_factory=list)
    """Texts that may hold a mark of ours or HTML, in whatever field."""
    unfilled: list[ValueSpot] = field(default_factory=list)
    """Texts that a draft leaves to be written."""
    astray: list[str] = field(default_factory=list)
    """Texts where the format has no place for them; a name may be among them."""


class CollectedField(NamedTuple):
    """What the walk needs to know of a field."""

    kind: str
    """Kind of thing it names, or nothing."""
    many: bool
    part: type[ModelStruct] | None


_NO_FIELD = CollectedField("", many=False, part=None)


@functools.cache
def collected_fields(model: type[ModelStruct]) -> Mapping[str, CollectedField]:
    """The fields of a part by their key."""
    return {info.key: CollectedField(info.reference, info.many, info.part) for info in fields_of(model)}


@functools.cache
def _telling(model: type[ModelStruct]) -> frozenset[str]:
    """The keys of the fields in which a text names nothing: it says what it says, as most do."""
    return frozenset(key for key, each in collected_fields(model).items() if not each.kind)


def collect(model: type[ModelStruct], spot: ValueSpot) -> ItemContents:
    """Everything that the item of this model, written at this spot, says."""
    contents = ItemContents()
    holder, step = spot
    value = value_at(spot)
    _collect_value(contents, "", CollectedField("", many=False, part=model), holder, step, value)
    contents.whole = contents.parts[0] if isinstance(value, dict) else None
    return contents


def _collect_part(contents: ItemContents, field: str, model: type[ModelStruct], raw: dict[str, YamlValue]) -> None:
    contents.parts.append(RawStruct(field, model, raw))
    known, telling = collected_fields(model), _telling(model)
    for key, value in raw.items():
        if key not in telling or not isinstance(value, str):
            _collect_value(contents, field or key, known.get(key, _NO_FIELD), raw, key, value)
        elif value == DRAFT_PLACEHOLDER:
            contents.unfilled.append((raw, key))
        elif "[" in value or "<" in value:  # few texts hold a mark
            contents.marked.append(((raw, key), Markdown.of(value)))


def _collect_value(contents: ItemContents, field: str, declared: CollectedField, holder: YamlContainer, step: str | int, value: YamlValue) -> None:
    """Take up one value. A part counts also where one was written for many or many for one; a name only where declared."""
    if isinstance(value, str):
        if "[" in value or "<" in value:
            contents.marked.append(((holder, step), Markdown.of(value)))
        if value == DRAFT_PLACEHOLDER and not declared.kind:
            contents.unfilled.append((holder, step))
        if declared.kind and declared.many == isinstance(holder, list):
            contents.names.append(NamedReference((holder, step), declared.kind, value))
        elif declared.kind or declared is _NO_FIELD:
            contents.astray.append(value)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _collect_value(contents, field, declared, value, index, inner)
    elif declared.part is not None:
        _collect_part(contents, field, declared.part, value)
    else:
        for key, inner in value.items():
            _collect_value(contents, field, _NO_FIELD, value, key, inner)
