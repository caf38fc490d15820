"""Blocks of fields that only the kinds of a synthesis have."""

from __future__ import annotations

from collections.abc import Mapping

from patternbook.documents.fields import statement_list
from patternbook.documents.model import Arrow, LinkItem, LinksBlock, ListBlock, Note, SketchBlock, Statement, TableBlock
from patternbook.documents.profile import Blocks, View
from patternbook.documents.scope import Scope
from patternbook.model.entries import Confusion, KnownUses, Organization, SampleTable, Starters, Structure, Variant
from patternbook.model.part import Part
from patternbook.model.vocabulary import Meaning


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


BLOCKS: Mapping[type[Part], View] = {
    Structure: _structure,
    SampleTable: _tables,
    Organization: _organizations,
    KnownUses: _known_uses,
    Variant: _variants,
    Confusion: _confusions,
    Starters: _starters,
    Meaning: _meanings,
}
"""Type of a field's values -> the blocks for them."""
