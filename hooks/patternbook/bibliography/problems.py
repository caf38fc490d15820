"""Problems of a .bib file, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from patternbook.diagnostics.diagnostic import Severity

PROBLEM_SEVERITIES: Mapping[str, Severity] = MappingProxyType(
    {
        "syntax": "error",
        "undefined-string": "error",
        "control-character": "error",
        "too-large": "error",
        "bad-key": "error",
        "duplicate-key": "error",
        "missing-field": "error",
        "bad-name": "error",
        "bad-url": "error",
        "bad-doi": "error",
        "bad-crossref": "error",
        "unknown-type": "warning",
        "duplicate-field": "warning",
        "missing-recommended": "warning",
        "bad-eprint": "warning",
        "missing-year": "notice",
        "bad-date": "warning",
        "misplaced-suffix": "notice",
        "unbraced-organisation": "notice",
        "unknown-command": "notice",
    }
)
"""Severity of every code. Neither the meaning nor the severity of a code ever changes."""


@dataclass(frozen=True, slots=True, order=True)
class BibliographyProblem:
    """One problem of a .bib file.

    line, column: counted from 1; the column in characters.
    key: of the entry it is about, as written; empty where the entry has none or it is about the whole file.
    code: one of `PROBLEM_SEVERITIES`.
    message: what is wrong.  expected: what was expected, as a phrase, or nothing.
    fix: the nearest valid value or the next step, or nothing.
    """

    line: int
    column: int
    key: str
    code: str
    message: str
    expected: str = ""
    fix: str = ""

    @property
    def severity(self) -> Severity:
        """Error | warning | notice, by code."""
        return PROBLEM_SEVERITIES[self.code]


@dataclass(frozen=True, slots=True)
class Flaw:
    """A problem before its line and column are known: `offset` characters from the start of the file."""

    offset: int
    code: str
    message: str
    expected: str = ""
    fix: str = ""


def shortened(text: str) -> str:
    """A value of the file as messages quote it: its first 80 characters."""
    return text if len(text) <= 80 else f"{text[:80]}..."
