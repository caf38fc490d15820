"""What documents need to know of releases: which texts of a page were released when, and how a frozen text is found.

The files of releases are read elsewhere (archive.py); a document receives the result through its context.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from msgspec import Struct

RELEASES = "releases"
"""Address of the list of releases; every release is below it, and below that its frozen pages."""


class ReleasedText(NamedTuple):
    """A text that a page had, and the first release that holds it."""

    release: str
    date: str
    digest: str


class FrozenState(NamedTuple):
    """A frozen page, and what became of its text in later releases."""

    release: str
    page: str
    """The page it was: findings/F-004."""
    digest: str
    later: tuple[ReleasedChange, ...]
    """Changes of the text in later releases, in their order."""


class ReleasedChange(NamedTuple):
    """A release in which a text changed, and why, as its entry said."""

    release: str
    date: str
    reworded: str
    corrected: str
    """Why it was corrected, where it misreported its source."""


class NamedThing(Struct, frozen=True):
    """Something that a frozen text names, as it was called then."""

    kind: str
    id: str
    title: str
    text: str = ""
    """Of a work: its citation; of a picture: the SHA-256 of its file."""
    href: str = ""
    """Of a work or a picture: where it is from."""
    page: str = ""
    """Where its own frozen text is, or the present page; the address of its release where neither can be told."""


class FrozenText(NamedTuple):
    """A frozen text with what its pack keeps beside it."""

    text: str
    """In the format that it names (own.py); the same bytes for ever."""
    form: Mapping[str, Any]
    """Of its kind: what it was called, and which fields stood under which heading."""
    names: Mapping[str, NamedThing]
    """Address -> what the text names."""
    derived: Mapping[str, str]
    """What was computed of it from the whole catalogue when it was frozen, in words."""


class PageChange(NamedTuple):
    """What a release changed of a page."""

    page: str
    """findings/F-004."""
    held: str
    """The release that holds its text."""
    what: str
    """added | reworded | corrected | retired | withdrawn | removed."""
    because: str
    successors: tuple[str, ...]


class ReleaseSummary(NamedTuple):
    """One release."""

    name: str
    date: str
    doi: str
    editor: str
    """Who answers for it; empty where it is a draft for review."""
    digest: str
    """Of its manifest."""
    previous: str
    """The release before it."""


class FrozenTexts(Protocol):
    """Where frozen texts are read."""

    def text(self, release: str, page: str) -> FrozenText:
        """The text of a page in the release that holds it."""

    def rows(self, release: str) -> Mapping[str, str]:
        """Every page of a release -> the release that holds its text."""

    def titles(self, release: str) -> Mapping[str, str]:
        """Every page of a release -> its title then."""

    def changes(self, release: str) -> tuple[PageChange, ...]:
        """What a release changed, page by page; nothing of the first, which adds everything."""


class GonePage(NamedTuple):
    """What became of an address whose page is gone."""

    moved_to: str = ""
    withdrawn_on: str = ""
    because: str = ""


class ReleaseHistory(NamedTuple):
    """Everything that documents may show of releases; all of it empty where there are none."""

    releases: Mapping[str, ReleaseSummary]
    """In order, the first one first."""
    released: Mapping[str, tuple[ReleasedText, ...]]
    """Page -> its texts, in the order of releases."""
    frozen: Mapping[str, FrozenState]
    """Address of a frozen page -> what it holds."""
    gone: Mapping[str, GonePage]
    """Address whose page is gone -> what became of it."""
    texts: FrozenTexts | None


NO_HISTORY = ReleaseHistory(MappingProxyType({}), MappingProxyType({}), MappingProxyType({}), MappingProxyType({}), None)
