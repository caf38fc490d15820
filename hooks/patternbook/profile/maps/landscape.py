"""What the map shows: collaboration points with their patterns, areas and findings, and what ties them together.

Retired entries are left out. A large catalogue is folded: an area then shows only how many findings it has, and a point its
first patterns. What the map looks up therefore stays small, and so does the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from patternbook.catalogue.catalogue import RelationEdge
from patternbook.documents.blocks import relation_phrases
from patternbook.documents.context import Context
from patternbook.documents.model import DocumentStruct, Target
from patternbook.model.entries import CollaborationPoint
from patternbook.model.vocabulary import Area

MOST_DRAWN_FINDINGS = 150
"""Findings that are drawn by name; with more, areas show their number."""
MOST_DRAWN_PATTERNS = 12
"""Patterns of one point that are drawn."""
MOST_DRAWN_AREAS = 12
"""Areas of one point that are drawn."""
MOST_DRAWN_POINTS = 12
"""Points that are drawn."""


class Tie(DocumentStruct, frozen=True, kw_only=True):
    """A relation between two entries on the map."""

    source: str
    target: str
    says: str
    """Words from the side of the source: is reported worse here."""
    inverse: str
    """Words from the side of the target: Reported worse where."""
    variant: str = ""
    """Its variant, where relations of its kind have variants that are drawn apart: amplifies."""
    stated: bool = True


class MapArea(DocumentStruct, frozen=True, kw_only=True):
    """An area with its findings."""

    target: Target
    findings: tuple[Target, ...]
    """Empty where the map is folded."""
    count: int
    """Findings in use."""


class MapPoint(DocumentStruct, frozen=True, kw_only=True):
    """A collaboration point with what is found there; without a target, what belongs to no point."""

    target: Target | None
    question: str
    patterns: tuple[Target, ...]
    areas: tuple[MapArea, ...]
    patterns_left: int = 0
    """Patterns that are not drawn."""
    areas_left: int = 0


class Landscape(DocumentStruct, frozen=True, kw_only=True):
    """Everything that the map shows."""

    points: tuple[MapPoint, ...]
    points_left: int
    ties: tuple[Tie, ...]
    """Between entries that are shown; empty where the map is folded."""
    folded: bool
    near: dict[str, tuple[str, ...]]
    """Key of what is shown -> keys of all that it is related to: its point and area, what it holds, what it is tied to."""

    @property
    def count(self) -> int:
        """Findings of all areas that are shown."""
        return sum(area.count for point in self.points for area in point.areas)


def key_of(target: Target) -> str:
    """The key of something on the map: an id, or `area:slug`, as a word may be called like an id."""
    return target.id if target.kind not in ("area",) else f"area:{target.id}"


def make_landscape(context: Context) -> Landscape:
    """The map of a catalogue."""
    catalogue = context.catalogue
    in_use = {slug: _in_use(catalogue.ids("finding", "area", slug), context) for slug in catalogue.words["area"]}
    folded = sum(map(len, in_use.values())) > MOST_DRAWN_FINDINGS
    ids = [id_ for id_ in catalogue.by_kind["collaboration-point"] if not catalogue.link_labels[id_].retired]
    points = [_point(id_, in_use, context, folded=folded) for id_ in ids[:MOST_DRAWN_POINTS]]
    elsewhere = _areas(None, in_use, context, folded=folded)
    if elsewhere[0]:
        points.append(MapPoint(target=None, question="", patterns=(), areas=elsewhere[0], areas_left=elsewhere[1]))
    area_of = {finding: slug for slug, findings in in_use.items() for finding in findings}
    ties = () if folded else tuple(_ties(points, context))
    near = _near(points, _pairs(points, ties, area_of, context))
    return Landscape(points=tuple(points), points_left=max(0, len(ids) - MOST_DRAWN_POINTS), ties=ties, folded=folded, near=near)


def _in_use(ids: Iterable[str], context: Context) -> list[str]:
    return [id_ for id_ in ids if not context.catalogue.link_labels[id_].retired]


def _point(id_: str, in_use: Mapping[str, Sequence[str]], context: Context, *, folded: bool) -> MapPoint:
    point = context.catalogue.entries[id_]
    patterns = _in_use(context.catalogue.ids("pattern", "collaboration-point", id_), context)
    areas, areas_left = _areas(id_, in_use, context, folded=folded)
    return MapPoint(
        target=context.target(id_),
        question=point.grouping.question if isinstance(point, CollaborationPoint) else "",
        patterns=tuple(map(context.target, patterns[:MOST_DRAWN_PATTERNS])),
        areas=areas,
        patterns_left=max(0, len(patterns) - MOST_DRAWN_PATTERNS),
        areas_left=areas_left,
    )


def _areas(point: str | None, in_use: Mapping[str, Sequence[str]], context: Context, *, folded: bool) -> tuple[tuple[MapArea, ...], int]:
    """The areas of a point, or those of none, and how many are left out. Those of none are shown where they have findings."""
    words = context.catalogue.words["area"]
    slugs = [slug for slug in words if isinstance(area := words[slug], Area) and area.collaboration_point == point and (point or in_use[slug])]
    areas = tuple(
        MapArea(
            target=context.word("area", slug),
            findings=() if folded else tuple(map(context.target, in_use[slug])),
            count=len(in_use[slug]),
        )
        for slug in slugs[:MOST_DRAWN_AREAS]
    )
    return areas, max(0, len(slugs) - MOST_DRAWN_AREAS)


def _ties(points: Sequence[MapPoint], context: Context) -> Iterator[Tie]:
    """Relations between patterns and findings that are shown, from the side that writes them."""
    shown = _shown(points)
    for id_ in shown:
        for edge in context.catalogue.outgoing.get(id_, ()):
            if edge.target in shown:
                yield _tie(edge)


def _tie(edge: RelationEdge) -> Tie:
    says, inverse = relation_phrases(edge.kind, edge.relation)
    variant = str(getattr(edge.relation, edge.kind.variant)) if edge.kind.variant and edge.kind.source == "pattern" else ""
    return Tie(
        source=edge.source,
        target=edge.target,
        says=says,
        inverse=inverse or says,
        variant=variant,
        stated=edge.relation.basis == "stated",
    )


def _shown(points: Iterable[MapPoint]) -> dict[str, None]:
    """Ids of the patterns and findings that are shown, in order."""
    found = [[*point.patterns, *(finding for area in point.areas for finding in area.findings)] for point in points]
    return {target.id: None for targets in found for target in targets}


def _pairs(points: Sequence[MapPoint], ties: Sequence[Tie], area_of: Mapping[str, str], context: Context) -> Iterator[tuple[str, str]]:
    """What is related to what: by ties, by containment, and patterns with the areas of what was reported with them."""
    yield from ((tie.source, tie.target) for tie in ties)
    drawn = {key_of(area.target) for point in points for area in point.areas}
    for point in points:
        home = key_of(point.target) if point.target else ""
        for pattern in point.patterns:
            yield home, pattern.id
            reached = {f"area:{area_of[edge.target]}": None for edge in context.catalogue.outgoing.get(pattern.id, ()) if edge.target in area_of}
            yield from ((pattern.id, area) for area in reached if area in drawn)
        for area in point.areas:
            yield home, key_of(area.target)
            for finding in area.findings:
                yield home, finding.id
                yield key_of(area.target), finding.id


def _near(points: Sequence[MapPoint], pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    keys = [key_of(point.target) for point in points if point.target]
    keys += [*_shown(points), *(key_of(area.target) for point in points for area in point.areas)]
    near: dict[str, dict[str, None]] = defaultdict(dict)
    for one, other in pairs:
        if one and other and one != other:
            near[one][other] = near[other][one] = None
    return {key: tuple(near[key]) for key in keys}
