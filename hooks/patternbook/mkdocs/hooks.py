"""The adapter between MkDocs' events and patternbook, and nothing else; code about the theme is in theme.py.

on_config         read and check the data, make the pages that exist once; one log line per diagnostic, one clean failure
on_serve          a rebuild that fails keeps the last good site up
on_files          give MkDocs the pages and files that exist once
on_nav            breadcrumbs of index pages that are not in the navigation; the navigation, for the shells
on_page_markdown  title and description of our pages
on_page_content   their body and contents
on_env            the theme's template, to be rendered once per shape of page
on_post_page      a Content-Security-Policy that allows the theme's own inline scripts and no others; no needless white space
on_post_template  the same for 404.html; all pages in the sitemap
on_post_build     every page below an index: shells, filled by workers; the search's files; then the present site is replaced

MkDocs writes to a folder beside the site, which is replaced last, when only moving files can still fail.

MkDocs keeps this module loaded during a whole `serve`: what one build made is in that build's config, never here.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import CountHandler, get_build_date

from patternbook.build import swap
from patternbook.build.pipeline import BuildInputs, BuildRequest, PlainBuild, begin_build
from patternbook.build.report import describe_result, write_report
from patternbook.check.read import Reading
from patternbook.diagnostics.diagnostic import build_obstacle, format_text, summary_text
from patternbook.incremental.fast_build import FastBuild, begin_fast
from patternbook.incremental.store import STORE_FILE, Store, UnsafeFolderError, cache_folder, prepare_folder
from patternbook.mkdocs import theme
from patternbook.pages.frame import csp
from patternbook.pages.frame.minify import minify_html
from patternbook.pages.frame.shells import LostSlotError, hidden_parts
from patternbook.pages.frame.sitemap import add_pages
from patternbook.pages.outputs import OUTPUTS
from patternbook.pages.page import MenuItem, Page
from patternbook.pages.site import make_urls
from patternbook.runtime.code_version import PACKAGE, code_digest
from patternbook.runtime.pool import WorkerLostError, process_count
from patternbook.runtime.progress import Progress, if_terminal
from patternbook.search import Record, guide_record
from patternbook.settings import read_settings
from patternbook.source.files import links_outside
from patternbook.urls import RepositoryLinks, SiteUrls

if TYPE_CHECKING:  # it loads a web server, which a build does not need
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.hooks.patternbook")  # below `mkdocs`, so that --strict counts warnings

RUN = "patternbook_run"
"""Key of this build in config.extra."""
LOG_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "notice": logging.INFO}
SiteBuild = PlainBuild | FastBuild
"""What a build can be: both have the same public methods and fields."""


@dataclass(frozen=True, slots=True)
class MkDocsBuild:
    """One build as MkDocs drives it."""

    build: SiteBuild
    theme: theme.ThemeRenderer
    by_source: Mapping[str, Page]
    """Name of the Markdown file by which MkDocs identifies a page that exists once -> page."""
    guides: list[Record] = field(default_factory=list)
    """Search records of the pages in docs/; filled as MkDocs reads them."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read, check and make the pages that exist once; raise one error if the data does not allow a build."""
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()  # what an earlier build of this preview left
    gc.disable()  # until everything is read: it lives as long as this build and holds no cycles
    try:
        _begin(config)
        gc.freeze()  # not to be searched again, here, in a worker, or when Python ends, which takes as long as an edit
    finally:
        gc.enable()
    return config


def _begin(config: MkDocsConfig) -> None:
    request = _request(config)
    config.watch.append(str(request.data))
    try:
        build = _build(request, partial(_report, strict=config.strict))
    except (WorkerLostError, ValueError) as error:
        raise PluginError(str(error)) from error
    if build is None:
        write_report(os.environ.get("PATTERNBOOK_REPORT"), [], None)
        log.info("nothing changed since the site was built; it stays as it is")
        raise UpToDateExit(0)
    _configure(config, build)
    by_source = {request.urls.source(page.page): page for page in build.site.pages}
    config.extra[RUN] = MkDocsBuild(build, theme.ThemeRenderer(request.urls), by_source)


