"""Search records of pages: what results show of a page, and the words that it is found by, by weight.

A card is made from its own document alone, so that a worker can make it and a cache can keep it until the document changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from msgspec import Struct

from patternbook.catalogue.tokenize import tokenize
from patternbook.documents.model import (
    AdviceBlock,
    ChartsBlock,
    Document,
    EvidenceBlock,
    FunnelBlock,
    LinksBlock,
    ListBlock,
    MarksBlock,
    ProseBlock,
    SheetBlock,
    SketchBlock,
    TableBlock,
    Target,
    WorksBlock,
)
from patternbook.documents.references import ReferenceDocument
from patternbook.documents.resolve import PageDocument
from patternbook.markup import CITATION, ENTRY_LINK, LINK_END, OURS, cut_words, plain_line
from patternbook.model.registry import HOME, LISTED, STANDARD_PAGES
from patternbook.pages.markdown.marks import formulas_as_text
from patternbook.pages.page import Page
from patternbook.phrases import gettext

_SHORT = 3
"""A title of at most this many words counts as a name, whose words weigh most. The whole name is one more word: `model_as_api_`."""
MAX_LINE_LENGTH = 110
"""Characters of the line under a title, at most."""

_WEIGHTS = {section.key: section.search for thing in LISTED for section in thing.sections if section.search}
"""Key of a section -> the weight of its texts; `rest` where none is declared."""

_NO_TEXT = re.compile(rf"{ENTRY_LINK.pattern}|{CITATION.pattern}|{OURS.pattern}|{LINK_END}|<https?://[^<>\s]*>")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
_TAG = re.compile(r"<(?:style|svg)\b.*?</(?:style|svg)>|<[^<>]*>", re.DOTALL)
_GENERATED = frozenset({"", HOME, *STANDARD_PAGES, *(thing.plural for thing in LISTED)})
"""Pages made from the texts of other pages: found by title and headings, not by everything they list."""


class ListedPage(Struct, frozen=True):
    """What a list of results shows of a page."""

    kind: str
    """finding, pattern, ...; reference; page."""
    label: str
    """Finding."""
    label_many: str
    """Findings."""
    id: str
    """Id, slug or key; of other pages the address."""
    title: str
    line: str
    """One line about the page, without markup and cut to MAX_LINE_LENGTH."""


class Record(ListedPage, frozen=True):
    """A page with its texts by weight."""

    names: str
    """Texts that count as much as the title: other names, labels, the id's number."""
    telling: str
    """Statement, signs, headings."""
    rest: str
    retired: bool = False


class Card(ListedPage, frozen=True):
    """What the index keeps of a record: small, and made of texts only."""

    retired: bool
    words: tuple[str, str, str, str]
    """Words separated by spaces, each once, by weight: id and short title; title and names; telling; rest."""


UNSEARCHED = "release"
"""Kind of pages that the search leaves out: releases, and what they froze."""


def make_record(document: PageDocument) -> Record:
    """The record of an entry, a word of a vocabulary or a work of the bibliography; an empty one of what is not searched."""
    if isinstance(document, Document):
        return entry_record(document)
    if not isinstance(document, ReferenceDocument):
        return Record(kind=UNSEARCHED, label="", label_many="", id=document.page, title="", line="", names="", telling="", rest="")
    return Record(
        kind="reference",
        label=gettext("Reference"),
        label_many=gettext("References"),
        id=document.page.removeprefix("references/"),
        title=document.title,
        line=_cut(document.plain),
        names=_join((document.label, document.key, document.doi)),
        telling=document.plain,
        rest=document.note,
    )


def page_records(pages: Iterable[Page]) -> Iterator[Record]:
    """Records of the pages that exist once; an index that is split is found by its first page only."""
    for page in pages:
        if "/" not in page.page or page.page.partition("/")[0] not in _GENERATED:  # not findings/page-2
            text = "" if page.page in _GENERATED else unescape(_TAG.sub(" ", formulas_as_text(page.html)))
            yield page_record(page.page, page.title, page.description, " ".join(heading.title for heading in page.headings), text)


