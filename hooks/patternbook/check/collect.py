"""Collect what rules check: the contents of one item, in one walk over its plain values.

Valid and invalid items are read in the same way, so that a mistake in the form of one field hides no mistake in
another: values of the form that their field declares count, all others are skipped.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from patternbook.markup import Markdown, may_hold_mark
from patternbook.model.components import DRAFT_PLACEHOLDER
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.registry import CATALOGUE_MODEL, LISTS
from patternbook.model.struct import ModelStruct
from patternbook.source.parse import ValueSpot, YamlContainer, YamlValue, value_at


class Position(NamedTuple):
    """A position in an item; its line and column are looked up only for a message."""

    spot: ValueSpot
    offset: int | None = None
    """Of a character in the text there; None for the start of the value."""


class RawStruct(NamedTuple):
    """A mapping in a field that holds a struct; its values may have any form."""

    field: str
    """The field of the item that it is in; empty for the item itself."""
    model: type[ModelStruct]
    raw: dict[str, YamlValue]

    def text(self, key: str) -> str:
        """The text of a field as its model would read it; empty where there is none, or where the model has no such field."""
        value = self.raw.get(key)
        return value.strip() if isinstance(value, str) and key in collected_fields(self.model) else ""

    def texts(self, key: str) -> list[tuple[ValueSpot, str]]:
        """The texts of a field that holds a list of them, each with its spot."""
        values = self.raw.get(key)
        if not isinstance(values, list) or key not in collected_fields(self.model):
            return []
        return [((values, index), value.strip()) for index, value in enumerate(values) if isinstance(value, str) and value.strip()]

    def inner(self, key: str) -> RawStruct | None:
        """The one struct in a field."""
        value, model = self.raw.get(key), collected_fields(self.model).get(key, _NO_FIELD).part
        return RawStruct(self.field, model, value) if isinstance(value, dict) and model else None


@dataclass(slots=True)
class ItemContents:
    """Everything in one item that a rule checks, in the order of the file."""

    whole: RawStruct | None = None
    """The item itself; None where it is not a mapping."""
    parts: list[RawStruct] = field(default_factory=list)
    """The item and all structs inside it."""
    names: list[tuple[ValueSpot, str, str]] = field(default_factory=list)
    """References in fields: spot, kind of thing (finding, area, reference), name."""
    marked: list[tuple[ValueSpot, Markdown]] = field(default_factory=list)
    """Texts in any field that may hold HTML, a link, a citation or a part of one."""
    unfilled: list[ValueSpot] = field(default_factory=list)
    """Placeholders of a draft."""
    texts: list[tuple[RawStruct, list[tuple[ValueSpot, str]]]] | None = None
    """Each struct with its texts (texts.py), once a rule has asked for them."""
    astray: list[str] = field(default_factory=list)
    """Texts in unknown fields and names of the wrong form; the key of a reference may be among them."""

    def fields_with(self, attribute: str) -> Iterator[tuple[RawStruct, FieldInfo]]:
        """The written fields that have an attribute of `FieldInfo`, such as a limit, each with the struct that it is in."""
        wanted = _fields_with(attribute)
        for part in self.parts:
            if part.model in wanted:
                yield from ((part, field) for field in wanted[part.model] if field.key in part.raw)


class CollectedField(NamedTuple):
    """The properties of a field that the walk needs."""

    kind: str
    """Kind of thing that it names; empty where it names nothing."""
    many: bool
    part: type[ModelStruct] | None


_NO_FIELD = CollectedField("", many=False, part=None)


@functools.cache
def collected_fields(model: type[ModelStruct]) -> Mapping[str, CollectedField]:
    """The fields of a model by their key."""
    return {shape.key: CollectedField(shape.reference, shape.many, shape.part) for shape in fields_of(model)}


@functools.cache
def _text_fields(model: type[ModelStruct]) -> frozenset[str]:
    """The keys of the fields in which a text is not a name, as in most."""
    return frozenset(key for key, declared in collected_fields(model).items() if not declared.kind)


@functools.cache
def _fields_with(attribute: str) -> Mapping[type[ModelStruct], tuple[FieldInfo, ...]]:
    """The models that items are made of and that have such fields -> these fields."""
    models: dict[type[ModelStruct], None] = dict.fromkeys((CATALOGUE_MODEL, *LISTS.values()))
    todo = list(models)
    while todo:
        inner = [field.part for field in fields_of(todo.pop()) if field.part is not None and field.part not in models]
        models |= dict.fromkeys(inner)
        todo += inner
    found = {model: tuple(field for field in fields_of(model) if getattr(field, attribute)) for model in models}
    return {model: fields for model, fields in found.items() if fields}


def collect(model: type[ModelStruct], spot: ValueSpot) -> ItemContents:
    """Collect the contents of the item of this model at this spot."""
    contents, value = ItemContents(), value_at(spot)
    _collect_value(contents, "", CollectedField("", many=False, part=model), *spot, value)
    contents.whole = contents.parts[0] if isinstance(value, dict) else None
    return contents


def _collect_struct(contents: ItemContents, field: str, model: type[ModelStruct], raw: dict[str, YamlValue]) -> None:
    contents.parts.append(RawStruct(field, model, raw))
    known, text_fields = collected_fields(model), _text_fields(model)
    for key, value in raw.items():
        if key not in text_fields or not isinstance(value, str):
            _collect_value(contents, field or key, known.get(key, _NO_FIELD), raw, key, value)
        elif value == DRAFT_PLACEHOLDER:
            contents.unfilled.append((raw, key))
        elif may_hold_mark(value):
            contents.marked.append(((raw, key), Markdown.of(value)))


def _collect_value(contents: ItemContents, field: str, declared: CollectedField, holder: YamlContainer, step: str | int, value: YamlValue) -> None:
    """Collect one value. A struct counts also where one is written for a list or a list for one, a name only in the declared form."""
    if isinstance(value, str):
        if may_hold_mark(value):
            contents.marked.append(((holder, step), Markdown.of(value)))
        if value == DRAFT_PLACEHOLDER and not declared.kind:
            contents.unfilled.append((holder, step))
        if declared.kind and declared.many == isinstance(holder, list):
            contents.names.append(((holder, step), declared.kind, value))
        elif declared.kind or declared is _NO_FIELD:
            contents.astray.append(value)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _collect_value(contents, field, declared, value, index, inner)
    elif declared.part is not None:
        _collect_struct(contents, field, declared.part, value)
    else:
        for key, inner in value.items():
            _collect_value(contents, field, _NO_FIELD, value, key, inner)
