"""Pages below an index to finished files, in as many processes as there are cores; pages that an earlier build cached are not rendered again.

Each process resolves, renders and writes pages by itself. It receives the names of pages and returns what must be
kept. Shells are made in the first process, which has the theme, when a worker requests one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from msgspec import Struct

from patternbook.build import swap
from patternbook.build.pipeline import BuildRequest, GetShell, finish_page
from patternbook.documents.context import Context
from patternbook.documents.resolve import resolve
from patternbook.incremental.dependencies import TEMPLATE, Lookups, track_lookups
from patternbook.incremental.manifest import FileStamp, SiteManifest
from patternbook.incremental.page_cache import cache_key, pack_page, render_for_cache, unpack_page
from patternbook.incremental.page_dependencies import BuildState, PageDependencies
from patternbook.incremental.store import Store
from patternbook.incremental.template_cache import TemplateCache
from patternbook.pages.entry import template_name
from patternbook.pages.exports.whole import record_of
from patternbook.pages.frame.shells import shape_of
from patternbook.pages.page import FileContent
from patternbook.pages.render import PageRenderer, page_renderer, template_environment
from patternbook.phrases import set_phrases
from patternbook.phrases.files import load_phrases
from patternbook.runtime.code_version import code_digest
from patternbook.runtime.pool import AskParent, Task, map_unordered
from patternbook.search import Card


@dataclass(frozen=True, slots=True)
class PageJobContext:
    """What the pages of a build share."""

    request: BuildRequest
    state: BuildState
    folder: Path
    """Files are written below it."""
    manifest: SiteManifest
    """The present site: files it has need not be written."""
    titles: Mapping[str, str]
    """Index page -> its title."""
    templates: Mapping[str, str]
    """Name -> the template as it was when the build began."""
    cache: Path | None
    """File of the store."""


class PageResult(Struct, frozen=True):
    """What a worker returns for a page."""

    page: str
    dependencies: PageDependencies
    files: Mapping[str, FileStamp]
    """The files of the page, as they were written or are in the present site."""
    card: Card
    rendered: bool
    """Whether the page was rendered now; otherwise it was in the cache."""
    packed: bytes
    """The page for the cache, if it was rendered now and there is a cache."""


def make_pages(pages: Sequence[str], shell_of: GetShell, job: PageJobContext, processes: int) -> Iterator[PageResult]:
    """Make pages and write their files; the results come in no particular order.

    Raises:
        WorkerLostError: A worker was killed; what was written is incomplete.
        OSError: Something cannot be written.

    """
    return map_unordered(pages, Task(functools.partial(_worker, job), shell_of, code_digest), processes)


@contextmanager
def _worker(job: PageJobContext, ask_parent: AskParent) -> Iterator[Callable[[str], PageResult]]:
    catalogue = job.state.context.catalogue
    set_phrases(load_phrases(catalogue.masthead.language, catalogue.phrases))  # a process that was started anew speaks English
    with Store(job.cache) as store:
        environment = template_environment(job.templates, TemplateCache(store))
        renderer = page_renderer(job.request.urls, job.request.data_repository, environment)
        context, lookups = track_lookups(job.state.context)
        yield functools.partial(_make_page, job, functools.cache(ask_parent), store, renderer, context, lookups)


def _make_page(
    job: PageJobContext, shell_of: GetShell, store: Store, renderer: PageRenderer, context: Context, lookups: Lookups, page: str
) -> PageResult:
    """Make one page, and write those of its files that the present site does not have; `lookups` records those of `context`."""
    lookups.clear()
    document = resolve(page, context)
    lookups[f"{TEMPLATE}:{template_name(document)}"] = None
    key = cache_key(document, job.state.fingerprint)
    packed = store.get(key)
    cached = unpack_page(packed) if packed is not None else render_for_cache(document, renderer)
    finished = finish_page(document, cached.rendered_on(document.origin.line), shell_of, job.request, job.titles, context)
    dependencies = PageDependencies(key.hex(), "\n".join(lookups), shape_of(finished.outline), record_of(document, context))
    files_key = job.state.files_key(page, dependencies, finished.shell)
    files = {
        (file := output.file(job.request.urls, page)): write_if_new(
            job.folder, job.manifest, file, files_key, functools.partial(output.content, finished)
        )
        for output in job.request.outputs
        if output.applies(document)
    }
    to_cache = pack_page(cached) if packed is None and store.file else b""
    return PageResult(page, dependencies, files, cached.card, packed is None, to_cache)


def write_if_new(folder: Path, manifest: SiteManifest, file: str, key: str, content: Callable[[], FileContent]) -> FileStamp:
    """Write a file of the site, unless the present site has it with the same key: made from the same things."""
    if manifest.has(file, key):
        return manifest.files[file]
    state = swap.write_file(folder, file, content())
    return FileStamp(state.st_size, state.st_mtime_ns, key)
