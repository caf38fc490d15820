"""What the models are made of: frozen values without a dictionary each, read from plain values by pydantic's core.

Ten thousand entries are 180,000 of them, so each is as small as it can be: a slot for each field and nothing else. And
the models are ready before anything is validated: what a declaration means is worked out where it is asked for.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import FrozenInstanceError, dataclass
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, Union, dataclass_transform, get_args, get_origin

from pydantic_core import ArgsKwargs, SchemaValidator, Url

from patternbook.runtime.signals import defer_interrupts

P = TypeVar("P", bound="ModelStruct")

_REQUIRED: Any = object()
EMPTY: Any = object()
"""The default of a field that holds a mapping: one with nothing in it."""


@dataclass(frozen=True, slots=True)
class Constraints:
    """What is asked of a value beyond its type, in the words of pydantic's core."""

    of: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class NameOf:
    """Marks a text as the name of something else."""

    kind: str


@dataclass(frozen=True, slots=True)
class WrittenAs:
    """The key of a field in YAML where its name in Python is another."""

    key: str


def constrained(**of: Any) -> Constraints:
    """For `Annotated`: min_length, pattern, strip_whitespace, ge."""
    return Constraints(tuple(of.items()))


class DeclaredField(NamedTuple):
    """One field, as it is declared."""

    annotation: Any
    default: Any

    @property
    def is_required(self) -> bool:
        return self.default is _REQUIRED

    @property
    def key(self) -> str:
        """Its key in YAML, where that is another than its name."""
        marks = get_args(self.annotation)[1:] if get_origin(self.annotation) is Annotated else ()
        return next((mark.key for mark in marks if isinstance(mark, WrittenAs)), "")


@dataclass_transform(kw_only_default=True, frozen_default=True)
class _PartType(type):
    """Makes a slot of each field, and keeps the defaults."""

    _defaults: Mapping[str, Any]

    def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> _PartType:
        inherited = {field for base in bases for each in base.__mro__ for field in vars(each).get("__slots__", ())}
        fields = [field for field in space.get("__annotations__", ()) if not field.startswith("_")]
        defaults = {field: space.pop(field, _REQUIRED) for field in fields}
        made = super().__new__(cls, name, bases, space | {"__slots__": tuple(field for field in fields if field not in inherited)})
        made._defaults = defaults
        return made


class ModelStruct(metaclass=_PartType):
    """A frozen value that refuses keys it does not know."""

    def __init__(self, **values: Any) -> None:
        _validator(type(self)).validate_python(ArgsKwargs((), values), self_instance=self)

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and field_values(self) == field_values(other)

    def __hash__(self) -> int:
        return hash((type(self), *field_values(self).values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in field_values(self).items())})"

    def __setstate__(self, state: tuple[None, Mapping[str, Any]]) -> None:
        for name, value in state[1].items():
            object.__setattr__(self, name, value)


@functools.cache
def declared_fields(model: type[ModelStruct]) -> Mapping[str, DeclaredField]:
    """The fields of a model by their name, its parents' first. One that is declared anew keeps its place."""
    found: dict[str, DeclaredField] = {}
    for each in reversed(model.__mro__):
        if isinstance(each, _PartType):
            annotations = inspect.get_annotations(each, locals={}, eval_str=True)  # a slot may be called like what a declaration names
            found |= {name: DeclaredField(annotations[name], default) for name, default in each._defaults.items()}
    return found


def field_values(part: ModelStruct) -> dict[str, Any]:
    """The fields of a part with their values."""
    return {name: getattr(part, name) for name in declared_fields(type(part))}


def replace_fields(part: P, **changes: Any) -> P:
    """The same part but for these fields, which are not validated again."""
    made = object.__new__(type(part))
    made.__setstate__((None, field_values(part) | changes))
    return made


def validate_plain(model: type[P], value: object) -> P:
    """The part that a plain value is.

    Raises:
        pydantic_core.ValidationError: it is none; holds everything that is wrong with it.

    """
    part: P = _validator(model).validate_python(value)
    return part


def validate_json(model: type[P], value: bytes) -> P:
    """The same for a value that is written as JSON."""
    part: P = _validator(model).validate_json(value)
    return part


