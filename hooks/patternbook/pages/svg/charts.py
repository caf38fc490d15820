"""Numbers as inline SVG: a funnel, bars, a sample in boxes. Text stays text; colours come from the page's styles.

Sizes are in CSS pixels; everything is as wide as a phone shows without scrolling.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_WIDTH = 340
_LETTER = 7.2
"""Average width of a letter at 13 px."""
_TITLE = 40
"""Letters of a step's title; the whole stands in the drawing's description."""
_STEP = 62
"""Height of a step of a funnel."""
_NARROWEST = 60
_LINE = 15
_LABEL = 20
"""Letters of a bar's label on one line; there are two at most, the whole stands in the drawing's description."""
_LABEL_ROOM = 134
_BOX = 32
_PER_ROW = 10


@dataclass(frozen=True, slots=True)
class FunnelLevel:
    """A step of a funnel: what is left after it, where it leads, and letters of what does not fit."""

    title: str
    href: str
    left: int
    unit: str
    doubts: tuple[str, ...] = ()


def funnel_chart(title: str, levels: Sequence[FunnelLevel]) -> Markup:
    """Steps from the widest to the narrowest. Widths follow the logarithm, or the last steps could not be seen."""
    most = max((level.left for level in levels), default=1) or 1
    widths = [_log_width(level.left, most) for level in levels]
    height = _STEP * len(levels) + 2
    body = Markup("").join(
        _level(number, level, (before, width), _STEP * (number - 1) + 1)
        for number, (level, before, width) in enumerate(zip(levels, [widths[0] if widths else 0, *widths], widths, strict=False), 1)
    )
    said = "; ".join(f"{level.title}: {level.left:,} {level.unit} left" for level in levels)
    return _drawing("pb-funnel", title, f"{title}. {said}", height, body)


def _log_width(count: int, most: int) -> float:
    share = math.log10(count + 1) / math.log10(most + 1)
    return _NARROWEST + (_WIDTH - 2 - _NARROWEST) * min(1.0, share)


def _level(number: int, level: FunnelLevel, widths: tuple[float, float], y: int) -> Markup:
    middle = _WIDTH / 2
    top, bottom = (width / 2 for width in widths)
    shape = f"M{middle - top:.0f} {y}H{middle + top:.0f}L{middle + bottom:.0f} {y + _STEP - 6}H{middle - bottom:.0f}Z"
    name = textwrap.shorten(f"{number} {level.title}", _TITLE, placeholder=" …")
    count = f"{level.left:,} left" + (f" ({', '.join(level.doubts)})" if level.doubts else "")
    return Markup(
        '<a href="{}"><path class="pb-box{}" d="{}"/><text class="pb-name pb-centred" x="{:.0f}" y="{}">{}</text>'
        '<text class="pb-small pb-centred{}" x="{:.0f}" y="{}">{}</text></a>'
    ).format(
        level.href,
        " pb-doubted" if level.doubts else "",
        shape,
        middle,
        y + 24,
        name,
        " pb-doubt" if level.doubts else "",
        middle,
        y + 42,
        count,
    )


def bar_chart(title: str, unit: str, rows: Sequence[tuple[str, int]]) -> Markup:
    """One bar per group, its number behind it."""
    most = max((count for _, count in rows), default=0) or 1
    room = _WIDTH - _LABEL_ROOM - 8 - max((len(f"{count:,}") for _, count in rows), default=1) * _LETTER - 6
    y, body = 2, Markup("")
    for label, count in rows:
        lines = textwrap.wrap(label, _LABEL, max_lines=2, placeholder=" …") or [label]
        body += _bar(lines, count, room * count / most, y)
        y += _LINE * len(lines) + 11
    said = ", ".join(f"{label} {count:,}" for label, count in rows)
    return _drawing("pb-bars", title, f"{title}, {unit}: {said}", y, body, role="img")


def _bar(lines: Sequence[str], count: int, width: float, y: int) -> Markup:
    middle = y + (_LINE * len(lines) + 8) // 2
    label = Markup("").join(
        Markup('<text class="pb-small pb-ending" x="{}" y="{}">{}</text>').format(_LABEL_ROOM, y + 15 + _LINE * index, line)
        for index, line in enumerate(lines)
    )
    return Markup('{}<rect class="pb-bar" x="{}" y="{}" width="{:.1f}" height="16"/><text class="pb-small" x="{:.1f}" y="{}">{}</text>').format(
        label, _LABEL_ROOM + 8, middle - 8, max(width, 1), _LABEL_ROOM + 14 + width, middle + 4, f"{count:,}"
    )


@dataclass(frozen=True, slots=True)
class SampleBox:
    """One of a sample: a short label, what it is, where it leads, and whether it is named."""

    label: str
    title: str
    href: str
    state: str
    """example | exception | unnamed."""


STATE_WORDS = {"example": "shows it", "exception": "an exception", "unnamed": "not named"}


def sample_chart(title: str, boxes: Sequence[SampleBox]) -> Markup:
    """A sample in rows of ten. What is named is filled, exceptions have a corner; only these are links, to spare the keyboard."""
    rows = math.ceil(len(boxes) / _PER_ROW)
    body = Markup("").join(_box(box, (index % _PER_ROW) * (_BOX + 2), (index // _PER_ROW) * (_BOX - 4)) for index, box in enumerate(boxes))
    named = [f"{box.label} {box.title}: {STATE_WORDS[box.state]}" for box in boxes if box.state != "unnamed"]
    said = f"{title}. {len(named)} of {len(boxes)} named: {'; '.join(named)}"
    return _drawing("pb-sample", title, said, rows * (_BOX - 4) + 2, body)


def _box(box: SampleBox, x: int, y: int) -> Markup:
    drawn = Markup(
        '<rect class="pb-cell pb-cell--{}" x="{}" y="{}" width="{}" height="{}" rx="3"/><text class="pb-tiny pb-centred" x="{}" y="{}">{}</text>'
    ).format(box.state, x + 1, y + 1, _BOX - 1, _BOX - 8, x + _BOX // 2, y + 17, box.label)
    if box.state == "unnamed":
        return drawn
    corner = Markup('<path class="pb-corner" d="M{} {}h-9l9 9z"/>').format(x + _BOX, y + 1) if box.state == "exception" else ""
    return Markup('<a href="{}" aria-label="{}">{}{}</a>').format(box.href, f"{box.label} {box.title}: {STATE_WORDS[box.state]}", drawn, corner)


def _drawing(name: str, title: str, said: str, height: int, body: Markup, role: str = "group") -> Markup:
    return Markup('<svg class="pb-drawing {}" role="{}" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}"><title>{}</title>{}</svg>').format(
        name, role, said, _WIDTH, height, _WIDTH, height, title, body
    )
