"""MkDocs events -> patternbook, and nothing else.

on_config         read and check the data, make the standing pages; one log line per diagnostic, one clean failure
on_serve          a rebuild that fails keeps the last good site up
on_files          hand MkDocs the standing pages and files
on_nav            breadcrumbs of index pages that are not in the navigation; the navigation, for the shells
on_page_markdown  title and description of our pages
on_page_content   their body and contents
on_env            the theme's template, to be rendered once per shape of page
on_post_page      a Content-Security-Policy that allows the theme's own inline scripts and no others; no blanks without use
on_post_template  the same for 404.html; all pages in the sitemap
on_post_build     every page below an index: shells, filled by workers; the search's files; all of it in place of what stood

MkDocs writes into a folder beside the site; what stands is touched last, when nothing can fail any more but the moving.

MkDocs keeps this module alive over a whole `serve`: what one build made lives in that build's config, never here.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import escape
from mkdocs.commands.build import get_context
from mkdocs.exceptions import Abort, PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Link, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import CountHandler, get_build_date

from patternbook import cache, files, security
from patternbook.addresses import Addresses, Repository
from patternbook.before import Asked, Before, before, remember
from patternbook.cache import Store
from patternbook.crew import WorkerLostError, jobs
from patternbook.diagnostics import DataError, Diagnostic, as_text, errors
from patternbook.documents.resolve import library
from patternbook.edition import ENGINE, code, edition
from patternbook.pages.compact import compact
from patternbook.pages.page import Menu, Outline, Page
from patternbook.pages.prints import Standing
from patternbook.pages.render import compiled, press, templates
from patternbook.pages.shells import SLOTS, LostSlotError, Shape, Shell, compile_shell, hidden, slots, stand_in
from patternbook.pages.site import Site, addresses, site
from patternbook.pages.traces import Ground, Once, ground
from patternbook.progress import Progress, watched
from patternbook.publishing import Means, Published, deliver, publish_all
from patternbook.quick import Reader, quick
from patternbook.read import Reading, read
from patternbook.search import Record, card, guide_record, page_records
from patternbook.settings import Settings, settings
from patternbook.workers import Printing

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation

log = logging.getLogger("mkdocs.hooks.patternbook")  # below `mkdocs`, so that --strict counts warnings

BUILD = "patternbook_build"
"""Key of this build's pages in config.extra."""
STYLES = "theme_styles"
"""Key of the theme's stylesheet in config.extra, for theme/base.html."""
NAMED = 12
"""Pages rendered that a build names; of more it says how many."""
LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "notice": logging.INFO}


@dataclass(slots=True)
class Build:
    """What one build made, for the events that follow; the theme's side arrives with them."""

    site: Path
    """Where the finished site goes; config.site_dir is beside it meanwhile."""
    asked: Asked
    began: bytes
    """Digest of what is asked, when the build began."""
    before: Before
    under: Ground
    made: Site
    where: Addresses
    repository: Repository
    standing: Standing
    progress: Progress
    by_source: Mapping[str, Page]
    """Name of the Markdown file MkDocs knows a standing page by -> page."""
    nav: Navigation | None = None
    files: Files | None = None
    environment: jinja2.Environment | None = None
    shells: dict[Shape, Shell] = field(default_factory=dict)
    found: list[Record] = field(default_factory=list)
    """What the search knows of the pages in docs/."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read, check and make what stands; raise once if the data holds errors."""
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()  # what an earlier build of this preview left
    gc.disable()  # until everything is read: it lives as long as this build and holds no cycles
    try:
        _begin(config)
        gc.freeze()  # nobody looks through it again, here, in a worker, or when Python ends, which takes as long as an edit
    finally:
        gc.enable()
    return config


