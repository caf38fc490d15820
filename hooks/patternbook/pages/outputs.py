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
from patternbook.documents.model import Document, document_json, published_document
from patternbook.documents.resolve import PageDocument
from patternbook.pages.frame.metadata import document_metadata
from patternbook.pages.frame.shells import PageShape, Shell, slot_values
from patternbook.pages.page import Alternate, FileContent, Outline
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

    def html(self) -> str:
        """The whole page with the theme around its body."""
        metadata = document_metadata(self.document, self.description, self.lasting)
        values = slot_values(self.outline, self.description, self.body, self.urls, self.parent_title, metadata)
        return self.shell.fill(values, self.outline.headings)

    def json(self) -> str:
        """The document of the page."""
        document = self.document
        return f"{document_json(published_document(document) if isinstance(document, Document) else document)}\n"

    def frozen(self) -> str:
        """The text of a frozen page, byte for byte as it was frozen."""
        return f"{self.document.text}\n" if isinstance(self.document, FrozenDocument) else ""


class Output(NamedTuple):
    """A kind of file. Its functions are no lambdas, so that it can be sent to workers that are not forked."""

    name: str
    media_type: str
    file: Callable[[SiteUrls, str], str]
    """Gives the file's path from the site's root for a page, by the form of addresses of the build."""
    applies: Callable[[PageDocument], bool]
    """Whether pages of this document have the file."""
    content: Callable[[FinishedPage], FileContent]
    title: str = ""
    """What readers see of it where it is another format of the page: BibTeX."""
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


def _is_frozen(document: PageDocument) -> bool:
    return isinstance(document, FrozenDocument) and bool(document.text)


def _is_cited(document: PageDocument) -> bool:
    return document.cite is not None


def _beside(suffix: str, _: SiteUrls, page: str) -> str:
    return f"{page}.{suffix}"


def _citations(form: CitationFormat | None, page: FinishedPage) -> str:
    """What is cited in one format, or in every style: the works that an entry restates, then the entry."""
    return citation_file(page.document.cite, form) if page.document.cite else ""


OUTPUTS = (
    Output("html", "text/html", SiteUrls.file, _always, FinishedPage.html, is_page=True),
    Output("json", "application/json", partial(_beside, "json"), _is_entry, FinishedPage.json, "JSON", is_data=True),
    Output("frozen", "application/json", partial(_beside, "json"), _is_frozen, FinishedPage.frozen, "JSON"),
    *(
        Output(suffix, media_type, partial(_beside, suffix), _is_cited, partial(_citations, form), title)
        for suffix, title, media_type, form in CITATION_FILES
    ),
)


def alternates(document: PageDocument, outputs: Iterable[Output], urls: SiteUrls) -> tuple[Alternate, ...]:
    """The other formats of a page, as its head links to them."""
    return tuple(
        Alternate(output.name, output.media_type, output.file(urls, document.page), output.title)
        for output in outputs
        if output.applies(document) and not output.is_page
    )
