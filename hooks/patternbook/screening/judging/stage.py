"""How far a repository comes through the study's funnel, and what stops it."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from patternbook.screening.judging.gates import Gate
from patternbook.screening.judging.rules.facts import CheckoutFacts
from patternbook.screening.survey.self_description import SelfLabel
from patternbook.screening.tokens.lists import Family

ReachedStage = Literal["none", "search", "wording", "ui", "ml"]


def reached_stage(facts: CheckoutFacts, gates: tuple[Gate, ...], points: Counter[Family]) -> tuple[ReachedStage, str]:
    """The last stage passed, and what stopped it; a gate that nobody could judge stops nothing."""
    failed = {gate.slug: gate.why for gate in gates if gate.state == "failed"}
    for slug in ("stars", "recency"):
        if slug in failed:
            return "none", failed[slug]
    for slug in ("archived", "fork", "english"):
        if slug in failed:
            return "search", f"{slug}: {failed[slug]}"
    if (said := _rejecting(facts, points)) is not None:
        return "search", f"calls itself “{said.token.name}”: {said.evidence.file}:{said.evidence.line}: {said.evidence.fragment}"
    if not facts.has_user_interface():
        outside = sum(sum(found.counts.values()) for found in facts.user_interfaces())
        return "wording", f"no user interface in its own code{f' ({outside} hits in examples, tests or documentation)' if outside else ''}"
    return ("ml", "") if facts.ml_hits() else ("ui", "no ML library, hosted model, model file or ML word in its own code")


_REJECTED: tuple[Family, ...] = ("library", "tutorial", "developer-tool")


def _rejecting(facts: CheckoutFacts, points: Counter[Family]) -> SelfLabel | None:
    """The wording that the study's second stage drops; a word alone does not drop an application or what is delivered to users."""
    if any(found.in_own_code and found.strong and found.source.signal.surface == "application" for found in facts.user_interfaces()):
        return None
    said = next((each for each in facts.labels if each.family in _REJECTED), None)
    product_first = said is not None and any(each.family == "product" and each.position <= said.position for each in facts.labels)
    rejected = said is not None and not product_first and points["product"] < max(points[family] for family in _REJECTED)
    return said if rejected else None
