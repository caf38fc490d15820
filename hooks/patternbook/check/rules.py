"""Rules over the whole: what no single item can know of itself. They work on what was written, of valid form or not."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from patternbook.check.form import Written
from patternbook.check.gather import Contents, PartWritten, fields_of
from patternbook.diagnostics import Diagnostic, nearest
from patternbook.model.base import Entry, Relation
from patternbook.model.entries import Organization, Participant, Study
from patternbook.model.fields import shapes
from patternbook.model.part import Part
from patternbook.model.registry import KINDS, RELATIONS
from patternbook.model.relations import RelationKind
from patternbook.values import Spot, Value, value_at

PLACE_NAMED = re.compile(
    r"(?i)\b(?:section|sec\.|sections|chapter|page|pages|pp?\.|line|lines|figure|fig\.|table|abstract|supplement|"
    r"appendix|reference|ref\.|footnote|slides?|lecture|title|opening|conclusion|entry|note)\b|§|\b\d{1,2}:\d{2}\b|\bp\.\s*\d"
)


@dataclass(frozen=True, slots=True)
class Whole:
    """What the rules need to know of all items before they look at one, and the relations they have seen."""

    retired: frozenset[str]
    samples: Samples
    seen: dict[_Said, tuple[Written, Link]]

    @classmethod
    def of(cls, items: Collection[Written]) -> Whole:
        return cls(frozenset(item.name for item in items if is_retired(item)), Samples.of(items), {})

    def check(self, item: Written, contents: Contents) -> Iterator[Diagnostic]:
        """Every rule over the whole, for one item after the other."""
        for part in contents.parts:
            located, labelled, related = _concerns(part.model)
            if located and lacks_place(part):
                yield _unplaced(item, part)
            if not labelled.isdisjoint(part.raw):
                yield from check_labels(item, part, self.samples)
            if related:
                for link in links_of(item, part):
                    yield from check_link(item, link, self.retired, self.seen)


_KEYS = {kind.name: kind.key for kind in KINDS}
_RELATIONS = {
    (_KEYS[kind.source], kind.field): tuple(each for each in RELATIONS if (each.source, each.field) == (kind.source, kind.field))
    for kind in RELATIONS
}
"""By the list an item stands in and the field of it: most are one kind of relation."""


@functools.cache
def _concerns(model: type[Part]) -> tuple[bool, frozenset[str], bool]:
    """Whether a part has a locator, its fields that may name labels of a sample, whether it is a relation: of many parts, none."""
    known = fields_of(model).keys()
    return "locator" in known, frozenset(("mentions", "organizations", "organization")).intersection(known), issubclass(model, Relation)


def lacks_place(part: PartWritten) -> bool:
    """Whether its locator, if it has one, names no section, page, line, table, abstract or time stamp."""
    locator = part.raw.get("locator")
    return isinstance(locator, str) and PLACE_NAMED.search(locator) is None and bool(locator.strip()) and "locator" in fields_of(part.model)


def _unplaced(item: Written, part: PartWritten) -> Diagnostic:
    place = item.source.at((part.raw, "locator"))
    return Diagnostic("PB307", place, f"locator {part.text('locator')!r} names no place", item.name, "a place such as section 7.2, p. 9")


def is_retired(item: Written) -> bool:
    part = _itself(item) if issubclass(item.model, Entry) else None
    return part is not None and part.inner("retired") is not None


def _itself(item: Written) -> PartWritten | None:
    """The item as the part that it should be."""
    value = value_at(item.spot)
    return PartWritten("", item.model, value) if isinstance(value, dict) else None


class Link(NamedTuple):
    """A relation as its item writes it."""

    kind: RelationKind
    target: str
    part: PartWritten

    @property
    def spot(self) -> Spot:
        return self.part.raw, self.kind.holder


_Said = tuple[tuple[str, str, str], str, str, str]
"""What a relation says, the same from whichever end it is written: field and ends, variant, aspect, condition."""


def links_of(item: Written, part: PartWritten) -> Iterator[Link]:
    """The relations that a part of an item is; none where it is no relation."""
    for kind in _RELATIONS.get((item.key, part.field), ()):
        target = part.text(kind.holder)
        if target:
            yield Link(kind, target, part)


def check_link(item: Written, link: Link, retired: frozenset[str], seen: dict[_Said, tuple[Written, Link]]) -> Iterator[Diagnostic]:
    """No relation is written twice, be it on one side or on both; none points to a retired entry."""
    if link.target in retired:
        yield Diagnostic("PB309", item.source.at(link.spot), f"{link.target} is retired", item.name)
    says = said(item, link)
    if says is None:
        return
    before, first = seen.setdefault(says, (item, link))
    if first is not link:
        place = before.source.at(first.spot)
        other = "" if first.kind.field == link.kind.field else f" as `{first.kind.field}` of {before.name}"
        message = f"{link.kind.field} {link.target} was written before{other}, at {place.file}:{place.line}"
        yield Diagnostic("PB305", item.source.at(link.spot), message, item.name)


def said(item: Written, link: Link) -> _Said | None:
    """What the relation says; None where its variant is not known, so that it may say anything."""
    kind, part = link.kind, link.part
    variant = _variant(part, kind.variant) if kind.variant else ""
    if variant is None:
        return None
    here, there = (kind.field, item.name, link.target), (kind.mirror, link.target, item.name)
    return min(here, there) if kind.mirror else here, variant, part.text("aspect"), part.text("condition")


def _variant(part: PartWritten, field: str) -> str | None:
    """The variant as its model would read it, or None where it has no usable form."""
    shape = next(shape for shape in shapes(part.model) if shape.key == field)
    written = part.raw.get(field, shape.default)
    return written if isinstance(written, str) and written in shape.choices else None


@dataclass(frozen=True, slots=True)
class Sample:
    """Labels of the participants and the organizations of a study."""

    participants: frozenset[str]
    organizations: frozenset[str]


@dataclass(frozen=True, slots=True)
class Samples:
    """Whose labels may be mentioned, as far as studies list them."""

    by_study: Mapping[str, Sample | None]
    """None where a study lists nobody, or its list cannot be read as a whole."""
    by_reference: Mapping[str, Sample]
    """By the study's main publication."""

    @classmethod
    def of(cls, items: Iterable[Written]) -> Samples:
        studies = [(item.name, study) for item in items if item.model is Study and (study := _itself(item))]
        found = [(name, study.text("reference"), sample_of(study)) for name, study in studies]
        return cls({name: sample for name, _, sample in found}, {reference: sample for _, reference, sample in found if sample})

    def of_part(self, study: str, source: str) -> Sample | None:
        """The sample of the study that a part is about; by the source where it names no study there is."""
        return self.by_study[study] if study in self.by_study else self.by_reference.get(source)


