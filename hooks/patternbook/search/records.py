"""What the search knows about a page: what it shows of it, and the words that lead to it, by how much they say.

A card needs its own document and nothing else, so that it can be made in a worker and kept while its document stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from msgspec import Struct

from patternbook.documents.model import (
    ChartsBlock,
    Document,
    EvidenceBlock,
    FunnelBlock,
    LinksBlock,
    ListBlock,
    MarksBlock,
    ProseBlock,
    SectionDocument,
    SketchBlock,
    TableBlock,
    Target,
    WorksBlock,
)
from patternbook.documents.references import ReferenceDocument
from patternbook.markup import CITATION, ENTRY_LINK
from patternbook.model.registry import HOME, LISTED, STANDARD_PAGES
from patternbook.pages.page import Page
from patternbook.search.tokenize import tokenize

_SHORT = 3
"""A title of at most as many words is a name: who types such a word most likely means it. As a whole it is a word too: `model_as_api_`."""
MAX_LINE_LENGTH = 110
"""Letters of the line under a title, at most."""

_WEIGHTS = {section.key: section.search for thing in LISTED for section in thing.sections if section.search}
"""Key of a section -> where its words count; `rest` where nothing is declared."""

_NO_TEXT = re.compile(rf"{ENTRY_LINK.pattern}|{CITATION.pattern}|\]\([^)\s]*\)|<https?://[^<>\s]*>")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^)\s]*\)")
_EMPHASIS = re.compile(r"[*`]|(?<!\w)_|_(?!\w)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
_TAG = re.compile(r"<(?:style|svg)\b.*?</(?:style|svg)>|<[^<>]*>", re.DOTALL)
_GENERATED = frozenset({"", HOME, *STANDARD_PAGES, *(thing.plural for thing in LISTED)})
"""Pages made of what other pages say: found by title and headings, not by everything they list."""


class Record(Struct, frozen=True):
    """A page with its texts by weight."""

    kind: str
    """finding, pattern, ...; reference; page."""
    label: str
    """Finding."""
    label_many: str
    """Findings."""
    id: str
    """Id, slug, key; of a page its address."""
    title: str
    line: str
    """One line that tells more, without markup, cut to a length."""
    names: str
    """Texts that say as much as the title: its other names, labels, the id's number."""
    telling: str
    """Statement, signs, headings."""
    rest: str
    retired: bool = False


class Card(Struct, frozen=True):
    """What the index keeps of a record: small, made of texts only."""

    kind: str
    label: str
    label_many: str
    id: str
    title: str
    line: str
    retired: bool
    words: tuple[str, str, str, str]
    """Words with spaces between them, each once, by weight: id and short title; title and names; telling; rest."""


def make_record(document: Document | ReferenceDocument) -> Record:
    """An entry, a word of the vocabulary or a work of the bibliography."""
    return reference_record(document) if isinstance(document, ReferenceDocument) else entry_record(document)


def page_records(pages: Iterable[Page]) -> Iterator[Record]:
    """Records of standing pages; of an index that was split, its first page stands for all."""
    first = (page for page in pages if not ("/" in page.page and page.page.partition("/")[0] in _GENERATED))  # not findings/page-2
    return (page_record(page.page, page.title, page.description, _told_by(page), _text_of(page)) for page in first)


def entry_record(document: Document) -> Record:
    """An entry or a word of the vocabulary."""
    texts: dict[str, list[str]] = {"names": [document.source_label], "telling": [document.statement], "rest": []}
    for section in document.sections:
        texts[_WEIGHTS.get(section.key, "rest")].extend(_texts(section))
    return Record(
        kind=document.kind,
        label=document.kind_label,
        label_many=document.trail[0].title if document.trail else document.kind_label,
        id=document.id,
        title=document.title,
        line=_line(document.statement, document.targets),
        names=_join(texts["names"]),
        telling=_join(texts["telling"]),
        rest=_join(texts["rest"]),
        retired=bool(document.retired),
    )


def reference_record(document: ReferenceDocument) -> Record:
    """A work of the bibliography."""
    return Record(
        kind="reference",
        label="Reference",
        label_many="References",
        id=document.key,
        title=document.title,
        line=_cut(document.plain),
        names=_join((document.label, document.key, document.doi)),
        telling=document.plain,
        rest=document.note,
    )


