"""A whole site in memory, for tests: what a build publishes, without the theme around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment

from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.resolve import build_context, resolve
from patternbook.pages.entry import outline_of, render_page
from patternbook.pages.exports.bundles import PageRecord
from patternbook.pages.exports.whole import record_of, whole_files
from patternbook.pages.frame.shells import ContentsItem, Shell
from patternbook.pages.outputs import OUTPUTS, FinishedPage, alternates
from patternbook.pages.page import Alternate, Asset, Heading, MenuItem, Neighbour
from patternbook.pages.render import page_renderer, template_environment, template_sources
from patternbook.pages.site import NoMemo, make_site
from patternbook.profile.pages import SYNTHESIS_PAGES
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.urls import RepositoryLinks, SiteUrls

_NO_SHELL = Shell((), ContentsItem("", "", "", ""), b"")


@cache
def _templates() -> Environment:
    """The templates, compiled once for all sites."""
    return template_environment(template_sources())


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
    renderer = page_renderer(urls, repository, _templates())
    context = build_context(catalogue, urls, SYNTHESIS)
    made = make_site(context, renderer, NoMemo(context), SYNTHESIS_PAGES)
    pages = [
        WholePage(p.page, p.title, p.description, p.html, p.headings, p.parent, _page(p.previous), _page(p.next), p.alternates) for p in made.pages
    ]
    files, records = list(made.assets), dict[str, PageRecord]()
    for document in (resolve(page, context) for page in made.bound_pages):
        own, rendered = outline_of(document, alternates(document, OUTPUTS, urls)), render_page(document, renderer)
        around = (own.headings, own.parent, _page(own.previous), _page(own.next), own.alternates)
        pages.append(WholePage(own.page, own.title, rendered.description, rendered.body, *around))
        masthead = context.catalogue.masthead
        finished = FinishedPage(document, own, rendered.description, rendered.body, _NO_SHELL, urls, context.urls, "", masthead)
        beside = [output for output in OUTPUTS if output.applies(document) and not output.is_page]
        files += [Asset(output.file(urls, document.page), output.content(finished)) for output in beside]
        records[document.page] = record_of(document, context)
    files += whole_files(context, records)
    return Whole(tuple(pages), tuple(files), made.menu)


def _page(neighbour: Neighbour | None) -> str | None:
    return neighbour.page if neighbour else None
