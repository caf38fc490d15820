"""Pages below an index to finished files, in as many processes as there are cores; what an earlier build left is not made again.

Each process resolves, renders and writes pages by itself. Pages are sent by name, and what comes back is what has to be
kept. Shells are made where the theme is, in the first process, when a worker asks for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from msgspec import Struct

from patternbook.build import swap
from patternbook.build.pipeline import GetShell, finish_page
from patternbook.documents.context import Context
from patternbook.documents.resolve import resolve
from patternbook.incremental.dependencies import TEMPLATE, Lookups, track_lookups
from patternbook.incremental.fingerprint import Fingerprint
from patternbook.incremental.manifest import FileStamp, SiteManifest
from patternbook.incremental.page_cache import cache_key, pack_page, render_for_cache, stable_json, unpack_page
from patternbook.incremental.page_dependencies import BuildState, PageDependencies
from patternbook.incremental.store import Store
from patternbook.incremental.template_cache import TemplateCache
from patternbook.pages.entry import template_name
from patternbook.pages.frame.shells import PageShape, Shell, shape_of
from patternbook.pages.outputs import Output
from patternbook.pages.render import PageRenderer, page_renderer, template_environment
from patternbook.runtime.code_version import code_digest
from patternbook.runtime.pool import AskParent, Task, map_unordered
from patternbook.search import Card
from patternbook.urls import RepositoryLinks, SiteUrls


@dataclass(frozen=True, slots=True)
class PageJobContext:
    """What the pages of a build share."""

    state: BuildState
    urls: SiteUrls
    repository: RepositoryLinks
    folder: Path
    """Files are written below it."""
    manifest: SiteManifest
    """The present site: files it has need not be written."""
    titles: Mapping[str, str]
    """Index page -> its title."""
    templates: Mapping[str, str]
    """Name -> the template as it was when the build began."""
    fingerprint: Fingerprint
    cache: Path | None
    """File of the store."""
    outputs: tuple[Output, ...]


class PageResult(Struct, frozen=True):
    """What a worker reports of a page."""

    page: str
    dependencies: PageDependencies
    files: Mapping[str, FileStamp]
    """The files of the page, as they were written or are in the present site."""
    card: Card
    rendered: bool
    """Whether the page was rendered now; otherwise it was in the cache."""
    packed: bytes
    """The page for the cache, where it was rendered now and there is a cache."""


def make_pages(pages: Sequence[str], shell_of: GetShell, job: PageJobContext, processes: int) -> Iterator[PageResult]:
    """Make pages and write their files; the results come in no particular order.

    Raises:
        WorkerLostError: A worker was killed; what was written is incomplete.
        OSError: Something cannot be written.

    """
    return map_unordered(pages, Task(partial(_worker, job), shell_of, code_digest), processes)


@contextmanager
def _worker(job: PageJobContext, ask: AskParent) -> Iterator[Callable[[str], PageResult]]:
    with Store(job.cache) as store:
        environment = template_environment(job.templates, TemplateCache(store))
        yield PageWorker(job, ask, store, page_renderer(job.urls, job.repository, environment), *track_lookups(job.state.context)).make


@dataclass(frozen=True, slots=True)
class PageWorker:
    """One process's tools: templates are compiled once, shells requested once."""

    job: PageJobContext
    request_shell: GetShell
    store: Store
    renderer: PageRenderer
    context: Context
    """Records its lookups."""
    lookups: Lookups
    shells: dict[PageShape, Shell] = field(default_factory=dict)

    def make(self, page: str) -> PageResult:
        """Make one page, and write those of its files that the present site does not have."""
        job = self.job
        self.lookups.clear()
        document = resolve(page, self.context)
        self.lookups[f"{TEMPLATE}:{template_name(document)}"] = None
        key = cache_key(document, stable_json(document), job.fingerprint)
        kept = self.store.get(key)
        cached = unpack_page(kept) if kept is not None else render_for_cache(document, self.renderer)
        rendered = cached.rendered_on(document.origin.line)
        finished = finish_page(document, rendered, self._shell, job.outputs, job.urls, job.titles)
        dependencies = PageDependencies(key.hex(), "\n".join(self.lookups), shape_of(finished.outline))
        files_key = job.state.files_key(page, dependencies, finished.shell)
        written = {
            (file := output.file(job.urls, page)): write_if_new(job.folder, job.manifest, file, files_key, partial(output.content, finished))
            for output in job.outputs
            if output.applies(document)
        }
        packed = pack_page(cached) if kept is None and self.store.file else b""
        return PageResult(page, dependencies, written, cached.card, kept is None, packed)

    def _shell(self, of: PageShape) -> Shell:
        if of not in self.shells:
            self.shells[of] = self.request_shell(of)
        return self.shells[of]


def write_if_new(folder: Path, manifest: SiteManifest, file: str, key: str, content: Callable[[], str]) -> FileStamp:
    """Write a file of the site, unless the present site has it, made from just that."""
    if manifest.has(file, key):
        return manifest.files[file]
    state = swap.write_file(folder, file, content())
    return FileStamp(state.st_size, state.st_mtime_ns, key)
