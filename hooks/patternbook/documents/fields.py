"""Fields to blocks: what a value becomes on the page follows from its type, not from its field's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from patternbook.catalogue import Link
from patternbook.documents.model import (
    Arrow,
    Block,
    CitedPlace,
    CitedPoint,
    CitedReference,
    EvidenceBlock,
    EvidenceItem,
    LinkItem,
    LinksBlock,
    ListBlock,
    Note,
    ProseBlock,
    SketchBlock,
    Statement,
    TableBlock,
    Target,
    WorksBlock,
)
from patternbook.documents.scope import Scope
from patternbook.model.base import Citation, Claim, Evidence, Relation
from patternbook.model.entries import Confusion, KnownUses, Organization, SampleTable, Starters, Structure, Variant
from patternbook.model.relations import RelationKind
from patternbook.model.vocabulary import Meaning

Blocks = tuple[Block, ...]


def blocks_of(value: Any, scope: Scope) -> Blocks:
    """Blocks for the value of a field; nothing for nothing. Relations are handled by `links_of`."""
    if value is None or value == ():
        return ()
    values = value if isinstance(value, tuple) else (value,)
    return _BY_TYPE[type(values[0])](values, scope)


def statement_list(claims: Iterable[Claim], scope: Scope, title: str = "") -> Blocks:
    items = tuple(scope.statement(claim) for claim in claims)
    return (ListBlock(title=title, items=items),) if items else ()


def _texts(values: tuple[str, ...], scope: Scope) -> Blocks:
    if len(values) == 1:
        return (ProseBlock(text=scope.text(values[0])),)
    return (ListBlock(items=tuple(Statement(text=scope.text(value)) for value in values)),)


def _evidence(values: tuple[Evidence, ...], scope: Scope) -> Blocks:
    return (EvidenceBlock(items=tuple(evidence_item(item, scope) for item in values)),)


def evidence_item(item: Evidence, scope: Scope) -> EvidenceItem:
    """One piece of evidence, resolved."""
    wording = item.source_wording
    return EvidenceItem(
        study=scope.library.target(item.study),
        stance=item.stance,
        text=scope.text(item.source_claim),
        wording=f"“{wording.quantifier}”, said of {wording.of}" if wording else "",
        context=scope.text(item.context),
        note=scope.note(item),
    )


def _citations(values: tuple[Citation, ...], scope: Scope) -> Blocks:
    points: dict[str, dict[str, dict[str, None]]] = {}
    """Point -> work -> where it is cited for it: each once, in the order written."""
    for each in values:
        points.setdefault(each.point, {}).setdefault(each.reference, {})[each.locator] = None
    return (WorksBlock(points=tuple(CitedPoint(text=scope.text(text), places=_places(works, scope)) for text, works in points.items())),)


def _places(works: Mapping[str, Iterable[str]], scope: Scope) -> tuple[CitedPlace, ...]:
    """Works by where they are cited, which is mostly one place for all."""
    places: dict[str, list[Target]] = {}
    for key, locators in works.items():
        places.setdefault("; ".join(locators), []).append(reference_target(scope.reference(key)))
    return tuple(CitedPlace(works=tuple(found), locator=locator) for locator, found in places.items())


def reference_target(work: CitedReference) -> Target:
    """A reference as something to link to."""
    return Target(kind="reference", id=work.key, title=work.label, page=f"references/{work.key}")


def _structure(values: tuple[Structure, ...], _: Scope) -> Blocks:
    def box(team: str, teams: list[str]) -> int:
        if team not in teams:
            teams.append(team)
        return teams.index(team)

    blocks = []
    for value in values:
        teams = list(value.teams)
        arrows = tuple(Arrow(start=box(f.from_, teams), end=box(f.to, teams), what=f.what) for f in value.flows)
        blocks.append(SketchBlock(title="Who is there, and what passes between them", boxes=tuple(teams), arrows=arrows))
    return tuple(blocks)


def _tables(values: tuple[SampleTable, ...], scope: Scope) -> Blocks:
    return tuple(
        TableBlock(
            title=table.title,
            head=("", table.unit),
            rows=(*((label, str(count)) for label, count in table.rows.items()), ("All", str(table.total))),
            note=Note(locator=table.locator, caution=scope.text(table.caution)),
        )
        for table in values
    )


def _organizations(values: tuple[Organization, ...], _: Scope) -> Blocks:
    rows = tuple(
        (each.label, each.type, each.domain, ", ".join(f"{person.label} ({person.role})" for person in each.participants)) for each in values
    )
    return (TableBlock(title="Organizations and participants, by the source's labels", head=("Label", "Type", "Domain", "Participants"), rows=rows),)


def _known_uses(values: tuple[KnownUses, ...], scope: Scope) -> Blocks:
    def statement(uses: KnownUses) -> Statement:
        how = "printed by the source" if uses.printed else "the length of a printed list"
        note = f" {uses.note}" if uses.note else ""
        text = f"{len(uses.organizations)} of {uses.of} organizations ({how}): {', '.join(uses.organizations)}.{note}"
        work = scope.reference(uses.source)
        return Statement(text=scope.text(text), note=Note(label=work.label, key=work.key, locator=uses.locator))

    return (ListBlock(items=tuple(map(statement, values))),)


def _variants(values: tuple[Variant, ...], scope: Scope) -> Blocks:
    def statement(variant: Variant) -> Statement:
        where = (
            f" ({'organization' if len(variant.organizations) == 1 else 'organizations'} {', '.join(variant.organizations)})"
            if variant.organizations
            else ""
        )
        note = f": {variant.note}" if variant.note else ""
        return Statement(text=scope.text(f"{variant.name}{where}{note}"), note=scope.note(variant) if variant.source else None)

    return (ListBlock(items=tuple(map(statement, values))),)


def _confusions(values: tuple[Confusion, ...], scope: Scope) -> Blocks:
    editorial = Note(editorial=True)
    items = tuple(
        LinkItem(says="Differs from", target=scope.library.target(each.pattern), why=scope.text(each.why), note=editorial) for each in values
    )
    return (LinksBlock(items=items),)


def _starters(values: tuple[Starters, ...], scope: Scope) -> Blocks:
    aside = " (our reading)" if values[0].basis == "inferred" else ""
    rows = ((f"Starts{aside}", values[0].who), (f"With{aside}", values[0].with_))
    return tuple(
        LinksBlock(title=title, items=tuple(LinkItem(says="", target=scope.library.word("role", role)) for role in roles))
        for title, roles in rows
        if roles
    )


def _meanings(values: tuple[Meaning, ...], scope: Scope) -> Blocks:
    return tuple(block for each in values for block in statement_list([each.meaning], scope, scope.library.word("role", each.role).title))


_BY_TYPE: dict[type, Callable[[Any, Scope], Blocks]] = {
    str: _texts,
    Claim: statement_list,
    Evidence: _evidence,
    Citation: _citations,
    Structure: _structure,
    SampleTable: _tables,
    Organization: _organizations,
    KnownUses: _known_uses,
    Variant: _variants,
    Confusion: _confusions,
    Starters: _starters,
    Meaning: _meanings,
}


def own_side(link: Link, scope: Scope) -> LinkItem:
    """A relation in words, as the entry that writes it says it."""
    relation = link.relation
    return _link_item(says(link.kind, relation), scope.library.target(link.target), relation, scope)


def other_side(link: Link, scope: Scope) -> LinkItem:
    """A relation in words, as the entry at its other end says it."""
    relation = link.relation
    return _link_item(says_back(link.kind, relation), scope.library.target(link.source), relation, scope)


def _link_item(phrase: str, target: Target, relation: Relation, scope: Scope) -> LinkItem:
    return LinkItem(
        says=phrase,
        target=target,
        aspect=scope.text(relation.aspect),
        condition=scope.text(relation.condition),
        via=scope.text(relation.via),
        why=scope.text(relation.why),
        roles=tuple([scope.library.word("role", slug) for slug in relation.roles]),
        note=scope.note(relation),
    )


def says(kind: RelationKind, relation: Relation) -> str:
    """The phrase for a relation on the entry that writes it, by its variant where it has some."""
    return _phrases(kind, relation)[0]


def says_back(kind: RelationKind, relation: Relation) -> str:
    """The phrase for it on the entry at its other end."""
    return _phrases(kind, relation)[1]


def _phrases(kind: RelationKind, relation: Relation) -> tuple[str, str]:
    variant = getattr(relation, kind.variant) if kind.variant else None
    return next(((here, there) for name, here, there in kind.words if name == variant), (kind.says, kind.inverse))
