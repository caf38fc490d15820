"""One document to one page. Builds spend most of their time here.

Functions take documents, never the catalogue, so that a page depends on its document alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from patternbook.catalogue.releases.own import IMAGE_KIND
from patternbook.catalogue.releases.released import RELEASES
from patternbook.documents.frozen import FrozenDocument, ReleaseDocument
from patternbook.documents.gone import GoneDocument
from patternbook.documents.model import ChecklistDocument, CitedReference, Document, Target
from patternbook.documents.references import ReferenceDocument
from patternbook.documents.resolve import PageDocument
from patternbook.model.registry import REFERENCE_KIND, VOCABULARY_BY_NAME
from patternbook.model.vocabulary import UNRELEASED
from patternbook.pages.page import Alternate, Heading, Neighbour, Outline
from patternbook.pages.render import PageRenderer
from patternbook.phrases import gettext, in_sentence


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
    if isinstance(document, FrozenDocument):
        about = gettext("Release %(release)s: %(title)s", release=document.release, title=document.title)
        return RenderedPage(
            about, renderer.render(template_name(document), document.page, *_frozen_marks(document), document.images or {}, document=document)
        )
    if isinstance(document, GoneDocument):
        about = gettext("This page moved.") if document.moved_to else gettext("This text was withdrawn.")
        return RenderedPage(about, renderer.render(template_name(document), document.page, {}, {}, document=document))
    if isinstance(document, ReleaseDocument):
        about = gettext("Everything in release %(release)s, with the address of each text.", release=document.release)
        return RenderedPage(about, renderer.render(template_name(document), document.page, {}, {}, document=document))
    if isinstance(document, ChecklistDocument):
        about = gettext("%(title)s on one page to print: signs, findings, questions and advice.", title=document.about.title)
        known = (document.targets, document.references, document.images or {})
        return RenderedPage(about, renderer.render(template_name(document), document.page, *known, document=document))
    if isinstance(document, ReferenceDocument):
        return RenderedPage(document.plain, renderer.render(template_name(document), document.page, {}, {}, document=document, line_number=line))
    marks = (document.page, document.targets, document.references)
    body = renderer.render(
        template_name(document),
        *marks,
        document.images or {},
        document.terms or {},
        document=document,
        line_number=line,
        word=document.kind in VOCABULARY_BY_NAME,
        unreleased=UNRELEASED,
    )
    return RenderedPage(renderer.plain(document.statement, *marks), body)


def _frozen_marks(document: FrozenDocument) -> tuple[dict[str, Target], dict[str, CitedReference]]:
    """What the marks of a frozen text lead to: the frozen texts of the same release."""
    things = document.names.items()
    targets = {
        each.id: Target(kind=each.kind, id=each.id, title=each.title, page=each.page)
        for _, each in things
        if each.kind not in (REFERENCE_KIND, IMAGE_KIND)
    }
    works = [each for _, each in things if each.kind == REFERENCE_KIND]
    return targets, {each.id: CitedReference(key=each.id, label=each.title, text=each.text, href=each.href) for each in works}


_TEMPLATES: Mapping[type, str] = {
    ReferenceDocument: "reference.html",
    FrozenDocument: "frozen.html",
    ReleaseDocument: "release.html",
    ChecklistDocument: "checklist.html",
    GoneDocument: "gone.html",
}


def template_name(document: PageDocument) -> str:
    """The template of the document's page."""
    return _TEMPLATES.get(type(document), "entry.html")


def outline_of(document: PageDocument, alternates: tuple[Alternate, ...]) -> Outline:
    """What the theme shows around the body of a document."""
    if isinstance(document, FrozenDocument | ReleaseDocument):
        title = f"{document.title} ({document.id}, {document.release})" if isinstance(document, FrozenDocument) else _release_title(document)
        return Outline(page=document.page, title=title, parent=RELEASES, kind="release", alternates=alternates, unlisted=True)
    if isinstance(document, GoneDocument):
        became, folder = gettext("moved") if document.moved_to else gettext("withdrawn"), document.page.rpartition("/")[0]
        title = f"{document.id} ({became})"
        return Outline(page=document.page, title=title, parent=folder, kind="release", alternates=alternates, unlisted=True)
    if isinstance(document, ChecklistDocument):
        title = gettext("Checklist: %(title)s", title=f"{document.about.title} ({document.about.id})")
        before = Neighbour(document.about.page, f"{document.about.title} ({document.about.id})")
        return Outline(page=document.page, title=title, parent=document.parent, previous=before, kind="checklist", alternates=alternates)
    if isinstance(document, ReferenceDocument):
        parent, kind, title = "references", "reference", f"{document.title} ({document.label})" if document.title else document.label
        headings = [Heading(2, "cite", gettext("Cite this work")), Heading(2, "cited-by", gettext("Cited by"))]
    else:
        parent, kind, title = document.trail[-1].page, document.kind, _title(document.title, document.id, document)
        headings = [Heading(2, section.key, section.title) for section in document.sections if section.blocks]
        headings += [Heading(2, "breadth", gettext("How sure"))] if document.breadth else []
        headings += [Heading(2, "cite", gettext("Cite this entry"))] if document.cite else []
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


def _release_title(document: ReleaseDocument) -> str:
    """The title of a page of a release, unique among them."""
    part = next((part.title for part in document.parts if part.page == document.page), "")
    title = gettext("Release %(release)s", release=document.release)
    return f"{title}, {part}" if part else title


def _title(title: str, id_: str, document: Document | ReferenceDocument) -> str:
    """A title that is unique in the site: titles of entries get their id, those of words their kind; labels of works are unique as they are."""
    if isinstance(document, ReferenceDocument):
        return title
    return f"{title} ({in_sentence(document.kind_label) if document.kind in VOCABULARY_BY_NAME else id_})"
