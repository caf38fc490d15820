"""Views: what an entry's page shows beyond its own fields, computed from the catalogue.

A view takes an entry or word and the scope and returns blocks. Sections name views as `view:NAME` (model/kinds.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from patternbook.catalogue import Link, number
from patternbook.documents.fields import Blocks, other_side, own_side
from patternbook.documents.mining import MINING_VIEWS
from patternbook.documents.model import LinkItem, LinksBlock, ListBlock, Note, ProseBlock, Statement, TableBlock
from patternbook.documents.scope import Scope, index_of
from patternbook.items import organizations_of
from patternbook.markup import as_written
from patternbook.model.base import Entry
from patternbook.model.entries import CollaborationPoint, Finding, Pattern, Recommendation, Study
from patternbook.model.fields import parts
from patternbook.model.vocabularies import VOCABULARIES
from patternbook.model.vocabulary import Area, Concept, Match, Role, Scheme, Word
from patternbook.phrases import SUPPORT_WORDS, support_words

View = Callable[[Any, Scope], Blocks]


LISTED = 100
"""Links of one list; of more the index of their kind tells, so that no page grows with the catalogue."""


def _listed(ids: Sequence[str], item: Callable[[str], LinkItem], scope: Scope, title: str = "") -> Blocks:
    """Entries of one kind, the first of them where there are many."""
    if not ids:
        return ()
    rest = len(ids) - LISTED
    items = tuple(map(item, ids[:LISTED]))
    if rest <= 0:
        return (LinksBlock(title=title, items=items),)
    catalogue = scope.library.catalogue
    return (LinksBlock(title=title, items=items, rest=rest, everything=index_of(catalogue, catalogue.kinds[ids[0]])),)


def _links(items: Iterable[LinkItem], title: str = "") -> Blocks:
    items = tuple(items)
    return (LinksBlock(title=title, items=items),) if items else ()


def _incoming(entry: Entry, fields: tuple[str, ...], scope: Scope) -> Iterator[LinkItem]:
    for link in scope.library.catalogue.incoming.get(entry.id, ()):
        if link.kind.field in fields:
            yield other_side(link, scope)


def effects(entry: Finding, scope: Scope) -> Blocks:
    """Patterns in which the finding was reported, grouped by what they do to it."""
    return _links(_incoming(entry, ("challenges",), scope))


def opposite(entry: Finding, scope: Scope) -> Blocks:
    """Evidence that does not simply support the finding."""
    items = tuple(
        Statement(text=scope.text(item.source_claim), note=scope.note(item)) for item in entry.evidence if item.stance in ("contradicts", "qualifies")
    )
    return (ListBlock(title="Where the opposite, or less, was reported", items=items),) if items else ()


def cases(entry: Entry, scope: Scope) -> Blocks:
    """Cases that show the entry."""
    return _links(_incoming(entry, ("shows",), scope))


def causes(entry: Finding, scope: Scope) -> Blocks:
    """Findings that contribute to this one."""
    return _links(_incoming(entry, ("contributes_to",), scope))


_OTHER = ("refines", "generalises", "corroborates", "conflicts_with", "goes_with")


def related(entry: Finding, scope: Scope) -> Blocks:
    """Findings tied to this one in other ways, from both sides."""
    own = (link for link in scope.library.catalogue.outgoing.get(entry.id, ()) if link.kind.field in _OTHER)
    return _links([*[own_side(link, scope) for link in own], *_incoming(entry, _OTHER, scope)])


def helped_by(entry: Finding, scope: Scope) -> Blocks:
    """Recommendations that address the finding, with their support; those a source ties to it come first."""

    def item(link: Link) -> LinkItem:
        status = scope.library.catalogue.gists[link.source].note
        return replace(other_side(link, scope), says="", status=status)

    links = scope.library.catalogue.incoming.get(entry.id, ())
    return _links(sorted((item(link) for link in links if link.kind.field == "addresses"), key=_is_inferred))


def _is_inferred(item: LinkItem) -> bool:
    return item.note is None or item.note.basis != "stated"


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

    return (ProseBlock(text=entry.grouping.question), *_listed(found, item, scope)) if found else ()


def _areas(entry: CollaborationPoint, scope: Scope) -> list[Area]:
    all_areas = scope.library.catalogue.words["area"].values()
    return [area for area in all_areas if isinstance(area, Area) and area.collaboration_point == entry.id]


def areas(entry: CollaborationPoint, scope: Scope) -> Blocks:
    """Findings of a collaboration point, by area."""
    lists = ((area.title, scope.library.catalogue.ids("finding", "area", area.slug)) for area in _areas(entry, scope))
    return tuple(block for title, findings in lists for block in _listed(findings, lambda id_: _plain(id_, scope), scope, title))


def area_recommendations(entry: CollaborationPoint, scope: Scope) -> Blocks:
    """Recommendations of a collaboration point, by area."""
    catalogue = scope.library.catalogue

    def item(id_: str) -> LinkItem:
        return LinkItem(says="", target=scope.library.target(id_), status=catalogue.gists[id_].note)

    lists = ((area.title, catalogue.ids("recommendation", "area", area.slug)) for area in _areas(entry, scope))
    return tuple(block for title, advice in lists for block in _listed(advice, item, scope, title))


def _plain(id_: str, scope: Scope) -> LinkItem:
    return LinkItem(says="", target=scope.library.target(id_))


def variants(entry: Pattern, scope: Scope) -> Blocks:
    """Patterns that are forms of this one."""
    return _links(_incoming(entry, ("variant_of",), scope))


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


def objections(entry: Entry, scope: Scope) -> Blocks:
    """Documented objections to the entry, with their state."""

    def statement(challenge: Any) -> Statement:
        answer = f" Answer: {challenge.answer}" if challenge.answer else ""
        text = f"{challenge.ground}: {challenge.argument} ({challenge.by}, {challenge.on}; {challenge.state}.){answer}"
        return Statement(text=scope.text(text))

    found = scope.library.catalogue.objections.get(entry.id, ())
    return (ListBlock(items=tuple(map(statement, found))),) if found else ()


def mappings(entry: Entry, scope: Scope) -> Blocks:
    """How the entry relates to concepts of other schemes."""

    def statement(scheme: Scheme, concept: Concept, match: Match) -> Statement:
        where = f"{as_written(scheme.title)}, {as_written(concept.label)}"
        why = f": {match.why}" if match.why else ""
        text = f"{match.relation.capitalize()} match: *{as_written(concept.title)}* ({where}){why}"
        return Statement(text=scope.text(text), note=Note(basis=match.basis, locator=scheme.locator))

    items = tuple(statement(*found) for found in scope.library.catalogue.matches.get(entry.id, ()))
    return (ListBlock(items=items),) if items else ()


def overlaps(entry: Study, scope: Scope) -> Blocks:
    """Studies that share authors or data with this one, or include it, from both sides."""
    words_of = {"authors": "shares authors with", "data": "shares data with", "includes": "includes"}
    own = [
        LinkItem(says=" and ".join(words_of[w] for w in each.what), target=scope.library.target(each.study), why=scope.text(each.note))
        for each in entry.shares
    ]
    other = [
        LinkItem(says="overlap declared by", target=scope.library.target(study.id), why=scope.text(each.note))
        for study in scope.library.studies.values()
        for each in study.shares
        if each.study == entry.id
    ]
    return _links([*own, *other])


def rests_on(entry: Study, scope: Scope) -> Blocks:
    """Entries that take evidence from this study, by kind."""
    return _by_kind((id_ for id_ in scope.library.catalogue.naming.get(("study", entry.id), ()) if id_ != entry.id), scope)


def word_entries(word: Word, scope: Scope) -> Blocks:
    """Entries that carry a word, by kind."""
    vocabulary = next(v.name for v in VOCABULARIES if v.model is type(word))
    return _by_kind(scope.library.catalogue.naming.get((vocabulary, word.slug), ()), scope)


def _by_kind(ids: Iterable[str], scope: Scope) -> Blocks:
    catalogue = scope.library.catalogue
    groups: dict[str, list[str]] = {}
    for id_ in ids:
        groups.setdefault(catalogue.kinds[id_].name, []).append(id_)
    return tuple(
        block for kind, found in groups.items() for block in _listed(found, lambda id_: _plain(id_, scope), scope, catalogue.label(kind).many)
    )


def role_meanings(word: Role, scope: Scope) -> Blocks:
    """Terms that this role reads in its own way."""
    terms = scope.library.catalogue.words["term"].values()
    found = (term for term in terms if any(getattr(part, "role", None) == word.slug for _, part in parts(term)))
    return _links(LinkItem(says="", target=scope.library.word("term", term.slug)) for term in found)


VIEWS: dict[str, View] = {
    view.__name__: view
    for view in (
        effects, opposite, cases, causes, related, helped_by, support, grouping, areas, area_recommendations, variants,
        seen_together, objections, mappings, overlaps, rests_on, word_entries, role_meanings, *MINING_VIEWS,
    )
}  # fmt: skip
"""Views by the name that sections use."""
