"""The theme's template, rendered once per shape of page into a shell with slots, which each page then fills.

The template takes milliseconds per page, and its output is nearly the same for all pages. A shell is its output for a
placeholder page whose title, body and so on are marks that no text can contain (source/characters.py). With the marks replaced, it is byte for
byte the template's output for the real page; tests render every page both ways and compare.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from markupsafe import escape
from msgspec import Struct

from patternbook.pages.page import Alternate, Heading, Neighbour, Outline
from patternbook.runtime.digests import digest
from patternbook.source.characters import slot_mark
from patternbook.urls import SiteUrls

PLACEHOLDER_HOST = "https://slot.invalid/"
"""The placeholders of addresses have a host, as the theme's `url` filter leaves such addresses as they are."""

SLOTS: Mapping[str, str] = {
    "title": slot_mark("title"),
    "description": slot_mark("description"),
    "metadata": slot_mark("metadata"),
    "content": f"<h1>{slot_mark('content')}</h1>",  # the theme adds a heading of its own to a body without one
    "canonical": f"{PLACEHOLDER_HOST}{slot_mark('canonical')}",
    "previous_url": f"{PLACEHOLDER_HOST}{slot_mark('previous_url')}",
    "previous_title": slot_mark("previous"),
    "next_url": f"{PLACEHOLDER_HOST}{slot_mark('next_url')}",
    "next_title": slot_mark("next"),
}
"""Slot -> its mark in the theme's output. Links to other formats have further slots, see `slots_of`."""

HEADINGS = tuple(Heading(2, slot_mark(f"anchor{number}"), slot_mark(f"heading{number}")) for number in (1, 2))
"""Two placeholder headings: what differs between their items in the contents are slots, and between the items is the separator."""

_FIRST, _SECOND = HEADINGS
_CONTENTS_SLOTS = {name: slot_mark(name) for name in ("first_anchor", "contents")}
"""Slots that replace the placeholder headings."""


class LostSlotError(Exception):
    """The theme's output lacks something that pages need; the message names the slot."""


@dataclass(frozen=True, slots=True)
class ContentsItem:
    """The HTML of an item of the contents, around its anchor and its title, and between two items."""

    before: str
    between: str
    after: str
    separator: str


@dataclass(frozen=True, slots=True)
class Shell:
    """The theme's output for a shape of page, cut at its slots."""

    pieces: tuple[str, ...]
    """Text, slot, text, slot, ..., text; the slot `contents` is the list of headings."""
    item: ContentsItem
    key: bytes
    """Digest of all of it."""

    def fill(self, values: Mapping[str, str], headings: Sequence[Heading]) -> str:
        """The page with these values in its slots; there must be headings if and only if the shape has contents."""
        item = self.item
        contents = item.separator.join(f"{item.before}{each.anchor}{item.between}{escape(each.title)}{item.after}" for each in headings)
        filled = {**values, "contents": contents, "first_anchor": headings[0].anchor if headings else ""}
        return "".join([filled[piece] if index % 2 else piece for index, piece in enumerate(self.pieces)])


def compile_shell(html: str, of: PageShape) -> Shell:
    """Find the slots in the theme's output for the placeholder page of a shape.

    Raises:
        LostSlotError: The output lacks a slot, or its contents do not list one item per heading.

    """
    marks = slots_of(of)
    lost = [name for name, mark in marks.items() if mark not in html]
    if lost:
        raise LostSlotError(f"the theme's template no longer shows {', '.join(lost)}; see theme/main.html and pages/frame/shells.py")
    item, html = _contents(html) if of.has_contents else (ContentsItem("", "", "", ""), html)
    html = html.replace(_FIRST.anchor, _CONTENTS_SLOTS["first_anchor"])
    names = {mark: name for name, mark in (marks | _CONTENTS_SLOTS).items()}
    # The longest first, as one mark may begin with another.
    pieces = re.split(f"({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})", html)
    pieces[1::2] = [names[mark] for mark in pieces[1::2]]
    return Shell(tuple(pieces), item, digest(*pieces, *astuple(item)))


