"""Problems are values: one diagnostic each, worded here, reported all at once.

A rule is one thing that can be wrong. Its code never changes its meaning, so that others can script against it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "notice"]


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


RULES = {
    rule.code: rule
    for rule in (
        Rule("PB101", "error", "A file cannot be read", "Put the file back, or correct its permissions."),
        Rule("PB102", "error", "A file is not UTF-8 text", "Save the file as UTF-8."),
        Rule("PB103", "error", "The YAML is malformed", "Correct indentation, quotes and colons at this place."),
        Rule("PB104", "error", "A key is written twice", "Keep one of the two."),
        Rule("PB105", "error", "Anchors, aliases and tags are not part of the format", "Write the value out."),
        Rule("PB106", "error", "A file is empty or holds no keys", "Add a key such as `findings:`, or delete the file."),
        Rule("PB107", "error", "Values are nested too deeply, or a file is too large", "Flatten or split the file."),
        Rule("PB108", "error", "A top-level key is unknown", "Use one of the keys listed."),
        Rule("PB109", "error", "There is no data", "Run `patternbook init DIR` to make a catalogue to start from."),
        Rule("PB201", "error", "A field is missing", "Add the field."),
        Rule("PB202", "error", "A field is unknown", "Correct its name, or take it out."),
        Rule("PB203", "error", "A value has the wrong form", "Write it as described."),
        Rule("PB204", "error", "A value is not one of those allowed", "Use one of the values listed."),
        Rule("PB205", "error", "A claim has no source", "Add `source` and `locator`, or mark it `editorial: true`."),
        Rule("PB206", "error", "An id does not fit its kind", "Start it with the prefix of its kind."),
        Rule("PB301", "error", "An id or slug is used twice", "Give one of the two the next free number."),
        Rule("PB302", "error", "Something named does not exist", "Correct the name, or add what it names."),
        Rule("PB303", "error", "A relation points to the wrong kind", "Name an entry of the kind expected."),
        Rule("PB304", "error", "A relation points to its own entry", "Name another entry."),
        Rule("PB305", "error", "A relation is written twice", "Keep one; the other side is derived."),
        Rule("PB306", "error", "A participant or organization is not in the study", "Use a label of the study's sample."),
        Rule("PB307", "error", "A locator names no place", "Name a section, page, line, table, abstract or time stamp."),
        Rule("PB308", "error", "A link in the text is malformed", "Write [[F-004]] or [@key, p. 4]."),
        Rule("PB309", "warning", "A relation points to a retired entry", "Name its successor."),
        Rule("PB310", "error", "Raw HTML in text", "Use Markdown, or put the tag in backticks."),
        Rule("PB311", "error", "A link in the text leads nowhere safe", "Link to an http or https address."),
        Rule("PB401", "error", "The bibliography is malformed", "Correct the entry; the others were read."),
        Rule("PB402", "error", "A reference key is used twice", "Keep one of the two."),
        Rule("PB403", "error", "A reference lacks a field", "Add the field."),
        Rule("PB404", "error", "A reference has an unsafe or malformed address", "Correct the DOI or the URL."),
        Rule("PB405", "warning", "A reference has an unknown type", "Use a BibTeX or biblatex type."),
        Rule("PB406", "warning", "A reference is never cited", "Cite it, or take it out of the bibliography."),
        Rule("PB407", "notice", "A reference has no year", "Add a year where one is known."),
        Rule("PB408", "warning", "A reference is described in part", "Add the field, or keep one of two."),
        Rule("PB409", "notice", "A name or a command in a reference may not read as meant", "Put double braces around it, or take it out."),
        Rule("PB501", "notice", "The site's address is the default", "Set PATTERNBOOK_SITE_URL or `site_url`."),
    )
}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem found in the data."""

    code: str
    place: Place
    message: str
    entry: str = ""
    """Id, slug or key of what it is about; empty where a whole file is meant."""
    expected: str = ""
    """What was expected instead, as a phrase."""
    fix: str = ""
    """The nearest valid value or the next step; the rule's own advice where empty."""

    @property
    def rule(self) -> Rule:
        return RULES[self.code]

    @property
    def severity(self) -> Severity:
        return self.rule.severity


class DataError(Exception):
    """The data holds errors; carries every diagnostic of the run.

    Raised once, at the edge, by what cannot go on without valid data.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(as_text(self.diagnostics)))


def errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Those that make a build impossible."""
    return tuple(d for d in diagnostics if d.severity == "error")


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each once, by place, so that one run reads from top to bottom."""
    return tuple(sorted(set(diagnostics), key=lambda d: (d.place, d.code, d.entry, d.message)))


def nearest(wrong: str, known: Iterable[str]) -> str:
    """The known name closest to a wrong one as a question, or nothing where none is close."""
    import difflib  # good data does without

    close = difflib.get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else ""


def listed(names: Iterable[str], limit: int = 12) -> str:
    """`a, b or c`, cut after `limit` names."""
    names = sorted(names)
    shown = [*names[:limit], *(["..."] if len(names) > limit else [])]
    return shown[0] if len(shown) == 1 else " or ".join([", ".join(shown[:-1]), shown[-1]]) if shown else "nothing"


LONG = 80
"""Characters of what was expected that are read to their end before the fix; after more of them nobody would find it."""


def sentence(diagnostic: Diagnostic) -> str:
    """What is wrong, what was expected, what to do."""
    fix = diagnostic.fix or diagnostic.rule.fix
    if not diagnostic.expected:
        return f"{diagnostic.message}; {fix}"
    expected = f"expected {diagnostic.expected}"
    if len(expected) > LONG:
        return f"{diagnostic.message}; {fix.rstrip('.')} ({expected})"
    return f"{diagnostic.message}; {expected}; {fix}"


def as_text(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """One line each: `path:line:col: CODE: entry: message; expected ...; fix`; the fix goes before what is long to read."""
    lines = []
    for diagnostic in diagnostics:
        place = diagnostic.place
        entry = f"{diagnostic.entry}: " if diagnostic.entry else ""
        severity = "" if diagnostic.severity == "error" else f"{diagnostic.severity}: "
        lines.append(f"{place.file}:{place.line}:{place.column}: {diagnostic.code}: {severity}{entry}{sentence(diagnostic)}")
    return lines
