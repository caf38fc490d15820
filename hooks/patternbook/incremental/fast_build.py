"""A build with what earlier builds left: only what changed is read, rendered and written, in all cores.

Wraps the steps of build/pipeline.py; everything that decides what the site contains is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from patternbook.build import swap
from patternbook.build.pipeline import BuildRequest, GetShell, Published, standalone_cards
from patternbook.check.read import Reading, read_data
from patternbook.digests import digest
from patternbook.documents.resolve import build_context
from patternbook.incremental.fingerprint import Fingerprint, take_fingerprint
from patternbook.incremental.manifest import FileStamp, SiteManifest, inputs_digest, list_site_files, read_manifest, removed_files, write_manifest
from patternbook.incremental.page_cache import unpack_page
from patternbook.incremental.page_dependencies import (
    BuildState,
    CachedMemo,
    PageDependencies,
    SiteDependencies,
    make_state,
    read_dependencies,
    write_dependencies,
)
from patternbook.incremental.page_worker import PageJobContext, PageResult, make_pages, write_if_new
from patternbook.incremental.read_cached import CachedReader, read_cached
from patternbook.incremental.search_words import SearchWords, collect_words, load_words, save_words
from patternbook.incremental.store import Store
from patternbook.incremental.template_cache import TemplateCache
from patternbook.pages.render import page_renderer, template_environment, template_sources
from patternbook.pages.site import Site, make_site
from patternbook.profile.pages import SYNTHESIS_PAGES
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.runtime.code_version import code_digest
from patternbook.runtime.progress import Progress
from patternbook.search import Card, Record, search_files

_Kept = dict[str, Mapping[str, FileStamp]]
"""Page that need not be made -> its files in the present site."""


@dataclass(frozen=True, slots=True)
class FastBuildTools:
    """What a fast build works with."""

    store: Store
    """What earlier builds left."""
    progress: Progress
    processes: Callable[[int], int]
    """How many to use for so many things; raises ValueError where PATTERNBOOK_JOBS is no number."""


@dataclass(frozen=True, slots=True)
class FastBuild:
    """A build that makes only what the present site and the cache do not have."""

    request: BuildRequest
    tools: FastBuildTools
    began: bytes
    """Digest of the inputs when the build began."""
    manifest: SiteManifest
    templates: Mapping[str, str]
    """Name -> the template as it was when the build began."""
    fingerprint: Fingerprint
    state: BuildState
    site: Site
    rendered: Sequence[str]
    """Pages that exist once and were rendered."""

    @property
    def compiled_templates(self) -> TemplateCache:
        """See `SiteBuild.compiled_templates`."""
        return TemplateCache(self.tools.store)

    def publish(self, folder: Path, shell_of: GetShell, guides: Iterable[Record]) -> Published:
        """See `SiteBuild.publish`."""
        last = read_dependencies(self.tools.store, self.state)
        cards = standalone_cards(self.site, guides)
        kept, words_with = self._kept(cards, dict(self._unchanged(last, shell_of)), last)
        made = _Made({page: last.pages[page] for page in kept}, dict(chain.from_iterable(each.items() for each in kept.values())))
        self.tools.store.used([bytes.fromhex(each.cached) for each in made.dependencies.values()])
        for result in self._make([page for page in self.site.bound_pages if page not in kept], folder, shell_of):
            made.add(result, self.tools.store)
        words = words_with(made.cards)
        save_words(self.tools.store, write_dependencies(self.tools.store, self.state, made.dependencies, last), words)
        assets = search_files(words.ranges, words.lines, self.request.urls)
        for asset in self.tools.progress.track_total(len(assets), "search files", assets):
            key = digest(asset.content).hex()
            made.files[asset.file] = write_if_new(folder, self.manifest, asset.file, key, lambda asset=asset: asset.content)  # type: ignore[misc]
        return Published([*self.rendered, *made.rendered], lambda: self._deliver(folder, made.files))

    def close(self) -> None:
        """See `SiteBuild.close`."""
        self.tools.store.finish()
        self.tools.store.close()
        swap.recover_site(self.request.site)

    def _make(self, pages: Sequence[str], folder: Path, shell_of: GetShell) -> Iterable[PageResult]:
        job = PageJobContext(
            state=self.state,
            urls=self.request.urls,
            repository=self.request.data_repository,
            folder=folder,
            manifest=self.manifest,
            titles=self.site.titles,
            templates=self.templates,
            fingerprint=self.fingerprint,
            cache=self.tools.store.file,
            outputs=self.request.outputs,
        )
        return self.tools.progress.track_total(len(pages), "pages", make_pages(pages, shell_of, job, self.tools.processes(len(pages))))

    def _unchanged(self, last: SiteDependencies, shell_of: GetShell) -> Iterator[tuple[str, Mapping[str, FileStamp]]]:
        """Pages that need not be made, with their files: the present site has them just as they would be made."""
        for page, dependencies in last.unchanged(self.state.digests):
            if page in self.state.lines:  # the page still exists
                of = self.state.shape(page, dependencies)
                key = self.state.files_key(page, dependencies, shell_of(of))
                found = [output.file(self.request.urls, page) for output in self.request.outputs if output.is_part_of(of)]
                if all(self.manifest.has(file, key) for file in found):
                    yield page, {file: self.manifest.files[file] for file in found}

    def _kept(self, cards: Mapping[str, Card], unchanged: _Kept, last: SiteDependencies) -> tuple[_Kept, Callable[[Mapping[str, Card]], SearchWords]]:
        """The pages that need not be made, and how the words of the search follow from the cards of the others.

        Where most pages are unchanged, the words of the last build are updated by the difference between the old and the new
        cards. Otherwise they are computed from all cards; an unchanged page whose card has gone from the cache is made again.
        """
        pages, store = self.site.bound_pages, self.tools.store
        changed = [page for page in pages if page not in unchanged]
        words = load_words(store, last.key) if len(changed) < len(unchanged) else None
        if words is not None and words.cards.keys() == {*cards, *pages}:
            old = _cards(changed, last, store)
            if len(old) == len(changed):
                return unchanged, lambda fresh: words.after(old, {**cards, **fresh})
        others = _cards(unchanged, last, store)
        return {page: unchanged[page] for page in others}, lambda fresh: collect_words(cards, {**others, **fresh})

    def _deliver(self, folder: Path, made: Mapping[str, FileStamp]) -> None:
        """Put what was written in place of the present site: whole, or only what changed."""
        stamps = dict(made)
        for file, size, time in list_site_files(folder):
            if file not in stamps:  # written by the theme's side
                found = FileStamp(size, time, digest((folder / file).read_bytes()).hex())
                unchanged = self.manifest.has(file, found.key)
                stamps[file] = self.manifest.files[file] if unchanged else found
                if unchanged:
                    (folder / file).unlink()
        if self.manifest.files:
            swap.update_site(self.request.site, folder, removed_files(self.manifest.files, stamps))
        else:
            swap.replace_site(self.request.site, folder)
        if self.tools.store.file:
            write_manifest(self.tools.store, self.request.site, self.request.inputs, self.began, stamps)


@dataclass(slots=True)
class _Made:
    """What a build has of its pages, kept or made; filled as workers report."""

    dependencies: dict[str, PageDependencies]
    files: dict[str, FileStamp]
    cards: dict[str, Card] = field(default_factory=dict)
    """Of the pages made now."""
    rendered: list[str] = field(default_factory=list)

    def add(self, result: PageResult, store: Store) -> None:
        """Take up what a worker reports of a page."""
        self.dependencies[result.page], self.cards[result.page] = result.dependencies, result.card
        self.files.update(result.files)
        if result.rendered:
            self.rendered.append(result.page)
        if result.packed:
            store.put([(bytes.fromhex(result.dependencies.cached), result.packed)])


def _cards(pages: Iterable[str], last: SiteDependencies, store: Store) -> dict[str, Card]:
    """Search cards of pages as the last build made them, where the cache still has them."""
    cached = ((page, store.get(bytes.fromhex(last.pages[page].cached))) for page in pages if page in last.pages)
    return {page: unpack_page(packed).card for page, packed in cached if packed is not None}


def begin_fast(request: BuildRequest, tools: FastBuildTools, report: Callable[[Reading], None]) -> FastBuild | None:
    """Read and check the data, and make or find again the pages that exist once.

    Args:
        report: Is given what was read, with its diagnostics; raises to end the build where they stop it.

    Returns:
        The build; None where the present site is what it would make.

    Raises:
        DataError: The data holds errors, and `report` let them pass.
        WorkerLostError: A worker was killed.
        ValueError: PATTERNBOOK_JOBS is no number.

    """
    swap.recover_site(request.site)
    began = inputs_digest(request.inputs) if tools.store.file else b""
    manifest = read_manifest(tools.store, request.site)
    if manifest.inputs and manifest.inputs == began.hex():
        return None
    reader = CachedReader(tools.store, code_digest(), tools.processes, tools.progress.track_total)
    where = request.data, request.named_from, request.urls.site_url
    reading = read_cached(*where, reader) or read_data(*where, tools.progress.track)
    report(reading)
    context, sources, repository = build_context(reading.catalogue(), request.urls, SYNTHESIS), template_sources(), request.data_repository
    environment = template_environment(sources, TemplateCache(tools.store))
    mark = take_fingerprint(environment, sources, str(request.urls.directories), repository.url, repository.branch)
    state = make_state(context, mark, repr([output.name for output in request.outputs]))
    memo = CachedMemo(state, mark, tools.store)
    made = make_site(context, page_renderer(request.urls, repository, environment), memo, SYNTHESIS_PAGES)
    return FastBuild(request, tools, began, manifest, sources, mark, state, made, memo.rendered)
