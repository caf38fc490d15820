"""Documents of pages that look at all patterns at once: the picture on the home page, the matrix."""

from __future__ import annotations

from collections.abc import Iterable

from patternbook.catalogue import Link
from patternbook.documents.fields import says_back
from patternbook.documents.indexes import Row
from patternbook.documents.model import CitedReference, Target, Value
from patternbook.documents.scope import Library, Scope
from patternbook.model.entries import CollaborationPoint

COLUMNS = 40
"""Patterns that a matrix shows at most; beyond that each pattern's page says it better."""


DRAWN = 12
"""Patterns of one collaboration point in the home page's picture."""


class Effect(Value, frozen=True, kw_only=True):
    """What a pattern does to a finding, or to an aspect of it."""

    name: str
    says: str
    """In words, from the finding's side: Made worse by."""
    stated: bool
    """Whether the source states it; else it is inferred."""
    aspect: str = ""
    condition: str = ""


class Cell(Value, frozen=True, kw_only=True):
    """What was reported of a finding in a pattern."""

    effects: tuple[Effect, ...]


class Matrix(Value, frozen=True, kw_only=True):
    """Patterns by findings."""

    columns: tuple[tuple[Target, tuple[Target, ...]], ...]
    """Collaboration point and its patterns."""
    rows: tuple[tuple[Target, tuple[Cell, ...]], ...]
    """Finding, and one cell per pattern."""
    targets: dict[str, Target]
    references: dict[str, CitedReference]


class Point(Value, frozen=True, kw_only=True):
    """A collaboration point on the home page."""

    target: Target
    question: str
    patterns: tuple[Row, ...]
    rest: int
    """How many more patterns there are than are drawn."""


def points(shelf: Library) -> tuple[Point, ...]:
    """The collaboration points with their patterns, for the home page's picture; the first of them where there are many."""
    found = []
    for point in shelf.catalogue.all_of(CollaborationPoint):
        patterns = _patterns_at(point.id, shelf)
        rows = tuple(Row(target=shelf.target(id_), note=shelf.catalogue.gists[id_].note) for id_ in patterns[:DRAWN])
        rest = max(0, len(patterns) - DRAWN)
        found.append(Point(target=shelf.target(point.id), question=point.grouping.question, patterns=rows, rest=rest))
    return tuple(found)


def _patterns_at(point: str, shelf: Library) -> list[str]:
    """Patterns in use; those that are retired keep their page and their place in the index."""
    return [id_ for id_ in shelf.catalogue.ids("pattern", "collaboration-point", point) if not shelf.catalogue.faces[id_].retired]


def matrix(shelf: Library) -> Matrix:
    """Which pattern does what to which finding, of those in use; findings without any effect are left out. Empty with too many patterns."""
    catalogue = shelf.catalogue
    if len(catalogue.by_kind["pattern"]) > COLUMNS:
        return Matrix(columns=(), rows=(), targets={}, references={})
    scope = Scope(shelf)
    points_ = catalogue.by_kind["collaboration-point"]
    columns = tuple((shelf.target(point), tuple(map(shelf.target, _patterns_at(point, shelf)))) for point in points_)
    patterns = [pattern.id for _, row in columns for pattern in row]
    rows = []
    for finding in catalogue.by_kind["finding"]:
        links = [link for link in catalogue.incoming.get(finding, ()) if link.kind.field == "challenges" and link.source in patterns]
        if links:
            cells = tuple(_cell((link for link in links if link.source == pattern), scope) for pattern in patterns)
            rows.append((shelf.target(finding), cells))
    return Matrix(columns=columns, rows=tuple(rows), targets=scope.targets, references=scope.references)


def _cell(links: Iterable[Link], scope: Scope) -> Cell:
    return Cell(effects=tuple(_effect(link, scope) for link in links))


def _effect(link: Link, scope: Scope) -> Effect:
    relation = link.relation
    return Effect(
        name=str(getattr(relation, link.kind.variant)),
        says=says_back(link.kind, relation),
        stated=relation.basis == "stated",
        aspect=scope.text(relation.aspect),
        condition=scope.text(relation.condition),
    )
