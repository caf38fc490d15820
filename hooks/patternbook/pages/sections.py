"""The sections of a page: blocks of a document to HTML, one function per type of block.

They are written in Python for the same reason as pages/components.py: a page of an entry has about twenty sections.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from patternbook.documents.model import (
    AdviceBlock,
    AdviceItem,
    AdviceReason,
    Block,
    ChartsBlock,
    EvidenceBlock,
    EvidenceItem,
    FunnelBlock,
    LinksBlock,
    ListBlock,
    MarksBlock,
    Note,
    ProseBlock,
    RowToFill,
    SectionDocument,
    SheetBlock,
    SketchBlock,
    StudyLine,
    TableBlock,
    Target,
    WorksBlock,
)
from patternbook.model.registry import LISTED
from patternbook.pages.components import PageComponents, editorial_tag, terms_of
from patternbook.pages.markdown.marks import escape_html
from patternbook.pages.markdown.sheets import ROWS_ARE_OURS
from patternbook.pages.svg.charts import DOUBTS_LEGEND, SAMPLE_LEGEND
from patternbook.pages.svg.drawing import inline_svg
from patternbook.pages.svg.drawings import drawing_name, drawings_of, drawn_file
from patternbook.phrases import as_number, cache_phrases, gettext, gettext_noop


@cache_phrases(maxsize=1 << 10)
def heading_html(level: int, key: str, title: str) -> str:
    """A heading that links to itself."""
    key, title = escape_html(key), escape_html(title)
    return f'<h{level} id="{key}"><a href="#{key}">{title}</a></h{level}>'


FOLDED_SECTIONS = frozenset(section.key for thing in LISTED for section in thing.sections if section.folded == "long")
"""Sections whose long lists and tables are folded under their titles."""
WHOLLY_FOLDED = frozenset(section.key for thing in LISTED for section in thing.sections if section.folded == "whole")
"""Sections that are folded under their heading."""
OPENING_SECTIONS = frozenset(section.key for thing in LISTED for section in thing.sections if section.opens)
"""Sections that open a page, with the statement of its entry."""
_FEW = 2
"""Statements or works up to which a list in such a section is not folded."""
_OPEN = 2
"""Recommendations of one group that are shown with everything; of those that follow, title and support stand above a fold."""
_CHOICE = 2
"""Roles from which on advice can be narrowed down by role."""
_LONG = 15
"""Links or rows up to which a list or table is not folded."""
_MANY = 8
"""Sections up to which a page shows all of them on a narrow screen."""
_READ_FIRST = 5
"""Sections that a page with more than that shows there; what follows is folded under its headings, but for evidence."""


def opening_section(items: Sequence[SectionDocument]) -> SectionDocument | None:
    """The section that stands above the facts beside a page."""
    return next((item for item in items if item.key in OPENING_SECTIONS and item.blocks), None)


def opening_html(item: SectionDocument, statement: str, parts: PageComponents) -> str:
    """A section that opens a page: the statement as HTML, and the blocks under it."""
    blocks = [block_html(block, parts) for block in item.blocks]
    return "\n".join([_opening(item.key, item.title, item.hint), statement, "<div>", *blocks, "</div>", "</section>"])


def sections_html(items: Sequence[SectionDocument], parts: PageComponents) -> str:
    """The sections of a page but for its opening, those without any block in one line at the end."""
    empty = tuple([(item.empty, item.key, item.title) for item in items if not item.blocks])
    shown = [item for item in items if item.blocks and item.key not in OPENING_SECTIONS]
    few = len(shown) if len(shown) <= _MANY else _READ_FIRST
    listed = [section_html(item, parts, may_fold=place >= few) for place, item in enumerate(shown)]
    return "\n".join([*listed, _empty_line(empty)] if empty else listed)


def section_html(item: SectionDocument, parts: PageComponents, *, may_fold: bool = False) -> str:
    """A heading and the blocks under it; `may_fold`: whether a narrow screen shows only the heading until somebody opens it."""
    render = _folded if item.key in FOLDED_SECTIONS else block_html
    blocks = [*_roles(item.blocks), *(render(block, parts) for block in item.blocks)]
    is_narrow = may_fold and not any(isinstance(block, EvidenceBlock) for block in item.blocks)
    if item.key in WHOLLY_FOLDED or is_narrow:
        css = "pb-fold pb-folded" if item.key in WHOLLY_FOLDED else "pb-fold pb-folded pb-narrow"
        return "\n".join([_folded_opening(item.key, item.title, item.hint, css), *blocks, "</details>\n</section>"])
    return "\n".join([_opening(item.key, item.title, item.hint), *blocks, "</section>"])


@cache_phrases(maxsize=1 << 10)
def _empty_line(empty: tuple[tuple[str, str, str], ...]) -> str:
    """What is said of nothing, by reason. The names of sections are there to be linked to. Cached, as pages of a kind are often alike."""
    titles: dict[str, list[str]] = {}
    for words, key, title in empty:
        titles.setdefault(words, []).append(f'<span id="{escape_html(key)}">{escape_html(title)}</span>')
    lines = [f"<li>{escape_html(words.removesuffix('.'))}: {'; '.join(named)}.</li>" for words, named in titles.items()]
    return f'<ul class="pb-unsaid" aria-label="{gettext("Nothing to show")}">{"".join(lines)}</ul>'


@cache_phrases(maxsize=1 << 10)
def _opening(key: str, title: str, hint: str) -> str:
    return f"{_section_tag(key)}\n{heading_html(2, key, title)}{_hint(hint)}"


@cache_phrases(maxsize=1 << 10)
def _folded_opening(key: str, title: str, hint: str, css: str) -> str:
    """The start of a section in a fold, which a browser opens for what is looked for in it; its state is kept by its key."""
    key = escape_html(key)
    summary = f'<summary><h2 id="{key}">{escape_html(title)}</h2></summary>'
    return f'{_section_tag(key)}\n<details class="{css}" data-fold="{key}">\n{summary}{_hint(hint)}'


def _section_tag(key: str) -> str:
    return f'<section class="pb-section pb-section--{escape_html(key)}" aria-labelledby="{escape_html(key)}">'


def _hint(hint: str) -> str:
    return f'\n<p class="pb-hint">{escape_html(hint)}</p>' if hint else ""


def block_html(item: Block, parts: PageComponents) -> str:
    """One block of any type."""
    return _BY_TYPE[type(item)](item, parts)


def _folded(item: Block, parts: PageComponents) -> str:
    """A block, folded under its title where it is long."""
    if isinstance(item, (ListBlock, WorksBlock)) and (count := len(item.items if isinstance(item, ListBlock) else item.points)) > _FEW:
        summary = gettext("Show all %(count)s", count=count)
        return f'<details class="pb-fold pb-folded">\n<summary>{summary}</summary>\n{block_html(item, parts)}\n</details>'
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
        f"<li>{parts.statement(item)}{editorial_tag() if ours and not every else ''}</li>" for item, ours in zip(block.items, editorial, strict=True)
    ]
    derived = all(item.note and (item.note.follows_items or item.note.follows_entries) for item in block.items)
    words = gettext("Follows from the facts cited on this page.") if derived else gettext("Written by us; not reported by a source.")
    aside = [f'<p class="pb-aside">{editorial_tag().lstrip()} {words}</p>'] if every else []
    return "\n".join([*_titled(block.title), f'<ul class="pb-list{" pb-editorial" if every else ""}">', *items, "</ul>", *aside])


def _links(block: LinksBlock, parts: PageComponents) -> str:
    plain = not any(item.says or item.why or item.status or item.mention for item in block.items)
    items = [f"<li>{parts.linked(item)}</li>" for item in block.items]
    rest = [f'<p class="pb-note">{_rest(block.rest, parts.entry_link(block.everything))}</p>'] if block.everything else []
    return "\n".join([*_titled(block.title), f'<ul class="pb-links{" pb-plain" if plain else ""}">', *items, "</ul>", *rest])


def _rest(number: int, everything: str) -> str:
    return gettext("and %(number)s more, all in %(everything)s", number=as_number(number), everything=everything)


def _advice(block: AdviceBlock, parts: PageComponents) -> str:
    if not block.items:
        return _no_advice(block)
    short = block.basis == "stated" and not block.full
    items = [_advice_item(item, parts, is_summary=bool(block.full), is_folded=short and place >= _OPEN) for place, item in enumerate(block.items)]
    more = gettext("and %(number)s more", number=as_number(block.rest))
    rest = [f'<p class="pb-note">{_to_anchor(block.full, more) if block.full else more}</p>'] if block.rest else []
    note = [f'<p class="pb-note">{escape_html(block.note)}</p>'] if block.note else []
    anchor = f' id="{escape_html(block.key)}"' if block.key else ""
    listed = [f'<ul{anchor} class="pb-links pb-helps">', *items, "</ul>", *rest, *note]
    if block.basis == "stated":
        return "\n".join([*_titled(block.title), *listed])
    summary = f'<summary><h3>{escape_html(block.title)}</h3> <span class="pb-tag">{len(block.items) + block.rest}</span></summary>'
    return "\n".join([f'<details class="pb-fold pb-folded" data-fold="{escape_html(block.key)}">', summary, *listed, "</details>"])


def _roles(blocks: Sequence[Block]) -> list[str]:
    """Buttons to see only the advice that one role starts, for a script; where there is a choice."""
    items = [item for block in blocks if isinstance(block, AdviceBlock) for item in block.items]
    roles = sorted({role.title for item in items for role in item.starts})
    if len(roles) < _CHOICE:
        return []
    buttons = [f'<button type="button" aria-pressed="false">{escape_html(role)}</button>' for role in roles]
    label = gettext("Only what this role starts")
    return [f'<div class="pb-roles" role="group" aria-label="{label}">{gettext("Who starts")} {"".join(buttons)}<output></output></div>']


def _no_advice(block: AdviceBlock) -> str:
    ours = f" {_to_anchor(block.full, gettext('What we think might help'))}" if block.full else ""
    return "\n".join([*_titled(block.title), f"<p>{gettext('The sources tie no advice to this.')}{ours}</p>"])


def _to_anchor(key: str, words: str) -> str:
    return f'<a href="#{escape_html(key)}">{escape_html(words)}</a>'


def _advice_item(item: AdviceItem, parts: PageComponents, *, is_summary: bool, is_folded: bool) -> str:
    """A recommendation with its support, the first step, who starts, and why it is here; a summary leaves out the last two."""
    step = item.first_step
    ours = editorial_tag() if step.note and step.note.editorial else ""
    starts = ", ".join(map(parts.title_link, item.starts))
    tag = f' <span class="pb-tag">{gettext("our reading")}</span>' if item.starts_basis == "inferred" else ""
    surest = [reason for reason in item.reasons if reason.basis == item.reasons[0].basis]
    reasons = surest[:1] if is_summary else surest
    why = "; ".join(filter(None, [_reason(reason, parts, is_summary=is_summary) for reason in reasons]))
    lines = [
        f'<div class="pb-step"><span class="pb-says">{gettext("First step")}</span> {parts.statement(step)}{ours}</div>',
        *([] if is_summary else [f'<span class="pb-how pb-starts"><span class="pb-says">{gettext("Starts")}</span> {starts}{tag}</span>']),
        *(
            [f'<span class="pb-why"><span class="pb-says">{gettext("For") if item.reasons[0].through else gettext("Why here")}</span> {why}</span>']
            if why
            else []
        ),
    ]
    if is_folded:
        lines = ['<details class="pb-fold">', f"<summary>{gettext('First step, and who starts')}</summary>", *lines, "</details>"]
    return "\n".join([f'<li>{parts.entry_link(item.target)} <span class="pb-note">{escape_html(item.support)}</span>', *lines, "</li>"])


def _reason(reason: AdviceReason, parts: PageComponents, *, is_summary: bool) -> str:
    """Why a recommendation is here: through what, and whether that is stated, and where."""
    through = parts.title_link(reason.through) if reason.through else ""
    if is_summary:
        return through
    if through:  # how it is tied to that is said there
        return f'{through} <span class="pb-tag">{gettext(reason.basis)}</span>'
    note, basis = reason.note, f'<span class="pb-tag">{gettext(reason.basis)}</span>'
    terms = [*map(parts.line, terms_of(reason)), *filter(None, [parts.concerned(reason)])]
    if note.key:
        basis = gettext("%(basis)s in %(source)s", basis=basis, source=parts.source(note))
    told = "; ".join(filter(None, (parts.counted(note), *terms, parts.line(reason.why), parts.caution(note))))
    return f"{basis}{f': {told}' if told else ''}"


def _works(block: WorksBlock, parts: PageComponents) -> str:
    cited = [
        "; ".join(f"{', '.join(map(parts.title_link, place.works))} · {escape_html(place.locator)}" for place in point.places)
        for point in block.points
    ]
    items = [f'<li>{parts.line(point.text)} <div class="pb-note">{places}</div></li>' for point, places in zip(block.points, cited, strict=True)]
    return "\n".join(['<ul class="pb-list">', *items, "</ul>"])


def _evidence_head() -> str:
    head = "".join(f'<th scope="col">{gettext(column)}</th>' for column in _EVIDENCE_COLUMNS)
    caption = f'<caption class="pb-hidden">{gettext("Evidence, one row per item")}</caption>'
    return f'<div class="pb-scroll"><table class="pb-evidence pb-cards">\n{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>'


_EVIDENCE_COLUMNS = (gettext_noop("Study"), gettext_noop("What it says"), gettext_noop("Counted"), gettext_noop("Where"))


def _evidence(block: EvidenceBlock, parts: PageComponents) -> str:
    table = "\n".join([_evidence_head(), *[_evidence_row(item, parts) for item in block.items], "</tbody></table></div>"])
    if not block.title:
        return table
    summary = f'<summary><h3>{escape_html(block.title)}</h3> <span class="pb-tag">{len(block.items)}</span></summary>'
    return f'<details class="pb-fold pb-folded">\n{summary}\n{table}\n</details>'


@cache_phrases(maxsize=1 << 12)
def _study_link(href: str, study: Target, line: StudyLine) -> str:
    """A study by name, method and sample, with a link to where its sample is described. Cached, as many entries rest on one study."""
    anchor = f"#{line.sample}" if line.sample else ""
    about = f' <span class="pb-study">· {escape_html(line.about)}</span>' if line.about else ""
    link = f'<a href="{escape_html(href)}{anchor}">{escape_html(line.name)}</a>'
    return f'{link}{about} <span class="pb-id">{escape_html(study.id)}</span>'


def _evidence_row(item: EvidenceItem, parts: PageComponents) -> str:
    study, note = item.study, item.note
    link = _study_link(parts.scope.href(study.page), study, item.line)
    label = gettext("Link to this row, evidence %(number)s", number=item.number)
    itself = f'<a class="pb-row-link" href="#{item.anchor}" aria-label="{label}">#</a>'
    context = f' <span class="pb-why">{parts.line(item.context)}</span>' if item.context else ""
    caution = f" {parts.caution(note)}" if note.caution else ""
    wording = (
        f'<span class="pb-counted">{escape_html(item.wording)}</span>' if item.wording else f'<span class="pb-none">{gettext("no number")}</span>'
    )
    asides, (by, says, counted, where) = parts.asides(note), map(gettext, _EVIDENCE_COLUMNS)
    stance = (
        f'<span class="pb-why">{parts.line(item.apart)}</span>'
        if item.apart
        else f'<span class="pb-stance">{escape_html(gettext(item.stance))}</span>'
    )
    return (
        f'<tr id="{item.anchor}" class="pb-{"apart" if item.apart else escape_html(item.stance)}">\n'
        f'<td data-label="{by}" id="evidence-{item.number}">{link} {stance} {itself}</td>\n'
        f'<td data-label="{says}">{parts.line(item.text)}{context}{caution}</td>\n'
        f'<td data-label="{counted}">{parts.counted(note) or wording}</td>\n'
        f'<td data-label="{where}">{parts.source(note)}{" " if asides else ""}{asides}</td>\n'
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
    letters = gettext(DOUBTS_LEGEND) if block.doubts else ""
    how = gettext("Widths follow the logarithm of the numbers; each step is a link.")
    caption = " ".join(filter(None, (f"{escape_html(block.title)}.", how, letters)))
    doubts = [f'<li><span class="pb-open">{escape_html(letter)}</span> {parts.statement(doubt)}</li>' for letter, doubt in block.doubts]
    listed = "\n".join(['\n<ol class="pb-doubts">', *doubts, "</ol>"]) if doubts else ""
    return _figure(*_drawn(block, parts), f"<figcaption>{caption}{listed}{saved_html(block, parts)}</figcaption>")


def _charts(block: ChartsBlock, parts: PageComponents) -> str:
    figures = []
    for chart, drawing in zip(block.charts, _drawn(block, parts), strict=True):
        source = f" · {_source(chart.note, parts)}" if chart.note else ""
        caption = f'<strong>{escape_html(chart.title)}</strong> <span class="pb-note">{escape_html(chart.unit)}{source}</span>'
        figures.append(_figure(f"<figcaption>{caption}</figcaption>", drawing))
    return "\n".join(['<div class="pb-charts">', *figures, "</div>", saved_html(block, parts)])


def _marks(block: MarksBlock, parts: PageComponents) -> str:
    legend = gettext(SAMPLE_LEGEND)
    return _figure(*_drawn(block, parts), f"<figcaption>{escape_html(block.title)}: {legend}{saved_html(block, parts)}</figcaption>")


def _sketch(block: SketchBlock, parts: PageComponents) -> str:
    [drawing] = _drawn(block, parts)
    scrolled = f'<div class="pb-scroll" tabindex="0" role="group" aria-label="{escape_html(block.title)}">{drawing}</div>'
    return f"{scrolled}\n{saved_html(block, parts)}"


def _drawn(block: Block, parts: PageComponents) -> list[str]:
    return [str(inline_svg(drawing)) for drawing in drawings_of(block, parts.scope.href)]


def saved_html(block: Block, parts: PageComponents) -> str:
    """The line below a drawing that offers it as a file; a script adds PNG (theme/assets/drawings.js)."""
    scope = parts.scope
    file = escape_html(scope.addresses.asset(scope.here, drawn_file(scope.here, drawing_name(block))))
    saved = gettext('Save the drawing: <a href="%(file)s" download>SVG</a>', file=file)
    return f'<p class="pb-save" data-save="{file}">{saved}</p>'


def _sheet(block: SheetBlock, parts: PageComponents) -> str:
    """A table to fill in: on paper and as a file; a phone shows its rows as a list."""
    scope = parts.scope
    file = escape_html(scope.addresses.asset(scope.here, f"{scope.here}.md"))
    columns = [f"{escape_html(each.title)}{_hint_in(each.hint)}" for each in block.columns]
    named = "; ".join(f"{each.title} ({each.hint})" if each.hint else each.title for each in block.columns)
    head = "".join(f'<th scope="col">{column}</th>' for column in (gettext("What"), *columns))
    cells = "".join('<td class="pb-tick"></td>' if each.tick else "<td></td>" for each in block.columns)
    rows, heading = [], ""
    for row in block.rows:
        if row.heading != heading:
            heading = row.heading
            rows.append(f'<tr class="pb-sheet-part"><th scope="rowgroup" colspan="{len(block.columns) + 1}">{parts.line(heading)}</th></tr>')
        rows.append(f'<tr><th scope="row">{_sheet_row(row, parts)}</th>{cells}</tr>')
    spare = [f'<tr class="pb-spare"><td></td>{cells}</tr>'] * block.spare
    return "\n".join(
        [
            f'<p class="pb-save">{gettext(_TAKEN, file=file)}</p>',
            f'<p class="pb-aside">{editorial_tag().strip()} {escape_html(gettext(ROWS_ARE_OURS))}</p>',
            f'<p class="pb-sheet-who" aria-hidden="true">{gettext("Team")} <span></span> {gettext("Date")} <span></span></p>',
            f'<p class="pb-sheet-columns">{escape_html(gettext("To fill in beside each: %(columns)s.", columns=named))}</p>',
            f'<div class="pb-scroll" tabindex="0" role="group" aria-label="{escape_html(block.title)}"><table class="pb-table pb-sheet">',
            f'<caption class="pb-hidden">{escape_html(gettext("%(title)s, with empty cells to fill in", title=block.title))}</caption>',
            f"<thead><tr>{head}</tr></thead>",
            "<tbody>",
            *rows,
            *spare,
            "</tbody></table></div>",
        ]
    )


_TAKEN = gettext_noop('To fill in: print this page (A4, across), or take it as <a href="%(file)s" download>Markdown</a>.')


def _hint_in(hint: str) -> str:
    return f' <span class="pb-note">{escape_html(hint)}</span>' if hint else ""


def _sheet_row(row: RowToFill, parts: PageComponents) -> str:
    """What is to be settled, who proposes that, and what it answers."""
    note = row.what.note
    source = f' <span class="pb-note">{gettext("proposed in %(source)s", source=parts.source(note))}</span>' if note and note.key else ""
    told = ((gettext("answers"), row.answers), (gettext("draws on"), row.draws_on), (gettext("with"), row.patterns))
    links = [
        f'<span class="pb-sheet-for"><span class="pb-says">{says}</span> {", ".join(map(parts.entry_link, targets))}</span>'
        for says, targets in told
        if targets
    ]
    return "\n".join([f"{parts.line(row.what.text)}{source}", *links])


_BY_TYPE: dict[type, Callable[[Any, PageComponents], str]] = {
    AdviceBlock: _advice,
    ProseBlock: lambda block, parts: parts.text.block(block.text, parts.scope).rstrip("\n"),
    ListBlock: _list,
    LinksBlock: _links,
    WorksBlock: _works,
    EvidenceBlock: _evidence,
    TableBlock: _table,
    SketchBlock: _sketch,
    FunnelBlock: _funnel,
    ChartsBlock: _charts,
    MarksBlock: _marks,
    SheetBlock: _sheet,
}
