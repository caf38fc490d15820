"""What is known of a page from the build that made it: enough to tell, without its document, that it would come out the same."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar, cast

from msgspec.structs import replace

from patternbook.cache import Store, digest
from patternbook.documents.reads import Answers, everywhere, noting
from patternbook.documents.scope import Library
from patternbook.edition import Edition
from patternbook.model.registry import VOCABULARIES
from patternbook.pages.shells import Shape, Shell

T = TypeVar("T")


class Trace(NamedTuple):
    """What a build noted of a page."""

    print: str
    """Key of its print (pages/prints.py), in hexadecimal."""
    reads: str
    """What its document read, a line each, see documents/reads.py; one text, as there are dozens for each of many thousand pages."""
    shape: Shape

    def read(self) -> list[str]:
        return self.reads.split("\n")


ShellOf = Callable[[Shape], Shell]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the traces of a build rest on."""

    shelf: Library
    answers: Answers
    base: bytes
    """Digest of what every page depends on."""
    lines: Mapping[str, int]
    """Page below an index -> the line it is written on."""

    def made_of(self, page: str, trace: Trace, shell: Shell) -> str:
        """The key of the page's files: its print, what surrounds it, and what comes late: the line it is written on, its neighbours."""
        return digest(self.base, trace.print, shell.key, repr((self.lines[page], self.shelf.neighbours[page]))).hex()

    def shape(self, page: str, trace: Trace) -> Shape:
        """The shape of the page now: a neighbour may have come or gone."""
        return replace(trace.shape, has_next=self.shelf.neighbours[page][1] is not None)


def ground(shelf: Library, edition: Edition, *surroundings: str) -> Ground:
    """The ground of one build; `surroundings` is what else every page depends on."""
    return Ground(shelf, Answers(shelf, edition.templates), digest("ground", edition.code, everywhere(shelf), *surroundings), dict(_lines(shelf)))


def _lines(shelf: Library) -> Iterable[tuple[str, int]]:
    catalogue = shelf.catalogue
    yield from ((f"{kind.plural}/{id_}", catalogue.places[id_].line) for id_, kind in catalogue.kinds.items())
    for each in VOCABULARIES:
        yield from ((f"{each.plural}/{slug}", catalogue.places[f"{each.name}:{slug}"].line) for slug in catalogue.words[each.name])
    yield from ((f"references/{key}", reference.line) for key, reference in catalogue.references.items())


class Traces(NamedTuple):
    """The traces of a build."""

    pages: Mapping[str, Trace]
    answers: Mapping[str, bytes]
    """What any of them read -> a digest of the answer."""
    key: bytes
    """Digest of them all."""

    def same(self, now: Answers) -> Iterator[tuple[str, Trace]]:
        """Pages whose documents would come out as they did."""
        changed = {read for read, answer in self.answers.items() if now[read] != answer}
        return ((page, trace) for page, trace in self.pages.items() if changed.isdisjoint(trace.read()))


def recalled(store: Store, under: Ground) -> Traces:
    """The traces that the last build of this catalogue left."""
    kept = store.get(_key(under))
    if kept is None:
        return Traces({}, {}, b"")
    shapes, rows, answers = pickle.loads(kept)  # noqa: S301 - of the private store only
    pages = {page: Trace(print_, reads, shapes[shape]) for page, print_, reads, shape in rows}
    return Traces(pages, answers, digest("all traces", kept))


def keep(store: Store, under: Ground, pages: Mapping[str, Trace], last: Traces) -> bytes:
    """Leave them to the next build; their key."""
    shapes = list(dict.fromkeys(trace.shape for trace in pages.values()))
    number = {shape: index for index, shape in enumerate(shapes)}
    rows = [(page, each.print, each.reads, number[each.shape]) for page, each in sorted(pages.items())]
    kept = pickle.dumps((shapes, rows, {read: under.answers[read] for read in _reads(pages, last)}))
    store.put([(_key(under), kept)])
    return digest("all traces", kept)


def _reads(pages: Mapping[str, Trace], last: Traces) -> set[str]:
    """What any page reads: found from what they read before, as few pages have changed."""
    fresh = set[str]().union(*(trace.read() for page, trace in pages.items() if last.pages.get(page) is not trace))
    gone = set[str]().union(*(trace.read() for page, trace in last.pages.items() if pages.get(page) is not trace)) - fresh
    for trace in pages.values() if gone else ():
        gone.difference_update(trace.read())
    return (last.answers.keys() | fresh) - gone


def _key(under: Ground) -> bytes:
    return digest("traces", under.base)


@dataclass(frozen=True, slots=True)
class Once:
    """Makes what stands once: finds it again where nothing that it was made of has changed."""

    under: Ground
    edition: Edition
    store: Store

    def __call__(self, name: str, given: str, make: Callable[[Library], T]) -> T:
        """What `make` gives for the library, which notes what it is asked for; `given` is all that it knows besides."""
        if self.store.file is None:
            return make(self.under.shelf)
        key = digest("once", self.under.base, *self.edition.templates.values(), name, given)
        kept = self.store.get(key)
        if kept is not None:
            reads, answers, found = pickle.loads(kept)  # noqa: S301 - of the private store only
            if self.under.answers.of(reads) == answers:
                return cast("T", found)
        shelf, noted = noting(self.under.shelf)
        made = make(shelf)
        self.store.put([(key, pickle.dumps((tuple(noted), self.under.answers.of(noted), made)))])
        return made
