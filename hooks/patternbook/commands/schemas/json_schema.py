"""JSON Schemas of data files and of token lists, derived from the models.

Names of other things (areas, studies, works) are looked up in the schema that names.py derives from the data, which lies beside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic.json_schema import JsonSchemaValue
from pydantic_core.core_schema import DataclassSchema

from patternbook.commands.schemas.ids import NAMES_FILE, id_form
from patternbook.commands.schemas.snippets import schema_snippet
from patternbook.model.components import Entry
from patternbook.model.described_schema import DescribedSchema
from patternbook.model.registry import CATALOGUE_KEY, CATALOGUE_MODEL, KIND_BY_MODEL, LISTS
from patternbook.model.struct import ModelStruct, core_schema
from patternbook.screening.tokens.lists import TOKEN_LIST_MODELS


class _EditorSchema(DescribedSchema):
    """Says besides what form an id has."""

    def dataclass_schema(self, schema: DataclassSchema) -> JsonSchemaValue:
        """The schema of one model."""
        model: type[ModelStruct] = schema["cls"]
        json_schema = super().dataclass_schema(schema)
        if issubclass(model, Entry):
            json_schema["properties"]["id"] |= id_form(KIND_BY_MODEL[model].name)
        return json_schema


def data_schema() -> str:
    """The schema of every file in the data folder: any file may hold any of the lists, so each is optional."""
    return _schema_of("Patternbook data file", {**LISTS, CATALOGUE_KEY: CATALOGUE_MODEL})


def indicators_schema() -> str:
    """The schema of the token lists that screening uses."""
    return _schema_of("Patternbook token list", TOKEN_LIST_MODELS)


def _schema_of(title: str, models: Mapping[str, type[ModelStruct]]) -> str:
    """The schema of a file that may hold a list of each of these models under its key, and the catalogue as one mapping."""
    refs, definitions = _EditorSchema(ref_template="#/definitions/{model}").generate_definitions(
        [(key, "validation", core_schema(model)) for key, model in models.items()]
    )
    items = {key: refs[key, "validation"] if key == CATALOGUE_KEY else _list_of(key, refs[key, "validation"]) for key in models}
    schema = {
        # The newest dialect that the language server of YAML editors supports; what we use of it means the same in 2020-12.
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "type": "object",
        "additionalProperties": False,
        "properties": items,
        "definitions": _as_written(definitions),
    }
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _list_of(key: str, item: JsonSchemaValue) -> dict[str, Any]:
    """A list, with the draft of an item where the data holds such a list."""
    return {"type": "array", "items": item} | ({"defaultSnippets": [schema_snippet(key)]} if key in LISTS else {})


def _as_written(value: Any) -> Any:
    """Adapt a schema to what may be written in YAML: the loader reads every scalar as text, so plain and quoted are the same."""
    if isinstance(value, list):
        return [_as_written(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if "anyOf" in value:  # an optional field, which is left out rather than set to null
        [schema] = [each for each in value["anyOf"] if each != {"type": "null"}]
        return _as_written({key: each for key, each in value.items() if key not in ("anyOf", "default")} | dict(schema))
    if "x-reference" in value:
        described = {"description": value["description"]} if "description" in value else {}
        return {"$ref": f"{NAMES_FILE}#/definitions/{value['x-reference']}"} | described
    if "const" in value:  # a version number, which may be written as 1 or "1"
        rest = {key: each for key, each in value.items() if key not in ("const", "type")}
        value = rest | {"enum": [value["const"], int(value["const"])]}
    written = {key: _as_written(each) for key, each in value.items()}
    adapt = _PLAIN_OR_QUOTED.get(str(written.get("type")))  # `type` may also be a property, whose schema is a mapping
    return written | adapt(written) if adapt else written


def _text_or_plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Allow numbers where a text may look like one. `true` wants quotes, as the check says too, and so is not offered."""
    if "enum" in schema or "format" in schema or not re.search(schema.get("pattern", ""), "2026"):
        return {}
    return {"type": ["string", "number"]}


_PLAIN_OR_QUOTED: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "string": _text_or_plain,
    "integer": lambda _: {"type": ["integer", "string"], "pattern": r"^\d+$"},
    "boolean": lambda _: {"type": ["boolean", "string"], "pattern": "^(true|false)$"},
}
"""Type -> what replaces it. In JSON Schema a pattern applies to strings only."""
