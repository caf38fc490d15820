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

from patternbook import files
from patternbook.addresses import Addresses, Repository
from patternbook.build import ShellOf, finished_page
from patternbook.cache import Store
from patternbook.documents.resolve import resolve
from patternbook.documents.scope import Library
from patternbook.engine import code
from patternbook.incremental.dependencies import TEMPLATE, Lookups, tracked
from patternbook.incremental.fingerprint import Fingerprint
from patternbook.incremental.manifest import FileStamp, SiteManifest
from patternbook.incremental.page_cache import cache_key, pack, render_for_cache, stable_json, unpack
from patternbook.incremental.page_dependencies import BuildState, PageDependencies
from patternbook.incremental.template_cache import TemplateCache
from patternbook.pages.entries import template
from patternbook.pages.outputs import Output
from patternbook.pages.render import PageRenderer, page_renderer, template_environment
from patternbook.pages.shells import Shape, Shell, shape
from patternbook.runtime.pool import AskParent, Task, map_unordered
from patternbook.search import Card


@dataclass(frozen=True, slots=True)
class PageJobContext:
    """What the pages of a build share."""

    state: BuildState
    urls: Addresses
    repository: Repository
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


def make_pages(pages: Sequence[str], shell_of: ShellOf, job: PageJobContext, processes: int) -> Iterator[PageResult]:
    """Make pages and write their files; the results come in no particular order.

    Raises:
        WorkerLostError: A worker was killed; what was written is incomplete.
        OSError: Something cannot be written.

    """
    return map_unordered(pages, Task(partial(_worker, job), shell_of, code), processes)


@contextmanager
def _worker(job: PageJobContext, ask: AskParent) -> Iterator[Callable[[str], PageResult]]:
    with Store(job.cache) as store:
        environment = template_environment(job.templates, TemplateCache(store))
        yield PageWorker(job, ask, store, page_renderer(job.urls, job.repository, environment), *tracked(job.state.context)).make


@dataclass(frozen=True, slots=True)
class PageWorker:
    """One process's tools: templates are compiled once, shells requested once."""

    job: PageJobContext
    request_shell: ShellOf
    store: Store
    renderer: PageRenderer
    context: Library
    """Records its lookups."""
    lookups: Lookups
    shells: dict[Shape, Shell] = field(default_factory=dict)

    def make(self, page: str) -> PageResult:
        """Make one page, and write those of its files that the present site does not have."""
        job = self.job
        self.lookups.clear()
        document = resolve(page, self.context)
        self.lookups[f"{TEMPLATE}:{template(document)}"] = None
        key = cache_key(document, stable_json(document), job.fingerprint)
        kept = self.store.get(key)
        cached = unpack(kept) if kept is not None else render_for_cache(document, self.renderer)
        rendered = cached.rendered_on(document.origin.line)
        finished = finished_page(document, rendered, self._shell, job.outputs, job.urls, job.titles)
        dependencies = PageDependencies(key.hex(), "\n".join(self.lookups), shape(finished.outline))
        files_key = job.state.files_key(page, dependencies, finished.shell)
        written = {
            (file := output.file(job.urls, page)): write_new(job.folder, job.manifest, file, files_key, partial(output.content, finished))
            for output in job.outputs
            if output.applies(document)
        }
        packed = pack(cached) if kept is None and self.store.file else b""
        return PageResult(page, dependencies, written, cached.card, kept is None, packed)

    def _shell(self, of: Shape) -> Shell:
        if of not in self.shells:
            self.shells[of] = self.request_shell(of)
        return self.shells[of]


def write_new(folder: Path, manifest: SiteManifest, file: str, key: str, content: Callable[[], str]) -> FileStamp:
    """Write a file of the site, unless the present site has it, made from just that."""
    if manifest.has(file, key):
        return manifest.files[file]
    state = files.write_file(folder, file, content())
    return FileStamp(state.st_size, state.st_mtime_ns, key)
