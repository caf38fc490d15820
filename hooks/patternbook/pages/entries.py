"""One document to one page: the step that builds spend their time in, so it stands alone.

Takes documents only, never the catalogue: a page is made from its document alone.
"""

from __future__ import annotations

from msgspec import UNSET
from msgspec.structs import replace

from patternbook.documents.indexes import Index
from patternbook.documents.model import Document, Target, as_json
from patternbook.documents.references import ReferenceDocument
from patternbook.documents.resolve import Bound
from patternbook.model.registry import VOCABULARY_BY_NAME
from patternbook.model.vocabulary import UNRELEASED
from patternbook.pages.page import Asset, Heading, Neighbour, Outline, Page
from patternbook.pages.render import Press

LINE = "\x02"
"""Stands for the line an entry is written on, so that a line inserted above it changes no body. One character, which no text
of the data holds: it is found at once, and it makes no body wider that is ASCII otherwise."""


def outline(document: Bound) -> Outline:
    """What surrounds the page of a document; cheap, in contrast to its body."""
    return _reference_outline(document) if isinstance(document, ReferenceDocument) else _entry_outline(document)


def template(document: Bound) -> str:
    """The template of the document's page."""
    return "reference.html" if isinstance(document, ReferenceDocument) else "entry.html"


def body(document: Bound, press: Press) -> str:
    """The page's HTML without the theme, with LINE for the line it is written on."""
    values = {"document": document, "line_number": LINE}
    if isinstance(document, ReferenceDocument):
        return press.render(template(document), document.page, {}, {}, **values)
    word = document.kind in VOCABULARY_BY_NAME
    return press.render(template(document), document.page, document.targets, document.references, **values, word=word, unreleased=UNRELEASED)


def description(document: Bound, press: Press) -> str:
    """One plain sentence for search results and link previews."""
    if isinstance(document, ReferenceDocument):
        return document.plain
    return press.plain(document.statement, document.page, document.targets, document.references)


LATE = ("previous", "next", "origin")
"""Fields of a document that its body and its card in the search do not depend on. They come last, see `beside`."""


def settled(document: Bound) -> str:
    """Everything a document holds but for the late fields, as JSON."""
    return as_json(replace(document, **dict.fromkeys(LATE, UNSET)))


def beside(document: Bound, settled: str) -> tuple[Asset, ...]:
    """Files beside the page: the document itself; `settled` is its greater part, which need not be written down twice."""
    if isinstance(document, ReferenceDocument):
        return ()
    late = as_json({name: getattr(document, name) for name in LATE})
    return (Asset(data_file(document.page), f"{settled.removesuffix('}')},{late.removeprefix('{')}\n"),)


def _entry_outline(document: Document) -> Outline:
    return Outline(
        page=document.page,
        title=_title(document.title, document.id, document),
        headings=_headings(document),
        parent=document.trail[-1].page,
        previous=_neighbour(document.previous, document),
        next=_neighbour(document.next, document),
        kind=document.kind,
        document=data_file(document.page),
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


def data_file(page: str) -> str:
    """The file beside an entry's page that holds its document."""
    return f"{page}.json"


def _reference_outline(document: ReferenceDocument) -> Outline:
    before, after = document.previous, document.next
    return Outline(
        page=document.page,
        title=document.label,
        headings=(Heading(2, "bibtex", "BibTeX"), Heading(2, "cited-by", "Cited by")),
        parent="references",
        previous=Neighbour(before.page, before.title) if before else None,
        next=Neighbour(after.page, after.title) if after else None,
        kind="reference",
    )


TABLE_HEADINGS = (Heading(2, "numbers", "In numbers"), Heading(2, "table", "All, one per row"))


def _index_body(index: Index, press: Press) -> str:
    if not index.columns:
        return press.render("index.html", index.page, index.targets, index.references, index=index)
    downloads = [{"title": file.upper(), "href": press.addresses.asset(index.page, f"{index.first}.{file}")} for file in ("csv", "json")]
    return press.render("table.html", index.page, index.targets, index.references, index=index, downloads=downloads)


def index_page(index: Index, press: Press) -> Page:
    """The index of a kind, a vocabulary or the bibliography."""
    html = _index_body(index, press)
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
