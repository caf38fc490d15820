"""Numbers as inline SVG: a funnel, bars, a sample in boxes. Text stays text; colours come from the page's styles.

Sizes are in CSS pixels. Drawings are as wide as a phone shows without scrolling.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Sequence

from markupsafe import Markup

from patternbook.documents.model import Mark, Step
from patternbook.phrases import as_number, gettext, gettext_noop

_WIDTH = 340
_LETTER = 7.2
"""Average width of a letter at 13 px."""
_STEP = 62
"""Height of a step of a funnel."""
_NARROWEST = 60
_LINE = 15
_LABEL_ROOM = 134
_BOX = 32
_PER_ROW = 10


def funnel_chart(title: str, steps: Sequence[Step], href: Callable[[str], str]) -> Markup:
    """Steps from the widest to the narrowest, each a link.

    Widths follow the logarithm of what is left, as the last steps would be too narrow to be seen otherwise.

    Args:
        title: Of the drawing.
        steps: In order.
        href: Page -> the link to it.

    """
    scale = math.log10((max((step.left for step in steps), default=1) or 1) + 1)
    widths = [_NARROWEST + (_WIDTH - 2 - _NARROWEST) * min(1.0, math.log10(step.left + 1) / scale) for step in steps]
    body = Markup("").join(
        _level(number, step, href(step.target.page), (before, width), _STEP * (number - 1) + 1)
        for number, (step, before, width) in enumerate(zip(steps, [*widths[:1], *widths], widths, strict=False), 1)
    )
    described = "; ".join(
        gettext("%(step)s: %(number)s %(unit)s left", step=step.target.title, number=as_number(step.left), unit=step.unit) for step in steps
    )
    return _drawing("pb-funnel", title, f"{title}. {described}", _STEP * len(steps) + 2, body)


def _level(number: int, step: Step, href: str, widths: tuple[float, float], y: int) -> Markup:
    """A step as a trapezium: the widths are those at its top and at its bottom."""
    middle = _WIDTH / 2
    top, bottom = (width / 2 for width in widths)
    return Markup(
        '<a href="{}"><path class="pb-box{}" d="{}"/><text class="pb-name pb-centred" x="{:.0f}" y="{}">{}</text>'
        '<text class="pb-small pb-centred{}" x="{:.0f}" y="{}">{}</text></a>'
    ).format(
        href,
        " pb-doubted" if step.doubts else "",
        f"M{middle - top:.0f} {y}H{middle + top:.0f}L{middle + bottom:.0f} {y + _STEP - 6}H{middle - bottom:.0f}Z",
        middle,
        y + 24,
        textwrap.shorten(f"{number} {step.target.title}", 40, placeholder=" …"),  # the description has the whole title
        " pb-doubt" if step.doubts else "",
        middle,
        y + 42,
        gettext("%(number)s left", number=as_number(step.left)) + (f" ({', '.join(step.doubts)})" if step.doubts else ""),
    )


def bar_chart(title: str, unit: str, rows: Sequence[tuple[str, int]]) -> Markup:
    """One bar per group, with its number behind it."""
    most = max((count for _, count in rows), default=0) or 1
    room = _WIDTH - _LABEL_ROOM - 8 - max((len(as_number(count)) for _, count in rows), default=1) * _LETTER - 6
    y, body = 2, Markup("")
    for label, count in rows:
        lines = textwrap.wrap(label, 20, max_lines=2, placeholder=" …") or [label]  # the description has the whole label
        body += _bar(lines, count, room * count / most, y)
        y += _LINE * len(lines) + 11
    described = ", ".join(f"{label} {as_number(count)}" for label, count in rows)
    return _drawing("pb-bars", title, f"{title}, {unit}: {described}", y, body, role="img")


def _bar(lines: Sequence[str], count: int, width: float, y: int) -> Markup:
    middle = y + (_LINE * len(lines) + 8) // 2
    label = Markup("").join(
        Markup('<text class="pb-small pb-ending" x="{}" y="{}">{}</text>').format(_LABEL_ROOM, y + 15 + _LINE * index, line)
        for index, line in enumerate(lines)
    )
    return Markup('{}<rect class="pb-bar" x="{}" y="{}" width="{:.1f}" height="16"/><text class="pb-small" x="{:.1f}" y="{}">{}</text>').format(
        label, _LABEL_ROOM + 8, middle - 8, max(width, 1), _LABEL_ROOM + 14 + width, middle + 4, as_number(count)
    )


STATE_WORDS = {"example": gettext_noop("shows it"), "exception": gettext_noop("an exception"), "unnamed": gettext_noop("not named")}


def sample_chart(title: str, marks: Sequence[Mark], href: Callable[[str], str]) -> Markup:
    """A sample as boxes in rows of ten: filled where the source names the member, with a corner where it names an exception.

    Only named members are links, to spare keyboard users the others. `href` gives the link to a page.
    """
    body = Markup("").join(
        _box(mark, href(mark.target.page), index % _PER_ROW * (_BOX + 2), index // _PER_ROW * (_BOX - 4)) for index, mark in enumerate(marks)
    )
    named = [_box_label(mark) for mark in marks if mark.state != "unnamed"]
    return _drawing(
        "pb-sample",
        title,
        gettext("%(title)s. %(number)s of %(of)s named: %(named)s", title=title, number=len(named), of=len(marks), named="; ".join(named)),
        math.ceil(len(marks) / _PER_ROW) * (_BOX - 4) + 2,
        body,
    )


def _box(mark: Mark, href: str, x: int, y: int) -> Markup:
    box = Markup(
        '<rect class="pb-cell pb-cell--{}" x="{}" y="{}" width="{}" height="{}" rx="3"/><text class="pb-tiny pb-centred" x="{}" y="{}">{}</text>'
    ).format(mark.state, x + 1, y + 1, _BOX - 1, _BOX - 8, x + _BOX // 2, y + 17, mark.label)
    if mark.state == "unnamed":
        return box
    corner = Markup('<path class="pb-corner" d="M{} {}h-9l9 9z"/>').format(x + _BOX, y + 1) if mark.state == "exception" else ""
    return Markup('<a href="{}" aria-label="{}">{}{}</a>').format(href, _box_label(mark), box, corner)


def _box_label(mark: Mark) -> str:
    return f"{mark.label} {mark.target.title}: {gettext(STATE_WORDS[mark.state])}"


def _drawing(name: str, title: str, description: str, height: int, body: Markup, role: str = "group") -> Markup:
    return Markup('<svg class="pb-drawing {}" role="{}" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}"><title>{}</title>{}</svg>').format(
        name, role, description, _WIDTH, height, _WIDTH, height, title, body
    )
