"""One document to one page. Builds spend most of their time here.

Functions take documents, never the catalogue, so that workers need nothing else.
"""

from __future__ import annotations

from msgspec import Struct

from patternbook.documents.indexes import Index
from patternbook.documents.model import Document, Target
from patternbook.documents.references import ReferenceDocument
from patternbook.documents.resolve import PageDocument
from patternbook.model.registry import VOCABULARY_BY_NAME
from patternbook.model.vocabulary import UNRELEASED
from patternbook.pages.page import Alternate, Heading, Neighbour, Outline, Page
from patternbook.pages.render import PageRenderer


class RenderedPage(Struct, frozen=True):
    """What follows from a document and the templates alone."""

    description: str
    """One plain sentence for search results and link previews."""
    body: str
    """HTML without the theme."""


def render_page(document: PageDocument, renderer: PageRenderer, line: str = "") -> RenderedPage:
    """Render a document.

    Args:
        document: What the page shows.
        renderer: Templates, text renderer and addresses.
        line: Shown as the line the entry is written on; the document's own where empty.

    """
    return RenderedPage(_description(document, renderer), _body(document, renderer, line or str(document.origin.line)))


def outline_of(document: PageDocument, alternates: tuple[Alternate, ...]) -> Outline:
    """What the theme shows around the body of a document."""
    return _reference_outline(document, alternates) if isinstance(document, ReferenceDocument) else _entry_outline(document, alternates)


def template_name(document: PageDocument) -> str:
    """The template of the document's page."""
    return "reference.html" if isinstance(document, ReferenceDocument) else "entry.html"


def _body(document: PageDocument, renderer: PageRenderer, line: str) -> str:
    values = {"document": document, "line_number": line}
    if isinstance(document, ReferenceDocument):
        return renderer.render(template_name(document), document.page, {}, {}, **values)
    word = document.kind in VOCABULARY_BY_NAME
    return renderer.render(template_name(document), document.page, document.targets, document.references, **values, word=word, unreleased=UNRELEASED)


def _description(document: PageDocument, renderer: PageRenderer) -> str:
    if isinstance(document, ReferenceDocument):
        return document.plain
    return renderer.plain(document.statement, document.page, document.targets, document.references)


def _entry_outline(document: Document, alternates: tuple[Alternate, ...]) -> Outline:
    return Outline(
        page=document.page,
        title=_title(document.title, document.id, document),
        headings=_headings(document),
        parent=document.trail[-1].page,
        previous=_neighbour(document.previous, document),
        next=_neighbour(document.next, document),
        kind=document.kind,
        alternates=alternates,
    )


def _title(title: str, id_: str, document: Document) -> str:
    """Titles are unique over the site: an entry's carries its id, a word's its kind."""
    return f"{title} ({document.kind_label.lower() if document.kind in VOCABULARY_BY_NAME else id_})"


def _neighbour(target: Target | None, document: Document) -> Neighbour | None:
    return Neighbour(target.page, _title(target.title, target.id, document)) if target else None


def _headings(document: Document) -> tuple[Heading, ...]:
    found = [Heading(2, section.key, section.title) for section in document.sections]
    if document.breadth:
        found.append(Heading(2, "breadth", "Breadth and confidence"))
    if document.cite:
        found.append(Heading(2, "cite", "Cite this entry"))
    return tuple(found)


def _reference_outline(document: ReferenceDocument, alternates: tuple[Alternate, ...]) -> Outline:
    before, after = document.previous, document.next
    return Outline(
        page=document.page,
        title=document.label,
        headings=(Heading(2, "bibtex", "BibTeX"), Heading(2, "cited-by", "Cited by")),
        parent="references",
        previous=Neighbour(before.page, before.title) if before else None,
        next=Neighbour(after.page, after.title) if after else None,
        kind="reference",
        alternates=alternates,
    )


TABLE_HEADINGS = (Heading(2, "numbers", "In numbers"), Heading(2, "table", "All, one per row"))


def _index_body(index: Index, renderer: PageRenderer) -> str:
    if not index.columns:
        return renderer.render("index.html", index.page, index.targets, index.references, index=index)
    downloads = [{"title": file.upper(), "href": renderer.addresses.asset(index.page, f"{index.first}.{file}")} for file in ("csv", "json")]
    return renderer.render("table.html", index.page, index.targets, index.references, index=index, downloads=downloads)


def index_page(index: Index, renderer: PageRenderer) -> Page:
    """The index of a kind, a vocabulary or the bibliography."""
    html = _index_body(index, renderer)
    headings = TABLE_HEADINGS if index.columns else tuple(Heading(2, group.key, group.title) for group in index.groups if group.title)
    if index.page == index.first:
        return Page(page=index.page, title=index.title, description=index.about, html=html, headings=headings)
    positions = [part.page for part in index.parts]
    here = positions.index(index.page)
    return Page(
        page=index.page,
        title=f"{index.title}, {index.parts[here].title}",
        description=index.about,
        html=html,
        headings=headings,
        parent=index.first,
    )
