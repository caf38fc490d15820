"""Diagnostics for programs: JSON, and GitHub's workflow commands; SARIF is in `sarif.py`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from patternbook.diagnostics.corrections import Correction, region_of
from patternbook.diagnostics.diagnostic import Diagnostic, LineAt, Place, count_by_severity, explain, no_line
from patternbook.diagnostics.escaping import json_text, one_line
from patternbook.runtime.digests import digest

FORMAT_VERSION = 1
"""Version of `check --format json`; raised when a field changes its meaning or is removed."""


HelpAddress = Callable[[str], str]
"""Code -> the address of the page that explains it; empty where there is none."""

_LINES = re.compile(r"(?<=:)\d+(?::\d+)?\b|(?<=\bline )\d+|(?<=\blines )\d+")
"""Numbers of lines in a message."""


def no_address(_: str) -> str:
    """No page explains any code."""
    return ""


def fingerprints(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """A fingerprint of each problem that stays when it moves to other lines, so that a code host knows it again.

    It is made of the rule, the file, the entry and the message without numbers of lines; among equal ones of their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for d in diagnostics:
        parts = (d.code, d.place.file, d.entry, _LINES.sub("", d.message))
        seen[parts] += 1
        yield digest(*parts, str(seen[parts])).hex()


def format_json(diagnostics: Iterable[Diagnostic], counts: dict[str, int], help_address: HelpAddress = no_address, line_at: LineAt = no_line) -> str:
    """The versioned JSON format that docs/check-output.md documents.

    Args:
        diagnostics: The problems.
        counts: How much of what was checked.
        help_address: Where a code is explained.
        line_at: Looks up lines, to say exactly which part of one a correction replaces.

    """
    diagnostics = tuple(diagnostics)
    rows = [
        {
            "code": d.code,
            "severity": d.severity,
            **_place(d.place),
            "entry": d.entry,
            "message": d.message,
            "expected": d.expected,
            "fix": d.fix or d.rule.fix,
            "related": [_place(place) for place in dict.fromkeys(d.related)],
            "help": help_address(d.code),
            "fingerprint": fingerprint,
            "corrections": [written for each in d.corrections if (written := _correction(each, line_at))],
        }
        for d, fingerprint in zip(diagnostics, fingerprints(diagnostics), strict=True)
    ]
    return json_text(
        {"format": FORMAT_VERSION, "counts": counts, "totals": count_by_severity(diagnostics), "diagnostics": rows},
    )


def _place(place: Place) -> dict[str, object]:
    return {"file": place.file, "line": place.line, "column": place.column}


def _correction(correction: Correction, line_at: LineAt) -> dict[str, object] | None:
    region = region_of(correction, line_at)
    return {"file": correction.place.file, **region._asdict(), "text": correction.new} if region is not None else None


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
