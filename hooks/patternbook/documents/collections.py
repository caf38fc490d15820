"""Documents for what is not an entry: references, indexes, the overview, the matrix, coverage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from patternbook.bibliography.citation import citation_text, sort_key
from patternbook.bibliography.exports import bibtex
from patternbook.catalogue import texts_of
from patternbook.documents.mining import WORK_WORDS, funnel_of, stages_of
from patternbook.documents.model import Block, CitedReference, Origin, Target
from patternbook.documents.products import Column, cells, columns, lead
from patternbook.documents.resolve import index_target
from patternbook.documents.scope import Library, Scope
from patternbook.documents.views import support_words, uses_words
from patternbook.markup import citations
from patternbook.model.base import Entry, Part
from patternbook.model.entries import CollaborationPoint, Finding, Pattern, Recommendation, Study
from patternbook.model.fields import named
from patternbook.model.kinds import EFFECT_WORDS, KINDS, VOCABULARIES, Kind, Vocabulary
from patternbook.model.mining import Indicator, Product
from patternbook.model.vocabulary import Area, Stage


class ReferenceDocument(Part):
    """A work of the bibliography, and who cites it here."""

    key: str
    page: str
    label: str
    title: str
    runs: tuple[tuple[str, bool, str], ...]
    """The formatted citation as (text, italic, address)."""
    plain: str
    bibtex: str
    doi: str = ""
    href: str = ""
    note: str = ""
    cited_by: tuple[tuple[str, tuple[Target, ...]], ...]
    """Entries, words and pages that cite it, by kind label."""
    previous: Target | None = None
    next: Target | None = None
    origin: Origin


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


class Cell(Part):
    """What a pattern does to a finding."""

    effects: tuple[tuple[str, str, bool], ...]
    """(effect, in words, whether the source states it)."""


class Matrix(Part):
    """Patterns by findings."""

    columns: tuple[tuple[Target, tuple[Target, ...]], ...]
    """Collaboration point and its patterns."""
    rows: tuple[tuple[Target, tuple[Cell, ...]], ...]
    """Finding, and one cell per pattern."""


class Point(Part):
    """A collaboration point on the home page."""

    target: Target
    question: str
    patterns: tuple[Row, ...]


class Coverage(Part):
    """What is in the catalogue, and what is not."""

    counts: tuple[tuple[str, int], ...]
    left_out: tuple[tuple[str, str, str], ...]
    """What, source, reason."""
    schemes: tuple[tuple[str, str, tuple[tuple[str, str, str, tuple[Target, ...]], ...]], ...]
    """Scheme, locator, (label, title, note, matching entries)."""
    targets: dict[str, Target]
    references: dict[str, CitedReference]


def reference_documents(shelf: Library) -> Iterator[ReferenceDocument]:
    """Every reference with its page, in the order of their labels."""
    catalogue = shelf.catalogue
    beside = _cited_beside_entries(shelf)
    ordered = [reference_row(shelf, key).target for key in ordered_keys(shelf)]
    for before, target, after in zip([None, *ordered], ordered, [*ordered[1:], None], strict=False):
        reference = catalogue.references[target.id]
        cited = shelf.cited[target.id]
        runs = citation_text(reference, cited.suffix)
        yield ReferenceDocument(
            key=target.id,
            page=target.page,
            label=cited.label,
            title=reference.title,
            runs=tuple((run.text, run.italic, run.href or "") for run in runs),
            plain=cited.text,
            bibtex=bibtex(reference),
            doi=reference.doi,
            href=cited.href,
            note=reference.note,
            cited_by=(*_cited_by(shelf, target.id), *_by_label(beside.get(target.id, ()))),
            previous=before,
            next=after,
            origin=Origin(file=catalogue.reference_file, line=reference.line),
        )


def ordered_keys(shelf: Library) -> list[str]:
    """Reference keys by label, as a bibliography lists them."""
    return [reference.key for reference in sorted(shelf.catalogue.references.values(), key=sort_key)]


def _cited_by(shelf: Library, key: str) -> Iterator[tuple[str, tuple[Target, ...]]]:
    catalogue = shelf.catalogue
    ids = catalogue.naming.get(("reference", key), ())
    for kind in KINDS:
        targets = tuple(shelf.target(id_) for id_ in ids if catalogue.kinds[id_] is kind)
        if targets:
            yield catalogue.label(kind.name).many, targets


def _cited_beside_entries(shelf: Library) -> Mapping[str, list[tuple[str, Target]]]:
    """Reference -> words, the coverage page and prose that cite it, each with the label it is listed under."""
    found: dict[str, dict[tuple[str, Target], None]] = {}
    for label, target, keys in _citing(shelf):
        for key in keys:
            found.setdefault(key, {})[label, target] = None
    return {key: list(citing) for key, citing in found.items()}


def _citing(shelf: Library) -> Iterator[tuple[str, Target, Iterator[str]]]:
    catalogue = shelf.catalogue
    for vocabulary in VOCABULARIES:
        label = catalogue.label(vocabulary.name).many
        for word in catalogue.words[vocabulary.name].values():
            yield label, shelf.word(vocabulary.name, word.slug), _keys_in(word)
    for part in (catalogue.masthead, *catalogue.schemes):
        yield "Pages", shelf.named("coverage"), _keys_in(part)
    for page in catalogue.prose:
        yield "Pages", shelf.named(page.slug), (work.key for work in citations(page.text))


def _keys_in(part: Part) -> Iterator[str]:
    yield from (name for _, kind, name in named(part) if kind == "reference")
    yield from (work.key for text in texts_of(part) for work in citations(text))


def _by_label(citing: Iterable[tuple[str, Target]]) -> Iterator[tuple[str, tuple[Target, ...]]]:
    for label, group in groupby(citing, key=lambda pair: pair[0]):
        yield label, tuple(target for _, target in group)


def reference_row(shelf: Library, key: str) -> Row:
    """A reference as a line of an index."""
    cited = shelf.cited[key]
    return Row(target=Target(kind="reference", id=key, title=cited.label, page=f"references/{key}"), text=cited.text)


def indexes(shelf: Library) -> Iterator[Index]:
    """The index pages of every kind and vocabulary, and of the bibliography."""
    for kind in KINDS:
        yield from _split(_kind_index(kind, shelf))
    for vocabulary in VOCABULARIES:
        yield from _split(_vocabulary_index(vocabulary, shelf))
    rows = tuple(reference_row(shelf, key) for key in ordered_keys(shelf))
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
    target = index_target(catalogue, kind)
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
    target = index_target(shelf.catalogue, vocabulary)
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
    """The collaboration points with their patterns, for the home page's picture."""
    found = []
    for point in shelf.catalogue.all_of(CollaborationPoint):
        patterns = [p for p in shelf.catalogue.all_of(Pattern) if p.collaboration_point == point.id]
        rows = tuple(Row(target=shelf.target(p.id), note=uses_words(p)) for p in patterns)
        found.append(Point(target=shelf.target(point.id), question=point.grouping.question, patterns=rows))
    return tuple(found)


