"""What catalogue rules compare: a summary of each item, in a few texts that a build can keep for the next one.

A summary holds no places. A rule that finds something wrong says how to find it in the item (`FindPositions`), so that an item is
read again, with places, only where a message needs one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from patternbook.check.collect import ItemContents, Position, RawStruct, collected_fields
from patternbook.check.references import KnownNames
from patternbook.diagnostics.diagnostic import Place
from patternbook.markup import citations_at, entry_links_at, find_malformed, keys_in
from patternbook.model.components import Relation
from patternbook.model.introspect import fields_of
from patternbook.model.registry import KINDS, RELATIONS
from patternbook.model.relations import RelationKind
from patternbook.model.struct import ModelStruct
from patternbook.source.parse import ValueSpot, YamlValue


@dataclass(frozen=True)
class CheckedItem:
    """An item of a list, a page of prose or a reference, with what it says: all that an item rule sees."""

    key: str
    """The list it is in."""
    name: str
    """What messages call it."""
    name_spot: ValueSpot | None
    """Where its own name is written; None where it has none that others could use."""
    contents: ItemContents
    place: Callable[[Position], Place]
    """Looks up where something in it is written."""

    @cached_property
    def malformed(self) -> tuple[tuple[Position, str], ...]:
        """Openings of a link or citation in its texts that do not become one."""
        return tuple((Position(spot, at), opening) for spot, text in self.contents.marked for at, opening in find_malformed(text))

    def uses(self) -> Iterator[tuple[Position, str, str]]:
        """Everything that its fields name and its texts link to or cite: position, kind of thing, name."""
        yield from ((Position(spot), kind, name) for spot, kind, name in self.contents.names)
        yield from self.marks()

    def marks(self) -> Iterator[tuple[Position, str, str]]:
        """What its texts link to or cite."""
        for spot, markdown in self.contents.marked:
            yield from ((Position(spot, at), "link", id_) for at, id_ in entry_links_at(markdown))
            yield from ((Position(spot, at), "reference", work.key) for at, work in citations_at(markdown))

    def relations(self) -> Iterator[tuple[Position, WrittenRelation]]:
        """Its relations, in the order of the file."""
        fields = _RELATIONS.get(self.key, {})
        for part in self.contents.parts if fields else ():
            for kind in fields[part.field] if part.field in fields and issubclass(part.model, Relation) else ():
                if target := part.text(kind.holder):
                    yield Position((part.raw, kind.holder)), (kind.field, target, _statement(self.name, kind, target, part))

    def labels(self) -> Iterator[tuple[Position, SampleLabel]]:
        """Every label of a study's sample that it mentions."""
        for part in self.contents.parts:
            if not _labelling(part.model).isdisjoint(part.raw) and (found := _labels_of(part)):
                study, source = part.text("study"), part.text("source")
                yield from ((Position(spot), (study, source, what, label)) for spot, label, what in found)


WrittenRelation = tuple[str, str, str]
"""Its field, its target, and what it says: the same text from whichever end it is written; an empty one where that cannot be told."""
SampleLabel = tuple[str, str, str, str]
"""The study and the source that it is cited from, what it is a label of (`participants`, `organizations`), and the label."""


class StudySample(NamedTuple):
    """Whose labels may be mentioned: the participants and the organizations of a study."""

    reference: str
    """The study's main publication."""
    participants: frozenset[str]
    organizations: frozenset[str]


class ItemSummary(NamedTuple):
    """What one item says that may not fit what another says."""

    key: str
    name: str
    is_named: bool
    """Whether the name is an id, a slug or a key that others can use."""
    retired: bool
    uses: tuple[tuple[str, str], ...]
    """(kind of thing, name) of everything that it names, links to or cites, each once."""
    maybe_cited: tuple[str, ...]
    """Texts at wrong places and keys in malformed citations, which may be meant as the key of a reference."""
    relations: tuple[WrittenRelation, ...]
    labels: tuple[SampleLabel, ...]
    sample: StudySample | None
    """Of a study; None where it lists nobody, or its list cannot be read as a whole."""


SharedValues = dict[Any, Any]
"""Values that many summaries hold, each once."""


def summarize(item: CheckedItem, shared: SharedValues) -> ItemSummary:
    """The summary of an item; what another summary holds too is shared with it."""
    contents, whole = item.contents, item.contents.whole
    keys = (key for _, opening in item.malformed for key in keys_in(opening))
    uses = {(kind, name): None for _, kind, name in contents.names}
    uses |= {(kind, name): None for _, kind, name in item.marks()} if contents.marked else {}
    return ItemSummary(
        key=item.key,
        name=item.name,
        is_named=item.name_spot is not None,
        retired=item.key in KIND_BY_KEY and whole is not None and whole.inner("retired") is not None,
        uses=tuple([shared.setdefault(use, use) for use in uses]),
        maybe_cited=(*contents.astray, *keys),
        relations=tuple(relation for _, relation in item.relations()),
        labels=tuple([shared.setdefault(label, label) for label in dict.fromkeys(label for _, label in item.labels())]),
        sample=_sample_of(whole, KIND_BY_KEY[item.key].sample) if _has_sample(item.key) and whole is not None else None,
    )


OpenItem = Callable[[], CheckedItem]
"""Collects what an item says, anew each time: what all of them say at once would fill the memory."""
FindPositions = Callable[[CheckedItem], Iterable[Position]]
"""Finds in an item what a catalogue rule complains of."""


def own_name(item: CheckedItem) -> Iterator[Position]:
    """Where the id or slug of an item is written."""
    spot = item.name_spot
    return iter(() if spot is None else (Position(spot),))


