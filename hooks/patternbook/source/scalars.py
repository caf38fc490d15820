"""Find where a character of a YAML text is in its file.

YAML folds, indents and escapes texts, so an offset in a value differs from the offset in the file. But parsing changes
blanks and line ends only, and an escape is one character: the n-th character other than a blank is the n-th in the file too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
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


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it is written in its file."""

    start: LineColumn
    first: int
    """Offset in the file of its first character: a quote or the indicator of a block (| or >) where it has one."""
    end: int
    style: str
    """The quote or the indicator of a block; empty for a plain text."""

    def character(self, file: str, value: str, offset: int) -> LineColumn:
        """Line and column of one character of the text, or of the start of the text for an offset at its end.

        Args:
            file: Content of the file.
            value: The text as it was read.
            offset: Index of the character in `value`.

        """
        first, end = self.first, self.end
        if self.style in _CHARACTERS:
            first, end = first + 1, end - 1
        elif self.style:
            header = _LINE_END.search(file, first, end)  # the first line of a block holds indicators, perhaps a comment
            first = header.end() if header else end
        written = _CHARACTERS.get(self.style, _UNQUOTED).finditer(file, first, end)
        blanks = sum(value.count(blank, 0, offset) for blank in " \t\r\n")
        index = next(islice((match.start() for match in written if match["one"]), offset - blanks, None), self.first)
        line, column = self.start
        for line_end in _LINE_END.finditer(file, self.first, index):
            line, column = line + 1, 1 - line_end.end() + self.first
        return line, column + index - self.first


def locate_scalars(file: str) -> dict[LineColumn, Scalar]:
    """The texts of a file of valid YAML that may hold a mark, by where they start.

    Texts with an anchor or a tag are left out: their event starts at the anchor or tag.
    """
    marked: list[Any] = [
        event
        for event in yaml.parse(file, Loader=yaml.CLoader)
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None and event.tag is None and ("[" in event.value or "<" in event.value)
    ]
    scalars = (Scalar((e.start_mark.line + 1, e.start_mark.column + 1), e.start_mark.index, e.end_mark.index, e.style or "") for e in marked)
    return {scalar.start: scalar for scalar in scalars}
