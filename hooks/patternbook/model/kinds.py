"""Every kind of entry and every relation between them, as model/entries.py and model/mining.py declare them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from patternbook.model import entries, mining
from patternbook.model.base import Entry
from patternbook.model.kind import Kind
from patternbook.model.sections import Section

RELATIONS = (*entries.RELATIONS, *mining.RELATIONS)


def _complete(kind: Kind) -> Kind:
    """The kind with a last section for the relations that none of its sections shows, so that each is on both pages."""
    shown = {each for section in kind.sections for field in section.fields for each in _shown_by(field)}
    own = [relation.field for relation in RELATIONS if relation.source == kind.name]
    incoming = [f"back:{relation.field}" for relation in RELATIONS if relation.target == kind.name]
    left = tuple(dict.fromkeys(field for field in (*own, *incoming) if field not in shown))
    return replace(kind, sections=(*kind.sections, Section("links", "Further links", left, empty=""))) if left else kind


def _shown_by(field: str) -> tuple[str, ...]:
    """The relations that a field of a section shows, as fields of their own: a field, or `back:` and a field."""
    side, _, names = field.rpartition(":")
    back = tuple(f"back:{name}" for name in names.split("+"))
    return {"": (names,), "back": back, "both": (*names.split("+"), *back)}.get(side, ())


KINDS = tuple(map(_complete, (*entries.KINDS, *mining.KINDS)))
KIND_BY_NAME = {kind.name: kind for kind in KINDS}
KIND_BY_MODEL: Mapping[type[Entry], Kind] = MappingProxyType({kind.model: kind for kind in KINDS})
ID_PATTERN = rf"^({'|'.join(kind.prefix for kind in KINDS)})-\d{{3,}}$"


def kind_of_id(id_: str) -> Kind | None:
    """The kind an id belongs to by its prefix, or None: F-004 is a finding."""
    prefix = id_.partition("-")[0]
    return next((kind for kind in KINDS if kind.prefix == prefix), None)
