"""Every file of the whole catalogue for programs and spreadsheets, declared once: written, listed in `api/v1/index.json` and on `/data/`.

To add a format, add a module with a function that makes its files of a `Dataset`, and a row here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from patternbook.exports.api.json_files import (
    API,
    SCHEMAS,
    changes_file,
    entries_file,
    entry_files,
    evidence_file,
    index_file,
    kind_file,
    references_file,
    relations_file,
    vocabulary_file,
)
from patternbook.exports.api.status import status_file
from patternbook.exports.dataset import Dataset
from patternbook.exports.files import Export, ExportFile, Write
from patternbook.exports.forms import FileItem
from patternbook.exports.table import file_stem
from patternbook.exports.tables.csv_files import GUARD, package_file, table_file
from patternbook.exports.tables.database import database_file, metadata_file
from patternbook.exports.tables.derive import derive_tables, table_titles
from patternbook.model.registry import KINDS

JSON, CSL, CSV, SQLITE = "application/json", "application/vnd.citationstyles.csl+json", "text/csv", "application/vnd.sqlite3"
IN_ONE, AS_TABLES, IN_JSON = "One file with everything", "Tables", "JSON, for programs"
EXPORT_GROUPS = {
    IN_ONE: "For questions that no page answers. Every table below, ready to be asked.",
    AS_TABLES: "For spreadsheets and statistics: CSV in UTF-8, one line a row, the first with the names of columns.",
    IN_JSON: "Each file is one object with one thing a line. Within version 1, fields are only added, and none changes its meaning.",
}
"""Heading on `/data/` -> what its files have in common, in the order of the page."""


def _json(name: str, title: str, about: str, write: Write, *, file: str = "", media_type: str = JSON, in_releases: bool = False) -> Export:
    """A row of a file below `api/v1/`, whose schema has the same name."""
    return Export(file or f"{API}/{name}.json", title, about, media_type, IN_JSON, write, f"{SCHEMAS}/{name}.json", in_releases)


def _data(name: str, title: str, about: str, write: Write, media_type: str = JSON, group: str = AS_TABLES) -> Export:
    """A row of a file below `data/`."""
    return Export(f"data/{name}", title, about, media_type, group, write)


EXPORTS: tuple[Export, ...] = (
    _json("entries", "All entries", "Every entry with all its fields.", write=entries_file, in_releases=True),
    *(_json(kind.plural, f"{{{kind.name}}}", f"The same of one kind. {kind.about}", write=partial(kind_file, kind.name)) for kind in KINDS),
    _json("entry", "One entry", "Each entry by itself, by its id.", file=f"{API}/entries/{{id}}.json", write=entry_files),
    _json("relations", "Relations", "Every link between two entries, with its source and conditions.", write=relations_file, in_releases=True),
    _json("evidence", "Evidence", "Every item of evidence: study, stance, directness, what was read.", write=evidence_file, in_releases=True),
    _json("references", "References", "The bibliography, as CSL-JSON.", media_type=CSL, write=references_file),
    _json("vocabulary", "Vocabulary", "The words by which entries are ordered, and what they mean.", write=vocabulary_file, in_releases=True),
    _json("status", "Status", "What became of each entry: current, retired, moved, withdrawn. For programs that check links.", write=status_file),
    _json("changes", "Changes", "What each release changed, and what changed since.", write=changes_file),
    *(_data(f"{file_stem(name)}.csv", title, about, partial(table_file, name), CSV) for name, title, about in table_titles()),
    _data("datapackage.json", "Description of the tables", f"Types, keys and meaning of columns, as a Data Package. {GUARD}", package_file),
    _data("catalogue.db", "Database", "All tables in one SQLite file, with full-text search.", database_file, SQLITE, IN_ONE),
    _data("metadata.json", "Description for Datasette", "Title, licence, columns, questions: datasette -m.", metadata_file, group=IN_ONE),
)
"""Each row writes its file, or one for each entry."""
INDEX = _json("index", "Index", "Where to begin: every file with its size, the licence, the releases.", write=lambda *_: ())
"""It lists the others, and is written after them."""


def export_files(data: Dataset) -> Iterator[ExportFile]:
    """Every file, one after the other, so that no two large ones are in memory at once; the index last."""
    data = replace(data, tables=tuple(derive_tables(data)))
    made: list[FileItem] = []
    for export in EXPORTS:
        sizes: dict[str, int] = {}
        for each in export.write(data, export.file):
            sizes[each.file] = len(each.content)
            yield each
        made.append(_described(export, sum(sizes.values()), data))
    yield from index_file(made, data, INDEX.file)


def _described(export: Export, size: int, data: Dataset) -> FileItem:
    """A file as the index lists it; those of which there is one for each entry as one."""
    title = data.context.catalogue.labelled(export.title)
    return FileItem(file=export.file, title=title, about=export.about, media_type=export.media_type, bytes=size, schema=export.schema)
