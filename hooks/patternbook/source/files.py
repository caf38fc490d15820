"""Read the files of a data folder: text, and YAML to plain values."""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from patternbook.diagnostics.diagnostic import (
    EMPTY_FILE,
    LINK_OUTSIDE,
    NO_DATA,
    NOT_UTF8,
    TOO_LARGE,
    UNCARRIED_CHARACTER,
    UNREADABLE_FILE,
    Diagnostic,
    Place,
)
from patternbook.source.characters import describe_uncarried
from patternbook.source.conflicts import has_conflict
from patternbook.source.parse import parse_yaml
from patternbook.source.source_file import SourceFile

MAX_FILE_BYTES = 64 * 1024 * 1024

SCHEMA_FOLDER = "schema"
"""Folder of the data folder with the schemas for editors, which are derived from the model."""

RELEASES_FOLDER = "releases"
"""Folder of the data folder with the files of releases (catalogue/releases/archive.py), which finds those that belong to none."""

LEDGER_FILE = "ledger.yaml"
"""File of the data folder that records what was published (catalogue/releases/ledger.py)."""

STATUS_FILE = "references.status.json"
"""File of the data folder with what registries said of the works (catalogue/work_status.py)."""

PHRASES_FILE = "phrases.po"
"""File of the data folder with the engine's phrases in the words of the catalogue (catalogue/own_phrases.py)."""

NOT_CATALOGUE = frozenset({SCHEMA_FOLDER, "indicators", RELEASES_FOLDER, LEDGER_FILE})
"""What in the data folder holds no catalogue data: the schemas for editors, the token lists of screening, releases, the ledger."""


def decode_utf8(file: str, raw: bytes) -> tuple[str | None, list[Diagnostic]]:
    """UTF-8 text of a file without its byte order mark, or a diagnostic at the first wrong byte."""
    if len(raw) > MAX_FILE_BYTES:
        return None, [Diagnostic(TOO_LARGE, Place(file), "the file is too large", expected=f"at most {MAX_FILE_BYTES:,} bytes")]
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode(), []
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        place = Place(file, before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1)
        return None, [Diagnostic(NOT_UTF8, place, f"byte 0x{raw[error.start]:02x} is not UTF-8{_other_encoding(raw, error.start)}")]


def _other_encoding(raw: bytes, at: int) -> str:
    """What a file that is not UTF-8 rather is, as far as its bytes tell."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ": the file is UTF-16"
    character = raw[at : at + 1].decode("cp1252", "ignore")
    return f"; in Windows-1252 it would be {character}" if character.isalpha() or character in _TYPOGRAPHIC else ""


_TYPOGRAPHIC = frozenset("\u2018\u2019\u201c\u201d\u2013\u2014\u2026")
"""Quotation marks, dashes and an ellipsis, as word processors write them."""


def leads_out(path: Path, within: Path) -> bool:
    """Whether a path leads, through a link, to something that is not in a folder, so that it would publish what nobody put there."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(within))


def outside_link(file: str, within: Path) -> Diagnostic:
    """The diagnostic for a file or folder that is in a folder only as a link."""
    return Diagnostic(LINK_OUTSIDE, Place(file), f"a link leads out of {within.name}/")


def links_outside(folder: Path) -> Iterator[Path]:
    """Every link anywhere below a folder that leads out of it. Links are not followed."""
    folders = [folder] if folder.is_dir() else []
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                elif entry.is_symlink() and leads_out(Path(entry.path), folder):
                    yield Path(entry.path)


def read_text(path: Path, file: str, within: Path | None = None) -> tuple[str | None, list[Diagnostic]]:
    """Text of a file on disk, or a diagnostic with the reason why it cannot be read; for the arguments see `read_binary`."""
    raw, problems = read_binary(path, file, within)
    return decode_utf8(file, raw) if raw is not None else (None, problems)


def read_binary(path: Path, file: str, within: Path | None = None) -> tuple[bytes | None, list[Diagnostic]]:
    """Bytes of a file on disk, one more than `MAX_FILE_BYTES` of a longer one; or a diagnostic with the reason why it cannot be read.

    Args:
        path: The file.
        file: Its name in messages and on pages.
        within: The folder that it must be in, not only as a link; anywhere if None.

    """
    if within is not None and leads_out(path, within):
        return None, [outside_link(file, within)]
    if message := describe_uncarried(file):
        return None, [Diagnostic(UNCARRIED_CHARACTER, Place(file), f"{message}, is in the name of this file", fix="Rename the file.")]
    try:
        return _read_regular(path, MAX_FILE_BYTES + 1), []
    except NotRegularError as error:
        return None, [Diagnostic(UNREADABLE_FILE, Place(file), str(error), expected="a file", fix="Name a file, or put one in its place.")]
    except OSError as error:
        return None, [Diagnostic(UNREADABLE_FILE, Place(file), f"{error.strerror or error}")]


class NotRegularError(OSError):
    """There is something else than a file: a folder, or a device or pipe, which may have no end or never answer."""


