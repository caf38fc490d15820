"""A pool of worker processes: one function applied to many items, with as many processes as there are cores.

A worker is prepared once, when it starts, and then receives items a few at a time. While it works it can send questions to
the parent process, which answers between two items of its own. The results do not depend on the number of processes.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from patternbook.runtime.signals import defer_interrupts, ignore_interrupts

T = TypeVar("T")
R = TypeVar("R")

CHUNK_SIZE = 24
"""Items sent to a worker at a time, unless each has a worker of its own."""
WORTH_WORKERS = {"fork": 150, "forkserver": 1500, "spawn": 1500}
"""Start method -> number of items from which on workers save more time than they cost; unless forked, they are sent everything they need."""

AskParent = Callable[[Any], Any]
"""Sends a question to the parent process and returns the answer. In the parent itself it is the function that answers."""
Initializer = Callable[[AskParent], AbstractContextManager[Callable[[T], R]]]


class WorkerLostError(Exception):
    """A worker process ended before its work was done."""


@dataclass(frozen=True, slots=True)
class Question:
    """Message from a worker that waits for an answer."""

    content: Any


@dataclass(frozen=True, slots=True)
class Task(Generic[T, R]):
    """What to do with each item."""

    initializer: Initializer[T, R]
    """Entered once in each process; yields the function to apply to items. Must be picklable unless workers are forked."""
    answer: AskParent
    """Answers the questions of workers, in the parent."""
    fingerprint: Callable[[], bytes] | None = None
    """Identifies the code that is run. A worker that was not forked imports the code again; where its fingerprint differs from
    that of the parent it refuses to work, since its results would be cached as those of the parent's code."""
    on_lost: Callable[[T], R] | None = None
    """Returns the result of an item whose worker was killed. If given, each item has a worker of its own, so that neither
    its memory nor its end affects the others, and the parent only works if there is no other process."""


def process_count(environment: Mapping[str, str], items: int, worth_workers: int | None = None) -> int:
    """Return the number of processes to use, the parent included: PATTERNBOOK_JOBS, else one per core if there are enough items.

    Args:
        environment: environment variables.
        items: number of items to work on.
        worth_workers: number of items from which on more than one process is worth it; by default as in WORTH_WORKERS.

    Raises:
        ValueError: PATTERNBOOK_JOBS is not a whole number from 1 on.

    """
    jobs = environment.get("PATTERNBOOK_JOBS")
    if not jobs:
        return (os.cpu_count() or 1) if items >= (worth_workers or WORTH_WORKERS[_start_method()]) else 1
    if not jobs.isdecimal() or int(jobs) < 1:
        raise ValueError(f"PATTERNBOOK_JOBS is {jobs!r}; expected a whole number from 1 on")
    return min(int(jobs), max(items, 1))


def map_unordered(items: Iterable[T], task: Task[T, R], processes: int) -> Iterator[R]:
    """Apply a task to every item and yield the results as they come, in no particular order.

    Args:
        items: consumed as workers become free.
        task: what to do with each.
        processes: how many take part, this one included.

    Raises:
        WorkerLostError: a worker was killed, and the task has no `on_lost`.
        Exception: whatever the task raised for an item.

    """
    isolated = task.on_lost is not None and processes > 1
    with _Pool(task, iter(items), 1 if isolated else CHUNK_SIZE) as pool:
        for _ in range(processes if isolated else processes - 1):
            pool.start_worker()
        if not isolated:
            with task.initializer(task.answer) as apply:
                for item in pool.items:
                    yield apply(item)
                    yield from pool.results(0.0)  # without waiting, as there are more items
        while pool.workers:
            yield from pool.results(None)


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection[Any, Any]
    items: list[Any]
    """The items it was sent and has not returned the results of."""

    def send(self, message: object) -> None:
        """Send only while the worker is receiving: if both sent, each could wait forever for the other."""
        with suppress(ConnectionError):  # the worker is gone, which shows when its results are read
            self.connection.send(message)


