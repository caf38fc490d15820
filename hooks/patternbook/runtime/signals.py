"""Ctrl-C and SIGTERM: deferred where one would be lost or would leave something half done, left to the parent in worker processes.

Windows has no signals that could be deferred: there, what is interrupted ends at once.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ENDING = frozenset({signal.SIGINT, signal.SIGTERM})
_DEFERRABLE = hasattr(signal, "pthread_sigmask")


class Terminated(KeyboardInterrupt):
    """SIGTERM has arrived: whoever handles Ctrl-C handles it in the same way."""


@contextmanager
def defer_interrupts() -> Iterator[None]:
    """Block both signals in this thread; one that arrives in the meantime takes effect when the block is left."""
    if not _DEFERRABLE:
        yield
        return
    previous = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, previous)


def ignore_interrupts() -> None:
    """Ignore Ctrl-C, which a terminal sends to every process of a group: only the parent of this process handles it.

    SIGTERM ends this process at once, whatever its parent does with it. Both are unblocked afterwards, because a process that
    was started inside `defer_interrupts` inherits the block.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if _DEFERRABLE:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


@contextmanager
def exit_when_terminated() -> Iterator[None]:
    """While the block runs, SIGTERM raises Terminated, so that what was begun is cleaned up and what was started is ended.

    A program that handles SIGTERM in its own way continues to; only the main thread can set a handler.
    """
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _exit)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _exit(_signal: int, _frame: object) -> None:
    raise Terminated
