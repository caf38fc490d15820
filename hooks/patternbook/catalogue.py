"""The catalogue: built once from checked data, frozen, passed down. Holds both directions of every relation."""

from __future__ import annotations

import copyreg
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from patternbook.check.form import Item
from patternbook.diagnostics import Place
from patternbook.markup import citations
from patternbook.model.base import Entry, Relation
from patternbook.model.entries import Pattern
from patternbook.model.fields import named, parts, shapes
from patternbook.model.kinds import KINDS, RELATIONS, VOCABULARIES, Kind, RelationKind
from patternbook.model.part import Part
from patternbook.model.vocabulary import Challenge, Concept, Contributor, Label, Masthead, Match, Scheme, Word
from patternbook.reference import Reference

copyreg.pickle(MappingProxyType, lambda proxy: (MappingProxyType, (dict(proxy),)))  # workers that are not forked are sent the catalogue

E = TypeVar("E", bound=Entry)
P = TypeVar("P", bound=Part)
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two entries, seen from neither side."""

    source: str
    target: str
    kind: RelationKind
    relation: Relation


@dataclass(frozen=True, slots=True)
class Prose:
    """A page of the catalogue's own prose (data/pages/)."""

    slug: str
    title: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True, repr=False)  # of everything: megabytes that nobody reads
class Catalogue:
    """Everything the pages are made from. Mappings keep the order of ids, slugs and keys."""

    masthead: Masthead
    entries: Mapping[str, Entry]
    kinds: Mapping[str, Kind]
    """Id -> its kind."""
    places: Mapping[str, Place]
    """Id or slug (`area:project-planning`) -> where it is written."""
    words: Mapping[str, Mapping[str, Word]]
    """Vocabulary -> slug -> word."""
    contributors: Mapping[str, Contributor]
    schemes: tuple[Scheme, ...]
    references: Mapping[str, Reference]
    reference_file: str
    prose: tuple[Prose, ...]
    objections: Mapping[str, tuple[Challenge, ...]]
    """Id -> documented objections to that entry."""
    matches: Mapping[str, tuple[tuple[Scheme, Concept, Match], ...]]
    """Id -> concepts of other schemes that it matches."""
    showing: Mapping[tuple[str, str], tuple[str, ...]]
    """(study, organization) -> ids of the patterns seen there."""
    outgoing: Mapping[str, tuple[Link, ...]]
    incoming: Mapping[str, tuple[Link, ...]]
    naming: Mapping[tuple[str, str], tuple[str, ...]]
    """(kind of thing, name) -> ids of the entries that name it in a field or cite it in a text."""
    by_kind: Mapping[str, tuple[Entry, ...]]

    def of_kind(self, name: str) -> tuple[Entry, ...]:
        """Entries of a kind, by id."""
        return self.by_kind.get(name, ())

    def all_of(self, model: type[E]) -> tuple[E, ...]:
        """The same by model, so that the type is known."""
        entries = next((self.of_kind(kind.name) for kind in KINDS if kind.model is model), ())
        return tuple(entry for entry in entries if isinstance(entry, model))

    def label(self, thing: str) -> Label:
        """What this catalogue calls a kind or vocabulary."""
        own = next((each.label for each in (*KINDS, *VOCABULARIES) if each.name == thing), None)
        return self.masthead.labels.get(thing) or own or Label(one=thing, many=thing)


def number(id_: str) -> tuple[int, int]:
    """Sort key of an id: by kind, then by number, so that F-1000 follows F-999."""
    prefix, _, digits = id_.partition("-")
    order = next((i for i, kind in enumerate(KINDS) if kind.prefix == prefix), len(KINDS))
    return order, int(digits)


def build(
    items: Iterable[Item],
    masthead: Masthead,
    references: Mapping[str, Reference],
    reference_file: str,
    prose: tuple[Prose, ...],
) -> Catalogue:
    """Freeze checked items into a catalogue. Expects data without errors."""
    by_key: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_key[item.key].append(item)
    entry_items = sorted((item for kind in KINDS for item in by_key[kind.key]), key=lambda item: number(item.name))
    entries = {item.name: item.value for item in entry_items if isinstance(item.value, Entry)}
    schemes = _values(by_key["schemes"], Scheme)
    links = tuple(link for entry in entries.values() for link in _links(entry))
    return Catalogue(
        masthead=masthead,
        entries=MappingProxyType(entries),
        kinds=MappingProxyType({item.name: kind for kind in KINDS for item in by_key[kind.key]}),
        places=MappingProxyType(_places(by_key)),
        words=MappingProxyType({v.name: MappingProxyType(_by_slug(by_key[v.key])) for v in VOCABULARIES}),
        contributors=MappingProxyType({i.name: i.value for i in by_key["contributors"] if isinstance(i.value, Contributor)}),
        schemes=schemes,
        objections=_grouped((each.entry, each) for each in _values(by_key["challenges"], Challenge)),
        matches=_grouped((m.entry, (scheme, concept, m)) for scheme in schemes for concept in scheme.concepts for m in concept.matches),
        showing=_grouped((seen, p.id) for p in entries.values() if isinstance(p, Pattern) for seen in organizations_of(p)),
        references=MappingProxyType(dict(references)),
        reference_file=reference_file,
        prose=prose,
        outgoing=_grouped((link.source, link) for link in links),
        incoming=_grouped((link.target, link) for link in links),
        naming=_naming(entries),
        by_kind=MappingProxyType({kind.name: tuple(entries[i.name] for i in entry_items if i.key == kind.key) for kind in KINDS}),
    )


def _by_slug(items: list[Item]) -> dict[str, Word]:
    return {item.name: item.value for item in items if isinstance(item.value, Word)}


def _places(by_key: Mapping[str, list[Item]]) -> dict[str, Place]:
    places = {item.name: item.place() for kind in KINDS for item in by_key[kind.key]}
    words = {f"{v.name}:{item.name}": item.place() for v in VOCABULARIES for item in by_key[v.key]}
    return places | words


def _links(entry: Entry) -> Iterator[Link]:
    for kind in RELATIONS:
        for relation in getattr(entry, kind.field, ()) if _writes(entry, kind) else ():
            target = getattr(relation, kind.target, None)
            if target is not None:
                yield Link(entry.id, target, kind, relation)


def _writes(entry: Entry, kind: RelationKind) -> bool:
    return any(k.name == kind.source and isinstance(entry, k.model) for k in KINDS)


def _values(items: Iterable[Item], model: type[P]) -> tuple[P, ...]:
    return tuple(item.value for item in items if isinstance(item.value, model))


def _grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    index: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        index[key].append(value)
    return MappingProxyType({key: tuple(found) for key, found in index.items()})


def organizations_of(pattern: Pattern) -> dict[tuple[str, str], None]:
    """(study, organization) pairs that show a pattern, in order."""
    return {(uses.study, organization): None for uses in pattern.known_uses for organization in uses.organizations}


def _naming(entries: Mapping[str, Entry]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    naming: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for entry in entries.values():
        for _, kind, name in named(entry):
            naming[kind, name][entry.id] = None
        for text in texts_of(entry):
            for work in citations(text) if "[@" in text else ():  # few texts cite
                naming["reference", work.key][entry.id] = None
    return MappingProxyType({what: tuple(ids) for what, ids in naming.items()})


def texts_of(part: Part) -> Iterator[str]:
    """Every text inside a part that may hold Markdown, in the order of its fields."""
    for _, inner in parts(part):
        for shape in shapes(type(inner)):
            value = getattr(inner, shape.name)
            for text in value if shape.many else (value,):
                if isinstance(text, str) and not shape.reference:
                    yield text
