"""What one reading of a checkout found: counts, evidence, manifests, README."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from patternbook.screening.lists import Zone
from patternbook.screening.manifests.model import Manifest
from patternbook.screening.matching import Sought
from patternbook.screening.readme import Readme
from patternbook.screening.tree import History

KEPT = 3
"""Pieces of evidence kept of each token, inside and outside of the product's own code."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place where something was found."""

    token: str
    file: str
    line: int
    """0 where the name of the file itself is the evidence."""
    fragment: str
    zone: Zone


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that was found of one token."""

    sought: Sought
    counts: Mapping[Zone, int]
    evidence: tuple[Evidence, ...]

    @property
    def main(self) -> int:
        """How often in the product's own code."""
        return self.counts.get("main", 0)

    @property
    def strong(self) -> bool:
        return self.sought.token.weight == "strong"


@dataclass(frozen=True, slots=True)
class Described:
    """A manifest and where it lies."""

    manifest: Manifest
    file: str
    zone: Zone
    depth: int
    """Folders above it: 0 at the root."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of one language in one part of a repository."""

    files: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """All that was read off one checkout."""

    files: int = 0
    volume: int = 0
    """Bytes of all files together."""
    found: tuple[Found, ...] = ()
    manifests: tuple[Described, ...] = ()
    readme: Readme = field(default_factory=Readme)
    sizes: Mapping[tuple[str, Zone], Size] = field(default_factory=dict)
    """(language, part of the repository) -> how much."""
    tops: Mapping[str, bool] = field(default_factory=dict)
    """What stands at the root -> whether it is a folder with a README of its own."""
    unread: tuple[str, ...] = ()
    """What could not be read, and why."""
    history: History = field(default_factory=History)

    def of(self, slug: str) -> tuple[Found, ...]:
        """What was found of one indicator."""
        return tuple(found for found in self.found if found.sought.signal.slug == slug)

    def total(self, zone: Zone, languages: frozenset[str]) -> Size:
        """Files and lines in some languages in one part."""
        sizes = [size for (language, where), size in self.sizes.items() if where == zone and language in languages]
        return Size(sum(size.files for size in sizes), sum(size.lines for size in sizes))
