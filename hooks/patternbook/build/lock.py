"""One build of a site at a time: a lock file beside the site, held by the process that builds, for as long as one build takes.

The lock belongs to the open file, not to its name: the system releases it when the process that holds it ends, however it
ends, with the workers it forked, which still write. A build that finds the lock taken says so and waits.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from patternbook.build.swap import sibling_path


class BusyError(Exception):
    """Another build is under way."""


_BUSY = (BlockingIOError, PermissionError)
"""What the two ways of locking raise where another process holds the lock: flock(2) the one, Windows the other."""

_Lock = Callable[..., None]
"""Locks a file by its descriptor; with `wait` it waits for the lock, else it raises one of _BUSY."""


@contextmanager
def lock_site(site: Path, say: Callable[[str], object] | None) -> Iterator[None]:
    """Keep other builds away from the site while the block runs; wait for one that is under way.

    Args:
        site: Folder of the site.
        say: Receives one line if the build has to wait, or if the file system cannot lock; None for not to wait.

    Raises:
        BusyError: Another build is under way, and this one is not to wait.
        OSError: The folder that holds the site cannot be written to.

    """
    site.parent.mkdir(parents=True, exist_ok=True)
    path = sibling_path(site, "lock")
    held = _take(path, site.name, say)
    try:
        yield
    finally:
        if _is_open(path, held):
            with suppress(OSError):  # Windows keeps a file that is open, and it is used again
                path.unlink()  # before the lock is released: who waited for it sees that the file is gone, and takes a new one
        os.close(held)


def _take(path: Path, name: str, say: Callable[[str], object] | None) -> int:
    """Open the lock file and lock it; return its descriptor."""
    while True:
        # For writing, although nothing is written: network file systems lock only what is open for writing.
        held = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock_or_wait(held, name, say)
        except BaseException:
            os.close(held)
            raise
        if _is_open(path, held):
            return held
        os.close(held)  # the build that was waited for has removed it


def _lock_or_wait(held: int, name: str, say: Callable[[str], object] | None) -> None:
    lock = _way_to_lock()
    try:
        try:
            lock(held, wait=False)
        except _BUSY:
            if say is None:
                raise BusyError from None
            say(f"another build of {name}/ is under way; waiting until it has ended")
            lock(held, wait=True)
    except OSError as problem:  # not every file system can
        if say is not None:
            say(f"{name}/ cannot be locked ({problem.strerror or problem}); do not build it twice at the same time")


def _is_open(path: Path, held: int) -> bool:
    """Whether the path still names the file that is open."""
    try:
        return os.path.samestat(path.stat(), os.fstat(held))
    except FileNotFoundError:
        return False


def _way_to_lock() -> _Lock:
    """Return how this system locks a file; where it has neither way, nothing is locked."""
    for module, lock in (("fcntl", _flock), ("msvcrt", _lock_byte)):
        with suppress(ImportError):
            import_module(module)
            return lock
    return lambda _held, wait: None


def _flock(held: int, *, wait: bool) -> None:
    import fcntl

    fcntl.flock(held, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


def _lock_byte(held: int, *, wait: bool) -> None:
    """Lock the first byte, on Windows; its call waits ten seconds at most."""
    windows = import_module("msvcrt")
    while True:
        try:
            windows.locking(held, windows.LK_LOCK if wait else windows.LK_NBLCK, 1)
        except OSError:
            if not wait:
                raise
        else:
            return
