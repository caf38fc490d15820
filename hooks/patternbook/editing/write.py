"""Write changed files: none, or all of them, each in one step; and show what would change."""

from __future__ import annotations

import codecs
import difflib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from patternbook.diagnostics.escaping import one_line
from patternbook.editing.splice import SpliceError
from patternbook.source.files import display_path, read_text


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file as it was read, to be changed."""

    path: Path
    file: str
    """Its name in messages."""
    text: str = field(repr=False)
    """Without a byte order mark."""
    raw: bytes = field(repr=False)

    def with_text(self, text: str) -> ChangedFile:
        """The file with another text, with the byte order mark that it had."""
        mark = codecs.BOM_UTF8 if self.raw.startswith(codecs.BOM_UTF8) else b""
        return ChangedFile(self, mark + text.encode())


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """What a file is to hold."""

    opened: OpenedFile
    raw: bytes = field(repr=False)


def open_file(path: Path, base: Path) -> OpenedFile:
    """Read a file to change it.

    Raises:
        SpliceError: it cannot be read as text.

    """
    file = display_path(path, base)
    text, problems = read_text(path, file)
    if text is None:
        raise SpliceError(f"{file} cannot be read: {problems[0].message}")
    return OpenedFile(path, file, text, path.read_bytes())


def new_file(path: Path, base: Path, text: str) -> ChangedFile:
    """A file that is not there yet."""
    return OpenedFile(path, display_path(path, base), "", b"").with_text(text)


def new_raw_file(path: Path, base: Path, raw: bytes) -> ChangedFile:
    """A file that is not there yet, of bytes."""
    return ChangedFile(OpenedFile(path, display_path(path, base), "", b""), raw)


def replaced_raw_file(path: Path, base: Path, raw: bytes) -> ChangedFile:
    """A file with other bytes."""
    return ChangedFile(OpenedFile(path, display_path(path, base), "", path.read_bytes()), raw)


def write_files(files: Iterable[ChangedFile]) -> None:
    """Write every file beside the old one first, and put all in place only then.

    Raises:
        SpliceError: a file was changed meanwhile; none is written.
        OSError: a file cannot be written.

    """
    files = list(files)
    with ExitStack() as leftovers:
        fresh = [(each, _write_beside(each, leftovers)) for each in files]
        for each, _ in fresh:
            if _bytes_of(each.opened.path) != each.opened.raw:
                raise SpliceError(f"{each.opened.file} was changed meanwhile; nothing was written, run the command again")
        for each, path in fresh:
            path.replace(os.path.realpath(each.opened.path))  # of a link, what it leads to


def diff_lines(changes: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """What changes in files, each with its name, its old and its new text: lines of a unified diff, with their ends."""
    for file, before, after in sorted(changes):
        yield from (
            f"{one_line(line)}\n" for line in difflib.unified_diff(before.split("\n"), after.split("\n"), f"a/{file}", f"b/{file}", lineterm="")
        )


def _bytes_of(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _write_beside(changed: ChangedFile, leftovers: ExitStack) -> Path:
    """Write the new contents to a hidden file in the same folder, which is removed in the end if it still is there."""
    target = Path(os.path.realpath(changed.opened.path))
    handle, name = tempfile.mkstemp(prefix=".", suffix=".new", dir=target.parent)
    leftovers.callback(Path(name).unlink, missing_ok=True)
    with open(handle, "wb") as opened:  # noqa: PTH123 - a descriptor has no path
        opened.write(changed.raw)
    if target.exists():
        shutil.copymode(target, name)
    else:
        Path(name).chmod(0o644)
    return Path(name)
