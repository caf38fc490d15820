"""The catalogue: built once from checked data, frozen, passed down. Holds both directions of every relation."""

from __future__ import annotations

import copyreg
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from patternbook.diagnostics import Place
from patternbook.leaves import Entries, Leaf
from patternbook.model.base import Entry, Relation
from patternbook.model.kind import Kind
from patternbook.model.part import Part
from patternbook.model.registry import KIND_BY_MODEL, KINDS, LISTED_BY_NAME, RELATIONS, VOCABULARIES
from patternbook.model.relations import RelationKind
from patternbook.model.vocabulary import Challenge, Concept, Contributor, Label, Masthead, Match, Scheme, Word
from patternbook.reference import Reference

E = TypeVar("E", bound=Entry)
P = TypeVar("P", bound=Part)
K = TypeVar("K")
V = TypeVar("V")


class Face(NamedTuple):
    """What others show of an entry that they link to."""

    title: str
    retired: bool


class Gist(NamedTuple):
    """What lists show of an entry besides its title."""

    statement: str
    note: str
    """A few words behind its title; see Kind.note."""


def _frozen(mapping: dict[K, V]) -> MappingProxyType[K, V]:
    return MappingProxyType(mapping)


copyreg.pickle(MappingProxyType, lambda proxy: (_frozen, (dict(proxy),)))  # workers that are not forked are sent the catalogue


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two entries, seen from neither side."""

    source: str
    target: str
    kind: RelationKind
    position: int
    """Its place in the field of its source."""
    entries: Entries = field(repr=False, compare=False)

    @property
    def relation(self) -> Relation:
        """All that is said of it, read from its source."""
        return self.entries.relation(self.source, self.kind.field, self.position)


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
    faces: Mapping[str, Face]
    """Id -> what others show of it."""
    gists: Mapping[str, Gist]
    """Id -> what lists show of it besides."""
    digests: Mapping[str, bytes]
    """Id -> digest of the entry as it is written."""
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
    """(study, organization) -> ids of the entries seen there."""
    outgoing: Mapping[str, tuple[Link, ...]]
    incoming: Mapping[str, tuple[Link, ...]]
    naming: Mapping[tuple[str, str], tuple[str, ...]]
    """(kind of thing, name) -> ids of the entries that name it in a field or cite it in a text."""
    named_in: Mapping[str, tuple[tuple[str, str], ...]]
    """Id -> (kind of thing, name) of everything that the entry names, in the order of its fields."""
    by_kind: Mapping[str, tuple[str, ...]]
    """Kind -> ids of its entries, in order."""

    def of_kind(self, name: str) -> tuple[Entry, ...]:
        """Entries of a kind, by id; reads every one of them."""
        return tuple(map(self.entries.__getitem__, self.by_kind.get(name, ())))

    def ids(self, kind: str, vocabulary: str, slug: str) -> tuple[str, ...]:
        """Ids of the entries of a kind that name something: findings of an area, patterns of a collaboration point."""
        return tuple(id_ for id_ in self.naming.get((vocabulary, slug), ()) if self.kinds[id_].name == kind)

    def all_of(self, model: type[E]) -> tuple[E, ...]:
        """Entries of a kind by its model, so that the type is known; reads every one of them."""
        return tuple(entry for entry in self.of_kind(KIND_BY_MODEL[model].name) if isinstance(entry, model))

    def labelled(self, words: str) -> str:
        """Words in which `{finding}` stands for what this catalogue calls its findings; in small letters but at the start."""
        return _IN_BRACES.sub(lambda match: many.lower() if (many := self.label(match[1]).many) and match.start() else many, words)

    def label(self, thing: str) -> Label:
        """What this catalogue calls a kind or vocabulary."""
        own = LISTED_BY_NAME[thing].label if thing in LISTED_BY_NAME else Label(one=thing, many=thing)
        return self.masthead.labels.get(thing, own)


_IN_BRACES = re.compile(r"\{([a-z-]+)\}")


def number(id_: str) -> tuple[int, int]:
    """Sort key of an id: by kind, then by number, so that F-1000 follows F-999."""
    prefix, _, digits = id_.partition("-")
    order = next((i for i, kind in enumerate(KINDS) if kind.prefix == prefix), len(KINDS))
    return order, int(digits)


def build(
    leaves: Iterable[Leaf],
    masthead: Masthead,
    references: Mapping[str, Reference],
    reference_file: str,
    prose: tuple[Prose, ...],
) -> Catalogue:
    """Freeze checked items into a catalogue. Expects data without errors."""
    by_key: dict[str, list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        by_key[leaf.key].append(leaf)
    known = {kind.name: {leaf.name: leaf for leaf in sorted(by_key[kind.key], key=lambda leaf: number(leaf.name))} for kind in KINDS}
    found = {id_: leaf for of_kind in known.values() for id_, leaf in of_kind.items()}
    entries = Entries(found)
    schemes = _values(by_key["schemes"], Scheme)
    links = tuple(
        Link(id_, target, RELATIONS[kind], position, entries) for id_, leaf in found.items() for kind, target, position in leaf.abstract.links
    )
    return Catalogue(
        masthead=masthead,
        entries=entries,
        faces=MappingProxyType({id_: Face(leaf.abstract.title, leaf.abstract.retired) for id_, leaf in found.items()}),
        gists=MappingProxyType({id_: Gist(leaf.abstract.statement, leaf.abstract.note) for id_, leaf in found.items()}),
        digests=MappingProxyType({id_: leaf.digest for id_, leaf in found.items()}),
        kinds=MappingProxyType({id_: kind for kind in KINDS for id_ in known[kind.name]}),
        places=MappingProxyType({id_: leaf.place for id_, leaf in found.items()} | dict(_places(by_key))),
        words=MappingProxyType({v.name: MappingProxyType(_by_slug(by_key[v.key])) for v in VOCABULARIES}),
        contributors=MappingProxyType({each.id: each for each in _values(by_key["contributors"], Contributor)}),
        schemes=schemes,
        objections=_grouped((each.entry, each) for each in _values(by_key["challenges"], Challenge)),
        matches=_grouped((m.entry, (scheme, concept, m)) for scheme in schemes for concept in scheme.concepts for m in concept.matches),
        showing=_grouped((seen, id_) for id_, leaf in found.items() for seen in leaf.abstract.shows),
        references=MappingProxyType(dict(references)),
        reference_file=reference_file,
        prose=prose,
        outgoing=_grouped((link.source, link) for link in links),
        incoming=_grouped((link.target, link) for link in links),
        naming=_grouped((what, id_) for id_, leaf in found.items() for what in leaf.abstract.naming),
        named_in=MappingProxyType({id_: leaf.abstract.naming for id_, leaf in found.items()}),
        by_kind=MappingProxyType({name: tuple(of_kind) for name, of_kind in known.items()}),
    )


def _by_slug(leaves: Iterable[Leaf]) -> dict[str, Word]:
    values = ((leaf.name, leaf.value()) for leaf in leaves)
    return {name: value for name, value in values if isinstance(value, Word)}


def _places(by_key: Mapping[str, list[Leaf]]) -> Iterator[tuple[str, Place]]:
    return ((f"{vocabulary.name}:{leaf.name}", leaf.place) for vocabulary in VOCABULARIES for leaf in by_key[vocabulary.key])


def _values(leaves: Iterable[Leaf], model: type[P]) -> tuple[P, ...]:
    return tuple(value for value in (leaf.value() for leaf in leaves) if isinstance(value, model))


def _grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    index: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        index[key].append(value)
    return MappingProxyType({key: tuple(found) for key, found in index.items()})
