"""The base class of all models: frozen values with slots, validated by pydantic-core.

A catalogue of 10,000 entries holds 180,000 of these values, so each has one slot per field and no `__dict__`. Defining a
model costs next to nothing: its annotations are evaluated, and its validator is built, when they are first needed.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError, dataclass
from functools import partial
from types import MappingProxyType, UnionType
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, TypeVar, Union, cast, dataclass_transform, get_args, get_origin

from pydantic_core import ArgsKwargs, CoreSchema, PydanticKnownError, SchemaValidator, Url

from patternbook.runtime.signals import defer_interrupts

P = TypeVar("P", bound="ModelStruct")

_REQUIRED: Any = object()
EMPTY: Any = object()
"""Default of a field that holds a mapping: a new, empty one."""


@dataclass(frozen=True, slots=True)
class NameOf:
    """Marks a text as the name of something else, so that one check resolves every reference."""

    kind: str
    """A kind of entry (`finding`), a vocabulary (`area`), `reference` (a key of the bibliography), `contributor`, or
    `entry` (an id of any kind)."""


@dataclass(frozen=True, slots=True)
class WrittenAs:
    """The key of a field in YAML, where it differs from the name in Python (`from` is a keyword)."""

    key: str


@dataclass(frozen=True, slots=True)
class AtMost:
    """Marks how much a field takes. More is reported by a rule that a catalogue can adjust; 0 stands for no limit."""

    characters: int = 0
    words: int = 0
    items: int = 0
    """Of a list."""


@dataclass(frozen=True, slots=True)
class OneLine:
    """Marks a text that is shown on one line, such as a title."""


@dataclass(frozen=True, slots=True)
class Unique:
    """Marks a text that no two items of a list share, such as an address."""


@dataclass(frozen=True, slots=True)
class UsuallyOurs:
    """Marks claims that are usually ours, such as questions to a team, so that advice does not ask for a source that there is not."""


@dataclass(frozen=True, slots=True)
class PartOf:
    """Marks a number, a list or a mapping of numbers, none of which can exceed the number in another field beside it."""

    field: str


@dataclass(frozen=True, slots=True)
class Notation:
    """Marks a text of a notation of which more can be checked than its pattern says."""

    name: Literal["date", "year", "orcid"]


@dataclass(frozen=True, slots=True)
class Expected:
    """Marks what a field holds in a complete entry, beyond what is required.

    A catalogue may ask for it (check/optional/completeness.py), a draft holds it, and the page of the format says so.
    """

    items: int = 0
    """At least so many items; 1 where it is no list."""
    words: int = 0
    """At least so many words in the text, or in the text of the claim."""
    instead: tuple[str, ...] = ()
    """Other fields of the same struct, any of which makes up for this one."""


def constrained(**constraints: Any) -> tuple[tuple[str, Any], ...]:
    """Restrict a value inside `Annotated`, by the names that pydantic-core uses: min_length, pattern, strip_whitespace, ge."""
    return tuple(constraints.items())  # hashable, since annotations are keys of mappings


class DeclaredField(NamedTuple):
    """The annotation and the default of one field."""

    annotation: Any
    default: Any

    @property
    def is_required(self) -> bool:
        return self.default is _REQUIRED

    @property
    def key(self) -> str:
        """The key in YAML where it differs from the name of the field, else empty."""
        return next((mark.key for mark in getattr(self.annotation, "__metadata__", ()) if isinstance(mark, WrittenAs)), "")


@dataclass_transform(kw_only_default=True, frozen_default=True)
class _StructType(type):
    """Makes a slot of each declared field, and keeps the defaults, which would clash with the slots."""

    _defaults: Mapping[str, Any]

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> _StructType:
        inherited = {field for base in bases for ancestor in base.__mro__ for field in vars(ancestor).get("__slots__", ())}
        fields = [field for field in namespace.get("__annotations__", ()) if not field.startswith("_")]
        defaults = {field: namespace.pop(field, _REQUIRED) for field in fields}
        slots = tuple(field for field in fields if field not in inherited)
        return super().__new__(cls, name, bases, namespace | {"__slots__": slots, "_defaults": defaults})


class ModelStruct(metaclass=_StructType):
    """A frozen value that rejects unknown keys."""

    _also_shown: ClassVar[frozenset[str]] = frozenset()
    """Optional fields that an example of it shows besides the required ones, so that it is valid."""
    _instead: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """What authors write here for something else -> the field that is meant, or what to do as advice."""

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
    """The fields of a model by name, those of its parents first. A field that is redeclared keeps its parent's position."""
    fields: dict[str, DeclaredField] = {}
    for ancestor in reversed(model.__mro__):
        if isinstance(ancestor, _StructType):
            # Without locals: the namespace of the class holds slots, whose names may hide what an annotation refers to.
            annotations = inspect.get_annotations(ancestor, locals={}, eval_str=True)
            fields |= {name: DeclaredField(annotations[name], default) for name, default in ancestor._defaults.items()}
    return fields


