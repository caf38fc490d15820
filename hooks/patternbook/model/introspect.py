"""What a field is, read off its declaration.

Checks, documents, the format page and editors' help ask here instead of knowing fields by name.
"""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union

from patternbook.model.struct import DeclaredField, ModelStruct, NameOf, declared_fields

PathStep = str | int
FieldPath = tuple[PathStep, ...]


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """The form of one field."""

    name: str
    """As an attribute: from_."""
    key: str
    """As written in YAML: from."""
    required: bool
    many: bool
    """A list of what the other fields describe."""
    part: type[ModelStruct] | None
    """The mapping it holds, if it holds one."""
    reference: str
    """What kind of thing it names, or nothing."""
    choices: tuple[str, ...]
    """The values allowed, where they are few; of a mapping, those of its values."""
    default: str
    """The value that is meant where none is written, if that is a text."""
    type_name: str
    """text, number, yes or no, mapping: for the format page."""


def _unwrap(annotation: Any) -> tuple[Any, str]:
    """Strip Annotated and Optional; return the bare type and the reference kind met on the way."""
    reference = ""
    while True:
        origin = typing.get_origin(annotation)
        if origin is Annotated:
            annotation, *metadata = typing.get_args(annotation)
            reference = next((mark.kind for mark in metadata if isinstance(mark, NameOf)), reference)
        elif origin in (Union, types.UnionType):
            annotation = next(arg for arg in typing.get_args(annotation) if arg is not type(None))
        else:
            return annotation, reference


_TYPE_NAMES = {str: "text", int: "whole number", bool: "true or false"}


def _shape(name: str, field: DeclaredField) -> FieldInfo:
    bare, reference = _unwrap(field.annotation)
    many = typing.get_origin(bare) is tuple
    if many:
        bare, inner_reference = _unwrap(typing.get_args(bare)[0])
        reference = reference or inner_reference
    is_part = isinstance(bare, type) and issubclass(bare, ModelStruct)
    value = typing.get_args(bare)[1] if typing.get_origin(bare) is dict else bare
    choices = tuple(map(str, typing.get_args(value))) if typing.get_origin(value) is Literal else ()
    return FieldInfo(
        name=name,
        key=field.key or name,
        required=field.is_required,
        many=many,
        part=bare if is_part else None,
        reference=reference,
        choices=choices,
        default=field.default if isinstance(field.default, str) else "",
        type_name="mapping" if is_part or typing.get_origin(bare) is dict else _TYPE_NAMES.get(bare, "text"),
    )


@functools.cache
def fields_of(model: type[ModelStruct]) -> tuple[FieldInfo, ...]:
    """The fields of a part, in the order of their declaration."""
    return tuple(_shape(name, field) for name, field in declared_fields(model).items())


@functools.cache
def _holding(model: type[ModelStruct]) -> tuple[tuple[str, str, bool], ...]:
    """Fields that hold parts: name, key, whether many."""
    return tuple((info.name, info.key, info.many) for info in fields_of(model) if info.part is not None)


@functools.cache
def _naming(model: type[ModelStruct]) -> tuple[FieldInfo, ...]:
    """Fields that name something."""
    return tuple(info for info in fields_of(model) if info.reference)


def walk_structs(part: ModelStruct) -> list[tuple[FieldPath, ModelStruct]]:
    """A part and every part inside it, each with the way to it."""
    found: list[tuple[FieldPath, ModelStruct]] = []
    _collect_parts(part, (), found)
    return found


def _collect_parts(part: ModelStruct, way: FieldPath, found: list[tuple[FieldPath, ModelStruct]]) -> None:
    # Into one list: a generator per level costs several times as much.
    found.append((way, part))
    for name, key, many in _holding(type(part)):
        value = getattr(part, name)
        if many:
            for index, inner in enumerate(value):
                _collect_parts(inner, (*way, key, index), found)
        elif value is not None:
            _collect_parts(value, (*way, key), found)


def named_references(part: ModelStruct) -> Iterator[tuple[FieldPath, str, str]]:
    """Everything a part names anywhere inside it: way, kind of thing, name."""
    for way, inner in walk_structs(part):
        for info in _naming(type(inner)):
            value = getattr(inner, info.name)
            if info.many:
                yield from (((*way, info.key, i), info.reference, name) for i, name in enumerate(value))
            elif value is not None:
                yield (*way, info.key), info.reference, value


def struct_at(model: type[ModelStruct], way: FieldPath) -> type[ModelStruct] | None:
    """The part that the fields at the end of `way` belong to, or None where the way leaves the declaration."""
    for step in way:
        if isinstance(step, int):
            continue
        found = next((s for s in fields_of(model) if s.key == step), None)
        if found is None or found.part is None:
            return None
        model = found.part
    return model
