"""A build that uses what earlier builds left: only what changed is read, rendered and written, on all cores.

It wraps the steps of build/pipeline.py, which alone decide what the site contains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec.structs import replace

from patternbook.build import swap
from patternbook.build.pipeline import BuildRequest, GetShell, Published, fill_sizes, picture_files, require_files, standalone_cards
from patternbook.build.twin import keep_twin, list_site_files, update_site
from patternbook.catalogue.releases.history import history_of
from patternbook.check.read import Reading
from patternbook.documents.resolve import build_context
from patternbook.incremental.fingerprint import take_fingerprint
from patternbook.incremental.manifest import FileStamp, SiteManifest, inputs_digest, read_manifest, write_manifest
from patternbook.incremental.page_cache import unpack_page
from patternbook.incremental.page_dependencies import BuildState, CachedMemo, SiteDependencies, make_state, read_dependencies, write_dependencies
from patternbook.incremental.page_worker import PageJobContext, PageResult, make_pages, write_if_new
from patternbook.incremental.read_cached import CachedReader, read_cached
from patternbook.incremental.search_words import SearchWords, collect_words, load_words, save_words
from patternbook.incremental.store import Store
from patternbook.incremental.template_cache import TemplateCache
from patternbook.pages.exports.whole import whole_files
from patternbook.pages.render import page_renderer, template_environment, template_sources
from patternbook.pages.site import Site, make_site
from patternbook.profile.pages import SYNTHESIS_PAGES
from patternbook.profile.synonyms import search_meanings
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.runtime.code_version import code_digest
from patternbook.runtime.digests import digest
from patternbook.runtime.progress import Progress
from patternbook.search import Card, Record, search_files

_Unchanged = dict[str, Mapping[str, FileStamp]]
"""Page that need not be made -> its files in the present site."""


@dataclass(frozen=True, slots=True)
class FastBuild:
    """A build that makes only what the present site and the cache do not have."""

    request: BuildRequest
    store: Store
    """What earlier builds left."""
    progress: Progress
    processes: Callable[[int], int]
    """The number of processes to use for so many items; raises ValueError if PATTERNBOOK_JOBS is no number."""
    began: bytes
    """Digest of the inputs when the build began."""
    manifest: SiteManifest
    templates: Mapping[str, str]
    """Name -> the template as it was when the build began."""
    compiled_templates: TemplateCache
    state: BuildState
    site: Site
    rendered: Sequence[str]
    """Pages that exist once and were rendered."""

    def publish(self, folder: Path, shell_of: GetShell, guides: Iterable[Record]) -> Published:
        """See `PlainBuild.publish`."""
        last = read_dependencies(self.store, self.state)
        cards = standalone_cards(self.site, guides)
        kept, words_with = self._kept(cards, dict(self._unchanged(last, shell_of)), last)
        dependencies = {page: last.pages[page] for page in kept}
        self.store.used([bytes.fromhex(each.cached) for each in dependencies.values()])
        results = list(self._make([page for page in self.site.bound_pages if page not in kept], folder, shell_of))
        dependencies |= {result.page: result.dependencies for result in results}
        words = words_with({result.page: result.card for result in results})
        save_words(self.store, write_dependencies(self.store, self.state, dependencies, last), words)
        stamps = dict(chain.from_iterable(files.items() for files in (*kept.values(), *(result.files for result in results))))
        records = {page: dependencies[page].record for page in self.site.bound_pages}
        meanings = search_meanings(self.site.context.catalogue)
        search = self.progress.track("search files", [*search_files(words.ranges, words.lines, self.request.urls, meanings)])
        for asset in chain(search, whole_files(self.site.context, records)):  # one at a time: those of the whole may be large
            stamps[asset.file] = write_if_new(folder, self.manifest, asset.file, digest(asset.content).hex(), partial(getattr, asset, "content"))
        for file, picture in picture_files(self.site.context, self.request.data):
            raw = picture.read_bytes()
            stamps[file] = write_if_new(folder, self.manifest, file, digest(raw).hex(), partial(bytes, raw))
        fill_sizes(folder, self.request.urls, {file: stamp.size for file, stamp in stamps.items()})
        rendered = [*self.rendered, *(result.page for result in results if result.rendered)]
        return Published(rendered, partial(self._deliver, folder, stamps))

    def close(self) -> None:
        """See `PlainBuild.close`."""
        self.store.finish()
        self.store.close()
        swap.recover_site(self.request.site)

    def _make(self, pages: Sequence[str], folder: Path, shell_of: GetShell) -> Iterator[PageResult]:
        """Make pages and cache them; the results do not include the packed pages, which would fill the memory."""
        job = PageJobContext(self.request, self.state, folder, self.manifest, self.site.titles, self.templates, self.store.file)
        for result in self.progress.track_total(len(pages), "pages", make_pages(pages, shell_of, job, self.processes(len(pages)))):
            if result.packed:
                self.store.put([(bytes.fromhex(result.dependencies.cached), result.packed)])
            yield replace(result, packed=b"")

    def _unchanged(self, last: SiteDependencies, shell_of: GetShell) -> Iterator[tuple[str, Mapping[str, FileStamp]]]:
        """Pages that need not be made, with their files: the present site has them just as they would be made."""
        changed = {lookup for lookup, result in last.digests.items() if self.state.digests[lookup] != result}
        for page, dependencies in last.pages.items():
            if changed.isdisjoint(dependencies.each()) and page in self.state.lines:  # its document would be the same, and it still exists
                has_next = self.state.context.neighbours[page][1] is not None  # a neighbour may have been added or removed
                shape = replace(dependencies.shape, has_next=has_next)
                key = self.state.files_key(page, dependencies, shell_of(shape))
                files = [output.file(self.request.urls, page) for output in self.request.outputs if output.is_part_of(shape)]
                if all(self.manifest.has(file, key) for file in files):
                    yield page, {file: self.manifest.files[file] for file in files}

    def _kept(
        self, cards: Mapping[str, Card], unchanged: _Unchanged, last: SiteDependencies
    ) -> tuple[_Unchanged, Callable[[Mapping[str, Card]], SearchWords]]:
        """The pages that need not be made, and a function from the cards of the others to the words of the search.

        Where most pages are unchanged, the words of the last build are updated by the difference between the old and the new
        cards. Otherwise they are computed from all cards; an unchanged page whose card has gone from the cache is made again.
        """
        changed = [page for page in self.site.bound_pages if page not in unchanged]
        words = load_words(self.store, last.key) if len(changed) < len(unchanged) else None
        if words is not None and words.cards.keys() == {*cards, *self.site.bound_pages}:
            old = _cards(changed, last, self.store)
            if len(old) == len(changed):
                return unchanged, lambda fresh: words.after(old, {**cards, **fresh})
        others = _cards(unchanged, last, self.store)
        return {page: unchanged[page] for page in others}, lambda fresh: collect_words(cards, {**others, **fresh})

    def _deliver(self, folder: Path, stamps: dict[str, FileStamp], themed: Iterable[str]) -> None:
        """Put what was written in place of the present site: as a whole, or only what changed."""
        written = {file.name: (file.size, file.time) for file in list_site_files(folder)}
        require_files(written, chain(themed, (file for file, stamp in stamps.items() if self.manifest.files.get(file) != stamp)))
        for file in written.keys() - stamps.keys():  # by the theme's side
            stamps[file] = FileStamp(*written[file], digest((folder / file).read_bytes()).hex())
            if self.manifest.has(file, stamps[file].key):
                stamps[file] = self.manifest.files[file]
                (folder / file).unlink()
        wanted = {file: (stamp.size, stamp.time) for file, stamp in stamps.items()}
        site = self.request.site
        if self.manifest.files:
            newest = update_site(site, folder, wanted)
        else:
            swap.replace_site(site, folder)
            newest = keep_twin(site, wanted) if self.store.file else 0  # without a cache, every build makes the whole site
        if self.store.file:
            write_manifest(self.store, site, self.request.inputs, self.began, stamps, newest)


def _cards(pages: Iterable[str], last: SiteDependencies, store: Store) -> dict[str, Card]:
    """Search cards of pages as the last build made them, if the cache still has them."""
    packed_pages = ((page, store.get(bytes.fromhex(last.pages[page].cached))) for page in pages if page in last.pages)
    return {page: unpack_page(packed).card for page, packed in packed_pages if packed is not None}


def begin_fast(
    request: BuildRequest, store: Store, progress: Progress, processes: Callable[[int], int], report: Callable[[Reading], None]
) -> FastBuild | None:
    """Read and check the data, and make the pages that exist once, or take them from the cache.

    Args:
        request: What is to be built.
        store: What earlier builds left; the build closes it.
        progress: Where progress is shown.
        processes: The number of processes to use for so many items.
        report: Receives what was read, with its diagnostics; raises to end the build where they stop it.

    Returns:
        The build; None if the present site is what it would make.

    Raises:
        DataError: The data holds errors, and `report` let them pass.
        WorkerLostError: A worker was killed.
        ValueError: PATTERNBOOK_JOBS is no number.

    """
    swap.recover_site(request.site)
    began = inputs_digest(request.inputs) if store.file else b""
    manifest = read_manifest(store, request.site)
    if manifest.inputs and manifest.inputs == began.hex():
        return None
    reader = CachedReader(store, code_digest(), processes, progress.track_total)
    source = request.data, request.named_from, request.urls.site_url
    reading = read_cached(*source, reader, request.docs)
    report(reading)
    context = build_context(reading.catalogue(), request.urls, SYNTHESIS, history_of(reading.beside.archive, reading.beside.ledger))
    sources, compiled, repository = template_sources(), TemplateCache(store), request.data_repository
    environment = template_environment(sources, compiled)
    fingerprint = take_fingerprint(
        environment, sources, str(request.urls.directories), repository.url, repository.branch, context.catalogue.masthead.language
    )
    state = make_state(context, fingerprint, repr([output.name for output in request.outputs]))
    memo = CachedMemo(state, store)
    site = make_site(context, page_renderer(request.urls, repository, environment), memo, SYNTHESIS_PAGES)
    return FastBuild(request, store, progress, processes, began, manifest, sources, compiled, state, site, memo.rendered)
