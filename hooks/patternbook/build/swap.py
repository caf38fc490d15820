"""Put what a build made in place of the present site: a whole site in one step, or only the files that changed; or nothing at all.

A build writes to a folder beside the site. A finished site is exchanged for the present one; if the build made only what
changed, its files are moved into the site one by one, and the next build finishes a move that was interrupted.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

_EXCHANGE = {"linux": ("renameat2", -100), "darwin": ("renameatx_np", -2)}
"""Platform -> the function that exchanges two names, and the value of AT_FDCWD: paths are relative to the current folder."""
_EXCHANGE_FLAG = 2
"""RENAME_EXCHANGE of renameat2(2) and RENAME_SWAP of renameatx_np(2)."""
_REMOVED_FILES = ".gone.json"
"""Lists the files to be removed, in the folder of those to be moved. MkDocs publishes no file whose name begins with a dot."""


def sibling_path(site: Path, what: str) -> Path:
    """A name next to the site, on the same file system: .site.new, .site.old."""
    return site.with_name(f".{site.name}.{what}")


class BusyError(Exception):
    """Another build is under way."""


@contextmanager
def lock_site(site: Path) -> Iterator[int]:
    """Keep other builds out of the site's parent folder; the system releases the lock when this process ends, however it ends.

    Yields:
        The descriptor of the lock. As long as a child process has inherited it, the lock is held, too.

    Raises:
        BusyError: another process builds there now.

    """
    site.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(site.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield folder
    except BlockingIOError:
        raise BusyError(f"another build is under way beside {site.name}/; wait for it, or name another folder with --site") from None
    finally:
        os.close(folder)


def write_file(folder: Path, file: str, content: str) -> os.stat_result:
    """Write a file of the site, and create the folders above it if they are missing."""
    with _open(f"{folder}/{file}") as opened:
        opened.write(content.encode("utf-8", "xmlcharrefreplace"))
        return os.fstat(opened.fileno())


def _open(path: str) -> FileIO:
    """Open a file for writing; in one call if its folder exists, because a site has tens of thousands of files."""
    try:
        return FileIO(path, "w")
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - half the time of pathlib's
        return FileIO(path, "w")


def recover_site(site: Path) -> None:
    """Repair what an interrupted build left: put back a site that was moved aside, finish moves, remove a half-built folder."""
    old = sibling_path(site, "old")
    if old.exists() and not site.exists():
        old.rename(site)
    if sibling_path(site, "ready").exists():
        _move_in(site)
    for leftover in (old, sibling_path(site, "new")):
        if leftover.exists():
            shutil.rmtree(leftover)


def replace_site(site: Path, new: Path) -> None:
    """Exchange `new` for `site` and remove what was there.

    Atomic where the system can exchange two names; elsewhere `recover_site` repairs a crash between two renames.

    Raises:
        OSError: neither way worked; the site that was there is untouched.

    """
    if not site.exists():
        new.rename(site)
    elif _exchange(new, site):
        shutil.rmtree(new)
    else:
        replace_in_two_steps(site, new)


def update_site(site: Path, new: Path, removed: Iterable[str]) -> None:
    """Move every file below `new` to its place in `site`, and remove files that are no longer part of the site.

    `new` first becomes `.site.ready`: from then on `recover_site` finishes what is interrupted; before, nothing was touched.
    """
    (new / _REMOVED_FILES).write_text(json.dumps(sorted(removed)), "utf-8")
    new.rename(sibling_path(site, "ready"))
    _move_in(site)


def _move_in(site: Path) -> None:
    ready = sibling_path(site, "ready")
    removed = ready / _REMOVED_FILES
    for name in json.loads(removed.read_text("utf-8")) if removed.exists() else ():  # without the list, everything was moved
        _remove(site / name, site)
    for folder, _, names in os.walk(ready):
        target = site / Path(folder).relative_to(ready)
        target.mkdir(parents=True, exist_ok=True)
        for name in names:
            if name != _REMOVED_FILES:
                (Path(folder) / name).replace(target / name)
    shutil.rmtree(ready)


def _remove(path: Path, site: Path) -> None:
    """Remove a file, and the folders that are empty without it."""
    if not path.is_dir() or path.is_symlink():  # a folder here was moved in before an interruption
        path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == site or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()


def replace_in_two_steps(site: Path, new: Path) -> None:
    """Move `site` aside and `new` into its place, for systems that cannot exchange two names."""
    old = sibling_path(site, "old")
    site.rename(old)
    try:
        new.rename(site)
    except OSError:
        old.rename(site)
        raise
    shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False if the system cannot."""
    name, here = _EXCHANGE.get(sys.platform, ("", 0))
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    if call is None:
        return False
    if call(here, os.fsencode(one), here, os.fsencode(other), _EXCHANGE_FLAG) == 0:
        return True
    problem = ctypes.get_errno()
    if problem in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV):
        return False
    raise OSError(problem, os.strerror(problem), str(other))
