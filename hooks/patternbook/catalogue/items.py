"""Items of the data for the catalogue: a header that is always in memory, and a value that may be read later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol

from patternbook.catalogue.mentions import mentions_of, pack_mentions
from patternbook.diagnostics.diagnostic import Place
from patternbook.markup import citations
from patternbook.model.components import Entry, Relation
from patternbook.model.introspect import fields_of, named_references, walk_structs
from patternbook.model.registry import ALIASES, KIND_BY_MODEL, RELATIONS
from patternbook.model.struct import ModelStruct
from patternbook.phrases import in_english
from patternbook.runtime.digests import digest


class ItemHeader(NamedTuple):
    """The part of an item that lists, links and indexes need, so that they do not read all of it. Plain values, since headers are cached."""

    title: str
    statement: str
    note: str
    """The text that a list shows behind the title."""
    retired: bool
    leaving: bool
    """Whether it is announced that it will be retired."""
    links: tuple[tuple[int, str, int], ...]
    """Relations that the item writes: index of the kind in RELATIONS, target id, position in its field."""
    naming: tuple[tuple[str, str], ...]
    """(kind of thing, name) of everything the item names in a field or cites in a text, without repetition."""
    shows: tuple[tuple[str, str], ...]
    """(study, organization) pairs in which the entry was observed."""
    aliases: tuple[str, ...]
    """Addresses that it had elsewhere."""
    evidence: tuple[int, int]
    """Number of its items of evidence, and of those that somebody has verified."""
    mentions: str
    """Where it names works and entries, packed (mentions.py)."""


class Item(Protocol):
    """One checked item of the data. On the plain path it has its value (`ReadItem`); on the fast path the value is read when needed."""

    @property
    def key(self) -> str:
        """The top-level list the item belongs to: findings."""

    @property
    def name(self) -> str:
        """Id or slug; otherwise its position in the list: challenges[2]."""

    @property
    def place(self) -> Place:
        """Where the item starts in its file."""

    @property
    def header(self) -> ItemHeader:
        """The part of the item that is always in memory."""

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

    def value(self) -> ModelStruct:
        return self.content

    def relation(self, field: str, position: int) -> Relation:
        return getattr(self.content, field)[position]  # type: ignore[no-any-return]

    def digest(self) -> bytes:
        return digest(repr(self.content))


def header_of(value: ModelStruct) -> ItemHeader:
    """The header of an item."""
    kind = KIND_BY_MODEL.get(type(value)) if isinstance(value, Entry) else None
    return ItemHeader(
        title=getattr(value, "title", ""),
        statement=value.statement if isinstance(value, Entry) else "",
        note=in_english(kind.note, value) if kind and kind.note else "",
        retired=getattr(value, "retired", None) is not None,
        leaving=isinstance(value, Entry) and value.is_leaving,
        links=tuple(_links(value)) if isinstance(value, Entry) else (),
        naming=tuple(_naming(value)) if isinstance(value, Entry) else (),
        shows=tuple(kind.seen_at(value)) if kind and kind.seen_at else (),
        aliases=getattr(value, ALIASES, ()),
        evidence=_count_evidence(value),
        mentions=pack_mentions(mentions_of(value)) if isinstance(value, Entry) else "",
    )


def _count_evidence(value: ModelStruct) -> tuple[int, int]:
    evidence = getattr(value, "evidence", ())
    return len(evidence), sum(item.verified_by is not None for item in evidence)


def _links(entry: Entry) -> Iterator[tuple[int, str, int]]:
    own_kind = KIND_BY_MODEL[type(entry)].name
    return (
        (number, target, position)
        for number, kind in enumerate(RELATIONS)
        if kind.source == own_kind
        for position, relation in enumerate(getattr(entry, kind.field))
        if (target := getattr(relation, kind.holder, None)) is not None
    )


def _naming(entry: Entry) -> dict[tuple[str, str], None]:
    """What an entry names or cites, as keys of a dictionary: each once, in order."""
    cited = (work.key for text in texts_of(entry) if "@" in text for work in citations(text))  # few texts cite
    return dict.fromkeys(((kind, name) for _, kind, name in named_references(entry))) | dict.fromkeys(("reference", key) for key in cited)


def texts_of(part: ModelStruct) -> Iterator[str]:
    """Every text inside a struct that may hold Markdown, in the order of its fields."""
    for _, inner in walk_structs(part):
        for name, many in _worded_fields(type(inner)):
            value = getattr(inner, name)
            if many:
                yield from value
            elif value is not None:
                yield value


@cache
def _worded_fields(model: type[ModelStruct]) -> tuple[tuple[str, bool], ...]:
    """Name and `many` of each field that may hold Markdown; tuples, since unpacking them is fastest."""
    return tuple((field.name, field.many) for field in fields_of(model) if field.free_text and field.type_name == "text")
