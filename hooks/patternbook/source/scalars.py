"""Where a character of a YAML text stands in its file.

YAML folds, indents and escapes texts, so an offset in a value is no offset in the file. But reading changes blanks and
line ends only, and writes each escape as one character: the n-th character that is no blank is the n-th in the file too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import yaml

from patternbook.source.parse import LineColumn

_BLANKS = " \t\r\n"
_LINE_END = re.compile(r"\r\n?|\n")
_BLANK_ESCAPE = r"\\(?:\r\n?|[nrt \t\n]|(?:x|u00|U000000)(?:09|0[aAdD]|20))"
"""An escape that stands for a blank or, before a line end, for nothing."""
_CHARACTERS = {
    '"': re.compile(rf"{_BLANK_ESCAPE}|(?P<one>\\(?:x[0-9a-fA-F]{{2}}|u[0-9a-fA-F]{{4}}|U[0-9a-fA-F]{{8}}|.)|[^ \t\r\n])"),
    "'": re.compile(r"(?P<one>''|[^ \t\r\n])"),
}
"""By quote: what stands for one character that is no blank."""
_UNQUOTED = re.compile(r"(?P<one>[^ \t\r\n])")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it stands in its file."""

    start: LineColumn
    first: int
    """Offset in the file of what it starts with: a character, a quote, or the mark of a block."""
    end: int
    style: str
    """The quote, or the mark of a block; nothing where it is plain."""

    def character(self, file: str, value: str, offset: int) -> LineColumn:
        """Line and column of the character at `offset` of the text's value; `file` is what it was read from.

        The start of the text for an offset at its end, where no character stands.
        """
        blanks = sum(value.count(blank, 0, offset) for blank in _BLANKS)
        stands_at = next(islice(self._characters(file), offset - blanks, None), self.first)
        line, column = self.start
        for end in _LINE_END.finditer(file, self.first, stands_at):
            line, column = line + 1, 1 - end.end() + self.first
        return line, column + stands_at - self.first

    def _characters(self, file: str) -> Iterator[int]:
        """Offsets in the file of the characters that are no blanks, in order."""
        first, end = self.first, self.end
        if self.style in _CHARACTERS:
            first, end = first + 1, end - 1
        elif self.style:
            header = _LINE_END.search(file, first, end)  # indicators, perhaps a comment
            first = header.end() if header else end
        pattern = _CHARACTERS.get(self.style, _UNQUOTED)
        return (found.start() for found in pattern.finditer(file, first, end) if found["one"])


def locate_scalars(file: str) -> dict[LineColumn, Scalar]:
    """The texts of a file of valid YAML that may hold a mark, by where they start.

    Texts with an anchor or a tag are left out: they start at that.
    """
    found = (_scalar(event) for event in yaml.parse(file, Loader=yaml.CLoader) if isinstance(event, yaml.ScalarEvent))
    return {scalar.start: scalar for scalar in found if scalar is not None}


def _scalar(event: yaml.ScalarEvent) -> Scalar | None:
    first, end = event.start_mark, event.end_mark
    if first is None or end is None or event.anchor is not None or event.tag is not None or not ("[" in event.value or "<" in event.value):
        return None
    return Scalar((first.line + 1, first.column + 1), first.index, end.index, event.style or "")
