"""Views that any kind may have: what an entry's page shows beyond its own fields, computed from the catalogue.

A view takes an entry or word and the scope and returns blocks. Sections name views as `view:NAME`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from patternbook.documents.blocks import links_block
from patternbook.documents.context import DocumentScope, index_target
from patternbook.documents.model import LinkItem, LinksBlock, ListBlock, Note, Statement
from patternbook.documents.profile import Blocks
from patternbook.markup import escape_markdown
from patternbook.model.components import Entry
from patternbook.model.registry import VOCABULARIES
from patternbook.model.vocabulary import Concept, Match, Scheme, Word

MAX_LISTED = 100
"""Links of one list; of more the index of their kind tells, so that no page grows with the catalogue."""


def list_entries(ids: Sequence[str], scope: DocumentScope, title: str = "", *, noted: bool = False, stated: bool = False) -> Blocks:
    """Entries of one kind, the first of them where there are many; with the note of their kind and with their statements, where asked."""
    catalogue = scope.context.catalogue
    items = [
        LinkItem(
            says="",
            target=scope.context.target(id_),
            status=catalogue.list_summaries[id_].note if noted else "",
            why=scope.text(catalogue.list_summaries[id_].statement) if stated else "",
        )
        for id_ in ids[:MAX_LISTED]
    ]
    rest = len(ids) - MAX_LISTED
    if rest <= 0:
        return links_block(items, title)
    return (LinksBlock(title=title, items=tuple(items), rest=rest, everything=index_target(catalogue, catalogue.kinds[ids[0]])),)


def objections(entry: Entry, scope: DocumentScope) -> Blocks:
    """Documented objections to the entry, with their state."""

    def statement(challenge: Any) -> Statement:
        answer = f" Answer: {challenge.answer}" if challenge.answer else ""
        text = f"{challenge.ground}: {challenge.argument} ({challenge.by}, {challenge.on}; {challenge.state}.){answer}"
        return Statement(text=scope.text(text))

    found = scope.context.catalogue.objections.get(entry.id, ())
    return (ListBlock(items=tuple(map(statement, found))),) if found else ()


def mappings(entry: Entry, scope: DocumentScope) -> Blocks:
    """How the entry relates to concepts of other schemes."""

    def statement(scheme: Scheme, concept: Concept, match: Match) -> Statement:
        where = f"{escape_markdown(scheme.title)}, {escape_markdown(concept.label)}"
        why = f": {match.why}" if match.why else ""
        text = f"{match.relation.capitalize()} match: *{escape_markdown(concept.title)}* ({where}){why}"
        return Statement(text=scope.text(text), note=Note(basis=match.basis, locator=scheme.locator))

    items = tuple(statement(*found) for found in scope.context.catalogue.matches.get(entry.id, ()))
    return (ListBlock(items=items),) if items else ()


def named_by(thing: Entry | Word, scope: DocumentScope) -> Blocks:
    """Other entries that name an entry or a word, by kind."""
    catalogue = scope.context.catalogue
    if isinstance(thing, Entry):
        kind, name = catalogue.kinds[thing.id].name, thing.id
    else:
        kind, name = next(each.name for each in VOCABULARIES if each.model is type(thing)), thing.slug
    groups: dict[str, list[str]] = {}
    for id_ in catalogue.naming.get((kind, name), ()):
        if id_ != name:
            groups.setdefault(catalogue.kinds[id_].name, []).append(id_)
    return tuple(block for of, ids in groups.items() for block in list_entries(ids, scope, catalogue.label(of).many))


VIEWS = {view.__name__: view for view in (objections, mappings, named_by)}
"""Views by the name that sections use."""
