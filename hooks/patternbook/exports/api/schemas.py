"""The JSON Schema of each file below `api/v1/`, derived from the declared model: a kind or field that is declared anew is in it.

They say what readers can rely on, and leave out what only authors must observe, such as lengths and patterns: a text that gets longer
is no change of the form. No field is forbidden, as fields may be added. Each schema stands by itself and refers to no other file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.json import schema_components

from patternbook.bibliography.exchange_names import CSL_ROLES
from patternbook.documents.model import Breadth
from patternbook.exports.api.json_files import SCHEMAS
from patternbook.exports.files import ExportFile
from patternbook.exports.forms import ChangeItem, EntryState, ExportStruct, FileItem, Head, KindItem, RelationType, ReleaseItem, VocabularyItem
from patternbook.exports.links import evidence_models, relation_model
from patternbook.exports.rows import counted_fields
from patternbook.model.described_schema import DescribedSchema
from patternbook.model.descriptions import descriptions
from patternbook.model.kind import Listed
from patternbook.model.registry import KINDS, RELATIONS, VOCABULARIES
from patternbook.model.struct import ModelStruct, core_schema

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Schema = {"type": "string"}
_OF_AUTHORS = frozenset({"pattern", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "maxProperties", "propertyNames"})
"""What a schema says that only authors must observe."""


def schema_files() -> Iterator[ExportFile]:
    """Every schema as a file."""
    for name, schema in api_schemas().items():
        yield ExportFile(f"{SCHEMAS}/{name}.json", (json.dumps(schema, indent=1, ensure_ascii=False) + "\n").encode())


def api_schemas() -> dict[str, Schema]:
    """Name of a file -> its schema."""
    definitions = _definitions()
    kinds = [_reference(_name(kind.model)) for kind in KINDS]
    words = [_reference(_name(each.model)) for each in VOCABULARIES]

    def lists(title: str, **properties: Schema) -> Schema:
        return _whole(title, {name: {"type": "array", "items": items} for name, items in properties.items()}, definitions)

    return {
        "index": lists("What there is", kinds=_of(KindItem), vocabularies=_of(VocabularyItem), releases=_of(ReleaseItem), files=_of(FileItem)),
        "entries": lists("Every entry", entries={"anyOf": kinds}),
        **{kind.plural: lists(f"Entries of the kind {kind.name}", entries=_reference(_name(kind.model))) for kind in KINDS},
        "entry": _whole("One entry", {"entry": {"anyOf": kinds}}, definitions),
        "relations": lists("Relations between entries", types=_of(RelationType), relations=_reference("AnyRelation")),
        "evidence": lists("Items of evidence", evidence=_reference("AnyEvidence")),
        "vocabulary": lists("Words", words={"anyOf": words}),
        "changes": lists("What releases changed", releases=_of(ReleaseItem), changes=_of(ChangeItem)),
        "status": _status(definitions),
        "references": _csl(),
    }


# ---- entries, words, and what tables list of them ----


def _definitions() -> dict[str, Schema]:
    """Name of a model -> its schema, and those of a relation and an item of evidence of any sort."""
    relations, evidence = [*dict.fromkeys(map(relation_model, RELATIONS))], [*evidence_models()]
    listed = [*KINDS, *VOCABULARIES]
    models = [*(each.model for each in listed), *relations, *evidence]
    inputs: Any = [(model.__name__, "validation", core_schema(model)) for model in models]
    _, generated = DescribedSchema(ref_template="#/$defs/{model}").generate_definitions(inputs)
    found: dict[str, Schema] = {str(name): _published(schema) for name, schema in generated.items()}
    found |= {_name(each.model): _with_head(found[_name(each.model)], each) for each in listed}
    targets = {relation.holder for relation in RELATIONS}
    ends: Schema = {
        "subject": _TEXT | {"description": "The entry that writes it."},
        "relation": _TEXT | {"description": "One of `types`."},
        "object": _TEXT | {"description": "The entry that it leads to."},
        "says": _TEXT | {"description": "The relation in words, from the entry that writes it."},
    }
    found["AnyRelation"] = _union(ends, [found[_name(model)] for model in relations], targets)
    place = {"entry": _TEXT, "number": {"type": "integer", "description": "Its place among the evidence of the entry, from 1."}}
    found["AnyEvidence"] = _union(place, [found[_name(model)] for model in evidence], set())
    return found | _components((KindItem, VocabularyItem, ReleaseItem, FileItem, RelationType, ChangeItem, EntryState))


def _name(model: type[ModelStruct]) -> str:
    return model.__name__


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _of(struct: type[ExportStruct]) -> Schema:
    return _reference(struct.__name__)


def _with_head(schema: Schema, listed: Listed) -> Schema:
    """The schema of an entry or a word with what is not written by its authors."""
    first: Schema = {
        "id": _TEXT | {"description": "Its id, or the slug of a word."},
        "kind": {"const": listed.name},
        "page": _TEXT | {"description": "Address of its page without suffix."},
        "url": _TEXT | {"description": "Full address of its page; empty where the catalogue has no public one."},
    }
    own = {key: value for key, value in schema["properties"].items() if key not in ("id", "slug")}
    texts = descriptions(Breadth)
    numbers = {name: {"type": "integer", "description": texts[name]} if texts[name] else {"type": "integer"} for name in counted_fields()}
    breadth = {"breadth": {"type": "object", "description": "Computed from its evidence.", "properties": numbers}} if listed in KINDS else {}
    required = [*first, *(key for key in schema.get("required", ()) if key in own)]
    return schema | {"properties": first | own | breadth, "required": required}


def _union(first: Mapping[str, Schema], schemas: Iterable[Schema], without: set[str]) -> Schema:
    """An object with some properties, and those of any of the schemas; where these differ, a value may have any of their forms."""
    forms: dict[str, list[Schema]] = {}
    for schema in schemas:
        for name, form in schema["properties"].items():
            if name not in without and form not in forms.setdefault(name, []):
                forms[name].append(form)
    merged = {name: same[0] if len(same) == 1 else {"anyOf": same} for name, same in forms.items()}
    return {"type": "object", "properties": dict(first) | merged, "required": [*first]}


def _published(value: Any) -> Any:
    """A schema of what may be written as one of what is published."""
    if isinstance(value, list):
        return [_published(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "anyOf" in value and {"type": "null"} in value["anyOf"]:  # an optional field is left out rather than null
        [schema] = [each for each in value["anyOf"] if each != {"type": "null"}]
        return _published({key: each for key, each in value.items() if key != "anyOf"} | dict(schema))
    kept = {key: each for key, each in value.items() if not _is_of_authors(key, each)}
    return {key: _properties(each) if key == "properties" else _published(each) for key, each in kept.items()}


def _properties(properties: Mapping[str, Schema]) -> Schema:
    return {name: _published(schema) for name, schema in properties.items()}


def _is_of_authors(key: str, value: object) -> bool:
    empty = key in ("default", "additionalProperties") and (value is None or value is False or value in ([], {}))
    return key in _OF_AUTHORS or empty or (key == "title" and isinstance(value, str))


# ---- what is around them ----


def _whole(title: str, properties: Mapping[str, Schema], definitions: Mapping[str, Schema]) -> Schema:
    """The schema of a file: what is at its head, and what it holds."""
    [head] = _components((Head,)).values()
    held = dict(properties)
    schema = {"$schema": DIALECT, "title": title, "type": "object", "properties": head["properties"] | held, "required": [*head["required"], *held]}
    return schema | {"$defs": _needed(held, definitions)}


def _needed(value: object, definitions: Mapping[str, Schema]) -> dict[str, Schema]:
    """The definitions that a schema refers to, and those that these refer to, by name."""
    found: dict[str, Schema] = {}
    todo = [*_references(value)]
    for name in todo:  # grows by the references that are met
        if name not in found:
            found[name] = definitions[name]
            todo += _references(definitions[name])
    return dict(sorted(found.items()))


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"].rpartition("/")[2]
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)


def _components(structs: tuple[type[ExportStruct], ...]) -> dict[str, Schema]:
    """Name of a form -> its schema with the descriptions of its fields, and those of the forms inside it."""
    _, found = schema_components(structs, ref_template="#/$defs/{name}")
    from patternbook.exports import forms

    return {name: _described(schema, descriptions(getattr(forms, name))) for name, schema in found.items()}


def _described(schema: Schema, texts: Mapping[str, str]) -> Schema:
    properties = {name: ({"description": texts[name]} if texts.get(name) else {}) | form for name, form in schema["properties"].items()}
    return {key: value for key, value in schema.items() if key != "title"} | {"properties": properties}


def _status(definitions: Mapping[str, Schema]) -> Schema:
    entries = {"type": "object", "additionalProperties": _of(EntryState), "description": "By the id of the entry."}
    properties = {
        "format": {"const": "1"},
        "site": _TEXT | {"description": "Address of the site; empty where it has no public one."},
        "release": _TEXT | {"description": "The latest release; empty without one."},
        "entries": entries,
    }
    schema = {"$schema": DIALECT, "title": "What became of each entry", "type": "object", "properties": properties, "required": [*properties]}
    return schema | {"$defs": _needed(properties, definitions)}


def _csl() -> Schema:
    """CSL-JSON as far as we write it: names, dates, and texts."""
    name: Schema = {"type": "object", "additionalProperties": _TEXT}
    date: Schema = {
        "type": "object",
        "properties": {
            "date-parts": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
            "circa": {"type": "boolean"},
            "season": {"type": "integer"},
            "literal": _TEXT,
        },
    }
    properties = {"id": _TEXT | {"description": "Its key in the bibliography, by which entries name it."}, "type": _TEXT}
    properties |= {role: {"type": "array", "items": _reference("Name")} for role in dict.fromkeys(("author", "editor", *CSL_ROLES.values()))}
    properties |= {name: _reference("Date") for name in ("issued", "original-date", "event-date", "accessed")}
    properties |= {"custom": {"type": "object", "additionalProperties": _TEXT, "description": "What CSL has no variable for, by biblatex's names."}}
    item = {"type": "object", "properties": properties, "additionalProperties": _TEXT, "required": ["id", "type"]}
    return {"$schema": DIALECT, "title": "Works as CSL-JSON 1.0.2", "type": "array", "items": item, "$defs": {"Date": date, "Name": name}}