def _begin(config: MkDocsConfig) -> None:
    here = settings(Path(config.config_file_path).parent, os.environ)
    config.watch.append(str(here.data))
    kept, progress = Store(_cache_file(here.base)), Progress(log.info, watched(sys.stderr))
    asked, target = _asked(config, here.data), Path(config.site_dir)
    files.recover(target)
    began, stood = asked.digest() if kept.file else b"", before(kept, target)
    if stood.asked and stood.asked == began.hex():
        _report([], None)
        kept.close()
        raise UpToDateExit("nothing changed since the site was built; it stays as it is")
    inside = here.data.resolve().is_relative_to(here.base.resolve())
    named_from = here.base if inside else here.data.parent  # no page says where on this machine its data is
    reading = _reading(replace(here, base=named_from), config.site_url or "", kept, progress)
    for diagnostic in reading.diagnostics:
        _log(diagnostic)
    try:
        catalogue = reading.catalogue()
    except DataError as error:
        found = len(errors(error.diagnostics))
        raise PluginError(f"the data holds {found} error{'' if found == 1 else 's'}; nothing was built") from None
    where = addresses(directories=config.use_directory_urls, site_url=config.site_url or "")
    repository = Repository((config.repo_url or "").rstrip("/") if inside else "", config.extra.get("branch", "main"))
    environment = templates(kept.file)
    standing = Standing(edition(environment, str(where.directories), repository.url, repository.branch), kept)
    shelf = library(catalogue, where)
    under = ground(shelf, standing.edition, str(config.extra.get("documents", True)))
    made = site(shelf, press(where, repository, environment, standing), Once(under, standing.edition, kept))
    config.site_name = escape(catalogue.masthead.title)  # the theme's templates do not escape
    config.site_description = escape(catalogue.masthead.subtitle)
    config.copyright = escape(f"{catalogue.masthead.publisher}, {catalogue.masthead.text_licence.spdx}")
    config.nav = [_nav_item(item, where) for item in made.menu] + _docs_section(config)
    config.edit_uri = f"edit/{repository.branch}/{Path(config.docs_dir).name}/" if repository.url else None
    by_source = {where.source(page.page): page for page in made.pages}
    config.extra[BUILD] = Build(target, asked, began, stood, under, made, where, repository, standing, progress, by_source)
    config.site_dir = str(files.beside(target, "new"))


def _reading(here: Settings, site_url: str, kept: Store, progress: Progress) -> Reading:
    reader = Reader(kept, code(), _processes, progress.until)
    try:
        return quick(here.data, here.base, site_url, reader) or read(here.data, here.base, site_url, progress.over)
    except (WorkerLostError, ValueError) as error:
        raise PluginError(str(error)) from error


class UpToDateExit(SystemExit):
    """The site is what a build would make: MkDocs ends here, and well."""

    def __init__(self, said: str) -> None:
        super().__init__(0)
        log.info("%s", said)


