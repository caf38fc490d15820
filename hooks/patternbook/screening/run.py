"""Several checkouts at once: one process each, so that one that is killed takes no other with it."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TextIO

from patternbook.screening.checkout import remote
from patternbook.screening.lists import Lists
from patternbook.screening.metadata import Known, Match, Metadata
from patternbook.screening.scan import Progress
from patternbook.screening.screen import Failed, Screened, screen
from patternbook.screening.tree import CheckoutError, shown, unreadable

Result = Screened | Failed
LOST = "the process that read it was killed, perhaps for want of memory; screen it alone, with --jobs 1"


def default_jobs(environment: Mapping[str, str]) -> int:
    """PATTERNBOOK_JOBS, else one per core."""
    wish = environment.get("PATTERNBOOK_JOBS", "")
    return int(wish) if wish.isdigit() and int(wish) > 0 else os.cpu_count() or 1


@dataclass(slots=True)
class Bar:
    """How far it is, on a terminal; nothing where there is none."""

    stream: TextIO
    checkouts: int
    done: int = 0
    files: dict[int, int] = field(default_factory=dict)

    def show(self) -> None:
        if not self.stream.isatty():
            return
        filled = 20 * self.done // max(self.checkouts, 1)
        text = f"[{'#' * filled}{'.' * (20 - filled)}] {self.done} of {self.checkouts} screened, {sum(self.files.values()):,} files"
        self.stream.write(f"\r{text}\x1b[K")
        self.stream.flush()

    def close(self) -> None:
        if self.stream.isatty():
            self.stream.write("\r\x1b[K")
            self.stream.flush()


@dataclass(frozen=True, slots=True)
class Task:
    """One checkout to screen, and what is known of it."""

    path: Path
    match: Match = field(default_factory=Match)


def tasks(paths: Sequence[Path], known: Sequence[Metadata]) -> tuple[Task, ...]:
    """Each checkout with its metadata."""
    descriptions = Known(known)
    return tuple(Task(path, descriptions.fitting(path, remote(path), alone=len(paths) == 1)) for path in paths)


def screen_all(tasks: Sequence[Task], lists: Lists, jobs: int) -> tuple[Result, ...]:
    """Screen every checkout; results in the order of the tasks, whatever happened to any of them."""
    bar = Bar(sys.stderr, len(tasks))
    bar.show()
    try:
        if jobs == 1 or len(tasks) == 1:
            return tuple(_one(index, task, lists, bar) for index, task in enumerate(tasks))
        return _Crew(tasks, lists, bar).work(jobs)
    finally:
        bar.close()


def attempt(task: Task, lists: Lists, progress: Progress) -> Result:
    """Screen one checkout; whatever it holds, there is a result."""
    try:
        return screen(task.path, lists, task.match.metadata, progress)
    except CheckoutError as error:
        return Failed(shown(str(task.path)), str(error))
    except OSError as error:
        return Failed(shown(str(task.path)), unreadable(error))
    except Exception as error:  # whatever a stranger's file brings about, the other checkouts are still screened
        return Failed(
            shown(str(task.path)),
            f"this program failed on it, which is a defect; please report it: {type(error).__name__}: {shown(str(error))[:200]}",
        )


def _one(index: int, task: Task, lists: Lists, bar: Bar) -> Result:
    def progress(files: int) -> None:
        bar.files[index] = files
        bar.show()

    result = attempt(task, lists, progress)
    bar.done += 1
    bar.show()
    return result


class _Crew:
    """Processes at work, each with a pipe that tells how far it is and what came out."""

    def __init__(self, tasks: Sequence[Task], lists: Lists, bar: Bar) -> None:
        self._tasks, self._lists, self._bar = tasks, lists, bar
        self._waiting = deque(enumerate(tasks))
        self._busy: dict[Connection, tuple[int, BaseProcess]] = {}
        self._results: dict[int, Result] = {}

    def work(self, jobs: int) -> tuple[Result, ...]:
        try:
            while self._waiting or self._busy:
                while self._waiting and len(self._busy) < jobs:
                    self._start(*self._waiting.popleft())
                for ready in wait(list(self._busy)):
                    if isinstance(ready, Connection):
                        self._hear(ready)
        finally:
            for _, process in self._busy.values():
                process.terminate()
        return tuple(self._results[index] for index in range(len(self._tasks)))

    def _start(self, index: int, task: Task) -> None:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        process = _context().Process(target=_tell, args=(theirs, task, self._lists))
        process.start()
        theirs.close()
        self._busy[ours] = index, process

    def _hear(self, pipe: Connection) -> None:
        index, _ = self._busy[pipe]
        try:
            said = pipe.recv()
        except EOFError:  # it ended without a result
            self._finish(pipe, Failed(shown(str(self._tasks[index].path)), LOST))
            return
        if isinstance(said, int):
            self._bar.files[index] = said
            self._bar.show()
        else:
            self._finish(pipe, said)

    def _finish(self, pipe: Connection, result: Result) -> None:
        index, process = self._busy.pop(pipe)
        self._results[index] = result
        process.join()
        pipe.close()
        self._bar.done += 1
        self._bar.show()


def _tell(pipe: Connection, task: Task, lists: Lists) -> None:
    """Work of one process."""
    pipe.send(attempt(task, lists, pipe.send))
    pipe.close()


def _context() -> multiprocessing.context.ForkContext | multiprocessing.context.SpawnContext:
    """Fork is quickest and safe only while this process has one thread."""
    alone = threading.active_count() == 1 and sys.platform.startswith("linux")
    return multiprocessing.get_context("fork") if alone else multiprocessing.get_context("spawn")
