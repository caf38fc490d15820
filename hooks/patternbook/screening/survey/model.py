"""What one reading of a checkout found: counts, evidence, manifests, README."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from patternbook.screening.manifests.model import LocatedManifest
from patternbook.screening.repository.tree import History
from patternbook.screening.survey.matcher import SignalToken
from patternbook.screening.texts.readme import Readme
from patternbook.screening.tokens.lists import Zone

SIGHTINGS_KEPT = 3
"""Pieces of evidence kept of each token, inside and outside of the product's own code."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where something was found."""

    token: str
    file: str
    line: int
    """0 where the name of the file itself is the evidence."""
    fragment: str
    zone: Zone


@dataclass(frozen=True, slots=True)
class TokenHits:
    """Everything that was found of one token."""

    source: SignalToken
    counts: Mapping[Zone, int]
    evidence: tuple[Sighting, ...]

    @property
    def in_own_code(self) -> int:
        """How often in the product's own code."""
        return self.counts.get("main", 0)

    @property
    def strong(self) -> bool:
        return self.source.token.weight == "strong"


@dataclass(frozen=True, slots=True)
class CodeSize:
    """How much there is of one language in one part of a repository."""

    files: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """All that was read off one checkout."""

    files: int = 0
    total_bytes: int = 0
    """Bytes of all files together."""
    found: tuple[TokenHits, ...] = ()
    manifests: tuple[LocatedManifest, ...] = ()
    readme: Readme = field(default_factory=Readme)
    sizes: Mapping[tuple[str, Zone], CodeSize] = field(default_factory=dict)
    """(language, part of the repository) -> how much."""
    root_names: Mapping[str, bool] = field(default_factory=dict)
    """What stands at the root -> whether it is a folder with a README of its own."""
    unread: tuple[str, ...] = ()
    """What could not be read, and why."""
    history: History = field(default_factory=History)

    def hits_of(self, slug: str) -> tuple[TokenHits, ...]:
        """What was found of one indicator."""
        return tuple(found for found in self.found if found.source.signal.slug == slug)

    def size_of(self, zone: Zone, languages: frozenset[str]) -> CodeSize:
        """Files and lines in some languages in one part."""
        sizes = [size for (language, where), size in self.sizes.items() if where == zone and language in languages]
        return CodeSize(sum(size.files for size in sizes), sum(size.lines for size in sizes))
