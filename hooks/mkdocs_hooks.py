"""MkDocs events -> patternbook, and nothing else.

on_config         read and check the data, make every page; one log line per diagnostic, one clean failure
on_files          hand MkDocs the pages and files
on_nav            put entry pages under their index, chain previous and next
on_page_markdown  title, description and tags of our pages
on_page_content   their body and contents
on_post_page      a Content-Security-Policy that allows the theme's own inline scripts and no others

MkDocs keeps this module alive over a whole `serve`: what one build made lives in that build's config, never here.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import escape
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Section
from mkdocs.structure.toc import AnchorLink, TableOfContents

from patternbook import security
from patternbook.addresses import Addresses, Repository
from patternbook.diagnostics import DataError, Diagnostic, as_text, errors
from patternbook.pages.page import Menu, Page
from patternbook.pages.site import Site, addresses, site
from patternbook.read import read
from patternbook.settings import settings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage

log = logging.getLogger("mkdocs.hooks.patternbook")  # below `mkdocs`, so that --strict counts warnings

BUILD = "patternbook_build"
"""Key of this build's pages in config.extra."""


@dataclass(frozen=True, slots=True)
class Build:
    """What one build made, for the events that follow."""

    made: Site
    where: Addresses
    by_source: Mapping[str, Page]
    """Name of the Markdown file MkDocs knows a page by -> page."""


LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "notice": logging.INFO}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read, check and make everything; raise once if the data holds errors."""
    here = settings(Path(config.config_file_path).parent, os.environ)
    reading = read(here.data, here.base, config.site_url or "")
    for diagnostic in reading.diagnostics:
        _log(diagnostic)
    try:
        catalogue = reading.catalogue()
    except DataError as error:
        found = len(errors(error.diagnostics))
        raise PluginError(f"the data holds {found} error{'' if found == 1 else 's'}; nothing was built") from None
    config.watch.append(str(here.data))
    where = addresses(directories=config.use_directory_urls)
    repository = Repository((config.repo_url or "").rstrip("/"), config.extra.get("branch", "main"))
    made = site(catalogue, where, repository, config.site_url or "", _report)
    config.site_name = escape(catalogue.masthead.title)
    config.site_description = escape(catalogue.masthead.subtitle)
    config.copyright = escape(f"{catalogue.masthead.publisher}, {catalogue.masthead.text_licence.spdx}")
    config.nav = [_nav_item(item, where) for item in made.menu] + _docs_section(config)
    config.edit_uri = f"edit/{repository.branch}/{Path(config.docs_dir).name}/" if repository.url else None
    config.extra[BUILD] = Build(made, where, {where.source(page.page): page for page in made.pages})
    return config


def _log(diagnostic: Diagnostic) -> None:
    log.log(LEVELS[diagnostic.severity], as_text([diagnostic])[0])


def _report(stage: str, count: int) -> None:
    log.info("%s: %d", stage, count)


def _nav_item(item: Menu, where: Addresses) -> dict[str, object]:
    if item.children:
        return {escape(item.title): [_nav_item(child, where) for child in item.children]}
    return {escape(item.title): where.source(item.page or "")}


def _docs_section(config: MkDocsConfig) -> list[dict[str, object]]:
    pages = sorted(path.name for path in Path(config.docs_dir).glob("*.md"))
    return [{"Contribute": pages}] if pages else []


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what was made; pages below an index stay out of the navigation, which would grow with them."""
    build: Build = config.extra[BUILD]
    listed = set(_listed(build.made.menu))
    for source, page in build.by_source.items():
        inclusion = InclusionLevel.INCLUDED if page.page in listed else InclusionLevel.NOT_IN_NAV
        files.append(File.generated(config, source, content=f"# {page.title}\n", inclusion=inclusion))
    for asset in build.made.assets:
        files.append(File.generated(config, asset.file, content=asset.content))
    return files


def _listed(menu: tuple[Menu, ...]) -> list[str]:
    return [page for item in menu for page in ([item.page] if item.page is not None else _listed(item.children))]


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Breadcrumbs, previous and next of pages that are not in the navigation."""
    build: Build = config.extra[BUILD]
    at = {page.page: files.src_uris[source].page for source, page in build.by_source.items()}
    for page in build.made.pages:
        own, parent = at[page.page], at.get(page.parent or "")
        if own is not None and parent is not None and page.parent is not None:
            own.parent = _section_of(parent)
            own.previous_page = at[page.previous] if page.previous else parent
            own.next_page = at[page.next] if page.next else None
    return nav


def _section_of(index: MkDocsPage) -> Section:
    """The section an index page opens, or one made of it, so that breadcrumbs name it once."""
    above = index.parent
    if isinstance(above, Section) and above.children and above.children[0] is index:
        return above
    section = Section(index.title or "", [index])
    section.parent = above
    return section


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Our pages bring their own body; MkDocs needs only what goes around it."""
    own = _own(page, config)
    if own is None:
        return markdown
    page.title = escape(own.title)  # the theme's templates do not escape
    page.meta.update(title=page.title, description=escape(own.description), hide=_hidden(own))
    if own.tags:
        page.meta["tags"] = [escape(tag) for tag in own.tags]
    if own.document:
        page.meta["document"] = own.document
    return ""


def _hidden(own: Page) -> list[str]:
    """Parts of the theme that a page does without: the menu beside entries, the contents where there are none."""
    return [*(["navigation"] if own.kind or not own.page else []), *([] if len(own.headings) > 2 else ["toc"])]


def on_page_content(html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """The finished body, and its contents."""
    own = _own(page, config)
    if own is None:
        return html
    page.toc = TableOfContents([AnchorLink(escape(heading.title), heading.anchor, heading.level) for heading in own.headings])
    return own.html


def _own(page: MkDocsPage, config: MkDocsConfig) -> Page | None:
    build: Build = config.extra[BUILD]
    return build.by_source.get(page.file.src_uri)


def on_post_page(output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
    """State the page's security policy in the page itself."""
    return security.with_policy(output)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The same for 404.html."""
    return security.with_policy(output_content) if template_name.endswith(".html") else output_content
