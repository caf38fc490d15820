"""Documents of pages that list others: indexes, the overview, the matrix, coverage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from patternbook.catalogue import Link
from patternbook.documents.base import Part
from patternbook.documents.fields import reference_target, words
from patternbook.documents.mining import WORK_WORDS, funnel_of, stages_of
from patternbook.documents.model import Block, CitedReference, Note, Target
from patternbook.documents.products import Column, cells, columns, lead
from patternbook.documents.references import ordered_keys
from patternbook.documents.scope import Library, Scope, index_of
from patternbook.documents.views import support_words, uses_words
from patternbook.model.base import Entry
from patternbook.model.entries import CollaborationPoint, Finding, Pattern, Recommendation, Study
from patternbook.model.kinds import KINDS, VOCABULARIES, Kind, Vocabulary
from patternbook.model.mining import Indicator, Product
from patternbook.model.vocabulary import Area, Stage


class Row(Part):
    """A line of an index."""

    target: Target
    text: str = ""
    note: str = ""
    cells: tuple[str, ...] = ()
    """One for each column of its index, where that is a table."""


class Group(Part):
    """Rows under a heading."""

    key: str
    title: str
    target: Target | None = None
    text: str = ""
    rows: tuple[Row, ...]


ROWS = 200
"""Rows of one index page; what has more is split, so that no page grows with the catalogue."""
COLUMNS = 40
"""Patterns that a matrix shows at most; beyond that each pattern's page says it better."""


DRAWN = 12
"""Patterns of one collaboration point in the home page's picture."""


class Index(Part):
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


class Effect(Part):
    """What a pattern does to a finding, or to an aspect of it."""

    name: str
    says: str
    """In words, from the finding's side: Made worse by."""
    stated: bool
    """Whether the source states it; else it is inferred."""
    aspect: str = ""
    condition: str = ""


class Cell(Part):
    """What was reported of a finding in a pattern."""

    effects: tuple[Effect, ...]


class Matrix(Part):
    """Patterns by findings."""

    columns: tuple[tuple[Target, tuple[Target, ...]], ...]
    """Collaboration point and its patterns."""
    rows: tuple[tuple[Target, tuple[Cell, ...]], ...]
    """Finding, and one cell per pattern."""
    targets: dict[str, Target]
    references: dict[str, CitedReference]


class Point(Part):
    """A collaboration point on the home page."""

    target: Target
    question: str
    patterns: tuple[Row, ...]
    rest: int
    """How many more patterns there are than are drawn."""


class Coverage(Part):
    """What is in the catalogue, and what is not."""

    counts: tuple[tuple[str, int], ...]
    left_out: tuple[tuple[str, str, str], ...]
    """What, source, reason."""
    schemes: tuple[tuple[str, Note, tuple[tuple[str, str, str, tuple[Target, ...]], ...]], ...]
    """Scheme, where it is printed, (label, title, note, matching entries)."""
    targets: dict[str, Target]
    references: dict[str, CitedReference]


def _reference_row(shelf: Library, key: str) -> Row:
    return Row(target=reference_target(shelf.cited[key]), text=shelf.cited[key].text)


def indexes(shelf: Library) -> Iterator[Index]:
    """The index pages of every kind and vocabulary, and of the bibliography."""
    for kind in KINDS:
        yield from _split(_kind_index(kind, shelf))
    for vocabulary in VOCABULARIES:
        yield from _split(_vocabulary_index(vocabulary, shelf))
    rows = tuple(_reference_row(shelf, key) for key in ordered_keys(shelf.catalogue))
    about = "Every work that an entry cites, with its citation, its BibTeX and the entries that rest on it."
    yield from _split(
        Index(
            page="references",
            first="references",
            kind="reference",
            title="References",
            about=about,
            groups=(_group(rows),),
            targets={},
            references={},
        )
    )


def _split(index: Index) -> tuple[Index, ...]:
    """Pages of at most ROWS rows; a group that is cut goes on under its heading."""
    rows = [(group, row) for group in index.groups for row in group.rows]
    if len(rows) <= ROWS:
        return (index,)
    chunks = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    names = [index.page, *(f"{index.page}/page-{number}" for number in range(2, len(chunks) + 1))]
    parts = tuple(Target(kind="index", id=name, title=_range(chunk), page=name) for name, chunk in zip(names, chunks, strict=True))
    return tuple(
        index.model_copy(update={"page": name, "groups": tuple(_regrouped(chunk)), "parts": parts}) for name, chunk in zip(names, chunks, strict=True)
    )


