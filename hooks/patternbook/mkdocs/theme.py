"""The theme around our pages: a MkDocs page made from an outline, and the theme's template rendered for it, once per shape of page."""

from __future__ import annotations

from dataclasses import dataclass

import jinja2
from markupsafe import escape
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from patternbook.pages.frame import csp
from patternbook.pages.frame.minify import minify_html
from patternbook.pages.frame.shells import SLOTS, PageShape, Shell, compile_shell, placeholder_page
from patternbook.pages.page import Outline
from patternbook.urls import SiteUrls

THEME_FILES = ("assets/javascripts/", "assets/stylesheets/")
"""Folders of the theme's scripts and styles, none of which our pages load."""


@dataclass(slots=True)
class ThemeRenderer:
    """Renders the theme's template. MkDocs provides what it needs in several events."""

    urls: SiteUrls
    policy: str
    """The security policy of every page."""
    nav: Navigation | None = None
    files: Files | None = None
    environment: jinja2.Environment | None = None

    def shell(self, shape: PageShape, config: MkDocsConfig) -> Shell:
        """Make the shell of pages of this shape.

        Raises:
            LostSlotError: the theme's template no longer shows something.

        """
        html = self.page(placeholder_page(shape), SLOTS["description"], SLOTS["content"], shape.hidden, config)
        return compile_shell(html, shape)

    def page(self, outline: Outline, description: str, html: str, hide: tuple[str, ...], config: MkDocsConfig) -> str:
        """Render the theme's main.html for a page below an index."""
        if self.nav is None or self.files is None or self.environment is None:
            raise RuntimeError("MkDocs has not yet read the theme")
        index = self.files.src_uris[self.urls.source(outline.parent or "")].page
        page = MkDocsPage(None, File.generated(config, self.urls.source(outline.page), content=""), config)
        set_metadata(page, outline, description, hide)
        page.toc, page.content = table_of_contents(outline), html
        if index is not None:
            page.parent = section_of(index)
            page.previous_page = self._link(outline.previous.title, outline.previous.page) if outline.previous else index
        page.next_page = self._link(outline.next.title, outline.next.page) if outline.next else None
        page.canonical_url = outline.canonical or page.canonical_url
        page.active = True
        try:
            output = self.environment.get_template("main.html").render(get_context(self.nav, self.files, config, page))
        finally:
            page.active = False
        return minify_html(csp.add_policy(output, self.policy))

    def written_files(self) -> list[str]:
        """Names of the pages and files that MkDocs itself writes, from the site's root."""
        return [file.dest_uri for file in self.files or () if file.inclusion.value > InclusionLevel.DRAFT.value]

    def _link(self, title: str, page: str) -> MkDocsPage:
        """A neighbour with what the theme's footer needs: a title and an address."""
        url = page if page.startswith("https://") else self.urls.url(page)
        return Link(escape(title), url)  # type: ignore[return-value]


def set_metadata(page: MkDocsPage, outline: Outline, description: str, hide: tuple[str, ...]) -> None:
    """Set what the theme shows of a page besides its body."""
    page.title = escape(outline.title)
    page.meta.update(title=page.title, description=escape(description), hide=list(hide))
    page.meta.update(alternates=outline.alternates, metadata=outline.metadata, unlisted=outline.unlisted)


def table_of_contents(outline: Outline) -> TableOfContents:
    """The page's headings as the theme lists them."""
    return TableOfContents([AnchorLink(escape(heading.title), heading.anchor, heading.level) for heading in outline.headings])


def section_of(index: MkDocsPage) -> Section:
    """The section that begins with an index page, or a new one for it, so that breadcrumbs name it once."""
    above = index.parent
    if isinstance(above, Section) and above.children and above.children[0] is index:
        return above
    section = Section(index.title or "", [index])
    section.parent = above
    return section


def remove_unused_files(files: Files) -> None:
    """Remove the theme's scripts and styles, as theme/base.html loads ours alone."""
    for file in [each for each in files if each.src_uri.startswith(THEME_FILES)]:
        files.remove(file)
