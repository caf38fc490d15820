"""Work shared out among processes, as many as there are cores; the first of them works, too.

A worker is given what it works with once, when it starts, and then things to do, a few at a time; what it lacks, it
asks the first process for, which listens between two things of its own. Nothing that comes out depends on the number of
workers.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from selectors import EVENT_READ, BaseSelector, DefaultSelector
from typing import Any, Generic, TypeVar

from patternbook.engine import code
from patternbook.interrupts import uninterrupted

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 24
"""Things that a worker is sent at a time."""
AT_ONCE = 0.0
"""Seconds to wait for workers while there is something to do."""
WORTH_WORKERS = {"fork": 150, "forkserver": 1500, "spawn": 1500}
"""How a process is started -> things to do from which on that costs less than it saves; what is not forked has to be sent everything."""

Ask = Callable[[Any], Any]
"""Puts a question to the first process; there, answers it."""
Start = Callable[[Ask], AbstractContextManager[Callable[[T], R]]]


class WorkerLostError(Exception):
    """A worker process ended before its work did."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a worker asks."""

    of: Any


@dataclass(frozen=True, slots=True)
class Task(Generic[T, R]):
    """What is to be done to each thing."""

    start: Start[T, R]
    """Entered once in each process: prepares the work on one thing. Has to be picklable, see WORTH_WORKERS."""
    answer: Ask
    """Answers questions, in the first process."""


def jobs(environment: Mapping[str, str], things: int) -> int:
    """How many processes to use, this one among them: PATTERNBOOK_JOBS, else one per core where there is enough to do.

    Raises:
        ValueError: PATTERNBOOK_JOBS is not a whole number from 1 on.

    """
    wish = environment.get("PATTERNBOOK_JOBS", "")
    if wish and (not wish.isdigit() or int(wish) < 1):
        raise ValueError(f"PATTERNBOOK_JOBS is {wish!r}; expected a whole number from 1 on")
    if wish:
        return min(int(wish), max(things, 1))
    return (os.cpu_count() or 1) if things >= WORTH_WORKERS[_method()] else 1


def each(things: Iterable[T], task: Task[T, R], processes: int) -> Iterator[R]:
    """What becomes of each thing, in no particular order; this process is one of those at work.

    Raises:
        WorkerLostError: a worker was killed.
        Exception: what the work on a thing raised.

    """
    rest = iter(things)
    with _crew(processes - 1, task.start) as workers, task.start(task.answer) as work, DefaultSelector() as busy:
        for worker in workers:
            busy.register(worker, EVENT_READ)
            _send(worker, _chunk(rest))
        for thing in rest:
            yield work(thing)
            yield from _heard(busy, rest, task.answer, AT_ONCE)
        while busy.get_map():
            yield from _heard(busy, rest, task.answer, None)


def _heard(busy: BaseSelector, rest: Iterator[Any], answer: Ask, seconds: float | None) -> Iterator[Any]:
    """What workers have done, waited for so long; they are given more to do, and what they asked."""
    for key, _ in busy.select(seconds):
        worker = key.fileobj
        assert isinstance(worker, Connection)  # noqa: S101 - nothing else was registered
        said = _received(worker)
        if isinstance(said, Question):
            _send(worker, answer(said.of))
            continue
        if isinstance(said, Exception):
            raise said
        chunk = _chunk(rest)  # first, so that the worker goes on while what it said is taken up
        if chunk:
            _send(worker, chunk)
        else:
            busy.unregister(worker)
        yield from said


def _chunk(rest: Iterator[T]) -> list[T]:
    return list(islice(rest, CHUNK))


def _received(worker: Connection[Any, Any]) -> Any:
    try:
        return worker.recv()
    except (EOFError, ConnectionError) as problem:
        raise _lost() from problem


def _send(worker: Connection[Any, Any], value: object) -> None:
    """Only while the worker waits for it: were it sending too, both might wait forever."""
    try:
        worker.send(value)
    except ConnectionError as problem:
        raise _lost() from problem


def _lost() -> WorkerLostError:
    return WorkerLostError("a worker process was killed, perhaps for want of memory; PATTERNBOOK_JOBS=1 uses none")


@contextmanager
def _crew(count: int, start: Start[Any, Any]) -> Iterator[list[Connection[Any, Any]]]:
    """Workers for one task; they end with it, however it ends."""
    context: Any = multiprocessing.get_context(_method())
    started, connections = [], []
    try:
        with uninterrupted():  # until every worker is known, and has learned to leave Ctrl-C to the first process
            for _ in range(count):
                here, there = context.Pipe()
                process = context.Process(target=_work, args=(there, here, start, code()), daemon=True)
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


def _method() -> str:
    """Fork is quickest and safe only while this process has one thread; `serve` has several."""
    if not sys.platform.startswith("linux"):
        return "spawn"
    return "fork" if threading.active_count() == 1 else "forkserver"


def _check_code(expected: bytes) -> None:
    """A worker that was not forked reads the code anew: what it makes must not be kept as made by that of the first process."""
    if code() != expected:
        raise WorkerLostError("the code below hooks/patternbook has changed since this process was started; start it again")


def _work(there: Connection[Any, Any], here: Connection[Any, Any], start: Start[Any, Any], expected: bytes) -> None:
    """The life of a worker: chunks in, what came of them out, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process, which ends this one; see _crew
    here.close()  # the first process's end: were it open here too, its closing would never be noticed

    def ask(question: Any) -> Any:
        there.send(Question(question))
        return there.recv()

    try:
        _check_code(expected)
        with start(ask) as work:
            while True:
                there.send(list(map(work, there.recv())))
    except (EOFError, ConnectionError):
        return  # the other end was closed, while waiting for a chunk or while telling of one
    except Exception as problem:
        problem.add_note(traceback.format_exc())
        with suppress(ConnectionError):
            there.send(problem)
