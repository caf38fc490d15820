"""Single lines of files, which messages quote."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from patternbook.diagnostics.diagnostic import LineAt, Place
from patternbook.source.files import MAX_FILE_BYTES, read_bytes

_LINE_END = re.compile(r"\r\n?|\n")


def lines_below(base: Path) -> LineAt:
    """A function that looks up lines in files, whose names are relative to a folder. Each file is read once."""

    @cache
    def lines_of(file: str) -> list[str]:
        return _LINE_END.split(read_bytes(base / file, MAX_FILE_BYTES).decode("utf-8", "surrogateescape").removeprefix("\ufeff"))

    def line_at(place: Place) -> str | None:
        lines = lines_of(place.file)
        return lines[place.line - 1] if place.line <= len(lines) else None

    return line_at
