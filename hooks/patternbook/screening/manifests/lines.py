"""On which line of a manifest something stands. Every function takes time linear in the length of the text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

KeyPath = tuple[str, ...]
"""Keys from the outermost: ("project", "urls", "Homepage")."""
Lines = Mapping[KeyPath, int]
"""Line of the last key of each path; there is none for what was not found."""

MAX_PATH = 5
"""Keys of a path that are kept; deeper ones declare nothing that is looked for."""

_JSON = re.compile(r'"(?:[^"\\\n]|\\.)*+"|[{}\[\]:\n]')


def line_at(text: str, offset: int) -> int:
    """Return the line of an offset."""
    return text.count("\n", 0, offset) + 1


def lines_of(text: str) -> list[str]:
    """Split at line feeds, which is how editors and git count lines; `splitlines` also splits at form feeds and the like."""
    return text.replace("\r\n", "\n").split("\n")


def json_lines(text: str) -> Lines:
    """Return the line of every key of a JSON object; of duplicate keys that of the last, which is the one that counts."""
    found: dict[KeyPath, int] = {}
    path: list[str] = []
    line, last, last_line = 1, "", 1
    for token in _JSON.finditer(text):
        match token[0]:
            case "\n":
                line += 1
            case "{" | "[":
                path.append(last)
                last = ""
            case "}" | "]":
                del path[-1:]
            case ":":
                if len(path) <= MAX_PATH:
                    found[*path[1:], last] = last_line
            case string:
                last, last_line = _unquoted(string), line
    return found


def _unquoted(string: str) -> str:
    with suppress(ValueError):
        if "\\" in string:
            return str(json.loads(string))
    return string[1:-1]


_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DOTTED = rf"{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+"
_TABLE = re.compile(rf"[ \t]*\[\[?[ \t]*({_DOTTED})[ \t]*\]")
_KEY = re.compile(rf"[ \t]*({_DOTTED})[ \t]*[=:]")
_PARTS = re.compile(_PART)


def table_lines(text: str) -> Lines:
    """Return the line of every table and key of a TOML or INI file. The first keys of a dotted one are found as well."""
    found: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, row in enumerate(lines_of(text), 1):
        if header := _TABLE.match(row):
            table = _parts(header[1])
            path = table
        elif key := _KEY.match(row):
            path = (*table, *_parts(key[1]))
        else:
            continue
        for length in range(1, min(len(path), MAX_PATH) + 1):
            found.setdefault(path[:length], number)
    return found


def _parts(dotted: str) -> KeyPath:
    return tuple(part.strip("\"'") for part in _PARTS.findall(dotted)[:MAX_PATH])


_QUOTED = re.compile(r"\"([^\"\n]*+)\"|'([^'\n]*+)'|\n")


def quoted_lines(text: str) -> Mapping[str, int]:
    """Return the line of the first occurrence of every string in quotes."""
    found: dict[str, int] = {}
    line = 1
    for token in _QUOTED.finditer(text):
        if token[0] == "\n":
            line += 1
        else:
            found.setdefault(token[1] if token[1] is not None else token[2], line)
    return found


def numbered_matches(pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the matches of a pattern between two offsets, each with its line."""
    line, counted = 1, 0
    for found in pattern.finditer(text, start, len(text) if end is None else end):
        line, counted = line + text.count("\n", counted, found.start()), found.start()
        yield line, found
