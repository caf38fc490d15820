"""The sections of a page: blocks of a document to HTML, one function per type of block.

They are written in Python for the same reason as pages/components.py: a page of an entry has about twenty sections.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from patternbook.documents.model import (
    Block,
    Chart,
    ChartsBlock,
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
from patternbook.pages.components import EDITORIAL_TAG, PageComponents
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
_FEW = 2
"""Statements or works up to which a list in such a section is not folded."""
_LONG = 15
"""Links or rows up to which a list or table is not folded."""


def section_html(item: SectionDocument, parts: PageComponents) -> str:
    """A heading and the blocks under it."""
    if not item.blocks:
        return _empty_section(item)
    render = _folded if item.key in FOLDED_SECTIONS else block_html
    return "\n".join([_opening(item.key, item.title, item.hint), *[render(block, parts) for block in item.blocks], "</section>"])


@functools.lru_cache(maxsize=1 << 10)
def _empty_section(item: SectionDocument) -> str:
    """A section with the text for no blocks. Cached, as half of all sections are empty, and alike on all pages of a kind."""
    return f'{_opening(item.key, item.title, item.hint)}\n<p class="pb-none">{escape_html(item.empty)}</p>\n</section>'


@functools.lru_cache(maxsize=1 << 10)
def _opening(key: str, title: str, hint: str) -> str:
    start = f'<section class="pb-section pb-section--{escape_html(key)}" aria-labelledby="{escape_html(key)}">\n{heading_html(2, key, title)}'
    return f'{start}\n<p class="pb-hint">{escape_html(hint)}</p>' if hint else start


def block_html(item: Block, parts: PageComponents) -> str:
    """One block of any type."""
    return _BY_TYPE[type(item)](item, parts)


def _folded(item: Block, parts: PageComponents) -> str:
    """A block, folded under its title where it is long."""
    if isinstance(item, (ListBlock, WorksBlock)) and (count := len(item.items if isinstance(item, ListBlock) else item.points)) > _FEW:
        return f'<details class="pb-fold pb-folded">\n<summary>Show all {count}</summary>\n{block_html(item, parts)}\n</details>'
    if not isinstance(item, (LinksBlock, TableBlock)):
        return block_html(item, parts)
    length = len(item.items) + item.rest if isinstance(item, LinksBlock) else len(item.rows)
    if not item.title or length <= _LONG:
        return block_html(item, parts)
    summary = f'<summary><h3>{escape_html(item.title)}</h3> <span class="pb-tag">{length}</span></summary>'
    return f'<details class="pb-fold pb-folded">\n{summary}\n{block_html(replace(item, title=""), parts)}\n</details>'


def _titled(title: str) -> list[str]:
    return [f"<h3>{escape_html(title)}</h3>"] if title else []


def _list(block: ListBlock, parts: PageComponents) -> str:
    editorial = [item.note is not None and item.note.editorial for item in block.items]
    every = all(editorial)
    items = [
        f"<li>{parts.statement(item)}{EDITORIAL_TAG if ours and not every else ''}</li>" for item, ours in zip(block.items, editorial, strict=True)
    ]
    derived = all(item.note and (item.note.follows_items or item.note.follows_entries) for item in block.items)
    words = "Follows from the facts cited on this page." if derived else "Written by us; not reported by a source."
    aside = [f'<p class="pb-aside"><span class="pb-tag">ours, editorial</span> {words}</p>'] if every else []
    return "\n".join([*_titled(block.title), f'<ul class="pb-list{" pb-editorial" if every else ""}">', *items, "</ul>", *aside])


def _links(block: LinksBlock, parts: PageComponents) -> str:
    plain = not any(item.says or item.why or item.status for item in block.items)
    items = [f"<li>{parts.linked(item)}</li>" for item in block.items]
    rest = [f'<p class="pb-note">and {block.rest:,} more, all in {parts.entry_link(block.everything)}</p>'] if block.everything else []
    return "\n".join([*_titled(block.title), f'<ul class="pb-links{" pb-plain" if plain else ""}">', *items, "</ul>", *rest])


def _works(block: WorksBlock, parts: PageComponents) -> str:
    cited = [
        "; ".join(f"{', '.join(map(parts.title_link, place.works))} · {escape_html(place.locator)}" for place in point.places)
        for point in block.points
    ]
    items = [f'<li>{parts.line(point.text)} <div class="pb-note">{places}</div></li>' for point, places in zip(block.points, cited, strict=True)]
    return "\n".join(['<ul class="pb-list">', *items, "</ul>"])


_EVIDENCE_HEAD = """<div class="pb-scroll"><table class="pb-evidence pb-cards">
<caption class="pb-hidden">Evidence, one row per item</caption>
<thead><tr><th scope="col">Study</th><th scope="col">What it says</th><th scope="col">Counted</th><th scope="col">Where</th></tr></thead>
<tbody>"""


def _evidence(block: EvidenceBlock, parts: PageComponents) -> str:
    table = "\n".join([_EVIDENCE_HEAD, *[_evidence_row(item, parts) for item in block.items], "</tbody></table></div>"])
    if not block.title:
        return table
    summary = f'<summary><h3>{escape_html(block.title)}</h3> <span class="pb-tag">{len(block.items)}</span></summary>'
    return f'<details class="pb-fold pb-folded">\n{summary}\n{table}\n</details>'


def _evidence_row(item: EvidenceItem, parts: PageComponents) -> str:
    study, note = item.study, item.note
    link = f'<a href="{escape_html(parts.scope.href(study.page))}" title="{escape_html(study.title)}">{escape_html(study.id)}</a>'
    context = f' <span class="pb-why">{parts.line(item.context)}</span>' if item.context else ""
    caution = f" {parts.caution(note)}" if note.caution else ""
    wording = f'<span class="pb-counted">{escape_html(item.wording)}</span>' if item.wording else '<span class="pb-none">no number</span>'
    asides = parts.asides(note)
    stance = f'<span class="pb-why">{parts.line(item.apart)}</span>' if item.apart else f'<span class="pb-stance">{escape_html(item.stance)}</span>'
    return (
        f'<tr id="evidence-{item.number}" class="pb-{"apart" if item.apart else escape_html(item.stance)}">\n'
        f'<td data-label="Study">{link} {stance}</td>\n'
        f'<td data-label="What it says">{parts.line(item.text)}{context}{caution}</td>\n'
        f'<td data-label="Counted">{parts.counted(note) or wording}</td>\n'
        f'<td data-label="Where">{parts.source(note)}{" " if asides else ""}{asides}</td>\n'
        "</tr>"
    )


def _table(block: TableBlock, parts: PageComponents) -> str:
    source = f' <span class="pb-note">{_source(block.note, parts)}</span>' if block.note and block.note.locator else ""
    caption = [f"<caption>{escape_html(block.title)}{source}</caption>"] if block.title or source else []
    head = "".join(f'<th scope="col">{escape_html(cell)}</th>' if cell else "<td></td>" for cell in block.head)
    labels = [f' data-label="{escape_html(name)}"' if name else "" for name in block.head]
    rows = ["".join(f"<td{label}>{parts.line(cell)}</td>" for label, cell in zip(labels, row, strict=True)) for row in block.rows]
    # Two columns fit side by side on a phone; rows of more become cards there.
    pair, cards = (" pb-pair", "") if len(block.head) <= 2 else ("", " pb-cards")
    start = f'<div class="pb-scroll{pair}"><table class="pb-table{cards}">'
    return "\n".join([start, *caption, f"<thead><tr>{head}</tr></thead>", "<tbody>", *[f"<tr>{row}</tr>" for row in rows], "</tbody></table></div>"])


def _source(note: Note, parts: PageComponents) -> str:
    """The source and the caution of a table or chart."""
    return " ".join(filter(None, (parts.source(note), parts.caution(note))))


def _figure(*lines: str) -> str:
    return "\n".join(['<figure class="pb-figure">', *lines, "</figure>"])


def _funnel(block: FunnelBlock, parts: PageComponents) -> str:
    letters = " Letters mark numbers that do not fit and that nobody has explained:" if block.doubts else ""
    caption = f"{escape_html(block.title)}. Widths follow the logarithm of the numbers; each step is a link.{letters}"
    doubts = [f'<li><span class="pb-open">{escape_html(letter)}</span> {parts.statement(doubt)}</li>' for letter, doubt in block.doubts]
    listed = ['<ol class="pb-doubts">', *doubts, "</ol>"] if doubts else []
    return _figure(charts.funnel_chart(block.title, block.steps, parts.scope.href), f"<figcaption>{caption}</figcaption>", *listed)


def _charts(block: ChartsBlock, parts: PageComponents) -> str:
    return "\n".join(['<div class="pb-charts">', *[_chart(chart, parts) for chart in block.charts], "</div>"])


def _chart(chart: Chart, parts: PageComponents) -> str:
    source = f" · {_source(chart.note, parts)}" if chart.note else ""
    caption = f'<strong>{escape_html(chart.title)}</strong> <span class="pb-note">{escape_html(chart.unit)}{source}</span>'
    return _figure(f"<figcaption>{caption}</figcaption>", charts.bar_chart(chart.title, chart.unit, [(bar.label, bar.count) for bar in chart.bars]))


def _marks(block: MarksBlock, parts: PageComponents) -> str:
    legend = "filled, named for it; with a corner, named as an exception; the others are not named, which is not the same as not showing it."
    drawing = charts.sample_chart(block.title, block.marks, parts.scope.href)
    return _figure(drawing, f"<figcaption>{escape_html(block.title)}: {legend}</figcaption>")


_BY_TYPE: dict[type, Callable[[Any, PageComponents], str]] = {
    ProseBlock: lambda block, parts: parts.text.block(block.text, parts.scope).rstrip("\n"),
    ListBlock: _list,
    LinksBlock: _links,
    WorksBlock: _works,
    EvidenceBlock: _evidence,
    TableBlock: _table,
    SketchBlock: lambda block, _: diagrams.sketch_diagram(block.title, block.boxes, block.arrows),
    FunnelBlock: _funnel,
    ChartsBlock: _charts,
    MarksBlock: _marks,
}
