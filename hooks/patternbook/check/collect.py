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
from patternbook.model.base import UNFILLED
from patternbook.model.fields import shapes
from patternbook.model.part import Part
from patternbook.values import Holder, Spot, Value, value_at


class Position(NamedTuple):
    """Where in an item something is written; its line and column are looked up only for a message."""

    spot: Spot
    offset: int | None = None
    """Of a character in the text there; None for the start of the value."""


class Named(NamedTuple):
    """A name in a field that names something."""

    spot: Spot
    kind: str
    """Kind of thing: finding, area, reference."""
    name: str


class PartWritten(NamedTuple):
    """A mapping that stands where the format wants a part; its values may have any form."""

    field: str
    """The item's own field it stands in; nothing for the item itself."""
    model: type[Part]
    raw: dict[str, Value]

    def text(self, key: str) -> str:
        """The text of a field, as its model would read it; nothing where there is none, or no such field in the model."""
        value = self.raw.get(key)
        return value.strip() if isinstance(value, str) and key in fields_of(self.model) else ""

    def texts(self, key: str) -> list[tuple[Spot, str]]:
        """The same of a field that holds a list of texts."""
        values = self.raw.get(key)
        if not isinstance(values, list) or key not in fields_of(self.model):
            return []
        return [((values, index), value.strip()) for index, value in enumerate(values) if isinstance(value, str) and value.strip()]

    def inner(self, key: str) -> PartWritten | None:
        """The one part in a field."""
        value, part = self.raw.get(key), fields_of(self.model).get(key, _NO_FIELD).part
        return PartWritten(self.field, part, value) if isinstance(value, dict) and part else None


@dataclass(slots=True)
class Contents:
    """Everything one item says that a rule may look at, in the order of the file."""

    whole: PartWritten | None = None
    """The item itself; None where it is no mapping."""
    parts: list[PartWritten] = field(default_factory=list)
    names: list[Named] = field(default_factory=list)
    marked: list[tuple[Spot, Markdown]] = field(default_factory=list)
    """Texts that may hold a mark of ours or HTML, in whatever field."""
    unfilled: list[Spot] = field(default_factory=list)
    """Texts that a draft leaves to be written."""
    astray: list[str] = field(default_factory=list)
    """Texts where the format has no place for them; a name may be among them."""


class Field(NamedTuple):
    """What the walk needs to know of a field."""

    kind: str
    """Kind of thing it names, or nothing."""
    many: bool
    part: type[Part] | None


_NO_FIELD = Field("", many=False, part=None)


@functools.cache
def fields_of(model: type[Part]) -> Mapping[str, Field]:
    """The fields of a part by their key."""
    return {shape.key: Field(shape.reference, shape.many, shape.part) for shape in shapes(model)}


@functools.cache
def _telling(model: type[Part]) -> frozenset[str]:
    """The keys of the fields in which a text names nothing: it says what it says, as most do."""
    return frozenset(key for key, each in fields_of(model).items() if not each.kind)


def collect(model: type[Part], spot: Spot) -> Contents:
    """Everything that the item of this model, written at this spot, says."""
    contents = Contents()
    holder, step = spot
    value = value_at(spot)
    _collect_value(contents, "", Field("", many=False, part=model), holder, step, value)
    contents.whole = contents.parts[0] if isinstance(value, dict) else None
    return contents


def _collect_part(contents: Contents, field: str, model: type[Part], raw: dict[str, Value]) -> None:
    contents.parts.append(PartWritten(field, model, raw))
    known, telling = fields_of(model), _telling(model)
    for key, value in raw.items():
        if key not in telling or not isinstance(value, str):
            _collect_value(contents, field or key, known.get(key, _NO_FIELD), raw, key, value)
        elif value == UNFILLED:
            contents.unfilled.append((raw, key))
        elif "[" in value or "<" in value:  # few texts hold a mark
            contents.marked.append(((raw, key), Markdown.of(value)))


def _collect_value(contents: Contents, field: str, declared: Field, holder: Holder, step: str | int, value: Value) -> None:
    """Take up one value. A part counts also where one was written for many or many for one; a name only where declared."""
    if isinstance(value, str):
        if "[" in value or "<" in value:
            contents.marked.append(((holder, step), Markdown.of(value)))
        if value == UNFILLED and not declared.kind:
            contents.unfilled.append((holder, step))
        if declared.kind and declared.many == isinstance(holder, list):
            contents.names.append(Named((holder, step), declared.kind, value))
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
