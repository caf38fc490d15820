"""Numbers as inline SVG: a funnel, bars, a sample in boxes. Text stays text; colours come from the page's styles.

Sizes are in CSS pixels. Drawings are as wide as a phone shows without scrolling.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Sequence

from markupsafe import Markup

from patternbook.documents.model import Mark, Step
from patternbook.pages.svg.drawing import Drawing
from patternbook.phrases import as_number, gettext, gettext_noop, sentence_case

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


DOUBTS_LEGEND = gettext_noop("Letters mark numbers that do not fit and that nobody has explained:")


def funnel_chart(title: str, steps: Sequence[Step], href: Callable[[str], str]) -> Drawing:
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
    doubts = gettext(DOUBTS_LEGEND).removesuffix(":") + "." if any(step.doubts for step in steps) else ""
    legend = " ".join(filter(None, (gettext("Widths follow the logarithm of the numbers."), doubts)))
    described = "; ".join(
        gettext("%(step)s: %(number)s %(unit)s left", step=step.target.title, number=as_number(step.left), unit=step.unit) for step in steps
    )
    return Drawing("pb-funnel", title, f"{title}. {described}", (_WIDTH, _STEP * len(steps) + 2), body, "group", legend)


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


def bar_chart(title: str, unit: str, rows: Sequence[tuple[str, int]]) -> Drawing:
    """One bar per group, with its number behind it."""
    most = max((count for _, count in rows), default=0) or 1
    room = _WIDTH - _LABEL_ROOM - 8 - max((len(as_number(count)) for _, count in rows), default=1) * _LETTER - 6
    y, body = 2, Markup("")
    for label, count in rows:
        lines = textwrap.wrap(label, 20, max_lines=2, placeholder=" …") or [label]  # the description has the whole label
        body += _bar(lines, count, room * count / most, y)
        y += _LINE * len(lines) + 11
    described = ", ".join(f"{label} {as_number(count)}" for label, count in rows)
    return Drawing("pb-bars", title, f"{title}, {unit}: {described}", (_WIDTH, y), body)


def _bar(lines: Sequence[str], count: int, width: float, y: int) -> Markup:
    middle = y + (_LINE * len(lines) + 8) // 2
    label = Markup("").join(
        Markup('<text class="pb-small pb-ending" x="{}" y="{}">{}</text>').format(_LABEL_ROOM, y + 15 + _LINE * index, line)
        for index, line in enumerate(lines)
    )
    return Markup('{}<rect class="pb-bar" x="{}" y="{}" width="{:.1f}" height="16"/><text class="pb-small" x="{:.1f}" y="{}">{}</text>').format(
        label, _LABEL_ROOM + 8, middle - 8, max(width, 1), _LABEL_ROOM + 14 + width, middle + 4, as_number(count)
    )


SAMPLE_LEGEND = gettext_noop(
    "filled, named for it; with a corner, named as an exception; the others are not named, which is not the same as not showing it."
)
STATE_WORDS = {"example": gettext_noop("shows it"), "exception": gettext_noop("an exception"), "unnamed": gettext_noop("not named")}


def sample_chart(title: str, marks: Sequence[Mark], href: Callable[[str], str]) -> Drawing:
    """A sample as boxes in rows of ten: filled where the source names the member, with a corner where it names an exception.

    Only named members are links, to spare keyboard users the others. `href` gives the link to a page.
    """
    body = Markup("").join(
        _box(mark, href(mark.target.page), index % _PER_ROW * (_BOX + 2), index // _PER_ROW * (_BOX - 4)) for index, mark in enumerate(marks)
    )
    named = [_box_label(mark) for mark in marks if mark.state != "unnamed"]
    height = math.ceil(len(marks) / _PER_ROW) * (_BOX - 4) + 2
    return Drawing(
        "pb-sample",
        title,
        gettext("%(title)s. %(number)s of %(of)s named: %(named)s", title=title, number=len(named), of=len(marks), named="; ".join(named)),
        (_WIDTH, height),
        body,
        "group",
        sentence_case(gettext(SAMPLE_LEGEND)),
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
