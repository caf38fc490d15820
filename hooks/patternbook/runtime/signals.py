"""Ctrl-C, deferred where it would be lost or would leave something half done, and ignored in worker processes."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def defer_interrupts() -> Iterator[None]:
    """Block SIGINT in this thread; one that arrives in the meantime takes effect when the block is left."""
    previous = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, previous)


def ignore_interrupts() -> None:
    """Ignore Ctrl-C, which a terminal sends to every process of a group: only the parent of this process handles it.

    SIGINT is unblocked afterwards, because a process that was started inside `defer_interrupts` inherits the block.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
