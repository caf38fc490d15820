"""Views of the kinds of a synthesis: what their pages show beyond their own fields, computed from the catalogue."""

from __future__ import annotations

from patternbook.catalogue import number
from patternbook.documents.fields import linked
from patternbook.documents.model import LinkItem, ListBlock, ProseBlock, Statement, TableBlock
from patternbook.documents.profile import Blocks
from patternbook.documents.scope import Scope
from patternbook.documents.views import listed, plain
from patternbook.model.entries import SUPPORT_WORDS, CollaborationPoint, Finding, Pattern, Recommendation, Study, organizations_of, support_words
from patternbook.model.fields import parts
from patternbook.model.vocabulary import Area, Role


def opposite(entry: Finding, scope: Scope) -> Blocks:
    """Evidence that does not simply support the finding."""
    items = tuple(
        Statement(text=scope.text(item.source_claim), note=scope.note(item)) for item in entry.evidence if item.stance in ("contradicts", "qualifies")
    )
    return (ListBlock(title="Where the opposite, or less, was reported", items=items),) if items else ()


def support(entry: Recommendation, scope: Scope) -> Blocks:
    """Who suggests it, and whether anybody measured it."""
    also = [SUPPORT_WORDS[each].lower() for each in entry.also_supported]
    text = f"{support_words(entry)}." + (f" Also {', '.join(also)}." if also else "")
    return (ProseBlock(text=text),)


def grouping(entry: CollaborationPoint, scope: Scope) -> Blocks:
    """The alternatives seen at a collaboration point."""
    catalogue = scope.library.catalogue
    found = catalogue.ids("pattern", "collaboration-point", entry.id)

    def item(id_: str) -> LinkItem:
        gist = catalogue.gists[id_]
        return LinkItem(says="", target=scope.library.target(id_), status=gist.note, why=scope.text(gist.statement))

    return (ProseBlock(text=entry.grouping.question), *listed(found, item, scope)) if found else ()


def _areas(entry: CollaborationPoint, scope: Scope) -> list[Area]:
    all_areas = scope.library.catalogue.words["area"].values()
    return [area for area in all_areas if isinstance(area, Area) and area.collaboration_point == entry.id]


def areas(entry: CollaborationPoint, scope: Scope) -> Blocks:
    """Findings of a collaboration point, by area."""
    lists = ((area.title, scope.library.catalogue.ids("finding", "area", area.slug)) for area in _areas(entry, scope))
    return tuple(block for title, findings in lists for block in listed(findings, lambda id_: plain(id_, scope), scope, title))


def area_recommendations(entry: CollaborationPoint, scope: Scope) -> Blocks:
    """Recommendations of a collaboration point, by area."""
    catalogue = scope.library.catalogue

    def item(id_: str) -> LinkItem:
        return LinkItem(says="", target=scope.library.target(id_), status=catalogue.gists[id_].note)

    lists = ((area.title, catalogue.ids("recommendation", "area", area.slug)) for area in _areas(entry, scope))
    return tuple(block for title, advice in lists for block in listed(advice, item, scope, title))


def seen_together(entry: Pattern, scope: Scope) -> Blocks:
    """Patterns of other collaboration points in the same organizations, with the organizations."""
    catalogue = scope.library.catalogue
    shared: dict[str, list[str]] = {}
    for study, organization in organizations_of(entry):
        for other in catalogue.showing[study, organization]:
            shared.setdefault(other, []).append(organization)
    elsewhere = (
        p for p in map(catalogue.entries.__getitem__, shared) if isinstance(p, Pattern) and p.collaboration_point != entry.collaboration_point
    )
    rows = [(scope.text(f"[[{p.id}]]"), str(len(shared[p.id])), ", ".join(shared[p.id])) for p in sorted(elsewhere, key=lambda p: number(p.id))]
    head = (scope.library.catalogue.label("pattern").one, "Organizations", "Which")
    return (TableBlock(title="In the same organizations", head=head, rows=tuple(rows)),) if rows else ()


def overlaps(entry: Study, scope: Scope) -> Blocks:
    """Studies that share authors or data with this one, or include it, from both sides."""
    words_of = {"authors": "shares authors with", "data": "shares data with", "includes": "includes"}
    own = [
        LinkItem(says=" and ".join(words_of[w] for w in each.what), target=scope.library.target(each.study), why=scope.text(each.note))
        for each in entry.shares
    ]
    other = [
        LinkItem(says="overlap declared by", target=scope.library.target(study.id), why=scope.text(each.note))
        for study in map(scope.library.catalogue.entries.__getitem__, scope.library.shared[entry.id].shared_by)
        for each in getattr(study, "shares", ())
        if each.study == entry.id
    ]
    return linked([*own, *other])


def role_meanings(word: Role, scope: Scope) -> Blocks:
    """Terms that this role reads in its own way."""
    terms = scope.library.catalogue.words["term"].values()
    found = (term for term in terms if any(getattr(part, "role", None) == word.slug for _, part in parts(term)))
    return linked(LinkItem(says="", target=scope.library.word("term", term.slug)) for term in found)


SYNTHESIS_VIEWS = (opposite, support, grouping, areas, area_recommendations, seen_together, overlaps, role_meanings)
"""Named as sections name them."""
