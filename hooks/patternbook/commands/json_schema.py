"""JSON Schemas derived from the models: of the data files, of the token lists, and of the resolved entry document."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec.json import schema_components
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DataclassSchema

from patternbook.documents import model
from patternbook.documents.model import Document, DocumentStruct
from patternbook.model.descriptions import descriptions
from patternbook.model.introspect import fields_of
from patternbook.model.registry import CATALOGUE_KEY, CATALOGUE_MODEL, LISTS
from patternbook.model.struct import ModelStruct, core_schema
from patternbook.screening.tokens.lists import TOKEN_LIST_MODELS

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The newest dialect that YAML editors' language server documents; what is used here means the same in 2020-12."""


class _Described(GenerateJsonSchema):
    """Adds the descriptions of the fields, which the models do not carry."""

    def dataclass_schema(self, schema: DataclassSchema) -> JsonSchemaValue:
        """Of a part of the data."""
        part: type[ModelStruct] = schema["cls"]
        made, keys = super().dataclass_schema(schema), {info.name: info.key for info in fields_of(part)}
        for name, description in descriptions(part).items():
            if description:
                made["properties"][keys[name]]["description"] = description
        return made


def data_schema() -> str:
    """The schema of any file of the data folder: every list is optional, since any file may hold any of them."""
    return _schema_of("Patternbook data file", {**LISTS, CATALOGUE_KEY: CATALOGUE_MODEL})


def indicators_schema() -> str:
    """The schema of any token list that screening looks for things by."""
    return _schema_of("Patternbook token list", TOKEN_LIST_MODELS)


def _schema_of(title: str, models: Mapping[str, type[ModelStruct]]) -> str:
    """Of a file that may hold a list of each of these under its key."""
    wanted: list[Any] = [(key, "validation", core_schema(model)) for key, model in models.items()]
    refs, definitions = _Described(ref_template="#/definitions/{model}").generate_definitions(wanted)
    properties: dict[str, Any] = {
        key: refs[key, "validation"] if key == CATALOGUE_KEY else {"type": "array", "items": refs[key, "validation"]} for key in models
    }
    schema = {
        "$schema": DIALECT,
        "title": title,
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "definitions": _as_written(definitions),
    }
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _as_written(value: Any) -> Any:
    """The schema of what an editor reads: the loader takes every value as text, so plain and quoted mean the same."""
    if isinstance(value, list):
        return [_as_written(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if "anyOf" in value:
        return _as_written(_without_null(value))
    if "const" in value:
        value = _without_const(value)
    inner = {key: _as_written(each) for key, each in value.items()}
    written = _PLAIN_OR_QUOTED.get(str(inner.get("type")))  # a mapping where `type` is the name of a field
    return inner | written(inner) if written else inner


def _without_null(value: dict[str, Any]) -> dict[str, Any]:
    """An optional field is left out; `null` is no value of the format."""
    [only] = [each for each in value["anyOf"] if each != {"type": "null"}]
    return {key: each for key, each in value.items() if key not in ("anyOf", "default")} | dict(only)


def _without_const(value: dict[str, Any]) -> dict[str, Any]:
    """A version number as it may be written: 1 or "1"."""
    rest = {key: each for key, each in value.items() if key not in ("const", "type")}
    return rest | {"enum": [value["const"], int(value["const"])]}


def _text(value: dict[str, Any]) -> dict[str, Any]:
    if "enum" in value or "format" in value or not re.search(value.get("pattern", ""), "2026"):
        return {}
    return {"type": ["string", "number"] if "pattern" in value else ["string", "number", "boolean"]}


_PLAIN_OR_QUOTED: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "string": _text,
    "integer": lambda _: {"type": ["integer", "string"], "pattern": r"^\d+$"},
    "boolean": lambda _: {"type": ["boolean", "string"], "pattern": "^(true|false)$"},
}
"""Type -> what is said instead; a pattern holds for text only."""


def document_schema() -> str:
    """The schema of the resolved entry document (findings/F-004.json)."""
    _, definitions = schema_components((Document,), ref_template="#/$defs/{name}")
    described = {name: _with_descriptions(made, getattr(model, name)) for name, made in sorted(definitions.items())}
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": described, **described.pop(Document.__name__)}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _with_descriptions(made: dict[str, Any], value: type[DocumentStruct]) -> dict[str, Any]:
    found = {name: {"description": description} for name, description in descriptions(value).items() if description}
    return made | {"properties": {name: found.get(name, {}) | field for name, field in made["properties"].items()}}
