"""A finished page, except for the theme around it.

These are msgspec structs rather than dataclasses, as each of many thousand pages has dozens of them.
"""

from __future__ import annotations

from msgspec import Struct


class Heading(Struct, frozen=True):
    """A heading of the page's contents."""

    level: int
    anchor: str
    title: str


class Neighbour(Struct, frozen=True):
    """The page before or after."""

    page: str
    title: str


class Alternate(Struct, frozen=True):
    """Another format of a page, for a link in its head."""

    name: str
    """Name of the output: json."""
    media_type: str
    """Empty where no head links to it."""
    file: str
    """Path from the site's root: findings/F-004.json."""
    title: str
    """For readers: BibTeX."""


class Outline(Struct, frozen=True, kw_only=True):
    """What the theme shows of a page besides its body."""

    page: str
    """Address without suffix: findings/F-004."""
    title: str
    headings: tuple[Heading, ...] = ()
    parent: str | None = None
    """The page above it in the breadcrumbs; pages with one are not in the navigation."""
    previous: Neighbour | None = None
    next: Neighbour | None = None
    kind: str = ""
    """Kind of entry; empty for other pages."""
    alternates: tuple[Alternate, ...] = ()
    unlisted: bool = False
    """Whether searches and the sitemap leave it out."""
    metadata: str = ""
    """HTML for the head of a page that exists once (frame/metadata.py); that of others is made with the page."""
    canonical: str = ""
    """Full address of a placeholder page (frame/shells.py); empty for real pages, whose address follows from `page`."""


class Page(Outline, frozen=True, kw_only=True):
    """One page of the site, finished except for the theme around it."""

    description: str
    """One plain sentence for search results and link previews."""
    html: str


FileContent = str | bytes
"""What a file of the site holds: a text, which is written as UTF-8, or bytes as they are."""


class Asset(Struct, frozen=True):
    """A file of the site that is no page."""

    file: str
    """Path from the site's root: findings/F-004.json."""
    content: FileContent


class MenuItem(Struct, frozen=True):
    """An entry of the navigation: a page, or a section of pages."""

    title: str
    page: str | None = None
    children: tuple[MenuItem, ...] = ()
