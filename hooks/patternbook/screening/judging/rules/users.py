"""Rules for products: a user interface, and ways to get it to people who do not program."""

from __future__ import annotations

from collections.abc import Iterator

from patternbook.screening.judging.rules.facts import PROGRAMMING_LANGUAGES, SMALL_PROGRAM_LINES, CheckoutFacts, Reason, sample_sightings
from patternbook.screening.manifests import manifest_parser
from patternbook.screening.survey.model import TokenHits
from patternbook.screening.texts.languages import language_of

MANY_SECTIONS = 3
"""A README with this many kinds of sections for users is written for them as a whole."""
LONG_LIVED = 300
"""An application with this many commits is likely to be maintained for its users."""


def user_interface(facts: CheckoutFacts) -> Iterator[Reason]:
    """Product: a user interface in the repository's own code. A native application gives more points than a page or a server."""
    inside = [found for found in facts.user_interfaces() if found.in_own_code]
    strong = [found for found in inside if found.strong]
    applications = [found for found in strong if found.source.signal.surface == "application"]
    best = applications or strong or inside
    if best:
        points = 1 if not strong or all(_in_a_corner(found, facts) for found in best) else 3 if applications else 2
        names = ", ".join(sorted({found.source.token.name for found in best})[:4])
        yield Reason("surface-in-own-code", "product", points, f"user interface in its own code: {names}", sample_sightings(best))
    elif outside := [found for found in facts.user_interfaces() if found.strong and found.counts.keys() & {"example", "docs"}]:
        names = ", ".join(sorted({found.source.token.name for found in outside})[:4])
        why = f"user interface only in examples or documentation: {names}"
        yield Reason("bundled-example", "library", 2, why, sample_sightings(outside))


MARGINAL_SHARE = 20
"""A language with less than one part in this many of the code is marginal in the repository."""


def _in_a_corner(found: TokenHits, facts: CheckoutFacts) -> bool:
    """Return whether it was found only in code of a marginal language; what a manifest declares is never marginal."""
    files = [evidence.file for evidence in found.evidence if evidence.zone == "main"]
    languages = {language_of(file) for file in files if manifest_parser(file) is None}
    if len(languages) != 1 or any(manifest_parser(file) for file in files):
        return False
    [only] = languages
    return only in PROGRAMMING_LANGUAGES and MARGINAL_SHARE * facts.survey.size_of("main", frozenset({str(only)})).lines < facts.code_lines()


def delivery(facts: CheckoutFacts) -> Iterator[Reason]:
    """Product: installers, store links, translations, sections for users, deployment as a service."""
    if not facts.has_user_interface():
        return
    stores = facts.packaging_hits()
    strong = [found for found in stores if found.strong]
    if stores:
        yield Reason(
            "packaged-for-users", "product", 3 if strong else 1, "is packaged for people who do not build it", sample_sightings(strong or stores)
        )
    links = [*facts.in_readme("install-link"), *facts.in_readme("install-mention")]
    sure = [evidence for _, is_strong, evidence in links if is_strong]
    weak = [evidence for _, is_strong, evidence in links if not is_strong]
    if sure:
        yield Reason("install-link", "product", 2, "the README leads to a store or an installer", tuple(sure[:3]))
    if weak:
        yield Reason("use-mention", "product", 1, "the README speaks to people who use it", tuple(weak[:3]))
    languages = [found for found in facts.survey.hits_of("translations") if found.in_own_code and found.strong]
    if sum(found.in_own_code for found in languages) >= 3:
        yield Reason("translated", "product", 2, "is translated for its users", sample_sightings(languages))
    sections = facts.sections("user-sections")
    if sections:
        points = 2 if len(sections) >= MANY_SECTIONS else 1
        yield Reason("user-sections", "product", points, "the README has sections for people who use it", sections[:3])
    services = [found for found in facts.survey.hits_of("deployment") if found.in_own_code]
    if services:
        yield Reason("runs-as-service", "product", 1, "is made ready to run as a service", sample_sightings(services))


def maintenance(facts: CheckoutFacts) -> Iterator[Reason]:
    """Product: an application with a long history. A small one may be a sample that is maintained, and does not count."""
    applications = [found for found in facts.user_interfaces() if found.in_own_code and found.strong]
    if applications and facts.survey.history.commits >= LONG_LIVED and facts.code_lines() >= SMALL_PROGRAM_LINES:
        yield Reason("kept-up", "product", 1, f"an application with {facts.survey.history.commits:,} commits")
