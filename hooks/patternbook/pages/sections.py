"""The sections of a page: blocks of a document to HTML, one function per type of block.

In Python for the reason pages/components.py gives; a page of an entry has about twenty sections.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

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
from patternbook.model.registry import LISTED
from patternbook.pages.components import OURS, PageComponents
from patternbook.pages.markdown.marks import escape_html
from patternbook.pages.svg import charts, diagrams


@functools.lru_cache(maxsize=1 << 10)
def heading_html(level: int, key: str, title: str) -> str:
    """A heading that links to itself."""
    key, title = escape_html(key), escape_html(title)
    link = f'<a class="headerlink" href="#{key}" title="Link to this section" aria-label="Link to: {title}">#</a>'
    return f'<h{level} id="{key}">{title}{link}</h{level}>'


FOLDED_SECTIONS = frozenset(section.key for thing in LISTED for section in thing.sections if section.folded)
"""Sections whose long lists and tables are folded under their titles."""
_LONG = 15
"""Links or rows that are not yet long."""


def section_html(item: SectionDocument, parts: PageComponents) -> str:
    """A heading and what stands under it."""
    if not item.blocks:
        return _bare(item)
    placed = _folded if item.key in FOLDED_SECTIONS else block_html
    return _lines([_opening(item.key, item.title, item.hint), *[placed(each, parts) for each in item.blocks], "</section>"])


@functools.lru_cache(maxsize=1 << 10)
def _bare(item: SectionDocument) -> str:
    """A section that says what is not there; so do half of all sections, and those of one kind alike."""
    return _lines([_opening(item.key, item.title, item.hint), f'<p class="pb-none">{escape_html(item.empty)}</p>', "</section>"])


@functools.lru_cache(maxsize=1 << 10)
def _opening(key: str, title: str, hint: str) -> str:
    below = [f'<p class="pb-hint">{escape_html(hint)}</p>'] if hint else []
    start = f'<section class="pb-section pb-section--{escape_html(key)}" aria-labelledby="{escape_html(key)}">'
    return _lines([start, heading_html(2, key, title), *below])


def block_html(item: Block, parts: PageComponents) -> str:
    """One block, whatever its type."""
    return _BY_TYPE[type(item)](item, parts)


def _folded(item: Block, parts: PageComponents) -> str:
    """The same, folded under its title where it is long."""
    if not isinstance(item, (LinksBlock, TableBlock)) or not item.title or _length(item) <= _LONG:
        return block_html(item, parts)
    summary = f'<summary><h3>{escape_html(item.title)}</h3> <span class="pb-tag">{_length(item)}</span></summary>'
    inside = block_html(replace(item, title=""), parts)
    return _lines(('<details class="pb-fold pb-folded">', summary, inside, "</details>"))


def _length(item: LinksBlock | TableBlock) -> int:
    return len(item.items) + item.rest if isinstance(item, LinksBlock) else len(item.rows)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def _titled(title: str) -> list[str]:
    return [f"<h3>{escape_html(title)}</h3>"] if title else []


def _prose(block: ProseBlock, parts: PageComponents) -> str:
    return parts.text.block(block.text, parts.scope).rstrip("\n")


def _list(block: ListBlock, parts: PageComponents) -> str:
    ours = [item.note is not None and item.note.editorial for item in block.items]
    every = all(ours)
    items = [f"<li>{parts.statement(item)}{OURS if mine and not every else ''}</li>" for item, mine in zip(block.items, ours, strict=True)]
    aside = ['<p class="pb-aside"><span class="pb-tag">ours, editorial</span> Follows from the facts cited on this page.</p>'] if every else []
    return _lines([*_titled(block.title), f'<ul class="pb-list{" pb-editorial" if every else ""}">', *items, "</ul>", *aside])


def _links(block: LinksBlock, parts: PageComponents) -> str:
    plain = not any(item.says or item.why or item.status for item in block.items)
    items = [f"<li>{parts.linked(item)}</li>" for item in block.items]
    return _lines([*_titled(block.title), f'<ul class="pb-links{" pb-plain" if plain else ""}">', *items, "</ul>", *_rest(block, parts)])


def _rest(block: LinksBlock, parts: PageComponents) -> list[str]:
    """What is said of those that are not listed."""
    return [f'<p class="pb-note">and {block.rest:,} more, all in {parts.entry_link(block.everything)}</p>'] if block.everything else []


def _works(block: WorksBlock, parts: PageComponents) -> str:
    items = (f'<li>{parts.line(point.text)} <div class="pb-note">{_cited(point, parts)}</div></li>' for point in block.points)
    return _lines(('<ul class="pb-list">', *items, "</ul>"))


def _cited(point: CitedPoint, parts: PageComponents) -> str:
    return "; ".join(f"{', '.join(map(parts.title_link, place.works))} · {escape_html(place.locator)}" for place in point.places)


_EVIDENCE_HEAD = """<div class="pb-scroll"><table class="pb-evidence pb-cards">
<caption class="pb-hidden">Evidence, one row per item</caption>
<thead><tr><th scope="col">Study</th><th scope="col">What it says</th><th scope="col">Counted</th><th scope="col">Where</th></tr></thead>
<tbody>"""


def _evidence(block: EvidenceBlock, parts: PageComponents) -> str:
    return _lines([_EVIDENCE_HEAD, *(_evidence_row(item, parts) for item in block.items), "</tbody></table></div>"])


def _evidence_row(item: EvidenceItem, parts: PageComponents) -> str:
    study, note = item.study, item.note
    link = f'<a href="{escape_html(parts.scope.href(study.page))}" title="{escape_html(study.title)}">{escape_html(study.id)}</a>'
    context = f' <span class="pb-why">{parts.line(item.context)}</span>' if item.context else ""
    caution = f" {parts.caution(note)}" if note.caution else ""
    wording = f'<span class="pb-counted">{escape_html(item.wording)}</span>' if item.wording else '<span class="pb-none">no number</span>'
    asides = parts.asides(note)
    return _lines(
        (
            f'<tr class="pb-{escape_html(item.stance)}">',
            f'<td data-label="Study">{link} <span class="pb-stance">{escape_html(item.stance)}</span></td>',
            f'<td data-label="What it says">{parts.line(item.text)}{context}{caution}</td>',
            f'<td data-label="Counted">{parts.counted(note) or wording}</td>',
            f'<td data-label="Where">{parts.source(note)}{" " if asides else ""}{asides}</td>',
            "</tr>",
        )
    )


_PAIR = 2
"""Columns that stand side by side on a phone; a row of more is a card there."""


def _table(block: TableBlock, parts: PageComponents) -> str:
    source = f' <span class="pb-note">{_where(block.note, parts)}</span>' if block.note and block.note.locator else ""
    head = "".join(f'<th scope="col">{escape_html(cell)}</th>' if cell else "<td></td>" for cell in block.head)
    pair = len(block.head) <= _PAIR
    caption = [f"<caption>{escape_html(block.title)}{source}</caption>"] if block.title or source else []
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


def _cell(name: str, text: str, parts: PageComponents) -> str:
    label = f' data-label="{escape_html(name)}"' if name else ""
    return f"<td{label}>{parts.line(text)}</td>"


def _where(note: Note, parts: PageComponents) -> str:
    """Where it was read, and what to know before using it."""
    return " ".join(filter(None, (parts.source(note), parts.caution(note))))


def _sketch(block: SketchBlock, _: PageComponents) -> str:
    return diagrams.sketch_diagram(block.title, block.boxes, (diagrams.SketchArrow(each.start, each.end, each.what) for each in block.arrows))


def _funnel(block: FunnelBlock, parts: PageComponents) -> str:
    levels = [charts.FunnelLevel(step.target.title, parts.scope.href(step.target.page), step.left, step.unit, step.doubts) for step in block.steps]
    letters = " Letters mark numbers that do not fit and that nobody has explained:" if block.doubts else ""
    caption = f"{escape_html(block.title)}. Widths follow the logarithm of the numbers; each step is a link.{letters}"
    doubts = [f'<li><span class="pb-open">{escape_html(letter)}</span> {parts.statement(doubt)}</li>' for letter, doubt in block.doubts]
    listed = ['<ol class="pb-doubts">', *doubts, "</ol>"] if doubts else []
    return _lines(
        ['<figure class="pb-figure">', charts.funnel_chart(block.title, levels), f"<figcaption>{caption}</figcaption>", *listed, "</figure>"]
    )


def _charts(block: ChartsBlock, parts: PageComponents) -> str:
    return _lines(['<div class="pb-charts">', *(_chart(chart, parts) for chart in block.charts), "</div>"])


def _chart(chart: Chart, parts: PageComponents) -> str:
    where = f" · {_where(chart.note, parts)}" if chart.note else ""
    caption = f'<strong>{escape_html(chart.title)}</strong> <span class="pb-note">{escape_html(chart.unit)}{where}</span>'
    drawing = charts.bar_chart(chart.title, chart.unit, [(bar.label, bar.count) for bar in chart.bars])
    return _lines(['<figure class="pb-figure">', f"<figcaption>{caption}</figcaption>", drawing, "</figure>"])


_MARKED = "filled, named for it; with a corner, named as an exception; the others are not named, which is not the same as not showing it."


def _marks(block: MarksBlock, parts: PageComponents) -> str:
    boxes = [charts.SampleBox(mark.label, mark.target.title, parts.scope.href(mark.target.page), mark.state) for mark in block.marks]
    caption = f"<figcaption>{escape_html(block.title)}: {_MARKED}</figcaption>"
    return _lines(['<figure class="pb-figure">', charts.sample_chart(block.title, boxes), caption, "</figure>"])


_BY_TYPE: dict[type, Callable[[Any, PageComponents], str]] = {
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
