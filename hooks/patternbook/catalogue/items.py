"""Items of the data as the catalogue holds them: a header at hand, and the value behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from patternbook.diagnostics.diagnostic import Place
from patternbook.digests import digest
from patternbook.markup import citations
from patternbook.model.components import Entry, Relation
from patternbook.model.introspect import fields_of, named_references, walk_structs
from patternbook.model.registry import KIND_BY_MODEL, RELATIONS
from patternbook.model.struct import ModelStruct

Pairs = tuple[tuple[str, str], ...]


class ItemHeader(NamedTuple):
    """What lists, links and indexes need of an item, so that they do not read all of it. Plain values only: headers are cached."""

    title: str
    statement: str
    note: str
    """What a list shows behind the title."""
    retired: bool
    links: tuple[tuple[int, str, int], ...]
    """Relations that the item writes: index of the kind in RELATIONS, target id, position in its field."""
    naming: Pairs
    """(kind of thing, name) of everything the item names in a field or cites in a text, without repetition."""
    shows: Pairs
    """(study, organization) pairs in which the entry was observed."""


class Item(Protocol):
    """One checked item of the data. The plain path holds values (`ReadItem`); the fast path reads them when they are needed."""

    @property
    def key(self) -> str:
        """The top-level list the item belongs to: findings."""

    @property
    def name(self) -> str:
        """Id or slug; otherwise its position in the list: challenges[2]."""

    @property
    def place(self) -> Place: ...

    @property
    def header(self) -> ItemHeader: ...

    def value(self) -> ModelStruct:
        """The item itself."""

    def relation(self, field: str, position: int) -> Relation:
        """One relation that the item writes."""

    def digest(self) -> bytes:
        """Changes whenever the item's content does."""


@dataclass(frozen=True, slots=True)
class ReadItem:
    """An item that has been read."""

    key: str
    name: str
    place: Place
    header: ItemHeader
    content: ModelStruct

    @classmethod
    def of(cls, key: str, name: str, place: Place, content: ModelStruct) -> ReadItem:
        return cls(key, name, place, header_of(content), content)

    def value(self) -> ModelStruct:
        return self.content

    def relation(self, field: str, position: int) -> Relation:
        found: Relation = getattr(self.content, field)[position]
        return found

    def digest(self) -> bytes:
        return digest(repr(self.content))


def header_of(value: ModelStruct) -> ItemHeader:
    """The header of an item."""
    kind = KIND_BY_MODEL.get(type(value)) if isinstance(value, Entry) else None
    return ItemHeader(
        title=getattr(value, "title", ""),
        statement=value.statement if isinstance(value, Entry) else "",
        note=kind.note(value) if kind and kind.note else "",
        retired=getattr(value, "retired", None) is not None,
        links=tuple(_links(value)) if isinstance(value, Entry) else (),
        naming=tuple(_naming(value)) if isinstance(value, Entry) else (),
        shows=tuple(kind.seen_at(value)) if kind and kind.seen_at else (),
    )


def _links(entry: Entry) -> Iterator[tuple[int, str, int]]:
    for number, kind in enumerate(RELATIONS):
        if kind.source == KIND_BY_MODEL[type(entry)].name:
            for position, relation in enumerate(getattr(entry, kind.field)):
                target = getattr(relation, kind.holder, None)
                if target is not None:
                    yield number, target, position


def _naming(entry: Entry) -> dict[tuple[str, str], None]:
    found = {(kind, name): None for _, kind, name in named_references(entry)}
    for text in texts_of(entry):
        if "[@" in text:  # few texts cite
            found |= {("reference", work.key): None for work in citations(text)}
    return found


def texts_of(part: ModelStruct) -> Iterator[str]:
    """Every text inside a part that may hold Markdown, in the order of its fields."""
    for _, inner in walk_structs(part):
        for info in fields_of(type(inner)):
            value = getattr(inner, info.name)
            for text in value if info.many else (value,):
                if isinstance(text, str) and not info.reference:
                    yield text
