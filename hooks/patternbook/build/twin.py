"""An update that shows the old site or the new one, whole, at every instant: it is made in a twin of the site, which is then exchanged for it.

The twin is a folder beside the site with the same files as hard links. After the exchange it is the site as it was before, and
the next update brings it up to date: whatever is not just as the new site is to be is removed, whatever is missing is linked.
So it does not matter what state a twin is in; without one, every file is linked.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from patternbook.build.swap import exchange_folders, remove_folder, sibling_path

Wanted = Mapping[str, tuple[int, int]]
"""Path of each file of a site from its root -> its size, and when it was last changed, in nanoseconds."""


class SiteFile(NamedTuple):
    """A file of a site, as it is on disk."""

    name: str
    """Path from the site's root."""
    size: int
    time: int
    """When it was last changed, in nanoseconds. Whoever changes a file can set it."""
    touched: int
    """When anything about it was last changed, in nanoseconds. The system sets it; on Windows it is when the file was made."""


def list_site_files(site: Path) -> Iterator[SiteFile]:
    """Every file of the site, in no particular order; a link is a file, wherever it leads."""
    folders = [(str(site), "")]
    while folders:
        folder, below = folders.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append((entry.path, f"{below}{entry.name}/"))
                else:
                    state = entry.stat(follow_symlinks=False)
                    yield SiteFile(f"{below}{entry.name}", state.st_size, state.st_mtime_ns, state.st_ctime_ns)


def update_site(site: Path, new: Path, wanted: Wanted) -> int:
    """Make of the site what is wanted, in one step; what it does not have is in `new`, which is removed.

    Returns:
        When any of its files was last touched, in nanoseconds.

    Raises:
        OSError: Something cannot be written; the site is as it was.

    """
    twin = sibling_path(site, "twin")
    kept, linked = _bring_up(twin, (new, site), wanted)
    remove_folder(new)  # which touches what was linked from it
    newest = max([kept, *(os.stat(f"{twin}/{name}").st_ctime_ns for name in linked)])  # noqa: PTH116 - many files
    exchange_folders(site, twin)
    return newest


def keep_twin(site: Path, wanted: Wanted) -> int:
    """Make the twin of a site that was replaced as a whole, so that the first update is as quick as the later ones.

    The site does not need it: where it cannot be made, there is none.

    Returns:
        When any file of the site was last touched, in nanoseconds.

    """
    twin = sibling_path(site, "twin")
    try:
        remove_folder(twin)  # of the site that was replaced: no file is the same
        _bring_up(twin, (site,), wanted)
    except OSError:
        shutil.rmtree(twin, ignore_errors=True)
    return max(file.touched for file in list_site_files(site))


def _bring_up(twin: Path, sources: Sequence[Path], wanted: Wanted) -> tuple[int, Collection[str]]:
    """Give the twin just the wanted files; those it does not have are linked from the first source that has them.

    Returns:
        When any file that it had was last touched, in nanoseconds, and the names of those that were linked.

    """
    try:
        return _mend(twin, sources, wanted)
    except OSError:  # for instance a folder where a file is to be
        remove_folder(twin)
        return _mend(twin, sources, wanted)


def _mend(twin: Path, sources: Sequence[Path], wanted: Wanted) -> tuple[int, Collection[str]]:
    if twin.is_symlink():  # what it leads to is not ours
        twin.unlink()
    twin.mkdir(exist_ok=True)
    newest, missing = 0, set(wanted)
    for file in list(list_site_files(twin)):
        if wanted.get(file.name) == (file.size, file.time):
            newest = max(newest, file.touched)
            missing.remove(file.name)
        else:
            _remove(twin, file.name)
    for name in missing:
        source = next((f"{folder}/{name}" for folder in sources[:-1] if os.path.lexists(f"{folder}/{name}")), f"{sources[-1]}/{name}")
        _link(source, f"{twin}/{name}")
    return newest, missing


def _remove(folder: Path, name: str) -> None:
    """Remove a file, and the folders that are empty without it."""
    path = folder / name
    path.unlink()
    with suppress(OSError):  # the first that is not empty
        for above in path.parents:
            if above == folder:
                return
            above.rmdir()


def _link(source: str, target: str) -> None:
    """Give a file a second name, and create the folders above it if they are missing."""
    try:
        _link_or_copy(source, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120 - half the time of pathlib's
        _link_or_copy(source, target)


def _link_or_copy(source: str, target: str) -> None:
    """Copy a file where the file system has no hard links."""
    try:
        os.link(source, target)
    except (FileNotFoundError, FileExistsError):
        raise
    except OSError:
        shutil.copy2(source, target)
