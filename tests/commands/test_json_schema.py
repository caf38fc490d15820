"""The JSON Schemas: current, and of one mind with the loader about every file that is shipped."""

from __future__ import annotations

import functools
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from referencing import Registry
from referencing.jsonschema import DRAFT7

from conftest import ROOT, TOY, read_yaml
from patternbook.check.token_lists import load_lists
from patternbook.cli import main
from patternbook.commands.schemas.ids import NAMES_FILE
from patternbook.commands.schemas.json_schema import data_schema, indicators_schema
from patternbook.commands.schemas.names import names_schema
from patternbook.documents.model import document_schema
from patternbook.source.files import data_files

DATA = ROOT / "data"
STARTER = ROOT / "hooks" / "patternbook" / "commands" / "starter"
FOLDERS = (DATA, STARTER, TOY, *sorted((ROOT / "tests" / "wrong").glob("base/data")))
FILES = [path for folder in FOLDERS for path in data_files(folder)]
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")
Json = dict[str, Any]


class _Core(yaml.CSafeLoader):
    """YAML 1.2's core schema, as editors read it: 2026 is a number, `no` and 2026-05-01 are text.

    It builds on the parser that the engine builds on, so that the two differ in nothing but the types of texts without quotes.
    """

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - the library's name


for _tag, _pattern, _first in (
    ("null", r"(?:~|null|Null|NULL|)", ["~", "n", "N", ""]),
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)", list("tTfF")),
    ("int", r"(?:[-+]?[0-9]+)", list("-+0123456789")),
    ("float", r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)", list("-+.0123456789")),
):
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^{_pattern}$"), _first)


def typed(text: str) -> Any:
    return yaml.load(text, _Core)


def _quoted(text: str) -> Any:
    """Everything as text, as the engine reads it."""
    return read_yaml(text)


@functools.cache
def data_validator(data: Path) -> jsonschema.Draft7Validator:
    """The schema of data files beside the names of a data folder, as an editor reads the two."""
    schema, names = json.loads(data_schema()), json.loads(names_schema(data, data))
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.Draft7Validator.check_schema(names)
    registry = Registry[Any]().with_resource(NAMES_FILE, DRAFT7.create_resource(names))
    return jsonschema.Draft7Validator(schema, registry=registry)


def errors(value: Any, data: Path = TOY) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in data_validator(data).iter_errors(value)]


def test_readers_differ_where_they_should() -> None:
    text = "{a: 1, b: no, c: 2026-05-01, d: true, e: 1.10, f: '1', g: }"
    assert typed(text) == {"a": 1, "b": "no", "c": "2026-05-01", "d": True, "e": 1.1, "f": "1", "g": None}
    assert _quoted(text) == {"a": "1", "b": "no", "c": "2026-05-01", "d": "true", "e": "1.10", "f": "1", "g": ""}


def _untyped(value: Any) -> Any:
    """The structure of a value: keys and lengths of lists, but no texts."""
    if isinstance(value, dict):
        return {str(key): _untyped(inner) for key, inner in value.items()}
    return [_untyped(inner) for inner in value] if isinstance(value, list) else None


@pytest.mark.shipped
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_readers_differ_in_nothing_else(path: Path) -> None:
    text = path.read_text("utf-8")
    assert _untyped(typed(text)) == _untyped(_quoted(text))


@pytest.mark.parametrize("text", ["{text: Who opened it?, editorial: true}", "a: [what?, b]", "- {a: b:c, d: 'e'}", "a: b#c", "[a ? b, c]"])
def test_no_text_is_read_by_one_and_refused_by_the_other(text: str) -> None:
    assert _untyped(typed(text)) == _untyped(_quoted(text))


@pytest.mark.parametrize(("name", "made"), [("data", data_schema), ("document", document_schema), ("indicators", indicators_schema)])
def test_schemas_in_the_data_folder_are_current(name: str, made: Callable[[], str]) -> None:
    assert (DATA / "schema" / f"{name}.schema.json").read_text("utf-8") == made(), "run `make schema`"


