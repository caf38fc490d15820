"""Drawings as inline SVG: text stays text, colours come from the page's styles, nothing is scripted.

Sizes are in CSS pixels. Letters are measured by an average width, so boxes are a little roomy rather than too tight.
"""

from __future__ import annotations

import functools
import itertools
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from patternbook.model.registry import LISTED

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
"""A shape per kind that survives grey and 12 px; stroke only, but for the finding's dot."""


@functools.cache
def kind_icon(kind: str) -> Markup:
    """The mark of a kind; decoration, the kind is always said in words too."""
    shape = KIND_ICONS.get(kind, KIND_ICONS["index"])
    return Markup(f'<svg class="pb-mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{shape}</svg>')  # noqa: S704


@dataclass(frozen=True, slots=True)
class OverviewTile:
    """A box of the overview: a pattern with its link."""

    title: str
    id: str
    href: str
    note: str


def overview_diagram(title: str, href: str, question: str, tiles: Sequence[OverviewTile]) -> Markup:
    """One collaboration point as a ring with its alternatives hanging from it; every box is a link."""
    width, heights = 300, [_tile_height(tile) for tile in tiles]
    y, boxes = 64.0, []
    for tile, height in zip(tiles, heights, strict=True):
        boxes.append(_tile(tile, y, height))
        y += height + 12
    last = y - 12 - (heights[-1] / 2 if heights else 0)
    trunk = Markup('<path class="pb-line" d="M16 34V{}"/>').format(round(last)) if tiles else Markup("")
    head = Markup('<a href="{}"><circle class="pb-ring" cx="16" cy="22" r="11"/><text class="pb-head" x="38" y="27">{}</text></a>').format(
        href, title
    )
    return Markup('<svg class="pb-drawing pb-overview" role="group" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}{}{}</svg>').format(
        f"{title}. {question}", width, round(y), width, round(y), trunk, head, Markup("").join(boxes)
    )


def _tile_lines(tile: OverviewTile) -> list[str]:
    return textwrap.wrap(tile.title, 28) or [tile.title]


def _tile_height(tile: OverviewTile) -> int:
    return 34 + _LINE * len(_tile_lines(tile))


def _tile(tile: OverviewTile, y: float, height: int) -> Markup:
    lines = Markup("").join(
        Markup('<text class="pb-name" x="50" y="{}">{}</text>').format(round(y + 22 + _LINE * index), line)
        for index, line in enumerate(_tile_lines(tile))
    )
    note = Markup('<text class="pb-small" x="50" y="{}">{}</text>').format(round(y + height - 10), f"{tile.id} · {tile.note}")
    branch = Markup('<path class="pb-line" d="M16 {0}h22"/>').format(round(y + height / 2))
    return Markup('{}<a href="{}"><rect class="pb-box" x="38" y="{}" width="256" height="{}" rx="4"/>{}{}</a>').format(
        branch, tile.href, round(y), height, lines, note
    )


@dataclass(frozen=True, slots=True)
class SketchArrow:
    """An arrow of a sketch: from and to are positions of boxes."""

    start: int
    end: int
    what: str


def sketch_diagram(title: str, boxes: Sequence[str], passing: Iterable[SketchArrow]) -> Markup:
    """Teams side by side, and below them, one per row, what passes between them."""
    rows = tuple(passing)
    names = [textwrap.wrap(name, int(_BOX / _LETTER)) for name in boxes]
    labels = [_label_lines(row) for row in rows]
    tall = 10 + _LINE * max([2, *map(len, names)])
    bottoms = list(itertools.accumulate((_row_height(lines) for lines in labels), initial=_TOP + tall))
    width = _COLUMN * (len(boxes) - 1) + _BOX + 2 * _MARGIN
    height = bottoms[-1] + (14 if rows else 4)
    body = [*(_team(index, lines, tall, height if rows else 0) for index, lines in enumerate(names))]
    body += [_arrow(row, lines, bottom - _ROW + 38) for row, lines, bottom in zip(rows, labels, bottoms[1:], strict=True)]
    described = "; ".join(f"{boxes[row.start]} to {boxes[row.end]}: {row.what}" for row in rows)
    return Markup(
        '<div class="pb-scroll" tabindex="0" role="group" aria-label="{}"><svg class="pb-drawing" role="img" aria-label="{}" '
        'viewBox="0 0 {} {}" width="{}" height="{}"><title>{}</title>{}</svg></div>'
    ).format(title, f"{title}. {described or ', '.join(boxes)}", width, height, width, height, title, Markup("").join(body))


def _middle(index: int) -> int:
    return _MARGIN + _BOX // 2 + _COLUMN * index


def _team(index: int, lines: Sequence[str], tall: int, end: int) -> Markup:
    """A box with a name, and the line of its life down to `end`; none where that is 0."""
    x = _middle(index)
    first = _TOP + tall // 2 + 5 - (_LINE // 2) * (len(lines) - 1)
    texts = Markup("").join(
        Markup('<text class="pb-name pb-centred" x="{}" y="{}">{}</text>').format(x, first + _LINE * i, line) for i, line in enumerate(lines)
    )
    line = Markup('<path class="pb-thin" d="M{} {}V{}"/>').format(x, _TOP + tall, end - 4) if end else Markup("")
    box = Markup('<rect class="pb-box" x="{}" y="{}" width="{}" height="{}" rx="4"/>').format(x - _BOX // 2, _TOP, _BOX, tall)
    return Markup("{}{}{}").format(line, box, texts)


def _label_lines(row: SketchArrow) -> list[str]:
    room = _COLUMN * max(1, abs(row.end - row.start)) - 16
    return textwrap.wrap(row.what, max(12, int(room / 6.4)))


def _row_height(lines: Sequence[str]) -> int:
    return _ROW + _SMALL_LINE * max(0, len(lines) - 2)


def _arrow(row: SketchArrow, lines: Sequence[str], y: int) -> Markup:
    start, end = _middle(row.start), _middle(row.end)
    if start == end:
        path = f"M{start} {y - 16}h20v16h-19m7 -5l-7 5l7 5"
        return Markup('<path class="pb-arrow" d="{}"/>{}').format(path, _label(lines, start, y - 22))
    ahead = 1 if end > start else -1
    path = f"M{start} {y}H{end - ahead}m{-7 * ahead} -5l{7 * ahead} 5l{-7 * ahead} 5"
    return Markup('<path class="pb-arrow" d="{}"/>{}').format(path, _label(lines, (start + end) // 2, y - 7))


def _label(lines: Sequence[str], x: int, y: int) -> Markup:
    """Lines of which the last stands at `y`."""
    return Markup("").join(
        Markup('<text class="pb-small pb-centred" x="{}" y="{}">{}</text>').format(x, y - _SMALL_LINE * (len(lines) - 1 - index), line)
        for index, line in enumerate(lines)
    )
