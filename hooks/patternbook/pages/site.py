"""The whole site: standing pages made now, pages of entries made later from their documents, a menu, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from patternbook.addresses import Addresses
from patternbook.catalogue import Catalogue
from patternbook.documents.indexes import index, plans
from patternbook.documents.scope import Library
from patternbook.model.registry import ABOUT, HOME, LISTED, MENU_LAST, MENU_OF_PAGES, PAGES
from patternbook.pages import special
from patternbook.pages.entries import index_page
from patternbook.pages.page import Asset, Menu, Page
from patternbook.pages.render import PageRenderer
from patternbook.schema import document_schema

T = TypeVar("T")

INDEXES = frozenset({*(thing.plural for thing in LISTED), "references"})
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


PageMaker = Callable[[Library, PageRenderer], Page]


def site(shelf: Library, tools: PageRenderer, once: Memo, makers: Mapping[str, PageMaker]) -> Site:
    """Make what stands, or find it again, and prepare the rest; `makers` are those of the pages that only a profile has."""
    catalogue, lists = shelf.catalogue, tuple(plans(shelf))
    own = next((prose for prose in catalogue.prose if prose.slug == HOME), None)
    others = (prose for prose in catalogue.prose if prose.slug != HOME)
    all_makers: dict[str, PageMaker] = {
        **makers,
        "coverage": special.coverage_page,
        "catalogue": lambda shelf, press: special.catalogue_page(lists, shelf, press),
        "format": lambda _, press: special.format_page(press),
        "checks": lambda _, press: special.rules_page(press),
    }
    given = {HOME: repr(own), "coverage": repr(catalogue.schemes), "catalogue": repr(lists)}

    def unique(page: str) -> Page:
        return once((f"{page}.html",), given.get(page, ""), lambda shelf: all_makers[page](shelf, tools))

    pages: tuple[Page, ...] = (
        unique(HOME),
        *(once(("index.html", "table.html"), repr(plan), lambda shelf, plan=plan: index_page(index(plan, shelf), tools)) for plan in lists),  # type: ignore[misc]
        *(unique(page) for page in PAGES if page in all_makers),
        *(once(("prose.html",), repr(prose), lambda shelf, prose=prose: special.prose_page(prose, shelf, tools)) for prose in others),  # type: ignore[misc]
    )
    assets = [once((), "schema", lambda _: Asset("schema/document.schema.json", document_schema()))]
    for kind, table in shelf.profile.tables.items():
        assets += once((), f"{kind} downloads", lambda shelf, table=table: [Asset(*file) for file in table.downloads(shelf)])  # type: ignore[misc]
    return Site(pages, tuple(assets), menu(catalogue), shelf)


def menu(catalogue: Catalogue) -> tuple[Menu, ...]:
    """The navigation: indexes and special pages only, so that it does not grow with the catalogue."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for thing in LISTED:
        title = f"{{{thing.name}}}"
        groups.setdefault(thing.menu or title, []).append((title, thing.plural))
    for page, title in PAGES.items():
        groups.setdefault(MENU_OF_PAGES.get(page, ABOUT), []).append((title, page))
    prose = [Menu(page.title, page.slug) for page in catalogue.prose if page.slug != HOME]
    found = [Menu("Home", "")]
    for group in sorted(groups, key=lambda group: MENU_LAST.index(group) if group in MENU_LAST else -1):
        # What a heading is named after comes first below it.
        children = [Menu(catalogue.labelled(title), page) for title, page in sorted(groups[group], key=lambda each: each[0] != group)]
        found.append(Menu(catalogue.labelled(group), children=(*(prose if group == ABOUT else ()), *children)))
    return tuple(found)
