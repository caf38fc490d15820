"""Diagnostics as SARIF 2.1.0, which code hosts and editors show beside the changed lines.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/ ; severities map to error, warning, note.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from patternbook.diagnostics.corrections import Correction, region_of
from patternbook.diagnostics.diagnostic import Diagnostic, LineAt, Place, Rule, explain, no_line
from patternbook.diagnostics.escaping import json_text
from patternbook.diagnostics.explanations import Explanation, explanations, severity_advice
from patternbook.diagnostics.formats import HelpAddress, fingerprints, no_address


def format_sarif(diagnostics: Iterable[Diagnostic], help_address: HelpAddress = no_address, line_at: LineAt = no_line) -> str:
    """One run with all diagnostics.

    Args:
        diagnostics: The problems.
        help_address: Where a code is explained.
        line_at: Looks up lines, to say exactly which part of one a fix replaces.

    """
    diagnostics = tuple(diagnostics)
    by_code = {d.code: d.rule for d in diagnostics}
    driver = {"name": "patternbook", "rules": [_rule(by_code[code], help_address(code)) for code in sorted(by_code)]}
    results = [_result(d, fingerprint, line_at) for d, fingerprint in zip(diagnostics, fingerprints(diagnostics), strict=True)]
    return json_text(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
        },
    )


FINGERPRINT = "patternbook/v1"
"""Name and version of the fingerprints; another version would make every known problem a new one."""


def _rule(rule: Rule, address: str) -> dict[str, object]:
    explanation = explanations().get(rule.code)
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        **({"fullDescription": {"text": explanation.what}} if explanation else {}),
        "help": _help(rule, explanation) if explanation else {"text": rule.fix},
        **({"helpUri": address} if address else {}),
    }


def _help(rule: Rule, explanation: Explanation) -> dict[str, str]:
    """What to do about a rule, as plain text and with its examples as Markdown."""
    examples = (
        f"**{title}:** {example.note}".rstrip() + f"\n\n```{example.language}\n{example.text}\n```"
        for title, example in (("Wrong", explanation.wrong), ("Right", explanation.right))
    )
    parts = [explanation.what, f"**Why it matters:** {explanation.why}", *examples, f"**What to do:** {rule.fix}", severity_advice(rule, explanation)]
    return {"text": f"{explanation.what} {explanation.why} {rule.fix}", "markdown": "\n\n".join(parts)}


def _result(d: Diagnostic, fingerprint: str, line_at: LineAt) -> dict[str, object]:
    changes = [change for each in dict.fromkeys(d.corrections) if (change := _change(each, line_at))]
    fix = {"description": {"text": _described(d.corrections[0])}, "artifactChanges": changes} if changes else None
    return {
        "ruleId": d.code,
        "level": "note" if d.severity == "notice" else d.severity,
        "message": {"text": " ".join(filter(None, [f"{d.entry}:" if d.entry else "", explain(d)]))},
        "locations": [_location(d.place)],
        **({"relatedLocations": [_location(place) for place in dict.fromkeys(d.related)]} if d.related else {}),
        "partialFingerprints": {FINGERPRINT: fingerprint},
        **({"fixes": [fix]} if fix else {}),
    }


def _file(place: Place) -> dict[str, str]:
    return {"uri": quote(place.file, errors="surrogateescape")}


def _location(place: Place) -> dict[str, object]:
    return {"physicalLocation": {"artifactLocation": _file(place), "region": {"startLine": place.line, "startColumn": place.column}}}


def _described(correction: Correction) -> str:
    return f"Write {correction.new!r}." if correction.new else "Take the line out."


def _change(correction: Correction, line_at: LineAt) -> dict[str, object] | None:
    """What a fix changes in a file; None where the file holds something else there."""
    region = region_of(correction, line_at)
    if region is None:
        return None
    deleted = {"startLine": region.line, "startColumn": region.column, "endLine": region.end_line, "endColumn": region.end_column}
    return {"artifactLocation": _file(correction.place), "replacements": [{"deletedRegion": deleted, "insertedContent": {"text": correction.new}}]}
