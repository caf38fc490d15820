"""What pages of a synthesis's kinds show: views, computed from the catalogue, and blocks of fields that only these kinds have."""

from __future__ import annotations

from collections.abc import Mapping

from patternbook.catalogue.catalogue import id_order
from patternbook.documents.blocks import links_block, statement_list
from patternbook.documents.context import DocumentScope
from patternbook.documents.model import Arrow, LinkItem, LinksBlock, ListBlock, Note, ProseBlock, SketchBlock, Statement, TableBlock
from patternbook.documents.profile import Blocks, View
from patternbook.documents.views import list_entries
from patternbook.model.entries import (
    SUPPORT_WORDS,
    CollaborationPoint,
    Confusion,
    Finding,
    KnownUses,
    Organization,
    Pattern,
    Recommendation,
    SampleTable,
    Starters,
    Structure,
    Study,
    Variant,
    organizations_of,
    support_words,
)
from patternbook.model.introspect import walk_structs
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabulary import Area, Meaning, Role


def opposite(entry: Finding, scope: DocumentScope) -> Blocks:
    """Evidence that does not simply support the finding."""
    items = tuple(
        Statement(text=scope.text(item.source_claim), note=scope.note(item)) for item in entry.evidence if item.stance in ("contradicts", "qualifies")
    )
    return (ListBlock(title="Where the opposite, or less, was reported", items=items),) if items else ()


def support(entry: Recommendation, scope: DocumentScope) -> Blocks:
    """Who suggests it, and whether anybody measured it."""
    also = [SUPPORT_WORDS[each].lower() for each in entry.also_supported]
    text = f"{support_words(entry)}." + (f" Also {', '.join(also)}." if also else "")
    return (ProseBlock(text=text),)


def grouping(entry: CollaborationPoint, scope: DocumentScope) -> Blocks:
    """The alternatives seen at a collaboration point."""
    found = scope.context.catalogue.ids("pattern", "collaboration-point", entry.id)
    return (ProseBlock(text=entry.grouping.question), *list_entries(found, scope, noted=True, stated=True)) if found else ()


def areas(entry: CollaborationPoint, scope: DocumentScope) -> Blocks:
    """Findings of a collaboration point, by area."""
    return _by_area("finding", entry, scope, noted=False)


def area_recommendations(entry: CollaborationPoint, scope: DocumentScope) -> Blocks:
    """Recommendations of a collaboration point, by area."""
    return _by_area("recommendation", entry, scope, noted=True)


def _by_area(kind: str, point: CollaborationPoint, scope: DocumentScope, *, noted: bool) -> Blocks:
    catalogue = scope.context.catalogue
    areas = [area for area in catalogue.words["area"].values() if isinstance(area, Area) and area.collaboration_point == point.id]
    return tuple(block for area in areas for block in list_entries(catalogue.ids(kind, "area", area.slug), scope, area.title, noted=noted))


def seen_together(entry: Pattern, scope: DocumentScope) -> Blocks:
    """Patterns of other collaboration points in the same organizations, with the organizations."""
    catalogue = scope.context.catalogue
    shared: dict[str, list[str]] = {}
    for study, organization in organizations_of(entry):
        for other in catalogue.showing[study, organization]:
            shared.setdefault(other, []).append(organization)
    elsewhere = (
        p for p in map(catalogue.entries.__getitem__, shared) if isinstance(p, Pattern) and p.collaboration_point != entry.collaboration_point
    )
    rows = [(scope.text(f"[[{p.id}]]"), str(len(shared[p.id])), ", ".join(shared[p.id])) for p in sorted(elsewhere, key=lambda p: id_order(p.id))]
    head = (scope.context.catalogue.label("pattern").one, "Organizations", "Which")
    return (TableBlock(title="In the same organizations", head=head, rows=tuple(rows)),) if rows else ()


