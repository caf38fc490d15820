"""The whole site: standing pages made now, pages of entries made later from their documents, a menu, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from patternbook.catalogue.catalogue import Catalogue
from patternbook.commands.json_schema import document_schema
from patternbook.documents.context import Context
from patternbook.documents.indexes import make_index, plan_indexes
from patternbook.model.registry import ABOUT, HOME, LISTED, MENU_LAST, MENU_OF_PAGES, STANDARD_PAGES
from patternbook.pages import standalone
from patternbook.pages.entry import index_page
from patternbook.pages.page import Asset, MenuItem, Page
from patternbook.pages.render import PageRenderer
from patternbook.urls import SiteUrls

T = TypeVar("T")

INDEX_PAGES = frozenset({*(thing.plural for thing in LISTED), "references"})
"""Pages that are the index of a folder of pages."""


class Memo(Protocol):
    """Makes what exists once, or finds it again as an earlier build made it."""

    def __call__(self, templates: tuple[str, ...], given: str, make: Callable[[Context], T]) -> T:
        """What `make` gives for the context.

        Args:
            templates: Names of the templates that `make` fills.
            given: What is made, and everything it depends on besides templates and context, as text.
            make: Looks up all else in the context that it is given.

        """


@dataclass(frozen=True, slots=True)
class NoMemo:
    """Finds nothing again."""

    context: Context

    def __call__(self, templates: tuple[str, ...], given: str, make: Callable[[Context], T]) -> T:
        return make(self.context)


@dataclass(frozen=True, slots=True)
class Site:
    """Everything there is to publish."""

    pages: tuple[Page, ...]
    """Standing pages: home, indexes, what exists once. Their number does not grow with the catalogue."""
    assets: tuple[Asset, ...]
    menu: tuple[MenuItem, ...]
    context: Context

    @property
    def titles(self) -> dict[str, str]:
        """Page that exists once -> its title."""
        return {page.page: page.title for page in self.pages}

    @property
    def bound_pages(self) -> tuple[str, ...]:
        """Pages below an index, in a fixed order; each is made from its document alone."""
        return tuple(self.context.neighbours)


def make_urls(*, directories: bool, site_url: str = "") -> SiteUrls:
    """How pages are addressed in one build."""
    return SiteUrls(directories, INDEX_PAGES, site_url)


PageMaker = Callable[[Context, PageRenderer], Page]


def make_site(context: Context, tools: PageRenderer, once: Memo, makers: Mapping[str, PageMaker]) -> Site:
    """Make what stands, or find it again, and prepare the rest; `makers` are those of the pages that only a profile has."""
    catalogue, lists = context.catalogue, tuple(plan_indexes(context))
    own = next((prose for prose in catalogue.prose if prose.slug == HOME), None)
    others = (prose for prose in catalogue.prose if prose.slug != HOME)
    all_makers: dict[str, PageMaker] = {
        **makers,
        "coverage": standalone.coverage_page,
        "catalogue": lambda context, press: standalone.catalogue_page(lists, context, press),
        "format": lambda _, press: standalone.format_page(press),
        "checks": lambda _, press: standalone.rules_page(press),
    }
    given = {HOME: repr(own), "coverage": repr(catalogue.schemes), "catalogue": repr(lists)}

    def unique(page: str) -> Page:
        return once((f"{page}.html",), given.get(page, ""), lambda context: all_makers[page](context, tools))

    pages: tuple[Page, ...] = (
        unique(HOME),
        *(once(("index.html", "table.html"), repr(plan), lambda context, plan=plan: index_page(make_index(plan, context), tools)) for plan in lists),  # type: ignore[misc]
        *(unique(page) for page in STANDARD_PAGES if page in all_makers),
        *(once(("prose.html",), repr(prose), lambda context, prose=prose: standalone.prose_page(prose, context, tools)) for prose in others),  # type: ignore[misc]
    )
    assets = [once((), "schema", lambda _: Asset("schema/document.schema.json", document_schema()))]
    for kind, table in context.profile.tables.items():
        assets += once((), f"{kind} downloads", lambda context, table=table: [Asset(*file) for file in table.downloads(context)])  # type: ignore[misc]
    return Site(pages, tuple(assets), make_menu(catalogue), context)


def make_menu(catalogue: Catalogue) -> tuple[MenuItem, ...]:
    """The navigation: indexes and special pages only, so that it does not grow with the catalogue."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for thing in LISTED:
        title = f"{{{thing.name}}}"
        groups.setdefault(thing.menu or title, []).append((title, thing.plural))
    for page, title in STANDARD_PAGES.items():
        groups.setdefault(MENU_OF_PAGES.get(page, ABOUT), []).append((title, page))
    prose = [MenuItem(page.title, page.slug) for page in catalogue.prose if page.slug != HOME]
    found = [MenuItem("Home", "")]
    for group in sorted(groups, key=lambda group: MENU_LAST.index(group) if group in MENU_LAST else -1):
        # What a heading is named after comes first below it.
        children = [MenuItem(catalogue.labelled(title), page) for title, page in sorted(groups[group], key=lambda each: each[0] != group)]
        found.append(MenuItem(catalogue.labelled(group), children=(*(prose if group == ABOUT else ()), *children)))
    return tuple(found)
