"""What earlier builds made, found again by content: a private store that can be deleted at any time.

A key is a digest of everything that a value depends on, or a name whose value records what it is valid for. So no value
in the store is ever wrong, only unused. Values have a checksum. The store is one SQLite file in a folder that only this
user can write to: SQLite separates two simultaneous builds and hides incomplete writes. Whatever goes wrong in the store,
a build continues without it.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from patternbook.runtime.digests import digest

BUILDS_PER_SWEEP = 8
"""Only one build in so many records which values it used, because recording costs time, and deletes those not used for so many builds."""
STORE_FILE = "store-1.sqlite"
"""A store of another format gets another name."""
CACHE_FOLDER = ".patternbook-cache"
ROWS_PER_QUERY = 200
"""Values are written together, as each write costs time."""


class UnsafeFolderError(Exception):
    """The folder cannot be trusted or used; the message is the reason."""


def cache_folder(base: Path, environment: Mapping[str, str]) -> Path | None:
    """PATTERNBOOK_CACHE, else a folder in the project; None if it is `off`."""
    name = environment.get("PATTERNBOOK_CACHE") or CACHE_FOLDER
    return None if name == "off" else base / name


def prepare_folder(folder: Path) -> Path:
    """Return the folder; create it if it is missing.

    Raises:
        UnsafeFolderError: it belongs to another user, others can write to it, this system cannot tell (Windows), or it cannot
            be created. What is read from a store can run code, so that the folder must be this user's alone.

    """
    if not hasattr(os, "getuid"):
        raise UnsafeFolderError(f"this system does not say who can write to {folder.name}")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.stat()
    except OSError as problem:
        raise UnsafeFolderError(f"{folder.name} cannot be used: {problem.strerror or problem}") from problem
    if state.st_uid != os.getuid():
        raise UnsafeFolderError(f"{folder.name} belongs to another user")
    if state.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise UnsafeFolderError(f"others can write to {folder.name}; `chmod 700` it, or delete it")
    return folder


class Store(AbstractContextManager["Store"]):
    """Values by key. Use it as a context manager. Without a file it keeps nothing."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._connection = _open(file) if file else None
        self._build = int(self._connection.execute("PRAGMA user_version").fetchone()[0]) if self._connection else 0
        """The number of this build."""
        self._used: set[bytes] = set()
        self._waiting: list[tuple[bytes, bytes, bytes]] = []
        """Rows to be written: key, checksum, value."""

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def file(self) -> Path | None:
        """Where the values are; None if nothing is kept."""
        return self._file if self._connection else None

    def get(self, key: bytes) -> bytes | None:
        """The value, if it is there and intact."""
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
        """Keep values; they may be written later. What cannot be written is not kept."""
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
        """Record that these values are still in use although they were not fetched here."""
        self._used.update(keys)

    def finish(self) -> None:
        """End a build. In one of BUILDS_PER_SWEEP, mark what it used, and delete what was neither used nor written lately."""
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
        """The file is damaged or locked for long, or the disk is full: continue without it; the next build starts a new one."""
        self._waiting.clear()
        self.close()
        if self._file is not None:
            _remove(self._file)


def _open(file: Path) -> sqlite3.Connection | None:
    for _ in range(2):
        with suppress(sqlite3.Error, OSError):
            return _connect(file)
        _remove(file)  # it is damaged: try once more with a new one
    return None


def _connect(file: Path) -> sqlite3.Connection:
    file.touch(mode=0o600)
    connection = sqlite3.connect(file, timeout=30, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, checksum BLOB NOT NULL, value BLOB NOT NULL, used INTEGER NOT NULL)"
        )
        connection.commit()
    except BaseException:
        connection.close()
        raise
    return connection


def _remove(file: Path) -> None:
    """Remove a store, with the files that SQLite keeps beside it in WAL mode (https://sqlite.org/wal.html)."""
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            file.with_name(file.name + suffix).unlink()
