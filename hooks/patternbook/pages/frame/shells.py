"""The theme's template, rendered once per shape of page into a shell with slots; pages are the shells, filled.

The theme's template costs milliseconds a page and says nearly the same on each. A shell is its output for a made-up
page whose title, body and so on are marks that nothing else contains. Filling the marks gives, byte for byte, what
the template gives for the real page; tests render every page both ways and compare.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from markupsafe import escape
from msgspec import Struct

from patternbook.digests import digest
from patternbook.pages.page import Alternate, Heading, Neighbour, Outline
from patternbook.urls import SiteUrls

PLACEHOLDER_HOST = "https://slot.invalid/"
"""Addresses with a host pass through the theme's `url` filter as they are."""

SLOTS: Mapping[str, str] = {
    "title": "\ue000title\ue001",
    "description": "\ue000description\ue001",
    "content": "<h1>\ue000content\ue001</h1>",  # the theme adds a heading of its own to a body without one
    "canonical": f"{PLACEHOLDER_HOST}canonical",
    "previous_url": f"{PLACEHOLDER_HOST}previous",
    "previous_title": "\ue000previous\ue001",
    "next_url": f"{PLACEHOLDER_HOST}next",
    "next_title": "\ue000next\ue001",
}
"""Slot -> the mark that stands for it in a shell. Links to other formats have slots of their own, see `slots_of`."""

HEADINGS = (Heading(2, "\ue000anchor1\ue001", "\ue000heading1\ue001"), Heading(2, "\ue000anchor2\ue001", "\ue000heading2\ue001"))
"""Two made-up headings: what differs between their items is the slots, the distance between them the item."""

_FIRST, _SECOND = HEADINGS
_OF_CONTENTS = {"first_anchor": "\ue000first_anchor\ue001", "contents": "\ue000contents\ue001"}
"""Slots that are put in place of the made-up headings."""


class LostSlotError(Exception):
    """The theme no longer shows something where it did; names the slot."""


@dataclass(frozen=True, slots=True)
class ContentsItem:
    """The form of an item of the contents: what stands before its anchor, before its title, after, and between items."""

    before: str
    between: str
    after: str
    separator: str

    def fill(self, heading: Heading) -> str:
        return f"{self.before}{heading.anchor}{self.between}{escape(heading.title)}{self.after}"


@dataclass(frozen=True, slots=True)
class Shell:
    """A compiled shell: text and slots in turn."""

    pieces: tuple[str, ...]
    """Text, slot, text, slot, ..., text; the slot `contents` is the list of headings."""
    item: ContentsItem
    key: bytes
    """Digest of all of it."""

    def fill(self, values: Mapping[str, str], headings: Sequence[Heading]) -> str:
        """The page with these values; headings must be as many as the shape has (none or some)."""
        contents = self.item.separator.join(self.item.fill(heading) for heading in headings)
        first = headings[0].anchor if headings else ""
        filled = {**values, "contents": contents, "first_anchor": first}
        return "".join(piece if index % 2 == 0 else filled[piece] for index, piece in enumerate(self.pieces))


def compile_shell(html: str, of: PageShape) -> Shell:
    """Find the slots in the theme's output for the made-up page of a shape.

    Raises:
        LostSlotError: a slot that is expected is not in the output, or the contents are not as they were.

    """
    marks = slots_of(of)
    lost = [name for name, mark in marks.items() if mark not in html]
    if lost:
        raise LostSlotError(f"the theme's template no longer shows {', '.join(lost)}; see theme/main.html and pages/frame/shells.py")
    item, html = _contents(html) if of.has_contents else (ContentsItem("", "", "", ""), html)
    html = html.replace(_FIRST.anchor, _OF_CONTENTS["first_anchor"])
    names = {mark: name for name, mark in (marks | _OF_CONTENTS).items()}
    pieces = re.split(f"({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})", html)
    turns = tuple(piece if index % 2 == 0 else names[piece] for index, piece in enumerate(pieces))
    return Shell(turns, item, digest(*turns, *astuple(item)))


