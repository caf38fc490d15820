"""The input of the rules (`CheckoutFacts`) and their output (`Reason`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from patternbook.screening.manifests.model import LocatedManifest
from patternbook.screening.repository.metadata import Metadata
from patternbook.screening.survey.mentions import tokens_in_headings, tokens_in_readme, tokens_in_text
from patternbook.screening.survey.model import Sighting, Survey, TokenHits
from patternbook.screening.survey.self_description import SelfLabel
from patternbook.screening.texts.languages import LANGUAGES, NOT_CODE
from patternbook.screening.tokens.lists import Family, TokenLists

PROGRAMMING_LANGUAGES = frozenset(LANGUAGES) - NOT_CODE
SMALL_PROGRAM_LINES = 1500
"""A program of fewer lines is likely to be a demonstration, unless something else suggests a product."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Points that a rule gives to one family, with the evidence for them."""

    rule: str
    family: Family
    points: int
    why: str
    evidence: tuple[Sighting, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckoutFacts:
    """Everything that was found in and is known about a checkout."""

    survey: Survey
    labels: tuple[SelfLabel, ...]
    metadata: Metadata | None
    lists: TokenLists

    def user_interfaces(self) -> tuple[TokenHits, ...]:
        """Return hits of user interface libraries, except of a library that the repository itself publishes."""
        return tuple(found for found in self.survey.found if found.source.signal.stage == "ui" and not self.is_own_package(found))

    def is_own_package(self, found: TokenHits) -> bool:
        """Return whether the repository publishes the package that a token stands for: importing itself is no use of a library."""
        token = found.source.token
        known = {name.lower() for names in (*token.packages.values(), *token.imports.values()) for name in names}
        return any(each.zone == "main" and each.manifest.publishes and each.manifest.name.lower() in known for each in self.survey.manifests)

    def in_readme(self, slug: str) -> tuple[tuple[str, bool, Sighting], ...]:
        """Return the tokens of an indicator that occur in the README: name, whether strong, evidence."""
        signal = self.lists.signal(slug)
        found = tokens_in_readme(self.survey.readme, signal) if signal else ()
        return tuple((token.name, token.weight == "strong", evidence) for token, evidence in found)

    def sections(self, slug: str) -> tuple[Sighting, ...]:
        """Return sections of the README, one for each token of an indicator that heads a section."""
        signal = self.lists.signal(slug)
        return tuple(evidence for _, evidence in tokens_in_headings(self.survey.readme, signal)) if signal else ()

    def code_lines(self) -> int:
        return self.survey.size_of("main", PROGRAMMING_LANGUAGES).lines

    def ml_hits(self) -> tuple[TokenHits, ...]:
        """Return hits of machine learning in the repository's own code."""
        return tuple(found for found in self.survey.found if found.source.signal.stage == "ml" and found.in_own_code)

    def introduced_by(self, *slugs: str) -> tuple[str, ...]:
        """Return tokens of these indicators in the description or the opening of the README, where they count for more than in the code."""
        opening = " ".join(sentence.text for sentence in self.survey.readme.opening)
        text = f"{self.metadata.description if self.metadata else ''} {opening}"
        return self.tokens_named(text, *slugs)

    def tokens_named(self, text: str, *slugs: str) -> tuple[str, ...]:
        """Return tokens of these indicators that occur in a text."""
        return tuple(name for slug in slugs for name in tokens_in_text(self.lists.signal(slug), text.lower()))

    def packaging_hits(self) -> tuple[TokenHits, ...]:
        """Return hits of installers, store listings and launchers in the repository's own code."""
        return tuple(found for found in self.survey.hits_of("packaging") if found.in_own_code)

    def has_user_interface(self) -> bool:
        """Return whether there is a user interface in the repository's own code, or an installer: the interface may be in another repository."""
        return any(found.in_own_code for found in self.user_interfaces()) or any(found.strong for found in self.packaging_hits())


def sample_sightings(found: Iterable[TokenHits]) -> tuple[Sighting, ...]:
    """Return one sighting for each token, three at most."""
    return tuple(each for one in found for each in one.evidence[:1])[:3]


def package_sighting(located: LocatedManifest) -> Sighting:
    """Return as evidence what makes a manifest that of a package: a line of it, the file itself, or the file that it needs for that."""
    manifest = located.manifest
    if manifest.publishes and manifest.publishes == manifest.published_with:
        folder = located.file[: located.file.rfind("/") + 1]
        return Sighting(manifest.kind, folder + manifest.published_with, 0, "", located.zone)
    return Sighting(manifest.kind, located.file, manifest.publishes_line, located.publishes_text, located.zone)


def application_sighting(located: LocatedManifest) -> Sighting:
    """Return as evidence what makes a manifest that of an application."""
    return Sighting(located.manifest.kind, located.file, located.manifest.application_line, located.application_text, located.zone)
