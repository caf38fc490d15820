"""What tables list of entries besides the entries themselves: relations, items of evidence, and names in fields. All of it is read off the
declared model, so that a relation or a field that is declared anew is listed, too.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping

from patternbook.exports.rows import Row
from patternbook.model.components import Evidence
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.kind import Kind
from patternbook.model.registry import KIND_BY_NAME, RELATIONS
from patternbook.model.relations import RelationKind
from patternbook.model.struct import ModelStruct


def relation_rows(entries: Iterable[Row]) -> Iterator[Row]:
    """Every relation that entries write: `subject`, `relation`, `object`, what it says in words, and the fields of the link itself."""
    for entry in entries:
        for key, holder, relation in _relations_of(entry["kind"]):
            for link in entry.get(key, ()):
                if holder in link:
                    rest = {name: value for name, value in link.items() if name != holder}
                    yield {"subject": entry["id"], "relation": key, "object": link[holder], "says": relation_words(relation, link)} | rest


def relation_words(relation: RelationKind, link: Mapping[str, object]) -> str:
    """What a link says on the page of the entry that writes it."""
    variant = link.get(relation.variant)
    return next((says for name, says, _ in relation.words if name == variant), relation.says)


def relation_model(relation: RelationKind) -> type[ModelStruct]:
    """The model of the links of a relation."""
    field = next(field for field in fields_of(KIND_BY_NAME[relation.source].model) if field.name == relation.field)
    assert field.part is not None  # noqa: S101 - declared so
    return field.part


@functools.cache
def _relations_of(kind: str) -> tuple[tuple[str, str, RelationKind], ...]:
    """Of each relation that a kind writes: the key of its field, the key within a link that holds the target, and the relation."""
    keys = {field.name: field.key for field in fields_of(KIND_BY_NAME[kind].model)} if kind in KIND_BY_NAME else {}
    return tuple(
        (keys[relation.field], next(field.key for field in fields_of(relation_model(relation)) if field.name == relation.holder), relation)
        for relation in RELATIONS
        if relation.source == kind
    )


def evidence_rows(entries: Iterable[Row]) -> Iterator[Row]:
    """Every item of evidence, with the entry that holds it and its number there, from 1."""
    for entry in entries:
        for field in _evidence_fields(entry["kind"]):
            for number, item in enumerate(entry.get(field.key, ()), 1):
                yield {"entry": entry["id"], "number": number, **item}


def evidence_models() -> tuple[type[ModelStruct], ...]:
    """The models of items of evidence, each once."""
    return tuple(dict.fromkeys(field.part for kind in KIND_BY_NAME for field in _evidence_fields(kind) if field.part))


@functools.cache
def _evidence_fields(kind: str) -> tuple[FieldInfo, ...]:
    fields = fields_of(KIND_BY_NAME[kind].model) if kind in KIND_BY_NAME else ()
    return tuple(field for field in fields if field.part and issubclass(field.part, Evidence))


def name_rows(entries: Iterable[Row]) -> Iterator[Row]:
    """Every name that an entry gives in a field of its own, such as its areas: entry, field, the kind of what is named, its name."""
    for entry in entries:
        for field in _name_fields(KIND_BY_NAME[entry["kind"]]) if entry["kind"] in KIND_BY_NAME else ():
            named = entry.get(field.key, [])
            for name in named if isinstance(named, list) else [named]:
                yield {"entry": entry["id"], "field": field.key, "kind": field.reference, "name": name}


@functools.cache
def _name_fields(kind: Kind) -> tuple[FieldInfo, ...]:
    return tuple(field for field in fields_of(kind.model) if field.reference)
