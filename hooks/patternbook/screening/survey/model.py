"""What one pass over a checkout found: counts, evidence, manifests and README."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from patternbook.screening.manifests.model import LocatedManifest
from patternbook.screening.repository.tree import History
from patternbook.screening.survey.matcher import SignalToken
from patternbook.screening.texts.readme import Readme
from patternbook.screening.tokens.lists import Zone

SIGHTINGS_KEPT = 3
"""Sightings kept of each token inside the repository's own code, and as many outside."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A place where something was found, as evidence."""

    token: str
    file: str
    line: int
    """0 if the name of the file itself is the evidence."""
    fragment: str
    zone: Zone


@dataclass(frozen=True, slots=True)
class TokenHits:
    """Everything that was found of a token."""

    source: SignalToken
    counts: Mapping[Zone, int]
    evidence: tuple[Sighting, ...]

    @property
    def in_own_code(self) -> int:
        """Number of occurrences in the repository's own code."""
        return self.counts.get("main", 0)

    @property
    def strong(self) -> bool:
        return self.source.token.weight == "strong"


@dataclass(frozen=True, slots=True)
class CodeSize:
    """Amount of code in one language, in one part of a repository."""

    files: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that was read from a checkout."""

    files: int = 0
    total_bytes: int = 0
    """Size of all files together."""
    found: tuple[TokenHits, ...] = ()
    manifests: tuple[LocatedManifest, ...] = ()
    readme: Readme = field(default_factory=Readme)
    sizes: Mapping[tuple[str, Zone], CodeSize] = field(default_factory=dict)
    """(language, part of the repository) -> amount of code."""
    root_names: Mapping[str, bool] = field(default_factory=dict)
    """Name at the root -> whether it is a folder with a README."""
    unread: tuple[str, ...] = ()
    """What could not be read, and why."""
    history: History = field(default_factory=History)

    def hits_of(self, slug: str) -> tuple[TokenHits, ...]:
        """Return what was found of an indicator."""
        return tuple(found for found in self.found if found.source.signal.slug == slug)

    def size_of(self, zone: Zone, languages: frozenset[str]) -> CodeSize:
        """Return the amount of code in some languages in one part."""
        sizes = [size for (language, where), size in self.sizes.items() if where == zone and language in languages]
        return CodeSize(sum(size.files for size in sizes), sum(size.lines for size in sizes))
