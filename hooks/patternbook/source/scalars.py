"""Find where a character of a YAML text is in its file.

YAML folds, indents and escapes texts, so an offset in a value differs from the offset in the file. But parsing changes
blanks and line ends only, and an escape is one character: the n-th character other than a blank is the n-th in the file too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from patternbook.source.parse import LineColumn

_LINE_END = re.compile(r"\r\n?|\n")
_BLANK_ESCAPE = r"\\(?:\r\n?|[nrt \t\n]|(?:x|u00|U000000)(?:09|0[aAdD]|20))"
"""An escape that is read as a blank or, before a line end, as nothing."""
_CHARACTERS = {
    '"': re.compile(rf"{_BLANK_ESCAPE}|(?P<one>\\(?:x[0-9a-fA-F]{{2}}|u[0-9a-fA-F]{{4}}|U[0-9a-fA-F]{{8}}|.)|[^ \t\r\n])"),
    "'": re.compile(r"(?P<one>''|[^ \t\r\n])"),
}
"""Quote -> pattern whose group `one` is how one character other than a blank is written."""
_UNQUOTED = re.compile(r"(?P<one>[^ \t\r\n])")


@dataclass(frozen=True)
class Scalar:
    """A text as it is written in its file."""

    file: str = field(repr=False)
    """Content of the file."""
    value: str
    """The text as it was read."""
    start: LineColumn
    first: int
    """Offset in the file of its first character: a quote or the indicator of a block (| or >) where it has one."""
    end: int
    style: str
    """The quote or the indicator of a block; empty for a plain text."""

    def index_of(self, offset: int) -> int:
        """Offset in the file of one character of the text, by its index in `value`; of the start of the text for an offset at its end."""
        number = bisect_left(self._characters, offset)
        return self._written[number] if number < len(self._written) else self.first

    def character(self, offset: int) -> LineColumn:
        """Line and column of the same character."""
        index = self.index_of(offset)
        lines = bisect_right(self._line_ends, index)
        line, column = self.start
        return (line + lines, 1 + index - self._line_ends[lines - 1]) if lines else (line, column + index - self.first)

    @property
    def comment(self) -> str:
        """The comment that follows a text without quotes on its line; empty where there is none."""
        found = _COMMENT.match(self.file, self.end) if not self.style else None
        return found[1] if found else ""

    # All of a text at once, as many characters may be asked for.

    @cached_property
    def _characters(self) -> list[int]:
        """Index in `value` of each character other than a blank."""
        return [match.start() for match in _UNQUOTED.finditer(self.value)]

    @cached_property
    def _written(self) -> list[int]:
        """Offset in the file of each of the same characters."""
        first, end = self.first, self.end
        if self.style in _CHARACTERS:
            first, end = first + 1, end - 1
        elif self.style:
            header = _LINE_END.search(self.file, first, end)  # the first line of a block holds indicators, perhaps a comment
            first = header.end() if header else end
        written = _CHARACTERS.get(self.style, _UNQUOTED).finditer(self.file, first, end)
        return [match.start() for match in written if match["one"]]

    @cached_property
    def _line_ends(self) -> list[int]:
        """Offset in the file after each end of a line in the text."""
        return [match.end() for match in _LINE_END.finditer(self.file, self.first, self.end)]


def scalar_of(file: str, event: Any) -> Scalar:
    """The text that libyaml read in an event, as it is written in the file."""
    start = event.start_mark
    return Scalar(file, event.value, (start.line + 1, start.column + 1), start.index, event.end_mark.index, event.style or "")


_RUNNING = re.compile(r"[ \[\]<@]|[^\x00-\x7f]")
"""Signs of which a text holds one where a message may be about a character inside."""
_COMMENT = re.compile(r"[ \t]+#[ \t]*([^\r\n]*)")
_SHORT = 24
"""Texts up to this length may stand for something that is missing (`null`), where a quote around them matters."""


def _is_needed(event: Any, file: str) -> bool:
    """Whether a problem may be inside a text, or in how it is written."""
    if len(event.value) <= _SHORT or _RUNNING.search(event.value):
        return True
    return not event.style and _COMMENT.match(file, event.end_mark.index) is not None


def locate_scalars(file: str) -> dict[LineColumn, Scalar]:
    """The texts of a file of valid YAML of which a message may need more than where they start, by where they start.

    Texts with an anchor or a tag are left out: their event starts at the anchor or tag.
    """
    scalars = (
        scalar_of(file, event)
        for event in yaml.parse(file, Loader=yaml.CLoader)
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None and event.tag is None and _is_needed(event, file)
    )
    return {scalar.start: scalar for scalar in scalars}