@pytest.mark.parametrize("reader", [typed, _quoted], ids=["typed", "quoted"])
@pytest.mark.shipped
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_shipped_file_fits_the_schema(path: Path, reader: Callable[[str], Any]) -> None:
    assert errors(reader(path.read_text("utf-8")), next(each for each in FOLDERS if path.is_relative_to(each))) == []


def test_there_are_files_of_every_folder() -> None:
    assert {path.parent.name for path in FILES} >= {"data", "starter", "toy", "observations"}


@pytest.mark.shipped
@pytest.mark.parametrize("path", [path for path in FILES if path.is_relative_to(DATA) or path.is_relative_to(TOY)], ids=str)
def test_first_line_names_no_schema_of_other_data(path: Path) -> None:
    """Words of other data would be marked as wrong. Who adds a file to the data may do without: settings of editors name the schema."""
    found = MODELINE.match(path.read_text("utf-8"))
    assert (
        not found or (path.parent / found[1]).resolve() == next(each for each in FOLDERS if path.is_relative_to(each)) / "schema" / "data.schema.json"
    )


def test_first_lines_of_a_new_catalogue_name_its_own_schema(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert main(["init", str(folder)]) == 0
    files = data_files(folder)
    assert len(files) == len(data_files(STARTER)) > 0
    for path in files:
        found = MODELINE.match(path.read_text("utf-8"))
        assert found, path
        assert (path.parent / found[1]).resolve() == (folder / "schema" / "data.schema.json").resolve()
        assert (path.parent / found[1]).read_text("utf-8") == data_schema()
    assert (folder / "schema" / NAMES_FILE).read_text("utf-8") == names_schema(folder, folder)


def _changed(change: Callable[[Json], object]) -> Json:
    """The toy's observations with one thing changed."""
    value: Json = typed((TOY / "observations" / "barrel.yaml").read_text("utf-8"))
    change(value)
    return value


WRONG: dict[str, Callable[[Json], object]] = {
    "top-level key misspelt": lambda file: file.update(finding=[]),
    "field misspelt": lambda file: file["findings"][0].update(titel="x"),
    "field of a part misspelt": lambda file: file["findings"][0]["evidence"][0].update(locater="x"),
    "field missing": lambda file: file["findings"][0].pop("area"),
    "field of a part missing": lambda file: file["findings"][0]["evidence"][0].pop("locator"),
    "wrong choice": lambda file: file["findings"][0]["evidence"][0].update(stance="suports"),
    "wrong choice of a relation": lambda file: file["findings"][0]["contributes_to"][0].update(basis="guessed"),
    "wrong choice deep down": lambda file: file["findings"][0]["confidence"]["adequacy"].update(concern="some"),
    "list instead of text": lambda file: file["findings"][0].update(title=["x"]),
    "text instead of a list": lambda file: file["findings"][0].update(themes="summer"),
    "empty list where one is needed": lambda file: file["findings"][0].update(themes=[]),
    "empty text": lambda file: file["findings"][0].update(title=""),
    "id of the wrong form": lambda file: file["findings"][0].update(id="F-1"),
    "number as an id": lambda file: file["findings"][0].update(id=5),
    "date of the wrong form": lambda file: file["findings"][0]["confidence"].update(on="1 May 2026"),
    "words as a number": lambda file: file["findings"][0]["evidence"][0].update(mentions={"count": "many", "unit": "x"}),
    "negative number": lambda file: file["findings"][0]["evidence"][0].update(mentions={"count": -1, "unit": "x"}),
    "not a boolean": lambda file: file["findings"][0]["signs"][1].update(editorial="maybe"),
    "true as a title": lambda file: file["findings"][0].update(title=True),  # it wants quotes, as the check says
    "id of another kind": lambda file: file["findings"][0].update(id="P-001"),
    "study that has the id of a finding": lambda file: file["findings"][0]["evidence"][0].update(study="F-001"),
    "area that is none": lambda file: file["findings"][0].update(area="nowhere"),
    "theme that is none": lambda file: file["findings"][0].update(themes=["summer", "nowhere"]),
    "not filled in": lambda file: file["findings"][0].update(area="FILL-IN"),
    "nothing": lambda file: file["findings"][0].update(body=None),  # `body:` and then the next line
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_schema_refuses(change: Callable[[Json], object]) -> None:
    assert errors(_changed(change)) != []


RIGHT: dict[str, Callable[[Json], object]] = {
    "untouched": lambda file: None,
    "number as a title": lambda file: file["findings"][0].update(title=1984),
    "number as a label": lambda file: file["findings"][0]["evidence"][0].update(mentions={"organizations": [3, "4"]}),
    "count in quotes": lambda file: file["findings"][0]["evidence"][0].update(mentions={"count": "17", "unit": "x"}),
    "not yet numbered": lambda file: file["findings"][0].update(id="F-new-anything"),
    "study not yet numbered": lambda file: file["findings"][0]["evidence"][0].update(study="S-new-anything"),
    "link to what is not yet numbered": lambda file: file["findings"][0]["contributes_to"][0].update(finding="F-new-anything"),
    "study that the names do not list yet": lambda file: file["findings"][0]["evidence"][0].update(study="S-999"),
    "work that the names do not list yet": lambda file: file["findings"][0]["evidence"][0].update(source="anybody2026anything"),
    "contributor whom the names do not list yet": lambda file: file["findings"][0].update(contributors=["anybody"]),
    "no entries": lambda file: file.update(findings=[]),
}


@pytest.mark.parametrize("change", RIGHT.values(), ids=RIGHT)
def test_schema_accepts(change: Callable[[Json], object]) -> None:
    assert errors(_changed(change)) == []


def test_schema_describes_fields_for_editors() -> None:
    finding = json.loads(data_schema())["definitions"]["Finding"]
    assert finding["properties"]["area"]["description"].startswith("The part of a collaboration point")
    assert finding["description"]


def test_schema_command_writes_where_it_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "patternbook.cli", "schema", "--folder", str(tmp_path / "out")]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "out").iterdir()}
    assert written == {
        "data.schema.json": data_schema(),
        "document.schema.json": document_schema(),
        "indicators.schema.json": indicators_schema(),
        NAMES_FILE: names_schema(tmp_path / "data", tmp_path),
    }


