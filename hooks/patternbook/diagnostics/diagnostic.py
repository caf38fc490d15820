"""Problems as values: a diagnostic for each, and their text for people. All of a run are reported at once.

A rule is one thing that can be wrong. The meaning of its code never changes, so that scripts can depend on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from patternbook.diagnostics.corrections import Correction
from patternbook.diagnostics.escaping import one_line
from patternbook.diagnostics.quote import quote_line

Severity = Literal["error", "warning", "notice"]
"""The worst first."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file, whose name is as shown to the user; line and column are counted from 1."""

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
    """Whether a catalogue may choose another severity; false where nothing can be built from data that breaks the rule."""
    on: bool = True
    """Whether it runs unless a catalogue turns it off; false where it runs only if a catalogue chooses a severity for it."""


UNREADABLE_FILE = Rule("PB101", "error", "A file cannot be read", "Put the file back, or correct its permissions.")
NOT_UTF8 = Rule("PB102", "error", "A file is not UTF-8 text", "Save the file as UTF-8.")
MALFORMED_YAML = Rule("PB103", "error", "The YAML is malformed", "Correct indentation, quotes and colons at this place.")
KEY_TWICE = Rule("PB104", "error", "A key is written twice", "Keep one of the two.")
UNSUPPORTED_YAML = Rule("PB105", "error", "Anchors, aliases and tags are not part of the format", "Write the value out.")
EMPTY_FILE = Rule("PB106", "error", "A file is empty or holds no keys", "Add a key such as `findings:`, or delete the file.")
TOO_LARGE = Rule("PB107", "error", "Values are nested too deeply, or a file is too large", "Flatten or split the file.")
UNKNOWN_KEY = Rule("PB108", "error", "A top-level key is unknown", "Use one of the keys listed.")
NO_DATA = Rule("PB109", "error", "There is no data", "Run `patternbook init DIR` to make a catalogue to start from.")
UNCARRIED_CHARACTER = Rule("PB110", "error", "A text holds a character that no page can carry", "Take the character out.")
LINK_OUTSIDE = Rule("PB111", "error", "A link leads out of the catalogue's folders", "Put what it leads to in its place.")
RUNNABLE_FILE = Rule("PB112", "error", "A file in docs/ could run in a reader's browser", "Take it out, or publish a page or a picture instead.")
MISSING_FIELD = Rule("PB201", "error", "A field is missing", "Add the field.")
UNKNOWN_FIELD = Rule("PB202", "error", "A field is unknown", "Correct its name, or take it out.")
WRONG_FORM = Rule("PB203", "error", "A value has the wrong form", "Write it in the form expected.")
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
CONTRADICTED_EXAMPLE = Rule(
    "PB608",
    "notice",
    "A token is contradicted by its example",
    "Correct the example, or what the token looks for.",
    adjustable=True,
    on=False,
)
UNSHOWN_TOKEN = Rule(
    "PB609",
    "notice",
    "A token looks for something that no example shows",
    "Add an example of it under `hits`, or take it out.",
    adjustable=True,
    on=False,
)
DEFAULT_ADDRESS = Rule("PB501", "notice", "The site's address is the default", "Set PATTERNBOOK_SITE_URL or `site_url`.", adjustable=True)

READING_RULES = tuple(each for each in tuple(globals().values()) if isinstance(each, Rule))
"""The rules for files, the form of values, the bibliography, token lists and settings: all that are declared above."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem found in the data."""

    rule: Rule
    place: Place
    message: str
    entry: str = ""
    """Id, slug or key of the item with the problem; empty where it is about a whole file."""
    expected: str = ""
    """What was expected instead, as a phrase."""
    fix: str = ""
    """The nearest valid value or the next step; the rule's own advice where empty."""
    related: tuple[Place, ...] = ()
    """Further places with the same cause, in order."""
    correction: Correction | None = None
    """The change that is certain to be meant, where there is one: at its place, and at each further place."""

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """The same change at every place."""
        first = self.correction
        return (first, *(replace(first, place=place) for place in self.related)) if first else ()

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def severity(self) -> Severity:
        return self.rule.severity


LineAt = Callable[[Place], str | None]
"""Looks up the line of a place in its file; None where there is none."""


def no_line(_: Place) -> str | None:
    """Look up no line."""
    return None


class DataError(Exception):
    """There are errors in the data; `diagnostics` are all diagnostics of the run.

    Raised once, by commands that cannot go on without valid data.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(format_text(self.diagnostics)))


def only_errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The errors, which make a build impossible."""
    return tuple(d for d in diagnostics if d.severity == "error")


def count_words(number: int, severity: str) -> str:
    """`no error`, `1 error`, `2 errors`."""
    return f"{number or 'no'} {severity}{'s' if number > 1 else ''}"


def count_by_severity(diagnostics: Iterable[Diagnostic]) -> dict[Severity, int]:
    """How many there are of each severity, the worst first."""
    counts = Counter(d.severity for d in diagnostics)
    return {severity: counts[severity] for severity in get_args(Severity)}


