"""The whole site: pages that exist once, which are made here, the names of all other pages, the menu, and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from patternbook.catalogue.catalogue import Catalogue
from patternbook.catalogue.releases.released import RELEASES
from patternbook.documents.context import Context
from patternbook.documents.indexes import plan_indexes
from patternbook.documents.model import document_schema
from patternbook.documents.profile import IndexTable
from patternbook.exports.api.schemas import schema_files
from patternbook.exports.released import release_files
from patternbook.model.registry import ABOUT, HOME, LISTED, MENU_LAST, MENU_OF_PAGES, WORKSHEET
from patternbook.pages import standalone
from patternbook.pages.exports.data_page import DATA_PAGE, data_page
from patternbook.pages.exports.facets.declared import used_terms
from patternbook.pages.exports.facets.gaps import count_gaps
from patternbook.pages.exports.facets.parts import facet_assets, make_part, plan_parts
from patternbook.pages.exports.inventories import release_inventories
from patternbook.pages.frame.feed import feed
from patternbook.pages.page import Asset, MenuItem, Page
from patternbook.pages.render import PageRenderer
from patternbook.phrases import gettext
from patternbook.urls import SiteUrls

T = TypeVar("T")


class Memo(Protocol):
    """Makes what exists once, or returns what an earlier build made."""

    def __call__(self, templates: tuple[str, ...], given: str, make: Callable[[Context], T]) -> T:
        """The result of `make` for the context.

        Args:
            templates: Names of the templates that `make` renders.
            given: A text that identifies the result and everything it depends on besides templates and lookups in the context.
            make: Is called with the context, and looks up there whatever else it depends on.

        """


@dataclass(frozen=True, slots=True)
class NoMemo:
    """Makes everything anew."""

    context: Context

    def __call__(self, templates: tuple[str, ...], given: str, make: Callable[[Context], T]) -> T:
        return make(self.context)


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that a build publishes, except for the pages below indexes, which are made later."""

    pages: tuple[Page, ...]
    """Home, indexes and all other pages that exist once."""
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

    @property
    def listed_pages(self) -> tuple[str, ...]:
        """Those that the sitemap lists: all but releases, and addresses whose page is gone."""
        return tuple(page for page in self.bound_pages if not page.startswith(f"{RELEASES}/") and page not in self.context.gone)


def make_urls(*, directories: bool, site_url: str = "") -> SiteUrls:
    """How pages are addressed in one build."""
    return SiteUrls(directories, frozenset({*(thing.plural for thing in LISTED), "references", RELEASES}), site_url)


PageMaker = Callable[[Context, PageRenderer], Page]


def make_site(context: Context, renderer: PageRenderer, memo: Memo, makers: Mapping[str, PageMaker]) -> Site:
    """Make the pages and files that exist once, or take them from the memo, and list the others.

    Args:
        context: What documents are resolved with.
        renderer: What turns documents into HTML.
        memo: Called for everything that exists once.
        makers: Page -> how it is made, for pages that only the profile has.

    """
    plans = tuple(plan_indexes(context))
    terms = used_terms(context.catalogue)
    parts = [memo((), f"facets {plan!r} {terms!r}", partial(make_part, plan, terms, renderer)) for plan in plan_parts(context)]
    gaps = count_gaps(parts, context)
    makers = {
        **makers,
        "coverage": partial(standalone.coverage_page, gaps),
        "cite": standalone.cite_page,
        DATA_PAGE: data_page,
        "catalogue": partial(standalone.catalogue_page, plans),
        "format": standalone.format_page,
        "checks": standalone.rules_page,
        "releases": standalone.releases_page,
        "changes": standalone.changes_page,
    }
    prose = {page.slug: page for page in context.catalogue.prose}
    home = prose.pop(HOME, None)
    # Whatever pages depend on that they do not look up in a mapping of the context, so that the memo does not record it.
    catalogue = context.catalogue
    given = {
        HOME: repr((home, catalogue.situations, bool(catalogue.worksheet))),
        "coverage": repr((catalogue.schemes, gaps)),
        "catalogue": repr(plans),
    }
    given[WORKSHEET] = repr(catalogue.worksheet)

    def unique(page: str) -> Page:
        return memo((f"{page}.html",), given.get(page, ""), lambda context: makers[page](context, renderer))

    pages = (
        unique(HOME),
        *(memo(("index.html", "table.html"), repr(plan), partial(standalone.index_page, plan, renderer)) for plan in plans),
        *(unique(page) for page in catalogue.standard_pages if page in makers),
        *(memo(("prose.html",), repr(page), partial(standalone.prose_page, page, renderer)) for page in prose.values()),
    )
    assets = [memo((), "schema", lambda _: Asset("schema/document.schema.json", document_schema()))]
    assets += memo((), "schemas of exports", _export_schemas)
    assets += memo((), "citations of the whole", standalone.citation_assets)
    news = memo((), f"feed {context.urls.site_url}", feed)
    assets += [news] if news else []
    assets += facet_assets(parts, renderer, context)
    for name, release in context.releases.items():
        assets += memo((), f"inventories {name} {release.digest}", partial(release_inventories, name))
        assets += memo((), f"exports {name} {release.digest}", partial(_release_exports, name))
    for kind, table in context.profile.tables.items():
        assets += memo((), f"{kind} downloads", partial(_downloads, table))
    assets += memo((), "drawings", _drawings)
    for plan in plans:
        if plan.kind in context.profile.leads:
            assets += memo((), f"drawings {plan!r}", partial(standalone.index_drawings, plan))
    return Site(pages, tuple(assets), make_menu(context.catalogue), context)


def _release_exports(name: str, context: Context) -> list[Asset]:
    return [Asset(*file) for file in release_files(name, context)]


def _export_schemas(_: Context) -> list[Asset]:
    return [Asset(*file) for file in schema_files()]


def _downloads(table: IndexTable, context: Context) -> list[Asset]:
    return [Asset(*file) for file in table.downloads(context)]


def _drawings(context: Context) -> list[Asset]:
    return [Asset(*file) for file in context.profile.files(context)]


def make_menu(catalogue: Catalogue) -> tuple[MenuItem, ...]:
    """The navigation: indexes and special pages only, so that it does not grow with the catalogue."""
    items = [(thing.menu or f"{{{thing.name}}}", f"{{{thing.name}}}", thing.plural) for thing in LISTED]
    items += [(MENU_OF_PAGES.get(page, ABOUT), title, page) for page, title in catalogue.standard_pages.items()]
    prose = [MenuItem(page.title, page.slug) for page in catalogue.prose if page.slug != HOME]
    menu = [MenuItem(gettext("Home"), "")]
    headings = dict.fromkeys(heading for heading, _, _ in items)
    for heading in sorted(headings, key=lambda heading: MENU_LAST.index(heading) if heading in MENU_LAST else -1):
        # The item with the title of its heading comes first.
        below = sorted((item for item in items if item[0] == heading), key=lambda item: item[1] != heading)
        children = [MenuItem(catalogue.labelled(title), page) for _, title, page in below]
        menu.append(MenuItem(catalogue.labelled(heading), children=(*(prose if heading == ABOUT else ()), *children)))
    return tuple(menu)