def _request(config: MkDocsConfig) -> BuildRequest:
    settings = read_settings(Path(config.config_file_path).parent, os.environ)
    inside = settings.data.resolve().is_relative_to(settings.base.resolve())
    return BuildRequest(
        project=settings.base,
        data=settings.data,
        named_from=settings.base if inside else settings.data.parent,
        site=Path(config.site_dir).resolve(),
        inputs=_inputs(config, settings.data),
        urls=make_urls(directories=config.use_directory_urls, site_url=config.site_url or ""),
        data_repository=RepositoryLinks((config.repo_url or "").rstrip("/") if inside else "", config.extra.get("branch", "main")),
        outputs=tuple(output for output in OUTPUTS if output.is_page or config.extra.get("documents", True)),
        docs=Path(config.docs_dir),
    )


def _inputs(config: MkDocsConfig, data: Path) -> BuildInputs:
    """Everything this build depends on, except where it writes: what MkDocs watches, and the code of every hook."""
    hooks = [getattr(hook, "__file__", None) for hook in dict(config["hooks"]).values()]
    watched = (config.config_file_path, config.docs_dir, config.theme.custom_dir, *config.watch)
    paths = {Path(each).resolve() for each in (*watched, *hooks, PACKAGE, data) if each}
    paths -= {each for each in paths if not paths.isdisjoint(each.parents)}  # one inside another is read with it
    values = {key: value for key, value in config.items() if key != "site_dir"}
    configured = json.dumps(values, default=lambda value: dict(value) if isinstance(value, Mapping) else type(value).__name__, sort_keys=True)
    versions = (f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions"))
    return BuildInputs(tuple(sorted(paths)), (configured, code_digest().hex(), get_build_date(), *versions))


def _build(request: BuildRequest, report: Callable[[Reading], None]) -> SiteBuild | None:
    """Begin the build by the fast path, or with PATTERNBOOK_FAST=off by the plain one; None if the site is up to date."""
    progress = Progress(log.info, if_terminal(sys.stderr))
    refused = any(any(links_outside(folder)) for folder in (request.data, Path(request.docs or request.data)))
    if refused or os.environ.get("PATTERNBOOK_FAST") == "off":  # where a link leads out, what is behind it must not even be compared
        return begin_build(request, progress, report)
    folder, build = cache_folder(request.project, os.environ), None
    try:
        store = Store(prepare_folder(folder) / STORE_FILE if folder else None)
    except UnsafeFolderError as problem:
        log.info("Building without a cache: %s", problem)
        store = Store(None)
    try:
        build = begin_fast(request, store, progress, partial(process_count, os.environ), report)
    finally:
        if build is None:
            store.close()
    return build


class UpToDateExit(SystemExit):
    """Ends MkDocs with success: the site is what a build would make."""


def _report(reading: Reading, *, strict: bool) -> None:
    """Log the diagnostics; raise an error if they stop the build."""
    for diagnostic in reading.diagnostics:
        log.log(LOG_LEVELS[diagnostic.severity], format_text([diagnostic])[0])
    log.info("%s", summary_text(reading.diagnostics, reading.counts))
    if reason := build_obstacle(reading.diagnostics, strict=strict):
        raise PluginError(f"{reason}; nothing was built")


def _configure(config: MkDocsConfig, build: SiteBuild) -> None:
    """Set what the data defines instead of mkdocs.yml, and let MkDocs write beside the site."""
    request, masthead = build.request, build.site.context.catalogue.masthead
    config.site_name = escape(masthead.title)  # the theme's templates do not escape
    config.site_description = escape(masthead.subtitle)
    config.copyright = escape(f"{masthead.publisher}. Text and data {masthead.text_licence.spdx}, code {masthead.code_licence.spdx}")
    config.extra["language"] = masthead.language
    docs, excluded = Path(config.docs_dir), config.exclude_docs
    guides = sorted(path.name for path in docs.glob("*.md") if excluded is None or not excluded.match_file(path.name))
    config.nav = [_nav_item(item, request.urls) for item in build.site.menu] + ([{"Contribute": guides}] if guides else [])
    config.edit_uri = f"edit/{request.data_repository.branch}/{docs.name}/" if request.data_repository.url else None
    config.site_dir = str(swap.sibling_path(request.site, "new"))


def _nav_item(item: MenuItem, urls: SiteUrls) -> dict[str, object]:
    if item.children:
        return {escape(item.title): [_nav_item(child, urls) for child in item.children]}
    return {escape(item.title): urls.source(item.page or "")}


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:
    """A rebuild that fails keeps the last good site up; MkDocs would answer no request until a rebuild succeeds."""
    rebuild = server.builder

    def rebuild_or_keep() -> None:
        try:
            rebuild()
        except UpToDateExit:
            pass  # the preview goes on
        except Abort as problem:
            swap.recover_site(Path(server.root))
            log.error("%s The last good site stays up; it is rebuilt when you save.", problem)  # noqa: TRY400 - a user's mistake, no traceback

    server.builder = rebuild_or_keep
    return server


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages and files that exist once; remove those of the theme that no page loads."""
    run: MkDocsBuild = config.extra[RUN]
    for source, page in run.by_source.items():
        level = InclusionLevel.INCLUDED if page.parent is None else InclusionLevel.NOT_IN_NAV
        files.append(File.generated(config, source, content=f"# {page.title}\n", inclusion=level))
    for asset in run.build.site.assets:
        files.append(File.generated(config, asset.file, content=asset.content))
    config.extra[theme.STYLES_KEY] = theme.remove_unused_files(files)
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Set the breadcrumbs of split indexes, and keep the navigation for the shells."""
    run: MkDocsBuild = config.extra[RUN]
    run.theme.nav, run.theme.files = nav, files
    for source, page in run.by_source.items():
        own, index = files.src_uris[source].page, files.src_uris[run.theme.urls.source(page.parent or "")].page
        if page.parent is not None and own is not None and index is not None:
            own.parent = theme.section_of(index)
    return nav


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Keep the theme's templates for the shells."""
    run: MkDocsBuild = config.extra[RUN]
    run.theme.environment = env
    env.bytecode_cache = run.build.compiled_templates
    return env


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Set the metadata of our pages, which have a body of their own. The others are pages of docs/: record them for the search."""
    run: MkDocsBuild = config.extra[RUN]
    own = run.by_source.get(page.file.src_uri)
    if own is None:
        run.guides.append(guide_record(page.file.src_uri.removesuffix(".md"), markdown))
        return markdown
    theme.set_metadata(page, own, own.description, hidden_parts(own))
    return ""


def on_page_content(html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Return the finished body, and set its contents."""
    run: MkDocsBuild = config.extra[RUN]
    own = run.by_source.get(page.file.src_uri)
    if own is None:
        return html
    page.toc = theme.table_of_contents(own)
    return own.html


def on_post_page(output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
    """State the page's security policy in the page itself."""
    return minify_html(csp.add_policy(output))


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Add the policy to 404.html, and to the sitemap the pages that MkDocs does not make."""
    build: SiteBuild = config.extra[RUN].build
    urls = build.request.urls
    if template_name == "sitemap.xml" and urls.site_url:
        return add_pages(output_content, map(urls.absolute, build.site.bound_pages))
    return csp.add_policy(output_content) if template_name.endswith(".html") else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Make every page below an index, then the search; put the new site in place of the present one."""
    run: MkDocsBuild = config.extra[RUN]
    build = run.build
    try:
        shell_of = cache(partial(run.theme.shell, config=config))  # the theme's templates take milliseconds for each shell
        published = build.publish(Path(config.site_dir), shell_of, run.guides)
        if any(isinstance(handler, CountHandler) and handler.get_counts() for handler in logging.getLogger("mkdocs").handlers):
            return  # the build is strict, and something was warned of: MkDocs ends it here as failed
        published.deliver()
    except (LostSlotError, WorkerLostError, ValueError) as error:
        raise PluginError(str(error)) from error
    except OSError as error:
        raise PluginError(f"the site cannot be written: {error.strerror or error}") from error
    finally:
        build.close()
        config.site_dir = str(build.request.site)
    rendered, pages = sorted(published.rendered), len(build.site.pages) + len(build.site.bound_pages)
    log.info("%s", describe_result(rendered, pages))
    write_report(os.environ.get("PATTERNBOOK_REPORT"), rendered, pages)
