"""What stood before: the site as the last build left it, and whether it is just what this build would make.

A build depends on files and on what it is told; `Asked` is both. A site is known by its files' names, sizes and times,
so that one that somebody touched is made anew; and each of its files by a key: a digest of what it was made of.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from patternbook.cache import Store, digest
from patternbook.load import bytes_of


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
                parts += [path.as_posix(), bytes_of(path)]
        return digest("build", *parts)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return [folder] if folder.is_file() else []
    found, seen = [], set()
    for where, below, names in os.walk(folder, followlinks=True):  # as MkDocs does
        real = os.path.realpath(where)
        if real in seen or where.endswith("__pycache__"):
            below.clear()  # a link back, or of no weight
            continue
        seen.add(real)
        found += [Path(where, name) for name in names]
    return sorted(found)


class Left(NamedTuple):
    """A file as a build left it."""

    size: int
    time: int
    """When it was last changed, in nanoseconds."""
    key: str
    """Digest of what it was made of, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Before:
    """The site that stands. Empty where none stands, or where nobody knows what was done to it since."""

    asked: str = ""
    """What the build that left it was asked."""
    files: Mapping[str, Left] = field(default_factory=dict)
    """Path from the site's root -> the file."""

    def holds(self, file: str, key: str) -> bool:
        """Whether the file stands and was made of that."""
        left = self.files.get(file)
        return left is not None and left.key == key


def before(store: Store, site: Path) -> Before:
    """What the last build left of this site, if it is still there as it was left."""
    kept = store.get(_key(site)) if site.is_dir() else None
    if kept is None:
        return Before()
    asked, rows = pickle.loads(kept)  # noqa: S301 - of the private store only
    files = {name: Left(size, time, key) for name, size, time, key in rows}
    standing = {name: (size, time) for name, size, time in listing(site)}
    return Before(asked, files) if standing == {name: (size, time) for name, size, time, _ in rows} else Before()


def remember(store: Store, site: Path, asked: Asked, began: bytes, files: Mapping[str, Left]) -> None:
    """Note what this build left. Where something changed on disk since it began, nobody knows what it was asked, only what it made."""
    if store.file is not None:
        said = began.hex() if asked.digest() == began else ""
        rows = [(name, *left) for name, left in files.items()]
        store.put([(_key(site), pickle.dumps((said, rows)))])


def _key(site: Path) -> bytes:
    return digest("site", str(site))


def listing(site: Path) -> Iterator[tuple[str, int, int]]:
    """Every file of the site: path from its root, size, time of the last change."""
    folders = [(str(site), "")]
    while folders:
        folder, below = folders.pop()
        with os.scandir(folder) as found:
            for each in found:
                if each.is_dir(follow_symlinks=False):
                    folders.append((each.path, f"{below}{each.name}/"))
                else:
                    state = each.stat(follow_symlinks=False)
                    yield f"{below}{each.name}", state.st_size, state.st_mtime_ns


def gone(files: Iterable[str], now: Mapping[str, Left]) -> list[str]:
    """Those files that are no longer part of the site."""
    return [name for name in files if name not in now]
