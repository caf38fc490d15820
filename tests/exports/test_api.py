"""`api/v1/`: each file keeps to its schema, which only grows, and says what the YAML says."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conftest import TOY, read_yaml
from exports_reading import as_json, dataset_in, dataset_of, files_of
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.context import Context
from patternbook.exports.api.schemas import api_schemas
from patternbook.exports.dataset import Dataset
from patternbook.exports.outputs import EXPORTS, INDEX
from patternbook.exports.released import release_files
from patternbook.model.introspect import fields_of, struct_at
from patternbook.model.registry import KINDS, LISTED
from test_inventories import context as released  # noqa: F401 - a fixture

FROZEN = Path(__file__).parent / "v1.json"
"""The schemas of version 1 as they were when it was published. It is never recorded anew: what is in it stays."""


@pytest.fixture(scope="module")
def data(toy: Catalogue) -> Dataset:
    return dataset_of(toy)


@pytest.fixture(scope="module")
def files(data: Dataset) -> Mapping[str, bytes]:
    return files_of(data)


def _below_api(files: Mapping[str, bytes]) -> dict[str, Any]:
    return {file: as_json(content) for file, content in files.items() if file.startswith("api/")}


def _schema_of(file: str, value: Any) -> str:
    """The name of a file's schema, as the file says itself; a list of CSL-JSON and the older status cannot."""
    if isinstance(value, dict) and "schema" in value:
        assert normpath(join(dirname(file), value["schema"])).startswith("api/v1/schema/")
        return PurePosixPath(value["schema"]).stem
    return PurePosixPath(file).stem


# ---- schemas ----


