"""CSV with places: every cell knows the line and column it starts at, so that messages can point there.

https://www.rfc-editor.org/rfc/rfc4180 ; line ends of any system, a byte order mark at the start is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLAIN = re.compile(r'[^,"\r\n]*')
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class CsvCell:
    """A value and where it starts, counted from 1."""

    text: str
    line: int
    column: int


class CsvError(Exception):
    """The text is no CSV; says where and why."""

    def __init__(self, line: int, column: int, message: str) -> None:
        self.line, self.column, self.message = line, column, message
        super().__init__(f"{line}:{column}: {message}")


def read_csv(text: str) -> list[list[CsvCell]]:
    """The rows of a CSV file; empty lines are passed over.

    Raises:
        SheetError: a quote is not closed, or something follows a closing quote.

    """
    text = text.removeprefix("\ufeff")
    found: list[list[CsvCell]] = []
    row: list[CsvCell] = []
    position, line, start = 0, 1, 0
    while position < len(text):
        value, after, quoted = _cell(text, position, line, position - start + 1)
        row.append(CsvCell(value, line, position - start + 1))
        breaks = list(_END.finditer(text, position, after))
        if breaks:
            line, start = line + len(breaks), breaks[-1].end()
        end = _END.match(text, after)
        if text.startswith(",", after):
            position = after + 1
            if position == len(text):
                row.append(CsvCell("", line, position - start + 1))
        elif end or after == len(text):
            found += [row] if len(row) > 1 or row[0].text or quoted else []
            row = []
            position = end.end() if end else after
            line, start = line + 1, position
        else:
            raise CsvError(line, after - start + 1, "something stands between a closing quote and the next comma")
    return found + ([row] if row else [])


def _cell(text: str, position: int, line: int, column: int) -> tuple[str, int, bool]:
    """The value at a position, where it ends, and whether it stands in quotes."""
    if not text.startswith('"', position):
        plain = _PLAIN.match(text, position)
        return plain[0] if plain else "", plain.end() if plain else position, False
    quoted = _QUOTED.match(text, position)
    if quoted is None:
        raise CsvError(line, column, "a quote is opened here and never closed")
    return quoted[1].replace('""', '"'), quoted.end(), True


_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guard_formula(value: str) -> str:
    """A value that spreadsheets do not take for a formula: an apostrophe before = + - @, a tab or a carriage return.

    OWASP's rule: https://owasp.org/www-community/attacks/CSV_Injection ; `unguard_formula` takes the apostrophe away again.
    """
    return f"'{value}" if _FORMULA.match(value) else value


def unguard_formula(value: str) -> str:
    """A value as it was before `guard_formula`; any other as it is."""
    return value[1:] if value.startswith("'") and _FORMULA.match(value[1:]) else value
