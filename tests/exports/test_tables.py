"""Tables: what CSV, SQLite and the description of both say, by readers that are not ours, is what the JSON says."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from conftest import SITE_URL, TOY
from exports_reading import as_json, dataset_in, dataset_of, files_of
from patternbook.catalogue.catalogue import Catalogue
from patternbook.check.read import read_data
from patternbook.diagnostics.diagnostic import only_errors
from patternbook.documents.context import Context
from patternbook.exports.dataset import Dataset, asked_questions
from patternbook.exports.tables.database import make_database
from patternbook.model.registry import KINDS, VOCABULARIES
from patternbook.pages.exports.data_page import PYTHON_EXAMPLE, size_words, with_sizes
from patternbook.source.csv_cells import unguard_formula
from test_inventories import context as released  # noqa: F401 - a fixture

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def data(toy: Catalogue) -> Dataset:
    return dataset_of(toy)


@pytest.fixture(scope="module")
def files(data: Dataset) -> Mapping[str, bytes]:
    return files_of(data)


def said_by_json(files: Mapping[str, bytes]) -> dict[str, Rows]:
    """Table -> its rows as JSON has them."""
    entries = as_json(files["api/v1/entries.json"])["entries"]
    words = as_json(files["api/v1/vocabulary.json"])["words"]
    of_kind = {kind.key: [_flat(row) for row in entries if row["kind"] == kind.name] for kind in KINDS}
    of_words = {each.key: [row for row in words if row["kind"] == each.name] for each in VOCABULARIES}
    lists = {name: as_json(files[f"api/v1/{name}.json"])[name] for name in ("relations", "evidence", "changes")}
    return of_kind | of_words | lists


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return row | {f"breadth_{name}": value for name, value in row.get("breadth", {}).items()}


def said_by_csv(files: Mapping[str, bytes], table: str) -> Rows:
    """The rows of a table, as Python's reader reads them with the types that the Data Package gives."""
    package = as_json(files["data/datapackage.json"])
    resource = next(each for each in package["resources"] if each["path"] == f"{table.replace('_', '-')}.csv")
    types = {field["name"]: (field["type"], field.get("description", "")) for field in resource["schema"]["fields"]}
    content = files[f"data/{resource['path']}"]
    assert b"\r\n" in content
    assert not re.search(rb"[^\r]\n\Z", content)
    reader = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    return [{name: _typed(value, *types[name]) for name, value in row.items() if value != ""} for row in reader]


def _typed(value: str, type_: str, about: str) -> Any:
    if type_ in ("array", "object"):
        return json.loads(value)
    if type_ == "integer":
        return int(value)
    if type_ == "boolean":
        return {"true": True, "false": False}[value]
    text = unguard_formula(value)
    return text.split(" ") if "with a blank between two" in about else text