def _closed(schema: Any) -> Any:
    """The same schema, which forbids every field that it does not name: so nothing is published that it does not describe."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    return closed | ({"additionalProperties": False} if isinstance(closed.get("properties"), dict) and "additionalProperties" not in closed else {})


def _faults(files: Mapping[str, bytes], without: Collection[str] = ()) -> list[str]:
    schemas = {name: _closed(schema) for name, schema in api_schemas().items()}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    validators = {name: Draft202012Validator(schema) for name, schema in schemas.items()}
    values = _below_api(files)
    assert {_schema_of(file, value) for file, value in values.items()} == {*schemas}.difference(without)
    return [f"{file}: {error.json_path}: {error.message[:200]}" for file, value in values.items() for error in _errors(validators, file, value)]


def _errors(validators: Mapping[str, Draft202012Validator], file: str, value: Any) -> Iterator[Any]:
    return validators[_schema_of(file, value)].iter_errors(value)


def test_every_file_keeps_to_its_schema(files: Mapping[str, bytes]) -> None:
    assert _faults(files) == []


def test_shipped_files_keep_to_their_schemas(catalogue: Catalogue) -> None:
    """Those of the kinds hold what `entries.json` and the file of each entry do, as the toy shows; they are checked once."""
    files = files_of(dataset_of(catalogue))
    some = [file for file in files if not file.startswith("api/v1/entries") or file.endswith("/F-004.json")]
    assert _faults({file: files[file] for file in some}, {"entries"}) == []


def test_files_of_a_catalogue_with_releases_keep_to_their_schemas(released: Context) -> None:  # noqa: F811
    assert _faults(files_of(dataset_in(released))) == []


def test_schema_notices_what_is_missing_and_what_is_of_the_wrong_form(files: Mapping[str, bytes]) -> None:
    validator, whole = Draft202012Validator(api_schemas()["entries"]), as_json(files["api/v1/entries.json"])
    del whole["entries"][0]["title"]
    assert not validator.is_valid(whole)
    whole["entries"][0]["title"] = 3
    assert not validator.is_valid(whole)
    whole["entries"][0]["title"] = "A title"
    assert validator.is_valid(whole)
    whole["entries"][0]["added-later"] = {"x": 1}
    assert validator.is_valid(whole)  # fields may be added within a version


def test_fields_are_documented_by_the_model() -> None:
    schemas = api_schemas()
    for kind in KINDS:
        properties = schemas[kind.plural]["$defs"][kind.model.__name__]["properties"]
        assert {field.key for field in fields_of(kind.model)} <= properties.keys()
        assert properties["not_known"]["description"] == "What the evidence leaves open."


def forms(schemas: Mapping[str, Any]) -> Any:
    """The schemas without their words, and every definition once."""
    definitions: dict[str, Any] = {}
    for schema in schemas.values():
        definitions |= schema["$defs"]
    files = {name: {key: value for key, value in schema.items() if key != "$defs"} for name, schema in schemas.items()}
    return {"files": _without_words(files), "$defs": _without_words(definitions)}


def _without_words(schema: Any, *, named: bool = True) -> Any:
    """A schema without descriptions; `named` where its keys are names of things rather than words of JSON Schema."""
    if isinstance(schema, list):
        return [_without_words(each, named=False) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if named or key not in ("description", "title", "default", "x-reference")}
    return {key: _without_words(value, named=key == "properties") for key, value in kept.items()}


def losses(before: Any, now: Any, path: str = "") -> list[str]:
    """What a schema says no longer, or says otherwise; what it says besides is no loss."""
    if isinstance(before, dict):
        found = []
        for key, value in before.items():
            found += losses(value, now[key], f"{path}/{key}") if isinstance(now, dict) and key in now else [f"{path}/{key}"]
        return found
    if isinstance(before, list):
        return [f"{path}: {each!r}" for each in before if not isinstance(now, list) or each not in now]
    return [] if before == now else [path]


def test_version_1_only_grows() -> None:
    """A field that is there stays, with its type; others may be added. Where this fails, take the change back: v1.json keeps its word."""
    assert losses(json.loads(FROZEN.read_text("utf-8")), forms(api_schemas())) == []


def test_a_loss_is_noticed() -> None:
    before, now = forms(api_schemas()), forms(api_schemas())
    del now["$defs"]["AnyEvidence"]["properties"]["stance"]
    now["$defs"]["ChangeItem"]["properties"]["number"]["type"] = "string"
    now["files"]["entries"]["required"].remove("entries")
    now["files"]["index"]["properties"]["added"] = {"type": "string"}
    assert losses(before, now) == [
        "/files/entries/required: 'entries'",
        "/$defs/AnyEvidence/properties/stance",
        "/$defs/ChangeItem/properties/number/type",
    ]


# ---- what the files say ----


def _raw_items() -> dict[str, Any]:
    """Id of an entry or slug of a word -> what the YAML of the toy says of it, as texts."""
    found: dict[str, Any] = {}
    for file in sorted([*TOY.rglob("*.yaml"), *TOY.rglob("*.yml")]):
        whole = read_yaml(file.read_text("utf-8"))
        for listed in LISTED:
            for item in whole.get(listed.key, ()):
                found[f"{listed.name}:{item.get('id') or item['slug']}"] = item
    return found


def _differences(raw: Any, said: Any, path: str) -> Iterator[str]:
    """Where a value of the YAML is not what an export says."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            if not (isinstance(said, dict) and key in said):
                if value not in ("false", "", [], {}):
                    yield f"{path}.{key} is missing"
            else:
                yield from _differences(value, said[key], f"{path}.{key}")
    elif isinstance(raw, list):
        if not isinstance(said, list) or len(raw) != len(said):
            yield f"{path} has another length"
        else:
            for number, (one, other) in enumerate(zip(raw, said, strict=True)):
                yield from _differences(one, other, f"{path}[{number}]")
    else:
        text = str(said).lower() if isinstance(said, bool) else str(said)
        if str(raw).strip().rstrip("/") != text.strip().rstrip("/"):
            yield f"{path}: {raw!r} is {said!r}"


def _additions(raw: Any, said: Any, model: Any, path: str) -> Iterator[str]:
    """What an export says that the YAML does not, besides values that a field has where none is written."""
    if isinstance(said, dict) and isinstance(raw, dict):
        defaults = {field.key: field.default for field in fields_of(model)} if model else {}
        for key, value in said.items():
            if key in raw:
                yield from _additions(raw[key], value, model and struct_at(model, (key,)), f"{path}.{key}")
            elif value != defaults.get(key):
                yield f"{path}.{key} is {value!r}"
    elif isinstance(said, list) and isinstance(raw, list):
        for number, (one, other) in enumerate(zip(raw, said, strict=False)):
            yield from _additions(one, other, model, f"{path}[{number}]")


COMPUTED = {"id", "slug", "kind", "page", "url", "breadth"}


def test_entries_and_words_say_what_the_yaml_says_and_nothing_else(files: Mapping[str, bytes]) -> None:
    raw, models = _raw_items(), {listed.name: listed.model for listed in LISTED}
    rows = [*as_json(files["api/v1/entries.json"])["entries"], *as_json(files["api/v1/vocabulary.json"])["words"]]
    assert {f"{row['kind']}:{row['id']}" for row in rows} == raw.keys()
    for row in rows:
        name = f"{row['kind']}:{row['id']}"
        own, said = ({key: value for key, value in each.items() if key not in COMPUTED} for each in (raw[name], row))
        assert [*_differences(own, said, name)] == []
        assert [*_additions(own, said, models[row["kind"]], name)] == []


