"""The adapter between MkDocs' events and patternbook, and nothing else; code about the theme is in theme.py.

on_config         read and check the data, make the pages that exist once; one log line per diagnostic, one clean failure
on_startup        a preview builds in a way that never fails
on_serve          a banner on the last good site where a rebuild fails; the problems and where they are
on_files          give MkDocs the pages and files that exist once
on_nav            breadcrumbs of index pages that are not in the navigation; the navigation, for the shells
on_page_markdown  title and description of our pages; those of docs/ escaped
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
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import CountHandler, get_build_date

from patternbook.build import swap
from patternbook.build.lock import lock_site
from patternbook.build.pipeline import BuildInputs, BuildRequest, IncompleteError, PlainBuild, begin_build
from patternbook.build.report import describe_result, write_report
from patternbook.build.source_date import VARIABLE, source_date
from patternbook.check.read import Reading
from patternbook.diagnostics.diagnostic import LineAt, build_obstacle, only_errors, summary_text, text_lines
from patternbook.incremental.fast_build import FastBuild, begin_fast
from patternbook.incremental.store import STORE_FILE, Store, UnsafeFolderError, cache_folder, prepare_folder
from patternbook.mkdocs import theme
from patternbook.mkdocs.preview import PreviewApp, RefusedDataError, UpToDateExit, running_preview, start_preview
from patternbook.mkdocs.prose import PlainProse, plain_metadata, plain_title
from patternbook.model.registry import KINDS
from patternbook.pages.exports.data_page import DATA_PAGE
from patternbook.pages.frame import csp
from patternbook.pages.frame.minify import minify_html
from patternbook.pages.frame.shells import LostSlotError, hidden_parts
from patternbook.pages.frame.sitemap import add_pages
from patternbook.pages.outputs import OUTPUTS
from patternbook.pages.page import MenuItem, Page
from patternbook.pages.render import install_phrases
from patternbook.pages.site import make_urls
from patternbook.phrases import current_phrases, gettext
from patternbook.phrases.scripts import SCRIPT, script_phrases
from patternbook.runtime.code_version import PACKAGE, code_digest
from patternbook.runtime.pool import WorkerLostError, process_count
from patternbook.runtime.progress import Progress, if_terminal
from patternbook.runtime.signals import exit_when_terminated
from patternbook.search import Record, guide_record
from patternbook.settings import read_settings
from patternbook.source.files import links_outside
from patternbook.source.lines import lines_below
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
    held: ExitStack
    """Ends the build: removes what it wrote and did not deliver, and releases the lock of the site."""
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
    os.environ[VARIABLE] = source_date(Path(config.config_file_path).parent, os.environ)  # where MkDocs looks for it
    request = _request(config)
    config.watch.append(str(request.data))
    with ExitStack() as held:
        try:
            held.enter_context(exit_when_terminated())
            held.enter_context(lock_site(request.site, log.info))
            build = _build(request, partial(_report, line_at=lines_below(request.named_from), strict=config.strict))
        except OSError as error:
            raise PluginError(_unwritable(error, request.site)) from error
        except (WorkerLostError, ValueError) as error:
            raise PluginError(str(error)) from error
        if build is None:
            write_report(os.environ.get("PATTERNBOOK_REPORT"), [], None)
            log.info("nothing changed since the site was built; it stays as it is")
            raise UpToDateExit(0)
        held.callback(build.close)
        _configure(config, build)
        by_source = {request.urls.source(page.page): page for page in build.site.pages}
        run = MkDocsBuild(build, theme.ThemeRenderer(request.urls, csp.theme_policy(PACKAGE / "theme")), by_source, held.pop_all())
    config.extra[RUN] = run
    config.plugins.events["build_error"].append(partial(_end_failed, run))


def _end_failed(run: MkDocsBuild, error: Exception) -> None:
    """End a build in which MkDocs failed, which tells only this event; a disk that is full, or a file it cannot read, is no traceback."""
    run.held.close()
    if isinstance(error, OSError):
        raise PluginError(f"{_unwritable(error, run.build.request.site)}.") from error


def _unwritable(error: OSError, site: Path) -> str:
    """What could not be read or written, and that the site did not suffer from it."""
    file = Path(error.filename) if isinstance(error.filename, str) else site
    named = file.relative_to(site.parent) if file.is_relative_to(site.parent) else file
    return f"{named}: {error.strerror or error}; {site.name}/ is as it was"


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
        outputs=tuple(output for output in OUTPUTS if not output.is_data or config.extra.get("documents", True)),
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


def _report(reading: Reading, *, line_at: LineAt, strict: bool) -> None:
    """Log the diagnostics; raise an error if they stop the build."""
    for diagnostic in reading.diagnostics:
        log.log(LOG_LEVELS[diagnostic.severity], "\n".join(text_lines(diagnostic, line_at)))
    log.info("%s", summary_text(reading.diagnostics, reading.counts))
    if reason := build_obstacle(reading.diagnostics, strict=strict):
        stopping = only_errors(reading.diagnostics) or [each for each in reading.diagnostics if each.severity == "warning"]
        raise RefusedDataError(f"{reason}; nothing was built", stopping)


def _configure(config: MkDocsConfig, build: SiteBuild) -> None:
    """Set what the data defines instead of mkdocs.yml, and let MkDocs write beside the site."""
    request, masthead = build.request, build.site.context.catalogue.masthead
    config.site_name = escape(masthead.title)  # the theme's templates do not escape
    config.site_description = escape(masthead.subtitle)
    licences = {"text": masthead.text_licence.spdx, "code": masthead.code_licence.spdx}
    config.copyright = escape(gettext("%(publisher)s. Text and data %(text)s, code %(code)s", publisher=masthead.publisher, **licences))
    config.extra["language"] = masthead.language
    if current_phrases().of_scripts:
        config.extra_javascript = [SCRIPT, *config.extra_javascript]
    config.extra["folders_of_ids"] = " ".join(f"{kind.prefix}:{kind.plural}" for kind in KINDS)
    config.extra["data_page"] = request.urls.url(DATA_PAGE)
    config.extra["public_url"] = request.urls.public("")
    docs, excluded = Path(config.docs_dir), config.exclude_docs
    guides = sorted(path.name for path in docs.glob("*.md") if excluded is None or not excluded.match_file(path.name))
    config.nav = [_nav_item(item, request.urls) for item in build.site.menu] + ([{gettext("Contribute"): guides}] if guides else [])
    config.edit_uri = f"edit/{request.data_repository.branch}/{docs.name}/" if request.data_repository.url else None
    config.markdown_extensions.append(PlainProse())
    config.site_dir = str(swap.sibling_path(request.site, "new"))


def _nav_item(item: MenuItem, urls: SiteUrls) -> dict[str, object]:
    if item.children:
        return {escape(item.title): [_nav_item(child, urls) for child in item.children]}
    return {escape(item.title): urls.source(item.page or "")}


def on_startup(command: str, dirty: bool) -> None:  # noqa: FBT001 - MkDocs' signature
    """Let a preview build in a way that never fails; MkDocs offers no event that its first build goes through."""
    if command == "serve":
        start_preview(_clean_up)


def _clean_up(config: MkDocsConfig) -> None:
    """End a build that failed after its data was read."""
    if (run := config.extra.get(RUN)) is not None:
        run.held.close()


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:
    """Put the preview's answers before MkDocs' server, and note what fails before a build begins: settings that cannot be read."""
    rebuild, preview = server.builder, running_preview()

    def rebuild_or_note() -> None:
        with preview.noting(Path(config.config_file_path).parent):
            rebuild()

    server.builder = rebuild_or_note
    server.set_app(PreviewApp(server.serve_request, preview, server.mount_path))
    config.watch = [path for path in config.watch if Path(path).exists()]  # what does not exist cannot be watched
    config.plugins.events["shutdown"].append(partial(swap.remove_siblings, Path(server.root)))
    return server


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages and files that exist once; remove those of the theme that no page loads."""
    run: MkDocsBuild = config.extra[RUN]
    for source, page in run.by_source.items():
        level = InclusionLevel.INCLUDED if page.parent is None else InclusionLevel.NOT_IN_NAV
        files.append(File.generated(config, source, content=f"# {page.title}\n", inclusion=level))
    if current_phrases().of_scripts:
        files.append(File.generated(config, SCRIPT, content=script_phrases(current_phrases())))
    for asset in run.build.site.assets:
        files.append(File.generated(config, asset.file, content=asset.content))
    theme.remove_unused_files(files)
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
    install_phrases(env)
    return env


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Set the metadata of our pages, which have a body of their own. The others are pages of docs/: record them for the search."""
    run: MkDocsBuild = config.extra[RUN]
    own = run.by_source.get(page.file.src_uri)
    if own is None:
        page.meta = plain_metadata(page.meta)
        run.guides.append(guide_record(page.file.src_uri.removesuffix(".md"), markdown))
        return markdown
    theme.set_metadata(page, own, own.description, hidden_parts(own))
    return ""


def on_page_content(html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Return the finished body, and set its contents."""
    run: MkDocsBuild = config.extra[RUN]
    own = run.by_source.get(page.file.src_uri)
    if own is None:
        page.title = plain_title(page.title or "")
        return html
    page.toc = theme.table_of_contents(own)
    return own.html


