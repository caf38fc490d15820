"""Where the comments of a program are, looked for only where something was found, and only as far as that.

What stands in a comment, or in a text over several lines such as Python's docstrings, is used by nobody. Strings are
passed over, so that a mark inside of one opens nothing; a comment that is never closed is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from patternbook.screening.tokens.lists import Language

_STRINGS = r"\"(?:\\.|[^\"\\\r\n])*+\"?|'(?:\\.|[^'\\\r\n])*+'?"
"""On one line. Where none is closed, as an apostrophe is not, the rest of the line is passed over."""


def _block(opens: str, closes: str) -> str:
    """A comment up to its end, or else everything that follows, which then is none."""
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
    """The comments of one text."""

    def __init__(self, of: Language, text: bytes) -> None:
        """None at all in a language whose comments are not known."""
        self._rest = _PATTERNS[of].finditer(text) if of in _PATTERNS else iter(())
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._seen = 0

    def contain(self, offset: int) -> bool:
        """Whether an offset lies in one."""
        while self._seen <= offset and (found := next(self._rest, None)) is not None:
            self._seen = found.end()
            if found.lastindex:  # the others are strings
                self._starts.append(found.start())
                self._ends.append(found.end())
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]
