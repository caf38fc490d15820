"""One document to one page: the step that builds spend their time in, so it stands alone.

Takes documents only, never the catalogue, so that workers can run it.
"""

from __future__ import annotations

from patternbook.documents.collections import Index, ReferenceDocument
from patternbook.documents.model import Document
from patternbook.model.kinds import VOCABULARY_BY_NAME
from patternbook.model.vocabulary import UNRELEASED
from patternbook.pages.page import Asset, Heading, Page
from patternbook.pages.render import Press


def entry_page(document: Document, press: Press) -> Page:
    """The page of an entry or a word."""
    word = document.kind in VOCABULARY_BY_NAME
    html = press.render("entry.html", document.page, document.targets, document.references, document=document, word=word, unreleased=UNRELEASED)
    return Page(
        page=document.page,
        title=f"{document.title} ({document.kind_label.lower() if word else document.id})",
        description=press.plain(document.statement, document.page, document.targets, document.references),
        html=html,
        headings=_headings(document),
        parent=document.trail[-1].page,
        previous=document.previous.page if document.previous else None,
        next=document.next.page if document.next else None,
        tags=(document.kind_label, *_tags(document)),
        kind=document.kind,
        document=_file(document),
    )


def _headings(document: Document) -> tuple[Heading, ...]:
    found = [Heading(2, section.key, section.title) for section in document.sections]
    if document.breadth:
        found.append(Heading(2, "breadth", "Breadth and confidence"))
    if document.cite:
        found.append(Heading(2, "cite", "Cite this entry"))
    return tuple(found)


def _tags(document: Document) -> tuple[str, ...]:
    return tuple(t.title for fact in document.facts for t in fact.targets if t.kind in ("theme", "area"))


def entry_assets(document: Document) -> tuple[Asset, ...]:
    """The document itself beside its page."""
    return (Asset(_file(document), document.model_dump_json(indent=1) + "\n"),)


def _file(document: Document) -> str:
    return f"{document.page}.json"


def reference_page(document: ReferenceDocument, press: Press) -> Page:
    """The page of a work of the bibliography."""
    html = press.render("reference.html", document.page, {}, {}, document=document)
    return Page(
        page=document.page,
        title=document.label,
        description=document.plain,
        html=html,
        headings=(Heading(2, "cited-by", "Cited by"), Heading(2, "bibtex", "BibTeX")),
        parent="references",
        previous=document.previous.page if document.previous else None,
        next=document.next.page if document.next else None,
        tags=("Reference",),
        kind="reference",
    )


def index_page(index: Index, press: Press) -> Page:
    """The index of a kind, a vocabulary or the bibliography."""
    html = press.render("index.html", index.page, index.targets, index.references, index=index)
    headings = tuple(Heading(2, group.key, group.title) for group in index.groups if group.title)
    return Page(page=index.page, title=index.title, description=index.about, html=html, headings=headings)
