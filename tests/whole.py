"""A whole site in memory, for tests: what a build publishes, without the theme around it."""

from __future__ import annotations

from dataclasses import dataclass

from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.model import Document, document_json
from patternbook.documents.resolve import build_context, resolve
from patternbook.pages.entry import outline_of, render_page
from patternbook.pages.outputs import OUTPUTS, alternates
from patternbook.pages.page import Alternate, Asset, Heading, MenuItem, Neighbour
from patternbook.pages.render import page_renderer, template_environment, template_sources
from patternbook.pages.site import NoMemo, make_site
from patternbook.profile.pages import SYNTHESIS_PAGES
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.urls import RepositoryLinks, SiteUrls


@dataclass(frozen=True)
class WholePage:
    """A page with its body, standing or below an index."""

    page: str
    title: str
    description: str
    html: str
    headings: tuple[Heading, ...]
    parent: str | None
    previous: str | None
    next: str | None
    alternates: tuple[Alternate, ...]


@dataclass(frozen=True)
class Whole:
    """Everything a build publishes, but for the theme."""

    pages: tuple[WholePage, ...]
    assets: tuple[Asset, ...]
    menu: tuple[MenuItem, ...]


def whole(catalogue: Catalogue, urls: SiteUrls, repository: RepositoryLinks) -> Whole:
    """Make every page and file of a catalogue."""
    renderer = page_renderer(urls, repository, template_environment(template_sources()))
    context = build_context(catalogue, urls, SYNTHESIS)
    made = make_site(context, renderer, NoMemo(context), SYNTHESIS_PAGES)
    pages = [
        WholePage(p.page, p.title, p.description, p.html, p.headings, p.parent, _page(p.previous), _page(p.next), p.alternates) for p in made.pages
    ]
    files = list(made.assets)
    for document in (resolve(page, context) for page in made.bound_pages):
        own, rendered = outline_of(document, alternates(document, OUTPUTS, urls)), render_page(document, renderer)
        around = (own.headings, own.parent, _page(own.previous), _page(own.next), own.alternates)
        pages.append(WholePage(own.page, own.title, rendered.description, rendered.body, *around))
        if isinstance(document, Document):
            files += [Asset(each.file, f"{document_json(document)}\n") for each in own.alternates]
    return Whole(tuple(pages), tuple(files), made.menu)


def _page(neighbour: Neighbour | None) -> str | None:
    return neighbour.page if neighbour else None
