"""Put a finished site in place of the one before, as one step, or not at all."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_AT_FDCWD = {"linux": -100, "darwin": -2}
_EXCHANGE = 2
"""RENAME_EXCHANGE of renameat2(2) and RENAME_SWAP of renameatx_np(2)."""


def beside(site: Path, what: str) -> Path:
    """A name next to the site, on the same file system: .site.new, .site.old."""
    return site.with_name(f".{site.name}.{what}")


class BusyError(Exception):
    """Another build is under way."""


@contextmanager
def alone(site: Path) -> Iterator[None]:
    """Keep other builds away from the folder that this site stands in; the system lets go of it when this process ends, however it ends.

    Raises:
        BusyError: another process builds there now.

    """
    site.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(site.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BusyError(f"another build is under way beside {site.name}/; wait for it, or name another folder with --site") from None
    finally:
        os.close(folder)


def recover(site: Path) -> None:
    """Undo what an interrupted build left: a half-built folder goes, a site that was moved aside comes back."""
    old = beside(site, "old")
    if old.exists() and not site.exists():
        old.rename(site)
    for leftover in (old, beside(site, "new")):
        if leftover.exists():
            shutil.rmtree(leftover)


def replace(site: Path, new: Path) -> None:
    """Exchange `new` for `site` and remove what was there.

    Atomic where the system can exchange two names; elsewhere a crash between two renames is mended by `recover`.

    Raises:
        OSError: neither way worked; the site that was there is untouched.

    """
    if not site.exists():
        new.rename(site)
        return
    if _exchange(new, site):
        shutil.rmtree(new)
    else:
        replace_in_two_steps(site, new)


def replace_in_two_steps(site: Path, new: Path) -> None:
    """Move `site` aside and `new` into its place, for systems that cannot exchange two names."""
    old = beside(site, "old")
    site.rename(old)
    try:
        new.rename(site)
    except OSError:
        old.rename(site)
        raise
    shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step; False where the system cannot."""
    name = {"linux": "renameat2", "darwin": "renameatx_np"}.get(sys.platform)
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if call is None:
        return False
    here = _AT_FDCWD[sys.platform]
    if call(here, os.fsencode(one), here, os.fsencode(other), _EXCHANGE) == 0:
        return True
    problem = ctypes.get_errno()
    if problem in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV):
        return False
    raise OSError(problem, os.strerror(problem), str(other))
