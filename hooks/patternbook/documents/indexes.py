"""Documents of indexes: planned from what is known of entries at once, made from those that stand on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from patternbook.documents.blocks import reference_target
from patternbook.documents.context import Context, DocumentScope, index_target
from patternbook.documents.model import Block, CitedReference, DocumentStruct, Target
from patternbook.documents.profile import TableCell, TableColumn
from patternbook.documents.references import sorted_keys
from patternbook.model.kind import Kind, Listed
from patternbook.model.registry import KIND_BY_NAME, KINDS, LISTED_BY_NAME, VOCABULARIES, VOCABULARY_BY_NAME

REFERENCE_INDEX = "reference"
"""Kind of the bibliography's index."""


class IndexRow(DocumentStruct, frozen=True, kw_only=True):
    """A line of an index."""

    target: Target
    text: str = ""
    note: str = ""
    cells: tuple[TableCell, ...] = ()
    """One for each column of its index, where that is a table."""


class IndexGroup(DocumentStruct, frozen=True, kw_only=True):
    """Rows under a heading."""

    key: str
    title: str
    target: Target | None = None
    text: str = ""
    rows: tuple[IndexRow, ...]


ROWS_PER_PAGE = 200
"""Rows of one index page; what has more is split, so that no page grows with the catalogue."""


class Index(DocumentStruct, frozen=True, kw_only=True):
    """The index of a kind, a vocabulary or the bibliography, or one page of it."""

    page: str
    first: str
    """Its first page."""
    parts: tuple[Target, ...] = ()
    """All pages of an index that was split, in order; each called by what it lists."""
    kind: str
    title: str
    about: str
    lead: tuple[Block, ...] = ()
    """What stands above the list."""
    columns: tuple[TableColumn, ...] = ()
    """Of an index that is a table."""
    groups: tuple[IndexGroup, ...]
    targets: dict[str, Target]
    references: dict[str, CitedReference]


GroupedNames = tuple[tuple[str, tuple[str, ...]], ...]
"""Groups: key, and the ids, slugs or keys of its rows."""


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """One page of an index, before it is made."""

    kind: str
    """Name of the kind or vocabulary, or `reference`."""
    page: str
    first: str
    """The index's first page."""
    parts: tuple[Target, ...]
    """All pages of an index that was split, in order; each called by what it lists."""
    groups: GroupedNames


def plan_indexes(context: Context) -> Iterator[IndexPlan]:
    """The index pages of every kind and vocabulary, and of the bibliography."""
    catalogue = context.catalogue
    for kind in KINDS:
        yield from _split(kind.name, kind.plural, tuple(_planned(kind, context)), context)
    for vocabulary in VOCABULARIES:
        yield from _split(vocabulary.name, vocabulary.plural, (("", tuple(catalogue.words[vocabulary.name])),), context)
    yield from _split(REFERENCE_INDEX, "references", (("", tuple(sorted_keys(catalogue))),), context)


NO_GROUP = "elsewhere"
"""Key of the group of what names nothing that the others stand under."""


