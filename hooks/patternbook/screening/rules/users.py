"""What shows that it is made for people who use it: an interface, and ways to get it."""

from __future__ import annotations

from collections.abc import Iterator

from patternbook.screening.facts import CODE, SMALL, Facts, Reason, evidence_of
from patternbook.screening.languages import language
from patternbook.screening.manifests import parser_of
from patternbook.screening.survey import Found

MANY_SECTIONS = 3
"""Kinds of sections for users from which on the README as a whole is written for them."""
LONG_LIVED = 300
"""Commits from which on an application is likely to be kept up for somebody."""


def surface(facts: Facts) -> Iterator[Reason]:
    """A user interface in the repository's own code; an application of its own says more than a page or a server."""
    inside = [found for found in facts.surfaces() if found.main]
    strong = [found for found in inside if found.strong]
    applications = [found for found in strong if found.sought.signal.surface == "application"]
    best = applications or strong or inside
    if best:
        points = 1 if not strong or all(_in_a_corner(found, facts) for found in best) else 3 if applications else 2
        names = ", ".join(sorted({found.sought.token.name for found in best})[:4])
        yield Reason("surface-in-own-code", "product", points, f"user interface in its own code: {names}", evidence_of(best))
    elif outside := [found for found in facts.surfaces() if found.strong and found.counts.keys() & {"example", "docs"}]:
        names = ", ".join(sorted({found.sought.token.name for found in outside})[:4])
        why = f"user interface only in examples or documentation: {names}"
        yield Reason("bundled-example", "library", 2, why, evidence_of(outside))


CORNER = 20
"""One part in this many: what is written in a language with less of the code is no more than a corner of the whole."""


def _in_a_corner(found: Found, facts: Facts) -> bool:
    """Whether it was only found in code of a language that next to nothing is written in; manifests speak for the whole."""
    files = [evidence.file for evidence in found.evidence if evidence.zone == "main"]
    languages = {language(file) for file in files if parser_of(file) is None}
    if len(languages) != 1 or any(parser_of(file) for file in files):
        return False
    [only] = languages
    return only in CODE and CORNER * facts.survey.total("main", frozenset({str(only)})).lines < facts.code()


def delivered(facts: Facts) -> Iterator[Reason]:
    """Ways in which it reaches people who do not program."""
    if not facts.has_surface():
        return
    stores = facts.packaging()
    strong = [found for found in stores if found.strong]
    if stores:
        yield Reason("packaged-for-users", "product", 3 if strong else 1, "is packaged for people who do not build it", evidence_of(strong or stores))
    links = [*facts.in_readme("install-link"), *facts.in_readme("install-mention")]
    sure = [evidence for _, is_strong, evidence in links if is_strong]
    weak = [evidence for _, is_strong, evidence in links if not is_strong]
    if sure:
        yield Reason("install-link", "product", 2, "the README leads to a store or an installer", tuple(sure[:3]))
    if weak:
        yield Reason("use-mention", "product", 1, "the README speaks to people who use it", tuple(weak[:3]))
    languages = [found for found in facts.survey.of("translations") if found.main and found.strong]
    if sum(found.main for found in languages) >= 3:
        yield Reason("translated", "product", 2, "is translated for its users", evidence_of(languages))
    sections = facts.sections("user-sections")
    if sections:
        points = 2 if len(sections) >= MANY_SECTIONS else 1
        yield Reason("user-sections", "product", points, "the README has sections for people who use it", sections[:3])
    services = [found for found in facts.survey.of("deployment") if found.main]
    if services:
        yield Reason("runs-as-service", "product", 1, "is made ready to run as a service", evidence_of(services))


def kept_up(facts: Facts) -> Iterator[Reason]:
    """An application with a long history is kept up for somebody; a small one with a long history may be a sample that is kept up."""
    applications = [found for found in facts.surfaces() if found.main and found.strong]
    if applications and facts.survey.history.commits >= LONG_LIVED and facts.code() >= SMALL:
        yield Reason("kept-up", "product", 1, f"an application with {facts.survey.history.commits:,} commits")
