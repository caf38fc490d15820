"""The whole site: standing pages made now, pages of entries made later from their documents, a menu, files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from patternbook.addresses import Addresses
from patternbook.catalogue import Catalogue
from patternbook.documents.indexes import index, plans
from patternbook.documents.model import Document
from patternbook.documents.products import downloads
from patternbook.documents.resolve import word_document
from patternbook.documents.scope import Library
from patternbook.model.kinds import KINDS
from patternbook.model.pages import HOME, PAGES
from patternbook.model.vocabularies import VOCABULARIES, VOCABULARY_BY_NAME
from patternbook.pages import special
from patternbook.pages.entries import index_page
from patternbook.pages.page import Asset, Menu, Page
from patternbook.pages.render import Press
from patternbook.pages.traces import Once
from patternbook.schema import document_schema

INDEXES = frozenset({*(kind.plural for kind in KINDS), *(v.plural for v in VOCABULARIES), "references"})
"""Pages that are the index of a folder of pages."""


@dataclass(frozen=True, slots=True)
class Site:
    """Everything there is to publish."""

    pages: tuple[Page, ...]
    """Standing pages: home, indexes, what exists once. Their number does not grow with the catalogue."""
    assets: tuple[Asset, ...]
    menu: tuple[Menu, ...]
    shelf: Library

    @property
    def bound_pages(self) -> tuple[str, ...]:
        """Pages below an index, in a fixed order; each is made from its document alone."""
        return tuple(self.shelf.neighbours)


def addresses(*, directories: bool, site_url: str = "") -> Addresses:
    """How pages are addressed in one build."""
    return Addresses(directories, INDEXES, site_url)


def site(shelf: Library, tools: Press, once: Once) -> Site:
    """Make what stands, or find it again, and prepare the rest."""
    catalogue, lists = shelf.catalogue, tuple(plans(shelf))
    own = next((prose for prose in catalogue.prose if prose.slug == HOME), None)
    others = (prose for prose in catalogue.prose if prose.slug != HOME)
    pages: tuple[Page, ...] = (
        once("home", repr(own), lambda shelf: special.home_page(shelf, tools)),
        *(once("index", repr(plan), lambda shelf, plan=plan: index_page(index(plan, shelf), tools)) for plan in lists),  # type: ignore[misc]
        once("glossary", "", lambda shelf: special.glossary_page(_terms(shelf), tools)),
        once("matrix", "", lambda shelf: special.matrix_page(shelf, tools)),
        once("coverage", repr(catalogue.schemes), lambda shelf: special.coverage_page(shelf, tools)),
        once("catalogue", repr(lists), lambda shelf: special.catalogue_page(lists, shelf, tools)),
        once("format", "", lambda _: special.format_page(tools)),
        once("checks", "", lambda _: special.rules_page(tools)),
        *(once("prose", repr(prose), lambda shelf, prose=prose: special.prose_page(prose, shelf, tools)) for prose in others),  # type: ignore[misc]
    )
    assets = (
        once("schema", "", lambda _: Asset("schema/document.schema.json", document_schema())),
        *once("products", "", lambda shelf: tuple(Asset(file, text) for file, text in downloads(shelf))),
    )
    return Site(pages, assets, menu(catalogue), shelf)


def _terms(shelf: Library) -> Iterator[Document]:
    terms = sorted(shelf.catalogue.words["term"].values(), key=lambda term: term.title.casefold())
    return (word_document(term, VOCABULARY_BY_NAME["term"], shelf) for term in terms)


def menu(catalogue: Catalogue) -> tuple[Menu, ...]:
    """The navigation: indexes and special pages only, so that it does not grow with the catalogue."""

    def kind(name: str) -> Menu:
        plural = next(each.plural for each in (*KINDS, *VOCABULARIES) if each.name == name)
        return Menu(catalogue.label(name).many, plural)

    def unique(page: str) -> Menu:
        return Menu(catalogue.labelled(PAGES[page]), page)

    prose = tuple(Menu(page.title, page.slug) for page in catalogue.prose if page.slug != HOME)
    patterns = kind("pattern")
    return (
        Menu("Home", ""),
        Menu(patterns.title, children=(patterns, kind("collaboration-point"), kind("case"), unique("matrix"))),
        Menu(catalogue.label("finding").many, children=(kind("finding"), *(kind(name) for name in ("area", "theme", "role")))),
        Menu(catalogue.label("recommendation").many, children=(kind("recommendation"),)),
        Menu(catalogue.label("product").many, children=(kind("product"), kind("indicator"), kind("stage"))),
        Menu("Evidence", children=(kind("study"), unique("references"), unique("coverage"))),
        Menu("Glossary", children=(unique("glossary"), kind("term"))),
        Menu("About", children=(*prose, unique("catalogue"), unique("format"), unique("checks"))),
    )
