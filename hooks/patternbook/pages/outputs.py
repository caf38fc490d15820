"""Every file that is written for a page below an index, declared once.

The table is used for writing, for cleaning up, by the caches, for the sitemap, and for the links to other formats in a page's head.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from patternbook.citing.formats import CITATION_FILES, CitationFormat
from patternbook.documents.cite import citation_file
from patternbook.documents.frozen import FrozenDocument
from patternbook.documents.model import ChecklistDocument, Document, document_json, published_document
from patternbook.documents.references import ReferenceDocument
from patternbook.documents.resolve import PageDocument
from patternbook.model.vocabulary import Masthead
from patternbook.pages.exports.looks import page_look
from patternbook.pages.frame.loads import loaded_html
from patternbook.pages.frame.metadata import document_metadata
from patternbook.pages.frame.shells import PageShape, Shell, slot_values
from patternbook.pages.markdown.sheets import checklist_markdown, sheet_markdown, sheets_of
from patternbook.pages.page import Alternate, FileContent, Outline
from patternbook.pages.svg.drawings import DRAWING_NAMES, drawing_files, drawing_svg, drawn_file
from patternbook.urls import SiteUrls


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """Everything that the files of a page below an index are made from."""

    document: PageDocument
    outline: Outline
    description: str
    body: str
    shell: Shell
    urls: SiteUrls
    lasting: SiteUrls
    """For addresses that are to last, which may begin otherwise than those of the site (`permanent_base`)."""
    parent_title: str
    masthead: Masthead
    """The catalogue as a whole, for files that stand alone."""

    def html(self) -> str:
        """The whole page with the theme around its body."""
        metadata = document_metadata(self.document, self.description, self.lasting) + loaded_html(self.document, self.urls)
        values = slot_values(self.outline, self.description, self.body, self.urls, self.parent_title, metadata)
        return self.shell.fill(values, self.outline.headings)

    def json(self) -> str:
        """The document of the page."""
        document = self.document
        return f"{document_json(published_document(document) if isinstance(document, Document) else document)}\n"

    def look(self) -> str:
        """What a quick look at the page shows."""
        return f"{document_json(page_look(self.document))}\n"

    def frozen(self) -> str:
        """The text of a frozen page, byte for byte as it was frozen."""
        return f"{self.document.text}\n" if isinstance(self.document, FrozenDocument) else ""

    def markdown(self) -> str:
        """A sheet to fill in, or a checklist, as Markdown."""
        document = self.document
        if isinstance(document, ChecklistDocument):
            return checklist_markdown(document, self.lasting)
        return sheet_markdown(document, self.lasting) if isinstance(document, Document) else ""


class Output(NamedTuple):
    """A kind of file. Its functions are no lambdas, so that it can be sent to workers that are not forked."""

    name: str
    media_type: str
    """Empty where only scripts of the site read the file: no page's head links to it."""
    file: Callable[[SiteUrls, str], str]
    """Gives the file's path from the site's root for a page, by the form of addresses of the build."""
    applies: Callable[[PageDocument], bool]
    """Whether pages of this document have the file."""
    content: Callable[[FinishedPage], FileContent]
    title: str = ""
    """What readers see of it where it is another format of the page: BibTeX; its name where empty."""
    is_page: bool = False
    """Whether the file is the page itself. Only then it is in the sitemap; else it is another format of the page."""
    is_data: bool = False
    """Whether a catalogue may leave it out (`documents: false`), as nothing on pages leads to it."""

    def is_part_of(self, shape: PageShape) -> bool:
        """Whether pages of a shape have the file."""
        return self.is_page or any(name == self.name for name, _, _ in shape.alternates)


def _always(_: PageDocument) -> bool:
    return True


def _is_entry(document: PageDocument) -> bool:
    return isinstance(document, Document)


def _has_look(document: PageDocument) -> bool:
    return isinstance(document, Document | ReferenceDocument)


def _is_frozen(document: PageDocument) -> bool:
    return isinstance(document, FrozenDocument) and bool(document.text)


def _is_cited(document: PageDocument) -> bool:
    return document.cite is not None


def _beside(suffix: str, _: SiteUrls, page: str) -> str:
    return f"{page}.{suffix}"


def _is_sheet(document: PageDocument) -> bool:
    return isinstance(document, ChecklistDocument) or bool(sheets_of(document))


def _has_drawing(name: str, document: PageDocument) -> bool:
    return name in drawing_files(document)


def _drawing_file(name: str, _: SiteUrls, page: str) -> str:
    return drawn_file(page, name)


def _drawing(name: str, page: FinishedPage) -> str:
    """The drawings of one type on a page."""
    public = page.lasting.public
    return drawing_svg(drawing_files(page.document)[name], page.outline.title, public, public(page.document.page), page.masthead)


def _citations(form: CitationFormat | None, page: FinishedPage) -> str:
    """What is cited in one format, or in every style: the works that an entry restates, then the entry."""
    return citation_file(page.document.cite, form) if page.document.cite else ""


OUTPUTS = (
    Output("html", "text/html", SiteUrls.file, _always, FinishedPage.html, is_page=True),
    Output("json", "application/json", partial(_beside, "json"), _is_entry, FinishedPage.json, "JSON", is_data=True),
    Output("look", "", partial(_beside, "look.json"), _has_look, FinishedPage.look),
    Output("frozen", "application/json", partial(_beside, "json"), _is_frozen, FinishedPage.frozen, "JSON"),
    *(
        Output(suffix, media_type, partial(_beside, suffix), _is_cited, partial(_citations, form), title)
        for suffix, title, media_type, form in CITATION_FILES
    ),
    Output("markdown", "text/markdown", partial(_beside, "md"), _is_sheet, FinishedPage.markdown, "Markdown"),
    *(
        Output(name, "image/svg+xml", partial(_drawing_file, name), partial(_has_drawing, name), partial(_drawing, name), "SVG")
        for name in DRAWING_NAMES
    ),
)


def alternates(document: PageDocument, outputs: Iterable[Output], urls: SiteUrls) -> tuple[Alternate, ...]:
    """The other formats of a page, as its head links to them."""
    return tuple(
        Alternate(output.name, output.media_type, output.file(urls, document.page), output.title or output.name)
        for output in outputs
        if output.applies(document) and not output.is_page
    )
