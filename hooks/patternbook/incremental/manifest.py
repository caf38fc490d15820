"""The site as the last build left it, and whether it is just what the next build would write.

A build depends on files and settings (`BuildInputs`). A site is recognised by the names, sizes and times of its files, and
by when any of them was last touched, so that one that was changed by hand or is not whole is built anew; each of its files has
a key, a digest of what it was made from.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from patternbook.build.pipeline import BuildInputs
from patternbook.build.twin import Wanted, list_site_files
from patternbook.incremental.store import Store
from patternbook.runtime.code_version import code_digest
from patternbook.runtime.digests import digest
from patternbook.source.files import read_bytes


def inputs_digest(inputs: BuildInputs) -> bytes:
    """One digest of everything a build depends on, as it is on disk now."""
    files = [file for path in inputs.paths for file in _files(path)]
    return digest("build", *inputs.settings, *(part for file in files for part in (file.as_posix(), read_bytes(file))))


def _files(path: Path) -> list[Path]:
    """The file, or every file below the folder, through links."""
    if not path.is_dir():
        return [path] if path.is_file() else []
    found, seen = [], set()
    for folder, below, names in os.walk(path, followlinks=True):  # as MkDocs does
        real = os.path.realpath(folder)
        if real in seen or folder.endswith("__pycache__"):
            below.clear()  # a link back, or nothing that a build depends on
            continue
        seen.add(real)
        found += [Path(folder, name) for name in names]
    return sorted(found)


class FileStamp(NamedTuple):
    """A file as a build left it."""

    size: int
    time: int
    """When it was last changed, in nanoseconds."""
    key: str
    """Digest of what it was made from, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class SiteManifest:
    """The site of the last build. Empty if there is none, or if it was changed since."""

    inputs: str = ""
    """Digest of the inputs of the build that left it; empty if they changed while it ran."""
    files: Mapping[str, FileStamp] = field(default_factory=dict)
    """Path from the site's root -> the file."""

    def has(self, file: str, key: str) -> bool:
        """Whether the site has this file, made from just that."""
        return file in self.files and self.files[file].key == key


def read_manifest(store: Store, site: Path) -> SiteManifest:
    """The manifest that the last build of this site left, if the site is still whole and as that build left it."""
    packed = store.get(manifest_key(site)) if site.is_dir() else None
    if packed is None:
        return SiteManifest()
    inputs, newest, rows = pickle.loads(packed)  # noqa: S301 - from the private store only
    if _newest(site, {name: (size, time) for name, size, time, _ in rows}) != newest:
        return SiteManifest()
    return SiteManifest(inputs, {name: FileStamp(size, time, key) for name, size, time, key in rows})


def write_manifest(store: Store, site: Path, inputs: BuildInputs, began: bytes, files: Mapping[str, FileStamp], newest: int) -> None:
    """Record what this build left: what it was to deliver, not what is there, so that a site that is not whole is built anew.

    Args:
        store: Where to.
        site: Folder of the site.
        inputs: What the build depends on.
        began: Digest of the inputs when the build began. If it differs by now, the site may be a mixture: the files are
            recorded with what they were made from, the inputs are not.
        files: The files of the site, those that were delivered and those that were kept.
        newest: When any of them was last touched, in nanoseconds.

    """
    unchanged = began.hex() if inputs_digest(inputs) == began else ""
    rows = [(name, *stamp) for name, stamp in files.items()]  # plain tuples: their pickle is smaller and read faster
    store.put([(manifest_key(site), pickle.dumps((unchanged, newest, rows)))])


def _newest(site: Path, files: Wanted) -> int | None:
    """When any file of the site was last touched, in nanoseconds: also by somebody who kept size and time; None if these are not its files."""
    newest, count = 0, 0
    for name, size, time, touched in list_site_files(site):
        if files.get(name) != (size, time):
            return None
        newest, count = max(newest, touched), count + 1
    return newest if count == len(files) else None


def manifest_key(site: Path) -> bytes:
    """The key of a site's manifest. Another version of the engine may keep one of another form, and would make other files anyway."""
    return digest(code_digest(), "site", str(site))
