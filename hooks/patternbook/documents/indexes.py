"""Documents of indexes: planned from what is known of entries at once, made from those that stand on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from patternbook.documents.fields import reference_target
from patternbook.documents.model import Block, CitedReference, Target, Value
from patternbook.documents.profile import Cell, Column
from patternbook.documents.references import ordered_keys
from patternbook.documents.scope import Library, Scope, index_of
from patternbook.model.kind import Kind, Listed
from patternbook.model.registry import KIND_BY_NAME, KINDS, LISTED_BY_NAME, VOCABULARIES, VOCABULARY_BY_NAME

REFERENCES = "reference"
"""Kind of the bibliography's index."""


class Row(Value, frozen=True, kw_only=True):
    """A line of an index."""

    target: Target
    text: str = ""
    note: str = ""
    cells: tuple[Cell, ...] = ()
    """One for each column of its index, where that is a table."""


class Group(Value, frozen=True, kw_only=True):
    """Rows under a heading."""

    key: str
    title: str
    target: Target | None = None
    text: str = ""
    rows: tuple[Row, ...]


ROWS = 200
"""Rows of one index page; what has more is split, so that no page grows with the catalogue."""


class Index(Value, frozen=True, kw_only=True):
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
    columns: tuple[Column, ...] = ()
    """Of an index that is a table."""
    groups: tuple[Group, ...]
    targets: dict[str, Target]
    references: dict[str, CitedReference]


Named = tuple[tuple[str, tuple[str, ...]], ...]
"""Groups: key, and the ids, slugs or keys of its rows."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One page of an index, before it is made."""

    kind: str
    """Name of the kind or vocabulary, or `reference`."""
    page: str
    first: str
    """The index's first page."""
    parts: tuple[Target, ...]
    """All pages of an index that was split, in order; each called by what it lists."""
    groups: Named


def plans(shelf: Library) -> Iterator[Plan]:
    """The index pages of every kind and vocabulary, and of the bibliography."""
    catalogue = shelf.catalogue
    for kind in KINDS:
        yield from _split(kind.name, kind.plural, tuple(_planned(kind, shelf)), shelf)
    for vocabulary in VOCABULARIES:
        yield from _split(vocabulary.name, vocabulary.plural, (("", tuple(catalogue.words[vocabulary.name])),), shelf)
    yield from _split(REFERENCES, "references", (("", tuple(ordered_keys(catalogue))),), shelf)


ELSEWHERE = "elsewhere"
"""Key of the group of what names nothing that the others stand under."""


def _planned(kind: Kind, shelf: Library) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Groups in the order of what they stand under; what names nothing of it comes last."""
    catalogue = shelf.catalogue
    ids, by = catalogue.by_kind[kind.name], kind.grouped_by
    if not by:
        yield from ((("", ids),) if ids else ())
        return
    groups: dict[str, list[str]] = {name: [] for name in (catalogue.words[by] if by in VOCABULARY_BY_NAME else catalogue.by_kind[by])}
    groups[ELSEWHERE] = []
    for id_ in ids:
        groups[next((name for of, name in catalogue.named_in[id_] if of == by), ELSEWHERE)].append(id_)
    yield from ((key, tuple(found)) for key, found in groups.items() if found)


def _split(kind: str, first: str, groups: Named, shelf: Library) -> Iterator[Plan]:
    """Pages of at most ROWS rows; a group that is cut goes on under its heading."""
    rows = [(key, name) for key, names in groups for name in names]
    if len(rows) <= ROWS:
        yield Plan(kind, first, first, (), groups)
        return
    chunks = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    pages = [first, *(f"{first}/page-{number}" for number in range(2, len(chunks) + 1))]
    parts = tuple(Target(kind="index", id=page, title=_range(kind, chunk, shelf), page=page) for page, chunk in zip(pages, chunks, strict=True))
    for page, chunk in zip(pages, chunks, strict=True):
        yield Plan(kind, page, first, parts, tuple((key, tuple(name for _, name in group)) for key, group in groupby(chunk, lambda row: row[0])))


def _range(kind: str, rows: list[tuple[str, str]], shelf: Library) -> str:
    first, last = (shelf.cited[name].label if kind == REFERENCES else name for _, name in (rows[0], rows[-1]))
    return f"{first} to {last}"


def index(plan: Plan, shelf: Library) -> Index:
    """Make one page of an index."""
    scope, profile = Scope(shelf), shelf.profile
    lead, table = profile.leads.get(plan.kind), profile.tables.get(plan.kind)
    return Index(
        page=plan.page,
        first=plan.first,
        parts=plan.parts,
        kind=plan.kind,
        title=title(plan, shelf),
        about=about(plan),
        lead=lead(shelf, scope) if lead else (),
        columns=table.columns if table and plan.groups else (),
        groups=tuple(_group(plan.kind, key, names, shelf, scope) for key, names in plan.groups),
        targets=scope.targets,
        references=scope.references,
    )


def title(plan: Plan, shelf: Library) -> str:
    """What the whole index is called."""
    return "References" if plan.kind == REFERENCES else index_of(shelf.catalogue, _thing(plan)).title


def about(plan: Plan) -> str:
    """What the index lists."""
    if plan.kind == REFERENCES:
        return "Every work that an entry cites, with its citation, its BibTeX and the entries that rest on it."
    return _thing(plan).about


def _thing(plan: Plan) -> Listed:
    return LISTED_BY_NAME[plan.kind]


def _group(kind: str, key: str, names: Iterable[str], shelf: Library, scope: Scope) -> Group:
    rows = tuple(_row(kind, name, shelf, scope) for name in names)
    if not key:
        return Group(key="", title="", rows=rows)
    grouped = KIND_BY_NAME[kind]
    if key == ELSEWHERE:
        title, text = grouped.rest
        return Group(key=key, title=title, text=text, rows=rows)
    by = KIND_BY_NAME.get(grouped.grouped_by)
    if by:
        text = scope.text(by.group_text(shelf.catalogue.entries[key]))
        return Group(key=key.lower(), title=shelf.catalogue.faces[key].title, target=shelf.target(key), text=text, rows=rows)
    word = shelf.catalogue.words[grouped.grouped_by][key]
    return Group(key=key, title=word.title, target=shelf.word(grouped.grouped_by, key), text=scope.text(word.statement), rows=rows)


def _row(kind: str, name: str, shelf: Library, scope: Scope) -> Row:
    if kind == REFERENCES:
        return Row(target=reference_target(shelf.cited[name]), text=shelf.cited[name].text)
    if kind in VOCABULARY_BY_NAME:
        word, field = shelf.catalogue.words[kind][name], VOCABULARY_BY_NAME[kind].note_field
        noted = getattr(word, field) if field else None
        return Row(target=shelf.word(kind, name), text=scope.text(word.statement), note=shelf.target(noted).title if noted else "")
    gist, table = shelf.catalogue.gists[name], shelf.profile.tables.get(kind)
    note, cells = table.row(name, shelf) if table else (gist.note, ())
    if KIND_BY_NAME[kind].note_names == REFERENCES:
        note = shelf.cited[note].label
    return Row(target=shelf.target(name), text=scope.text(gist.statement), note=note, cells=cells)
