"""Lazy items: the fast path keeps items as JSON and reads one when a page shows it.

Of most items in a large catalogue, pages need only the header. Ten thousand values would take ten times the memory of
their JSON, and reading them takes longer than an edit.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import NamedTuple

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


class LazyItem(NamedTuple):
    """An `Item` that reads its value when it is needed."""

    key: str
    name: str
    place: Place
    yaml_digest: bytes
    header: ItemHeader
    span: ByteSpan
    """Its value as JSON."""
    recent: dict[bytes, ModelStruct]
    """The values read last, by the digest of their YAML; shared by the lazy items of one build."""

    def value(self) -> ModelStruct:
        found = self.recent.get(self.yaml_digest)
        if found is None:
            if len(self.recent) >= KEPT_VALUES:
                self.recent.clear()
            found = self.recent[self.yaml_digest] = validate_json(LISTS[self.key], self.span.bytes())
        return found

    def relation(self, field: str, position: int) -> Relation:
        """One relation; the rest of the item is not read for it."""
        if (read := self.recent.get(self.yaml_digest)) is not None:
            found: Relation = getattr(read, field)[position]
            return found
        return _relation_reader(LISTS[self.key], field)(self.span.bytes(), position)

    def digest(self) -> bytes:
        return self.yaml_digest


@functools.cache
def _relation_reader(model: type[ModelStruct], field: str) -> Callable[[bytes, int], Relation]:
    """A function that reads one relation of a field from an entry as JSON; it leaves the other fields unread."""
    info = next(info for info in fields_of(model) if info.name == field)
    relation = info.part
    assert relation is not None and issubclass(relation, Relation)  # noqa: S101 - declared so by the model
    decoder = Decoder(defstruct("Only", [(info.key, list[Raw])]))
    return lambda entry, position: validate_json(relation, bytes(getattr(decoder.decode(entry), info.key)[position]))
