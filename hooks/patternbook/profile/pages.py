"""Pages that only a synthesis has, or shows its own way: home, glossary, matrix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from patternbook.catalogue.catalogue import RelationEdge
from patternbook.documents.blocks import relation_phrases
from patternbook.documents.context import Context, DocumentScope
from patternbook.documents.model import CitedReference, Document, DocumentStruct, ListBlock, Target
from patternbook.documents.resolve import word_document
from patternbook.model.entries import EFFECT_WORDS, CollaborationPoint
from patternbook.model.registry import HOME, KINDS, STANDARD_PAGES, VOCABULARY_BY_NAME
from patternbook.model.vocabulary import Label
from patternbook.pages.markdown.marks import TextScope
from patternbook.pages.page import Heading, Page
from patternbook.pages.render import PageRenderer
from patternbook.pages.site import PageMaker
from patternbook.pages.svg import diagrams

MAX_MATRIX_COLUMNS = 40
"""Patterns that a matrix shows at most; beyond that each pattern's page says it better."""


MAX_DRAWN_POINTS = 12
"""Patterns of one collaboration point in the home page's picture."""


class ReportedEffect(DocumentStruct, frozen=True, kw_only=True):
    """What a pattern does to a finding, or to an aspect of it."""

    name: str
    says: str
    """In words, from the finding's side: Made worse by."""
    stated: bool
    """Whether the source states it; else it is inferred."""
    aspect: str = ""
    condition: str = ""


class MatrixCell(DocumentStruct, frozen=True, kw_only=True):
    """What was reported of a finding in a pattern."""

    effects: tuple[ReportedEffect, ...]


class Matrix(DocumentStruct, frozen=True, kw_only=True):
    """Patterns by findings."""

    columns: tuple[tuple[Target, tuple[Target, ...]], ...]
    """Collaboration point and its patterns."""
    rows: tuple[tuple[Target, tuple[MatrixCell, ...]], ...]
    """Finding, and one cell per pattern."""
    targets: dict[str, Target]
    references: dict[str, CitedReference]


def home_page(context: Context, renderer: PageRenderer) -> Page:
    """What this is, in one screen, with the collaboration points and their patterns as a picture."""
    catalogue, scope = context.catalogue, DocumentScope(context)
    own = next((page for page in catalogue.prose if page.slug == HOME), None)
    text = own.text if own else catalogue.masthead.summary
    intro, _, rest = scope.text(text).strip().partition("\n## ")
    first, _, more = intro.partition("\n\n")
    counts = [_count(catalogue.label(kind.name), kind.plural, len(ids)) for kind in KINDS if (ids := catalogue.by_kind[kind.name])]
    counts.append(_count(Label(one="Reference", many="References"), "references", len(catalogue.references)))
    headline = f"{catalogue.label('collaboration-point').many} and the {catalogue.label('pattern').many.lower()} seen there"
    below, headings = renderer.text.page(f"## {rest}" if rest else "", TextScope("", renderer.addresses, scope.targets, scope.references))
    html = renderer.render(
        "home.html",
        "",
        scope.targets,
        scope.references,
        masthead=catalogue.masthead,
        text=first,
        more=more,
        rest=below,
        points=list(_overviews(context, renderer)),
        headline=headline,
        counts=counts,
        file=own.place.file if own else "",
    )
    contents = (Heading(2, "picture", headline), *(Heading(*heading) for heading in headings))
    description = renderer.plain(scope.text(catalogue.masthead.summary), "", scope.targets, scope.references)
    return Page(page="", title="Home", description=description, html=html, headings=contents)


def _count(label: Label, page: str, count: int) -> tuple[str, str, int]:
    return label.one if count == 1 else label.many, page, count


def _overviews(context: Context, renderer: PageRenderer) -> Iterator[dict[str, object]]:
    """The collaboration points with their patterns; of these the first where there are many."""
    for point in context.catalogue.all_of(CollaborationPoint):
        target, question, patterns = context.target(point.id), point.grouping.question, _patterns_at(point.id, context)
        tiles = [
            diagrams.OverviewTile(
                pattern.title, pattern.id, renderer.addresses.href("", pattern.page), context.catalogue.list_summaries[pattern.id].note
            )
            for pattern in map(context.target, patterns[:MAX_DRAWN_POINTS])
        ]
        drawing = diagrams.overview_diagram(target.title, renderer.addresses.href("", target.page), question, tiles)
        yield {"drawing": drawing, "question": question, "rest": max(0, len(patterns) - MAX_DRAWN_POINTS), "target": target}


