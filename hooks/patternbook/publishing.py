"""Everything below the indexes, and the search: what stands as it would be made is kept, the rest is made; then all of it is put in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from patternbook.before import Before, Left, gone, listing
from patternbook.cache import Store, digest
from patternbook.files import beside, replace, update
from patternbook.pages.prints import unpacked
from patternbook.pages.traces import ShellOf, Trace, Traces, keep, recalled
from patternbook.search import Card, Words, files, keep_words, recalled_words, words_of
from patternbook.workers import Printing, publish, put, standing


@dataclass(frozen=True, slots=True)
class Means:
    """What publishing works with, besides what every page shares."""

    shell_of: ShellOf
    store: Store
    processes: Callable[[int], int]
    """How many to use for so many pages."""
    progress: Callable[[int, str, Iterable[Any]], Iterable[Any]]
    """Shows how far it is: of how many, what, the things themselves."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was made or kept."""

    files: dict[str, Left] = field(default_factory=dict)
    """Every file of the pages and of the search."""
    rendered: list[str] = field(default_factory=list)
    """Pages that no earlier build had made."""


def publish_all(pages: Sequence[str], standing_cards: Mapping[str, Card], printing: Printing, means: Means) -> Published:
    """Publish these pages below an index, and the search over them and the standing pages, whose cards are given.

    Raises:
        WorkerLostError: a worker was killed; what was written is incomplete.
        OSError: something cannot be written.

    """
    last = recalled(means.store, printing.under)
    stands = dict(standing(last, means.shell_of, printing))
    before = _Before(last, means.store)
    words = _same_pages(recalled_words(means.store, last.key), {*standing_cards, *pages})
    old = before.cards(page for page in pages if page not in stands) if words else {}
    if words is None or len(old) + len(stands) < len(pages):
        words, others = None, before.cards(stands)  # the search is made anew, from all cards
        stands = {page: stands[page] for page in others}
    made = Published()
    traces = {page: last.pages[page] for page in stands}
    fresh = dict(_made([page for page in pages if page not in stands], printing, means, made, traces))
    for of_page in stands.values():
        made.files.update(of_page)
    words = words.after(old, {**standing_cards, **fresh}) if words else words_of(standing_cards, {**others, **fresh})
    means.store.used([bytes.fromhex(trace.print) for trace in traces.values()])
    keep_words(means.store, keep(means.store, printing.under, traces, last), words)
    for asset in means.progress(len(search := files(words.ranges, words.lines, printing.where)), "search files", search):
        made.files[asset.file] = put(printing.folder, printing.before, asset)
    return made


def _made(pages: Sequence[str], printing: Printing, means: Means, into: Published, traces: dict[str, Trace]) -> Iterator[tuple[str, Card]]:
    """Make pages; note what was written, and yield their cards."""
    printed_ = publish(pages, means.shell_of, printing, means.processes(len(pages)))
    for printed in means.progress(len(pages), "pages", printed_):
        traces[printed.page] = printed.trace
        into.files.update(printed.files)
        if printed.rendered:
            into.rendered.append(printed.page)
        if printed.packed:
            means.store.put([(bytes.fromhex(printed.trace.print), printed.packed)])
        yield printed.page, printed.card


def _same_pages(words: Words | None, pages: set[str]) -> Words | None:
    return words if words is not None and words.cards.keys() == pages else None


@dataclass(frozen=True, slots=True)
class _Before:
    """Cards of pages as the last build made them."""

    last: Traces
    store: Store

    def cards(self, pages: Iterable[str]) -> dict[str, Card]:
        """By page, of those whose prints are still there."""
        prints = ((page, self.store.get(bytes.fromhex(self.last.pages[page].print))) for page in pages if page in self.last.pages)
        return {page: unpacked(print_).card for page, print_ in prints if print_ is not None}


def deliver(site: Path, before: Before, made: Mapping[str, Left]) -> dict[str, Left]:
    """Put what was written beside the site in its place, whole or only what changed; every file the site now holds.

    What is not among what was made was written by others; their files stand, too, where they are what they were.

    Raises:
        OSError: something cannot be moved; `files.recover` finishes or undoes it.

    """
    new, left = beside(site, "new"), dict(made)
    for file, size, time in listing(new):
        if file not in left:
            found = Left(size, time, digest((new / file).read_bytes()).hex())
            stands = before.holds(file, found.key)
            left[file] = before.files[file] if stands else found
            if stands:
                (new / file).unlink()
    if before.files:
        update(site, new, gone(before.files, left))
    else:
        replace(site, new)
    return left
