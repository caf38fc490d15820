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
class Page:
    """One page of the site: body and what the theme needs to know about it."""

    page: str
    """Address without suffix: findings/F-004."""
    title: str
    description: str
    """One plain sentence for search results and link previews."""
    html: str
    headings: tuple[Heading, ...] = ()
    parent: str | None = None
    """The page above it in the breadcrumbs."""
    previous: str | None = None
    next: str | None = None
    tags: tuple[str, ...] = ()
    kind: str = ""
    """Kind of entry; empty for other pages."""
    document: str = ""
    """The resolved document beside the page, from the site's root."""


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
