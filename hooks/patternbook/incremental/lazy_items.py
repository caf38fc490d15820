"""Lazy items: the fast path keeps items as JSON and reads one when a page shows it.

Of most items in a large catalogue, pages need only the header. Ten thousand values would take ten times the memory of
their JSON, and reading them takes longer than an edit.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from msgspec import Raw, defstruct
from msgspec.json import Decoder

from patternbook.catalogue.items import ItemHeader
from patternbook.diagnostics.diagnostic import Place
from patternbook.model.components import Relation
from patternbook.model.introspect import fields_of
from patternbook.model.registry import LISTS
from patternbook.model.struct import ModelStruct, validate_json


class ByteSpan(NamedTuple):
    """Bytes within one block for all items: forked workers share the block, whereas each of many small values would be copied."""

    block: bytes | bytearray
    start: int
    end: int

    def bytes(self) -> bytes:
        return bytes(self.block[self.start : self.end])


KEPT_VALUES = 256
"""Values kept after they were read; about 40 kB each."""


@dataclass(frozen=True, slots=True, eq=False)
class RecentValues:
    """The values read last, shared by the lazy items of one build."""

    values: dict[bytes, ModelStruct] = field(default_factory=dict)

    def of(self, item: LazyItem) -> ModelStruct:
        found = self.values.get(item.written)
        if found is None:
            if len(self.values) >= KEPT_VALUES:
                self.values.clear()
            found = self.values[item.written] = validate_json(LISTS[item.key], item.span.bytes())
        return found


class LazyItem(NamedTuple):
    """An `Item` that reads its value when it is asked for it."""

    key: str
    name: str
    place: Place
    written: bytes
    """Digest of the item's YAML."""
    header: ItemHeader
    span: ByteSpan
    """Its value as JSON."""
    recent: RecentValues

    def value(self) -> ModelStruct:
        return self.recent.of(self)

    def relation(self, field: str, position: int) -> Relation:
        """One relation; the rest of the item is not read for it."""
        read = self.recent.values.get(self.written)
        if read is not None:
            found: Relation = getattr(read, field)[position]
            return found
        return _relation_reader(LISTS[self.key], field).read(self.span.bytes(), position)

    def digest(self) -> bytes:
        return self.written


class _RelationReader(NamedTuple):
    """Reads single relations of one field from entries that are JSON."""

    model: type[Relation]
    key: str
    decoder: Decoder[Any]
    """Leaves everything but this field unread."""

    def read(self, entry: bytes, position: int) -> Relation:
        return validate_json(self.model, bytes(getattr(self.decoder.decode(entry), self.key)[position]))


@functools.cache
def _relation_reader(model: type[ModelStruct], field: str) -> _RelationReader:
    info = next(info for info in fields_of(model) if info.name == field)
    assert info.part is not None and issubclass(info.part, Relation)  # noqa: S101 - declared so by the model
    return _RelationReader(info.part, info.key, Decoder(defstruct("Only", [(info.key, list[Raw])])))