def _patterns_at(point: str, context: Context) -> list[str]:
    """Patterns in use; those that are retired keep their page and their place in the index."""
    return [id_ for id_ in context.catalogue.ids("pattern", "collaboration-point", point) if not context.catalogue.link_labels[id_].retired]


def glossary_page(context: Context, renderer: PageRenderer) -> Page:
    """All terms on one page, with each profession's meaning."""
    terms = [_term(document, renderer) for document in _documents(context)]
    html = renderer.render("glossary.html", "glossary", {}, {}, terms=terms)
    headings = tuple(Heading(2, str(term["id"]), str(term["title"])) for term in terms)
    return Page(
        page="glossary", title=STANDARD_PAGES["glossary"], description="Words, and what each profession means by them.", html=html, headings=headings
    )


def _documents(context: Context) -> Iterator[Document]:
    terms = sorted(context.catalogue.words["term"].values(), key=lambda term: term.title.casefold())
    return (word_document(term, VOCABULARY_BY_NAME["term"], context) for term in terms)


def _term(document: Document, renderer: PageRenderer) -> dict[str, object]:
    marks = TextScope("glossary", renderer.addresses, document.targets, document.references)
    section = next((s for s in document.sections if s.key == "meanings"), None)
    lists = [block for block in (section.blocks if section else ()) if isinstance(block, ListBlock)]
    meanings = [(block.title, renderer.text.inline(item.text, marks)) for block in lists for item in block.items]
    html = renderer.text.inline(document.statement, marks)
    return {"id": document.id, "title": document.title, "page": document.page, "html": html, "meanings": meanings}


def matrix_page(context: Context, renderer: PageRenderer) -> Page:
    """Patterns by findings."""
    found = make_matrix(context)
    name = context.catalogue.labelled(STANDARD_PAGES["matrix"])
    html = renderer.render("matrix.html", "matrix", found.targets, found.references, title=name, matrix=found, effects=EFFECT_WORDS)
    return Page(page="matrix", title=name, description="What was reported where.", html=html)


def make_matrix(context: Context) -> Matrix:
    """Which pattern does what to which finding, of those in use; findings without any effect are left out. Empty with too many patterns."""
    catalogue = context.catalogue
    if len(catalogue.by_kind["pattern"]) > MAX_MATRIX_COLUMNS:
        return Matrix(columns=(), rows=(), targets={}, references={})
    scope = DocumentScope(context)
    points_ = catalogue.by_kind["collaboration-point"]
    columns = tuple((context.target(point), tuple(map(context.target, _patterns_at(point, context)))) for point in points_)
    patterns = [pattern.id for _, row in columns for pattern in row]
    rows = []
    for finding in catalogue.by_kind["finding"]:
        links = [link for link in catalogue.incoming.get(finding, ()) if link.kind.field == "challenges" and link.source in patterns]
        if links:
            cells = tuple(_cell((link for link in links if link.source == pattern), scope) for pattern in patterns)
            rows.append((context.target(finding), cells))
    return Matrix(columns=columns, rows=tuple(rows), targets=scope.targets, references=scope.references)


def _cell(links: Iterable[RelationEdge], scope: DocumentScope) -> MatrixCell:
    return MatrixCell(effects=tuple(_effect(link, scope) for link in links))


def _effect(link: RelationEdge, scope: DocumentScope) -> ReportedEffect:
    relation = link.relation
    return ReportedEffect(
        name=str(getattr(relation, link.kind.variant)),
        says=relation_phrases(link.kind, relation)[1],
        stated=relation.basis == "stated",
        aspect=scope.text(relation.aspect),
        condition=scope.text(relation.condition),
    )


SYNTHESIS_PAGES: Mapping[str, PageMaker] = {HOME: home_page, "glossary": glossary_page, "matrix": matrix_page}
"""Page -> how it is made."""