# ---- token lists ----

TOKEN_FILES = sorted((DATA / "indicators").glob("*.yaml"))


@functools.cache
def _lists_validator() -> jsonschema.Draft7Validator:
    schema = json.loads(indicators_schema())
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


@pytest.mark.shipped
@pytest.mark.parametrize("path", TOKEN_FILES, ids=lambda path: path.name)
def test_token_list_fits_its_schema_and_names_it_for_editors(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [error.message for reader in (typed, _quoted) for error in _lists_validator().iter_errors(reader(text))] == []
    found = MODELINE.match(text)
    assert not found or (path.parent / found[1]).resolve() == DATA / "schema" / "indicators.schema.json"


def _token_list(**fields: object) -> Json:
    """A token list with one token, which these fields change."""
    token = {"name": "Flask", "imports": {"python": ["flask"]}, "hits": {"a.py": "import flask"}} | fields
    return {"signals": [{"slug": "a", "title": "A", "editorial": True, "stage": "ui", "read_from": "tree", "tokens": [token]}]}


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        (_token_list(), False),
        (_token_list(name=3), False),
        (_token_list(imports={"pyton": ["flask"]}), True),
        (_token_list(packages={"pipy": ["flask"]}), True),
        (_token_list(weight="strongish"), True),
        (_token_list(hits={}), True),
        (_token_list(file=["a"]), True),
        ({"signal": []}, True),
        ({"places": [{"slug": "a", "zone": "elsewhere", "why": "x"}]}, True),
    ],
)
def test_schema_of_token_lists_refuses_what_the_loader_refuses(value: Json, refused: bool, tmp_path: Path) -> None:
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "a.yaml").write_text(yaml.safe_dump(value), "utf-8")
    assert bool(load_lists(tmp_path, tmp_path)[1]) == refused
    assert bool(list(_lists_validator().iter_errors(value))) == refused