@functools.cache
def _validator(model: type[ModelStruct]) -> SchemaValidator:
    schema: Any = core_schema(model)
    with defer_interrupts():  # else Ctrl-C would be lost in there
        return SchemaValidator(schema)


def core_schema(model: type[ModelStruct]) -> dict[str, Any]:
    """What pydantic's core validates a model by, and its JSON Schema is made from."""
    definitions = [_definition(each) for each in _with_all_inside(model)]
    return {"type": "definitions", "schema": _reference(model), "definitions": definitions}


def _with_all_inside(model: type[ModelStruct]) -> dict[type[ModelStruct], None]:
    """A model and every model that its fields hold, at whatever depth."""
    found: dict[type[ModelStruct], None] = {}
    todo = [model]
    while todo:
        each = todo.pop()
        if each not in found:
            found[each] = None
            todo += (inner for field in declared_fields(each).values() for inner in _parts_in(field.annotation))
    return found


def _parts_in(annotation: Any) -> Iterator[type[ModelStruct]]:
    if isinstance(annotation, _PartType):
        yield annotation  # type: ignore[misc]
    elif get_origin(annotation) is not Literal:
        for inner in get_args(annotation):
            yield from _parts_in(inner)


def _reference(model: type[ModelStruct]) -> dict[str, Any]:
    return {"type": "definition-ref", "schema_ref": f"{model.__module__}.{model.__qualname__}:{id(model)}"}


@functools.cache
def _definition(model: type[ModelStruct]) -> dict[str, Any]:
    fields = declared_fields(model)
    return {
        "type": "dataclass",
        "cls": model,
        "ref": _reference(model)["schema_ref"],
        "fields": list(fields),
        "slots": True,
        "post_init": hasattr(model, "__post_init__"),
        "config": {"extra_fields_behavior": "forbid"},
        "schema": {"type": "dataclass-args", "dataclass_name": model.__name__, "fields": [_field(name, each) for name, each in fields.items()]},
    }


def _field(name: str, field: DeclaredField) -> dict[str, Any]:
    schema = _schema(field.annotation)
    if field.default is EMPTY:
        schema = {"type": "default", "schema": schema, "default_factory": dict}
    elif not field.is_required:
        schema = {"type": "default", "schema": schema, "default": field.default}
    made = {"type": "dataclass-field", "name": name, "schema": schema, "kw_only": True}
    return made | {"validation_alias": field.key} if field.key else made


_PLAIN: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "str"},
    int: {"type": "int"},
    bool: {"type": "bool"},
    Url: {"type": "url", "allowed_schemes": ["http", "https"], "max_length": 2083},
}


def _schema(annotation: Any) -> dict[str, Any]:
    if annotation in _PLAIN:
        return dict(_PLAIN[annotation])
    if isinstance(annotation, _PartType):
        return _reference(annotation)  # type: ignore[arg-type]
    return _FORMS[get_origin(annotation)](*get_args(annotation))


def _annotated(inner: Any, *marks: object) -> dict[str, Any]:
    schema = _schema(inner)
    for mark in marks:
        if isinstance(mark, Constraints):
            schema |= mark.of
        elif isinstance(mark, NameOf):
            schema["metadata"] = {"pydantic_js_updates": {"x-reference": mark.kind}}
    return schema


def _optional(inner: Any, _: Any) -> dict[str, Any]:
    return {"type": "nullable", "schema": _schema(inner)}


def _list(inner: Any, _: Any) -> dict[str, Any]:
    return {"type": "tuple", "items_schema": [_schema(inner)], "variadic_item_index": 0}


def _mapping(key: Any, value: Any) -> dict[str, Any]:
    return {"type": "dict", "keys_schema": _schema(key), "values_schema": _schema(value)}


def _choice(*choices: str) -> dict[str, Any]:
    return {"type": "literal", "expected": list(choices)}


_FORMS: Mapping[Any, Callable[..., dict[str, Any]]] = {
    Annotated: _annotated,
    Union: _optional,
    UnionType: _optional,
    tuple: _list,
    dict: _mapping,
    Literal: _choice,
}
"""By the form of an annotation: what the core calls it. Lists are tuples, since they are frozen too."""
