"""Everything below the indexes, and the search: what stands as it would be made is kept, the rest is made; then all of it is put in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from patternbook.before import Before, Left, gone, listing
from patternbook.cache import Store, digest
from patternbook.files import beside, replace, update
from patternbook.pages.entries import data_file
from patternbook.pages.prints import unpacked
from patternbook.pages.traces import ShellOf, Traces, keep, recalled
from patternbook.search import Card, Words, files, keep_words, recalled_words, words_of
from patternbook.workers import Printed, Printing, publish, put


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

    files: Mapping[str, Left]
    """Every file of the pages and of the search."""
    rendered: Sequence[str]
    """Pages that no earlier build had made."""


def publish_all(pages: Sequence[str], standing_cards: Mapping[str, Card], printing: Printing, means: Means) -> Published:
    """Publish these pages below an index, and the search over them and the standing pages, whose cards are given.

    Raises:
        WorkerLostError: a worker was killed; what was written is incomplete.
        OSError: something cannot be written.

    """
    last = recalled(means.store, printing.under)
    stands, words_with = _kept(pages, standing_cards, dict(_standing(last, means.shell_of, printing)), last, means.store)
    traces = {page: last.pages[page] for page in stands}
    means.store.used([bytes.fromhex(trace.print) for trace in traces.values()])
    written = dict(chain.from_iterable(files_.items() for files_ in stands.values()))
    fresh, rendered = {}, []
    for printed in _printed([page for page in pages if page not in stands], printing, means):
        traces[printed.page], fresh[printed.page] = printed.trace, printed.card
        written.update(printed.files)
        if printed.rendered:
            rendered.append(printed.page)
        if printed.packed:
            means.store.put([(bytes.fromhex(printed.trace.print), printed.packed)])
    words = words_with(fresh)
    keep_words(means.store, keep(means.store, printing.under, traces, last), words)
    search = files(words.ranges, words.lines, printing.where)
    for asset in means.progress(len(search), "search files", search):
        written[asset.file] = put(printing.folder, printing.before, asset, digest(asset.content).hex())
    return Published(written, rendered)


def _printed(pages: Sequence[str], printing: Printing, means: Means) -> Iterable[Printed]:
    return means.progress(len(pages), "pages", publish(pages, means.shell_of, printing, means.processes(len(pages))))


def _standing(last: Traces, shell_of: ShellOf, printing: Printing) -> Iterator[tuple[str, Mapping[str, Left]]]:
    """Those pages that need not be made, as they stand just as they would be made: page, its files."""
    under, before = printing.under, printing.before
    for page, trace in last.same(under.answers):
        if page in under.lines:  # there still is such a page
            made_of = under.made_of(page, trace, shell_of(under.shape(page, trace)))
            files_ = [printing.where.file(page), *([data_file(page)] if trace.shape.has_document else ())]
            if all(before.holds(file, made_of) for file in files_):
                yield page, {file: before.files[file] for file in files_}


Stands = dict[str, Mapping[str, Left]]
"""Page that stands as it would be made -> its files."""


def _kept(
    pages: Sequence[str], standing_cards: Mapping[str, Card], stands: Stands, last: Traces, store: Store
) -> tuple[Stands, Callable[[Mapping[str, Card]], Words]]:
    """The pages that need not be made, and how the words of the search are had from the cards of the others.

    Where most pages stand and the last build left its words, these are brought up to date by what changed cards said then and
    say now. Otherwise they are put together from all cards, and a page whose card is not to be had is made again.
    """
    changed = [page for page in pages if page not in stands]
    words = recalled_words(store, last.key) if len(changed) < len(stands) else None
    if words is not None and words.cards.keys() == {*standing_cards, *pages}:
        old = _cards(changed, last, store)
        if len(old) == len(changed):
            return stands, lambda fresh: words.after(old, {**standing_cards, **fresh})
    others = _cards(stands, last, store)
    return {page: stands[page] for page in others}, lambda fresh: words_of(standing_cards, {**others, **fresh})


def _cards(pages: Iterable[str], last: Traces, store: Store) -> dict[str, Card]:
    """Cards as the last build made them, of those pages whose prints are still there."""
    prints = ((page, store.get(bytes.fromhex(last.pages[page].print))) for page in pages if page in last.pages)
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
