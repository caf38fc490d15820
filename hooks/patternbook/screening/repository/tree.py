"""A checkout as values: which files it holds, and their bytes, wherever they are kept."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

MAX_SOURCE_FILE_BYTES = 2 * 1024 * 1024
"""Bytes of the largest file that is read; larger ones are data, bundles or logs, and are named in the report."""
MAX_FILES = 1_000_000
"""Files listed at most; a checkout with more is screened by its first million, and the report says so."""
PROBLEMS_LISTED = 20
"""Problems that are told one by one; the rest are counted."""
SKIPPED_LISTED = 5
"""Names that are told of what was passed over as neither file nor folder."""
OWN_REPOSITORY = "not looked into: a repository of its own, such as a submodule"


class CheckoutError(Exception):
    """A checkout cannot be screened; the text says why and what to do."""


_ADVICE = {
    errno.EACCES: "; check its permissions and those of the folders above it",
    errno.EPERM: "; check its permissions and those of the folders above it",
    errno.ENAMETOOLONG: "; check how the path is written",
}


def explain_os_error(error: OSError) -> str:
    """Why something cannot be read, and what to do about it where that is known."""
    return f"cannot be read: {error.strerror or error}{_ADVICE.get(error.errno or 0, '')}"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One regular file of a checkout, or a link."""

    path: str
    """Relative to the checkout, with forward slashes; bytes that are not UTF-8 stand as surrogates."""
    size: int
    key: str
    """What the tree that listed it finds it by."""
    link: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """What the commits say; empty where there is no history to read."""

    commits: int = 0
    committers: int = 0
    tags: int = 0
    newest: str = ""
    """Date of the newest commit: 2024-03-06."""
    partial: str = ""
    """Why these numbers are at least, or not there at all."""


@dataclass(slots=True)
class Problems:
    """What could not be read, and why: the first few by name, all by number."""

    kept: list[str] = field(default_factory=list)
    count: int = 0
    skipped: list[str] = field(default_factory=list)
    skipped_count: int = 0

    def add(self, path: str, why: str) -> None:
        self.count += 1
        if len(self.kept) < PROBLEMS_LISTED:
            self.kept.append(f"{printable(path)}: {why}")

    def skip(self, path: str) -> None:
        """Note what is neither file nor folder: there can be thousands of them, and one line tells of all."""
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
    """Files of a checkout. Reading one runs nothing of it and leaves nothing behind."""

    kind: str
    """What was read, for the report: work tree; or git objects at a commit."""
    commit: str
    """Hash of the commit that was read; empty for a work tree."""
    problems: Problems

    def files(self) -> Iterator[FileEntry]:
        """Every regular file and every link, in a fixed order; repositories inside of it are not looked into."""
        ...

    def follow(self, link: FileEntry) -> FileEntry | None:
        """The file that a link leads to, under the link's path: a regular one of this checkout, reached over no other link."""
        ...

    def read(self, files: Iterable[FileEntry]) -> Iterator[tuple[FileEntry, bytes]]:
        """The bytes of files of at most MAX_FILE bytes; what cannot be read is a problem and is passed over."""
        ...

    def history(self) -> History: ...


def resolve_link(path: str, text: str) -> str:
    """Path in a checkout that a link leads to, by its own path and its text; empty where it leads out of the checkout."""
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


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What would break a line, hide text or not print: ends of lines, escapes, overrides of direction, bytes that are no text."""


def printable(text: str) -> str:
    """Text of a checkout as it is safe to show: one line, nothing invisible."""
    return _CONTROL.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte that Python keeps as a surrogate
        return f"\\x{code - 0xDC00:02x}"
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(found[0], f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
