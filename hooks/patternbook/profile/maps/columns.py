"""The map in small, for the home page: a column for each collaboration point, with its patterns by name and its findings as dots.

Each column is as narrow as a phone. Dots show their title to a pointer; for the keyboard there are their areas and the map itself,
so that nobody has to pass all of them. Sizes are in CSS pixels.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from patternbook.documents.model import Target
from patternbook.pages.svg.diagrams import KIND_ICONS
from patternbook.phrases import as_number, gettext
from patternbook.profile.maps.drawing import ELSEWHERE, Link
from patternbook.profile.maps.landscape import Landscape, MapArea, MapPoint, key_of

COLUMN_WIDTH = 300
_LINE = 17
_DOT = 24
"""Distance of dots, so that a finger finds one."""
_PER_ROW = 10
MOST_DOTS = 40
"""Findings of an area that are dots; more are a number only."""


def column_drawings(landscape: Landscape, href: Link) -> Iterator[Markup]:
    """A drawing for each point; every box and dot is a link."""
    for point in landscape.points:
        yield _column(point, landscape, href)


def _column(point: MapPoint, landscape: Landscape, href: Link) -> Markup:
    title = point.target.title if point.target else gettext(ELSEWHERE)
    titles, questions = textwrap.wrap(title, 26) or [""], textwrap.wrap(point.question, 42)
    head = Markup('<circle class="pb-ring{}" cx="16" cy="20" r="10"/>').format("" if point.target else " pb-ring--open")
    head += _texts("pb-head", titles, 38, 26, 20)
    if point.target:
        head = _link(point.target, head, landscape, href)
    y, joints = 38.0 + 20 * (len(titles) - 1), list[float]()
    body = [head, _texts("pb-small", questions, 38, y + 10, 16)]
    y += 12 + 16 * len(questions)
    for pattern in point.patterns:
        lines = textwrap.wrap(pattern.title, 29) or [""]
        height = 15 + _LINE * len(lines)
        joints.append(y + height / 2)
        body.append(_link(pattern, _box(pattern, lines, y, height), landscape, href))
        y += height + 8
    y += 4
    for area in point.areas:
        joints.append(y + 12)
        drawing, y = _area(area, y, landscape, href)
        body.append(drawing)
    trunk = (
        Markup('<path class="pb-line" d="M16 30V{:.0f}{}"/>').format(joints[-1], Markup("").join(_branches(joints)))
        if point.target and joints
        else ""
    )
    described = f"{title}. {point.question}".strip()
    return Markup(
        '<svg class="pb-drawing pb-column" role="group" aria-label="{0}" viewBox="0 0 {1} {2:.0f}" width="{1}" height="{2:.0f}">{3}{4}</svg>'
    ).format(described, COLUMN_WIDTH, y, trunk, Markup("").join(body))


def _branches(joints: Sequence[float]) -> Iterator[Markup]:
    return (Markup("M16 {:.0f}h14").format(joint) for joint in joints)


def _link(target: Target, inner: Markup, landscape: Landscape, href: Link, *, quiet: bool = False) -> Markup:
    """A link with the keys of all that it is related to; a quiet one is for pointers only."""
    key = key_of(target)
    near = " ".join(landscape.near.get(key, ()))
    more = Markup(' tabindex="-1" aria-hidden="true"') if quiet else ""
    return Markup('<a href="{}" data-key="{}" data-near="{}"{}>{}</a>').format(href(target.page), key, near, more, inner)


def _texts(name: str, lines: Sequence[str], x: int, y: float, step: int) -> Markup:
    return Markup("").join(
        Markup('<text class="{}" x="{}" y="{:.0f}">{}</text>').format(name, x, y + step * index, line) for index, line in enumerate(lines)
    )


def _box(pattern: Target, lines: Sequence[str], y: float, height: float) -> Markup:
    icon = Markup(KIND_ICONS[pattern.kind])  # noqa: S704 - declared with the kind
    mark = Markup('<g class="pb-map-mark" transform="translate(40 {:.0f})">{}</g>').format(y + height / 2 - 8, icon)
    box = Markup('<rect class="pb-box" x="30" y="{:.0f}" width="268" height="{:.0f}" rx="4"/>').format(y, height)
    return box + mark + _texts("pb-name", lines, 64, y + 20, _LINE)


def _area(area: MapArea, y: float, landscape: Landscape, href: Link) -> tuple[Markup, float]:
    """The name of an area with its findings as dots below it, and where it ends."""
    *first, last = textwrap.wrap(area.target.title, 34) or [""]
    lines = [*first, f"{last} ({as_number(area.count)})"]
    name = _texts("pb-map-area", lines, 36, y + 17, _LINE)
    drawing, y = _link(area.target, name, landscape, href), y + 6 + _LINE * len(lines)
    dots = area.findings[:MOST_DOTS] if len(area.findings) <= MOST_DOTS else ()
    for index, finding in enumerate(dots):
        x, top = 30 + _DOT * (index % _PER_ROW), y + _DOT * (index // _PER_ROW)
        place = Markup('<rect class="pb-map-place" x="{0:.0f}" y="{1:.0f}" width="{2}" height="{2}" rx="4"/>').format(x, top, _DOT)
        dot = Markup('<circle class="pb-map-dot" cx="{:.0f}" cy="{:.0f}" r="5"/><title>{}</title>').format(
            x + _DOT / 2, top + _DOT / 2, finding.title
        )
        drawing += _link(finding, place + dot, landscape, href, quiet=True)
    return drawing, y + _DOT * (-(-len(dots) // _PER_ROW)) + 8
