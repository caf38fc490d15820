"""The whole site as pages, assets and a menu. The last room before files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from patternbook.addresses import Addresses, Repository
from patternbook.catalogue import Catalogue
from patternbook.documents.collections import indexes, reference_documents
from patternbook.documents.resolve import documents, library
from patternbook.model.kinds import HOME, KINDS, PAGES, VOCABULARIES
from patternbook.pages import special
from patternbook.pages.entries import entry_assets, entry_page, index_page, reference_page
from patternbook.pages.page import Asset, Menu, Page
from patternbook.pages.render import press
from patternbook.schema import document_schema

INDEXES = frozenset({*(kind.plural for kind in KINDS), *(v.plural for v in VOCABULARIES), "references"})
"""Pages that are the index of a folder of pages."""


@dataclass(frozen=True, slots=True)
class Site:
    """Everything there is to write."""

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    menu: tuple[Menu, ...]


def addresses(*, directories: bool) -> Addresses:
    """How pages are addressed in one build."""
    return Addresses(directories, INDEXES)


def site(catalogue: Catalogue, where: Addresses, repository: Repository, site_url: str, report: Callable[[str, int], None]) -> Site:
    """Make every page. `report` hears of each stage: its name and how many it made."""
    shelf = library(catalogue)
    tools = press(where, repository)
    resolved = tuple(documents(shelf, site_url))
    works = tuple(reference_documents(shelf))
    report("documents", len(resolved) + len(works))
    lists = tuple(indexes(shelf))
    pages = [
        special.home_page(shelf, tools),
        *(index_page(index, tools) for index in lists),
        *(entry_page(document, tools) for document in resolved),
        *(reference_page(work, tools) for work in works),
        special.glossary_page(resolved, tools),
        special.matrix_page(shelf, tools),
        special.coverage_page(shelf, tools),
        special.catalogue_page(lists, tools),
        special.format_page(tools),
        special.rules_page(tools),
        *special.prose_pages(shelf, tools),
    ]
    report("pages", len(pages))
    assets = [asset for document in resolved for asset in entry_assets(document)]
    assets.append(Asset("schema/document.schema.json", document_schema()))
    return Site(tuple(pages), tuple(assets), menu(catalogue))


def menu(catalogue: Catalogue) -> tuple[Menu, ...]:
    """The navigation: indexes and special pages only, so that it does not grow with the catalogue."""

    def kind(name: str) -> Menu:
        plural = next(each.plural for each in (*KINDS, *VOCABULARIES) if each.name == name)
        return Menu(catalogue.label(name).many, plural)

    def unique(page: str) -> Menu:
        return Menu(PAGES[page], page)

    prose = tuple(Menu(page.title, page.slug) for page in catalogue.prose if page.slug != HOME)
    patterns = kind("pattern")
    return (
        Menu("Home", ""),
        Menu(patterns.title, children=(patterns, kind("collaboration-point"), kind("case"), unique("matrix"))),
        Menu(catalogue.label("finding").many, children=(kind("finding"), *(kind(name) for name in ("area", "theme", "role")))),
        Menu(catalogue.label("recommendation").many, children=(kind("recommendation"),)),
        Menu("Evidence", children=(kind("study"), unique("references"), unique("coverage"))),
        Menu("Glossary", children=(unique("glossary"), kind("term"))),
        Menu("About", children=(*prose, unique("catalogue"), unique("format"), unique("checks"))),
    )
