"""Problems are values: one diagnostic each, worded here, reported all at once.

A rule is one thing that can be wrong. Its code never changes its meaning, so that others can script against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "notice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")
"""The worst first."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: file as shown to the user, line and column counted from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong, and what to do about it."""

    code: str
    severity: Severity
    title: str
    fix: str
    adjustable: bool = False
    """Whether a catalogue may choose another severity; not where nothing can be built of data that breaks the rule."""


UNREADABLE_FILE = Rule("PB101", "error", "A file cannot be read", "Put the file back, or correct its permissions.")
NOT_UTF8 = Rule("PB102", "error", "A file is not UTF-8 text", "Save the file as UTF-8.")
MALFORMED_YAML = Rule("PB103", "error", "The YAML is malformed", "Correct indentation, quotes and colons at this place.")
KEY_TWICE = Rule("PB104", "error", "A key is written twice", "Keep one of the two.")
UNSUPPORTED_YAML = Rule("PB105", "error", "Anchors, aliases and tags are not part of the format", "Write the value out.")
EMPTY_FILE = Rule("PB106", "error", "A file is empty or holds no keys", "Add a key such as `findings:`, or delete the file.")
TOO_LARGE = Rule("PB107", "error", "Values are nested too deeply, or a file is too large", "Flatten or split the file.")
UNKNOWN_KEY = Rule("PB108", "error", "A top-level key is unknown", "Use one of the keys listed.")
NO_DATA = Rule("PB109", "error", "There is no data", "Run `patternbook init DIR` to make a catalogue to start from.")
MISSING_FIELD = Rule("PB201", "error", "A field is missing", "Add the field.")
UNKNOWN_FIELD = Rule("PB202", "error", "A field is unknown", "Correct its name, or take it out.")
WRONG_FORM = Rule("PB203", "error", "A value has the wrong form", "Write it as described.")
VALUE_NOT_ALLOWED = Rule("PB204", "error", "A value is not one of those allowed", "Use one of the values listed.")
CLAIM_WITHOUT_SOURCE = Rule("PB205", "error", "A claim has no source", "Add `source` and `locator`, or mark it `editorial: true`.")
WRONG_PREFIX = Rule("PB206", "error", "An id does not fit its kind", "Start it with the prefix of its kind.")
MALFORMED_BIBLIOGRAPHY = Rule("PB401", "error", "The bibliography is malformed", "Correct the entry; the others were read.")
REFERENCE_TWICE = Rule("PB402", "error", "A reference key is used twice", "Keep one of the two.")
INCOMPLETE_REFERENCE = Rule("PB403", "error", "A reference lacks a field", "Add the field.")
UNSAFE_ADDRESS = Rule("PB404", "error", "A reference has an unsafe or malformed address", "Correct the DOI or the URL.")
UNKNOWN_TYPE = Rule("PB405", "warning", "A reference has an unknown type", "Use a BibTeX or biblatex type.", adjustable=True)
NO_YEAR = Rule("PB407", "notice", "A reference has no year", "Add a year where one is known.", adjustable=True)
PARTIAL_REFERENCE = Rule("PB408", "warning", "A reference is described in part", "Add the field, or keep one of two.", adjustable=True)
DOUBTFUL_TEXT = Rule(
    "PB409", "notice", "A name or a command in a reference may not read as meant", "Put double braces around it, or take it out.", adjustable=True
)
DEFAULT_ADDRESS = Rule("PB501", "notice", "The site's address is the default", "Set PATTERNBOOK_SITE_URL or `site_url`.", adjustable=True)

READING_RULES = tuple(each for each in tuple(globals().values()) if isinstance(each, Rule))
"""What can be wrong with files, the form of values, the bibliography and settings: every rule that is declared above."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem found in the data."""

    rule: Rule
    place: Place
    message: str
    entry: str = ""
    """Id, slug or key of what it is about; empty where a whole file is meant."""
    expected: str = ""
    """What was expected instead, as a phrase."""
    fix: str = ""
    """The nearest valid value or the next step; the rule's own advice where empty."""

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def severity(self) -> Severity:
        return self.rule.severity


