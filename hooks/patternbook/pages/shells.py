"""The theme's template, rendered once per shape of page into a shell with slots; pages are the shells, filled.

The theme's template costs milliseconds a page and says nearly the same on each. A shell is its output for a made-up
page whose title, body and so on are marks that nothing else contains. Filling the marks gives, byte for byte, what
the template gives for the real page; tests render every page both ways and compare.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from patternbook.pages.page import Heading

HOST = "https://slot.invalid/"
"""Addresses with a host pass through the theme's `url` filter as they are."""

SLOTS: Mapping[str, str] = {
    "title": "\ue000title\ue001",
    "description": "\ue000description\ue001",
    "content": "<h1>\ue000content\ue001</h1>",  # the theme adds a heading of its own to a body without one
    "canonical": f"{HOST}canonical",
    "document": f"{HOST}document",
    "previous_url": f"{HOST}previous",
    "previous_title": "\ue000previous\ue001",
    "next_url": f"{HOST}next",
    "next_title": "\ue000next\ue001",
}
"""Slot -> the mark that stands for it in a shell."""

HEADINGS = (Heading(2, "\ue000anchor1\ue001", "\ue000heading1\ue001"), Heading(2, "\ue000anchor2\ue001", "\ue000heading2\ue001"))
"""Two made-up headings: what differs between their items is the slots, the distance between them the item."""

_FIRST, _SECOND = HEADINGS
_MARK = re.compile("|".join(map(re.escape, sorted(SLOTS.values(), key=len, reverse=True))))
_NAMES = {mark: name for name, mark in SLOTS.items()}


class LostSlotError(Exception):
    """The theme no longer shows something where it did; names the slot."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A compiled shell: text and slots in turn."""

    pieces: tuple[str, ...]
    """Text, slot, text, slot, ..., text; the slot `contents` is the list of headings."""
    item: tuple[str, str, str]
    """An item of the contents: what stands before its anchor, between anchor and title, and after."""

    def fill(self, values: Mapping[str, str], headings: Sequence[Heading]) -> str:
        """The page with these values; headings must be as many as the shape has (none or some)."""
        before, between, after = self.item
        contents = "".join(f"{before}{heading.anchor}{between}{heading.title}{after}" for heading in headings)
        first = headings[0].anchor if headings else ""
        filled = {**values, "contents": contents, "first_anchor": first}
        return "".join(piece if index % 2 == 0 else filled[piece] for index, piece in enumerate(self.pieces))


def compile_shell(html: str, expected: Sequence[str], *, contents: bool) -> Shell:
    """Find the slots in the theme's output for the made-up page.

    Raises:
        LostSlotError: a slot that is expected is not in the output, or the contents are not as they were.
    """
    lost = [name for name in expected if SLOTS[name] not in html]
    if lost:
        raise LostSlotError(f"the theme's template no longer shows {', '.join(lost)}; see theme/main.html and pages/shells.py")
    item, html = _contents(html) if contents else (("", "", ""), html)
    html = html.replace(_FIRST.anchor, "\ue000first_anchor\ue001")
    pieces = re.split(f"({_MARK.pattern}|\ue000first_anchor\ue001|\ue000contents\ue001)", html)
    named = {**_NAMES, "\ue000first_anchor\ue001": "first_anchor", "\ue000contents\ue001": "contents"}
    return Shell(tuple(piece if index % 2 == 0 else named[piece] for index, piece in enumerate(pieces)), item)


def _contents(html: str) -> tuple[tuple[str, str, str], str]:
    """Cut the two made-up items out of the contents; return one as a pattern, and the page with a slot for all."""
    second = html.find(f"#{_SECOND.anchor}")
    first = html.rfind(f"#{_FIRST.anchor}", 0, second)
    start = html.rfind("<li", 0, first)
    length = second - first
    one, two = html[start : start + length], html[start + length : start + 2 * length]
    as_first = two.replace(_SECOND.anchor, _FIRST.anchor).replace(_SECOND.title, _FIRST.title)
    if min(first, second, start) < 0 or one != as_first or one.count(_FIRST.anchor) != 1 or one.count(_FIRST.title) != 1:
        raise LostSlotError("the theme's contents no longer list one item per heading; see pages/shells.py")
    before, rest = one.split(_FIRST.anchor)
    between, after = rest.split(_FIRST.title)
    return (before, between, after), f"{html[:start]}\ue000contents\ue001{html[start + 2 * length :]}"
