"""A whole site in memory, for tests: what workers would write, without the theme around it."""

from __future__ import annotations

from dataclasses import dataclass

from patternbook.addresses import Addresses, Repository
from patternbook.cache import Store
from patternbook.catalogue import Catalogue
from patternbook.documents.resolve import library, resolve
from patternbook.edition import edition
from patternbook.pages.entries import LINE, beside, body, description, outline, settled
from patternbook.pages.page import Asset, Heading, Menu, Neighbour
from patternbook.pages.render import press, sources, templates
from patternbook.pages.site import site
from patternbook.pages.traces import Once, ground
from patternbook.profile.pages import SYNTHESIS_PAGES
from patternbook.profile.synthesis import SYNTHESIS


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
    document: str


@dataclass(frozen=True)
class Whole:
    """Everything a build publishes, but for the theme."""

    pages: tuple[WholePage, ...]
    assets: tuple[Asset, ...]
    menu: tuple[Menu, ...]


def whole(catalogue: Catalogue, where: Addresses, repository: Repository) -> Whole:
    """Make every page and file of a catalogue."""
    tools = press(where, repository, templates(sources(), Store(None)))
    shelf, kept = library(catalogue, where, SYNTHESIS), Store(None)
    edition_ = edition(tools.environment)
    made = site(shelf, tools, Once(ground(shelf, edition_), edition_, kept), SYNTHESIS_PAGES)
    pages = [
        WholePage(p.page, p.title, p.description, p.html, p.headings, p.parent, _page(p.previous), _page(p.next), p.document) for p in made.pages
    ]
    files = list(made.assets)
    for document in (resolve(page, made.shelf) for page in made.bound_pages):
        own, text = outline(document), description(document, tools)
        html = body(document, tools).replace(LINE, str(document.origin.line))
        pages.append(WholePage(own.page, own.title, text, html, own.headings, own.parent, _page(own.previous), _page(own.next), own.document))
        files += beside(document, settled(document))
    return Whole(tuple(pages), tuple(files), made.menu)


def _page(neighbour: Neighbour | None) -> str | None:
    return neighbour.page if neighbour else None
