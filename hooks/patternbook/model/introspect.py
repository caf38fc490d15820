"""The form of every field, derived from its annotation.

Checks, documents, the format page and the JSON Schema read it here, so that they work for any model.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from patternbook.model.struct import DeclaredField, Expected, ModelStruct, NameOf, declared_fields

FieldPath = tuple[str | int, ...]
"""Steps from a model to a value inside it: keys as written in YAML, and indexes of lists."""


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """The form of one field."""

    name: str
    """Name of the attribute: from_."""
    key: str
    """Key in YAML: from."""
    required: bool
    many: bool
    """Whether it is a list; the other attributes then describe its items."""
    part: type[ModelStruct] | None
    """The model it holds, if it holds one."""
    reference: str
    """What kind of thing it names, as in `NameOf`; else empty."""
    choices: tuple[str, ...]
    """The values allowed, where the type lists them; for a mapping, the values that its keys may have."""
    default: str
    """The value where none is written, if that is a text."""
    type_name: str
    """text, whole number, true or false, mapping: for the format page."""
    expected: Expected | None
    """What it holds in a complete entry, where that is more than what is required."""

    @property
    def expected_words(self) -> str:
        """What it holds in a complete entry, in words: `at least 3 items`, `a value, or body`; empty where nothing more is expected."""
        if self.expected is None:
            return ""
        number, unit = (self.expected.words, "word") if self.expected.words else (self.expected.items, "item")
        least = f"at least {number} {unit}{'s' if number > 1 else ''}" if self.many or self.expected.words else "a value"
        return ", or ".join((least, *self.expected.instead))


def _field_info(name: str, field: DeclaredField) -> FieldInfo:
    bare: Any = field.annotation
    many = False
    reference = ""
    expected: Expected | None = None
    while (origin := get_origin(bare)) in (Annotated, Union, UnionType, tuple):
        if origin is Annotated:
            reference = next((mark.kind for mark in bare.__metadata__ if isinstance(mark, NameOf)), reference)
            expected = next((mark for mark in bare.__metadata__ if isinstance(mark, Expected)), expected)
        many = many or origin is tuple
        bare = next(inner for inner in get_args(bare) if inner is not NoneType)
    is_part = isinstance(bare, type) and issubclass(bare, ModelStruct)
    is_mapping = get_origin(bare) is dict
    value = get_args(bare)[1] if is_mapping else bare
    return FieldInfo(
        name=name,
        key=field.key or name,
        required=field.is_required,
        many=many,
        part=bare if is_part else None,
        reference=reference,
        choices=tuple(map(str, get_args(value))) if get_origin(value) is Literal else (),
        default=field.default if isinstance(field.default, str) else "",
        type_name="mapping" if is_part or is_mapping else {int: "whole number", bool: "true or false"}.get(bare, "text"),
        expected=expected,
    )


@functools.cache
def fields_of(model: type[ModelStruct]) -> tuple[FieldInfo, ...]:
    """The fields of a model in the order of their declaration."""
    return tuple(_field_info(name, field) for name, field in declared_fields(model).items())


@functools.cache
def _part_fields(model: type[ModelStruct]) -> tuple[tuple[str, str, bool], ...]:
    """Name, key and `many` of each field that holds models; tuples, since unpacking them is fastest."""
    return tuple((field.name, field.key, field.many) for field in fields_of(model) if field.part is not None)


@functools.cache
def _reference_fields(model: type[ModelStruct]) -> tuple[FieldInfo, ...]:
    return tuple(field for field in fields_of(model) if field.reference)


def walk_structs(part: ModelStruct) -> list[tuple[FieldPath, ModelStruct]]:
    """A model and every model inside it, each with the path to it."""
    parts: list[tuple[FieldPath, ModelStruct]] = []
    _collect_parts(part, (), parts)
    return parts


def _collect_parts(part: ModelStruct, path: FieldPath, parts: list[tuple[FieldPath, ModelStruct]]) -> None:
    # Into one list: nested generators would take several times as long.
    parts.append((path, part))
    for name, key, many in _part_fields(type(part)):
        value = getattr(part, name)
        if many:
            for index, inner in enumerate(value):
                _collect_parts(inner, (*path, key, index), parts)
        elif value is not None:
            _collect_parts(value, (*path, key), parts)


def named_references(part: ModelStruct) -> Iterator[tuple[FieldPath, str, str]]:
    """Every name in a model and the models inside it: path, kind of the thing that is named (see `NameOf`), name."""
    for path, inner in walk_structs(part):
        for field in _reference_fields(type(inner)):
            value = getattr(inner, field.name)
            if field.many:
                yield from (((*path, field.key, index), field.reference, name) for index, name in enumerate(value))
            elif value is not None:
                yield (*path, field.key), field.reference, value


def struct_at(model: type[ModelStruct], path: FieldPath) -> type[ModelStruct] | None:
    """The model at the end of a path, or None where the path leads to something else or leaves the declaration."""
    for key in (step for step in path if isinstance(step, str)):
        part = next((field.part for field in fields_of(model) if field.key == key), None)
        if part is None:
            return None
        model = part
    return model
