"""Pages below an index to finished files, in as many processes as there are cores.

A worker is given the shelf once, when it starts, and then only the addresses of pages; it resolves their documents,
makes or finds their bodies, and writes the files, so that nothing large travels. Shells are made where the theme is,
in the first process, when a worker asks for one. What is written does not depend on the number of workers.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from patternbook.addresses import Addresses, Repository
from patternbook.before import Before, Left
from patternbook.cache import Store, digest
from patternbook.documents.reads import Reads, noting
from patternbook.documents.resolve import resolve
from patternbook.documents.scope import Library
from patternbook.edition import Edition
from patternbook.pages.entries import beside, outline, settled
from patternbook.pages.page import Asset
from patternbook.pages.prints import key, made, packed, unpacked
from patternbook.pages.render import Press, press, templates
from patternbook.pages.shells import Shape, Shell, shape, values
from patternbook.pages.traces import Ground, ShellOf, Trace
from patternbook.search import Card

CHUNK = 24
"""Pages that a worker is sent at a time."""
WORTH_WORKERS = {"fork": 150, "forkserver": 1500, "spawn": 1500}
"""How a process is started -> pages from which on that costs less than it saves; what is not forked has to be sent everything."""


@dataclass(frozen=True, slots=True)
class Printing:
    """What every page of a build shares."""

    under: Ground
    where: Addresses
    repository: Repository
    site_url: str
    folder: Path
    """Files are written below it."""
    before: Before
    """The site that stands; what it holds need not be written."""
    titles: Mapping[str, str]
    """Index page -> its title."""
    edition: Edition
    cache: Path | None
    """Where earlier builds left what they made."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What is told of a page that was made."""

    page: str
    trace: Trace
    files: Mapping[str, Left]
    """The page and the files beside it, as they were written or stand."""
    card: Card
    rendered: bool
    """Whether the print was made now; else the cache held it."""
    packed: bytes
    """The print, to be kept, where it was made now and there is a cache."""


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
    return (os.cpu_count() or 1) if pages >= WORTH_WORKERS[_method()] else 1


def standing(pages: Iterable[str], traces: Mapping[str, Trace], shell_of: ShellOf, printing: Printing) -> Iterator[tuple[str, Mapping[str, Left]]]:
    """Those pages that need not be made, as they stand just as they would be made: page, its files."""
    for page in pages:
        trace = traces.get(page)
        if trace is not None and printing.under.holds(trace):
            made_of = printing.under.made_of(page, trace, shell_of(printing.under.shape(page, trace)))
            files = [printing.where.file(page), *([f"{page}.json"] if trace.shape.has_document else ())]
            if all(printing.before.holds(file, made_of) for file in files):
                yield page, {file: printing.before.files[file] for file in files}


def publish(pages: Sequence[str], shell_of: ShellOf, printing: Printing, processes: int) -> Iterator[Printed]:
    """Write the page and the files of every document; tell of each page once, in no particular order.

    Raises:
        WorkerLostError: a worker was killed; what was written is incomplete.
        OSError: something cannot be written.

    """
    if processes == 1:
        with Store(printing.cache) as store:
            yield from map(_Bench.with_tools(printing, shell_of, store).print, pages)
        return
    chunks = (pages[start : start + CHUNK] for start in range(0, len(pages), CHUNK))
    with _crew(processes, printing) as workers:
        yield from _shared_out(chunks, workers, shell_of)


def _shared_out(chunks: Iterator[Sequence[str]], workers: Sequence[Connection[Any, Any]], shell_of: ShellOf) -> Iterator[Printed]:
    """Keep every worker busy until all chunks are done; answer its questions meanwhile."""
    busy = [worker for worker, chunk in zip(workers, chunks, strict=False) if _send(worker, chunk)]
    while busy:
        for worker in wait(busy):
            assert isinstance(worker, Connection)  # noqa: S101 - of what it may wait for, these are connections
            answer = _received(worker)
            if isinstance(answer, Shape):
                _send(worker, shell_of(answer))
                continue
            if isinstance(answer, Exception):
                raise answer
            yield from answer
            chunk = next(chunks, None)
            if chunk is None:
                busy.remove(worker)
            else:
                _send(worker, chunk)


def _received(worker: Connection[Any, Any]) -> Any:
    try:
        return worker.recv()
    except (EOFError, ConnectionError) as problem:
        raise _lost() from problem


