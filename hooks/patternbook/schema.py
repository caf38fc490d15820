"""JSON Schemas derived from the models: of the data files, of the token lists, and of the resolved entry document."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue, models_json_schema
from pydantic_core.core_schema import ModelSchema

from patternbook.documents.model import Document
from patternbook.model.base import Part
from patternbook.model.descriptions import descriptions
from patternbook.model.kinds import CATALOGUE_KEY, CATALOGUE_MODEL, LISTS
from patternbook.screening.lists import MODELS

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The newest dialect that YAML editors' language server documents; what is used here means the same in 2020-12."""


class _Described(GenerateJsonSchema):
    """Adds the descriptions of the fields, which the models do not carry."""

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        model: type[Part] = schema["cls"]
        made = super().model_schema(schema)
        for name, description in descriptions(model).items():
            if description:
                made["properties"][model.model_fields[name].alias or name]["description"] = description
        return made


def data_schema() -> str:
    """The schema of any file of the data folder: every list is optional, since any file may hold any of them."""
    return _schema_of("Patternbook data file", {**LISTS, CATALOGUE_KEY: CATALOGUE_MODEL})


def indicators_schema() -> str:
    """The schema of any token list that screening looks for things by."""
    return _schema_of("Patternbook token list", MODELS)


def _schema_of(title: str, models: Mapping[str, type[Part]]) -> str:
    """Of a file that may hold a list of each of these under its key."""
    wanted: list[tuple[type[Part], JsonSchemaMode]] = [(model, "validation") for model in models.values()]
    refs, definitions = models_json_schema(wanted, ref_template="#/definitions/{model}", schema_generator=_Described)
    properties: dict[str, Any] = {
        key: refs[model, "validation"] if key == CATALOGUE_KEY else {"type": "array", "items": refs[model, "validation"]}
        for key, model in models.items()
    }
    schema = {
        "$schema": DIALECT,
        "title": title,
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "definitions": _as_written(definitions["$defs"]),
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
    schema = Document.model_json_schema(mode="serialization", schema_generator=_Described)
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=1, ensure_ascii=False) + "\n"