def _contents(html: str) -> tuple[ContentsItem, str]:
    """Cut the items of the two placeholder headings out of the contents; return their form, and the page with a slot for all items."""
    second = html.rfind(f"#{_SECOND.anchor}")
    first = html.rfind(f"#{_FIRST.anchor}", 0, max(second, 0))
    (start, end), (start_2, end_2) = ((html.rfind("<li", 0, max(anchor, 0)), html.find("</li>", anchor) + len("</li>")) for anchor in (first, second))
    item = html[start:end]
    same = html[start_2:end_2].replace(_SECOND.anchor, _FIRST.anchor).replace(_SECOND.title, _FIRST.title)
    if min(first, second, start) < 0 or item != same or item.count(_FIRST.anchor) != 1 or item.count(_FIRST.title) != 1:
        raise LostSlotError("the theme's contents no longer list one item per heading; see pages/frame/shells.py")
    before, rest = item.split(_FIRST.anchor)
    between, after = rest.split(_FIRST.title)
    return ContentsItem(before, between, after, html[end:start_2]), f"{html[:start]}{_CONTENTS_SLOTS['contents']}{html[end_2:]}"


class PageShape(Struct, frozen=True):
    """What pages with the same shell have in common."""

    parent: str
    depth: int
    """Names between the address of its parent and the end of its own; the theme's links lead up as many folders."""
    kind: str
    alternates: tuple[tuple[str, str, str], ...]
    """Name, media type and title of each other format."""
    has_next: bool
    has_contents: bool
    hidden: tuple[str, ...]
    """Parts of the theme that these pages do not show."""
    unlisted: bool = False
    """Whether they ask search engines to leave them out."""


def shape_of(outline: Outline) -> PageShape:
    """The shape of a page below an index."""
    parent = outline.parent or ""
    return PageShape(
        parent=parent,
        depth=outline.page.removeprefix(f"{parent}/").count("/") + 1,
        kind=outline.kind,
        alternates=tuple((each.name, each.media_type, each.title) for each in outline.alternates),
        has_next=outline.next is not None,
        has_contents=bool(outline.headings),
        hidden=hidden_parts(outline),
        unlisted=outline.unlisted,
    )


def hidden_parts(outline: Outline) -> tuple[str, ...]:
    """Parts of the theme that a page does not show: the menu beside entries, and contents of fewer than three headings."""
    menu = ("navigation",) if outline.kind or not outline.page else ()
    return menu if len(outline.headings) > 2 else (*menu, "toc")


def slots_of(of: PageShape) -> dict[str, str]:
    """The slots that a shell of this shape must have, each with its mark."""
    missing = () if of.has_next else ("next_url", "next_title")
    own = {name: mark for name, mark in SLOTS.items() if name not in missing}
    return own | {_alternate_slot(name): _alternate_mark(name) for name, media_type, _ in of.alternates if media_type}


def _alternate_slot(name: str) -> str:
    return f"alternate {name}"


def _alternate_mark(name: str) -> str:
    return f"{PLACEHOLDER_HOST}{slot_mark(_alternate_slot(name))}"


def placeholder_page(of: PageShape) -> Outline:
    """The placeholder page of a shape: marks in place of everything that differs between its pages."""
    return Outline(
        page="/".join((of.parent, *["slot"] * of.depth)),
        title=SLOTS["title"],
        headings=HEADINGS if of.has_contents else (),
        parent=of.parent,
        previous=Neighbour(SLOTS["previous_url"], SLOTS["previous_title"]),
        next=Neighbour(SLOTS["next_url"], SLOTS["next_title"]) if of.has_next else None,
        kind=of.kind,
        alternates=tuple(Alternate(name, media_type, _alternate_mark(name), title) for name, media_type, title in of.alternates),
        canonical=SLOTS["canonical"],
        unlisted=of.unlisted,
        metadata=SLOTS["metadata"],
    )


def slot_values(outline: Outline, description: str, html: str, urls: SiteUrls, above: str, metadata: str = "") -> dict[str, str]:
    """What fills the slots of a page.

    Args:
        outline: What the theme shows around its body.
        description: One plain sentence.
        html: Its body.
        urls: How pages are addressed.
        above: The title of its parent, which is linked where there is no previous page.
        metadata: HTML for its head (metadata.py).

    """
    before = outline.previous or Neighbour(outline.parent or "", above)
    after = outline.next or Neighbour("", "")
    return {
        "title": str(escape(outline.title)),
        "description": str(escape(description)),
        "metadata": metadata,
        "content": html,
        "canonical": urls.absolute(outline.page),
        **{_alternate_slot(each.name): urls.asset(outline.page, each.file) for each in outline.alternates},
        "previous_url": urls.href(outline.page, before.page),
        "previous_title": str(escape(before.title)),
        "next_url": urls.href(outline.page, after.page),
        "next_title": str(escape(after.title)),
    }
