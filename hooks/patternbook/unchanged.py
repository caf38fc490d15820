"""Is the site that stands just what a build would make? Asked before anything is read, answered by digests.

A build depends on files and on what it is told; `of` is a digest of both. A site is known by its files' names, sizes
and times, so that one that somebody touched is made anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from patternbook.cache import Store, digest


def of(folders: Iterable[Path], told: Iterable[str]) -> bytes:
    """A digest of every file below these folders (or of a file named itself), and of what the build is told."""
    parts: list[str | bytes] = list(told)
    for folder in folders:
        for path in _files(folder):
            parts += [path.as_posix(), path.read_bytes()]
    return digest("build", *parts)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return [folder] if folder.is_file() else []
    found = (Path(where, name) for where, _, names in os.walk(folder) if "__pycache__" not in where for name in names)
    return sorted(found)


def remember(store: Store, build: bytes, site: Path) -> None:
    """Note what this build made."""
    store.put([(build, _listing(site))])


def stands(store: Store, build: bytes, site: Path) -> bool:
    """Whether the site is what this build made, untouched since."""
    made = store.get(build) if site.is_dir() else None
    return made is not None and made == _listing(site)


def _listing(site: Path) -> bytes:
    return json.dumps(sorted(_entries(site, ""))).encode("utf-8", "surrogatepass")


def _entries(folder: Path, below: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as found:
        for each in found:
            if each.is_dir(follow_symlinks=False):
                yield from _entries(Path(each.path), f"{below}{each.name}/")
            else:
                state = each.stat(follow_symlinks=False)
                yield f"{below}{each.name}", state.st_size, state.st_mtime_ns
