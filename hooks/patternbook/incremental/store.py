"""What earlier builds made, found again by content: a private store that can be deleted at any time.

A key is a digest of everything that a value depends on, or a name whose value says itself what it holds for: nothing in
here is ever wrong, only unused. Values carry a checksum. The store is one SQLite file in a folder that only this user can
write: SQLite keeps two builds at once apart, and half a write never shows. Whatever goes wrong in here, a build goes on
without it.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from patternbook.digests import digest

BUILDS_PER_SWEEP = 8
"""Builds between two in which is noted what they use, and what none of the last used is forgotten: noting costs."""
STORE_FILE = "store-1.sqlite"
"""A store of another form gets another name."""
CACHE_FOLDER = ".patternbook-cache"
TURNED_OFF = "off"
ROWS_PER_QUERY = 200
"""Values that are written together, as each time costs."""

_TABLE = "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, checksum BLOB NOT NULL, value BLOB NOT NULL, used INTEGER NOT NULL)"


class UnsafeFolderError(Exception):
    """The folder cannot be trusted or used; says why."""


def cache_folder(base: Path, environment: Mapping[str, str]) -> Path | None:
    """PATTERNBOOK_CACHE, else a folder in the project; None where it is turned off."""
    wish = environment.get("PATTERNBOOK_CACHE", "")
    return None if wish == TURNED_OFF else base / (wish or CACHE_FOLDER)


def prepare_folder(folder: Path) -> Path:
    """The folder, made where it is missing.

    Raises:
        UnsafeFolderError: it belongs to somebody else, others can write to it, or it cannot be made.

    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError as problem:
        raise UnsafeFolderError(f"{folder.name} cannot be used: {problem.strerror or problem}") from problem
    if found.st_uid != os.getuid():
        raise UnsafeFolderError(f"{folder.name} belongs to another user")
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise UnsafeFolderError(f"others can write to {folder.name}; `chmod 700` it, or delete it")
    return folder


class Store:
    """Values by key. Use as a context; a store without a file keeps nothing."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._connection = _opened(file) if file else None
        self._build = _build(self._connection) if self._connection else 0
        self._used: set[bytes] = set()
        self._waiting: list[tuple[bytes, bytes, bytes]] = []
        """Rows to be written: key, checksum, value."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def file(self) -> Path | None:
        """Where the values are; None where nothing is kept."""
        return self._file if self._connection else None

    def get(self, key: bytes) -> bytes | None:
        """The value, if it is there and whole."""
        self._write()
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT checksum, value FROM kept WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            self._give_up()
            return None
        if row is None or digest(key, row[1]) != row[0]:
            return None
        self._used.add(key)
        return bytes(row[1])

    def put(self, rows: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep values, from some later moment on; what cannot be written is not kept."""
        if self._connection is None:
            return
        for key, value in rows:
            self._waiting.append((key, digest(key, value), value))
            if len(self._waiting) >= ROWS_PER_QUERY:
                self._write()

    def _write(self) -> None:
        if self._connection is None or not self._waiting:
            return
        self._used.update(key for key, _, _ in self._waiting)
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", ((*row, self._build) for row in self._waiting))
        except sqlite3.Error:
            self._give_up()
        self._waiting.clear()

    def used(self, keys: Iterable[bytes]) -> None:
        """Note that these values are still of use, though nobody fetched them here."""
        self._used.update(keys)

    def finish(self) -> None:
        """End a build. Now and then, mark what it used, and forget what was neither used then nor made since."""
        self._write()
        if self._connection is None:
            return
        try:
            with self._connection:
                if self._build % BUILDS_PER_SWEEP == 0:
                    self._connection.executemany("UPDATE kept SET used = ? WHERE key = ?", ((self._build, key) for key in self._used))
                    self._connection.execute("DELETE FROM kept WHERE used < ?", (self._build - BUILDS_PER_SWEEP,))
                self._connection.execute(f"PRAGMA user_version = {self._build + 1}")
        except sqlite3.Error:
            self._give_up()

    def close(self) -> None:
        self._write()
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _give_up(self) -> None:
        """Damaged, locked for long, or the disk is full: go on without, and let the next build start anew."""
        self._waiting.clear()
        self.close()
        if self._file is not None:
            _remove(self._file)


def _opened(file: Path) -> sqlite3.Connection | None:
    for _ in range(2):
        with suppress(sqlite3.Error, OSError):
            return _connected(file)
        _remove(file)  # damaged: once more, anew
    return None


def _build(connection: sqlite3.Connection) -> int:
    """The number of this build."""
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    return int(number)


def _connected(file: Path) -> sqlite3.Connection:
    file.touch(mode=0o600)
    connection = sqlite3.connect(file, timeout=30, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_TABLE)
        connection.commit()
    except BaseException:
        connection.close()
        raise
    return connection


def _remove(file: Path) -> None:
    for path in _files(file):
        with suppress(OSError):
            path.unlink()


def _files(file: Path) -> Iterator[Path]:
    return (file.with_name(file.name + suffix) for suffix in ("", "-wal", "-shm"))