def _planned(kind: Kind, context: Context) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Groups in the order of what they stand under; what names nothing of it comes last."""
    catalogue = context.catalogue
    ids, by = catalogue.by_kind[kind.name], kind.grouped_by
    if not by:
        yield from ((("", ids),) if ids else ())
        return
    groups: dict[str, list[str]] = {name: [] for name in (catalogue.words[by] if by in VOCABULARY_BY_NAME else catalogue.by_kind[by])}
    groups[NO_GROUP] = []
    for id_ in ids:
        groups[next((name for of, name in catalogue.named_in[id_] if of == by), NO_GROUP)].append(id_)
    yield from ((key, tuple(found)) for key, found in groups.items() if found)


def _split(kind: str, first: str, groups: GroupedNames, context: Context) -> Iterator[IndexPlan]:
    """Pages of at most ROWS rows; a group that is cut goes on under its heading."""
    rows = [(key, name) for key, names in groups for name in names]
    if len(rows) <= ROWS_PER_PAGE:
        yield IndexPlan(kind, first, first, (), groups)
        return
    chunks = [rows[start : start + ROWS_PER_PAGE] for start in range(0, len(rows), ROWS_PER_PAGE)]
    pages = [first, *(f"{first}/page-{number}" for number in range(2, len(chunks) + 1))]
    parts = tuple(Target(kind="index", id=page, title=_range(kind, chunk, context), page=page) for page, chunk in zip(pages, chunks, strict=True))
    for page, chunk in zip(pages, chunks, strict=True):
        yield IndexPlan(kind, page, first, parts, tuple((key, tuple(name for _, name in group)) for key, group in groupby(chunk, lambda row: row[0])))


def _range(kind: str, rows: list[tuple[str, str]], context: Context) -> str:
    first, last = (context.cited[name].label if kind == REFERENCE_INDEX else name for _, name in (rows[0], rows[-1]))
    return f"{first} to {last}"


def make_index(plan: IndexPlan, context: Context) -> Index:
    """Make one page of an index."""
    scope, profile = DocumentScope(context), context.profile
    lead, table = profile.leads.get(plan.kind), profile.tables.get(plan.kind)
    return Index(
        page=plan.page,
        first=plan.first,
        parts=plan.parts,
        kind=plan.kind,
        title=index_title(plan, context),
        about=index_description(plan),
        lead=lead(context, scope) if lead else (),
        columns=table.columns if table and plan.groups else (),
        groups=tuple(_group(plan.kind, key, names, context, scope) for key, names in plan.groups),
        targets=scope.targets,
        references=scope.references,
    )


def index_title(plan: IndexPlan, context: Context) -> str:
    """What the whole index is called."""
    return "References" if plan.kind == REFERENCE_INDEX else index_target(context.catalogue, _thing(plan)).title


def index_description(plan: IndexPlan) -> str:
    """What the index lists."""
    if plan.kind == REFERENCE_INDEX:
        return "Every work that an entry cites, with its citation, its BibTeX and the entries that rest on it."
    return _thing(plan).about


def _thing(plan: IndexPlan) -> Listed:
    return LISTED_BY_NAME[plan.kind]


def _group(kind: str, key: str, names: Iterable[str], context: Context, scope: DocumentScope) -> IndexGroup:
    rows = tuple(_row(kind, name, context, scope) for name in names)
    if not key:
        return IndexGroup(key="", title="", rows=rows)
    grouped = KIND_BY_NAME[kind]
    if key == NO_GROUP:
        title, text = grouped.rest
        return IndexGroup(key=key, title=title, text=text, rows=rows)
    by = KIND_BY_NAME.get(grouped.grouped_by)
    if by:
        text = scope.text(by.group_text(context.catalogue.entries[key]))
        return IndexGroup(key=key.lower(), title=context.catalogue.link_labels[key].title, target=context.target(key), text=text, rows=rows)
    word = context.catalogue.words[grouped.grouped_by][key]
    return IndexGroup(key=key, title=word.title, target=context.word(grouped.grouped_by, key), text=scope.text(word.statement), rows=rows)


def _row(kind: str, name: str, context: Context, scope: DocumentScope) -> IndexRow:
    if kind == REFERENCE_INDEX:
        return IndexRow(target=reference_target(context.cited[name]), text=context.cited[name].text)
    if kind in VOCABULARY_BY_NAME:
        word, field = context.catalogue.words[kind][name], VOCABULARY_BY_NAME[kind].note_field
        noted = getattr(word, field) if field else None
        return IndexRow(target=context.word(kind, name), text=scope.text(word.statement), note=context.target(noted).title if noted else "")
    gist, table = context.catalogue.list_summaries[name], context.profile.tables.get(kind)
    note, cells = table.row(name, context) if table else (gist.note, ())
    if KIND_BY_NAME[kind].note_names == REFERENCE_INDEX:
        note = context.cited[note].label
    return IndexRow(target=context.target(name), text=scope.text(gist.statement), note=note, cells=cells)
