"""A table, whatever it is written as: columns with their types, and rows of cells."""

from __future__ import annotations

from typing import Literal, NamedTuple

CellType = Literal["text", "integer", "boolean", "names", "array", "object"]
Cell = str | int | bool | None | list[str]
"""None is no value. A list holds names; arrays and objects are texts of JSON already."""


class Column(NamedTuple):
    """A column."""

    name: str
    type: CellType
    about: str = ""
    required: bool = False
    leads_to: str = ""
    """The table whose key its cells name; empty where they name nothing in a table."""


class Table(NamedTuple):
    """A table."""

    name: str
    """In the database."""
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: str = ""
    """The column that names a row; empty where none does."""


def file_stem(name: str) -> str:
    """Name of the file of a table, without suffix."""
    return name.replace("_", "-")