def field_values(part: ModelStruct) -> dict[str, Any]:
    """The value of each field by its name."""
    return {name: getattr(part, name) for name in declared_fields(type(part))}


def validate_plain(model: type[P], value: object) -> P:
    """Make a model of a plain value, as YAML is read.

    Raises:
        pydantic_core.ValidationError: with everything that is wrong with the value.

    """
    return cast("P", _validator(model).validate_python(value))


def validate_json(model: type[P], value: bytes) -> P:
    """Make a model of JSON; raises like `validate_plain`."""
    return cast("P", _validator(model).validate_json(value))


@functools.cache
def _validator(model: type[ModelStruct]) -> SchemaValidator:
    with defer_interrupts():  # pydantic-core swallows the KeyboardInterrupt of a Ctrl-C that arrives while it builds a validator
        return SchemaValidator(core_schema(model))


def core_schema(model: type[ModelStruct]) -> CoreSchema:
    """The schema by which pydantic-core validates a model, and from which its JSON Schema is derived."""
    models = [model]
    for outer in models:  # grows by the models that are met in fields
        inner = (part for field in declared_fields(outer).values() for part in _models_in(field.annotation))
        models += dict.fromkeys(part for part in inner if part not in models)
    return {"type": "definitions", "schema": _reference(model), "definitions": [_definition(each) for each in models]}


def _models_in(annotation: Any) -> list[type[ModelStruct]]:
    if isinstance(annotation, _StructType):
        return [annotation]  # type: ignore[list-item]
    return [model for inner in get_args(annotation) for model in _models_in(inner)]


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
    if not field.is_required:
        default = {"default_factory": dict} if field.default is EMPTY else {"default": field.default}
        schema = {"type": "default", "schema": schema} | default
    return {"type": "dataclass-field", "name": name, "validation_alias": field.key or name, "schema": schema, "kw_only": True}


_PLAIN: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "str"},
    int: {"type": "int"},
    bool: {"type": "bool"},
    Url: {"type": "url", "allowed_schemes": ["http", "https"], "max_length": 2083},
}


_WRITTEN = {"int": re.compile(r"-?(?:0|[1-9][0-9]*)"), "bool": re.compile(r"[Tt]rue|[Ff]alse")}
"""How numbers and truth values are written. pydantic also reads `1_000`, `012` and `yes`, which other readers of YAML take for something else."""


def _as_written(kind: str, value: object) -> object:
    """The value, unless it is a text that is not written as such a value is."""
    if isinstance(value, str) and not _WRITTEN[kind].fullmatch(value.strip()):
        raise PydanticKnownError(f"{kind}_parsing")  # type: ignore[arg-type]
    return value


def _strictly(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema; of a number or a truth value one that reads only what is written as such."""
    if schema["type"] not in _WRITTEN:
        return schema
    return {"type": "function-before", "function": {"type": "no-info", "function": partial(_as_written, schema["type"])}, "schema": schema}


def _schema(annotation: Any) -> dict[str, Any]:
    if annotation in _PLAIN:
        return _strictly(dict(_PLAIN[annotation]))
    if isinstance(annotation, _StructType):
        return _reference(annotation)  # type: ignore[arg-type]
    return _FORMS[get_origin(annotation)](*get_args(annotation))


def _annotated(inner: Any, *marks: object) -> dict[str, Any]:
    schema = dict(_PLAIN[inner]) if inner in _PLAIN else _schema(inner)
    for mark in marks:
        if isinstance(mark, tuple):  # of `constrained`
            schema |= mark
        elif isinstance(mark, NameOf):
            schema["metadata"] = {"pydantic_js_updates": {"x-reference": mark.kind}}
    return _strictly(schema)


def _optional(inner: Any, _: Any) -> dict[str, Any]:
    return {"type": "nullable", "schema": _schema(inner)}


_FORMS: Mapping[Any, Callable[..., dict[str, Any]]] = {
    Annotated: _annotated,
    Union: _optional,
    UnionType: _optional,
    tuple: lambda item, _: {"type": "tuple", "items_schema": [_schema(item)], "variadic_item_index": 0},
    dict: lambda key, value: {"type": "dict", "keys_schema": _schema(key), "values_schema": _schema(value)},
    Literal: lambda *choices: {"type": "literal", "expected": list(choices)},
}
"""Origin of an annotation -> its schema, made from the arguments of the annotation. Lists are tuples, which are frozen too."""