def _read_regular(path: Path, limit: int = -1) -> bytes:
    """The bytes of a regular file, the first `limit` where it is given.

    Raises:
        NotRegularError: it is none.
        OSError: it cannot be read.

    """
    if path.is_dir():  # on Windows, opening one is forbidden
        raise NotRegularError("it is a folder")
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))  # a pipe is not waited for
    with open(handle, "rb") as opened:  # noqa: PTH123 - a descriptor has no path
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NotRegularError("it is a device or a pipe")
        return opened.read(limit)


def load_file(path: Path, file: str, within: Path | None = None) -> tuple[SourceFile | None, list[Diagnostic]]:
    """Read one YAML file; see `read_text`."""
    text, problems = read_text(path, file, within)
    return parse_file(file, text) if text is not None else (None, problems)


def parse_file(file: str, text: str) -> tuple[SourceFile | None, list[Diagnostic]]:
    """Read the text of a YAML file; None where it holds no mapping."""
    conflicting = has_conflict(text)
    read = parse_yaml(text) if not conflicting else None
    root = read.value if read is not None else None
    is_misread = isinstance(root, dict) and any(key[:1].isspace() for key in root)  # by what only looks like a blank
    if read is not None and isinstance(root, dict) and root and not is_misread:
        return SourceFile(file, root, text, read.starts), []
    from patternbook.source.positions import parse_with_positions  # not needed for data without problems
    from patternbook.source.recover import recover

    value, problems = parse_with_positions(file, text)
    if conflicting or is_misread or (value is None and problems):
        rest, faults = recover(file, text)
        value_of_rest, others = parse_with_positions(file, rest)
        if value_of_rest is not None or not others:  # else something else stops the reading
            value, problems, text = value_of_rest, [*faults, *others], rest
    if isinstance(value, dict) and value:
        return SourceFile(file, value, text), problems
    if value is None and problems:
        return None, problems
    message = f"{'nothing' if not value else 'a list' if isinstance(value, list) else 'plain text'} is in this file"
    return None, [*problems, Diagnostic(EMPTY_FILE, Place(file), message, expected="a mapping of keys")]


_NAMED = re.compile(rb"\b(?:id|slug)[ \t]*:?[ \t]*[\"']?([A-Za-z0-9][A-Za-z0-9-]*)")


def guess_names(raw: bytes) -> frozenset[str]:
    """Texts that look like ids or slugs in a file that cannot be read as YAML, so that references to them are not reported too."""
    return frozenset(name.decode("ascii") for name in _NAMED.findall(raw))


def read_bytes(path: Path, limit: int = -1) -> bytes:
    """The bytes of a file, readable as text or not, the first `limit` where it is given; none where it is no file or cannot be opened."""
    try:
        return _read_regular(path, limit)
    except OSError:
        return b""


def data_files(folder: Path) -> list[Path]:
    """Every YAML file with catalogue data in a data folder, in a fixed order. Hidden files, such as editors' locks, are left out."""
    files = (*folder.rglob("*.yaml"), *folder.rglob("*.yml"))
    return sorted(p for p in files if p.relative_to(folder).parts[0] not in NOT_CATALOGUE and not p.name.startswith("."))


def folder_files(folder: Path) -> list[Path]:
    """Every file anywhere below a folder, in a fixed order. Hidden files and folders are left out, and links are not followed."""
    files, folders = list[Path](), [folder] if folder.is_dir() else []
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                    folders.append(Path(entry.path))
                elif entry.is_file(follow_symlinks=False) and not entry.name.startswith("."):
                    files.append(Path(entry.path))
    return sorted(files)


def last_change(files: Iterable[Path]) -> int:
    """When the last of these files was changed, in seconds since 1970, as the file system says; 0 where it says nothing."""
    changes = [0]
    for path in files:
        with contextlib.suppress(OSError):
            changes.append(int(path.stat().st_mtime))
    return max(changes)


def display_path(path: Path, base: Path) -> str:
    """A path as a message shows it: relative to `base` where it lies below it, with forward slashes."""
    return (path.relative_to(base) if path.is_relative_to(base) else path).as_posix()


ShowProgress = Callable[[str, Sequence[Any]], Iterable[Any]]
"""Iterates over the items of a stage, given its name, and may show the progress."""


def load_folder(folder: Path, base: Path, over: ShowProgress = lambda stage, things: things) -> tuple[tuple[SourceFile, ...], list[Diagnostic]]:
    """Read every YAML file below `folder`; messages name files relative to `base`."""
    if not folder.is_dir():
        return (), [Diagnostic(NO_DATA, Place(display_path(folder, base)), "there is no such folder")]
    loaded = [load_file(path, display_path(path, base), folder) for path in over("files read", data_files(folder))]
    problems = [problem for _, file_problems in loaded for problem in file_problems]
    if not loaded:
        problems.append(Diagnostic(NO_DATA, Place(display_path(folder, base)), "the folder holds no YAML file"))
    return tuple(source for source, _ in loaded if source is not None), problems
