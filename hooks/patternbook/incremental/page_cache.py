"""Rendered pages, found again by content: rendering is the most expensive step of a build.

A page is rendered from its document without the volatile fields, with a placeholder for the line the entry is written
on. So a line inserted above an entry, or a new neighbour, does not render it again.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.json import Decoder, Encoder
from msgspec.structs import replace

from patternbook.documents.model import document_json, stable_document
from patternbook.documents.resolve import PageDocument
from patternbook.incremental.fingerprint import Fingerprint
from patternbook.pages.entry import RenderedPage, render_page, template_name
from patternbook.pages.render import PageRenderer
from patternbook.runtime.digests import digest
from patternbook.search import Card, make_card, make_record
from patternbook.source.characters import LINE_MARK


class CachedPage(Struct, frozen=True):
    """A rendered page and its search card, without what is volatile."""

    rendered: RenderedPage
    card: Card

    def rendered_on(self, line: int) -> RenderedPage:
        """The rendered page of an entry that is written on this line."""
        return replace(self.rendered, body=self.rendered.body.replace(LINE_MARK, str(line)))


def cache_key(document: PageDocument, fingerprint: Fingerprint) -> bytes:
    """The key of a cached page: a digest of everything it depends on."""
    stable = document_json(stable_document(document))
    return digest(fingerprint.code, fingerprint.templates[template_name(document)], stable, document.origin.file)


def render_for_cache(document: PageDocument, renderer: PageRenderer) -> CachedPage:
    """Render a page with the placeholder for its line."""
    return CachedPage(render_page(document, renderer, LINE_MARK), make_card(make_record(document)))


pack_page = Encoder().encode
"""Turns a page into bytes for the store: JSON, since reading JSON runs no code."""
unpack_page = Decoder(CachedPage).decode