def test_files_of_kinds_and_entries_hold_the_same(files: Mapping[str, bytes]) -> None:
    values = _below_api(files)
    entries = values["api/v1/entries.json"]["entries"]
    assert [row for kind in KINDS for row in values[f"api/v1/{kind.plural}.json"]["entries"]] == entries
    assert [values[f"api/v1/entries/{row['id']}.json"]["entry"] for row in entries] == entries
    items = [{"entry": row["id"], "number": number, **item} for row in entries for number, item in enumerate(row.get("evidence", ()), 1)]
    assert values["api/v1/evidence.json"]["evidence"] == items
    assert {row["id"] for row in values["api/v1/references.json"]} >= {item["source"] for item in items}


def test_relations_are_those_of_the_catalogue(files: Mapping[str, bytes], data: Dataset) -> None:
    """As the catalogue reads them, which finds both directions by another way."""
    said = as_json(files["api/v1/relations.json"])
    edges = [(edge.source, edge.kind.field, edge.target) for edges in data.context.catalogue.outgoing.values() for edge in edges]
    assert sorted((row["subject"], row["relation"], row["object"]) for row in said["relations"]) == sorted(edges)
    kinds = {row["id"]: row["kind"] for row in as_json(files["api/v1/entries.json"])["entries"]}
    types = {(each["relation"], each["subject_kind"], each["object_kind"]) for each in said["types"]}
    assert {(row["relation"], kinds[row["subject"]], kinds[row["object"]]) for row in said["relations"]} <= types


def test_index_lists_every_file_with_its_size(files: Mapping[str, bytes]) -> None:
    index = as_json(files[INDEX.file])
    listed = {each["file"]: each["bytes"] for each in index["files"]}
    assert [*listed] == [export.file for export in EXPORTS]
    for file, size in listed.items():
        before, _, after = file.partition("{id}")
        made = [content for name, content in files.items() if name == file or ("{" in file and name.startswith(before) and name.endswith(after))]
        assert made
        assert size == sum(map(len, made))
    assert index["licence"] == "CC-BY-SA-4.0"
    assert {each["kind"]: each["count"] for each in index["kinds"]} == {
        kind.name: len(as_json(files[f"api/v1/{kind.plural}.json"])["entries"]) for kind in KINDS
    }


def test_changes_since_a_release(released: Context) -> None:  # noqa: F811
    changes = as_json(files_of(dataset_in(released))["api/v1/changes.json"])
    assert [(each["number"], each["release"]) for each in changes["releases"]] == [(1, "2026.11"), (2, "2026.12")]
    assert [(each["number"], each["release"], each["page"], each["what"]) for each in changes["changes"]] == [
        (2, "2026.12", "findings/F-003", "reworded"),
        (3, "", "findings/F-003", "changed"),
    ]


def test_release_serves_its_texts_in_the_same_form(released: Context) -> None:  # noqa: F811
    """A release that nothing changed since says what the catalogue says, but for addresses and what is computed."""
    now = {row["id"]: row for row in as_json(files_of(dataset_in(released))["api/v1/entries.json"])["entries"]}
    files = {each.file: each.content for name in released.releases for each in release_files(name, released)}
    assert _release_faults(files) == []
    for name, statement in (("2026.11", "Nobody reads the barrel's gauge"), ("2026.12", "Few read the barrel's gauge")):
        said = as_json(files[f"releases/{name}/api/v1/entries.json"])
        assert said["release"] == name
        rows = {row["id"]: row for row in said["entries"]}
        assert rows.keys() == now.keys()
        assert json.dumps(rows["F-003"]).count(statement) == 1
        about = {"page", "url", "breadth", "aliases", "retired", "to_be_retired", "reworded_because", "corrected_because"}
        for id_ in rows.keys() - {"F-003"}:
            assert rows[id_]["page"] == f"releases/2026.11/{now[id_]['page']}"
            assert _without(rows[id_], about) == _without(now[id_], about), id_
        relations = as_json(files[f"releases/{name}/api/v1/relations.json"])["relations"]
        assert relations == as_json(files_of(dataset_in(released))["api/v1/relations.json"])["relations"]


def _without(row: Mapping[str, Any], keys: Collection[str]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in keys}


def _release_faults(files: Mapping[str, bytes]) -> list[str]:
    validators = {name: Draft202012Validator(_closed(schema)) for name, schema in api_schemas().items()}
    errors = ((file, error) for file, content in files.items() for error in _errors(validators, file, as_json(content)))
    return [f"{file}: {error.json_path}: {error.message[:200]}" for file, error in errors]