def page_record(address: str, title: str, description: str, telling: str, rest: str) -> Record:
    """Any other page; `address` is without suffix, as in Page."""
    return Record(
        kind="page",
        label="Page",
        label_many="Pages",
        id=address,
        title=title,
        line=_cut(description),
        names="",
        telling=_join((description, telling)),
        rest=_join((rest,)),
    )


def guide_record(address: str, markdown: str) -> Record:
    """A page written by hand, as its Markdown: its first heading is its title."""
    headings = [match[1] for match in _HEADING.finditer(markdown)]
    title, *below = headings or [address]
    text = _HEADING.sub("", markdown).strip()
    return page_record(address, title, _line(text.partition("\n\n")[0], {}), " ".join(below), text)


def _told_by(page: Page) -> str:
    return " ".join(heading.title for heading in page.headings)


def _text_of(page: Page) -> str:
    return "" if page.page in _GENERATED else unescape(_TAG.sub(" ", page.html))


def _texts(section: SectionDocument) -> Iterator[str]:
    for block in section.blocks:
        yield from _TEXTS[type(block)](block)


def _list(block: ListBlock) -> Iterable[str]:
    return [block.title, *[item.text for item in block.items]]


def _links(block: LinksBlock) -> Iterable[str]:
    """Not the titles at the other end: one edited title would change every neighbour."""
    return [text for link in block.items for text in (link.aspect, link.condition, link.why) if text]


def _evidence(block: EvidenceBlock) -> Iterable[str]:
    return [text for item in block.items for text in (item.text, item.wording, item.context)]


def _table(block: TableBlock) -> Iterable[str]:
    return [block.title, *block.head, *[cell for row in block.rows for cell in row]]


def _sketch(block: SketchBlock) -> Iterable[str]:
    return [*block.boxes, *[arrow.what for arrow in block.arrows]]


def _funnel(block: FunnelBlock) -> Iterable[str]:
    return [doubt.text for _, doubt in block.doubts]


def _charts(block: ChartsBlock) -> Iterable[str]:
    return [text for chart in block.charts for text in (chart.title, *[bar.label for bar in chart.bars])]


_TEXTS: Mapping[type, Callable[[Any], Iterable[str]]] = {
    ProseBlock: lambda block: (block.text,),
    ListBlock: _list,
    LinksBlock: _links,
    WorksBlock: lambda block: [point.text for point in block.points],
    EvidenceBlock: _evidence,
    TableBlock: _table,
    SketchBlock: _sketch,
    FunnelBlock: _funnel,
    ChartsBlock: _charts,
    MarksBlock: lambda _: (),
}
"""Type of a block -> the texts it is found by."""


def _join(texts: Iterable[str]) -> str:
    joined = "\n".join(texts)
    return _NO_TEXT.sub(" ", joined) if "[" in joined or "<" in joined else joined


def _line(text: str, targets: Mapping[str, Target]) -> str:
    """The text without markup; what it links to by title, citations left out."""
    if "[" in text:
        text = ENTRY_LINK.sub(lambda match: targets[match[1].strip()].title if match[1].strip() in targets else match[0], text)
        text = _LINK.sub(r"\1", CITATION.sub("", text))
    return _cut(_EMPHASIS.sub("", text))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_LINE_LENGTH else f"{line[:MAX_LINE_LENGTH].rsplit(' ', 1)[0].rstrip(',;:.')} …"


def make_card(record: Record) -> Card:
    """The record's words, each where it says most."""
    title = tokenize(record.title)
    short = title if len(title) <= _SHORT else []
    number = record.id.rpartition("-")[2]
    first = [*short, f"{'_'.join(short)}_"] if short else []
    if number.isdecimal():
        first += [*tokenize(record.id), number]
    taken: set[str] = set()
    parts = []
    named = tokenize(f"{record.names} {record.label} {record.label_many}")  # the kind leads to all of its kind
    for found in (first, [*title, *named], tokenize(record.telling), tokenize(record.rest)):
        fresh = [word for word in dict.fromkeys(found) if word not in taken]
        parts.append(" ".join(fresh))
        taken.update(fresh)
    return Card(record.kind, record.label, record.label_many, record.id, record.title, record.line, record.retired, _four(*parts))


def _four(first: str, second: str, third: str, fourth: str) -> tuple[str, str, str, str]:
    return first, second, third, fourth