def said_by_sqlite(database: bytes, table: str, like: Rows) -> Rows:
    """The rows of a table; values of the types that JSON has, taken from `like`."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(database)
    connection.row_factory = sqlite3.Row
    kept = {name: value for row in like for name, value in row.items()}
    try:
        rows = connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid').fetchall()
    finally:
        connection.close()
    return [{name: _of_form(row[name], kept.get(name)) for name in row.keys() if row[name] not in (None, "")} for row in rows]  # noqa: SIM118 - a Row is no mapping


def _of_form(value: Any, example: Any) -> Any:
    if isinstance(example, list | dict):
        return json.loads(value)
    return bool(value) if isinstance(example, bool) else value


def compared(rows: Rows, columns: set[str]) -> Rows:
    """The rows as far as a table has columns for them; an empty text is no value."""
    return [{name: value for name, value in row.items() if name in columns and value != ""} for row in rows]


def check_formats(files: Mapping[str, bytes]) -> None:
    """Every table says the same in every format."""
    for table, rows in said_by_json(files).items():
        resource = next(each for each in as_json(files["data/datapackage.json"])["resources"] if each["name"] == table.replace("_", "-"))
        columns = {field["name"] for field in resource["schema"]["fields"]}
        expected = compared(rows, columns)
        left_out = {name for row in rows for name in row} - columns - {"kind", "breadth", "slug"}
        assert left_out == set(), table
        assert said_by_csv(files, table) == expected, table
        assert said_by_sqlite(files["data/catalogue.db"], table, expected) == expected, table


def test_every_format_says_the_same(files: Mapping[str, bytes]) -> None:
    check_formats(files)


def test_every_format_says_the_same_of_the_shipped_catalogue(catalogue: Catalogue) -> None:
    check_formats(files_of(dataset_of(catalogue)))


HOSTILE = (
    *("=SUM(A1:A9)", '"quoted", and, commas', "two\nlines", "two\n\nparagraphs", "-1+2", "+cmd|' /C calc'!A0", "@risk", "'apostrophe", "a;b\tc"),
    *("שלום עולם", "مرحبا", "\U0001f469\u200d\U0001f52c \U0001f600", "＝1+1", "1 < 2 & 3 > 2 &amp; &lt;", "null", "true", "1.0", '{"a": [1]}', "\\N"),
    *("%s {id}", "NULL"),
)
PIECES = st.sampled_from([*HOSTILE, *"=+-@,;\"' \n\t|", "é", "日本", "\u202b", "𝒳"])
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.lists(PIECES, min_size=1, max_size=6).map("".join))


def _with_entries(folder: Path, texts: list[str]) -> Path:
    """The toy with an entry for each text, which stands wherever an entry may have one."""
    template = json.loads((Path(__file__).parent / "hostile.json").read_text("utf-8"))
    entries = [_filled(template, f"F-9{number:02}", text) for number, text in enumerate(texts)]
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(TOY, folder)
    (folder / "hostile.yaml").write_text(json.dumps({"findings": entries}, ensure_ascii=False), "utf-8")  # JSON is YAML
    return folder


def _filled(template: Any, id_: str, text: str) -> Any:
    """A template with an id and a text in it."""
    if isinstance(template, str):
        return text if template == "@@TEXT@@" else template.replace("@@ID@@", id_).replace("@@LINE@@", _line(text))
    if isinstance(template, list):
        return [_filled(each, id_, text) for each in template]
    return {key: _filled(value, id_, text) for key, value in template.items()} if isinstance(template, dict) else template


def _line(text: str) -> str:
    return " ".join(text.split())[:60].strip()


def _check_texts(folder: Path, texts: list[str]) -> None:
    reading = read_data(_with_entries(folder, texts), folder.parent, SITE_URL)
    assert only_errors(reading.diagnostics) == ()
    files = files_of(dataset_of(reading.catalogue()))
    entries = {row["id"]: row for row in as_json(files["api/v1/entries.json"])["entries"]}
    for number, text in enumerate(texts):
        row = entries[f"F-9{number:02}"]
        assert row["statement"] == row["evidence"][0]["source_claim"] == text.strip()
        assert row["source_label"] == _line(text)
    check_formats(files)


def test_hostile_texts_are_the_same_in_every_format(tmp_path: Path) -> None:
    _check_texts(tmp_path / "data", [*HOSTILE])


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS.filter(lambda text: text.strip() != ""), min_size=5, max_size=20))
def test_any_texts_are_the_same_in_every_format(tmp_path: Path, texts: list[str]) -> None:
    folder = tmp_path / "data"
    assume(only_errors(read_data(_with_entries(folder, texts), tmp_path, SITE_URL).diagnostics) == ())
    _check_texts(folder, texts)


# ---- the description of the tables ----


def _validated(folder: Path) -> Any:
    """What frictionless says of the tables in a folder: whether they hold to types, keys and links between tables."""
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("{"), done.stderr
    return json.loads(done.stdout)


def test_tables_hold_to_their_description(files: Mapping[str, bytes], tmp_path: Path) -> None:
    for file, content in files.items():
        if file.startswith("data/") and not file.endswith(".db"):
            (tmp_path / Path(file).name).write_bytes(content)
    assert _validated(tmp_path)["valid"]
    relations = tmp_path / "relations.csv"
    relations.write_bytes(relations.read_bytes().replace(b"F-001,", b"F-777,", 1))
    found = [error["type"] for task in _validated(tmp_path)["tasks"] for error in task["errors"]]
    assert found == ["foreign-key"]


# ---- the database ----


def _rows(database: bytes, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(database)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_database_is_sound_and_the_same_each_time(data: Dataset) -> None:
    database = make_database(data.tables)
    assert make_database(data.tables) == database
    assert _rows(database, "PRAGMA integrity_check") == [("ok",)]
    assert _rows(database, "PRAGMA foreign_key_check") == []
    found = _rows(database, "SELECT id FROM entries WHERE rowid IN (SELECT rowid FROM entries_fts WHERE entries_fts MATCH 'barrels') ORDER BY id")
    assert ("F-001",) in found  # its title says Barrel


def test_metadata_for_datasette_names_what_is_there(files: Mapping[str, bytes]) -> None:
    """Every table and column that it describes exists; Datasette would show nothing of others."""
    database, metadata = files["data/catalogue.db"], as_json(files["data/metadata.json"])
    [(name, described)] = metadata["databases"].items()
    assert name == "catalogue"
    assert metadata["license"]
    for table, about in described["tables"].items():
        columns = {row[1] for row in _rows(database, f'PRAGMA table_info("{table}")')}
        assert columns, table
        assert columns >= about.get("columns", {}).keys()
        assert about.get("label_column", "title") in columns or "label_column" not in about
    for query in described["queries"].values():
        _rows(database, query["sql"])


def test_questions_on_the_page_are_answered(catalogue: Catalogue, shipped_documents: Mapping[str, Any]) -> None:
    data = dataset_of(catalogue)
    database = make_database(data.tables)
    answers = {each.name: _rows(database, each.sql) for each in asked_questions(data.context)}
    assert answers.keys() == {"worse-with-provided-data", "one-study", "changed-since"}
    patterns = [id_ for id_ in catalogue.by_kind["pattern"] if "provided data" in catalogue.link_labels[id_].title.lower()]
    worse = {edge.target for id_ in patterns for edge in catalogue.outgoing[id_] if getattr(edge.relation, "effect", "") == "amplifies"}
    advice = {(edge.source, edge.target) for id_ in worse for edge in catalogue.incoming[id_] if edge.kind.field == "addresses"}
    assert advice
    assert {(row[0], row[2]) for row in answers["worse-with-provided-data"]} == advice
    assert {row[0]: row[2] for row in answers["one-study"]} == dict(_of_one_study(catalogue))


def _of_one_study(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for id_, entry in catalogue.entries.items():
        studies = {item.study for item in getattr(entry, "evidence", ()) if item.directness == "direct"}
        if len(studies) == 1:
            yield id_, studies.pop()


def test_what_changed_since_a_release_is_answered(released: Context) -> None:  # noqa: F811
    data = dataset_in(released)
    [question] = [each for each in asked_questions(released) if each.name == "changed-since"]
    assert "'2026.11'" in question.sql
    rows = _rows(make_database(data.tables), question.sql)
    assert [row[:3] for row in rows] == [("2026.12", "reworded", "findings/F-003"), ("", "changed", "findings/F-003")]


# ---- the page ----


def test_example_in_python_runs_beside_its_file(files: Mapping[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "evidence.json").write_bytes(files["api/v1/evidence.json"])
    done = subprocess.run([sys.executable, "-c", PYTHON_EXAMPLE], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Counter({('supports', 'direct'): ")


def test_page_lists_every_file_with_its_size(site: Path) -> None:
    html = (site / "data" / "index.html").read_text("utf-8")
    sizes = dict(re.findall(r' data-size="([^"]+)">([^<]*)<', html))
    index = json.loads((site / "api" / "v1" / "index.json").read_text("utf-8"))
    assert {each["file"].replace("{id}", "ID") for each in index["files"]} <= sizes.keys()
    for file, size in sizes.items():
        before, _, after = file.partition("ID")
        found = list(site.glob(f"{before}*{after}")) if "ID" in file else [site / file]
        assert size == size_words(sum(path.stat().st_size for path in found))
    assert 'href="catalogue.db"' in html
    entry = (site / "findings" / "F-004" / "index.html").read_text("utf-8")
    assert re.findall(r"<a [^>]*>([^<]+)</a>", entry.partition('<p class="pb-formats"')[2].partition("</p>")[0])[:2] == ["JSON", "BibTeX"]
    assert '<a href="../../data/">Data</a>' in entry.partition('<footer class="md-footer"')[2]


def test_sizes_are_words() -> None:
    words = {0: "0 B", 999: "999 B", 1000: "1 kB", 1500: "2 kB", 999_499: "999 kB", 999_500: "1.0 MB", 12_345_678: "12.3 MB"}
    assert {size: size_words(size) for size in words} == words
    sizes = {"a/F-1.json": 600, "a/F-2.json": 700, "b/F-1.json": 5}
    assert with_sizes('<td data-size="a/ID.json"></td>', sizes) == '<td data-size="a/ID.json">1 kB</td>'
