"""Put what a build made in place of what stands: a whole site as one step, or only the files that changed; or nothing at all.

A build writes beside the site. What is finished is exchanged for the site, or, where the build made only what changed,
moved into it file by file; a move that is interrupted is finished by whoever comes next.
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

_AT_FDCWD = {"linux": -100, "darwin": -2}
_EXCHANGE = 2
"""RENAME_EXCHANGE of renameat2(2) and RENAME_SWAP of renameatx_np(2)."""


def sibling_path(site: Path, what: str) -> Path:
    """A name next to the site, on the same file system: .site.new, .site.old."""
    return site.with_name(f".{site.name}.{what}")


class BusyError(Exception):
    """Another build is under way."""


@contextmanager
def lock_site(site: Path) -> Iterator[int]:
    """Keep other builds away from the folder that this site stands in; the system lets go of it when this process ends, however it ends.

    Raises:
        BusyError: another process builds there now.

    """
    site.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(site.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield folder  # for a child: while it has it, too, others wait for it
    except BlockingIOError:
        raise BusyError(f"another build is under way beside {site.name}/; wait for it, or name another folder with --site") from None
    finally:
        os.close(folder)


def write_file(folder: Path, file: str, content: str) -> os.stat_result:
    """Write a file of the site; the folders above it are made where they are missing."""
    with _opened(f"{folder}/{file}") as opened:
        opened.write(content.encode("utf-8", "xmlcharrefreplace"))
        return os.fstat(opened.fileno())


def _opened(path: str) -> FileIO:
    """A file to write, in one call where its folder exists: a site has tens of thousands of files."""
    try:
        return FileIO(path, "w")
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - half the time of pathlib's
        return FileIO(path, "w")


def recover_site(site: Path) -> None:
    """Mend what an interrupted build left: a half-built folder goes, a site that was moved aside comes back, moves are finished."""
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

    Atomic where the system can exchange two names; elsewhere a crash between two renames is mended by `recover_site`.

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


_GONE = ".gone.json"
"""Names the files to be removed, in the folder of those to be moved. MkDocs publishes no name with a dot in front."""


def update_site(site: Path, new: Path, gone: Iterable[str]) -> None:
    """Move every file below `new` to its place in `site`, and remove those that are gone.

    `new` first becomes `.site.ready`: from then on `recover_site` finishes what is interrupted; before, nothing was touched.
    """
    (new / _GONE).write_text(json.dumps(sorted(gone)), "utf-8")
    new.rename(sibling_path(site, "ready"))
    _move_in(site)


def _move_in(site: Path) -> None:
    ready = sibling_path(site, "ready")
    gone = ready / _GONE
    for name in json.loads(gone.read_text("utf-8")) if gone.exists() else ():  # without it, everything was moved
        _remove(site / name, site)
    for folder, _, names in os.walk(ready):
        target = site / Path(folder).relative_to(ready)
        target.mkdir(parents=True, exist_ok=True)
        for name in names:
            if name != _GONE:
                (Path(folder) / name).replace(target / name)
    shutil.rmtree(ready)


def _remove(path: Path, site: Path) -> None:
    """Remove a file, and the folders that are empty without it."""
    if not path.is_dir() or path.is_symlink():  # a folder: it was moved in before this was interrupted
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
