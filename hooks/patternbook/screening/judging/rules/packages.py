"""Rules for libraries: what is made for other programs to depend on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patternbook.diagnostics.escaping import printable
from patternbook.screening.judging.rules.facts import CheckoutFacts, Reason, package_sighting, sample_sightings
from patternbook.screening.survey.model import Sighting

MANY_SNIPPETS = 3
"""A README with this many snippets of program code is written for programmers."""


def published_package(facts: CheckoutFacts) -> Iterator[Reason]:
    """Library: publishes a package. A package at the root gives more points than one of many; one that is an application, fewer."""
    inside = [each for each in facts.survey.manifests if each.zone == "main" and each.manifest.publishes]
    starts = [each for each in facts.survey.manifests if each.zone == "main" and each.manifest.application]
    if not inside:
        return
    named = {id(each): evidence for each in inside if (evidence := _installed(facts, each.manifest.name))}
    first = min(inside, key=lambda each: (id(each) not in named, each.depth, each.file))
    by_name = (2 if facts.survey.readme.snippets else 1) if named else 0  # applications can be installed by name, too
    points = (3 if first.depth == 0 or named else 1) - (1 if any(each.depth <= first.depth for each in starts) else 0) + by_name
    why = f"publishes a package: {first.file} ({first.manifest.publishes})"
    if points > 0:
        yield Reason("publishes-package", "library", points, why, (package_sighting(first), *named.values())[:3])


def _installed(facts: CheckoutFacts, name: str) -> Sighting | None:
    """Return where the README gives a command that installs this package."""
    signal = facts.lists.signal("package-use")
    commands = [fragment for token in signal.tokens for fragment in token.lines.get("any", ())] if signal else []
    pattern = (
        re.compile(rf"(?:{'|'.join(map(re.escape, commands))})[^\n]{{0,60}}?(?<![\w-]){re.escape(name)}(?![\w/-])", re.IGNORECASE)
        if name and commands
        else None
    )
    found = pattern.search(facts.survey.readme.text) if pattern else None
    if found is None:
        return None
    readme = facts.survey.readme
    return Sighting("install command", readme.path, readme.text.count("\n", 0, found.start()) + 1, printable(found[0]), "main")


def shows_code(facts: CheckoutFacts) -> Iterator[Reason]:
    """Library: the README shows program code, which is meant for programmers who use it."""
    shown_code = facts.survey.readme.snippets
    if shown_code:
        points = 3 if len(shown_code) >= MANY_SNIPPETS else 2
        places = tuple(Sighting("program code", facts.survey.readme.path, each.line, printable(each.text), "main") for each in shown_code[:2])
        yield Reason("readme-shows-code", "library", points, f"the README shows program code, in {len(shown_code)} places", places)


def api_documented(facts: CheckoutFacts) -> Iterator[Reason]:
    """Library: documents its functions and classes for those who call them."""
    found = facts.survey.hits_of("api-documentation")
    if found:
        yield Reason("documents-an-api", "library", 1, "its functions and classes are documented for programmers", sample_sightings(found))


def is_a_framework(facts: CheckoutFacts) -> Iterator[Reason]:
    """Library: is itself a package that the token lists look for in others."""
    own = [found for found in facts.survey.found if found.source.signal.stage in ("ui", "ml") and facts.is_own_package(found)]
    if own:
        names = ", ".join(sorted({found.source.token.name for found in own})[:3])
        yield Reason("is-the-library", "library", 3, f"is itself a library that others are found by: {names}", sample_sightings(own))
