"""Rules about several items: the same thing twice, circles, relations that contradict each other, ids that leave a gap."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from patternbook.check.collect import Position
from patternbook.check.declare import CatalogueProblem, reports_rule
from patternbook.check.summaries.catalogue_summary import CatalogueSummary, FindPositions, own_name, relation_at
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.check.summaries.compared_values import inclusions, unique_values
from patternbook.check.summaries.item_summary import KIND_BY_KEY
from patternbook.diagnostics.diagnostic import Rule
from patternbook.model.registry import EXCLUSIONS, RELATIONS, id_number, is_placeholder, kind_of_id


@reports_rule(Rule("PB346", "warning", "Two items share what should tell them apart", "Put the two together, or correct one.", adjustable=True))
def shared_values(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """No two items of a list share a title, an address of a repository or an ORCID (`Unique`)."""
    seen: dict[tuple[str, str, str], int] = {}
    for number, item in enumerate(catalogue.items):
        for field, value in item.compared.unique:
            first = seen.setdefault((item.key, field, value), number)
            if item.name != catalogue.items[first].name:  # one entry written twice is another mistake
                where = _unique_at(field, value)
                message = f"the {field} is that of {catalogue.items[first].name}"
                yield CatalogueProblem(number, where, message, f"another {field}", earlier=(first, where))


def _unique_at(field: str, value: str) -> FindPositions:
    return lambda item: [position for position, each, same in unique_values(item.contents) if (each, same) == (field, value)]


class _Step(NamedTuple):
    """A step from one item to another of which no number may lead in a circle."""

    to: str
    item: int
    """Index of the item that it is written in."""
    where: FindPositions


_Graph = Mapping[str, Sequence[_Step]]


def _retirements(catalogue: CatalogueSummary) -> Iterator[tuple[str, _Step]]:
    for number, item in enumerate(catalogue.items):
        if item.compared.successor:
            yield item.name, _Step(item.compared.successor, number, _successor)


def _successor(item: CheckedItem) -> Iterable[Position]:
    return [Position((part.raw, "successor")) for part in item.contents.parts if part.field == "retired" and "successor" in part.raw]


_NEARNESS = {kind.field: kind.nearness for kind in RELATIONS if kind.nearness in ("narrower", "wider")}


def _widenings(catalogue: CatalogueSummary) -> Iterator[tuple[str, _Step]]:
    """From each entry to those that are said to be wider, on whichever side it is written."""
    for number, item in enumerate(catalogue.items):
        for place, (field, target, _) in enumerate(item.relations):
            if (nearness := _NEARNESS.get(field)) and target != item.name:
                narrow, wide = (item.name, target) if nearness == "narrower" else (target, item.name)
                yield narrow, _Step(wide, number, relation_at(place))


def _inclusions(catalogue: CatalogueSummary) -> Iterator[tuple[str, _Step]]:
    for number, item in enumerate(catalogue.items):
        yield from ((item.name, _Step(name, number, _inclusion_of(name))) for name in item.compared.includes if name != item.name)


def _inclusion_of(name: str) -> FindPositions:
    return lambda item: [position for position, each in inclusions(item.contents) if each == name]


_ORDERS = (
    (_retirements, "would be its own successor"),
    (_widenings, "would be narrower than itself"),
    (_inclusions, "would include itself"),
)
"""What leads from an item to others and never back, and what a circle of it means."""


@reports_rule(Rule("PB348", "error", "Relations lead in a circle", "Take one of them out; the message names all of them in order.", adjustable=True))
def circles(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """No entry is, through others, its own successor, narrower than itself or part of its own material."""
    for order, meaning in _ORDERS:
        graph: dict[str, list[_Step]] = defaultdict(list)
        for name, step in order(catalogue):
            graph[name].append(step)
        for names, steps in _circles(graph):
            last = max(steps, key=lambda step: step.item)
            yield CatalogueProblem(last.item, last.where, f"{names[0]} {meaning}: {' > '.join((*names, names[0]))}", "no way back")


def _circles(graph: _Graph) -> Iterator[tuple[list[str], list[_Step]]]:
    """One circle of each group of items that lead to each other: its names, and the steps between them."""
    order = {name: number for number, name in enumerate(graph)}
    for group in _groups(graph):
        names, steps, seen = list[str](), list[_Step](), dict[str, int]()
        name = min(group, key=order.__getitem__)
        while name not in seen:
            seen[name] = len(names)
            step = next(step for step in graph[name] if step.to in group)
            names.append(name)
            steps.append(step)
            name = step.to
        yield names[seen[name] :], steps[seen[name] :]


def _groups(graph: _Graph) -> list[frozenset[str]]:
    """The largest groups of two items or more in which each leads to each (Kosaraju's algorithm)."""
    ways = {name: [step.to for step in steps if step.to in graph] for name, steps in graph.items()}
    back: dict[str, list[str]] = {name: [] for name in graph}
    for name, targets in ways.items():
        for target in targets:
            back[target].append(name)
    seen = set[str]()
    finished = [name for start in ways for name in _finished_from(start, ways, seen)]
    seen = set()
    groups = [frozenset(_finished_from(start, back, seen)) for start in reversed(finished)]
    return [group for group in groups if len(group) > 1]


def _finished_from(start: str, ways: Mapping[str, Sequence[str]], seen: set[str]) -> Iterator[str]:
    """The names that a name leads to and that were not seen before, each after those that it leads to, and last itself."""
    if start in seen:
        return
    seen.add(start)
    path = [(start, iter(ways[start]))]
    while path:
        name, targets = path[-1]
        following = next((target for target in targets if target not in seen), None)
        if following is None:
            yield name
            path.pop()
        else:
            seen.add(following)
            path.append((following, iter(ways[following])))


_EXCLUDED = {one: other for pair in EXCLUSIONS for one, other in (pair, pair[::-1])}


@reports_rule(
    Rule(
        "PB349",
        "error",
        "Two relations exclude each other",
        "Keep the one that the sources carry, or say in `aspect` or `condition` of which part each holds.",
        adjustable=True,
    )
)
def contradicting_relations(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """No two entries agree and disagree, and no pattern makes a finding both worse and easier, in the same respect."""
    seen: dict[tuple[frozenset[str], str, str, tuple[str, str]], tuple[int, int]] = {}
    for number, item in enumerate(catalogue.items):
        for place, (field, target, statement) in enumerate(item.relations):
            _, _, _, variant, aspect, condition = statement.split("\0") if statement else ("",) * 6
            this, pair = (field, variant), frozenset((item.name, target))
            if not statement or this not in _EXCLUDED:
                continue
            seen.setdefault((pair, aspect, condition, this), (number, place))
            if first := seen.get((pair, aspect, condition, _EXCLUDED[this])):
                message = f"{' '.join(filter(None, this))} {target} excludes {' '.join(filter(None, _EXCLUDED[this]))}, which is written"
                earlier = first[0], relation_at(first[1])
                yield CatalogueProblem(number, relation_at(place), message, "one of the two", earlier=earlier)


@reports_rule(
    Rule(
        "PB350",
        "notice",
        "An id leaves a gap",
        "Give a new entry the first free number, also where it is named; put an entry that was taken out back as retired.",
        adjustable=True,
        on=False,
    )
)
def gaps_in_ids(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """Entries of a kind are numbered without a gap: the next entry takes the number after the highest, however high that is."""
    numbered: dict[str, dict[int, int]] = defaultdict(dict)
    for number, item in enumerate(catalogue.items):
        kind = kind_of_id(item.name)
        if item.is_named and kind is not None and kind.key == item.key and not is_placeholder(item.name) and id_number(item.name):
            numbered[item.key].setdefault(id_number(item.name), number)
    known = Counter(item.key for item in catalogue.items if not is_placeholder(item.name))
    for key, ids in numbered.items():
        if known[key] > len(ids):  # one is not named as it should be, which is reported: the number may be its own
            continue
        before, prefix = 0, KIND_BY_KEY[key].prefix
        unread = {id_number(name) for name in catalogue.names.unread if (kind := kind_of_id(name)) is not None and kind.key == key}
        for id_ in sorted(ids.keys() | unread):
            if id_ > before + 1 and id_ in ids:
                first, last = f"{prefix}-{before + 1:03d}", f"{prefix}-{id_ - 1:03d}"
                message = f"{first} stays free" if first == last else f"{first} to {last} stay free"
                yield CatalogueProblem(ids[id_], own_name, message, f"{prefix}-{before + 1:03d}")
            before = id_


RELATION_RULES = (shared_values, circles, contradicting_relations, gaps_in_ids)
