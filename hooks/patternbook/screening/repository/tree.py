"""A checkout as values: its files and their content, whether on disk or in a git store."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from patternbook.diagnostics.escaping import printable

MAX_SOURCE_FILE_BYTES = 2 * 1024 * 1024
"""Larger files are data, bundles or logs; they are not read, and the report names them."""
MAX_FILES = 1_000_000
"""Files listed at most; of a checkout with more the first ones are screened, and the report says so."""
PROBLEMS_LISTED = 20
"""Problems listed one by one; the others are counted."""
SKIPPED_LISTED = 5
"""Names listed of what is neither file nor folder; the others are counted."""
OWN_REPOSITORY = "not looked into: a repository of its own, such as a submodule"


class CheckoutError(Exception):
    """A checkout cannot be screened; the message says why and what to do."""


_ADVICE = {
    errno.EACCES: "; check its permissions and those of the folders above it",
    errno.EPERM: "; check its permissions and those of the folders above it",
    errno.ENAMETOOLONG: "; check how the path is written",
}


def explain_os_error(error: OSError) -> str:
    """Return why something cannot be read, with advice if there is any."""
    return f"cannot be read: {error.strerror or error}{_ADVICE.get(error.errno or 0, '')}"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A regular file of a checkout, or a link."""

    path: str
    """Relative to the checkout, with forward slashes; bytes that are not UTF-8 are surrogates."""
    size: int
    key: str
    """Identifies the file in the tree that listed it."""
    link: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """Figures about the commits; empty if there is no readable history."""

    commits: int = 0
    committers: int = 0
    tags: int = 0
    newest: str = ""
    """Date of the newest commit: 2024-03-06."""
    partial: str = ""
    """Why the numbers are lower bounds, or missing."""


@dataclass(slots=True)
class Problems:
    """What could not be read, and why: the first few are named, the others counted."""

    kept: list[str] = field(default_factory=list)
    count: int = 0
    skipped: list[str] = field(default_factory=list)
    skipped_count: int = 0

    def add(self, path: str, why: str) -> None:
        self.count += 1
        if len(self.kept) < PROBLEMS_LISTED:
            self.kept.append(f"{printable(path)}: {why}")

    def skip(self, path: str) -> None:
        """Note what is neither file nor folder; there can be thousands, which are summed up in one line."""
        self.skipped_count += 1
        if len(self.skipped) < SKIPPED_LISTED:
            self.skipped.append(printable(path))

    def summary(self) -> tuple[str, ...]:
        rest, rest_passed = self.count - len(self.kept), self.skipped_count - len(self.skipped)
        passed = ", ".join(self.skipped) + (f" and {rest_passed:,} more" if rest_passed else "")
        return (
            *self.kept,
            *([f"and {rest:,} more"] if rest else []),
            *([f"passed over as links, pipes, sockets or devices: {passed}"] if passed else []),
        )


class Tree(Protocol):
    """The files of a checkout. Reading them runs no code of the checkout and leaves no files behind."""

    kind: str
    """What is read, for the report: a work tree, or git objects."""
    commit: str
    """Hash of the commit that is read; empty for a work tree."""
    problems: Problems

    def files(self) -> Iterator[FileEntry]:
        """List every regular file and every link in a fixed order, except in repositories inside the checkout."""
        ...

    def follow(self, link: FileEntry) -> FileEntry | None:
        """Return the target of a link under the path of the link, if it is a regular file of this checkout and not behind another link."""
        ...

    def read(self, files: Iterable[FileEntry]) -> Iterator[tuple[FileEntry, bytes]]:
        """Yield files with their content, which must not be larger than MAX_SOURCE_FILE_BYTES; note as a problem what cannot be read."""
        ...

    def history(self) -> History: ...


def resolve_link(path: str, text: str) -> str:
    """Return the target of a link by its path and text; empty if it is outside the checkout."""
    parts = path.split("/")[:-1]
    if text.startswith("/") or "\0" in text:
        return ""
    for part in text.split("/"):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
