"""Rules over the whole: what no single item can know of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from patternbook.check.form import Item
from patternbook.diagnostics import Diagnostic, nearest
from patternbook.model.base import Entry, Part, Relation
from patternbook.model.entries import Study
from patternbook.model.fields import Step, Way, named, parts

PLACE_NAMED = re.compile(
    r"(?i)\b(?:section|sec\.|sections|chapter|page|pages|pp?\.|line|lines|figure|fig\.|table|abstract|supplement|"
    r"appendix|reference|ref\.|footnote|slides?|lecture|title|opening|conclusion|entry|note)\b|§|\b\d{1,2}:\d{2}\b|\bp\.\s*\d"
)


Located = tuple[Item, Way, Part]
"""A part, the item it is in, and the way to it."""


def check_locators(found: Iterable[Located]) -> Iterator[Diagnostic]:
    """A locator names a section, page, line, table, abstract or time stamp."""
    for item, way, part in found:
        locator = getattr(part, "locator") if "locator" in type(part).model_fields else None  # noqa: B009 - not every part has one
        if locator is not None and not PLACE_NAMED.search(locator):
            place = item.place((*way, "locator"))
            yield Diagnostic("PB307", place, f"locator {locator!r} names no place", item.name, "a place such as section 7.2, p. 9")


def check_relations(items: tuple[Item, ...], found: Iterable[Located]) -> Iterator[Diagnostic]:
    """No relation is written twice, be it on one side or on both; none points to a retired entry."""
    retired = {item.name: item.value.retired for item in items if isinstance(item.value, Entry) and item.value.retired}
    seen: dict[tuple[object, ...], tuple[Item, Way]] = {}
    for item, way, part in found:
        if isinstance(part, Relation):
            yield from _check_relation(item, way, part, retired, seen)


def _check_relation(
    item: Item, way: Way, part: Relation, retired: Mapping[str, object], seen: dict[tuple[object, ...], tuple[Item, Way]]
) -> Iterator[Diagnostic]:
    for target_way, _, target in named(part):
        if target_way[0] not in ("finding", "pattern"):
            continue
        if target in retired:
            yield Diagnostic("PB309", item.place((*way, *target_way)), f"{target} is retired", item.name)
        ends = tuple(sorted((item.name, target))) if way[0] in SYMMETRIC else (item.name, target)
        key = (way[0], ends, getattr(part, "effect", None), part.aspect, part.condition)
        here = item, (*way, *target_way)
        before, first_way = seen.setdefault(key, here)
        if (before, first_way) != here:
            first = before.place(first_way)
            place = item.place(here[1])
            yield Diagnostic("PB305", place, f"{way[0]} {target} was written before, at {first.file}:{first.line}", item.name)


SYMMETRIC = frozenset({"corroborates", "conflicts_with", "goes_with"})
"""Relations that read the same from both ends."""


def check_mentions(items: tuple[Item, ...], found: Iterable[Located]) -> Iterator[Diagnostic]:
    """Participants and organizations are labels of the sample of the study they are cited from."""
    samples = {key: sample for item in items if isinstance(item.value, Study) for key, sample in _samples(item.value)}
    for item, way, part in found if samples else ():
        sample = samples.get(getattr(part, "study", None) or getattr(part, "source", None) or "")
        if sample is not None:
            yield from _check_labels(item, way, part, sample)


Sample = tuple[frozenset[str], frozenset[str]]
"""Labels of participants and of organizations."""


def _samples(study: Study) -> Iterator[tuple[str, Sample]]:
    if study.organizations:
        people = frozenset(person.label for organization in study.organizations for person in organization.participants)
        sample = people, frozenset(organization.label for organization in study.organizations)
        yield study.id, sample
        yield study.reference, sample


def _check_labels(item: Item, way: Way, part: Part, sample: Sample) -> Iterator[Diagnostic]:
    for step, label, what in _labels(part):
        known = sample[what == "organizations"]
        if label not in known:
            place = item.place((*way, *step))
            yield Diagnostic("PB306", place, f"{label!r} is not in the sample", item.name, f"one of its {what}", nearest(label, known))


def _labels(part: Part) -> Iterator[tuple[tuple[Step, ...], str, str]]:
    """Every label of the sample that a part names itself: way, label, and what it is a label of."""
    mentions = getattr(part, "mentions", None)
    for what in ("participants", "organizations"):
        yield from ((("mentions", what, i), label, what) for i, label in enumerate(getattr(mentions, what, ())))
    yield from ((("organizations", i), label, "organizations") for i, label in enumerate(getattr(part, "organizations", ())))
    organization = getattr(part, "organization", None)
    if organization is not None:
        yield ("organization",), organization, "organizations"


def unused_references(items: Iterable[Item], cited_in_text: frozenset[str], keys: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Keys of the bibliography that nothing cites, each with its line."""
    used = {name for item in items for _, kind, name in named(item.value) if kind == "reference"} | cited_in_text
    return ((key, line) for key, line in keys.items() if key not in used)


def whole(items: tuple[Item, ...]) -> Iterator[Diagnostic]:
    """Every rule over the whole, in turn."""
    found = tuple((item, way, part) for item in items for way, part in parts(item.value))
    yield from check_locators(found)
    yield from check_relations(items, found)
    yield from check_mentions(items, found)
