"""How far a repository comes through the study's funnel, and what stops it."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from patternbook.screening.facts import Facts
from patternbook.screening.gates import Gate
from patternbook.screening.lists import Family
from patternbook.screening.wording import Said

Reached = Literal["none", "search", "wording", "ui", "ml"]


def reached(facts: Facts, gates: tuple[Gate, ...], points: Counter[Family]) -> tuple[Reached, str]:
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
    if not facts.has_surface():
        outside = sum(sum(found.counts.values()) for found in facts.surfaces())
        return "wording", f"no user interface in its own code{f' ({outside} hits in examples, tests or documentation)' if outside else ''}"
    return ("ml", "") if facts.ml() else ("ui", "no ML library, hosted model, model file or ML word in its own code")


_REJECTED: tuple[Family, ...] = ("library", "tutorial", "developer-tool")


def _rejecting(facts: Facts, points: Counter[Family]) -> Said | None:
    """The wording that the study's second stage drops; a word alone does not drop an application or what is delivered to users."""
    if any(found.main and found.strong and found.sought.signal.surface == "application" for found in facts.surfaces()):
        return None
    said = next((each for each in facts.said if each.family in _REJECTED), None)
    product_first = said is not None and any(each.family == "product" and each.position <= said.position for each in facts.said)
    rejected = said is not None and not product_first and points["product"] < max(points[family] for family in _REJECTED)
    return said if rejected else None
