"""Fields to blocks: the type of a field's values decides how they appear on a page, whatever the field is called."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from msgspec import UNSET, UnsetType

from patternbook.catalogue.mentions import MentionedAt
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
    MentionSentence,
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
from patternbook.phrases import gettext
from patternbook.urls import reference_page


def blocks_of(value: Any, scope: DocumentScope) -> Blocks:
    """Blocks for the value of a field; none where it is empty. Relations become links instead, see `outgoing_links`."""
    if value is None or value == ():
        return ()
    values = value if isinstance(value, tuple) else (value,)
    type_ = type(values[0])
    return (_BY_TYPE.get(type_) or scope.context.profile.blocks[type_])(values, scope)


def statement_list(claims: Iterable[Claim], scope: DocumentScope, title: str = "") -> Blocks:
    """Claims with their notes as one list; no block where there are none."""
    items = tuple(scope.statement(claim) for claim in claims)
    return (ListBlock(title=title, items=items),) if items else ()


def _texts(values: tuple[str, ...], scope: DocumentScope) -> Blocks:
    if len(values) == 1:
        return (ProseBlock(text=scope.text(values[0])),)
    return (ListBlock(items=tuple(Statement(text=scope.text(value)) for value in values)),)


def _evidence(values: tuple[Evidence, ...], scope: DocumentScope) -> Blocks:
    apart_because, study_line = scope.context.profile.evidence_apart, scope.context.profile.study_line
    items = [
        EvidenceItem(
            number=number,
            anchor=anchor,
            study=scope.context.target(item.study),
            line=study_line(item.study, scope.context),
            stance=item.stance,
            apart=scope.text(apart_because(item, scope.context)),
            text=scope.text(item.source_claim),
            wording=_wording(item),
            context=scope.text(item.context),
            note=scope.note(item),
        )
        for number, (item, anchor) in enumerate(zip(values, evidence_anchors(values), strict=True), start=1)
    ]
    counted, apart = tuple(item for item in items if not item.apart), tuple(item for item in items if item.apart)
    return (
        *((EvidenceBlock(items=counted),) if counted else ()),
        *((EvidenceBlock(title=gettext("Also points this way, not counted"), items=apart),) if apart else ()),
    )


def evidence_anchors(values: Iterable[Evidence]) -> Iterator[str]:
    """The anchor of each item: made of its study, and of its place among the items of that study from the second on.

    Of what can be known of an item these two change least: another study, another wording or another locator leave them.
    """
    seen: Counter[str] = Counter()
    for item in values:
        seen[item.study] += 1
        yield f"evidence-{item.study}" + (f"-{seen[item.study]}" if seen[item.study] > 1 else "")


def _wording(item: Evidence) -> str:
    wording = item.source_wording
    return gettext("“%(quantifier)s”, said of %(of)s", quantifier=wording.quantifier, of=wording.of) if wording else ""


def _citations(values: tuple[Citation, ...], scope: DocumentScope) -> Blocks:
    points: dict[str, dict[str, dict[str, None]]] = {}
    """Point -> work -> locators at which the work is cited for it; each once, in the order written."""
    for citation in values:
        points.setdefault(citation.point, {}).setdefault(citation.reference, {})[citation.locator] = None
    return (WorksBlock(points=tuple(CitedPoint(text=scope.text(text), places=_places(works, scope)) for text, works in points.items())),)


def _places(works: Mapping[str, Iterable[str]], scope: DocumentScope) -> tuple[CitedPlace, ...]:
    """Works grouped by the locators they are cited at; mostly all works of a point share them."""
    places: dict[str, list[Target]] = {}
    for key, locators in works.items():
        places.setdefault("; ".join(locators), []).append(reference_target(scope.reference(key)))
    return tuple(CitedPlace(works=tuple(targets), locator=locator) for locator, targets in places.items())


def reference_target(work: CitedReference) -> Target:
    """A reference as something to link to."""
    return Target(kind="reference", id=work.key, title=work.label, page=reference_page(work.key))


_BY_TYPE: dict[type, View] = {
    str: _texts,
    Claim: statement_list,
    Evidence: _evidence,
    Citation: _citations,
}
"""Type of a field's values -> its blocks, for fields that any kind may have."""


