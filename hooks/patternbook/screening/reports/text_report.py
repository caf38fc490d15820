"""The report for people: for each checkout the suggestion, the reasons, and what a person has to decide."""

from __future__ import annotations

from collections.abc import Iterator

from patternbook.diagnostics.escaping import printable
from patternbook.screening.judging.indicators import IndicatorResult
from patternbook.screening.pipeline.screen import Failed, Screened
from patternbook.screening.survey.model import Sighting

_STAGES = {
    "none": "none: it would not have been searched for",
    "search": "search",
    "wording": "wording",
    "ui": "user interface",
    "ml": "machine learning: a candidate for a person's look",
}
_CLASSES = {
    "ml_product": "product with machine learning",
    "ml_library_or_tool": "library or tool for machine learning",
    "model_or_paper_code": "model, or code of a paper",
    "tutorial_or_notebooks": "tutorial, course, notebooks or list",
    "toy_or_demo": "toy, demonstration, sample or template",
    "non_ml_product": "product; no machine learning to be seen",
    "non_ml_library": "library or tool; no machine learning to be seen",
    "unclear": "no class is clearly ahead",
}


def text_report(results: tuple[Screened | Failed, ...], lists_from: str) -> str:
    """Return the name of the token lists, then the report on each checkout."""
    reports = ("\n".join(_failed(result) if isinstance(result, Failed) else _screened(result)) for result in results)
    return "\n\n".join((f"token lists: {lists_from}", *reports))


def _failed(failed: Failed) -> Iterator[str]:
    yield f"{failed.checkout}: not screened: {failed.why}"


def _screened(screened: Screened) -> Iterator[str]:
    survey, verdict = screened.survey, screened.verdict
    at = f" at {screened.commit[:12]}" if screened.commit else ""
    yield f"{screened.checkout}"
    cut = f"; {survey.history.partial}" if survey.history.partial else ""
    yield f"  read: {screened.kind}{at}, {survey.files:,} files, {survey.total_bytes / 1e6:,.1f} MB{cut}"
    if screened.metadata:
        yield f"  metadata: {screened.metadata.full_name}, found {screened.metadata.matched}"
    yield f"  stage reached: {_STAGES[verdict.reached]}"
    if verdict.stopped:
        yield f"  stopped there: {printable(verdict.stopped)}"
    how = f", {verdict.confidence}" if verdict.confidence else ""
    yield f"  suggested class: {verdict.suggested} ({_CLASSES[verdict.suggested]}){how}; only a person can decide"
    yield f"  points: {', '.join(f'{family} {points}' for family, points in verdict.points) or 'none'}"
    for reason in verdict.reasons:
        yield f"    {reason.points:+d} {reason.family}: {printable(reason.why)} [{reason.rule}]"
        yield from (f"       {_place(evidence)}" for evidence in reason.evidence)
    yield "  gates:"
    yield from (f"    {gate.slug}: {gate.state}: {printable(gate.why)}" for gate in screened.gates)
    yield "  indicators:"
    judged = {gate.slug for gate in screened.gates}
    for indicator in screened.indicators:
        if indicator.signal.slug not in judged:
            yield from _indicator(indicator)
    yield "  open questions for a person:"
    yield from (f"    {question.key}: {question.text}" for question in screened.questions)
    if survey.unread:
        yield "  not read:"
        yield from (f"    {problem}" for problem in survey.unread)


def _indicator(indicator: IndicatorResult) -> Iterator[str]:
    signal = indicator.signal
    if indicator.state == "no hit":
        return
    key = f"{signal.entry} ({signal.key})" if signal.entry else "ours"
    yield f"    {key} {signal.title}: {indicator.state}{f': {printable(indicator.why)}' if indicator.why else ''}"
    for token in indicator.tokens:
        counts = ", ".join(f"{count:,} in {zone}" for zone, count in token.counts.items())
        yield f"      {token.name}{' (weak)' if token.weak else ''}: {counts}"
        yield from (f"        {_place(evidence)}" for evidence in token.evidence[:2])


def _place(evidence: Sighting) -> str:
    line = f":{evidence.line}" if evidence.line else ""
    return f"{evidence.file}{line}{f': {evidence.fragment}' if evidence.fragment else ''}"
