"""All tables in one SQLite file with full-text search, and its description for Datasette, which shows and queries it in a browser.

The file is the same byte for byte whenever the data and the version of SQLite are. https://docs.datasette.io/en/stable/metadata.html
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.json import encode

from patternbook.exports.dataset import Dataset, asked_questions
from patternbook.exports.files import ExportFile
from patternbook.exports.table import Cell, Column, Table
from patternbook.exports.tables.derive import ENTRIES

DATABASE = "catalogue"
SEARCHED = ("title", "statement", "text")
"""Columns of the entries that the full-text search reads."""
_SEARCH = f"{ENTRIES}_fts"


def database_file(data: Dataset, file: str) -> Iterator[ExportFile]:
    """The database."""
    yield ExportFile(file, make_database(data.tables))


def make_database(tables: Iterable[Table]) -> bytes:
    """A database with these tables; of the entries, every text is searched by its words, whatever their ending in English."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("BEGIN")
        for table in tables:
            connection.execute(_create(table))
            slots = ", ".join("?" * len(table.columns))
            connection.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({slots})", map(_stored, table.rows))  # noqa: S608 - our own names
            for column in table.columns:
                if column.leads_to and column.name != table.key:
                    connection.execute(f"CREATE INDEX {_quoted(f'{table.name}_{column.name}')} ON {_quoted(table.name)} ({_quoted(column.name)})")
        columns = ", ".join(SEARCHED)
        connection.execute(f"CREATE VIRTUAL TABLE {_SEARCH} USING fts5({columns}, content='{ENTRIES}', tokenize='porter unicode61')")
        connection.execute(f"INSERT INTO {_SEARCH}({_SEARCH}) VALUES ('rebuild')")  # noqa: S608
        connection.execute("COMMIT")
        return connection.serialize()
    finally:
        connection.close()


def _create(table: Table) -> str:
    columns = [_declared(column, is_key=column.name == table.key) for column in table.columns]
    return f"CREATE TABLE {_quoted(table.name)} ({', '.join(columns)})"


def _declared(column: Column, *, is_key: bool) -> str:
    kind = "INTEGER" if column.type in ("integer", "boolean") else "TEXT"
    leads = f" REFERENCES {_quoted(column.leads_to)}(id)" if column.leads_to else ""
    return f"{_quoted(column.name)} {kind}{' PRIMARY KEY' if is_key else ''}{' NOT NULL' if column.required else ''}{leads}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _stored(row: tuple[Cell, ...]) -> list[str | int | None]:
    return [encode(cell).decode() if isinstance(cell, list) else cell for cell in row]


def metadata_file(data: Dataset, file: str) -> Iterator[ExportFile]:
    """What Datasette shows: title, licence, what tables and columns are, and questions to begin with."""
    about = data.about
    tables: dict[str, Any] = {table.name: _described(table) for table in data.tables}
    tables[_SEARCH] = {"hidden": True}
    queries = {each.name: {"title": each.title, "description": each.about, "sql": each.sql} for each in asked_questions(data.context)}
    whole = {
        "title": about.title,
        "description": about.attribution,
        "license": about.licence,
        "license_url": about.licence_url,
        **({"source": about.title, "source_url": about.url} if about.url else {}),
        "databases": {DATABASE: {"tables": tables, "queries": queries}},
    }
    yield ExportFile(file, (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode())


def _described(table: Table) -> dict[str, Any]:
    names = {column.name for column in table.columns}
    told: dict[str, Any] = {"title": table.title, "description": table.about}
    told |= {"columns": {column.name: column.about for column in table.columns if column.about}}
    told |= {"label_column": "title"} if "title" in names else {}
    return told | ({"fts_table": _SEARCH, "fts_pk": "rowid"} if table.name == ENTRIES else {})
