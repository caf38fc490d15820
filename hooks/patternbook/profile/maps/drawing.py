"""The map as one drawing: a band for each collaboration point, its patterns on the left, its areas with their findings on the right.

A line leads from a pattern to each finding that was reported with it; the marks before the finding, one after the other, say how.
Findings with a line stand in the column beside the patterns, the others in the next one, so that no line crosses a text. What else
is related is seen once an entry is lit (theme/assets/maps.js). Sizes are in CSS pixels; no text is below 12 px.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from patternbook.documents.model import Target
from patternbook.pages.svg.diagrams import KIND_ICONS
from patternbook.phrases import as_number, gettext, gettext_noop
from patternbook.profile.maps.landscape import Landscape, MapArea, MapPoint, Tie, key_of
from patternbook.profile.maps.marks import STEP, stroke_marks

MAP_WIDTH = 1270
_BOX = 250
"""Width of a pattern's box."""
_DOTS = 494
"""Where the findings begin: their dots, and behind them their titles."""
_COLUMN = 388
"""Width of a column of findings."""
_LINE = 17
_LETTER = 6.4
"""Average width of a letter at 13 px, generously."""
_ROW = 10
"""What a finding takes besides its lines: 27 px at least, so that a finger finds it."""
_HEADING = 30
_GAP = 18
_BAND = 34
"""Room between two bands."""
_SLOTS = 7
"""Marks before one finding at most."""

ELSEWHERE = gettext_noop("At no single point")
"""Heading of the areas that belong to no point."""

Link = Callable[[str], str]
"""Page -> the link to it."""


@dataclass(slots=True)
class _Canvas:
    """What is drawn so far, and where the ends of lines are."""

    landscape: Landscape
    href: Link
    body: list[Markup] = field(default_factory=list)
    starts: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Id of a pattern -> where its lines begin."""
    dots: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Key of a finding, or of an area of a folded map -> its dot."""

    def link(self, target: Target, inner: Markup, kind: str = "") -> Markup:
        """A link around a part of the drawing, with the keys of all that it is related to."""
        key = key_of(target)
        return Markup('<a href="{}" data-key="{}" data-near="{}"{}>{}</a>').format(
            self.href(target.page),
            key,
            " ".join(self.landscape.near.get(key, ())),
            Markup(' class="{}"').format(kind) if kind else "",
            inner,
        )


def map_drawing(landscape: Landscape, href: Link) -> tuple[Markup, int]:
    """The drawing's content without the element around it, and its height."""
    canvas = _Canvas(landscape, href)
    tied = {tie.target for tie in landscape.ties if tie.variant}
    y = 8.0
    for number, point in enumerate(landscape.points):
        if number:
            canvas.body.append(Markup('<path class="pb-thin" d="M0 {:.0f}H{}"/>').format(y - _BAND / 2, MAP_WIDTH))
        y = _band(point, y, tied, canvas) + _BAND
    lines = Markup("").join(_lines(canvas))
    return lines + Markup("").join(canvas.body), round(y - _BAND + 8)


def _band(point: MapPoint, y: float, tied: set[str], canvas: _Canvas) -> float:
    """Draw a point; return where it ends."""
    left = _heading(point, y, canvas)
    for pattern in point.patterns:
        left = _pattern(pattern, left, canvas)
    if point.patterns:
        canvas.body.append(Markup('<path class="pb-line" d="M16 {:.0f}V{:.0f}"/>').format(y + 24, canvas.starts[point.patterns[-1].id][1]))
    if point.patterns_left and point.target:
        canvas.body.append(_more(point.target, point.patterns_left, 38, left + 14, canvas))
        left += 24
    right = y
    for area in point.areas:
        right = _area(area, right, tied, canvas) + _GAP
    if point.areas_left and point.target:
        canvas.body.append(_more(point.target, point.areas_left, _DOTS - 6, right + 10, canvas))
        right += 24
    return max(left, right - _GAP)


def _more(target: Target, count: int, x: int, y: float, canvas: _Canvas) -> Markup:
    words = gettext("and %(number)s more at %(place)s", number=as_number(count), place=target.title)
    text = Markup('<text class="pb-small" x="{}" y="{:.0f}">{}</text>').format(x, y, words)
    return Markup('<a href="{}">{}</a>').format(canvas.href(target.page), text)