def use_of(kind: str, name: str) -> FindPositions:
    """Wherever an item names something."""
    return lambda item: (position for position, *use in item.uses() if use == [kind, name])


def relation_at(number: int) -> FindPositions:
    """The target of one of an item's relations."""
    return lambda item: (position for position, _ in list(item.relations())[number : number + 1])


def label_in(label: SampleLabel) -> FindPositions:
    """Wherever an item mentions somebody of a sample."""
    return lambda item: (position for position, each in item.labels() if each == label)


@dataclass(frozen=True)
class CatalogueSummary:
    """The summaries of everything, as catalogue rules see them."""

    items: Sequence[ItemSummary]
    names: KnownNames
    unread: bytes = b""
    """The contents of files that could not be read as a whole: what is named there is neither unknown nor unused."""

    @cached_property
    def uses(self) -> frozenset[tuple[str, str]]:
        """(kind of thing, name) of everything that any item names: each once, as most are named often."""
        return frozenset(chain.from_iterable(item.uses for item in self.items))

    @cached_property
    def unknown(self) -> tuple[tuple[int, str, str], ...]:
        """Number of an item, kind of thing and name of everything that is named and does not exist, or not as that kind."""
        lacking = {use for use in self.uses if self.names.lacks(*use)}
        return tuple((number, *use) for number, item in enumerate(self.items if lacking else ()) for use in item.uses if use in lacking)

    @cached_property
    def cited(self) -> frozenset[str]:
        """Keys of references that something cites, or may be meant to cite."""
        named = (name for kind, name in self.uses if kind == "reference")
        return frozenset(named).union(*(item.maybe_cited for item in self.items if item.maybe_cited))

    @cached_property
    def samples(self) -> Mapping[str, StudySample | None]:
        """By study."""
        return {item.name: item.sample for item in self.items if _has_sample(item.key)}

    @cached_property
    def samples_by_reference(self) -> Mapping[str, StudySample]:
        """By the main publication of their study."""
        return {sample.reference: sample for sample in self.samples.values() if sample is not None}

    def sample(self, study: str, source: str) -> StudySample | None:
        """The sample that a part is about: of its study, or by its source where it names no study there is."""
        return self.samples[study] if study in self.samples else self.samples_by_reference.get(source)


KIND_BY_KEY = {kind.key: kind for kind in KINDS}
_RELATIONS: Mapping[str, Mapping[str, Sequence[RelationKind]]] = {
    kind.key: {
        of.field: [each for each in RELATIONS if (each.source, each.field) == (kind.name, of.field)] for of in RELATIONS if of.source == kind.name
    }
    for kind in KINDS
}
"""By the list an item is in and the field of it: most are one kind of relation."""


def _statement(name: str, kind: RelationKind, target: str, part: RawStruct) -> str:
    """What a relation says: field and ends, variant, aspect, condition."""
    variant = _variant(part, kind.variant) if kind.variant else ""
    if variant is None:
        return ""
    here, there = (kind.field, name, target), (kind.mirror, target, name)
    return "\0".join((*(min(here, there) if kind.mirror else here), variant, part.text("aspect"), part.text("condition")))


def _variant(part: RawStruct, field: str) -> str | None:
    """The variant as its model would read it, or None where it has no usable form."""
    info = next(info for info in fields_of(part.model) if info.key == field)
    written = part.raw.get(field, info.default)
    return written if isinstance(written, str) and written in info.choices else None


def _has_sample(key: str) -> bool:
    return key in KIND_BY_KEY and bool(KIND_BY_KEY[key].sample)


def _sample_of(study: RawStruct, fields: tuple[str, ...]) -> StudySample | None:
    """The labels of a study.

    Args:
        study: An entry of a kind with a sample.
        fields: `ReferenceType.sample`.

    Returns:
        The labels; None where part of the list cannot be read, so that not all labels are known.

    """
    outer, inner = fields
    group = collected_fields(study.model)[outer].part
    organizations = _by_label(group, study.raw.get(outer))
    if not organizations or group is None:
        return None
    member = collected_fields(group)[inner].part
    people = [_by_label(member, each[inner]) if inner in each else {} for each in organizations.values()]
    if None in people:
        return None
    return StudySample(study.text("reference"), frozenset(label for each in people for label in each or ()), frozenset(organizations))


def _by_label(model: type[ModelStruct] | None, values: object) -> dict[str, dict[str, YamlValue]] | None:
    """A list of parts by their `label`; None where it is none, or a part of it has no label or a field that is unknown."""
    if not isinstance(values, list) or model is None:
        return None
    found = {}
    for value in values:
        label = RawStruct("", model, value).text("label") if isinstance(value, dict) else ""
        if not label or not isinstance(value, dict) or value.keys() - collected_fields(model).keys():
            return None
        found[label] = value
    return found


@functools.cache
def _labelling(model: type[ModelStruct]) -> frozenset[str]:
    """The fields of a part that may mention labels of a sample: of many parts none."""
    return frozenset(("mentions", "organizations", "organization")).intersection(collected_fields(model))


def _labels_of(part: RawStruct) -> list[tuple[ValueSpot, str, str]]:
    """Every label of a sample that a part mentions itself: where, label, and what it is a label of."""
    mentions = part.inner("mentions")
    found = [(spot, label, "participants") for spot, label in mentions.texts("participants")] if mentions else []
    for holder in (mentions, part) if mentions else (part,):
        found += [(spot, label, "organizations") for spot, label in holder.texts("organizations")]
    organization = part.text("organization")
    return [*found, ((part.raw, "organization"), organization, "organizations")] if organization else found
