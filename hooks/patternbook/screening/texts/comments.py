"""Where the comments of a program are. They are located only up to an offset at which something was found.

What is in a comment or in a multi-line string, such as a docstring, is not code. Other strings are skipped, so that a
comment mark inside one does not open a comment. A comment that is never closed is not treated as one.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from patternbook.screening.tokens.lists import Language

_STRINGS = r"\"(?:\\.|[^\"\\\r\n])*+\"?|'(?:\\.|[^'\\\r\n])*+'?"
"""Strings on one line. If a string is not closed, such as after an apostrophe, the rest of the line is skipped."""


def _block(opens: str, closes: str) -> str:
    """Return a pattern for a block comment; an unclosed one matches to the end, but without a group."""
    return rf"({opens}.*?{closes})|{opens}.*\Z"


def _line(opens: str) -> str:
    return rf"({opens}[^\r\n]*)"


_SLASHES = (_block(r"/\*", r"\*/"), _line("//"), _STRINGS)
_BY_LANGUAGE: dict[Language, tuple[str, ...]] = {
    **dict.fromkeys(("c", "csharp", "dart", "go", "gradle", "java", "kotlin", "objc", "rust", "scala", "swift"), _SLASHES),
    **dict.fromkeys(("html", "xaml", "xml"), (_block("<!--", "-->"),)),
    "config": (_line(r"(?<!\S)\#"),),
    "javascript": (*_SLASHES, r"`(?:\\.|[^`\\\r\n])*+`?"),
    "julia": (_block("#=", "=#"), _block('"""', '"""'), _line("#"), _STRINGS),
    "lua": (_block(r"--\[\[", r"\]\]"), _line("--"), _STRINGS),
    "php": (_block(r"/\*", r"\*/"), _line(r"(?://|\#(?!\[))"), _STRINGS),
    "python": (_block('"""', '"""'), _block("'''", "'''"), _line("#"), _STRINGS),
    "r": (_line("#"), _STRINGS),
    "ruby": (_block("(?<=\\n)=begin", r"\n=end"), _line("#"), _STRINGS),
    "vb": (r"\"[^\"\r\n]*\"?", _line("'")),
}
_PATTERNS = {language: re.compile("|".join(parts).encode(), re.DOTALL) for language, parts in _BY_LANGUAGE.items()}


class Comments:
    """The comments of a text."""

    def __init__(self, language: Language, text: bytes) -> None:
        """Find no comments in a language whose syntax is unknown."""
        self._rest = _PATTERNS[language].finditer(text) if language in _PATTERNS else iter(())
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._seen = 0

    def contain(self, offset: int) -> bool:
        """Return whether an offset is inside a comment."""
        while self._seen <= offset and (found := next(self._rest, None)) is not None:
            self._seen = found.end()
            if found.lastindex:  # strings and unclosed comments have no group
                self._starts.append(found.start())
                self._ends.append(found.end())
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]