def _texts(name: str, lines: Iterable[str], x: float, y: float, step: int = _LINE) -> Markup:
    return Markup("").join(
        Markup('<text class="{}" x="{:.0f}" y="{:.0f}">{}</text>').format(name, x, y + step * index, line) for index, line in enumerate(lines)
    )


def _heading(point: MapPoint, y: float, canvas: _Canvas) -> float:
    """Ring, title and question of a point; return where its patterns begin."""
    if point.target is None:
        ring = Markup('<circle class="pb-ring pb-ring--open" cx="16" cy="{:.0f}" r="10"/>').format(y + 14)
        canvas.body.append(ring + _texts("pb-head", [gettext(ELSEWHERE)], 38, y + 19))
        return y + 40
    titles = textwrap.wrap(point.target.title, 27) or [""]
    ring = Markup('<circle class="pb-ring" cx="16" cy="{:.0f}" r="10"/>').format(y + 14)
    canvas.body.append(canvas.link(point.target, ring + _texts("pb-head", titles, 38, y + 19, 21)))
    questions = textwrap.wrap(point.question, 38)
    canvas.body.append(_texts("pb-small", questions, 38, y + 21 + 21 * len(titles), 16))
    return y + 24 + 21 * len(titles) + 16 * len(questions)


def _pattern(pattern: Target, y: float, canvas: _Canvas) -> float:
    lines = textwrap.wrap(pattern.title, 29) or [""]
    height = 15 + _LINE * len(lines)
    middle = y + height / 2
    mark = Markup('<g class="pb-map-mark" transform="translate(48 {:.0f})">{}</g>').format(middle - 8, Markup(KIND_ICONS[pattern.kind]))  # noqa: S704 - declared with the kind
    box = Markup('<path class="pb-line" d="M16 {0:.0f}h22"/><rect class="pb-box" x="38" y="{1:.0f}" width="{2}" height="{3}" rx="4"/>').format(
        middle, y, _BOX, height
    )
    canvas.body.append(canvas.link(pattern, box + mark + _texts("pb-name", lines, 72, y + 20), "pb-map-pattern"))
    canvas.starts[pattern.id] = (38 + _BOX, middle)
    return y + height + 10


def _area(area: MapArea, y: float, tied: set[str], canvas: _Canvas) -> float:
    """Name of an area and its findings in two columns: those with lines from patterns in the first, if there are any."""
    what = Markup('<text class="pb-map-area" x="{}" y="{:.0f}">{} <tspan class="pb-small">{}</tspan></text>').format(
        _DOTS - 6, y + 17, area.target.title, area.count
    )
    if not area.findings:  # folded, or nothing reported yet
        bar = Markup('<rect class="pb-bar" x="{}" y="{:.0f}" width="{:.0f}" height="6" rx="3"/>').format(
            _DOTS - 6, y + 26, 6 + 560 * area.count / max(1, *(each.count for point in canvas.landscape.points for each in point.areas))
        )
        canvas.body.append(canvas.link(area.target, what + (bar if area.count else "")))
        canvas.dots[key_of(area.target)] = (_DOTS - 14, y + 12)
        return y + 40
    canvas.body.append(canvas.link(area.target, what))
    first = [finding for finding in area.findings if finding.id in tied]
    rest = [finding for finding in area.findings if finding.id not in tied]
    if not first:
        first, rest = _halves(rest)
    top = y + _HEADING
    return max(_findings(first, _DOTS, top, canvas), _findings(rest, _DOTS + _COLUMN, top, canvas))


def _wrapped(finding: Target) -> list[str]:
    return textwrap.wrap(finding.title, int((_COLUMN - 34) / _LETTER)) or [finding.id]


def _halves(findings: Sequence[Target]) -> tuple[list[Target], list[Target]]:
    """Findings in two columns of about the same height, in order."""
    heights = [_ROW + _LINE * len(_wrapped(finding)) for finding in findings]
    cut = next((index for index in range(1, len(findings)) if sum(heights[:index]) >= sum(heights) / 2), len(findings))
    return list(findings[:cut]), list(findings[cut:])