def summary_text(diagnostics: Iterable[Diagnostic], counts: Mapping[str, int]) -> str:
    """`no error in 7 F, 4 S, 8 references; 1 warning, no notice`: what was found, in how much of what."""
    errors, *others = (count_words(number, severity) for severity, number in count_by_severity(diagnostics).items())
    return f"{errors} in {', '.join(f'{count} {name}' for name, count in counts.items())}; {', '.join(others)}"


MAX_NAMED_DIAGNOSTICS = 12
"""The most warnings that a strict command names; it always prints how many there are."""


def build_obstacle(diagnostics: Iterable[Diagnostic], *, strict: bool) -> str:
    """The reason why nothing can be built; an empty text where the data can be built.

    Errors always stop a build. Warnings stop it only where the project or the command is strict, and are then named.
    """
    diagnostics = tuple(diagnostics)
    if errors := only_errors(diagnostics):
        return f"the data holds {count_words(len(errors), 'error')}"
    warnings = [d for d in diagnostics if d.severity == "warning" and strict]
    if not warnings:
        return ""
    names = [
        *(f"{d.code} {one_line(d.entry or d.place.file)}" for d in warnings[:MAX_NAMED_DIAGNOSTICS]),
        *(["..."] if len(warnings) > MAX_NAMED_DIAGNOSTICS else []),
    ]
    return f"the data holds {count_words(len(warnings), 'warning')}, which `strict` does not allow: {', '.join(names)}"


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each diagnostic once, by place, so that the report follows the files from top to bottom."""
    return tuple(sorted(set(diagnostics), key=lambda d: (d.place, d.code, d.entry, d.message)))


def join_diagnostics(diagnostics: Iterable[Diagnostic]) -> Diagnostic:
    """Diagnostics with the same cause as one: the first by place, with the places of all others."""
    first, *others = sort_diagnostics(diagnostics)
    related = tuple(dict.fromkeys(each.place for each in others if each.place != first.place))
    meant = {(each.correction.old, each.correction.new) if each.correction else None for each in (first, *others)}
    return replace(first, related=related, correction=first.correction if len(meant) == 1 else None)


def suggest_nearest(wrong: str, known: Iterable[str]) -> str:
    """The known name closest to a wrong one as a question; empty where none is close."""
    import difflib  # not needed for data without problems

    close = difflib.get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else ""


def join_names(names: Iterable[str], limit: int = 12) -> str:
    """`a, b or c`, cut after `limit` names."""
    names = sorted(names)
    shown = [*names[:limit], *(["..."] if len(names) > limit else [])]
    return " or ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]])) or "nothing"


def explain(diagnostic: Diagnostic) -> str:
    """What is wrong, what was expected, what to do; a long text of what was expected goes to the end, so that the fix is not overlooked."""
    fix = diagnostic.fix or diagnostic.rule.fix
    expected = f"expected {diagnostic.expected}" if diagnostic.expected else ""
    count = len(diagnostic.related)
    more = f"and {count} more place{'s' if count > 1 else ''}" if count else ""
    if len(expected) > 80:
        return "; ".join(filter(None, (diagnostic.message, f"{fix.rstrip('.')} ({expected})", more)))
    fix = fix.rstrip(".") if more else fix
    return "; ".join(filter(None, (diagnostic.message, expected, fix, more)))


def text_lines(diagnostic: Diagnostic, line_at: LineAt = no_line) -> list[str]:
    """`path:line:col: CODE: severity: entry: message; expected ...; fix`, the source line with a caret, some of the related places.

    Args:
        diagnostic: The problem; an error is without its severity.
        line_at: Looks up the line of a place in its file; None where there is none.

    """
    d, line = diagnostic, line_at(diagnostic.place)
    head = (
        f"{d.place.file}:{d.place.line}:{d.place.column}: {d.code}: "
        f"{'' if d.severity == 'error' else f'{d.severity}: '}{f'{_cut(d.entry)}: ' if d.entry else ''}{explain(d)}"
    )
    named = [f"{place.file}:{place.line}" for place in d.related[:MAX_NAMED_PLACES]]
    also = f"    also {', '.join(named)}{', ...' if len(d.related) > len(named) else ''}"
    return [
        one_line(head),
        *(quote_line(line, d.place.line, d.place.column) if line else ()),
        *([one_line(also)] if named and line_at is not no_line else []),
    ]


def _cut(name: str) -> str:
    """A name as a message shows it: of a name of kilobytes, the start."""
    return name if len(name) <= MAX_SHOWN_NAME else f"{name[: MAX_SHOWN_NAME - 3]}..."


MAX_SHOWN_NAME = 80
MAX_NAMED_PLACES = 3
"""The most related places that the text names; formats for programs have all."""


def format_text(diagnostics: Iterable[Diagnostic], line_at: LineAt = no_line) -> list[str]:
    """The lines of all diagnostics; see `text_lines`."""
    return [line for each in diagnostics for line in text_lines(each, line_at)]
