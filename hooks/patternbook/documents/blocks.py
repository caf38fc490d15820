"""Fields to blocks: what a value becomes on the page follows from its type, not from its field's name."""

from __future__ import annotations

import functools
from collections.abc import Container, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from msgspec.structs import replace

from patternbook.documents.context import DocumentScope
from patternbook.documents.model import (
    CitedPlace,
    CitedPoint,
    CitedReference,
    EvidenceBlock,
    EvidenceItem,
    Fact,
    LinkItem,
    LinksBlock,
    ListBlock,
    ProseBlock,
    Statement,
    Target,
    WorksBlock,
)
from patternbook.documents.profile import Blocks, View
from patternbook.model.components import ROLE, Citation, Claim, Entry, Evidence, Relation
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.registry import VOCABULARIES
from patternbook.model.relations import RelationKind
from patternbook.model.struct import ModelStruct


def blocks_of(value: Any, scope: DocumentScope) -> Blocks:
    """Blocks for the value of a field; nothing for nothing. Relations are handled by `outgoing_links` and `incoming_links`."""
    if value is None or value == ():
        return ()
    values = value if isinstance(value, tuple) else (value,)
    type_ = type(values[0])
    return (_BY_TYPE.get(type_) or scope.context.profile.blocks[type_])(values, scope)


def statement_list(claims: Iterable[Claim], scope: DocumentScope, title: str = "") -> Blocks:
    items = tuple(scope.statement(claim) for claim in claims)
    return (ListBlock(title=title, items=items),) if items else ()


def _texts(values: tuple[str, ...], scope: DocumentScope) -> Blocks:
    if len(values) == 1:
        return (ProseBlock(text=scope.text(values[0])),)
    return (ListBlock(items=tuple(Statement(text=scope.text(value)) for value in values)),)


def _evidence(values: tuple[Evidence, ...], scope: DocumentScope) -> Blocks:
    return (EvidenceBlock(items=tuple(evidence_item(item, scope) for item in values)),)


def evidence_item(item: Evidence, scope: DocumentScope) -> EvidenceItem:
    """One piece of evidence, resolved."""
    wording = item.source_wording
    return EvidenceItem(
        study=scope.context.target(item.study),
        stance=item.stance,
        text=scope.text(item.source_claim),
        wording=f"“{wording.quantifier}”, said of {wording.of}" if wording else "",
        context=scope.text(item.context),
        note=scope.note(item),
    )


def _citations(values: tuple[Citation, ...], scope: DocumentScope) -> Blocks:
    points: dict[str, dict[str, dict[str, None]]] = {}
    """Point -> work -> where it is cited for it: each once, in the order written."""
    for each in values:
        points.setdefault(each.point, {}).setdefault(each.reference, {})[each.locator] = None
    return (WorksBlock(points=tuple(CitedPoint(text=scope.text(text), places=_places(works, scope)) for text, works in points.items())),)


def _places(works: Mapping[str, Iterable[str]], scope: DocumentScope) -> tuple[CitedPlace, ...]:
    """Works by where they are cited, which is mostly one place for all."""
    places: dict[str, list[Target]] = {}
    for key, locators in works.items():
        places.setdefault("; ".join(locators), []).append(reference_target(scope.reference(key)))
    return tuple(CitedPlace(works=tuple(found), locator=locator) for locator, found in places.items())


def reference_target(work: CitedReference) -> Target:
    """A reference as something to link to."""
    return Target(kind="reference", id=work.key, title=work.label, page=f"references/{work.key}")


_BY_TYPE: dict[type, View] = {
    str: _texts,
    Claim: statement_list,
    Evidence: _evidence,
    Citation: _citations,
}
"""Blocks of fields that any kind may have."""


def outgoing_links(id_: str, fields: Container[str], scope: DocumentScope) -> list[LinkItem]:
    """The relations that an entry writes in these fields, in its words."""
    links = [link for link in scope.context.catalogue.outgoing.get(id_, ()) if link.kind.field in fields]
    return [
        _link_item(relation_phrases(link.kind, relation := link.relation)[0], scope.context.target(link.target), relation, scope) for link in links
    ]


def incoming_links(id_: str, fields: Container[str], scope: DocumentScope) -> list[LinkItem]:
    """The relations to an entry that others write in these fields, in words of this end; those first that their kind puts first."""
    found = []
    for link in scope.context.catalogue.incoming.get(id_, ()):
        if link.kind.field in fields:
            kind, relation = link.kind, link.relation
            item = _link_item(relation_phrases(kind, relation)[1], scope.context.target(link.source), relation, scope)
            if kind.noted:
                item = replace(item, status=scope.context.catalogue.list_summaries[link.source].note)
            found.append((kind.first is not None and getattr(relation, kind.first[0]) != kind.first[1], item))
    return [item for _, item in sorted(found, key=itemgetter(0))]


def links_block(items: Iterable[LinkItem], title: str = "") -> Blocks:
    """A list of links; nothing where there are none."""
    items = tuple(items)
    return (LinksBlock(title=title, items=items),) if items else ()


def _link_item(phrase: str, target: Target, relation: Relation, scope: DocumentScope) -> LinkItem:
    return LinkItem(
        says=phrase,
        target=target,
        aspect=scope.text(relation.aspect),
        condition=scope.text(relation.condition),
        via=scope.text(relation.via),
        why=scope.text(relation.why),
        roles=tuple([scope.context.word(ROLE, slug) for slug in relation.roles]),
        note=scope.note(relation),
    )


def relation_phrases(kind: RelationKind, relation: Relation) -> tuple[str, str]:
    """The words for a relation, by its variant where it has some: on the entry that writes it, and on the one at its other end."""
    variant = getattr(relation, kind.variant) if kind.variant else None
    return next(((here, there) for name, here, there in kind.words if name == variant), (kind.says, kind.inverse))


def vocabulary_facts(entry: Entry, scope: DocumentScope) -> Iterator[Fact]:
    """The words that an entry, or a part that it holds once, names in fields of its own."""
    for vocabulary, holders in _words_named(type(entry)):
        found: dict[str, None] = {}
        for field, info in holders:
            holder = getattr(entry, field) if field else entry
            value = getattr(holder, info.name, None)
            found |= dict.fromkeys(() if value is None else value if info.many else (value,))
        if found:
            label = scope.context.catalogue.label(vocabulary)
            targets = tuple(scope.context.word(vocabulary, slug) for slug in found)
            yield Fact(label=label.one if len(found) == 1 else label.many, targets=targets)


@functools.cache
def _words_named(model: type[ModelStruct]) -> tuple[tuple[str, tuple[tuple[str, FieldInfo], ...]], ...]:
    """Vocabulary -> fields that name words of it, each with the field of the part that it stands in; nothing for the entry itself."""
    holders = [("", model), *((info.name, info.part) for info in fields_of(model) if info.part is not None and not info.many)]
    named = [(field, info) for field, holder in holders for info in fields_of(holder)]
    found = ((each.name, tuple((field, info) for field, info in named if info.reference == each.name)) for each in VOCABULARIES)
    return tuple((name, fields) for name, fields in found if fields)
