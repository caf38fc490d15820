"""The form of every field, derived from its annotation.

Checks, documents, the format page and the JSON Schema read it here, so that they work for any model.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic_core import Url

from patternbook.model.struct import (
    AtMost,
    DeclaredField,
    Expected,
    ModelStruct,
    NameOf,
    Notation,
    OneLine,
    PartOf,
    Unique,
    UsuallyOurs,
    declared_fields,
)

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
    at_most: AtMost
    """How much it takes: characters and words of a text, items of a list."""
    one_line: bool
    """Whether it is a text that is shown on one line."""
    unique: bool
    """Whether no two items of a list may share it."""
    whole: str
    """The field beside it whose number it cannot exceed; else empty."""
    notation: str
    """As in `Notation`; else empty."""
    is_address: bool
    """Whether it is a web address."""
    free_text: bool
    """Whether it holds texts in anybody's words, alone, in a list or as keys of a mapping: no name, choice, address or number."""
    is_ours: bool
    """Whether its claims are usually ours rather than those of a source."""
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

    @property
    def most_items(self) -> int:
        """The most items that a list takes; 0 stands for no limit."""
        return self.at_most.items


def _field_info(name: str, field: DeclaredField) -> FieldInfo:
    bare: Any = field.annotation
    many = False
    marks: list[Any] = []
    while (origin := get_origin(bare)) in (Annotated, Union, UnionType, tuple):
        if origin is Annotated:
            marks += reversed(bare.__metadata__)  # of an annotated annotation the outer marks are the last, and win
        many = many or origin is tuple
        bare = next(inner for inner in get_args(bare) if inner is not NoneType)
    is_part = isinstance(bare, type) and issubclass(bare, ModelStruct)
    is_mapping = get_origin(bare) is dict
    value = get_args(bare)[1] if is_mapping else bare
    worded = get_args(bare)[0] if is_mapping else bare
    marks += reversed(getattr(worded, "__metadata__", ()))  # those of the keys of a mapping
    return FieldInfo(
        name=name,
        key=field.key or name,
        required=field.is_required,
        many=many,
        part=bare if is_part else None,
        reference=next((mark.kind for mark in marks if isinstance(mark, NameOf)), ""),
        choices=tuple(map(str, get_args(value))) if get_origin(value) is Literal else (),
        default=field.default if isinstance(field.default, str) else "",
        type_name="mapping" if is_part or is_mapping else {int: "whole number", bool: "true or false"}.get(bare, "text"),
        is_ours=any(isinstance(mark, UsuallyOurs) for mark in marks),
        expected=next((mark for mark in marks if isinstance(mark, Expected)), None),
        at_most=AtMost(*(next((n for mark in marks if isinstance(mark, AtMost) and (n := getattr(mark, unit))), 0) for unit in _UNITS)),
        one_line=any(isinstance(mark, OneLine) for mark in marks),
        unique=any(isinstance(mark, Unique) for mark in marks),
        whole=next((mark.field for mark in marks if isinstance(mark, PartOf)), ""),
        notation=next((mark.name for mark in marks if isinstance(mark, Notation)), ""),
        is_address=bare is Url,
        free_text=_is_free_text(worded, marks),
    )


def _is_free_text(annotation: Any, marks: list[Any]) -> bool:
    """Whether a text is restricted in nothing but its length."""
    is_text = (annotation.__origin__ if get_origin(annotation) is Annotated else annotation) is str
    return is_text and not any(isinstance(mark, NameOf) or (isinstance(mark, tuple) and "pattern" in dict(mark)) for mark in marks)


_UNITS = ("characters", "words", "items")
"""The fields of `AtMost`."""


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
