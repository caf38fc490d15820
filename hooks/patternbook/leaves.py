"""Items of the data as the catalogue holds them: what others ask of an item at once, and the item itself when it is asked for.

A large catalogue keeps its items as they are written and reads one when a page shows it; of most, nobody asks more
than a title and what it links to.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import Raw, defstruct
from msgspec.json import Decoder

from patternbook.cache import digest
from patternbook.check.form import MODELS, Item
from patternbook.diagnostics import Place
from patternbook.markup import citations
from patternbook.model.base import Entry, Relation
from patternbook.model.fields import named, parts, shapes
from patternbook.model.part import Part, valid_json
from patternbook.model.registry import KIND_BY_MODEL, RELATIONS

Pairs = tuple[tuple[str, str], ...]


class Abstract(NamedTuple):
    """What others ask of an item without reading it: plain values only, so that it can be kept."""

    title: str
    statement: str
    note: str
    """What stands behind its title in a list."""
    retired: bool
    links: tuple[tuple[int, str, int], ...]
    """Of each relation it writes: the number of its kind in RELATIONS, its target, its place in its field."""
    naming: Pairs
    """(kind of thing, name) of everything that it names in a field or cites in a text, each once."""
    shows: Pairs
    """(study, organization) of where it was seen."""


class Stretch(NamedTuple):
    """Bytes within one block for all, so that workers who look at it copy nothing: of many small values each would be copied."""

    block: bytes | bytearray
    start: int
    end: int

    def bytes(self) -> bytes:
        return bytes(self.block[self.start : self.end])


class Unread(NamedTuple):
    """An item that is read when it is asked for."""

    key: str
    """The list it stands in, and so its model."""
    at: Stretch
    """Its value as JSON."""

    def value(self) -> Part:
        return valid_json(MODELS[self.key], self.at.bytes())


class Leaf(NamedTuple):
    """One item of valid form."""

    key: str
    """The list it stands in: findings."""
    name: str
    place: Place
    digest: bytes
    """Of the item as it is written."""
    abstract: Abstract
    item: Part | Unread

    @classmethod
    def of(cls, item: Item) -> Leaf:
        """The leaf of an item that was read."""
        written = digest(json.dumps(item.written(), ensure_ascii=False))
        return cls(item.key, item.name, item.place(), written, abstract(item.value), item.value)

    def value(self) -> Part:
        """The item, read."""
        return self.item.value() if isinstance(self.item, Unread) else self.item


AT_HAND = 256
"""Entries that are kept at hand once they were read; about 40 kB each."""


class Entries(Mapping[str, Entry]):
    """Entries by id, in order; each is read when it is asked for."""

    def __init__(self, leaves: Mapping[str, Leaf]) -> None:
        self._leaves = leaves
        self._at_hand: dict[str, Entry] = {}

    def __getitem__(self, id_: str) -> Entry:
        found = self._at_hand.get(id_)
        if found is None:
            value = self._leaves[id_].value()
            assert isinstance(value, Entry)  # noqa: S101 - by the list it stands in
            if len(self._at_hand) >= AT_HAND:
                self._at_hand.clear()
            found = self._at_hand[id_] = value
        return found

    def relation(self, id_: str, field: str, position: int) -> Relation:
        """One relation that an entry writes; the rest of the entry is not read for it where it need not be."""
        unread = self._leaves[id_].item
        if id_ not in self._at_hand and isinstance(unread, Unread):
            return _relations(MODELS[unread.key], field).read(unread.at.bytes(), position)
        found: Relation = getattr(self[id_], field)[position]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._leaves)

    def __len__(self) -> int:
        return len(self._leaves)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._leaves


class _Relations(NamedTuple):
    """Reads the relations in one field of entries that are written as JSON."""

    model: type[Relation]
    key: str
    decoder: Decoder[Any]
    """Leaves everything else unread."""

    def read(self, entry: bytes, position: int) -> Relation:
        return valid_json(self.model, bytes(getattr(self.decoder.decode(entry), self.key)[position]))


@functools.cache
def _relations(model: type[Part], field: str) -> _Relations:
    shape = next(shape for shape in shapes(model) if shape.name == field)
    assert shape.part is not None and issubclass(shape.part, Relation)  # noqa: S101 - by its model
    return _Relations(shape.part, shape.key, Decoder(defstruct("Only", [(shape.key, list[Raw])])))


def abstract(value: Part) -> Abstract:
    """What others ask of an item."""
    kind = KIND_BY_MODEL.get(type(value)) if isinstance(value, Entry) else None
    return Abstract(
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
    found = {(kind, name): None for _, kind, name in named(entry)}
    for text in texts_of(entry):
        if "[@" in text:  # few texts cite
            found |= {("reference", work.key): None for work in citations(text)}
    return found


def texts_of(part: Part) -> Iterator[str]:
    """Every text inside a part that may hold Markdown, in the order of its fields."""
    for _, inner in parts(part):
        for shape in shapes(type(inner)):
            value = getattr(inner, shape.name)
            for text in value if shape.many else (value,):
                if isinstance(text, str) and not shape.reference:
                    yield text
