"""Put what a build made in place of the present site: all of it, in one step, or nothing at all.

A build writes to a folder beside the site, which is exchanged for the site once it is finished (twin.py: if the build made
only what changed).
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from io import FileIO
from pathlib import Path

_EXCHANGE = {"linux": ("renameat2", -100), "darwin": ("renameatx_np", -2)}
"""Platform -> the function that exchanges two names, and the value of AT_FDCWD: paths are relative to the current folder."""
_EXCHANGE_FLAG = 2
"""RENAME_EXCHANGE of renameat2(2) and RENAME_SWAP of renameatx_np(2)."""


_SIBLINGS = ("new", "old", "twin", "lock")


def sibling_path(site: Path, what: str) -> Path:
    """A name next to the site, on the same file system: .site.new, .site.old, .site.twin, .site.lock."""
    return site.with_name(f".{site.name}.{what}")


def write_file(folder: Path, file: str, content: str | bytes) -> os.stat_result:
    """Write a file of the site, a text as UTF-8, and create the folders above it if they are missing."""
    left = memoryview(content.encode("utf-8", "xmlcharrefreplace") if isinstance(content, str) else content)
    with _open(f"{folder}/{file}") as opened:
        while left:  # a disk that is nearly full takes what still fits, and only then fails
            left = left[opened.write(left) :]
        return os.fstat(opened.fileno())


def _open(path: str) -> FileIO:
    """Open a file for writing; in one call if its folder exists, because a site has tens of thousands of files."""
    try:
        return FileIO(path, "w")
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - half the time of pathlib's
        return FileIO(path, "w")


def recover_site(site: Path) -> None:
    """Repair what an interrupted build left: put back a site that was moved aside, remove a half-built folder."""
    old = sibling_path(site, "old")
    if old.exists() and not site.exists():
        old.rename(site)
    for leftover in (old, sibling_path(site, "new")):
        remove_folder(leftover)


def remove_siblings(site: Path) -> None:
    """Remove all that builds keep beside a site, when the site itself is removed."""
    for what in _SIBLINGS:
        remove_folder(sibling_path(site, what))


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that is in it, or whatever else has its name; nothing if there is nothing."""
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)


def replace_site(site: Path, new: Path) -> None:
    """Put `new` in place of `site` and remove what was there.

    Raises:
        OSError: It did not work; the site that was there is untouched.

    """
    if site.exists():
        exchange_folders(site, new)
        remove_folder(new)
    else:
        new.rename(site)


def exchange_folders(site: Path, other: Path) -> None:
    """Exchange `other` for `site`.

    Atomic where the system can exchange two names; elsewhere there is no site for a moment between two renames, and
    `recover_site` repairs a crash there.

    Raises:
        OSError: Neither way worked; both are as they were.

    """
    if _exchange(other, site):
        return
    old = sibling_path(site, "old")
    site.rename(old)
    try:
        other.rename(site)
    except OSError:
        old.rename(site)
        raise
    old.rename(other)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False if the system cannot."""
    if sys.platform not in _EXCHANGE:
        return False
    name, here = _EXCHANGE[sys.platform]
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    if call is None:
        return False
    if call(here, os.fsencode(one), here, os.fsencode(other), _EXCHANGE_FLAG) == 0:
        return True
    problem = ctypes.get_errno()
    if problem in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV):
        return False
    raise OSError(problem, os.strerror(problem), str(other))