def _send(worker: Connection[Any, Any], value: object) -> bool:
    try:
        worker.send(value)
    except ConnectionError as problem:
        raise _lost() from problem
    return True


def _lost() -> WorkerLostError:
    return WorkerLostError("a worker process was killed, perhaps for want of memory; PATTERNBOOK_JOBS=1 uses none")


@contextmanager
def _crew(count: int, printing: Printing) -> Iterator[list[Connection[Any, Any]]]:
    """Workers for one build; they end with it, however it ends."""
    context: Any = multiprocessing.get_context(_method())
    started, connections = [], []
    try:
        with _uninterrupted():
            for _ in range(count):
                here, there = context.Pipe()
                process = context.Process(target=_work, args=(there, here, printing), daemon=True)
                process.start()
                there.close()
                started.append(process)
                connections.append(here)
        yield connections
    finally:
        for connection in connections:
            connection.close()
        for process in started:
            process.terminate()
            process.join()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C has to wait until every worker is known, and until each of them has learned to leave it to the first process."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _method() -> str:
    """Fork is quickest and safe only while this process has one thread; `serve` has several."""
    if not sys.platform.startswith("linux"):
        return "spawn"
    return "fork" if threading.active_count() == 1 else "forkserver"


def _work(there: Connection[Any, Any], here: Connection[Any, Any], printing: Printing) -> None:
    """The life of a worker: chunks in, what was printed out, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process, which ends this one; see _uninterrupted
    here.close()  # the first process's end: were it open here too, its closing would never be noticed

    def ask(of: Shape) -> Shell:
        there.send(of)
        shell: Shell = there.recv()
        return shell

    with Store(printing.cache) as store:
        bench = _Bench.with_tools(printing, ask, store)
        try:
            while True:
                there.send([bench.print(page) for page in there.recv()])
        except EOFError:
            return
        except Exception as problem:
            problem.add_note(traceback.format_exc())
            there.send(problem)


@dataclass(frozen=True, slots=True)
class _Bench:
    """One process's tools; templates are compiled once, shells asked for once."""

    printing: Printing
    shell_of: ShellOf
    store: Store
    tools: Press
    shelf: Library
    """Notes what documents read of it."""
    reads: Reads
    shells: dict[Shape, Shell] = field(default_factory=dict)

    @classmethod
    def with_tools(cls, printing: Printing, shell_of: ShellOf, store: Store) -> _Bench:
        tools = press(printing.where, printing.repository, templates(printing.cache))
        return cls(printing, shell_of, store, tools, *noting(printing.under.shelf))

    def print(self, page: str) -> Printed:
        """Make one page and the files beside it, and write those that do not stand as they are."""
        printing = self.printing
        self.reads.clear()
        document = resolve(page, self.shelf, printing.site_url)
        around, text = outline(document), settled(document)
        own = key(document, text, printing.edition)
        trace = Trace(own.hex(), printing.under.answers.of(self.reads), tuple(self.reads), shape(around))
        shell = self._shell(trace.shape)
        kept = self.store.get(own)
        print_ = unpacked(kept) if kept is not None else made(document, self.tools)
        made_of = printing.under.made_of(page, trace, shell)
        filled = values(
            around, print_.description, print_.at(document.origin.line), printing.where, printing.site_url, printing.titles[around.parent or ""]
        )
        files = {asset.file: put(printing.folder, printing.before, asset, made_of) for asset in beside(document, text)}
        file = printing.where.file(page)
        files[file] = _put(printing.folder, printing.before, file, made_of, lambda: shell.fill(filled, around.headings))
        worth_keeping = kept is None and self.store.file is not None
        return Printed(page, trace, files, print_.card, kept is None, packed(print_) if worth_keeping else b"")

    def _shell(self, of: Shape) -> Shell:
        if of not in self.shells:
            self.shells[of] = self.shell_of(of)
        return self.shells[of]


def put(folder: Path, before: Before, asset: Asset, made_of: str = "") -> Left:
    """Write a file of the site below a folder, unless it stands as it would be written; without a key its content is its key."""
    return _put(folder, before, asset.file, made_of or digest(asset.content).hex(), lambda: asset.content)


def _put(folder: Path, before: Before, file: str, made_of: str, content: Callable[[], str]) -> Left:
    if before.holds(file, made_of):
        return before.files[file]
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as opened:
        opened.write(content().encode("utf-8", "xmlcharrefreplace"))
        opened.flush()
        state = os.fstat(opened.fileno())
    return Left(state.st_size, state.st_mtime_ns, made_of)
