"""Read CSV with the line and column at which every cell starts, so that messages can point there.

https://www.rfc-editor.org/rfc/rfc4180 , with line ends of any system; a byte order mark at the start is skipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import category, normalize

_PLAIN = re.compile(r'([^,"\r\n]*)')
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class CsvCell:
    """A value and where it starts, counted from 1."""

    text: str
    line: int
    column: int


class CsvError(Exception):
    """The text is not CSV: where and why."""

    def __init__(self, line: int, column: int, message: str) -> None:
        self.line, self.column, self.message = line, column, message
        super().__init__(f"{line}:{column}: {message}")


def read_csv(text: str) -> list[list[CsvCell]]:
    """The rows of a CSV file; empty lines are skipped.

    Raises:
        CsvError: a quote is not closed, or something follows a closing quote.

    """
    text = text.removeprefix("\ufeff")
    rows: list[list[CsvCell]] = []
    row: list[CsvCell] = []
    position, line, line_start = 0, 1, 0
    while position < len(text) or row:  # after a comma at the very end, one more cell is empty
        cell = (_QUOTED if text.startswith('"', position) else _PLAIN).match(text, position)
        if cell is None:
            raise CsvError(line, position - line_start + 1, "a quote is opened here and never closed")
        row.append(CsvCell(cell[1].replace('""', '"'), line, position - line_start + 1))
        for inner_end in _END.finditer(text, position, cell.end()):
            line, line_start = line + 1, inner_end.end()
        if text.startswith(",", cell.end()):
            position = cell.end() + 1
            continue
        end = _END.match(text, cell.end())
        if end is None and cell.end() < len(text):
            raise CsvError(line, cell.end() - line_start + 1, "something stands between a closing quote and the next comma")
        rows += [row] if len(row) > 1 or cell[0] else []
        row = []
        position = line_start = (end or cell).end()
        line += 1
    return rows


_FORMULA_SIGNS = frozenset("=+-@")
_BREAKS = frozenset("\t\r\n")


def _may_run(value: str) -> bool:
    """Whether a spreadsheet may take a value for a formula, behind whatever apostrophes, blanks and invisible characters.

    Spreadsheets read full-width, small, raised and lowered signs as the plain ones, to which Unicode's NFKC leads as well.
    """
    for character in value:
        if character in _BREAKS:
            return True
        if character != "'" and category(character)[0] not in "ZC":
            return normalize("NFKC", character)[0] in _FORMULA_SIGNS
    return False


def guard_formula(value: str) -> str:
    """A value that spreadsheets do not take for a formula: an apostrophe before = + - @ in any form, or a break before anything else.

    OWASP's rule: https://owasp.org/www-community/attacks/CSV_Injection . `unguard_formula` removes the apostrophe.
    """
    return f"'{value}" if _may_run(value) else value


def unguard_formula(value: str) -> str:
    """A value as it was before `guard_formula`; any other value unchanged."""
    return value[1:] if value.startswith("'") and _may_run(value[1:]) else value
