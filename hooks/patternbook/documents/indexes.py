"""Documents of indexes: planned from the ids of all entries, made from the entries of one page only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec.structs import replace

from patternbook.documents.blocks import reference_target
from patternbook.documents.context import Context, DocumentScope
from patternbook.documents.model import Block, CitedReference, DocumentStruct, Target
from patternbook.documents.profile import TableCell, TableColumn
from patternbook.documents.references import sorted_keys
from patternbook.model.kind import Kind
from patternbook.model.registry import KIND_BY_NAME, KINDS, LISTED_BY_NAME, VOCABULARIES, VOCABULARY_BY_NAME
from patternbook.phrases import gettext, gettext_noop

REFERENCE_INDEX = "reference"
"""The bibliography, where indexes of kinds and vocabularies have the name of theirs."""


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
"""Rows of an index page at most; longer indexes are split, so that no page grows with the catalogue."""


class IndexPage(DocumentStruct, frozen=True, kw_only=True):
    """Which page of which index."""

    kind: str
    """Name of the kind or vocabulary, or `reference`."""
    page: str
    first: str
    """The first page of the index."""
    parts: tuple[Target, ...]
    """All pages of an index that is split, in order, each titled by its range of rows; empty where it is not split."""


GroupedNames = tuple[tuple[str, tuple[str, ...]], ...]
"""Groups: key, and the ids, slugs or keys of its rows."""


class IndexPlan(IndexPage, frozen=True, kw_only=True):
    """A page of an index, before it is made."""

    groups: GroupedNames


class Index(IndexPage, frozen=True, kw_only=True):
    """A page of the index of a kind, a vocabulary or the bibliography."""

    title: str
    about: str
    lead: tuple[Block, ...] = ()
    """Blocks above the list."""
    columns: tuple[TableColumn, ...] = ()
    """Columns of an index that is a table."""
    groups: tuple[IndexGroup, ...]
    targets: dict[str, Target]
    references: dict[str, CitedReference]


def plan_indexes(context: Context) -> Iterator[IndexPlan]:
    """The index pages of every kind and vocabulary, and of the bibliography."""
    catalogue = context.catalogue
    for kind in KINDS:
        yield from _split(kind.name, kind.plural, _groups_of(kind, context), context)
    for vocabulary in VOCABULARIES:
        yield from _split(vocabulary.name, vocabulary.plural, (("", tuple(catalogue.words[vocabulary.name])),), context)
    yield from _split(REFERENCE_INDEX, "references", (("", tuple(sorted_keys(catalogue))),), context)


RETIRED_GROUP = "retired"
"""Key of the group of entries that are out of use, the last of every index."""
NO_GROUP = "elsewhere"
"""Key of the group of entries that name nothing their index is grouped by."""


def _groups_of(kind: Kind, context: Context) -> GroupedNames:
    """The entries of a kind in the order of what they are grouped by; those that name nothing of it come last."""
    catalogue = context.catalogue
    ids, by = catalogue.by_kind[kind.name], kind.grouped_by
    retired = tuple(id_ for id_ in ids if catalogue.link_labels[id_].retired)
    ids = tuple(id_ for id_ in ids if id_ not in retired) if retired else ids
    last = ((RETIRED_GROUP, retired),) if retired else ()
    if not by:
        return (*((("", ids),) if ids else ()), *last)
    names = catalogue.words[by] if by in VOCABULARY_BY_NAME else catalogue.by_kind[by]
    groups: dict[str, list[str]] = {name: [] for name in (*names, NO_GROUP)}
    for id_ in ids:
        groups[next((name for of, name in catalogue.named_in[id_] if of == by), NO_GROUP)].append(id_)
    return (*((key, tuple(members)) for key, members in groups.items() if members), *last)


def _split(kind: str, first: str, groups: GroupedNames, context: Context) -> Iterator[IndexPlan]:
    """Pages of at most ROWS_PER_PAGE rows; a group that is cut continues on the next page under its heading."""
    rows = [(key, name) for key, names in groups for name in names]
    if len(rows) <= ROWS_PER_PAGE:
        yield IndexPlan(kind=kind, page=first, first=first, parts=(), groups=groups)
        return
    chunks = [rows[start : start + ROWS_PER_PAGE] for start in range(0, len(rows), ROWS_PER_PAGE)]
    parts = []
    for number, chunk in enumerate(chunks, 1):
        start, end = (context.cited[name].label if kind == REFERENCE_INDEX else name for _, name in (chunk[0], chunk[-1]))
        page = first if number == 1 else f"{first}/page-{number}"
        parts.append(Target(kind="index", id=page, title=gettext("%(first)s to %(last)s", first=start, last=end), page=page))
    for part, chunk in zip(parts, chunks, strict=True):
        names = tuple((key, tuple(name for _, name in group)) for key, group in groupby(chunk, lambda row: row[0]))
        yield IndexPlan(kind=kind, page=part.page, first=first, parts=tuple(parts), groups=names)


def make_index(plan: IndexPlan, context: Context) -> Index:
    """Make one page of an index."""
    scope, profile = DocumentScope(context), context.profile
    lead, table = profile.leads.get(plan.kind), profile.tables.get(plan.kind)
    return Index(
        kind=plan.kind,
        page=plan.page,
        first=plan.first,
        parts=plan.parts,
        title=index_title(plan, context),
        about=gettext(_ABOUT_REFERENCES if plan.kind == REFERENCE_INDEX else LISTED_BY_NAME[plan.kind].about),
        lead=lead(context, scope) if lead else (),
        columns=tuple(replace(each, title=gettext(each.title)) for each in table.columns) if table and plan.groups else (),
        groups=tuple(_group(plan.kind, key, names, context, scope) for key, names in plan.groups),
        targets=scope.targets,
        references=scope.references,
    )


_ABOUT_REFERENCES = gettext_noop("Every work that an entry cites, with its citation, its BibTeX and the entries that rest on it.")


def index_title(plan: IndexPlan, context: Context) -> str:
    """The title of the whole index."""
    return gettext("References") if plan.kind == REFERENCE_INDEX else context.catalogue.label(plan.kind).many


def _group(kind: str, key: str, names: Iterable[str], context: Context, scope: DocumentScope) -> IndexGroup:
    rows = tuple(_row(kind, name, context, scope) for name in names)
    if not key:
        return IndexGroup(key="", title="", rows=rows)
    if key == RETIRED_GROUP:
        text = gettext("They keep their pages, so that what cites them leads somewhere.")
        return IndexGroup(key=key, title=gettext("Out of use"), text=text, rows=rows)
    grouped, catalogue = KIND_BY_NAME[kind], context.catalogue
    by = grouped.grouped_by
    target: Target | None = None
    if key == NO_GROUP:
        title, text = map(gettext, grouped.rest)
    elif by in KIND_BY_NAME:
        target, text = context.target(key), KIND_BY_NAME[by].group_text(catalogue.entries[key])
    else:
        target, text = context.word(by, key), catalogue.words[by][key].statement
    return IndexGroup(key=key.lower(), title=target.title if target else title, target=target, text=scope.text(text), rows=rows)


def _row(kind: str, name: str, context: Context, scope: DocumentScope) -> IndexRow:
    if kind == REFERENCE_INDEX:
        return IndexRow(target=reference_target(context.cited[name]), text=context.cited[name].text)
    if kind in VOCABULARY_BY_NAME:
        word, field = context.catalogue.words[kind][name], VOCABULARY_BY_NAME[kind].note_field
        named = getattr(word, field) if field else None
        return IndexRow(target=context.word(kind, name), text=scope.text(word.statement), note=context.target(named).title if named else "")
    summary, table = context.catalogue.list_summaries[name], context.profile.tables.get(kind)
    note, cells = table.row(name, context) if table else (context.list_note(name), ())
    if KIND_BY_NAME[kind].note_names == REFERENCE_INDEX:
        note = context.cited[summary.note].label
    return IndexRow(target=context.target(name), text=scope.text(summary.statement), note=note, cells=cells)
