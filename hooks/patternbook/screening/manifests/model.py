"""What a manifest declares, in whatever format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from patternbook.screening.manifests.lines import lines_of
from patternbook.screening.tokens.lists import Ecosystem, Zone

MAX_DEPENDENCIES = 2000
"""Dependencies kept of one manifest; one with more was not written by hand."""


MAX_ROW_CHARACTERS = 500
"""Characters of a line that are searched."""


class ManifestError(Exception):
    """A manifest cannot be parsed; the message says why."""

    def __init__(self, why: str, line: int = 1) -> None:
        super().__init__(why)
        self.line = line


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package that a manifest names."""

    ecosystem: Ecosystem
    name: str
    """As the registry compares names: lower case, and with hyphens for PyPI."""
    line: int
    """0 if no single line names it."""
    written: str = ""
    """How it is written on that line, if not by its name: a component of a CMake package, an alias, a name not normalized."""


@dataclass(frozen=True, slots=True)
class Omitted:
    """Why a part of a manifest was not read, and the line it starts on."""

    why: str
    line: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of a manifest."""

    kind: str
    """package.json, pyproject.toml, Gradle build, ..."""
    name: str = ""
    """Name of the package or application it describes."""
    dependencies: tuple[Dependency, ...] = ()
    publishes: str = ""
    """The field by which it is a package for others to depend on; empty if there is none."""
    publishes_line: int = 0
    """Line of that field; 0 if the file itself declares it."""
    application: str = ""
    """The field by which it is an application that can be started; empty if there is none."""
    application_line: int = 0
    """Line of that field; 0 if the file itself declares it."""
    homepage: str = ""
    aliased: tuple[Dependency, ...] = ()
    """Plugins applied by an alias of a version catalog; their name is the alias."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Alias -> plugin, as a version catalog declares them without applying them."""
    published_with: str = ""
    """A file below its folder that makes it a published library; empty if that does not depend on a file."""
    omitted: Omitted | None = None
    """Set if only a part was read."""


@dataclass(frozen=True, slots=True)
class LocatedManifest:
    """A manifest and its location."""

    manifest: Manifest
    file: str
    zone: Zone
    depth: int
    """Number of folders above it: 0 at the root."""
    publishes_text: str = ""
    """What stands on the line that makes it a package."""
    application_text: str = ""
    """What stands on the line that makes it an application."""


Parser = Callable[[str], Manifest]


def numbered_rows(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines with their numbers, cut to a length that keeps patterns fast."""
    return ((number, row[:MAX_ROW_CHARACTERS]) for number, row in enumerate(lines_of(text), 1))


def limit_dependencies(found: Iterable[Dependency]) -> tuple[Dependency, ...]:
    return tuple(islice(found, MAX_DEPENDENCIES))