def _findings(findings: Iterable[Target], x: int, y: float, canvas: _Canvas) -> float:
    for finding in findings:
        lines = _wrapped(finding)
        height = _ROW + _LINE * len(lines)
        place = Markup('<rect class="pb-map-place" x="{}" y="{:.0f}" width="{}" height="{}" rx="4"/>').format(x - 10, y, _COLUMN - 8, height)
        dot = Markup('<circle class="pb-map-dot" cx="{}" cy="{:.0f}" r="4"/>').format(x, y + 13)
        canvas.body.append(canvas.link(finding, place + dot + _texts("pb-map-text", lines, x + 14, y + 17.5)))
        canvas.dots[finding.id] = (x, y + 13)
        y += height
    return y


def _lines(canvas: _Canvas) -> Iterator[Markup]:
    """The lines of the drawing, which lie below everything else."""
    if canvas.landscape.folded:
        yield from _folded_lines(canvas)
    pairs: dict[str, dict[str, list[Tie]]] = {}
    for tie in canvas.landscape.ties:
        pairs.setdefault(tie.target, {}).setdefault(tie.source, []).append(tie)
    marks: list[Markup] = []
    for target, by_source in pairs.items():
        if target in canvas.dots:
            drawn = [*_effect_lines(target, {source: ties for source, ties in by_source.items() if source in canvas.starts}, canvas)]
            yield from (line for line, _ in drawn)
            marks += [mark for _, mark in drawn]
        yield from _arcs(target, by_source, canvas)
    yield from marks  # after all lines, which give way to them


def _effect_lines(target: str, by_source: Mapping[str, Sequence[Tie]], canvas: _Canvas) -> Iterator[tuple[Markup, Markup]]:
    """From patterns to a finding: each line, and its marks. The lines meet before the finding, where each has places of its own."""
    (x, y), slot = canvas.dots[target], 0
    effects = {source: list(dict.fromkeys(tie.variant for tie in ties)) for source, ties in by_source.items()}
    meet = x - 10 - STEP * min(_SLOTS, sum(map(len, effects.values())))
    for source, ties in by_source.items():
        marks = effects[source][: max(0, _SLOTS - slot)]
        slot += len(marks)
        start, up = canvas.starts[source]
        middle = (start + meet) / 2
        line = Markup('<path class="pb-map-tie{}" data-ends="{} {}" d="M{:.0f} {:.0f}C{:.0f} {:.0f} {:.0f} {:.0f} {:.0f} {:.0f}H{:.0f}"/>').format(
            "" if any(tie.stated for tie in ties) else " pb-map-inferred", source, target, start, up, middle, up, middle, y, meet, y, x - 6
        )
        shown = stroke_marks(marks, meet + STEP * (slot - len(marks)), y)
        yield line, Markup('<g class="pb-map-marks" data-ends="{} {}">{}</g>').format(source, target, shown)


def _arcs(target: str, sources: Iterable[str], canvas: _Canvas) -> Iterator[Markup]:
    """Between two findings on the left of their dots, or two patterns on the right of their boxes: seen only when one of them is lit."""
    for source in sources:
        if source in canvas.dots and target in canvas.dots:
            (x, y), (to, down) = canvas.dots[source], canvas.dots[target]
            yield _arc((x - 6, y), (to - 6, down), -40 if x == to == _DOTS else -16, f"{source} {target}")
        elif source in canvas.starts and target in canvas.starts:
            yield _arc(canvas.starts[source], canvas.starts[target], 34, f"{source} {target}")


def _arc(start: tuple[float, float], end: tuple[float, float], bulge: int, ends: str) -> Markup:
    (x, y), (to, down) = start, end
    return Markup('<path class="pb-map-arc" data-ends="{}" d="M{:.0f} {:.0f}C{:.0f} {:.0f} {:.0f} {:.0f} {:.0f} {:.0f}"/>').format(
        ends, x, y, x + bulge, y, to + bulge, down, to, down
    )


def _folded_lines(canvas: _Canvas) -> Iterator[Markup]:
    """From a pattern to each area of its findings."""
    near: Mapping[str, Sequence[str]] = canvas.landscape.near
    for pattern, (x, y) in canvas.starts.items():
        for area in near.get(pattern, ()):
            if area in canvas.dots:
                to, down = canvas.dots[area]
                middle = (x + to) / 2
                yield Markup('<path class="pb-map-tie" data-ends="{} {}" d="M{:.0f} {:.0f}C{:.0f} {:.0f} {:.0f} {:.0f} {:.0f} {:.0f}"/>').format(
                    pattern, area, x, y, middle, y, middle, down, to, down
                )
