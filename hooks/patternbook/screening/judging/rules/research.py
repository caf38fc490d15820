"""Rules for code that accompanies a paper."""

from __future__ import annotations

from collections.abc import Iterator

from patternbook.screening.judging.rules.facts import CheckoutFacts, Reason, sample_sightings

MIN_RESEARCH_SECTIONS = 3
"""Number of kinds of research sections a README must have; many other READMEs have one of them."""


def paper_code(facts: CheckoutFacts) -> Iterator[Reason]:
    """Paper: asks to be cited, trains a model, and has no user interface."""
    cited = facts.in_readme("citation")
    strong = [evidence for _, is_strong, evidence in cited if is_strong]
    if cited:
        points = 2 if strong else 1
        yield Reason("asks-to-be-cited", "paper", points, "the README asks to be cited or names a preprint", tuple(e for _, _, e in cited[:2]))
    shows = any(found.in_own_code and found.strong for found in facts.user_interfaces())
    trains = [found for found in facts.survey.hits_of("training-code") if found.in_own_code]
    if trains and not shows:
        yield Reason("trains-shows-nothing", "paper", 2, "trains or evaluates a model, and has no user interface", sample_sightings(trains))
    sections = facts.sections("research-sections")
    if len(sections) >= MIN_RESEARCH_SECTIONS:
        yield Reason("research-sections", "paper", 2, "the README tells how to train, evaluate and cite a model", sections[:3])
    models = [found for found in facts.survey.hits_of("model-file") if found.in_own_code and found.strong]
    publishes = any(each.zone == "main" and each.manifest.publishes for each in facts.survey.manifests)
    if models and not shows and not publishes:
        yield Reason("model-and-code", "paper", 2, "holds a model, and neither a user interface nor a package", sample_sightings(models))
