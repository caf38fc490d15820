"""The home page, the glossary and the matrix, which only a synthesis of research has in this form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from patternbook.catalogue.catalogue import RelationEdge
from patternbook.documents.blocks import relation_phrases
from patternbook.documents.context import Context, DocumentScope
from patternbook.documents.model import AdviceBlock, CitedReference, Document, DocumentStruct, ListBlock, Target
from patternbook.documents.resolve import word_document
from patternbook.model.entries import EFFECT_WORDS, CollaborationPoint
from patternbook.model.registry import HOME, KINDS, STANDARD_PAGES, VOCABULARY_BY_NAME
from patternbook.model.vocabulary import Label
from patternbook.pages.markdown.marks import TextScope
from patternbook.pages.page import Heading, Page
from patternbook.pages.render import PageRenderer
from patternbook.pages.site import PageMaker
from patternbook.pages.standalone import whole_metadata
from patternbook.pages.svg import diagrams
from patternbook.profile.advice import first_advice

MAX_DRAWN_POINTS = 12
"""Most patterns of one collaboration point that the picture on the home page shows."""


class ReportedEffect(DocumentStruct, frozen=True, kw_only=True):
    """The effect of a pattern on a finding, or on an aspect of it."""

    name: str
    says: str
    """The effect in words, from the side of the finding: Made worse by."""
    stated: bool
    """Whether the source states it; else it is inferred."""
    aspect: str = ""
    condition: str = ""


class MatrixCell(DocumentStruct, frozen=True, kw_only=True):
    """The effects reported of one pattern on one finding."""

    effects: tuple[ReportedEffect, ...]


class Matrix(DocumentStruct, frozen=True, kw_only=True):
    """The table of findings by patterns."""

    columns: tuple[tuple[Target, tuple[Target, ...]], ...]
    """Each collaboration point with its patterns."""
    rows: tuple[tuple[Target, tuple[MatrixCell, ...]], ...]
    """Each finding with one cell per pattern."""
    targets: dict[str, Target]
    references: dict[str, CitedReference]


def home_page(context: Context, renderer: PageRenderer) -> Page:
    """The home page: where to start, the introduction, the collaboration points with their patterns as pictures, the size of the catalogue."""
    catalogue, scope = context.catalogue, DocumentScope(context)
    own = next((page for page in catalogue.prose if page.slug == HOME), None)
    intro, _, rest = scope.text(own.text if own else catalogue.masthead.summary).strip().partition("\n## ")
    first, _, more = intro.partition("\n\n")
    starts = _starts(context, scope)
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
        starts=starts,
        start=START,
        composed=next((start.advice.note for start in starts if start.advice and start.advice.note), ""),
        points=list(_overviews(context, renderer)),
        headline=headline,
        counts=[
            *(_count(catalogue.label(kind.name), kind.plural, len(ids)) for kind in KINDS if (ids := catalogue.by_kind[kind.name])),
            _count(Label(one="Reference", many="References"), "references", len(catalogue.references)),
        ],
        file=own.place.file if own else "",
    )
    return Page(
        page="",
        title="Home",
        description=renderer.plain(scope.text(catalogue.masthead.summary), "", scope.targets, scope.references),
        html=html,
        metadata=whole_metadata(context),
        headings=(*([Heading(2, "start", START)] if starts else ()), Heading(2, "picture", headline), *(Heading(*heading) for heading in headings)),
    )


START = "Start from your situation"


class Start(NamedTuple):
    """A situation on the home page, with what was reported of it and what is suggested first."""

    situation: str
    target: Target
    advice: AdviceBlock | None


def _starts(context: Context, scope: DocumentScope) -> list[Start]:
    return [Start(scope.text(each.text), context.target(each.entry), first_advice(each.entry, scope)) for each in context.catalogue.situations]


def _count(label: Label, page: str, count: int) -> tuple[str, str, int]:
    return label.one if count == 1 else label.many, page, count


def _overviews(context: Context, renderer: PageRenderer) -> Iterator[dict[str, object]]:
    """A picture of each collaboration point with its patterns, or with the first of them where there are many."""
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
    """The patterns of a collaboration point except retired ones, which only their pages and the index show."""
    return [id_ for id_ in context.catalogue.ids("pattern", "collaboration-point", point) if not context.catalogue.link_labels[id_].retired]


def glossary_page(context: Context, renderer: PageRenderer) -> Page:
    """All terms on one page, with the meaning that each profession gives them."""
    words = sorted(context.catalogue.words["term"].values(), key=lambda term: term.title.casefold())
    terms = [_term(word_document(word, VOCABULARY_BY_NAME["term"], context), renderer) for word in words]
    return Page(
        page="glossary",
        title=STANDARD_PAGES["glossary"],
        description="Words, and what each profession means by them.",
        html=renderer.render("glossary.html", "glossary", {}, {}, terms=terms),
        headings=tuple(Heading(2, str(term["id"]), str(term["title"])) for term in terms),
    )


def _term(document: Document, renderer: PageRenderer) -> dict[str, object]:
    scope = TextScope("glossary", renderer.addresses, document.targets, document.references)
    meanings = [
        (block.title, renderer.text.inline(item.text, scope))
        for section in document.sections
        if section.key == "meanings"
        for block in section.blocks
        if isinstance(block, ListBlock)
        for item in block.items
    ]
    return {
        "id": document.id,
        "title": document.title,
        "page": document.page,
        "html": renderer.text.inline(document.statement, scope),
        "meanings": meanings,
    }


def matrix_page(context: Context, renderer: PageRenderer) -> Page:
    """The page of the matrix."""
    matrix, title = make_matrix(context), context.catalogue.labelled(STANDARD_PAGES["matrix"])
    html = renderer.render("matrix.html", "matrix", matrix.targets, matrix.references, title=title, matrix=matrix, effects=EFFECT_WORDS)
    return Page(page="matrix", title=title, description="What was reported where.", html=html)


def make_matrix(context: Context) -> Matrix:
    """The effects of patterns in use on findings. Findings without any effect are left out; with too many patterns it is empty."""
    catalogue = context.catalogue
    if len(catalogue.by_kind["pattern"]) > 40:  # a table with more columns would be too wide to read
        return Matrix(columns=(), rows=(), targets={}, references={})
    scope = DocumentScope(context)
    columns = tuple(
        (context.target(point), tuple(map(context.target, _patterns_at(point, context)))) for point in catalogue.by_kind["collaboration-point"]
    )
    patterns = [pattern.id for _, row in columns for pattern in row]
    effects = {
        finding: [link for link in catalogue.incoming.get(finding, ()) if link.kind.field == "challenges" and link.source in patterns]
        for finding in catalogue.by_kind["finding"]
    }
    rows = tuple(
        (
            context.target(finding),
            tuple(MatrixCell(effects=tuple(_effect(link, scope) for link in links if link.source == pattern)) for pattern in patterns),
        )
        for finding, links in effects.items()
        if links
    )
    return Matrix(columns=columns, rows=rows, targets=scope.targets, references=scope.references)


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
"""Page -> the function that makes it."""
