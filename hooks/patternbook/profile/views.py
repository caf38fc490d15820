"""What only the kinds of a synthesis show: views, computed from the catalogue, and blocks for the types of their fields."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from patternbook.catalogue.catalogue import id_order
from patternbook.documents.blocks import links_block, statement_list
from patternbook.documents.context import DocumentScope, get_field
from patternbook.documents.counts import number_of_organizations
from patternbook.documents.model import Arrow, LinkItem, ListBlock, Note, ProseBlock, SketchBlock, Statement, TableBlock
from patternbook.documents.profile import Blocks, View
from patternbook.documents.views import list_entries
from patternbook.model.components import Entry
from patternbook.model.entries import (
    SUPPORT_WORDS,
    Appraisal,
    CollaborationPoint,
    Confusion,
    Discrepancy,
    Finding,
    KnownUses,
    Organization,
    Pattern,
    Recommendation,
    SampleTable,
    SourceRead,
    Starters,
    Structure,
    Study,
    Variant,
    number_of_uses,
    organizations_of,
    support_words,
)
from patternbook.model.introspect import walk_structs
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabulary import Area, CoverageState, Meaning, Reply, Role
from patternbook.phrases import as_date, gettext, gettext_noop, in_sentence, listed_with, sentence_case
from patternbook.profile.breadth import DEPTH_WORDS, reason_apart


def opposite(entry: Finding, scope: DocumentScope) -> Blocks:
    """Counted evidence that contradicts or qualifies the finding."""
    counted = (item for item in entry.evidence if not reason_apart(item, scope.context.shared[item.study]))
    items = tuple(
        Statement(text=scope.text(item.source_claim), note=scope.note(item)) for item in counted if item.stance in ("contradicts", "qualifies")
    )
    return (ListBlock(title=gettext("Where the opposite, or less, was reported"), items=items),) if items else ()


def support(entry: Recommendation, scope: DocumentScope) -> Blocks:
    """Who suggests the recommendation, and whether anybody measured its effect."""
    also = ", ".join(in_sentence(gettext(SUPPORT_WORDS[each])) for each in entry.also_supported)
    return (ProseBlock(text=f"{support_words(entry)}." + (f" {gettext('Also %(also)s.', also=also)}" if also else "")),)


def grouping(entry: CollaborationPoint, scope: DocumentScope) -> Blocks:
    """The patterns seen at a collaboration point, below the question that decides between them."""
    patterns = scope.context.catalogue.ids("pattern", "collaboration-point", entry.id)
    return (ProseBlock(text=entry.grouping.question), *list_entries(patterns, scope, noted=True, stated=True)) if patterns else ()


def areas(entry: CollaborationPoint, scope: DocumentScope) -> Blocks:
    """The findings of a collaboration point, by area."""
    return _by_area("finding", entry, scope, noted=False)


def area_recommendations(entry: CollaborationPoint, scope: DocumentScope) -> Blocks:
    """The recommendations for a collaboration point, by area."""
    return _by_area("recommendation", entry, scope, noted=True)


def _by_area(kind: str, point: CollaborationPoint, scope: DocumentScope, *, noted: bool) -> Blocks:
    catalogue = scope.context.catalogue
    areas = [area for area in catalogue.words["area"].values() if isinstance(area, Area) and area.collaboration_point == point.id]
    return tuple(block for area in areas for block in list_entries(catalogue.ids(kind, "area", area.slug), scope, area.title, noted=noted))


def seen_together(entry: Pattern, scope: DocumentScope) -> Blocks:
    """Patterns of other collaboration points that the same organizations show, with these organizations."""
    catalogue = scope.context.catalogue
    shared: dict[str, list[str]] = {}
    for study, organization in organizations_of(entry):
        for other in catalogue.showing[study, organization]:
            shared.setdefault(other, []).append(organization)
    rows = tuple(
        (scope.text(f"[[{id_}]]"), str(len(shared[id_])), ", ".join(shared[id_]))
        for id_ in sorted(shared, key=id_order)
        if isinstance(pattern := catalogue.entries[id_], Pattern) and pattern.collaboration_point != entry.collaboration_point
    )
    head = (catalogue.label("pattern").one, gettext("Organizations"), gettext("Which"))
    return (TableBlock(title=gettext("In the same organizations"), head=head, rows=rows),) if rows else ()


def overlaps(entry: Study, scope: DocumentScope) -> Blocks:
    """Studies that share authors or data with this one, or of which one includes the other, whichever of the two declares it."""
    words = {"authors": gettext("shares authors with"), "includes": gettext("includes")}
    shared = scope.context.shared
    names = set(shared[entry.id].data_sets)
    same_data = [
        LinkItem(says=gettext("rests on the same data as"), target=scope.context.target(id_))
        for id_ in scope.context.catalogue.by_kind["study"]
        if id_ != entry.id and names & set(shared[id_].data_sets)
    ]
    own = [
        LinkItem(says=listed_with([words[what] for what in each.what]), target=scope.context.target(each.study), why=scope.text(each.note))
        for each in entry.shares
    ]
    other = [
        LinkItem(says=gettext("overlap declared by"), target=scope.context.target(study.id), why=scope.text(each.note))
        for study in map(scope.context.catalogue.entries.__getitem__, scope.context.shared[entry.id].shared_by)
        for each in getattr(study, "shares", ())
        if each.study == entry.id
    ]
    return links_block([*own, *other, *same_data])


def role_meanings(word: Role, scope: DocumentScope) -> Blocks:
    """Terms to which this role gives a meaning of its own."""
    terms = scope.context.catalogue.words["term"].values()
    own = (term for term in terms if any(getattr(part, "role", None) == word.slug for _, part in walk_structs(term)))
    return links_block(LinkItem(says="", target=scope.context.word("term", term.slug)) for term in own)


def study_limits(entry: Finding, scope: DocumentScope) -> Blocks:
    """Where the limits of the studies stand that the finding rests on, and when their data was collected."""
    shared = scope.context.shared
    counted = (item.study for item in entry.evidence if not reason_apart(item, shared[item.study]))
    return links_block(
        LinkItem(says=gettext("Limits of"), target=scope.context.target(id_), condition="", aspect=shared[id_].period)
        for id_ in dict.fromkeys(counted)
    )


def study_replies(entry: Entry, scope: DocumentScope) -> Blocks:
    """Replies to the studies that an entry rests on, where there are any."""
    studies = dict.fromkeys(item.study for item in get_field(entry, "evidence") or () if not reason_apart(item, scope.context.shared[item.study]))
    given = [each for id_ in studies for each in scope.context.catalogue.replies.get(id_, ()) if each.text is not None]
    items = tuple(Statement(text=scope.text(_study_reply(each))) for each in given)
    return (ListBlock(items=items),) if items else ()


def _study_reply(reply: Reply) -> str:
    return gettext("The authors of %(study)s on %(date)s: %(text)s", study=f"[[{reply.entry}]]", date=as_date(reply.on or ""), text=reply.text)


SYNTHESIS_VIEWS = (study_limits, study_replies, opposite, support, grouping, areas, area_recommendations, seen_together, overlaps, role_meanings)
"""Sections refer to a view by the name of its function."""


# ---- fields ----


def sketch_of(structure: Structure) -> SketchBlock:
    """The boxes and arrows of a structure."""
    ends = (team for flow in structure.flows for team in (flow.from_, flow.to))
    teams = (*structure.teams, *dict.fromkeys(team for team in ends if team not in structure.teams))
    arrows = tuple(Arrow(start=teams.index(flow.from_), end=teams.index(flow.to), what=flow.what) for flow in structure.flows)
    return SketchBlock(title=gettext("Who is there, and what passes between them"), boxes=teams, arrows=arrows)


def _structure(values: tuple[Structure, ...], _: DocumentScope) -> Blocks:
    return tuple(map(sketch_of, values))


def _tables(values: tuple[SampleTable, ...], scope: DocumentScope) -> Blocks:
    return tuple(
        TableBlock(
            title=table.title,
            head=("", table.unit),
            rows=(*((label, str(count)) for label, count in table.rows.items()), (gettext("All"), str(table.total))),
            note=Note(locator=table.locator, caution=scope.text(table.caution)),
        )
        for table in values
    )


def _organizations(values: tuple[Organization, ...], _: DocumentScope) -> Blocks:
    people = sum(len(each.participants) for each in values)
    text = gettext(
        "%(organizations)s organizations and %(people)s participants have labels in the source, by which entries say who is cited.",
        organizations=len(values),
        people=people,
    )
    return (ProseBlock(text=text),)


def _reads(values: tuple[SourceRead, ...], scope: DocumentScope) -> Blocks:
    items = tuple(
        Statement(
            text=scope.text(". ".join(filter(None, (sentence_case(gettext(DEPTH_WORDS[each.depth])), each.version, each.parts)))),
            note=Note(label=scope.reference(each.source).label, key=each.source),
        )
        for each in values
    )
    return (ListBlock(items=items),)


def _appraisal(values: tuple[Appraisal, ...], _: DocumentScope) -> Blocks:
    return tuple(
        TableBlock(
            title=gettext("%(checklist)s, answered on %(date)s", checklist=appraisal.checklist, date=as_date(appraisal.on)),
            head=(gettext("Question"), gettext("Answer"), gettext("What it rests on")),
            rows=tuple(
                (item.question, gettext(item.answer.replace("-", " ")), f"{item.why} ({item.locator})" if item.locator else item.why)
                for item in appraisal.items
            ),
        )
        for appraisal in values
    )


def _coverage_state(values: tuple[CoverageState, ...], scope: DocumentScope) -> Blocks:
    labelled = [
        (label, text)
        for each in values
        for label, text in (
            (gettext("Sources"), each.sources),
            (gettext("Completeness"), each.completeness),
            (gettext("Last searched"), each.last_searched),
        )
    ]
    return (ListBlock(items=tuple(Statement(text=scope.text(f"{label}: {text}")) for label, text in labelled)),)


def _discrepancies(values: tuple[Discrepancy, ...], scope: DocumentScope) -> Blocks:
    return tuple(
        block
        for where, title in DISCREPANCY_WORDS.items()
        for block in statement_list([each for each in values if each.where == where], scope, gettext(title))
    )


DISCREPANCY_WORDS = {
    "paper": gettext_noop("In the paper"),
    "versions": gettext_noop("Between versions"),
    "typographical": gettext_noop("Typographical"),
}


def _known_uses(values: tuple[KnownUses, ...], scope: DocumentScope) -> Blocks:
    items = tuple(
        Statement(
            note=Note(
                label=scope.reference(uses.source).label,
                key=uses.source,
                locator=uses.locator,
                counted=number_of_uses(uses),
                labels=", ".join(uses.organizations),
            ),
            text=scope.text(_known_uses_text(uses)),
        )
        for uses in values
    )
    return (ListBlock(items=items),)


def _known_uses_text(uses: KnownUses) -> str:
    how = gettext("The source prints the number.") if uses.printed else gettext("The number is the length of a printed list.")
    return f"{how}{f' {uses.note}' if uses.note else ''}"


def _variants(values: tuple[Variant, ...], scope: DocumentScope) -> Blocks:
    items = tuple(
        Statement(text=scope.text(f"{each.name}{f': {each.note}' if each.note else ''}"), note=_labelled(scope.note(each), each.organizations))
        for each in values
    )
    return (ListBlock(items=items),)


def _labelled(note: Note, organizations: tuple[str, ...]) -> Note:
    """A note with the organizations that show a variant, whose labels are folded where there are many."""
    count = len(organizations)
    return replace(note, counted=number_of_organizations(count) if count else "", labels=", ".join(organizations))


def _confusions(values: tuple[Confusion, ...], scope: DocumentScope) -> Blocks:
    return links_block(
        LinkItem(says=gettext("Differs from"), target=scope.context.target(each.pattern), why=scope.text(each.why), note=Note(editorial=True))
        for each in values
    )


def _starters(values: tuple[Starters, ...], scope: DocumentScope) -> Blocks:
    [starters] = values  # the only field of this type is no list
    ours = starters.basis == "inferred"
    starts, joins = (gettext("Starts (our reading)"), gettext("With (our reading)")) if ours else (gettext("Starts"), gettext("With"))
    return (
        *links_block((LinkItem(says="", target=scope.context.word("role", role)) for role in starters.who), starts),
        *links_block((LinkItem(says="", target=scope.context.word("role", role)) for role in starters.with_), joins),
    )


def _meanings(values: tuple[Meaning, ...], scope: DocumentScope) -> Blocks:
    return tuple(block for each in values for block in statement_list([each.meaning], scope, scope.context.word("role", each.role).title))


BLOCKS: Mapping[type[ModelStruct], View] = {
    Structure: _structure,
    SampleTable: _tables,
    Organization: _organizations,
    SourceRead: _reads,
    Appraisal: _appraisal,
    CoverageState: _coverage_state,
    Discrepancy: _discrepancies,
    KnownUses: _known_uses,
    Variant: _variants,
    Confusion: _confusions,
    Starters: _starters,
    Meaning: _meanings,
}
"""Type of the values of a field -> the function that makes their blocks."""