def on_post_page(output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
    """State the page's security policy in the page itself."""
    run: MkDocsBuild = config.extra[RUN]
    return minify_html(csp.add_policy(output, run.theme.policy))


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Add the policy to 404.html, and to the sitemap the pages that MkDocs does not make."""
    run: MkDocsBuild = config.extra[RUN]
    build = run.build
    urls = build.request.urls
    if template_name == "sitemap.xml" and urls.site_url:
        return add_pages(output_content, map(urls.absolute, build.site.listed_pages))
    return csp.add_policy(output_content, run.theme.policy) if template_name.endswith(".html") else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Make every page below an index, then the search; put the new site in place of the present one."""
    run: MkDocsBuild = config.extra.pop(RUN)
    build = run.build
    try:
        with run.held:
            shell_of = cache(partial(run.theme.shell, config=config))  # the theme's templates take milliseconds for each shell
            published = build.publish(Path(config.site_dir), shell_of, run.guides)
            if any(isinstance(handler, CountHandler) and handler.get_counts() for handler in logging.getLogger("mkdocs").handlers):
                return  # the build is strict, and something was warned of: MkDocs ends it here as failed
            published.deliver(run.theme.written_files())
    except (LostSlotError, WorkerLostError, IncompleteError, ValueError) as error:
        raise PluginError(str(error)) from error
    except OSError as error:
        raise PluginError(_unwritable(error, build.request.site)) from error
    finally:
        config.site_dir = str(build.request.site)
    rendered, pages = sorted(published.rendered), len(build.site.pages) + len(build.site.bound_pages)
    log.info("%s", describe_result(rendered, pages))
    write_report(os.environ.get("PATTERNBOOK_REPORT"), rendered, pages)