def _asked(config: MkDocsConfig, data: Path) -> Asked:
    """Everything this build depends on, but for where it writes."""
    read = [Path(each) for each in (config.config_file_path, config.docs_dir, config.theme.custom_dir, __file__, ENGINE) if each]
    settings_ = {key: value for key, value in config.items() if key != "site_dir"}
    told = json.dumps(settings_, default=lambda value: dict(value) if isinstance(value, Mapping) else type(value).__name__, sort_keys=True)
    versions = (f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions"))
    return Asked((*read, data), (told, code().hex(), get_build_date(), *versions))


def _cache_file(base: Path) -> Path | None:
    """Where earlier builds left what they made; None, and a word about it, where nothing is to be kept."""
    folder = cache.folder_of(base, os.environ)
    try:
        return cache.prepared(folder) / cache.FILE if folder else None
    except cache.UnsafeFolderError as problem:
        log.info("Building without a cache: %s", problem)
        return None


def _log(diagnostic: Diagnostic) -> None:
    log.log(LEVELS[diagnostic.severity], as_text([diagnostic])[0])


def _nav_item(item: Menu, where: Addresses) -> dict[str, object]:
    if item.children:
        return {escape(item.title): [_nav_item(child, where) for child in item.children]}
    return {escape(item.title): where.source(item.page or "")}


def _docs_section(config: MkDocsConfig) -> list[dict[str, object]]:
    pages = sorted(path.name for path in Path(config.docs_dir).glob("*.md"))
    return [{"Contribute": pages}] if pages else []


THEME_STYLES = re.compile(r"assets/stylesheets/main\.[0-9a-f]+\.min\.css")
"""The one file of the theme's that our pages load; its name changes with the theme's version."""
THEME_ASSETS = ("assets/javascripts/", "assets/stylesheets/")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what was made; leave out of the theme what no page loads."""
    build: Build = config.extra[BUILD]
    for source, page in build.by_source.items():
        files.append(
            File.generated(
                config, source, content=f"# {page.title}\n", inclusion=InclusionLevel.INCLUDED if page.parent is None else InclusionLevel.NOT_IN_NAV
            )
        )
    for asset in build.made.assets:
        files.append(File.generated(config, asset.file, content=asset.content))
    styles = [file for file in files if THEME_STYLES.fullmatch(file.src_uri)]
    if len(styles) != 1:
        raise PluginError(f"the theme has {len(styles)} files called assets/stylesheets/main.*.min.css; expected one, see theme/base.html")
    config.extra[STYLES] = styles[0].src_uri
    for file in [each for each in files if each.src_uri.startswith(THEME_ASSETS) and each not in styles]:
        files.remove(file)
    return files


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:
    """A rebuild that fails keeps the last good site up; MkDocs would let every request wait until it is mended."""
    rebuild = server.builder

    def forgiving() -> None:
        try:
            rebuild()
        except UpToDateExit:
            pass  # the preview goes on
        except Abort as problem:
            files.recover(Path(server.root))
            log.error("%s The last good site stays up; it is rebuilt when you save.", problem)  # noqa: TRY400 - a user's mistake, no traceback

    server.builder = forgiving
    return server


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Breadcrumbs of split indexes; and what the shells are rendered with."""
    build: Build = config.extra[BUILD]
    build.nav, build.files = nav, files
    for source, page in build.by_source.items():
        own, index = files.src_uris[source].page, files.src_uris[build.where.source(page.parent or "")].page
        if page.parent is not None and own is not None and index is not None:
            own.parent = _section_of(index)
    return nav


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Keep the theme's templates for the shells."""
    build: Build = config.extra[BUILD]
    build.environment = env
    env.bytecode_cache = compiled(build.standing.store.file)
    return env


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Our pages bring their own body; MkDocs needs only what goes around it. Others are noted for the search."""
    own = _own(page, config)
    if own is None:
        build: Build = config.extra[BUILD]
        build.found.append(guide_record(page.file.src_uri.removesuffix(".md"), markdown))
        return markdown
    _describe(page, own, own.description, hidden(own))
    return ""


def on_page_content(html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """The finished body, and its contents."""
    own = _own(page, config)
    if own is None:
        return html
    page.toc = _contents(own)
    return own.html


def _own(page: MkDocsPage, config: MkDocsConfig) -> Page | None:
    build: Build = config.extra[BUILD]
    return build.by_source.get(page.file.src_uri)


def _describe(page: MkDocsPage, own: Outline, description: str, hide: tuple[str, ...]) -> None:
    page.title = escape(own.title)
    page.meta.update(title=page.title, description=escape(description), hide=list(hide))
    if own.document:
        page.meta["document"] = own.document


def _contents(own: Outline) -> TableOfContents:
    return TableOfContents([AnchorLink(escape(heading.title), heading.anchor, heading.level) for heading in own.headings])


def theme_page(own: Outline, description: str, html: str, hide: tuple[str, ...], config: MkDocsConfig) -> str:
    """What the theme's main.html gives for a page below an index."""
    build: Build = config.extra[BUILD]
    if build.nav is None or build.files is None or build.environment is None:
        raise RuntimeError("MkDocs has not yet read the theme")
    index = build.files.src_uris[build.where.source(own.parent or "")].page
    page = MkDocsPage(None, File.generated(config, build.where.source(own.page), content=""), config)
    _describe(page, own, description, hide)
    page.toc, page.content = _contents(own), html
    if index is not None:
        page.parent = _section_of(index)
        page.previous_page = _link(own.previous.title, own.previous.page, build) if own.previous else index
    page.next_page = _link(own.next.title, own.next.page, build) if own.next else None
    if own.page.endswith("/slot"):
        page.canonical_url = SLOTS["canonical"]
    page.active = True
    try:
        context = get_context(build.nav, build.files, config, page)
        output = build.environment.get_template("main.html").render(context)
    finally:
        page.active = False
    return compact(security.with_policy(output))


def _link(title: str, page: str, build: Build) -> MkDocsPage:
    """A neighbour as the theme's footer reads it: a title and an address."""
    url = page if page.startswith("https://") else build.where.url(page)
    return Link(escape(title), url)  # type: ignore[return-value]


def _section_of(index: MkDocsPage) -> Section:
    """The section an index page opens, or one made of it, so that breadcrumbs name it once."""
    above = index.parent
    if isinstance(above, Section) and above.children and above.children[0] is index:
        return above
    section = Section(index.title or "", [index])
    section.parent = above
    return section


def on_post_page(output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
    """State the page's security policy in the page itself."""
    return compact(security.with_policy(output))


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The policy for 404.html; the pages MkDocs does not know of for the sitemap."""
    build: Build = config.extra[BUILD]
    if template_name == "sitemap.xml":
        return _with_all_pages(output_content, build)
    return security.with_policy(output_content) if template_name.endswith(".html") else output_content


def _with_all_pages(sitemap: str, build: Build) -> str:
    """Repeat the sitemap's own form of an entry for every page below an index."""
    shown = re.search(r"\s*<url>\s*<loc>(.*?)</loc>.*?</url>", sitemap, re.DOTALL)
    if shown is None or not build.where.site_url:
        return sitemap
    addresses_ = (build.where.absolute(page) for page in build.made.bound_pages)
    entries = "".join(shown[0].replace(shown[1], str(escape(address))) for address in addresses_)
    return sitemap.replace("</urlset>", f"{entries}\n</urlset>".lstrip("\n"))


def on_post_build(config: MkDocsConfig) -> None:
    """Make every page below an index, then the search; put what is new in place of what stood."""
    build: Build = config.extra[BUILD]
    try:
        made = _published(build, config)
        if _warned(config):
            return  # MkDocs ends the build here
        left = deliver(build.site, build.before, made.files)
        remember(build.standing.store, build.site, build.asked, build.began, left)
    except (LostSlotError, WorkerLostError, ValueError) as error:
        raise PluginError(str(error)) from error
    except OSError as error:
        raise PluginError(f"the site cannot be written: {error.strerror or error}") from error
    finally:
        build.standing.store.finish()
        build.standing.store.close()
        files.recover(build.site)
        config.site_dir = str(build.site)
    _tell(build, made.rendered)


def _published(build: Build, config: MkDocsConfig) -> Published:
    """Make and write what does not stand already, but for what MkDocs writes."""
    printing = Printing(
        under=build.under,
        where=build.where,
        repository=build.repository,
        folder=Path(config.site_dir),
        before=build.before,
        titles={page.page: page.title for page in build.made.pages},
        edition=build.standing.edition,
        cache=build.standing.store.file,
        documents=config.extra.get("documents", True),
    )
    means = Means(lambda of: _shell(of, build, config), build.standing.store, _processes, build.progress.until)
    cards = {each.id: card(each) for each in (*page_records(build.made.pages), *build.found)}
    return publish_all(build.made.bound_pages, cards, printing, means)


def _processes(things: int) -> int:
    return jobs(os.environ, things)


def _warned(config: MkDocsConfig) -> bool:
    """Whether MkDocs will call this build a failure, as it is strict and something was warned of."""
    return any(isinstance(handler, CountHandler) and handler.get_counts() for handler in logging.getLogger("mkdocs").handlers)


def _tell(build: Build, below: Sequence[str]) -> None:
    """Which pages were rendered, and how many were found as an earlier build had made them."""
    rendered = sorted([*build.standing.rendered, *below])
    every = len(build.made.pages) + len(build.made.bound_pages)
    log.info("%d of %d pages rendered%s", len(rendered), every, f": {', '.join(rendered)}" if 0 < len(rendered) <= NAMED else "")
    _report(rendered, every)


def _report(rendered: Sequence[str], pages: int | None) -> None:
    """The same for programs, where PATTERNBOOK_REPORT names a file; `pages` is None where nothing was looked at."""
    file = os.environ.get("PATTERNBOOK_REPORT")
    if file:
        Path(file).write_text(json.dumps({"rendered": rendered, "pages": pages}), encoding="utf-8")


def _shell(of: Shape, build: Build, config: MkDocsConfig) -> Shell:
    if of not in build.shells:
        html = theme_page(stand_in(of), SLOTS["description"], SLOTS["content"], of.hidden, config)
        build.shells[of] = compile_shell(html, slots(of), contents=of.has_contents)
    return build.shells[of]