def _range(rows: list[tuple[Group, Row]]) -> str:
    first, last = (row.target.id if row.target.kind != "reference" else row.target.title for _, row in (rows[0], rows[-1]))
    return f"{first} to {last}"


def _regrouped(rows: list[tuple[Group, Row]]) -> Iterator[Group]:
    for group, found in groupby(rows, key=lambda pair: pair[0]):
        yield group.model_copy(update={"rows": tuple(row for _, row in found)})


def _group(rows: Iterable[Row], key: str = "", title: str = "", target: Target | None = None, text: str = "") -> Group:
    return Group(key=key, title=title, target=target, text=text, rows=tuple(rows))


def _kind_index(kind: Kind, shelf: Library) -> Index:
    catalogue, scope = shelf.catalogue, Scope(shelf)
    entries = catalogue.of_kind(kind.name)
    groups = tuple(group for group in _groups(kind, entries, shelf, scope) if group.rows)
    target = index_of(catalogue, kind)
    return Index(
        page=target.page,
        first=target.page,
        kind=kind.name,
        title=target.title,
        about=kind.about,
        lead=_lead(kind, shelf, scope),
        columns=columns(entries),
        groups=groups,
        targets=scope.targets,
        references=scope.references,
    )


def _lead(kind: Kind, shelf: Library, scope: Scope) -> tuple[Block, ...]:
    """Drawings above the list: of indicators the funnel they belong to, of products the charts of their studies."""
    catalogue = shelf.catalogue
    if kind.name == "indicator":
        return tuple(block for study in shelf.studies for block in funnel_of(stages_of(study, catalogue), scope))
    return lead(catalogue.all_of(Product), shelf, scope) if kind.name == "product" else ()


def _groups(kind: Kind, entries: tuple[Entry, ...], shelf: Library, scope: Scope) -> Iterator[Group]:
    catalogue = shelf.catalogue
    if kind.name == "pattern":
        for point in catalogue.all_of(CollaborationPoint):
            rows = (_row(e, shelf, scope) for e in entries if isinstance(e, Pattern) and e.collaboration_point == point.id)
            yield _group(rows, point.id.lower(), point.title, shelf.target(point.id), point.grouping.question)
    elif kind.name in ("finding", "recommendation"):
        for slug, word in catalogue.words["area"].items():
            rows = (_row(e, shelf, scope) for e in entries if _first_area(e) == slug)
            yield _group(rows, slug, word.title, shelf.word("area", slug), scope.text(word.statement))
        yield _group((_row(e, shelf, scope) for e in entries if not _first_area(e)), "elsewhere", "Without an area")
    elif kind.name == "indicator":
        for slug, word in catalogue.words["stage"].items():
            rows = (_row(e, shelf, scope) for e in entries if isinstance(e, Indicator) and e.stage == slug)
            yield _group(rows, slug, word.title, shelf.word("stage", slug), scope.text(word.statement))
        rest = (_row(e, shelf, scope) for e in entries if isinstance(e, Indicator) and e.stage is None)
        yield _group(rest, "elsewhere", "In the scripts only", text="Counted by published scripts; the paper names no step for them.")
    else:
        yield _group(_row(e, shelf, scope) for e in entries)


def _first_area(entry: Entry) -> str:
    if isinstance(entry, Finding):
        return entry.area
    return entry.areas[0] if isinstance(entry, Recommendation) and entry.areas else ""


def _row(entry: Entry, shelf: Library, scope: Scope) -> Row:
    return Row(target=shelf.target(entry.id), text=scope.text(entry.statement), note=_row_note(entry, shelf), cells=cells(entry))


def _row_note(entry: Entry, shelf: Library) -> str:
    if isinstance(entry, Pattern):
        return uses_words(entry)
    if isinstance(entry, Recommendation):
        return support_words(entry)
    if isinstance(entry, Study):
        return shelf.cited[entry.reference].label
    if isinstance(entry, Indicator):
        return WORK_WORDS[entry.works_as].partition(":")[0]
    return ""