def matrix(shelf: Library) -> Matrix:
    """Which pattern does what to which finding; findings without any effect are left out. Empty with too many patterns."""
    catalogue = shelf.catalogue
    if len(catalogue.of_kind("pattern")) > COLUMNS:
        return Matrix(columns=(), rows=())
    columns = tuple((point.target, tuple(row.target for row in point.patterns)) for point in points(shelf))
    patterns = [pattern.id for _, row in columns for pattern in row]
    rows = []
    for finding in catalogue.all_of(Finding):
        links = [link for link in catalogue.incoming.get(finding.id, ()) if link.kind.field == "challenges"]
        if links:
            cells = tuple(_cell(link.relation for link in links if link.source == pattern) for pattern in patterns)
            rows.append((shelf.target(finding.id), cells))
    return Matrix(columns=columns, rows=tuple(rows))


def _cell(relations: Iterable[object]) -> Cell:
    return Cell(effects=tuple(dict.fromkeys(map(_effects, relations))))


def _effects(relation: object) -> tuple[str, str, bool]:
    effect = str(getattr(relation, "effect", ""))
    says = next(inverse for name, _, inverse in EFFECT_WORDS if name == effect)
    return effect, says, getattr(relation, "basis", "") == "stated"


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
            scheme.locator,
            tuple((c.label, c.title, scope.text(c.note), tuple(dict.fromkeys(shelf.target(m.entry) for m in c.matches))) for c in scheme.concepts),
        )
        for scheme in catalogue.schemes
    )
    left_out = tuple((scope.text(item.what), item.source, scope.text(item.reason)) for item in catalogue.masthead.left_out)
    return Coverage(counts=tuple(counts), left_out=left_out, schemes=schemes, targets=scope.targets, references=scope.references)
