"""What readers take away as Markdown files: sheets to fill in, and checklists.

A file stands alone: its marks become words and its links full addresses, as far as the site has a public one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from patternbook.documents.model import (
    ChecklistDocument,
    ChecklistItem,
    ChecklistPart,
    CitedReference,
    Document,
    LicenceNote,
    ListBlock,
    Note,
    RowToFill,
    SheetBlock,
    Target,
)
from patternbook.markup import CITATION, ENTRY_LINK, OURS, parse_citation
from patternbook.phrases import as_number, gettext, gettext_noop, sentence_case
from patternbook.urls import SiteUrls

ROWS_ARE_OURS = gettext_noop("Columns and rows are ours, except for rows that name the source that proposes them.")
TICK = "[ ]"
_WRITE_HERE = "_" * 60


def sheets_of(document: object) -> list[SheetBlock]:
    """The sheets to fill in on the page of a document."""
    if not isinstance(document, Document):
        return []
    return [block for section in document.sections for block in section.blocks if isinstance(block, SheetBlock)]


class _Words(NamedTuple):
    """What marks become."""

    targets: Mapping[str, Target]
    references: Mapping[str, CitedReference]
    urls: SiteUrls

    def line(self, text: str) -> str:
        """A text on one line with its marks as words."""
        linked = ENTRY_LINK.sub(lambda match: self.link(self.targets[name]) if (name := match[1].strip()) in self.targets else match[0], text)
        return " ".join(OURS.sub("", CITATION.sub(self._cited, linked)).split())

    def link(self, target: Target) -> str:
        """A link with title and id; the words alone where there is no public address."""
        words = _escaped(target.title if target.id in ("", target.page) else f"{target.title} ({target.id})")
        return self._linked(words, target)

    def ids(self, targets: Sequence[Target]) -> str:
        """Links with nothing but the ids."""
        return ", ".join([self._linked(target.id, target) for target in targets])

    def _linked(self, words: str, target: Target) -> str:
        address = self.urls.public(target.page)
        return f"[{words}]({address})" if address else words

    def _cited(self, match: re.Match[str]) -> str:
        works = parse_citation(match[1]) or ()
        cited = [", ".join(filter(None, (self.references[work.key].label, work.locator))) for work in works if work.key in self.references]
        return f"({'; '.join(cited)})" if cited else match[0]


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)


def _cell(text: str) -> str:
    """A text as a cell of a table."""
    return text.replace("|", "\\|")


def sheet_markdown(document: Document, urls: SiteUrls) -> str:
    """A page with a sheet as Markdown: its purpose, how to use it, the table with empty cells, the licence."""
    words = _Words(document.targets, document.references, urls)
    steps = [
        f"- {words.line(item.text)}"
        for section in document.sections
        for block in section.blocks
        if isinstance(block, ListBlock)
        for item in block.items
    ]
    who = f"{gettext('Team')}: ____________________   {gettext('Date')}: ____________"
    parts = [f"# {_escaped(document.title)}", words.line(document.statement), "\n".join(steps), who]
    parts += [part for sheet in sheets_of(document) for part in _table(sheet, words)]
    return _file([*parts, gettext(ROWS_ARE_OURS), _rights(document.licence)])


def _table(sheet: SheetBlock, words: _Words) -> Iterator[str]:
    """The tables of a sheet, one under each heading."""
    titles = [f"{column.title} ({column.hint})" if column.hint else column.title for column in sheet.columns]
    head = [gettext("What"), *titles, sentence_case(gettext("answers")), sentence_case(gettext("draws on"))]
    top = "\n".join([_row(head), _row(["---"] * len(head))])
    cells = [TICK if column.tick else "" for column in sheet.columns]
    heading, lines = "", list[str]()
    for row in sheet.rows:
        if row.heading != heading:
            yield from _under(heading, top, lines, words)
            heading, lines = row.heading, []
        lines.append(_row([_what(row, words), *cells, words.ids(row.answers), words.ids(row.draws_on)]))
    yield from _under(heading, top, [*lines, *[_row(["", *cells, "", ""])] * sheet.spare], words)


def _under(heading: str, top: str, lines: Sequence[str], words: _Words) -> Iterator[str]:
    if lines:
        yield from [f"## {words.line(heading)}"] if heading else []
        yield "\n".join([top, *lines])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join([_cell(cell) for cell in cells])} |"


def _what(row: RowToFill, words: _Words) -> str:
    source = _source(row.what.note) if row.what.note else ""
    return words.line(row.what.text) + (f" ({gettext('proposed in %(source)s', source=source)})" if source else "")


def _source(note: Note) -> str:
    return ", ".join(filter(None, (note.label, note.locator)))


def checklist_markdown(document: ChecklistDocument, urls: SiteUrls) -> str:
    """A checklist as Markdown, with boxes to tick that most programs show as such."""
    words = _Words(document.targets, document.references, urls)
    banner = [f"**{_escaped(document.banner[0])}** {words.line(document.banner[1])}"] if document.banner else []
    about = f"{_escaped(document.kind_label)} {words.link(document.about)}"
    parts = [f"# {_escaped(gettext('Checklist: %(title)s', title=document.about.title))}", about, *banner, words.line(document.statement)]
    parts += [part for each in document.parts for part in _part(each, words)]
    return _file([*parts, _rights(document.licence)])


def _part(part: ChecklistPart, words: _Words) -> Iterator[str]:
    yield f"## {_escaped(part.title)}"
    yield from [part.hint] if part.hint else []
    lines = [_item(item, words) for item in part.items]
    yield "\n".join([*lines, *([f"- {gettext('and %(number)s more on its page', number=as_number(part.rest))}"] if part.rest else [])])
    yield from [f"{label}:\n\n{_WRITE_HERE}" if label else _WRITE_HERE for label in part.blank]


def _item(item: ChecklistItem, words: _Words) -> str:
    text = words.link(item.target) if item.target else words.line(item.text)
    label = gettext("First step (ours)") if item.ours else gettext("First step")
    step = f"{label}: {words.line(item.step)}" if item.step else ""
    return f"- {TICK} {'. '.join(filter(None, (f'{text}: {item.remark}' if item.remark else text, step)))}"


def _rights(licence: LicenceNote) -> str:
    return f"{_escaped(licence.attribution)} <{licence.url}>"


def _file(parts: Sequence[str]) -> str:
    return "\n\n".join(filter(None, parts)) + "\n"
