"""What a quick look at a page shows, beside a link to it: title, statement, how sure, and the place that the link names.

A file of a few kilobytes stands beside each page, however long the page is; `theme/assets/quick.js` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import UNSET, UnsetType

from patternbook.documents.model import (
    AdviceBlock,
    Block,
    Document,
    DocumentStruct,
    EvidenceBlock,
    LinksBlock,
    ListBlock,
    ProseBlock,
    TableBlock,
    Target,
    WorksBlock,
)
from patternbook.documents.references import ReferenceDocument
from patternbook.documents.resolve import COMMON_FACTS, PageDocument
from patternbook.markup import cut_words, plain_line
from patternbook.model.registry import LISTED, VOCABULARY_BY_NAME
from patternbook.phrases import gettext

MAX_TEXT = 420
"""Characters of a text of a look, at most."""
_MAX_SAYS = 4
"""Texts besides the statement, at most."""
_MAX_PLACE, _ALL_PLACES = 240, 2400
"""Characters of the text of one place, and of all places together."""
_MAX_PLACES = 60
"""Places that a look is kept for; a link to a further one shows the top of the page."""
_IN_LOOK = frozenset(section.key for thing in LISTED for section in thing.sections if section.in_look)
_LINE_START = re.compile(r"^[ \t]*(?:#{1,6}|[-*>]|\d+\.)[ \t]+", re.MULTILINE)


class PlaceLook(DocumentStruct, frozen=True):
    """A part of a page that links may lead to."""

    title: str
    text: str = ""
    ours: bool = False
    """Whether it is all ours, and from no source."""


class PageLook(DocumentStruct, frozen=True, kw_only=True):
    """The top of a page in short, and its parts."""

    kind: str
    id: str = ""
    """Of an entry."""
    title: str
    text: str
    says: tuple[PlaceLook, ...] = ()
    """Further texts: what a term means here, and to each profession."""
    sure: str = ""
    """The facts of its kind and what carries it, in one line."""
    gone: str = ""
    """That it is out of use."""
    places: dict[str, PlaceLook] | UnsetType = UNSET
    """Anchor -> what stands there."""


def page_look(document: PageDocument) -> PageLook:
    """The look at a page."""
    assert isinstance(document, Document | ReferenceDocument)  # noqa: S101 - others have none
    return _work_look(document) if isinstance(document, ReferenceDocument) else _document_look(document)


def _work_look(document: ReferenceDocument) -> PageLook:
    counts = ", ".join(f"{label} ({len(items)})" for label, items in document.cited_by)
    return PageLook(
        kind=gettext("Reference"),
        title=document.title or document.label,
        text=cut_words(document.plain, MAX_TEXT),
        sure=f"{gettext('Cited by')}: {counts}" if counts else gettext("No entry cites it yet."),
        gone=gettext("This work was retracted") if document.retraction else "",
    )


def _document_look(document: Document) -> PageLook:
    says = [pair for section in document.sections if section.key in _IN_LOOK for block in section.blocks for pair in _said(block, document)]
    return PageLook(
        kind=document.kind_label,
        id="" if document.kind in VOCABULARY_BY_NAME else document.id,
        title=document.title,
        text=_plain(document.statement, document, MAX_TEXT),
        says=tuple(says[:_MAX_SAYS]),
        sure=_sure(document),
        gone=gettext("Retired") if document.retired else "",
        places=dict(_places(document)) or UNSET,
    )


def _said(block: Block, document: Document) -> Iterator[PlaceLook]:
    for text in _texts(block):
        yield PlaceLook(getattr(block, "title", ""), _plain(text, document, MAX_TEXT), _is_ours([block]))


def _sure(document: Document) -> str:
    common = set(map(gettext, COMMON_FACTS))
    own = [f"{fact.label}: {fact.text}." for fact in document.facts if fact.text and fact.label not in common]
    if document.breadth is None:
        return " ".join(own)
    return " ".join([*(each for each in own if document.breadth.short not in each), document.breadth.how_sure])


def _places(document: Document) -> Iterator[tuple[str, PlaceLook]]:
    """The sections of a page and its items of evidence. The more there are, the shorter is what is kept of each."""
    listed = [*_listed_places(document)][:_MAX_PLACES]
    length = min(_MAX_PLACE, _ALL_PLACES // max(len(listed), 1))
    for anchor, title, text, ours in listed:
        yield anchor, PlaceLook(cut_words(title, MAX_TEXT // 4), _plain(text, document, length), ours)


def _listed_places(document: Document) -> Iterator[tuple[str, str, str, bool]]:
    for section in document.sections:
        text = " · ".join([text for block in section.blocks for text in _texts(block)])
        if text:
            yield section.key, section.title, text, _is_ours(section.blocks)
    if document.breadth:
        yield "breadth", gettext("How sure"), document.breadth.how_sure, False
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, EvidenceBlock):
                yield from (
                    (item.anchor, gettext("Evidence %(number)s, %(study)s", number=item.number, study=item.study.id), item.text, False)
                    for item in block.items
                )


def _plain(text: str, document: Document, length: int) -> str:
    """The start of a text as one line."""
    start = _LINE_START.sub("", text[: 4 * length])  # with room for what is left out
    return cut_words(plain_line(start, lambda name: document.targets[name].title if name in document.targets else name), length)


def _texts(block: Block) -> tuple[str, ...]:
    return _BY_BLOCK[type(block)](block) if type(block) in _BY_BLOCK else ()


def _is_ours(blocks: Iterable[Block]) -> bool:
    notes = [item.note for block in blocks if isinstance(block, ListBlock) for item in block.items]
    return bool(notes) and all(note is not None and note.editorial for note in notes)


def _link_words(target: Target, says: str = "") -> str:
    return f"{says} {target.title}".strip()


_BY_BLOCK: Mapping[type[Block], Callable[[Any], tuple[str, ...]]] = {
    ProseBlock: lambda block: (block.text,),
    ListBlock: lambda block: tuple(item.text for item in block.items),
    LinksBlock: lambda block: tuple(_link_words(item.target, item.says) for item in block.items[:_MAX_SAYS]),
    AdviceBlock: lambda block: tuple(_link_words(item.target) for item in block.items[:_MAX_SAYS] if block.basis == "stated"),
    EvidenceBlock: lambda block: tuple(item.text for item in block.items[:_MAX_SAYS]),
    WorksBlock: lambda block: tuple(point.text for point in block.points[:_MAX_SAYS]),
    TableBlock: lambda block: (block.title,),
}
"""Type of a block -> what a look says of it; of others, which are drawn, nothing."""