def outgoing_links(id_: str, fields: Container[str], scope: DocumentScope) -> list[LinkItem]:
    """The relations that an entry writes in these fields, worded from its own end."""
    return [
        _link_item(link.kind, link.relation, 0, link.target, scope)
        for link in scope.context.catalogue.outgoing.get(id_, ())
        if link.kind.field in fields
    ]


def incoming_links(id_: str, fields: Container[str], scope: DocumentScope) -> list[LinkItem]:
    """The relations that other entries write to this one in these fields, worded from this end.

    Relations with the value that their kind declares as `first` lead the list.
    """
    context = scope.context
    links = [(link, link.relation) for link in context.catalogue.incoming.get(id_, ()) if link.kind.field in fields]
    links.sort(key=lambda pair: pair[0].kind.first is not None and getattr(pair[1], pair[0].kind.first[0]) != pair[0].kind.first[1])
    return [
        _link_item(link.kind, relation, 1, link.source, scope, context.list_note(link.source) if link.kind.noted else "") for link, relation in links
    ]


def mention_of(place: MentionedAt | None, label: str) -> MentionSentence | UnsetType:
    """The place where a page names another, which texts call by a label."""
    if place is None or not f"{place.before}{place.after}".strip("()"):
        return UNSET
    marked = ", ".join(filter(None, (label, place.locator))) if place.is_cited else place.locator
    return MentionSentence(before=place.before, marked=marked, after=place.after)


def links_block(items: Iterable[LinkItem], title: str = "") -> Blocks:
    """A list of links; no block where there are none."""
    items = tuple(items)
    return (LinksBlock(title=title, items=items),) if items else ()


def _link_item(kind: RelationKind, relation: Relation, end: int, other: str, scope: DocumentScope, status: str = "") -> LinkItem:
    """A relation as a link to the entry at its other end; `end` is 0 on the page of the entry that writes it, else 1."""
    return LinkItem(
        says=relation_phrases(kind, relation)[end],
        target=scope.context.target(other),
        aspect=scope.text(relation.aspect),
        condition=scope.text(relation.condition),
        via=scope.text(relation.via),
        why=scope.text(relation.why) if end == 0 else "",  # the reason is on the page of the entry that writes the relation
        status=status,
        roles=tuple([scope.context.word(ROLE, slug) for slug in relation.roles]),
        note=scope.note(relation),
    )


def relation_phrases(kind: RelationKind, relation: Relation) -> tuple[str, str]:
    """The words for a relation on the page of the entry that writes it, and on the page of the entry at its other end.

    Both depend on the relation's variant where its kind has words for it.
    """
    variant = getattr(relation, kind.variant) if kind.variant else None
    here, there = next(((here, there) for name, here, there in kind.words if name == variant), (kind.says, kind.inverse))
    return gettext(here), gettext(there)


def vocabulary_facts(entry: Entry, scope: DocumentScope) -> Iterator[Fact]:
    """The vocabulary words that an entry names in its own fields, or in the fields of a part that it holds once."""
    for vocabulary, fields in _vocabulary_fields(type(entry)):
        values = (getattr(getattr(entry, part) if part else entry, field.name, None) for part, field in fields)
        slugs = dict.fromkeys(slug for value in values if value is not None for slug in (value if isinstance(value, tuple) else (value,)))
        if slugs:
            label = scope.context.catalogue.label(vocabulary)
            yield Fact(
                label=label.one if len(slugs) == 1 else label.many,
                targets=tuple(scope.context.word(vocabulary, slug) for slug in slugs),
            )


@functools.cache
def _vocabulary_fields(model: type[ModelStruct]) -> tuple[tuple[str, tuple[tuple[str, FieldInfo], ...]], ...]:
    """Vocabulary -> the fields that name its words, each with the entry's field for the part it belongs to, or an empty string."""
    holders = [("", model), *((field.name, field.part) for field in fields_of(model) if field.part is not None and not field.many)]
    fields = [(part, field) for part, holder in holders for field in fields_of(holder)]
    named = ((each.name, tuple((part, field) for part, field in fields if field.reference == each.name)) for each in VOCABULARIES)
    return tuple((name, of_name) for name, of_name in named if of_name)
