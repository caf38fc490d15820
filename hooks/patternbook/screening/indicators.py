"""Every indicator with what was found of it: the report's middle part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from patternbook.screening.facts import Facts
from patternbook.screening.gates import Gate
from patternbook.screening.lists import Signal, Token
from patternbook.screening.naming import in_headings, in_readme
from patternbook.screening.survey import KEPT, Evidence, Found

State = Literal["hit", "weak hit", "only outside own code", "no hit", "passed", "failed", "not judged", "open"]


@dataclass(frozen=True, slots=True)
class TokenFound:
    """One token that was found."""

    name: str
    weak: bool
    counts: Mapping[str, int]
    """Part of the repository -> how often."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator, applied."""

    signal: Signal
    state: State
    why: str = ""
    tokens: tuple[TokenFound, ...] = field(default=())


def indicators(facts: Facts, gates: tuple[Gate, ...]) -> tuple[Indicator, ...]:
    """All of them, in the order of their lists."""
    judged = {gate.slug: gate for gate in gates}
    return tuple(_gate(signal, judged[signal.slug]) if signal.slug in judged else _applied(signal, facts) for signal in facts.lists.signals)


def _gate(signal: Signal, gate: Gate) -> Indicator:
    return Indicator(signal, gate.state, gate.why)


def _applied(signal: Signal, facts: Facts) -> Indicator:
    return _BY_PLACE[signal.read_from](signal, facts)


def _in_tree(signal: Signal, facts: Facts) -> Indicator:
    found = sorted(facts.survey.of(signal.slug), key=lambda each: (-each.main, each.sought.token.name))
    tokens = tuple(TokenFound(each.sought.token.name, not each.strong, _named(each), each.evidence) for each in found)
    inside = [each for each in found if each.main]
    state: State = "no hit"
    if inside:
        state = "hit" if any(each.strong for each in inside) else "weak hit"
    elif found:
        state = "only outside own code"
    return Indicator(signal, state, "", tokens)


def _named(found: Found) -> dict[str, int]:
    return {str(zone): count for zone, count in found.counts.items()}


def _in_self_description(signal: Signal, facts: Facts) -> Indicator:
    places: dict[str, dict[Evidence, None]] = {}
    """Word -> where it is said: one sentence may come down to the same word in several ways."""
    for said in facts.said:
        if said.signal.slug == signal.slug:
            places.setdefault(said.token.name, {})[said.evidence] = None
    tokens = tuple(TokenFound(name, weak=False, counts={"main": len(found)}, evidence=tuple(found)[:KEPT]) for name, found in places.items())
    return Indicator(signal, "hit" if tokens else "no hit", "", tokens)


def _in_readme(signal: Signal, facts: Facts) -> Indicator:
    return _by_tokens(signal, facts, in_readme(facts.survey.readme, signal))


def _in_headings(signal: Signal, facts: Facts) -> Indicator:
    return _by_tokens(signal, facts, in_headings(facts.survey.readme, signal))


def _by_tokens(signal: Signal, facts: Facts, found: tuple[tuple[Token, Evidence], ...]) -> Indicator:
    if not facts.survey.readme.path:
        return Indicator(signal, "not judged", "there is no README")
    tokens = tuple(TokenFound(token.name, token.weight == "weak", {"main": 1}, (evidence,)) for token, evidence in found)
    strong = any(not token.weak for token in tokens)
    return Indicator(signal, "hit" if strong else "weak hit" if tokens else "no hit", "", tokens)


def _in_metadata(signal: Signal, facts: Facts) -> Indicator:
    """The homepage: of the metadata, else as a manifest names it."""
    named = next((each for each in facts.survey.manifests if each.zone == "main" and each.manifest.homepage), None)
    if facts.metadata is not None and facts.metadata.homepage:
        own = _own(facts.metadata.homepage)
        return Indicator(signal, "hit" if own else "no hit", facts.metadata.homepage)
    if named is not None and _own(named.manifest.homepage):
        return Indicator(signal, "weak hit", f"{named.manifest.homepage} in {named.file}")
    return Indicator(
        signal, "no hit" if facts.metadata else "not judged", "" if facts.metadata else "the homepage is not in a checkout; give --metadata"
    )


def _own(address: str) -> bool:
    """Whether an address is more than the repository itself."""
    return "://github.com/" not in address and "://gitlab.com/" not in address


def _in_history(signal: Signal, facts: Facts) -> Indicator:
    history = facts.survey.history
    if not history.commits:
        return Indicator(signal, "not judged", history.partial or "there is no history")
    least = " at least" if history.partial else ""
    why = f"{history.commits:,} commits{least} by {history.committers:,} committers, {history.tags:,} tags"
    return Indicator(signal, "passed", f"{why}{f' ({history.partial})' if history.partial else ''}")


def _in_manifests(signal: Signal, facts: Facts) -> Indicator:
    """What it publishes, by its manifests; whether a registry holds it was not asked."""
    found = tuple(
        TokenFound(
            each.manifest.name or each.file,
            each.depth > 0,
            {each.zone: 1},
            (Evidence(each.manifest.kind, each.file, 1, each.manifest.publishes, each.zone),),
        )
        for each in facts.survey.manifests
        if each.zone == "main" and each.manifest.publishes
    )
    strong = any(not token.weak for token in found)
    return Indicator(signal, "hit" if strong else "weak hit" if found else "no hit", "declared in manifests; no registry was asked", found[:5])


def _by_person(signal: Signal, _: Facts) -> Indicator:
    return Indicator(signal, "open", "only a person can tell; see the open questions")


_BY_PLACE: dict[str, Callable[[Signal, Facts], Indicator]] = {
    "tree": _in_tree,
    "self-description": _in_self_description,
    "readme": _in_readme,
    "headings": _in_headings,
    "metadata": _in_metadata,
    "history": _in_history,
    "manifests": _in_manifests,
    "person": _by_person,
}
