"""What the rules look at, and what they say."""

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
"""Lines of code up to which a program is likely to be a demonstration, if nothing else speaks for a product."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that holds, what it speaks for, and what it saw."""

    rule: str
    family: Family
    points: int
    why: str
    evidence: tuple[Sighting, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckoutFacts:
    """What the rules look at."""

    survey: Survey
    labels: tuple[SelfLabel, ...]
    metadata: Metadata | None
    lists: TokenLists

    def user_interfaces(self) -> tuple[TokenHits, ...]:
        """User interfaces, without what the repository itself is."""
        return tuple(found for found in self.survey.found if found.source.signal.stage == "ui" and not self.is_own_package(found))

    def is_own_package(self, found: TokenHits) -> bool:
        """Whether the repository is the very package that a token looks for: its own imports show no use of it."""
        token = found.source.token
        known = {name.lower() for names in (*token.packages.values(), *token.imports.values()) for name in names}
        return any(each.zone == "main" and each.manifest.publishes and each.manifest.name.lower() in known for each in self.survey.manifests)

    def in_readme(self, slug: str) -> tuple[tuple[str, bool, Sighting], ...]:
        """Tokens of an indicator that the README holds: name, whether strong, evidence."""
        signal = self.lists.signal(slug)
        found = tokens_in_readme(self.survey.readme, signal) if signal else ()
        return tuple((token.name, token.weight == "strong", evidence) for token, evidence in found)

    def sections(self, slug: str) -> tuple[Sighting, ...]:
        """Sections of the README, one of each kind that an indicator knows."""
        signal = self.lists.signal(slug)
        return tuple(evidence for _, evidence in tokens_in_headings(self.survey.readme, signal)) if signal else ()

    def code_lines(self) -> int:
        return self.survey.size_of("main", PROGRAMMING_LANGUAGES).lines

    def ml_hits(self) -> tuple[TokenHits, ...]:
        """Everything of ML in the product's own code."""
        return tuple(found for found in self.survey.found if found.source.signal.stage == "ml" and found.in_own_code)

    def introduced_by(self, *slugs: str) -> tuple[str, ...]:
        """Words of these indicators by which it introduces itself: more than a word somewhere in the code."""
        opening = " ".join(sentence.text for sentence in self.survey.readme.opening)
        text = f"{self.metadata.description if self.metadata else ''} {opening}"
        return self.tokens_named(text, *slugs)

    def tokens_named(self, text: str, *slugs: str) -> tuple[str, ...]:
        """Tokens of these indicators that a text names."""
        return tuple(name for slug in slugs for name in tokens_in_text(self.lists.signal(slug), text.lower()))

    def packaging_hits(self) -> tuple[TokenHits, ...]:
        """Installers, store listings and launchers of its own."""
        return tuple(found for found in self.survey.hits_of("packaging") if found.in_own_code)

    def has_user_interface(self) -> bool:
        """Whether there is a user interface in its own code, or an installer of one: the interface may be kept elsewhere."""
        return any(found.in_own_code for found in self.user_interfaces()) or any(found.strong for found in self.packaging_hits())


def sample_sightings(found: Iterable[TokenHits]) -> tuple[Sighting, ...]:
    """A little evidence of each."""
    return tuple(each for one in found for each in one.evidence[:1])[:3]


def manifest_sighting(described: LocatedManifest) -> Sighting:
    """A manifest as evidence."""
    manifest = described.manifest
    return Sighting(manifest.kind, described.file, 1, manifest.name or manifest.publishes or manifest.application, described.zone)
