"""Diagnostics for programs: JSON, GitHub's workflow commands, SARIF."""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import quote

from patternbook.diagnostics.diagnostic import Diagnostic, Place, count_by_severity, explain
from patternbook.diagnostics.escaping import UNPRINTABLE, one_line

FORMAT_VERSION = 1
"""Version of `check --format json`; raised when a field changes its meaning or is removed."""


def format_json(diagnostics: Iterable[Diagnostic], counts: dict[str, int]) -> str:
    """The documented, versioned JSON format: {format, counts, totals, diagnostics}."""
    diagnostics = tuple(diagnostics)
    rows = [
        {
            "code": d.code,
            "severity": d.severity,
            "file": d.place.file,
            "line": d.place.line,
            "column": d.place.column,
            "entry": d.entry,
            "message": d.message,
            "expected": d.expected,
            "fix": d.fix or d.rule.fix,
            "related": [{"file": place.file, "line": place.line, "column": place.column} for place in d.related],
        }
        for d in diagnostics
    ]
    return _json_text(
        {"format": FORMAT_VERSION, "counts": counts, "totals": count_by_severity(diagnostics), "diagnostics": rows},
    )


def _json_text(report: object) -> str:
    """The report as JSON, in which nothing that a log obeys stands as it is: JSON has a way to write every character."""
    lines = json.dumps(report, indent=2, ensure_ascii=False).replace("##[", "#\\u0023[").split("\n")
    return "\n".join(UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", line) for line in lines)


def format_github(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Workflow commands that GitHub shows on the changed line.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions (escaping of data and properties).
    """
    return [
        f"::{d.severity} file={_github_property(d.place.file)},line={d.place.line},col={d.place.column},"
        f"title={_github_property(f'{d.code} {d.entry}'.strip())}::{_github_data(explain(d))}"
        for d in diagnostics
    ]


def _github_data(text: str) -> str:
    return one_line(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _github_property(text: str) -> str:
    return _github_data(text).replace(":", "%3A").replace(",", "%2C")


def _location(place: Place) -> dict[str, object]:
    """A place as SARIF writes it."""
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(place.file, errors="surrogateescape")},
            "region": {"startLine": place.line, "startColumn": place.column},
        }
    }


def format_sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/ ; severities map to error, warning, note."""
    diagnostics = tuple(diagnostics)
    rules = [
        {"id": rule.code, "shortDescription": {"text": rule.title}, "help": {"text": rule.fix}}
        for rule in sorted({d.rule for d in diagnostics}, key=lambda rule: rule.code)
    ]
    results = [
        {
            "ruleId": d.code,
            "level": "note" if d.severity == "notice" else d.severity,
            "message": {"text": " ".join(filter(None, [f"{d.entry}:" if d.entry else "", explain(d)]))},
            "locations": [_location(d.place)],
            **({"relatedLocations": [_location(place) for place in d.related]} if d.related else {}),
        }
        for d in diagnostics
    ]
    return _json_text(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{"tool": {"driver": {"name": "patternbook", "rules": rules}}, "results": results}],
        },
    )
