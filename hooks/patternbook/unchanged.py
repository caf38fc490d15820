"""Is the site that stands just what a build would make? Asked before anything is read, answered by digests.

A build depends on files and on what it is told; `Asked` is both. A site is known by its files' names, sizes
and times, so that one that somebody touched is made anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from patternbook.cache import Store, digest


@dataclass(frozen=True, slots=True)
class Asked:
    """What a build depends on."""

    read: tuple[Path, ...]
    """Folders with everything below them, and files."""
    told: tuple[str, ...]
    """Settings, versions, the day."""

    def digest(self) -> bytes:
        """Of everything, as it is on disk now."""
        parts: list[str | bytes] = list(self.told)
        for folder in self.read:
            for path in _files(folder):
                parts += [path.as_posix(), path.read_bytes()]
        return digest("build", *parts)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return [folder] if folder.is_file() else []
    found = (Path(where, name) for where, _, names in os.walk(folder) if "__pycache__" not in where for name in names)
    return sorted(found)


def remember(store: Store, asked: Asked, before: bytes, site: Path) -> None:
    """Note what this build made, unless something changed on disk since it began: then nobody knows what it read."""
    if store.file is not None and asked.digest() == before:
        store.put([(before, _listing(site))])


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
