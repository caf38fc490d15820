"""JSON Schemas, derived from the models: of data files, of token lists, and of the document of an entry."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec.json import schema_components
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DataclassSchema

from patternbook.documents import model as document_model
from patternbook.model.descriptions import descriptions
from patternbook.model.introspect import fields_of
from patternbook.model.registry import CATALOGUE_KEY, CATALOGUE_MODEL, LISTS
from patternbook.model.struct import ModelStruct, core_schema
from patternbook.screening.tokens.lists import TOKEN_LIST_MODELS


class _DescribedSchema(GenerateJsonSchema):
    """Adds the descriptions of fields, which the models do not carry themselves."""

    def dataclass_schema(self, schema: DataclassSchema) -> JsonSchemaValue:
        """The schema of one model, whose properties have the keys of YAML."""
        model: type[ModelStruct] = schema["cls"]
        json_schema, texts = super().dataclass_schema(schema), descriptions(model)
        for field in fields_of(model):
            if texts[field.name]:
                json_schema["properties"][field.key]["description"] = texts[field.name]
        return json_schema


def write_schemas(folder: Path) -> None:
    """Write every schema into a folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in {"data": data_schema, "indicators": indicators_schema, "document": document_schema}.items():
        (folder / f"{name}.schema.json").write_text(schema(), encoding="utf-8")


def data_schema() -> str:
    """The schema of every file in the data folder: any file may hold any of the lists, so each is optional."""
    return _schema_of("Patternbook data file", {**LISTS, CATALOGUE_KEY: CATALOGUE_MODEL})


def indicators_schema() -> str:
    """The schema of the token lists that screening uses."""
    return _schema_of("Patternbook token list", TOKEN_LIST_MODELS)


def _schema_of(title: str, models: Mapping[str, type[ModelStruct]]) -> str:
    """The schema of a file that may hold a list of each of these models under its key, and the catalogue as one mapping."""
    refs, definitions = _DescribedSchema(ref_template="#/definitions/{model}").generate_definitions(
        [(key, "validation", core_schema(model)) for key, model in models.items()]
    )
    items = {key: refs[key, "validation"] for key in models}
    schema = {
        # The newest dialect that the language server of YAML editors supports; what we use of it means the same in 2020-12.
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "type": "object",
        "additionalProperties": False,
        "properties": {key: item if key == CATALOGUE_KEY else {"type": "array", "items": item} for key, item in items.items()},
        "definitions": _as_written(definitions),
    }
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _as_written(value: Any) -> Any:
    """Adapt a schema to what may be written in YAML: the loader reads every scalar as text, so plain and quoted are the same."""
    if isinstance(value, list):
        return [_as_written(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if "anyOf" in value:  # an optional field, which is left out rather than set to null
        [schema] = [each for each in value["anyOf"] if each != {"type": "null"}]
        return _as_written({key: each for key, each in value.items() if key not in ("anyOf", "default")} | dict(schema))
    if "const" in value:  # a version number, which may be written as 1 or "1"
        rest = {key: each for key, each in value.items() if key not in ("const", "type")}
        value = rest | {"enum": [value["const"], int(value["const"])]}
    written = {key: _as_written(each) for key, each in value.items()}
    adapt = _PLAIN_OR_QUOTED.get(str(written.get("type")))  # `type` may also be a property, whose schema is a mapping
    return written | adapt(written) if adapt else written


def _text_or_plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Allow numbers where a text may look like one, and true and false where it is not restricted."""
    if "enum" in schema or "format" in schema or not re.search(schema.get("pattern", ""), "2026"):
        return {}
    return {"type": ["string", "number"] if "pattern" in schema else ["string", "number", "boolean"]}


_PLAIN_OR_QUOTED: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "string": _text_or_plain,
    "integer": lambda _: {"type": ["integer", "string"], "pattern": r"^\d+$"},
    "boolean": lambda _: {"type": ["boolean", "string"], "pattern": "^(true|false)$"},
}
"""Type -> what replaces it. In JSON Schema a pattern applies to strings only."""


def document_schema() -> str:
    """The schema of the document of an entry, as in findings/F-004.json."""
    _, definitions = schema_components((document_model.Document,), ref_template="#/$defs/{name}")
    described = {name: _with_descriptions(schema, descriptions(getattr(document_model, name))) for name, schema in sorted(definitions.items())}
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": described, **described.pop("Document")}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _with_descriptions(schema: dict[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    described = {name: ({"description": texts[name]} if texts.get(name) else {}) | field for name, field in schema["properties"].items()}
    return schema | {"properties": described}
