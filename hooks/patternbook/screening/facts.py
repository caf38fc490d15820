"""What the rules look at, and what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from patternbook.screening.languages import LANGUAGES, NOT_CODE
from patternbook.screening.lists import Family, Lists
from patternbook.screening.metadata import Metadata
from patternbook.screening.naming import in_headings, in_readme, named_in
from patternbook.screening.survey import Described, Evidence, Found, Survey
from patternbook.screening.wording import Said

CODE = frozenset(LANGUAGES) - NOT_CODE
SMALL = 1500
"""Lines of code up to which a program is likely to be a demonstration, if nothing else speaks for a product."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that holds, what it speaks for, and what it saw."""

    rule: str
    family: Family
    points: int
    why: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at."""

    survey: Survey
    said: tuple[Said, ...]
    metadata: Metadata | None
    lists: Lists

    def surfaces(self) -> tuple[Found, ...]:
        """User interfaces, without what the repository itself is."""
        return tuple(found for found in self.survey.found if found.sought.signal.stage == "ui" and not self.is_itself(found))

    def is_itself(self, found: Found) -> bool:
        """Whether the repository is the very package that a token looks for: its own imports show no use of it."""
        token = found.sought.token
        known = {name.lower() for names in (*token.packages.values(), *token.imports.values()) for name in names}
        return any(each.zone == "main" and each.manifest.publishes and each.manifest.name.lower() in known for each in self.survey.manifests)

    def in_readme(self, slug: str) -> tuple[tuple[str, bool, Evidence], ...]:
        """Tokens of an indicator that the README holds: name, whether strong, evidence."""
        signal = self.lists.signal(slug)
        found = in_readme(self.survey.readme, signal) if signal else ()
        return tuple((token.name, token.weight == "strong", evidence) for token, evidence in found)

    def sections(self, slug: str) -> tuple[Evidence, ...]:
        """Sections of the README, one of each kind that an indicator knows."""
        signal = self.lists.signal(slug)
        return tuple(evidence for _, evidence in in_headings(self.survey.readme, signal)) if signal else ()

    def code(self) -> int:
        return self.survey.total("main", CODE).lines

    def ml(self) -> tuple[Found, ...]:
        """Everything of ML in the product's own code."""
        return tuple(found for found in self.survey.found if found.sought.signal.stage == "ml" and found.main)

    def introduced_by(self, *slugs: str) -> tuple[str, ...]:
        """Words of these indicators by which it introduces itself: more than a word somewhere in the code."""
        opening = " ".join(sentence.text for sentence in self.survey.readme.opening)
        text = f"{self.metadata.description if self.metadata else ''} {opening}"
        return self.named(text, *slugs)

    def named(self, text: str, *slugs: str) -> tuple[str, ...]:
        """Tokens of these indicators that a text names."""
        return tuple(name for slug in slugs for name in named_in(self.lists.signal(slug), text.lower()))

    def packaging(self) -> tuple[Found, ...]:
        """Installers, store listings and launchers of its own."""
        return tuple(found for found in self.survey.of("packaging") if found.main)

    def has_surface(self) -> bool:
        """Whether there is a user interface in its own code, or an installer of one: the interface may be kept elsewhere."""
        return any(found.main for found in self.surfaces()) or any(found.strong for found in self.packaging())


def evidence_of(found: Iterable[Found]) -> tuple[Evidence, ...]:
    """A little evidence of each."""
    return tuple(each for one in found for each in one.evidence[:1])[:3]


def of_manifest(described: Described) -> Evidence:
    """A manifest as evidence."""
    manifest = described.manifest
    return Evidence(manifest.kind, described.file, 1, manifest.name or manifest.publishes or manifest.application, described.zone)