def _contents(html: str) -> tuple[ContentsItem, str]:
    """Cut the two made-up items out of the contents; return their form, and the page with a slot for all."""
    second = html.rfind(f"#{_SECOND.anchor}")
    first = html.rfind(f"#{_FIRST.anchor}", 0, max(second, 0))
    start, end = html.rfind("<li", 0, max(first, 0)), html.find("</li>", first) + len("</li>")
    start_2, end_2 = html.rfind("<li", 0, max(second, 0)), html.find("</li>", second) + len("</li>")
    one, two = html[start:end], html[start_2:end_2]
    as_first = two.replace(_SECOND.anchor, _FIRST.anchor).replace(_SECOND.title, _FIRST.title)
    if min(first, second, start) < 0 or one != as_first or one.count(_FIRST.anchor) != 1 or one.count(_FIRST.title) != 1:
        raise LostSlotError("the theme's contents no longer list one item per heading; see pages/frame/shells.py")
    before, rest = one.split(_FIRST.anchor)
    between, after = rest.split(_FIRST.title)
    item = ContentsItem(before, between, after, html[end:start_2])
    return item, f"{html[:start]}{_OF_CONTENTS['contents']}{html[end_2:]}"


class PageShape(Struct, frozen=True):
    """What pages have in common that share a shell."""

    parent: str
    kind: str
    alternates: tuple[tuple[str, str], ...]
    """Name and media type of each other format."""
    has_next: bool
    has_contents: bool
    hidden: tuple[str, ...]
    """Parts of the theme these pages do without."""


def shape_of(outline: Outline) -> PageShape:
    """The shape of a page below an index."""
    return PageShape(
        parent=outline.parent or "",
        kind=outline.kind,
        alternates=tuple((each.name, each.media_type) for each in outline.alternates),
        has_next=outline.next is not None,
        has_contents=bool(outline.headings),
        hidden=hidden_parts(outline),
    )


def hidden_parts(outline: Outline) -> tuple[str, ...]:
    """Parts of the theme a page does without: the menu beside entries, the contents where there are hardly any."""
    menu = ("navigation",) if outline.kind or not outline.page else ()
    return (*menu, *(() if len(outline.headings) > 2 else ("toc",)))


def slots_of(of: PageShape) -> dict[str, str]:
    """The slots that a shell of this shape must have, each with its mark."""
    optional = () if of.has_next else ("next_url", "next_title")
    return {name: mark for name, mark in SLOTS.items() if name not in optional} | {_slot(name): _alternate(name) for name, _ in of.alternates}


def _slot(alternate: str) -> str:
    return f"alternate {alternate}"


def _alternate(name: str) -> str:
    return f"{PLACEHOLDER_HOST}alternate-{name}"


def placeholder_page(of: PageShape) -> Outline:
    """The made-up page of a shape: marks in place of everything that differs."""
    return Outline(
        page=f"{of.parent}/slot",
        title=SLOTS["title"],
        headings=HEADINGS if of.has_contents else (),
        parent=of.parent,
        previous=Neighbour(SLOTS["previous_url"], SLOTS["previous_title"]),
        next=Neighbour(SLOTS["next_url"], SLOTS["next_title"]) if of.has_next else None,
        kind=of.kind,
        alternates=tuple(Alternate(name, media_type, _alternate(name)) for name, media_type in of.alternates),
        canonical=SLOTS["canonical"],
    )


def slot_values(outline: Outline, description: str, html: str, urls: SiteUrls, above: str) -> dict[str, str]:
    """What fills the slots of a page; `above` is the title of its parent, which stands in for a missing previous page."""
    before = outline.previous or Neighbour(outline.parent or "", above)
    after = outline.next or Neighbour("", "")
    return {
        "title": str(escape(outline.title)),
        "description": str(escape(description)),
        "content": html,
        "canonical": urls.absolute(outline.page),
        **{_slot(each.name): urls.asset(outline.page, each.file) for each in outline.alternates},
        "previous_url": urls.href(outline.page, before.page),
        "previous_title": str(escape(before.title)),
        "next_url": urls.href(outline.page, after.page),
        "next_title": str(escape(after.title)),
    }
