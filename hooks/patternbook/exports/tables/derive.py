"""The tables of a dataset: one for each kind and vocabulary, and those of everything together. Columns follow from the declared model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.json import encode
from msgspec.structs import asdict

from patternbook.documents.model import Breadth
from patternbook.exports.dataset import Dataset
from patternbook.exports.forms import ChangeItem, ReleaseItem
from patternbook.exports.links import evidence_models, relation_model
from patternbook.exports.rows import NAMED_BY, Row, counted_fields, texts_of_row
from patternbook.exports.table import Cell, CellType, Column, Table
from patternbook.model.descriptions import descriptions
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.kind import Listed
from patternbook.model.registry import KIND_BY_NAME, KINDS, RELATIONS, VOCABULARIES, VOCABULARY_BY_NAME
from patternbook.model.struct import ModelStruct

ENTRIES, BIBLIOGRAPHY = "entries", "bibliography"
_BREADTH = "breadth_"
"""Start of the columns with what is counted of the evidence of an entry."""


def derive_tables(data: Dataset) -> Iterator[Table]:
    """Every table."""
    yield _entries(data)
    for kind in KINDS:
        yield _listed(kind, data.of_kind(kind.name).values(), data)
    yield _relations(data)
    yield _evidence(data)
    yield _names(data)
    for each in VOCABULARIES:
        yield _listed(each, data.words[each.name], data)
    yield _bibliography(data)
    yield _releases(data)
    yield _changes(data)


def table_titles() -> Iterator[tuple[str, str, str]]:
    """Name, title and purpose of every table, in their order, without any data."""
    yield ENTRIES, "All entries", "Every entry of any kind, with what all kinds have."
    for each in KINDS:
        yield each.key, f"{{{each.name}}}", each.about
    yield "relations", "Relations", "Every link between two entries, with its source and conditions."
    yield "evidence", "Evidence", "Every item of evidence: the study, its stance, what was read."
    yield "names", "Names in entries", "What entries name in a field, such as their areas: one row for each."
    for vocabulary in VOCABULARIES:
        yield vocabulary.key, f"{{{vocabulary.name}}}", vocabulary.about
    yield BIBLIOGRAPHY, "Bibliography", "Every work that is cited."
    yield "releases", "Releases", "Every release with its number."
    yield "changes", "Changes", "What each release changed, and what changed since the last one."


def _table(name: str, columns: Iterable[Column], rows: Iterable[Mapping[str, Any]], data: Dataset, key: str = "") -> Table:
    title, about = next((title, about) for each, title, about in table_titles() if each == name)
    columns = tuple(columns)
    label = data.context.catalogue.labelled
    types = [(column.name, column.type) for column in columns]
    cells = tuple([tuple([_cell(row.get(name), type_) for name, type_ in types]) for row in rows])
    return Table(name, label(title), about, columns, cells, key)


def _cell(value: Any, type_: CellType) -> Cell:
    if value is None or type_ in ("text", "integer", "boolean", "names"):
        return value  # type: ignore[no-any-return]
    return encode(value).decode()


def _required(name: str, about: str, leads_to: str = "", *, type_: CellType = "text") -> Column:
    """A column without an empty cell."""
    return Column(name, type_, about, required=True, leads_to=leads_to)


# ---- columns of the model ----


def _column(field: FieldInfo, texts: Mapping[str, str]) -> Column:
    return Column(
        field.key, _type(field), " ".join(texts[field.name].split()), required=False, leads_to="" if field.many else _table_of(field.reference)
    )


def _type(field: FieldInfo) -> CellType:
    if field.many:
        return "names" if field.reference else "array"
    if field.type_name == "mapping":
        return "object"
    return {"whole number": "integer", "true or false": "boolean"}.get(field.type_name, "text")  # type: ignore[return-value]


def _table_of(reference: str) -> str:
    """The table that holds what a field names."""
    if reference in VOCABULARY_BY_NAME:
        return VOCABULARY_BY_NAME[reference].key
    return {"reference": BIBLIOGRAPHY, "entry": ENTRIES}.get(reference, ENTRIES if reference in KIND_BY_NAME else "")


def _model_columns(models: Iterable[type[ModelStruct]], without: Iterable[str] = ()) -> dict[str, Column]:
    """The columns of several models; where a field differs, the first one counts, and a name leads nowhere."""
    found: dict[str, Column] = {}
    for model in models:
        texts = descriptions(model)
        for field in fields_of(model):
            column = _column(field, texts)
            first = found.setdefault(field.key, column)
            if first.leads_to != column.leads_to:
                found[field.key] = first._replace(leads_to="")
    return {name: column for name, column in found.items() if name not in without}


_ADDRESS = (
    _required("page", "Address of its page without suffix."),
    Column("url", "text", "Full address of its page; empty where there is none."),
)


def _breadth_columns() -> list[Column]:
    texts = descriptions(Breadth)
    return [Column(f"{_BREADTH}{name}", "integer", texts[name]) for name in counted_fields()]


def _with_breadth(row: Row) -> Row:
    return row | {f"{_BREADTH}{name}": value for name, value in row["breadth"].items()} if "breadth" in row else row


def _listed(listed: Listed, rows: Iterable[Row], data: Dataset) -> Table:
    breadth = _breadth_columns() if listed in KINDS else []
    id_ = _required("id", "Its id, or the slug of a word.", ENTRIES if listed in KINDS else "")
    columns = [id_, *_model_columns([listed.model], NAMED_BY).values(), *_ADDRESS, *breadth]
    return _table(listed.key, columns, map(_with_breadth, rows), data, "id")


# ---- tables of everything ----


def _entries(data: Dataset) -> Table:
    columns = [
        _required("id", "Its id."),
        _required("kind", "Its kind."),
        _required("title", ""),
        _required("statement", "What it says, in one to three sentences; Markdown."),
        Column("text", "text", "Everything else that it says in words, a paragraph each; Markdown."),
        Column("state", "text", "current or retired"),
        Column("release", "text", "The release that holds its text, or of a newer text the last one that holds another."),
        Column("changed_since", "boolean", "Whether its text is newer than that release."),
        *_ADDRESS,
        *_breadth_columns(),
    ]
    rows = (_with_breadth(row) | {"text": texts_of_row(row)} | dict(data.statuses.get(id_, ())) for id_, row in data.entries.items())
    return _table(ENTRIES, columns, rows, data, "id")


def _relations(data: Dataset) -> Table:
    models = dict.fromkeys(map(relation_model, RELATIONS))
    columns = [
        _required("subject", "The entry that writes it.", ENTRIES),
        _required("relation", "The field that holds it."),
        _required("object", "The entry that it leads to.", ENTRIES),
        _required("says", "The relation in words, from the entry that writes it."),
        *_model_columns(models, {relation.holder for relation in RELATIONS}).values(),
    ]
    return _table("relations", columns, data.relations, data)


def _evidence(data: Dataset) -> Table:
    columns = [
        _required("entry", "The entry that holds it.", ENTRIES),
        _required("number", "Its place among the evidence of the entry, from 1.", type_="integer"),
        *_model_columns(evidence_models()).values(),
    ]
    return _table("evidence", columns, data.evidence, data)


def _names(data: Dataset) -> Table:
    columns = [
        _required("entry", "The entry that names it.", ENTRIES),
        _required("field", "The field in which it does."),
        _required("kind", "What sort of thing is named: a kind of entry, a vocabulary, reference, contributor."),
        _required("name", "Its id, slug or key."),
    ]
    return _table("names", columns, data.names, data)


def _bibliography(data: Dataset) -> Table:
    columns = [
        _required("id", "Its key, by which entries name it."),
        _required("type", "As CSL calls it."),
        Column("title", "text"),
        Column("year", "integer"),
        Column("DOI", "text"),
        Column("URL", "text"),
        Column("citation", "text", "In APA style, plain text."),
        Column("csl", "object", "All of it as CSL-JSON."),
    ]
    cited = data.context.cited
    rows = (
        work | {"year": _year(work), "citation": cited[work["id"]].text if work["id"] in cited else None, "csl": work} for work in data.references
    )
    return _table(BIBLIOGRAPHY, columns, rows, data, "id")


def _year(work: Row) -> int | None:
    parts = work.get("issued", {}).get("date-parts") or [[]]
    return parts[0][0] if parts[0] else None


def _releases(data: Dataset) -> Table:
    texts = descriptions(ReleaseItem)
    columns = [
        _required("number", texts["number"], type_="integer"),
        *(Column(name, "text", texts[name]) for name in ("release", "date", "doi", "page", "url")),
    ]
    return _table("releases", columns, map(asdict, data.releases), data, "number")


def _changes(data: Dataset) -> Table:
    texts = descriptions(ChangeItem)
    columns = [
        _required("number", texts["number"], type_="integer"),
        *(Column(name, "text", texts[name]) for name in ("release", "page", "id", "what", "because")),
        Column("successors", "names", "What takes its place."),
    ]
    rows = ({name: [*value] if isinstance(value, tuple) else value for name, value in asdict(change).items()} for change in data.changes)
    return _table("changes", columns, rows, data)
