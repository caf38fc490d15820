"""A checkout as values: which files it holds, and their bytes, wherever they are kept."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

MAX_FILE = 2 * 1024 * 1024
"""Bytes of the largest file that is read; larger ones are data, bundles or logs, and are named in the report."""
MAX_FILES = 1_000_000
"""Files listed at most; a checkout with more is screened by its first million, and the report says so."""
KEPT_PROBLEMS = 20
"""Problems that are told one by one; the rest are counted."""


class CheckoutError(Exception):
    """A checkout cannot be screened; the text says why and what to do."""


_ADVICE = {
    errno.EACCES: "; check its permissions and those of the folders above it",
    errno.EPERM: "; check its permissions and those of the folders above it",
    errno.ENAMETOOLONG: "; check how the path is written",
}


def unreadable(error: OSError) -> str:
    """Why something cannot be read, and what to do about it where that is known."""
    return f"cannot be read: {error.strerror or error}{_ADVICE.get(error.errno or 0, '')}"


@dataclass(frozen=True, slots=True)
class Listed:
    """One regular file of a checkout."""

    path: str
    """Relative to the checkout, with forward slashes; bytes that are not UTF-8 stand as surrogates."""
    size: int
    key: str
    """What the tree that listed it finds it by; empty where its content is not there."""


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

    def add(self, path: str, why: str) -> None:
        self.count += 1
        if len(self.kept) < KEPT_PROBLEMS:
            self.kept.append(f"{shown(path)}: {why}")

    def told(self) -> tuple[str, ...]:
        rest = self.count - len(self.kept)
        return (*self.kept, *([f"and {rest:,} more"] if rest else []))


class Tree(Protocol):
    """Files of a checkout. Reading one runs nothing of it and leaves nothing behind."""

    kind: str
    """What was read, for the report: work tree; or git objects at a commit."""
    commit: str
    """Hash of the commit that was read; empty for a work tree."""
    problems: Problems

    def files(self) -> Iterator[Listed]:
        """Every regular file, in a fixed order."""
        ...

    def read(self, files: Iterable[Listed]) -> Iterator[tuple[Listed, bytes]]:
        """The bytes of files of at most MAX_FILE bytes; what cannot be read is a problem and is passed over."""
        ...

    def history(self) -> History: ...


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What would break a line, hide text or not print: ends of lines, escapes, overrides of direction, bytes that are no text."""


def shown(text: str) -> str:
    """Text of a checkout as it is safe to show: one line, nothing invisible."""
    return _CONTROL.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte that Python keeps as a surrogate
        return f"\\x{code - 0xDC00:02x}"
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(found[0], f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
