"""Every indicator with its result and evidence, for the middle part of a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from patternbook.screening.judging.gates import Gate
from patternbook.screening.judging.rules.facts import CheckoutFacts, package_sighting
from patternbook.screening.survey.mentions import tokens_in_headings, tokens_in_readme
from patternbook.screening.survey.model import SIGHTINGS_KEPT, Sighting, TokenHits
from patternbook.screening.tokens.lists import Signal, Token

IndicatorState = Literal["hit", "weak hit", "only outside own code", "no hit", "passed", "failed", "not judged", "open"]


@dataclass(frozen=True, slots=True)
class ReportedToken:
    """A token that was found, as a report shows it."""

    name: str
    weak: bool
    counts: Mapping[str, int]
    """Part of the repository -> number of occurrences."""
    evidence: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """The result of one indicator."""

    signal: Signal
    state: IndicatorState
    why: str = ""
    tokens: tuple[ReportedToken, ...] = field(default=())


def apply_indicators(facts: CheckoutFacts, gates: tuple[Gate, ...]) -> tuple[IndicatorResult, ...]:
    """Apply every indicator, in the order of the token lists."""
    judged = {gate.slug: gate for gate in gates}
    return tuple(_gate(signal, judged[signal.slug]) if signal.slug in judged else _applied(signal, facts) for signal in facts.lists.signals)


def _gate(signal: Signal, gate: Gate) -> IndicatorResult:
    return IndicatorResult(signal, gate.state, gate.why)


def _applied(signal: Signal, facts: CheckoutFacts) -> IndicatorResult:
    return _BY_PLACE[signal.read_from](signal, facts)


def _in_tree(signal: Signal, facts: CheckoutFacts) -> IndicatorResult:
    found = sorted(facts.survey.hits_of(signal.slug), key=lambda each: (-each.in_own_code, each.source.token.name))
    tokens = tuple(ReportedToken(each.source.token.name, not each.strong, _named(each), each.evidence) for each in found)
    inside = [each for each in found if each.in_own_code]
    state: IndicatorState = "no hit"
    if inside:
        state = "hit" if any(each.strong for each in inside) else "weak hit"
    elif found:
        state = "only outside own code"
    return IndicatorResult(signal, state, "", tokens)


def _named(found: TokenHits) -> dict[str, int]:
    return {str(zone): count for zone, count in found.counts.items()}


def _in_self_description(signal: Signal, facts: CheckoutFacts) -> IndicatorResult:
    places: dict[str, dict[Sighting, None]] = {}
    """Word -> its evidence without duplicates: one sentence may yield the same word in several ways."""
    for label in facts.labels:
        if label.signal.slug == signal.slug:
            places.setdefault(label.token.name, {})[label.evidence] = None
    tokens = tuple(
        ReportedToken(name, weak=False, counts={"main": len(found)}, evidence=tuple(found)[:SIGHTINGS_KEPT]) for name, found in places.items()
    )
    return IndicatorResult(signal, "hit" if tokens else "no hit", "", tokens)


def _in_readme(signal: Signal, facts: CheckoutFacts) -> IndicatorResult:
    return _by_tokens(signal, facts, tokens_in_readme(facts.survey.readme, signal))


def _in_headings(signal: Signal, facts: CheckoutFacts) -> IndicatorResult:
    return _by_tokens(signal, facts, tokens_in_headings(facts.survey.readme, signal))


def _by_tokens(signal: Signal, facts: CheckoutFacts, found: tuple[tuple[Token, Sighting], ...]) -> IndicatorResult:
    if not facts.survey.readme.path:
        return IndicatorResult(signal, "not judged", "there is no README")
    tokens = tuple(ReportedToken(token.name, token.weight == "weak", {"main": 1}, (evidence,)) for token, evidence in found)
    strong = any(not token.weak for token in tokens)
    return IndicatorResult(signal, "hit" if strong else "weak hit" if tokens else "no hit", "", tokens)


def _in_metadata(signal: Signal, facts: CheckoutFacts) -> IndicatorResult:
    """Judge by the homepage that the metadata names, else by the one in a manifest."""
    named = next((each for each in facts.survey.manifests if each.zone == "main" and each.manifest.homepage), None)
    if facts.metadata is not None and facts.metadata.homepage:
        own = _own(facts.metadata.homepage)
        return IndicatorResult(signal, "hit" if own else "no hit", facts.metadata.homepage)
    if named is not None and _own(named.manifest.homepage):
        return IndicatorResult(signal, "weak hit", f"{named.manifest.homepage} in {named.file}")
    return IndicatorResult(
        signal, "no hit" if facts.metadata else "not judged", "" if facts.metadata else "the homepage is not in a checkout; give --metadata"
    )


def _own(address: str) -> bool:
    """Return whether an address is something other than the repository's own page."""
    return "://github.com/" not in address and "://gitlab.com/" not in address


def _in_history(signal: Signal, facts: CheckoutFacts) -> IndicatorResult:
    history = facts.survey.history
    if not history.commits:
        return IndicatorResult(signal, "not judged", history.partial or "there is no history")
    least = " at least" if history.partial else ""
    why = f"{history.commits:,} commits{least} by {history.committers:,} committers, {history.tags:,} tags"
    return IndicatorResult(signal, "passed", f"{why}{f' ({history.partial})' if history.partial else ''}")


def _in_manifests(signal: Signal, facts: CheckoutFacts) -> IndicatorResult:
    """Judge by the packages that manifests declare; no registry is queried."""
    found = tuple(
        ReportedToken(
            each.manifest.name or each.file,
            each.depth > 0,
            {each.zone: 1},
            (package_sighting(each),),
        )
        for each in facts.survey.manifests
        if each.zone == "main" and each.manifest.publishes
    )
    strong = any(not token.weak for token in found)
    return IndicatorResult(signal, "hit" if strong else "weak hit" if found else "no hit", "declared in manifests; no registry was asked", found[:5])


def _by_person(signal: Signal, _: CheckoutFacts) -> IndicatorResult:
    return IndicatorResult(signal, "open", "only a person can tell; see the open questions")


_BY_PLACE: dict[str, Callable[[Signal, CheckoutFacts], IndicatorResult]] = {
    "tree": _in_tree,
    "self-description": _in_self_description,
    "readme": _in_readme,
    "headings": _in_headings,
    "metadata": _in_metadata,
    "history": _in_history,
    "manifests": _in_manifests,
    "person": _by_person,
}