@dataclass(frozen=True, slots=True)
class _Pool(AbstractContextManager["_Pool[T, R]"], Generic[T, R]):
    """The workers of one task; they end with the block, however it is left."""

    task: Task[T, R]
    items: Iterator[T]
    """Items that no process has taken yet."""
    chunk_size: int
    workers: dict[Any, _Worker] = field(default_factory=dict)
    """Connection to a worker -> the worker. They are waited for with multiprocessing's own call: Windows has no `select` for pipes."""
    context: Any = field(default_factory=lambda: multiprocessing.get_context(_start_method()))

    def __exit__(self, *_: object) -> None:
        for worker in list(self.workers.values()):
            self._end(worker)

    def start_worker(self) -> None:
        """Start a worker on the next items; none if there are no more."""
        if not (items := list(islice(self.items, self.chunk_size))):
            return
        expected = self.task.fingerprint() if self.task.fingerprint else b""
        with defer_interrupts():  # until __exit__ can find the worker, and the worker ignores Ctrl-C
            ours, theirs = self.context.Pipe()
            arguments = (theirs, ours, self.task.initializer, self.task.fingerprint, expected)
            worker = _Worker(self.context.Process(target=_work, args=arguments, daemon=True), ours, items)
            worker.process.start()
            theirs.close()
            self.workers[ours] = worker
        worker.send(items)

    def results(self, timeout: float | None) -> Iterator[R]:
        """Yield what workers have returned, waiting at most `timeout` seconds for it; answer them and send them more."""
        for ready in wait(list(self.workers), timeout) if self.workers else ():
            worker = self.workers[ready]
            message = self._receive(worker)
            if isinstance(message, Question):
                worker.send(self.task.answer(message.content))
                continue
            if isinstance(message, Exception):
                raise message
            # The next items are sent before the results are consumed, so that the worker is not idle meanwhile.
            if self.chunk_size > 1 and (items := list(islice(self.items, self.chunk_size))):
                worker.items = items
                worker.send(items)
            else:
                self._end(worker)
                self.start_worker()
            yield from message

    def _receive(self, worker: _Worker) -> Any:
        try:
            return worker.connection.recv()
        except (EOFError, ConnectionError) as error:
            if self.task.on_lost is None:
                raise WorkerLostError("a worker process was killed, perhaps for want of memory; PATTERNBOOK_JOBS=1 uses none") from error
            return list(map(self.task.on_lost, worker.items))

    def _end(self, worker: _Worker) -> None:
        del self.workers[worker.connection]
        worker.connection.close()
        worker.process.terminate()  # closing is not enough: a worker that was forked later holds a copy of the connection
        worker.process.join()


def _start_method() -> str:
    """Return `fork`, the fastest, where it is safe: not on macOS, and only while this process has a single thread, unlike under `serve`."""
    if not hasattr(os, "fork") or sys.platform == "darwin":
        return "spawn"
    return "fork" if threading.active_count() == 1 else "forkserver"


def _work(
    theirs: Connection[Any, Any],
    ours: Connection[Any, Any],
    initializer: Initializer[Any, Any],
    fingerprint: Callable[[], bytes] | None,
    expected: bytes,
) -> None:
    """Run a worker: receive items, send back the results, until the parent closes the connection or terminates it."""
    ignore_interrupts()
    ours.close()  # the parent's end: were it open here too, the worker would not notice that the parent closed it

    def ask_parent(question: Any) -> Any:
        theirs.send(Question(question))
        return theirs.recv()

    try:
        if fingerprint and fingerprint() != expected:
            raise WorkerLostError("the code below hooks/patternbook has changed since this process was started; start it again")  # noqa: TRY301 - sent to the parent
        with initializer(ask_parent) as apply:
            while True:
                theirs.send(list(map(apply, theirs.recv())))
    except (EOFError, ConnectionError):
        return  # the parent closed the connection
    except Exception as problem:
        problem.add_note(traceback.format_exc())
        with suppress(ConnectionError):
            theirs.send(problem)
