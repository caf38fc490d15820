"""The sections of a page: blocks of a document to HTML, one function per type of block.

In Python for the reason pages/parts.py gives; a page of an entry has about twenty sections.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from patternbook import charts, drawings
from patternbook.documents.model import (
    Block,
    Chart,
    ChartsBlock,
    CitedPoint,
    EvidenceBlock,
    EvidenceItem,
    FunnelBlock,
    LinksBlock,
    ListBlock,
    MarksBlock,
    Note,
    ProseBlock,
    SectionDocument,
    SketchBlock,
    TableBlock,
    WorksBlock,
)
from patternbook.marks import escaped
from patternbook.model.registry import LISTED
from patternbook.pages.parts import OURS, Parts


@functools.lru_cache(maxsize=1 << 10)
def heading(level: int, key: str, title: str) -> str:
    """A heading that links to itself."""
    key, title = escaped(key), escaped(title)
    link = f'<a class="headerlink" href="#{key}" title="Link to this section" aria-label="Link to: {title}">#</a>'
    return f'<h{level} id="{key}">{title}{link}</h{level}>'


FOLDED = frozenset(section.key for thing in LISTED for section in thing.sections if section.folded)
"""Sections whose long lists and tables are folded under their titles."""
LONG = 15
"""Links or rows that are not yet long."""


def section(item: SectionDocument, parts: Parts) -> str:
    """A heading and what stands under it."""
    if not item.blocks:
        return _bare(item)
    placed = _folded if item.key in FOLDED else block
    return _lines([_opening(item.key, item.title, item.hint), *[placed(each, parts) for each in item.blocks], "</section>"])


@functools.lru_cache(maxsize=1 << 10)
def _bare(item: SectionDocument) -> str:
    """A section that says what is not there; so do half of all sections, and those of one kind alike."""
    return _lines([_opening(item.key, item.title, item.hint), f'<p class="pb-none">{escaped(item.empty)}</p>', "</section>"])


@functools.lru_cache(maxsize=1 << 10)
def _opening(key: str, title: str, hint: str) -> str:
    below = [f'<p class="pb-hint">{escaped(hint)}</p>'] if hint else []
    start = f'<section class="pb-section pb-section--{escaped(key)}" aria-labelledby="{escaped(key)}">'
    return _lines([start, heading(2, key, title), *below])


def block(item: Block, parts: Parts) -> str:
    """One block, whatever its type."""
    return _BY_TYPE[type(item)](item, parts)


def _folded(item: Block, parts: Parts) -> str:
    """The same, folded under its title where it is long."""
    if not isinstance(item, (LinksBlock, TableBlock)) or not item.title or _length(item) <= LONG:
        return block(item, parts)
    summary = f'<summary><h3>{escaped(item.title)}</h3> <span class="pb-tag">{_length(item)}</span></summary>'
    inside = block(replace(item, title=""), parts)
    return _lines(('<details class="pb-fold pb-folded">', summary, inside, "</details>"))


def _length(item: LinksBlock | TableBlock) -> int:
    return len(item.items) + item.rest if isinstance(item, LinksBlock) else len(item.rows)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def _titled(title: str) -> list[str]:
    return [f"<h3>{escaped(title)}</h3>"] if title else []


def _prose(block: ProseBlock, parts: Parts) -> str:
    return parts.text.block(block.text, parts.scope).rstrip("\n")


def _list(block: ListBlock, parts: Parts) -> str:
    ours = [item.note is not None and item.note.editorial for item in block.items]
    every = all(ours)
    items = [f"<li>{parts.statement(item)}{OURS if mine and not every else ''}</li>" for item, mine in zip(block.items, ours, strict=True)]
    aside = ['<p class="pb-aside"><span class="pb-tag">ours, editorial</span> Follows from the facts cited on this page.</p>'] if every else []
    return _lines([*_titled(block.title), f'<ul class="pb-list{" pb-editorial" if every else ""}">', *items, "</ul>", *aside])


def _links(block: LinksBlock, parts: Parts) -> str:
    plain = not any(item.says or item.why or item.status for item in block.items)
    items = [f"<li>{parts.linked(item)}</li>" for item in block.items]
    return _lines([*_titled(block.title), f'<ul class="pb-links{" pb-plain" if plain else ""}">', *items, "</ul>", *_rest(block, parts)])


def _rest(block: LinksBlock, parts: Parts) -> list[str]:
    """What is said of those that are not listed."""
    return [f'<p class="pb-note">and {block.rest:,} more, all in {parts.entry_link(block.everything)}</p>'] if block.everything else []


def _works(block: WorksBlock, parts: Parts) -> str:
    items = (f'<li>{parts.line(point.text)} <div class="pb-note">{_cited(point, parts)}</div></li>' for point in block.points)
    return _lines(('<ul class="pb-list">', *items, "</ul>"))


def _cited(point: CitedPoint, parts: Parts) -> str:
    return "; ".join(f"{', '.join(map(parts.title_link, place.works))} · {escaped(place.locator)}" for place in point.places)


_EVIDENCE_HEAD = """<div class="pb-scroll"><table class="pb-evidence pb-cards">
<caption class="pb-hidden">Evidence, one row per item</caption>
<thead><tr><th scope="col">Study</th><th scope="col">What it says</th><th scope="col">Counted</th><th scope="col">Where</th></tr></thead>
<tbody>"""


def _evidence(block: EvidenceBlock, parts: Parts) -> str:
    return _lines([_EVIDENCE_HEAD, *(_evidence_row(item, parts) for item in block.items), "</tbody></table></div>"])


def _evidence_row(item: EvidenceItem, parts: Parts) -> str:
    study, note = item.study, item.note
    link = f'<a href="{escaped(parts.scope.href(study.page))}" title="{escaped(study.title)}">{escaped(study.id)}</a>'
    context = f' <span class="pb-why">{parts.line(item.context)}</span>' if item.context else ""
    caution = f" {parts.caution(note)}" if note.caution else ""
    wording = f'<span class="pb-counted">{escaped(item.wording)}</span>' if item.wording else '<span class="pb-none">no number</span>'
    asides = parts.asides(note)
    return _lines(
        (
            f'<tr class="pb-{escaped(item.stance)}">',
            f'<td data-label="Study">{link} <span class="pb-stance">{escaped(item.stance)}</span></td>',
            f'<td data-label="What it says">{parts.line(item.text)}{context}{caution}</td>',
            f'<td data-label="Counted">{parts.counted(note) or wording}</td>',
            f'<td data-label="Where">{parts.source(note)}{" " if asides else ""}{asides}</td>',
            "</tr>",
        )
    )


PAIR = 2
"""Columns that stand side by side on a phone; a row of more is a card there."""


def _table(block: TableBlock, parts: Parts) -> str:
    source = f' <span class="pb-note">{_where(block.note, parts)}</span>' if block.note and block.note.locator else ""
    head = "".join(f'<th scope="col">{escaped(cell)}</th>' if cell else "<td></td>" for cell in block.head)
    pair = len(block.head) <= PAIR
    caption = [f"<caption>{escaped(block.title)}{source}</caption>"] if block.title or source else []
    rows = (f"<tr>{''.join(_cell(name, cell, parts) for name, cell in zip(block.head, row, strict=True))}</tr>" for row in block.rows)
    return _lines(
        (
            f'<div class="pb-scroll{" pb-pair" if pair else ""}"><table class="pb-table{"" if pair else " pb-cards"}">',
            *caption,
            f"<thead><tr>{head}</tr></thead>",
            "<tbody>",
            *rows,
            "</tbody></table></div>",
        )
    )


def _cell(name: str, text: str, parts: Parts) -> str:
    label = f' data-label="{escaped(name)}"' if name else ""
    return f"<td{label}>{parts.line(text)}</td>"


def _where(note: Note, parts: Parts) -> str:
    """Where it was read, and what to know before using it."""
    return " ".join(filter(None, (parts.source(note), parts.caution(note))))


def _sketch(block: SketchBlock, _: Parts) -> str:
    return drawings.sketch(block.title, block.boxes, (drawings.Passing(each.start, each.end, each.what) for each in block.arrows))


def _funnel(block: FunnelBlock, parts: Parts) -> str:
    levels = [charts.Level(step.target.title, parts.scope.href(step.target.page), step.left, step.unit, step.doubts) for step in block.steps]
    letters = " Letters mark numbers that do not fit and that nobody has explained:" if block.doubts else ""
    caption = f"{escaped(block.title)}. Widths follow the logarithm of the numbers; each step is a link.{letters}"
    doubts = [f'<li><span class="pb-open">{escaped(letter)}</span> {parts.statement(doubt)}</li>' for letter, doubt in block.doubts]
    listed = ['<ol class="pb-doubts">', *doubts, "</ol>"] if doubts else []
    return _lines(['<figure class="pb-figure">', charts.funnel(block.title, levels), f"<figcaption>{caption}</figcaption>", *listed, "</figure>"])


def _charts(block: ChartsBlock, parts: Parts) -> str:
    return _lines(['<div class="pb-charts">', *(_chart(chart, parts) for chart in block.charts), "</div>"])


def _chart(chart: Chart, parts: Parts) -> str:
    where = f" · {_where(chart.note, parts)}" if chart.note else ""
    caption = f'<strong>{escaped(chart.title)}</strong> <span class="pb-note">{escaped(chart.unit)}{where}</span>'
    drawing = charts.bars(chart.title, chart.unit, [(bar.label, bar.count) for bar in chart.bars])
    return _lines(['<figure class="pb-figure">', f"<figcaption>{caption}</figcaption>", drawing, "</figure>"])


_MARKED = "filled, named for it; with a corner, named as an exception; the others are not named, which is not the same as not showing it."


def _marks(block: MarksBlock, parts: Parts) -> str:
    boxes = [charts.Box(mark.label, mark.target.title, parts.scope.href(mark.target.page), mark.state) for mark in block.marks]
    caption = f"<figcaption>{escaped(block.title)}: {_MARKED}</figcaption>"
    return _lines(['<figure class="pb-figure">', charts.sample(block.title, boxes), caption, "</figure>"])


_BY_TYPE: dict[type, Callable[[Any, Parts], str]] = {
    ProseBlock: _prose,
    ListBlock: _list,
    LinksBlock: _links,
    WorksBlock: _works,
    EvidenceBlock: _evidence,
    TableBlock: _table,
    SketchBlock: _sketch,
    FunnelBlock: _funnel,
    ChartsBlock: _charts,
    MarksBlock: _marks,
}