class DataError(Exception):
    """The data holds errors; carries every diagnostic of the run.

    Raised once, at the edge, by what cannot go on without valid data.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(format_text(self.diagnostics)))


def only_errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Those that make a build impossible."""
    return of_severity(diagnostics, "error")


def of_severity(diagnostics: Iterable[Diagnostic], severity: Severity) -> tuple[Diagnostic, ...]:
    """Those of one severity."""
    return tuple(d for d in diagnostics if d.severity == severity)


def count_words(number: int, severity: str) -> str:
    """`no error`, `1 error`, `2 errors`."""
    return f"{number or 'no'} {severity}{'s' if number > 1 else ''}"


def count_by_severity(diagnostics: Iterable[Diagnostic]) -> dict[Severity, int]:
    """How many there are of each severity, the worst first."""
    found = Counter(d.severity for d in diagnostics)
    return {severity: found[severity] for severity in SEVERITIES}


def summary_text(diagnostics: Iterable[Diagnostic], counts: Mapping[str, int]) -> str:
    """`no error in 7 F, 4 S, 8 references; 1 warning, no notice`: what was found, in how much of what."""
    errors, *others = (count_words(number, severity) for severity, number in count_by_severity(diagnostics).items())
    return f"{errors} in {', '.join(f'{count} {name}' for name, count in counts.items())}; {', '.join(others)}"


MAX_NAMED_DIAGNOSTICS = 12
"""Warnings that a strict command names; of more it names so many, and how many there are."""


def build_obstacle(diagnostics: Iterable[Diagnostic], *, strict: bool) -> str:
    """Why nothing can be built, in words; an empty text where it can.

    Errors always stop a build. Warnings stop it only where the project or the command is strict, and are then named.
    """
    diagnostics = tuple(diagnostics)
    if found := only_errors(diagnostics):
        return f"the data holds {count_words(len(found), 'error')}"
    warnings = of_severity(diagnostics, "warning") if strict else ()
    if not warnings:
        return ""
    names = [f"{d.code} {d.entry or d.place.file}" for d in warnings[:MAX_NAMED_DIAGNOSTICS]] + (
        ["..."] if len(warnings) > MAX_NAMED_DIAGNOSTICS else []
    )
    return f"the data holds {count_words(len(warnings), 'warning')}, which `strict` does not allow: {', '.join(names)}"


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each once, by place, so that one run reads from top to bottom."""
    return tuple(sorted(set(diagnostics), key=lambda d: (d.place, d.code, d.entry, d.message)))


def suggest_nearest(wrong: str, known: Iterable[str]) -> str:
    """The known name closest to a wrong one as a question, or nothing where none is close."""
    import difflib  # good data does without

    close = difflib.get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else ""


def join_names(names: Iterable[str], limit: int = 12) -> str:
    """`a, b or c`, cut after `limit` names."""
    names = sorted(names)
    shown = [*names[:limit], *(["..."] if len(names) > limit else [])]
    return shown[0] if len(shown) == 1 else " or ".join([", ".join(shown[:-1]), shown[-1]]) if shown else "nothing"


_LONG = 80
"""Characters of what was expected that are read to their end before the fix; after more of them nobody would find it."""


def explain(diagnostic: Diagnostic) -> str:
    """What is wrong, what was expected, what to do."""
    fix = diagnostic.fix or diagnostic.rule.fix
    if not diagnostic.expected:
        return f"{diagnostic.message}; {fix}"
    expected = f"expected {diagnostic.expected}"
    if len(expected) > _LONG:
        return f"{diagnostic.message}; {fix.rstrip('.')} ({expected})"
    return f"{diagnostic.message}; {expected}; {fix}"


def format_text(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """One line each: `path:line:col: CODE: entry: message; expected ...; fix`; the fix goes before what is long to read."""
    lines = []
    for diagnostic in diagnostics:
        place = diagnostic.place
        entry = f"{diagnostic.entry}: " if diagnostic.entry else ""
        severity = "" if diagnostic.severity == "error" else f"{diagnostic.severity}: "
        lines.append(f"{place.file}:{place.line}:{place.column}: {diagnostic.code}: {severity}{entry}{explain(diagnostic)}")
    return lines
