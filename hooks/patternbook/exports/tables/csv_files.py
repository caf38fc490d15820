"""Tables as CSV (RFC 4180), and their description as a Data Package, by which programs read them with types and keys.

https://www.rfc-editor.org/rfc/rfc4180 , https://specs.frictionlessdata.io/data-package/
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from string import ascii_letters, digits
from typing import Any

from patternbook.exports.dataset import Dataset
from patternbook.exports.files import ExportFile
from patternbook.exports.table import Cell, Column, Table, file_stem
from patternbook.source.csv_cells import guard_formula

_TYPES = {"names": "string", "text": "string"}
"""Types of cells that a Data Package calls otherwise."""
GUARD = "A text that a spreadsheet could take for a formula has an apostrophe before it, which is no part of it."
_HARMLESS = frozenset(["", *ascii_letters, *digits, *"[{"])
"""What most cells begin with, none of which starts a formula: asked first, since the guard looks at every character for what it is."""
_NAMES = "Names, with a blank between two."


def table_file(name: str, data: Dataset, file: str) -> Iterator[ExportFile]:
    """One table as CSV."""
    table = next(each for each in data.tables if each.name == name)
    yield ExportFile(file, csv_text(table).encode())


def csv_text(table: Table) -> str:
    """A table: a first line with the names of columns; no value is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_written(cell) for cell in row] for row in table.rows)
    return text.getvalue()


def _written(cell: Cell) -> str | int | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, list):
        return " ".join(cell)
    if isinstance(cell, str):
        return cell if cell[:1] in _HARMLESS else guard_formula(cell)
    return cell


def package_file(data: Dataset, file: str) -> Iterator[ExportFile]:
    """The description of all tables."""
    about = data.about
    package = {
        "profile": "tabular-data-package",
        "name": data.context.catalogue.masthead.key_prefix,
        "title": about.title,
        "description": f"{about.attribution} {GUARD}",
        **({"homepage": about.url} if about.url else {}),
        **({"version": about.release} if about.release else {}),
        "licenses": [{"name": about.licence, "path": about.licence_url}],
        "resources": [_resource(table) for table in data.tables],
    }
    yield ExportFile(file, (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode())


def _resource(table: Table) -> dict[str, Any]:
    keys = [
        {"fields": column.name, "reference": {"resource": file_stem(column.leads_to), "fields": "id"}} for column in table.columns if column.leads_to
    ]
    schema = {"fields": [_field(column) for column in table.columns]}
    return {
        "profile": "tabular-data-resource",
        "name": file_stem(table.name),
        "path": f"{file_stem(table.name)}.csv",
        "title": table.title,
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema | ({"primaryKey": table.key} if table.key else {}) | ({"foreignKeys": keys} if keys else {}),
    }


def _field(column: Column) -> dict[str, Any]:
    about = " ".join(filter(None, (column.about, _NAMES if column.type == "names" else "")))
    field: dict[str, Any] = {"name": column.name, "type": _TYPES.get(column.type, column.type)}
    return field | ({"description": about} if about else {}) | ({"constraints": {"required": True}} if column.required else {})
