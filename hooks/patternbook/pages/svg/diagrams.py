"""Drawings as inline SVG: text stays text, colours come from the page's styles, nothing is scripted.

Sizes are in CSS pixels. Text is measured by an average width per letter, a generous one, so that it fits into its box.
"""

from __future__ import annotations

import functools
import itertools
import textwrap
from collections.abc import Sequence

from markupsafe import Markup

from patternbook.documents.model import Arrow
from patternbook.model.registry import LISTED
from patternbook.pages.svg.drawing import Drawing
from patternbook.phrases import gettext

_LETTER = 7.2
"""Average width of a letter at 13 px."""
_LINE = 17
_SMALL_LINE = 14
_COLUMN = 190
_BOX = 150
_ROW = 56
_TOP = 10
_MARGIN = 8

KIND_ICONS = {
    **{thing.name: thing.mark for thing in LISTED if thing.mark},
    "reference": '<path d="M4 2h6l3 3v9H4zM10 2v3h3"/>',
    "index": '<path d="M3 4h10M3 8h10M3 12h10"/>',
}
"""A shape per kind that is still told apart in grey and at 12 px. All are strokes, except for the finding's dot."""


@functools.cache
def kind_icon(kind: str) -> Markup:
    """The mark of a kind. It is decoration, hidden from screen readers: the kind is always given in words too."""
    return Markup(  # noqa: S704 - declared with the kind
        f'<svg class="pb-mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{KIND_ICONS.get(kind, KIND_ICONS["index"])}</svg>'
    )


def sketch_diagram(title: str, boxes: Sequence[str], arrows: Sequence[Arrow]) -> Drawing:
    """Teams side by side, and below them, one per row, what passes between them."""
    names = [textwrap.wrap(name, int(_BOX / _LETTER)) for name in boxes]
    labels = [textwrap.wrap(arrow.what, max(12, int((_COLUMN * max(1, abs(arrow.end - arrow.start)) - 16) / 6.4))) for arrow in arrows]
    tall = 10 + _LINE * max([2, *map(len, names)])
    heights = (_ROW + _SMALL_LINE * max(0, len(lines) - 2) for lines in labels)
    bottoms = list(itertools.accumulate(heights, initial=_TOP + tall))
    width = _COLUMN * (len(boxes) - 1) + _BOX + 2 * _MARGIN
    height = bottoms[-1] + (14 if arrows else 4)
    body = [_team(index, lines, tall, height if arrows else 0) for index, lines in enumerate(names)]
    body += [_arrow(arrow, lines, bottom - _ROW + 38) for arrow, lines, bottom in zip(arrows, labels, bottoms[1:], strict=True)]
    described = "; ".join(
        gettext("%(start)s to %(end)s: %(what)s", start=boxes[arrow.start], end=boxes[arrow.end], what=arrow.what) for arrow in arrows
    )
    return Drawing("pb-sketch", title, f"{title}. {described or ', '.join(boxes)}", (width, height), Markup("").join(body))


def _middle(index: int) -> int:
    return _MARGIN + _BOX // 2 + _COLUMN * index


def _team(index: int, lines: Sequence[str], tall: int, end: int) -> Markup:
    """A box with a name, and a vertical line from it down to `end`, as in a sequence diagram; no line where `end` is 0."""
    x = _middle(index)
    first = _TOP + tall // 2 + 5 - (_LINE // 2) * (len(lines) - 1)
    texts = Markup("").join(
        Markup('<text class="pb-name pb-centred" x="{}" y="{}">{}</text>').format(x, first + _LINE * i, line) for i, line in enumerate(lines)
    )
    line = Markup('<path class="pb-thin" d="M{} {}V{}"/>').format(x, _TOP + tall, end - 4) if end else ""
    return Markup('{}<rect class="pb-box" x="{}" y="{}" width="{}" height="{}" rx="4"/>{}').format(line, x - _BOX // 2, _TOP, _BOX, tall, texts)


def _arrow(arrow: Arrow, lines: Sequence[str], y: int) -> Markup:
    """An arrow with its label above it: a loop where it leads back to its own box."""
    start, end = _middle(arrow.start), _middle(arrow.end)
    ahead = 1 if end > start else -1
    if start == end:
        path, x, last = f"M{start} {y - 16}h20v16h-19m7 -5l-7 5l7 5", start, y - 22
    else:
        path, x, last = f"M{start} {y}H{end - ahead}m{-7 * ahead} -5l{7 * ahead} 5l{-7 * ahead} 5", (start + end) // 2, y - 7
    label = Markup("").join(
        Markup('<text class="pb-small pb-centred" x="{}" y="{}">{}</text>').format(x, last - _SMALL_LINE * (len(lines) - 1 - index), line)
        for index, line in enumerate(lines)
    )
    return Markup('<path class="pb-arrow" d="{}"/>{}').format(path, label)