def entry_record(document: Document) -> Record:
    """The record of an entry or a word of a vocabulary."""
    texts: dict[str, list[str]] = {"names": [document.source_label], "telling": [document.statement], "rest": []}
    for section in document.sections:
        texts[_WEIGHTS.get(section.key, "rest")] += [text for block in section.blocks for text in _TEXTS[type(block)](block)]
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


def page_record(address: str, title: str, description: str, telling: str, rest: str) -> Record:
    """The record of any other page; `address` is without suffix, as in Page."""
    return Record(
        kind="page",
        label=gettext("Page"),
        label_many=gettext("Pages"),
        id=address,
        title=title,
        line=_cut(description),
        names="",
        telling=_join((description, telling)),
        rest=_join((rest,)),
    )


def guide_record(address: str, markdown: str) -> Record:
    """The record of a page written in Markdown, whose first heading is its title."""
    title, *below = [match[1] for match in _HEADING.finditer(markdown)] or [address]
    text = _HEADING.sub("", markdown).strip()
    return page_record(address, title, _line(text.partition("\n\n")[0], {}), " ".join(below), text)


_TEXTS: Mapping[type, Callable[[Any], Iterable[str]]] = {
    AdviceBlock: lambda _: (),  # what it says are texts of the entries that it lists
    ProseBlock: lambda block: (block.text,),
    ListBlock: lambda block: [block.title, *[item.text for item in block.items]],
    # Not the titles of link targets: editing one title would change the records of all its neighbours.
    LinksBlock: lambda block: [text for link in block.items for text in (link.aspect, link.condition, link.why) if text],
    WorksBlock: lambda block: [point.text for point in block.points],
    EvidenceBlock: lambda block: [text for item in block.items for text in (item.text, item.wording, item.context)],
    TableBlock: lambda block: [block.title, *block.head, *[cell for row in block.rows for cell in row]],
    SketchBlock: lambda block: [*block.boxes, *[arrow.what for arrow in block.arrows]],
    FunnelBlock: lambda block: [doubt.text for _, doubt in block.doubts],
    ChartsBlock: lambda block: [text for chart in block.charts for text in (chart.title, *[bar.label for bar in chart.bars])],
    MarksBlock: lambda _: (),
    SheetBlock: lambda block: [*[column.title for column in block.columns], *[row.what.text for row in block.rows]],
}
"""Type of a block -> the texts by which it is found."""


def _join(texts: Iterable[str]) -> str:
    joined = "\n".join(texts)
    return _NO_TEXT.sub(" ", joined) if "[" in joined or "<" in joined else joined


def _line(text: str, targets: Mapping[str, Target]) -> str:
    return _cut(plain_line(text, lambda name: targets[name].title if name in targets else f"[[{name}]]"))


def _cut(text: str) -> str:
    return cut_words(" ".join(text.split()), MAX_LINE_LENGTH)


def make_card(record: Record) -> Card:
    """The card of a record, with each of its words under the highest weight that it has."""
    title = tokenize(record.title)
    named = tokenize(f"{record.names} {record.label} {record.label_many}")  # a search for a kind's name finds all of the kind
    number = record.id.rpartition("-")[2]
    first = [*title, f"{'_'.join(title)}_"] if 0 < len(title) <= _SHORT else []
    first += [*tokenize(record.id), number] if number.isdecimal() else []
    weighed = (first, [*title, *named], tokenize(record.telling), tokenize(record.rest))
    if record.retired:  # it has left the search: only who types its id means it
        weighed = ([*tokenize(record.id), number], [], [], [])
    taken: set[str] = set()
    parts = []
    for words in weighed:
        fresh = [word for word in dict.fromkeys(words) if word not in taken]
        parts.append(" ".join(fresh))
        taken.update(fresh)
    return Card(
        kind=record.kind,
        label=record.label,
        label_many=record.label_many,
        id=record.id,
        title=record.title,
        line=record.line,
        retired=record.retired,
        words=(parts[0], parts[1], parts[2], parts[3]),
    )
