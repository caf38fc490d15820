"""A drawing apart from where it is shown: within a page, or in a file of its own."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup


class Drawing(NamedTuple):
    """A drawing, with what it says to those who do not see it."""

    kind: str
    """Its class, by which it has its styles: pb-funnel."""
    title: str
    description: str
    """All that it shows, in words."""
    size: tuple[int, int]
    """Width and height in CSS pixels."""
    body: Markup
    """What is drawn, from the point 0 0."""
    role: str = "img"
    """`group` where it holds links."""
    caption: str = ""
    """How to read it and what it rests on; beside it on a page, below it in a file."""


def inline_svg(drawing: Drawing) -> Markup:
    """The drawing as part of a page, which has the styles."""
    width, height = drawing.size
    return Markup('<svg class="pb-drawing {}" role="{}" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}"><title>{}</title>{}</svg>').format(
        drawing.kind, drawing.role, drawing.description, width, height, width, height, drawing.title, drawing.body
    )
