"""The theme around our pages: MkDocs' page made from an outline, and the theme's template rendered for it, once per shape of page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import escape
from mkdocs.commands.build import get_context
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Link, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from patternbook.pages.frame import csp
from patternbook.pages.frame.minify import minify_html
from patternbook.pages.frame.shells import SLOTS, PageShape, Shell, compile_shell, placeholder_page
from patternbook.pages.page import Outline
from patternbook.urls import SiteUrls

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation

STYLES_KEY = "theme_styles"
"""Key of the theme's stylesheet in config.extra, for theme/base.html."""
THEME_STYLES = re.compile(r"assets/stylesheets/main\.[0-9a-f]+\.min\.css")
"""The one file of the theme's that our pages load; its name changes with the theme's version."""
THEME_ASSETS = ("assets/javascripts/", "assets/stylesheets/")


@dataclass(slots=True)
class ThemeRenderer:
    """The theme's side of a build; it arrives with MkDocs' events."""

    urls: SiteUrls
    nav: Navigation | None = None
    files: Files | None = None
    environment: jinja2.Environment | None = None
    shells: dict[PageShape, Shell] = field(default_factory=dict)

    def shell(self, of: PageShape, config: MkDocsConfig) -> Shell:
        """The shell of pages of this shape.

        Raises:
            LostSlotError: the theme's template no longer shows something.

        """
        if of not in self.shells:
            html = self.page(placeholder_page(of), SLOTS["description"], SLOTS["content"], of.hidden, config)
            self.shells[of] = compile_shell(html, of)
        return self.shells[of]

    def page(self, own: Outline, description: str, html: str, hide: tuple[str, ...], config: MkDocsConfig) -> str:
        """What the theme's main.html gives for a page below an index."""
        if self.nav is None or self.files is None or self.environment is None:
            raise RuntimeError("MkDocs has not yet read the theme")
        index = self.files.src_uris[self.urls.source(own.parent or "")].page
        page = MkDocsPage(None, File.generated(config, self.urls.source(own.page), content=""), config)
        set_metadata(page, own, description, hide)
        page.toc, page.content = table_of_contents(own), html
        if index is not None:
            page.parent = section_of(index)
            page.previous_page = self._link(own.previous.title, own.previous.page) if own.previous else index
        page.next_page = self._link(own.next.title, own.next.page) if own.next else None
        page.canonical_url = own.canonical or page.canonical_url
        page.active = True
        try:
            context = get_context(self.nav, self.files, config, page)
            output = self.environment.get_template("main.html").render(context)
        finally:
            page.active = False
        return minify_html(csp.add_policy(output))

    def _link(self, title: str, page: str) -> MkDocsPage:
        """A neighbour as the theme's footer reads it: a title and an address."""
        url = page if page.startswith("https://") else self.urls.url(page)
        return Link(escape(title), url)  # type: ignore[return-value]


def set_metadata(page: MkDocsPage, own: Outline, description: str, hide: tuple[str, ...]) -> None:
    """What the theme reads of a page besides its body."""
    page.title = escape(own.title)
    page.meta.update(title=page.title, description=escape(description), hide=list(hide))
    page.meta["alternates"] = own.alternates


def table_of_contents(own: Outline) -> TableOfContents:
    """The page's headings as the theme lists them."""
    return TableOfContents([AnchorLink(escape(heading.title), heading.anchor, heading.level) for heading in own.headings])


def section_of(index: MkDocsPage) -> Section:
    """The section an index page opens, or one made of it, so that breadcrumbs name it once."""
    above = index.parent
    if isinstance(above, Section) and above.children and above.children[0] is index:
        return above
    section = Section(index.title or "", [index])
    section.parent = above
    return section


def remove_unused_files(files: Files) -> str:
    """Leave out of the theme's files what no page loads; the name of its stylesheet.

    Raises:
        PluginError: the theme has no such file, or several.

    """
    styles = [file for file in files if THEME_STYLES.fullmatch(file.src_uri)]
    if len(styles) != 1:
        raise PluginError(f"the theme has {len(styles)} files called assets/stylesheets/main.*.min.css; expected one, see theme/base.html")
    for file in [each for each in files if each.src_uri.startswith(THEME_ASSETS) and each not in styles]:
        files.remove(file)
    return styles[0].src_uri
