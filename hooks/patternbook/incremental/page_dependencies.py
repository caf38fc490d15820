"""What each page of the last build depends on: enough to tell, without making its document, that it would come out the same."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar, cast

from patternbook.documents.context import Context
from patternbook.incremental.dependencies import LookupDigests, shared_content, track_lookups
from patternbook.incremental.fingerprint import Fingerprint
from patternbook.incremental.store import Store
from patternbook.model.registry import VOCABULARIES
from patternbook.pages.exports.bundles import PageRecord
from patternbook.pages.frame.shells import PageShape, Shell
from patternbook.pages.page import Page
from patternbook.runtime.digests import digest
from patternbook.urls import reference_page

T = TypeVar("T")


class PageDependencies(NamedTuple):
    """What a build recorded of a page."""

    cached: str
    """Key of the cached page (page_cache.py), in hexadecimal."""
    lookups: str
    """Lookups of its document, one a line (dependencies.py); one text, as there are dozens for each of many thousand pages."""
    shape: PageShape
    record: PageRecord
    """What files with many citations need of it."""

    def each(self) -> list[str]:
        """The lookups."""
        return self.lookups.split("\n")


@dataclass(frozen=True, slots=True)
class BuildState:
    """What the pages of one build depend on."""

    context: Context
    fingerprint: Fingerprint
    digests: LookupDigests
    base: bytes
    """Digest of what every page depends on."""
    lines: Mapping[str, int]
    """Page below an index -> the line it is written on."""

    def files_key(self, page: str, dependencies: PageDependencies, shell: Shell) -> str:
        """Digest of what the files of a page are made from: the cached page, its shell, its line and its neighbours."""
        return digest(self.base, dependencies.cached, shell.key, repr((self.lines[page], self.context.neighbours[page]))).hex()


def make_state(context: Context, fingerprint: Fingerprint, *settings: str) -> BuildState:
    """The state of one build; every page also depends on the settings."""
    catalogue = context.catalogue
    lines = {f"{kind.plural}/{id_}": catalogue.places[id_].line for id_, kind in catalogue.kinds.items()}
    for each in VOCABULARIES:
        lines |= {f"{each.plural}/{slug}": catalogue.places[f"{each.name}:{slug}"].line for slug in catalogue.words[each.name]}
    lines |= {reference_page(key): reference.line for key, reference in catalogue.references.items()}
    lines = dict.fromkeys(context.neighbours, 1) | lines  # pages of releases are written in no file that a reader could look at
    base = digest("ground", fingerprint.code, shared_content(context), *settings)
    return BuildState(context, fingerprint, LookupDigests(context, fingerprint.templates), base, lines)


class SiteDependencies(NamedTuple):
    """The dependencies of all pages of a build."""

    pages: Mapping[str, PageDependencies]
    digests: Mapping[str, bytes]
    """Lookup of any page -> digest of its result."""
    key: bytes
    """Digest of all of it."""


def read_dependencies(store: Store, state: BuildState) -> SiteDependencies:
    """The dependencies that the last build of this catalogue wrote."""
    packed = store.get(_key(state))
    if packed is None:
        return SiteDependencies({}, {}, b"")
    shapes, rows, digests = pickle.loads(packed)  # noqa: S301 - from the private store only
    pages = {page: PageDependencies(cached, lookups, shapes[shape], PageRecord(*record)) for page, cached, lookups, shape, record in rows}
    return SiteDependencies(pages, digests, digest("all traces", packed))


def write_dependencies(store: Store, state: BuildState, pages: Mapping[str, PageDependencies], last: SiteDependencies) -> bytes:
    """Write the dependencies for the next build.

    Returns:
        The `key` that they will have when the next build reads them.

    """
    shapes = {shape: number for number, shape in enumerate(dict.fromkeys(each.shape for each in pages.values()))}
    rows = [(page, each.cached, each.lookups, shapes[each.shape], tuple(each.record)) for page, each in sorted(pages.items())]
    # The lookups of all pages are derived from those of the last build, as few pages have changed.
    fresh = set[str]().union(*(each.each() for page, each in pages.items() if last.pages.get(page) is not each))
    gone = set[str]().union(*(each.each() for page, each in last.pages.items() if pages.get(page) is not each)) - fresh
    for each in pages.values() if gone else ():
        gone.difference_update(each.each())
    digests = {lookup: state.digests[lookup] for lookup in (last.digests.keys() | fresh) - gone}
    packed = pickle.dumps((list(shapes), rows, digests))
    store.put([(_key(state), packed)])
    return digest("all traces", packed)


def _key(state: BuildState) -> bytes:
    return digest("traces", state.base)


@dataclass(frozen=True, slots=True)
class CachedMemo:
    """A `Memo` (pages/site.py) that returns what earlier builds made, if nothing it depends on has changed."""

    state: BuildState
    store: Store
    rendered: list[str] = field(default_factory=list)
    """Pages that were made in this build."""

    def __call__(self, templates: tuple[str, ...], given: str, make: Callable[[Context], T]) -> T:
        template_digests = map(self.state.fingerprint.templates.__getitem__, templates)
        key = digest("once", self.state.base, *templates, *template_digests, given)
        packed = self.store.get(key)
        if packed is not None:
            lookups, digests, cached = pickle.loads(packed)  # noqa: S301 - from the private store only
            if self.state.digests.of(lookups) == digests:
                return cast("T", cached)
        context, lookups = track_lookups(self.state.context)
        made = make(context)
        self.store.put([(key, pickle.dumps((tuple(lookups), self.state.digests.of(lookups), made)))])
        if isinstance(made, Page):
            self.rendered.append(made.page)
        return made
