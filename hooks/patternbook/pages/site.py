"""The whole site: standing pages made now, pages of entries made later from their documents, a menu, files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

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
from patternbook.pages.render import PageRenderer
from patternbook.schema import document_schema

T = TypeVar("T")

INDEXES = frozenset({*(kind.plural for kind in KINDS), *(v.plural for v in VOCABULARIES), "references"})
"""Pages that are the index of a folder of pages."""


class Memo(Protocol):
    """Makes what exists once, or finds it again as an earlier build made it."""

    def __call__(self, templates: tuple[str, ...], given: str, make: Callable[[Library], T]) -> T:
        """What `make` gives for the context.

        Args:
            templates: Names of the templates that `make` fills.
            given: What is made, and everything it depends on besides templates and context, as text.
            make: Looks up all else in the context that it is given.

        """


@dataclass(frozen=True, slots=True)
class MakeAnew:
    """Finds nothing again."""

    context: Library

    def __call__(self, templates: tuple[str, ...], given: str, make: Callable[[Library], T]) -> T:
        return make(self.context)


@dataclass(frozen=True, slots=True)
class Site:
    """Everything there is to publish."""

    pages: tuple[Page, ...]
    """Standing pages: home, indexes, what exists once. Their number does not grow with the catalogue."""
    assets: tuple[Asset, ...]
    menu: tuple[Menu, ...]
    context: Library

    @property
    def titles(self) -> dict[str, str]:
        """Page that exists once -> its title."""
        return {page.page: page.title for page in self.pages}

    @property
    def bound_pages(self) -> tuple[str, ...]:
        """Pages below an index, in a fixed order; each is made from its document alone."""
        return tuple(self.context.neighbours)


def addresses(*, directories: bool, site_url: str = "") -> Addresses:
    """How pages are addressed in one build."""
    return Addresses(directories, INDEXES, site_url)


def site(shelf: Library, tools: PageRenderer, once: Memo) -> Site:
    """Make what stands, or find it again, and prepare the rest."""
    catalogue, lists = shelf.catalogue, tuple(plans(shelf))
    own = next((prose for prose in catalogue.prose if prose.slug == HOME), None)
    others = (prose for prose in catalogue.prose if prose.slug != HOME)
    pages: tuple[Page, ...] = (
        once(("home.html",), repr(own), lambda shelf: special.home_page(shelf, tools)),
        *(once(("index.html", "table.html"), repr(plan), lambda shelf, plan=plan: index_page(index(plan, shelf), tools)) for plan in lists),  # type: ignore[misc]
        once(("glossary.html",), "", lambda shelf: special.glossary_page(_terms(shelf), tools)),
        once(("matrix.html",), "", lambda shelf: special.matrix_page(shelf, tools)),
        once(("coverage.html",), repr(catalogue.schemes), lambda shelf: special.coverage_page(shelf, tools)),
        once(("catalogue.html",), repr(lists), lambda shelf: special.catalogue_page(lists, shelf, tools)),
        once(("format.html",), "", lambda _: special.format_page(tools)),
        once(("rules.html",), "", lambda _: special.rules_page(tools)),
        *(once(("prose.html",), repr(prose), lambda shelf, prose=prose: special.prose_page(prose, shelf, tools)) for prose in others),  # type: ignore[misc]
    )
    assets = (
        once((), "schema", lambda _: Asset("schema/document.schema.json", document_schema())),
        *once((), "products", lambda shelf: tuple(Asset(file, text) for file, text in downloads(shelf))),
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
