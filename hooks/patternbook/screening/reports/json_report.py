"""The report for programs, in the versioned format that docs/screen.md documents."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from patternbook.screening.judging.indicators import IndicatorResult
from patternbook.screening.pipeline.screen import Failed, Screened
from patternbook.screening.survey.model import Sighting

JSON_REPORT_VERSION = 1
"""Incremented when a field changes its meaning or is removed."""


def json_report(results: tuple[Screened | Failed, ...], lists_from: str) -> str:
    """Return the JSON object {format, token_lists, screened, failed}."""
    report = {
        "format": JSON_REPORT_VERSION,
        "token_lists": lists_from,
        "screened": [_screened(result) for result in results if isinstance(result, Screened)],
        "failed": [asdict(result) for result in results if isinstance(result, Failed)],
    }
    return json.dumps(report, indent=1, ensure_ascii=False)


def _screened(screened: Screened) -> dict[str, Any]:
    survey, verdict, metadata = screened.survey, screened.verdict, screened.metadata
    return {
        "checkout": screened.checkout,
        "name": screened.name,
        "read": {
            "kind": screened.kind,
            "commit": screened.commit,
            "files": survey.files,
            "bytes": survey.total_bytes,
            "history": asdict(survey.history),
            "not_read": list(survey.unread),
        },
        "metadata": {"full_name": metadata.full_name, "found": metadata.matched} if metadata else None,
        "stage": {"reached": verdict.reached, "candidate": verdict.candidate, "stopped": verdict.stopped},
        "suggestion": {
            "class": verdict.suggested,
            "confidence": verdict.confidence,
            "points": dict(verdict.points),
            "reasons": [
                {"rule": each.rule, "family": each.family, "points": each.points, "why": each.why, "evidence": _evidence(each.evidence)}
                for each in verdict.reasons
            ],
        },
        "gates": [asdict(gate) for gate in screened.gates],
        "indicators": [_indicator(indicator) for indicator in screened.indicators],
        "questions": [asdict(question) for question in screened.questions],
    }


def _indicator(indicator: IndicatorResult) -> dict[str, Any]:
    signal = indicator.signal
    return {
        "slug": signal.slug,
        "title": signal.title,
        "key": signal.key,
        "entry": signal.entry,
        "stage": signal.stage,
        "state": indicator.state,
        "why": indicator.why,
        "tokens": [
            {"name": token.name, "weak": token.weak, "counts": dict(token.counts), "evidence": _evidence(token.evidence)}
            for token in indicator.tokens
        ],
    }


def _evidence(found: Iterable[Sighting]) -> list[dict[str, Any]]:
    """Return locations; on line 0, the name of the file is the evidence."""
    return [{"file": each.file, "line": each.line, "fragment": each.fragment, "part": each.zone} for each in found]
