"""One document to one page. Builds spend most of their time here.

Functions take documents, never the catalogue, so that a page depends on its document alone.
"""

from __future__ import annotations

from msgspec import Struct

from patternbook.documents.references import ReferenceDocument
from patternbook.documents.resolve import PageDocument
from patternbook.model.registry import VOCABULARY_BY_NAME
from patternbook.model.vocabulary import UNRELEASED
from patternbook.pages.page import Alternate, Heading, Neighbour, Outline
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
    line = line or str(document.origin.line)
    if isinstance(document, ReferenceDocument):
        return RenderedPage(document.plain, renderer.render(template_name(document), document.page, {}, {}, document=document, line_number=line))
    marks = (document.page, document.targets, document.references)
    body = renderer.render(
        template_name(document), *marks, document=document, line_number=line, word=document.kind in VOCABULARY_BY_NAME, unreleased=UNRELEASED
    )
    return RenderedPage(renderer.plain(document.statement, *marks), body)


def template_name(document: PageDocument) -> str:
    """The template of the document's page."""
    return "reference.html" if isinstance(document, ReferenceDocument) else "entry.html"


def outline_of(document: PageDocument, alternates: tuple[Alternate, ...]) -> Outline:
    """What the theme shows around the body of a document."""
    if isinstance(document, ReferenceDocument):
        parent, kind, title = "references", "reference", f"{document.title} ({document.label})" if document.title else document.label
        headings = [Heading(2, "cite", "Cite this work"), Heading(2, "cited-by", "Cited by")]
    else:
        parent, kind, title = document.trail[-1].page, document.kind, _title(document.title, document.id, document)
        headings = [Heading(2, section.key, section.title) for section in document.sections]
        headings += [Heading(2, "breadth", "How sure")] if document.breadth else []
        headings += [Heading(2, "cite", "Cite this entry")] if document.cite else []
    previous, following = (
        Neighbour(target.page, _title(target.title, target.id, document)) if target else None for target in (document.previous, document.next)
    )
    return Outline(
        page=document.page,
        title=title,
        headings=tuple(headings),
        parent=parent,
        previous=previous,
        next=following,
        kind=kind,
        alternates=alternates,
    )


def _title(title: str, id_: str, document: PageDocument) -> str:
    """A title that is unique in the site: titles of entries get their id, those of words their kind; labels of works are unique as they are."""
    if isinstance(document, ReferenceDocument):
        return title
    return f"{title} ({document.kind_label.lower() if document.kind in VOCABULARY_BY_NAME else id_})"