def _vocabulary_index(vocabulary: Vocabulary, shelf: Library) -> Index:
    scope = Scope(shelf)
    words = shelf.catalogue.words[vocabulary.name].values()
    rows = (Row(target=shelf.word(vocabulary.name, word.slug), text=scope.text(word.statement), note=_word_note(word, shelf)) for word in words)
    target = index_of(shelf.catalogue, vocabulary)
    groups = (_group(rows),)
    stages = [word for word in words if isinstance(word, Stage)]
    return Index(
        page=target.page,
        first=target.page,
        kind=vocabulary.name,
        title=target.title,
        about=vocabulary.about,
        lead=funnel_of(stages, scope) if stages else (),
        groups=groups,
        targets=scope.targets,
        references=scope.references,
    )


def _word_note(word: object, shelf: Library) -> str:
    point = word.collaboration_point if isinstance(word, Area) else None
    return shelf.catalogue.entries[point].title if point else ""


def points(shelf: Library) -> tuple[Point, ...]:
    """The collaboration points with their patterns, for the home page's picture; the first of them where there are many."""
    found = []
    for point in shelf.catalogue.all_of(CollaborationPoint):
        patterns = _patterns_at(point, shelf)
        rows = tuple(Row(target=shelf.target(p.id), note=uses_words(p)) for p in patterns[:DRAWN])
        rest = max(0, len(patterns) - DRAWN)
        found.append(Point(target=shelf.target(point.id), question=point.grouping.question, patterns=rows, rest=rest))
    return tuple(found)


def _patterns_at(point: CollaborationPoint, shelf: Library) -> list[Pattern]:
    """Patterns in use; those that are retired keep their page and their place in the index."""
    return [each for each in shelf.catalogue.all_of(Pattern) if each.collaboration_point == point.id and each.retired is None]


def matrix(shelf: Library) -> Matrix:
    """Which pattern does what to which finding, of those in use; findings without any effect are left out. Empty with too many patterns."""
    catalogue = shelf.catalogue
    if len(catalogue.of_kind("pattern")) > COLUMNS:
        return Matrix(columns=(), rows=(), targets={}, references={})
    scope = Scope(shelf)
    points_ = catalogue.all_of(CollaborationPoint)
    columns = tuple((shelf.target(point.id), tuple(shelf.target(each.id) for each in _patterns_at(point, shelf))) for point in points_)
    patterns = [pattern.id for _, row in columns for pattern in row]
    rows = []
    for finding in catalogue.all_of(Finding):
        links = [link for link in catalogue.incoming.get(finding.id, ()) if link.kind.field == "challenges" and link.source in patterns]
        if links:
            cells = tuple(_cell((link for link in links if link.source == pattern), scope) for pattern in patterns)
            rows.append((shelf.target(finding.id), cells))
    return Matrix(columns=columns, rows=tuple(rows), targets=scope.targets, references=scope.references)


def _cell(links: Iterable[Link], scope: Scope) -> Cell:
    return Cell(effects=tuple(_effect(link, scope) for link in links))


def _effect(link: Link, scope: Scope) -> Effect:
    relation = link.relation
    return Effect(
        name=str(getattr(relation, link.kind.variant)),
        says=words(link.kind, relation, inverse=True),
        stated=relation.basis == "stated",
        aspect=scope.text(relation.aspect),
        condition=scope.text(relation.condition),
    )


def coverage(shelf: Library) -> Coverage:
    """Counts per kind, what was left out and why, and how other schemes are covered."""
    catalogue = shelf.catalogue
    counts = [(catalogue.label(kind.name).many, len(catalogue.of_kind(kind.name))) for kind in KINDS]
    counts += [(catalogue.label(v.name).many, len(catalogue.words[v.name])) for v in VOCABULARIES]
    counts.append(("References", len(catalogue.references)))
    scope = Scope(shelf)
    schemes = tuple(
        (
            scheme.title,
            Note(label=scope.reference(scheme.reference).label, key=scheme.reference, locator=scheme.locator),
            tuple((c.label, c.title, scope.text(c.note), tuple(dict.fromkeys(shelf.target(m.entry) for m in c.matches))) for c in scheme.concepts),
        )
        for scheme in catalogue.schemes
    )
    left_out = tuple((scope.text(item.what), scope.text(item.source), scope.text(item.reason)) for item in catalogue.masthead.left_out)
    return Coverage(counts=tuple(counts), left_out=left_out, schemes=schemes, targets=scope.targets, references=scope.references)
