"""Pages that only a synthesis has, or shows its own way: home, glossary, matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from patternbook import drawings
from patternbook.documents.model import Document, ListBlock
from patternbook.documents.resolve import word_document
from patternbook.documents.scope import Library, Scope
from patternbook.marks import TextScope
from patternbook.model.entries import EFFECT_WORDS
from patternbook.model.registry import HOME, KINDS, PAGES, VOCABULARY_BY_NAME
from patternbook.model.vocabulary import Label
from patternbook.pages.page import Heading, Page
from patternbook.pages.render import Press
from patternbook.pages.site import PageMaker
from patternbook.profile.overview import Matrix, Point, matrix, points


def home_page(shelf: Library, press: Press) -> Page:
    """What this is, in one screen, with the collaboration points and their patterns as a picture."""
    catalogue, scope = shelf.catalogue, Scope(shelf)
    own = next((page for page in catalogue.prose if page.slug == HOME), None)
    text = own.text if own else catalogue.masthead.summary
    intro, _, rest = scope.text(text).strip().partition("\n## ")
    first, _, more = intro.partition("\n\n")
    counts = [_count(catalogue.label(kind.name), kind.plural, len(ids)) for kind in KINDS if (ids := catalogue.by_kind[kind.name])]
    counts.append(_count(Label(one="Reference", many="References"), "references", len(catalogue.references)))
    headline = f"{catalogue.label('collaboration-point').many} and the {catalogue.label('pattern').many.lower()} seen there"
    below, headings = press.text.page(f"## {rest}" if rest else "", TextScope("", press.addresses, scope.targets, scope.references))
    html = press.render(
        "home.html",
        "",
        scope.targets,
        scope.references,
        masthead=catalogue.masthead,
        text=first,
        more=more,
        rest=below,
        points=[_overview(point, press) for point in points(shelf)],
        headline=headline,
        counts=counts,
        file=own.place.file if own else "",
    )
    contents = (Heading(2, "picture", headline), *(Heading(*heading) for heading in headings))
    description = press.plain(scope.text(catalogue.masthead.summary), "", scope.targets, scope.references)
    return Page(page="", title="Home", description=description, html=html, headings=contents)


def _count(label: Label, page: str, count: int) -> tuple[str, str, int]:
    return label.one if count == 1 else label.many, page, count


def _overview(point: Point, press: Press) -> dict[str, object]:
    tiles = [drawings.Tile(r.target.title, r.target.id, press.addresses.href("", r.target.page), r.note) for r in point.patterns]
    href = press.addresses.href("", point.target.page)
    drawing = drawings.overview(point.target.title, href, point.question, tiles)
    return {"drawing": drawing, "question": point.question, "rest": point.rest, "target": point.target}


def glossary_page(shelf: Library, press: Press) -> Page:
    """All terms on one page, with each profession's meaning."""
    terms = [_term(document, press) for document in _documents(shelf)]
    html = press.render("glossary.html", "glossary", {}, {}, terms=terms)
    headings = tuple(Heading(2, str(term["id"]), str(term["title"])) for term in terms)
    return Page(page="glossary", title=PAGES["glossary"], description="Words, and what each profession means by them.", html=html, headings=headings)


def _documents(shelf: Library) -> Iterator[Document]:
    terms = sorted(shelf.catalogue.words["term"].values(), key=lambda term: term.title.casefold())
    return (word_document(term, VOCABULARY_BY_NAME["term"], shelf) for term in terms)


def _term(document: Document, press: Press) -> dict[str, object]:
    marks = TextScope("glossary", press.addresses, document.targets, document.references)
    section = next((s for s in document.sections if s.key == "meanings"), None)
    lists = [block for block in (section.blocks if section else ()) if isinstance(block, ListBlock)]
    meanings = [(block.title, press.text.inline(item.text, marks)) for block in lists for item in block.items]
    html = press.text.inline(document.statement, marks)
    return {"id": document.id, "title": document.title, "page": document.page, "html": html, "meanings": meanings}


def matrix_page(shelf: Library, press: Press) -> Page:
    """Patterns by findings."""
    found: Matrix = matrix(shelf)
    name = shelf.catalogue.labelled(PAGES["matrix"])
    html = press.render("matrix.html", "matrix", found.targets, found.references, title=name, matrix=found, effects=EFFECT_WORDS)
    return Page(page="matrix", title=name, description="What was reported where.", html=html)


SYNTHESIS_PAGES: Mapping[str, PageMaker] = {HOME: home_page, "glossary": glossary_page, "matrix": matrix_page}
"""Page -> how it is made."""
