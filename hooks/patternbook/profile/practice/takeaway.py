"""What readers take away: artefacts to fill in together, and which entries lead to them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.context import Context, DocumentScope
from patternbook.documents.model import ColumnToFill, RowToFill, SheetBlock, Target
from patternbook.documents.profile import Blocks
from patternbook.documents.resolve import CHECKLIST
from patternbook.model.components import Entry
from patternbook.model.vocabulary import Artefact

_ARTEFACT = "artefact"
_OF = "artefacts of "
"""Start of the keys in `Context.shared`, each followed by the id of an entry."""


def artefacts_by_entry(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Key of an entry -> slugs of the artefacts whose rows name it, in the order of the data."""
    found: dict[str, dict[str, None]] = {}
    for slug, artefact in catalogue.words[_ARTEFACT].items():
        for row in artefact.rows if isinstance(artefact, Artefact) else ():
            for id_ in (*row.answers, *row.draws_on, *row.patterns):
                found.setdefault(f"{_OF}{id_}", {})[slug] = None
    return {key: tuple(slugs) for key, slugs in found.items()}


def artefacts_for(entry: Entry, scope: DocumentScope) -> tuple[Target, ...]:
    """The artefacts whose rows name an entry."""
    return tuple([scope.context.word(_ARTEFACT, slug) for slug in scope.context.shared.get(f"{_OF}{entry.id}", ())])


def artefact_sheet(word: Artefact, scope: DocumentScope) -> Blocks:
    """The table of an artefact."""
    columns = tuple([ColumnToFill(title=each.title, hint=each.hint or "", tick=each.tick) for each in word.columns])
    target = scope.context.target
    rows = tuple(
        [
            RowToFill(
                heading=scope.text(row.heading),
                what=scope.statement(row),
                answers=tuple(map(target, row.answers)),
                draws_on=tuple(map(target, row.draws_on)),
                patterns=tuple(map(target, row.patterns)),
            )
            for row in word.rows
        ]
    )
    return (SheetBlock(title=word.title, columns=columns, rows=rows, spare=word.spare),)


def all_artefacts(context: Context, scope: DocumentScope) -> list[tuple[Target, str]]:
    """Every artefact with its purpose, for the home page."""
    return [(context.word(_ARTEFACT, slug), scope.text(word.statement)) for slug, word in context.catalogue.words[_ARTEFACT].items()]


MOST_CHECKLISTS = 20
"""Checklists that the home page names, so that it does not grow with the catalogue."""


def most_checklists(context: Context) -> list[Target]:
    """The first checklists, each by the title of its entry; those of entries out of use are left out."""
    catalogue = context.catalogue
    ids = (id_ for kind in context.profile.checklists for id_ in catalogue.by_kind[kind] if not catalogue.link_labels[id_].retired)
    targets = [context.target(id_) for id_, _ in zip(ids, range(MOST_CHECKLISTS), strict=False)]
    return [replace(target, kind=CHECKLIST, page=f"{target.page}/{CHECKLIST}") for target in targets]
