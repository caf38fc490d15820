"""A structure drawn small, beside words that say the same: teams below each other, and lanes beside them for what passes."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from markupsafe import Markup

from patternbook.documents.model import Arrow

_BOX = 84
_LETTER = 6.1
"""Average width of a letter at 11 px, generously."""
_LINE = 13
_PAD = 10
_GAP = 8
_LANE = 11
"""Room for the vertical part of one arrow."""
_STEP = 9
"""Between two ends of arrows at one box."""


def small_sketch(boxes: Sequence[str], arrows: Sequence[Arrow]) -> Markup:
    """A drawing of fixed width for so many arrows, however many teams there are. It is decoration: hidden from screen readers."""
    names = [textwrap.wrap(name, int((_BOX - 6) / _LETTER)) for name in boxes]
    ends = [sum((arrow.start == index) + (arrow.end == index) for arrow in arrows) for index in range(len(boxes))]
    tall = [max(_LINE * len(lines) + _PAD, _STEP * count + 6) for lines, count in zip(names, ends, strict=True)]
    tops = [1 + sum(tall[:index]) + _GAP * index for index in range(len(boxes))]
    used = [0] * len(boxes)

    def end_of(box: int) -> float:
        """The height of the next free end at a box."""
        used[box] += 1
        return tops[box] + tall[box] / 2 + _STEP * (used[box] - (ends[box] + 1) / 2)

    body = [_box(top, height, lines) for top, height, lines in zip(tops, tall, names, strict=True)]
    body += [_lane(number, end_of(arrow.start), end_of(arrow.end)) for number, arrow in enumerate(arrows)]
    width, height = _BOX + 2 + (_LANE * len(arrows) + 8 if arrows else 0), (tops[-1] + tall[-1] if boxes else 0) + 1
    return Markup('<svg class="pb-drawing pb-small-sketch" aria-hidden="true" viewBox="0 0 {0} {1}" width="{0}" height="{1}">{2}</svg>').format(
        width, height, Markup("").join(body)
    )


def _box(top: int, height: int, lines: Sequence[str]) -> Markup:
    first = top + height / 2 + 4 - _LINE / 2 * (len(lines) - 1)
    texts = Markup("").join(
        Markup('<text class="pb-centred" x="{}" y="{:.1f}">{}</text>').format(_BOX // 2 + 1, first + _LINE * index, line)
        for index, line in enumerate(lines)
    )
    return Markup('<rect class="pb-box" x="1" y="{}" width="{}" height="{}" rx="4"/>{}').format(top, _BOX, height, texts)


def _lane(number: int, start: float, end: float) -> Markup:
    """An arrow from one box to another, along a lane of its own."""
    edge, lane = _BOX + 1, _BOX + 1 + _LANE * (number + 1)
    return Markup('<path class="pb-arrow" d="M{} {:.1f}H{}V{:.1f}H{}m5 -3.5l-5 3.5l5 3.5"/>').format(edge, start, lane, end, edge + 2)
