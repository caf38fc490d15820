"""The last stage of the study's funnel that a repository passes, and what stops it there."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from patternbook.screening.judging.gates import Gate
from patternbook.screening.judging.rules.facts import CheckoutFacts
from patternbook.screening.survey.self_description import SelfLabel
from patternbook.screening.tokens.lists import Family

ReachedStage = Literal["none", "search", "wording", "ui", "ml"]


def reached_stage(facts: CheckoutFacts, gates: tuple[Gate, ...], points: Counter[Family]) -> tuple[ReachedStage, str]:
    """Return the last stage passed and the reason for stopping; a gate that could not be judged stops nothing."""
    failed = {gate.slug: gate.why for gate in gates if gate.state == "failed"}
    for slug in ("stars", "recency"):
        if slug in failed:
            return "none", failed[slug]
    for slug in ("archived", "fork", "english"):
        if slug in failed:
            return "search", f"{slug}: {failed[slug]}"
    if (label := _rejecting(facts, points)) is not None:
        return "search", f"calls itself “{label.token.name}”: {label.evidence.file}:{label.evidence.line}: {label.evidence.fragment}"
    if not facts.has_user_interface():
        outside = sum(sum(found.counts.values()) for found in facts.user_interfaces())
        return "wording", f"no user interface in its own code{f' ({outside} hits in examples, tests or documentation)' if outside else ''}"
    return ("ml", "") if facts.ml_hits() else ("ui", "no ML library, hosted model, model file or ML word in its own code")


_REJECTED: tuple[Family, ...] = ("library", "tutorial", "developer-tool")


def _rejecting(facts: CheckoutFacts, points: Counter[Family]) -> SelfLabel | None:
    """Return the label for which the study's second stage would reject it; a word alone does not reject an application or a product."""
    if any(found.in_own_code and found.strong and found.source.signal.surface == "application" for found in facts.user_interfaces()):
        return None
    label = next((each for each in facts.labels if each.family in _REJECTED), None)
    product_first = label is not None and any(each.family == "product" and each.position <= label.position for each in facts.labels)
    rejected = label is not None and not product_first and points["product"] < max(points[family] for family in _REJECTED)
    return label if rejected else None