def overlaps(entry: Study, scope: DocumentScope) -> Blocks:
    """Studies that share authors or data with this one, or include it, from both sides."""
    words_of = {"authors": "shares authors with", "data": "shares data with", "includes": "includes"}
    own = [
        LinkItem(says=" and ".join(words_of[w] for w in each.what), target=scope.context.target(each.study), why=scope.text(each.note))
        for each in entry.shares
    ]
    other = [
        LinkItem(says="overlap declared by", target=scope.context.target(study.id), why=scope.text(each.note))
        for study in map(scope.context.catalogue.entries.__getitem__, scope.context.shared[entry.id].shared_by)
        for each in getattr(study, "shares", ())
        if each.study == entry.id
    ]
    return links_block([*own, *other])


def role_meanings(word: Role, scope: DocumentScope) -> Blocks:
    """Terms that this role reads in its own way."""
    terms = scope.context.catalogue.words["term"].values()
    found = (term for term in terms if any(getattr(part, "role", None) == word.slug for _, part in walk_structs(term)))
    return links_block(LinkItem(says="", target=scope.context.word("term", term.slug)) for term in found)


SYNTHESIS_VIEWS = (opposite, support, grouping, areas, area_recommendations, seen_together, overlaps, role_meanings)
"""Named as sections name them."""


# ---- fields ----


def _structure(values: tuple[Structure, ...], _: DocumentScope) -> Blocks:
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


def _tables(values: tuple[SampleTable, ...], scope: DocumentScope) -> Blocks:
    return tuple(
        TableBlock(
            title=table.title,
            head=("", table.unit),
            rows=(*((label, str(count)) for label, count in table.rows.items()), ("All", str(table.total))),
            note=Note(locator=table.locator, caution=scope.text(table.caution)),
        )
        for table in values
    )


def _organizations(values: tuple[Organization, ...], _: DocumentScope) -> Blocks:
    rows = tuple(
        (each.label, each.type, each.domain, ", ".join(f"{person.label} ({person.role})" for person in each.participants)) for each in values
    )
    return (TableBlock(title="Organizations and participants, by the source's labels", head=("Label", "Type", "Domain", "Participants"), rows=rows),)


def _known_uses(values: tuple[KnownUses, ...], scope: DocumentScope) -> Blocks:
    def statement(uses: KnownUses) -> Statement:
        how = "printed by the source" if uses.printed else "the length of a printed list"
        note = f" {uses.note}" if uses.note else ""
        text = f"{len(uses.organizations)} of {uses.of} organizations ({how}): {', '.join(uses.organizations)}.{note}"
        work = scope.reference(uses.source)
        return Statement(text=scope.text(text), note=Note(label=work.label, key=work.key, locator=uses.locator))

    return (ListBlock(items=tuple(map(statement, values))),)


def _variants(values: tuple[Variant, ...], scope: DocumentScope) -> Blocks:
    def statement(variant: Variant) -> Statement:
        where = (
            f" ({'organization' if len(variant.organizations) == 1 else 'organizations'} {', '.join(variant.organizations)})"
            if variant.organizations
            else ""
        )
        note = f": {variant.note}" if variant.note else ""
        return Statement(text=scope.text(f"{variant.name}{where}{note}"), note=scope.note(variant) if variant.source else None)

    return (ListBlock(items=tuple(map(statement, values))),)


def _confusions(values: tuple[Confusion, ...], scope: DocumentScope) -> Blocks:
    editorial = Note(editorial=True)
    items = tuple(
        LinkItem(says="Differs from", target=scope.context.target(each.pattern), why=scope.text(each.why), note=editorial) for each in values
    )
    return (LinksBlock(items=items),)


def _starters(values: tuple[Starters, ...], scope: DocumentScope) -> Blocks:
    aside = " (our reading)" if values[0].basis == "inferred" else ""
    rows = ((f"Starts{aside}", values[0].who), (f"With{aside}", values[0].with_))
    return tuple(
        LinksBlock(title=title, items=tuple(LinkItem(says="", target=scope.context.word("role", role)) for role in roles))
        for title, roles in rows
        if roles
    )


def _meanings(values: tuple[Meaning, ...], scope: DocumentScope) -> Blocks:
    return tuple(block for each in values for block in statement_list([each.meaning], scope, scope.context.word("role", each.role).title))


BLOCKS: Mapping[type[ModelStruct], View] = {
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
