"""A finished page, ready for whoever puts the theme around it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the page's contents."""

    level: int
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The page before or after."""

    page: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What the theme needs to know about a page besides its body."""

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
    document: str = ""
    """The resolved document beside the page, from the site's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Outline):
    """One page of the site, finished but for the theme around it."""

    description: str
    """One plain sentence for search results and link previews."""
    html: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the site that is no page."""

    file: str
    """Path from the site's root: findings/F-004.json."""
    content: str


@dataclass(frozen=True, slots=True)
class Menu:
    """An entry of the navigation: a page, or a section of pages."""

    title: str
    page: str | None = None
    children: tuple[Menu, ...] = ()
