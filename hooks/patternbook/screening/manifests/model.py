"""What a manifest says, whatever its format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from patternbook.screening.tokens.lists import Ecosystem, Zone

MAX_DEPENDENCIES = 2000
"""Dependencies kept of one manifest; nobody writes more by hand."""


MAX_ROW_CHARACTERS = 500
"""Characters of a line that are looked at."""


class ManifestError(Exception):
    """The manifest cannot be parsed; the text says why."""

    def __init__(self, why: str, line: int = 1) -> None:
        super().__init__(why)
        self.line = line


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package that a manifest names."""

    ecosystem: Ecosystem
    name: str
    """As the registry compares it: lower case, for PyPI with hyphens."""
    line: int


@dataclass(frozen=True, slots=True)
class Omitted:
    """What of a manifest was not read, and on which line it starts."""

    why: str
    line: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """One manifest, read."""

    kind: str
    """package.json, pyproject.toml, Gradle build, ..."""
    name: str = ""
    """Name of the package or application it describes."""
    dependencies: tuple[Dependency, ...] = ()
    publishes: str = ""
    """Why others are meant to depend on it: the field that says so; empty where nothing does."""
    application: str = ""
    """Why it is an application that starts by itself: the field that says so; empty where nothing does."""
    homepage: str = ""
    aliased: tuple[Dependency, ...] = ()
    """Plugins that it applies by an alias of a version catalogue: the alias stands as the name."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """What such a catalogue declares: alias -> plugin. Nothing is applied by it."""
    published_with: str = ""
    """A file below its folder without which it publishes nothing; empty where that does not depend on one."""
    omitted: Omitted | None = None
    """Why only a part was read; nothing where it was the whole."""


@dataclass(frozen=True, slots=True)
class LocatedManifest:
    """A manifest and where it lies."""

    manifest: Manifest
    file: str
    zone: Zone
    depth: int
    """Folders above it: 0 at the root."""


Parser = Callable[[str], Manifest]


def line_of(text: str, fragment: str) -> int:
    """Line of the first place where a fragment stands; the first line where it does not."""
    at = text.find(fragment)
    return text.count("\n", 0, at) + 1 if at >= 0 else 1


def numbered_rows(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, cut where nobody writes on: what is searched for patterns stays short."""
    return ((number, row[:MAX_ROW_CHARACTERS]) for number, row in enumerate(text.splitlines(), 1))


def dependencies_of(ecosystem: Ecosystem, names: Iterable[str], text: str, written: str = "{}") -> tuple[Dependency, ...]:
    """Packages by name, with the line each is first written on; `written` is how a name stands in the text."""
    return tuple(Dependency(ecosystem, name, line_of(text, written.format(name))) for name in islice(names, MAX_DEPENDENCIES))


def limit_dependencies(found: Iterable[Dependency]) -> tuple[Dependency, ...]:
    return tuple(islice(found, MAX_DEPENDENCIES))