def sample_of(study: PartWritten) -> Sample | None:
    """The labels of a study. A list with a part that cannot be read has labels that are not known: then there is no sample."""
    organizations = _labelled(Organization, study.raw.get("organizations"))
    if not organizations:
        return None
    people = [_labelled(Participant, each["participants"]) if "participants" in each else {} for each in organizations.values()]
    if None in people:
        return None
    return Sample(frozenset(label for each in people for label in each or ()), frozenset(organizations))


def _labelled(model: type[Part], values: object) -> dict[str, dict[str, Value]] | None:
    """A list of parts by their `label`; None where it is none, or a part of it has no label or a field that is unknown."""
    found = {}
    for value in values if isinstance(values, list) else (None,):
        label = PartWritten("", model, value).text("label") if isinstance(value, dict) else ""
        if not label or not isinstance(value, dict) or value.keys() - fields_of(model).keys():
            return None
        found[label] = value
    return found


def check_labels(item: Written, part: PartWritten, samples: Samples) -> Iterator[Diagnostic]:
    """Participants and organizations are labels of the sample of the study they are cited from."""
    labels = labels_of(part)
    sample = samples.of_part(part.text("study"), part.text("source")) if labels else None
    if sample is None:
        return
    for spot, label, what in labels:
        known: frozenset[str] = getattr(sample, what)
        if label not in known:
            place = item.source.at(spot)
            yield Diagnostic("PB306", place, f"{label!r} is not in the sample", item.name, f"one of its {what}", nearest(label, known))


def labels_of(part: PartWritten) -> list[tuple[Spot, str, str]]:
    """Every label of the sample that a part names itself: where, label, and what it is a label of."""
    mentions = part.inner("mentions")
    found = [(spot, label, "participants") for spot, label in mentions.texts("participants")] if mentions else []
    for holder in (mentions, part) if mentions else (part,):
        found += [(spot, label, "organizations") for spot, label in holder.texts("organizations")]
    organization = part.text("organization")
    return [*found, ((part.raw, "organization"), organization, "organizations")] if organization else found
