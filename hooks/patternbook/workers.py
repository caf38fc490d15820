"""Documents to finished files, in as many processes as there are cores.

A worker is sent documents and shells, never the catalogue; it makes pages and writes them, so that nothing large
travels back. What is written does not depend on the number of workers.
"""

from __future__ import annotations

import functools
import itertools
import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from patternbook.addresses import Addresses, Repository
from patternbook.pages.entries import Bound, assets, body, description, outline
from patternbook.pages.page import Asset, Outline
from patternbook.pages.render import Press, press
from patternbook.pages.shells import Shape, Shell, shape, values
from patternbook.search import Card, card, record

CHUNK = 24
"""Documents sent to a worker at a time."""
WORTH_WORKERS = 600
"""Pages from which on starting processes costs less than it saves."""


@dataclass(frozen=True, slots=True)
class Printing:
    """What every page of a build shares."""

    where: Addresses
    repository: Repository
    site_url: str
    folder: Path
    """Folder of the site; files are written below it."""
    titles: Mapping[str, str]
    """Index page -> its title."""


class WorkerLostError(Exception):
    """A worker process ended before its work did."""


def jobs(environment: Mapping[str, str], pages: int) -> int:
    """How many processes to use: PATTERNBOOK_JOBS, else one per core where there are pages enough.

    Raises:
        ValueError: PATTERNBOOK_JOBS is not a whole number from 1 on.

    """
    wish = environment.get("PATTERNBOOK_JOBS", "")
    if wish and (not wish.isdigit() or int(wish) < 1):
        raise ValueError(f"PATTERNBOOK_JOBS is {wish!r}; expected a whole number from 1 on")
    if wish:
        return int(wish)
    return (os.cpu_count() or 1) if pages >= WORTH_WORKERS else 1


def publish(documents: Iterable[Bound], shell_of: Callable[[Outline], Shell], printing: Printing, processes: int) -> Iterator[Card]:
    """Write the page and the files of every document; yield what the search keeps of each, in order.

    Raises:
        WorkerLostError: a worker was killed; what was written is incomplete.

    """
    chunks = _chunks(documents, shell_of)
    if processes == 1:
        tools = press(printing.where, printing.repository)
        for chunk, shells in chunks:
            yield from _write(chunk, shells, printing, tools)
        return
    with ProcessPoolExecutor(processes, mp_context=_context()) as pool:
        try:
            yield from _in_turn(pool, chunks, printing, 3 * processes)
        except BrokenProcessPool as problem:
            raise WorkerLostError("a worker process was killed, perhaps for want of memory; PATTERNBOOK_JOBS=1 uses none") from problem
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


Work = tuple[tuple[Bound, ...], dict[Shape, Shell]]


def _chunks(documents: Iterable[Bound], shell_of: Callable[[Outline], Shell]) -> Iterator[Work]:
    rest = iter(documents)
    while chunk := tuple(itertools.islice(rest, CHUNK)):
        yield chunk, {shape(around): shell_of(around) for around in map(outline, chunk)}


def _in_turn(pool: ProcessPoolExecutor, chunks: Iterator[Work], printing: Printing, ahead: int) -> Iterator[Card]:
    """Results in order, with only so many chunks under way: memory stays bounded."""
    waiting: deque[Future[list[Card]]] = deque()
    for chunk, shells in chunks:
        waiting.append(pool.submit(_work, chunk, shells, printing))
        if len(waiting) >= ahead:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _context() -> multiprocessing.context.BaseContext:
    """Fork is quickest and safe only while this process has one thread; `serve` has several."""
    alone = threading.active_count() == 1 and sys.platform.startswith("linux")
    method = "fork" if alone else "forkserver" if sys.platform.startswith("linux") else "spawn"
    return multiprocessing.get_context(method)


@functools.cache
def _press(where: Addresses, repository: Repository) -> Press:
    """One press per worker, which lives for one build: templates are compiled once."""
    return press(where, repository)


def _work(chunk: tuple[Bound, ...], shells: Mapping[Shape, Shell], printing: Printing) -> list[Card]:
    return _write(chunk, shells, printing, _press(printing.where, printing.repository))


def _write(chunk: tuple[Bound, ...], shells: Mapping[Shape, Shell], printing: Printing, tools: Press) -> list[Card]:
    """Make and write the pages and files of some documents; return what the search keeps of them."""
    for document in chunk:
        around = outline(document)
        filled = values(
            around, description(document, tools), body(document, tools), printing.where, printing.site_url, printing.titles[around.parent or ""]
        )
        _put(printing.folder / printing.where.file(around.page), shells[shape(around)].fill(filled, around.headings))
        for asset in assets(document):
            put(printing.folder, asset)
    return [card(record(document)) for document in chunk]


def put(folder: Path, asset: Asset) -> None:
    """Write a file of the site."""
    _put(folder / asset.file, asset.content)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "xmlcharrefreplace"))
