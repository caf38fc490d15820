"""The catalogue, built once from checked data and frozen, with both directions of every relation."""

from __future__ import annotations

import copyreg
import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from patternbook.bibliography.reference import Reference
from patternbook.catalogue.items import Item
from patternbook.catalogue.mentions import MentionedAt, unpack_mentions
from patternbook.catalogue.work_status import WorkStatus
from patternbook.diagnostics.diagnostic import Place
from patternbook.model.components import Entry, Relation
from patternbook.model.kind import Kind
from patternbook.model.registry import (
    KIND_BY_MODEL,
    KINDS,
    LISTED_BY_NAME,
    PAGES_OF_LISTS,
    RELATIONS,
    SITUATIONS,
    STANDARD_PAGES,
    VOCABULARIES,
    WORKSHEET,
    id_number,
    is_placeholder,
)
from patternbook.model.relations import RelationKind
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabulary import (
    Challenge,
    Concept,
    Contributor,
    Image,
    Label,
    Masthead,
    Match,
    Reply,
    Scheme,
    Situation,
    Synonyms,
    Word,
    WorksheetQuestion,
)
from patternbook.phrases import Phrases, current_phrases, gettext, in_sentence
from patternbook.source.media.pictures import PictureContent
from patternbook.urls import reference_page

E = TypeVar("E", bound=Entry)
P = TypeVar("P", bound=ModelStruct)
K = TypeVar("K")
V = TypeVar("V")


class LinkLabel(NamedTuple):
    """The title that a link to an entry shows, and whether the entry is retired."""

    title: str
    retired: bool


class ListSummary(NamedTuple):
    """The text that lists show of an entry besides its title."""

    statement: str
    note: str
    """A few words behind its title; see Kind.note."""


def _frozen(mapping: dict[K, V]) -> MappingProxyType[K, V]:
    return MappingProxyType(mapping)


copyreg.pickle(MappingProxyType, lambda proxy: (_frozen, (dict(proxy),)))  # the catalogue is sent to workers that are not forked


@dataclass(frozen=True, slots=True)
class RelationEdge:
    """A relation between two entries, independent of direction."""

    source: str
    target: str
    kind: RelationKind
    position: int
    """Its index in the field of its source."""
    item: Item = field(repr=False, compare=False)
    """The source."""

    @property
    def relation(self) -> Relation:
        """The relation itself, with its evidence and conditions."""
        return self.item.relation(self.kind.field, self.position)


class EntriesById(Mapping[str, Entry]):
    """Entries by id, in order; the value of an item is read on access only."""

    def __init__(self, items: Mapping[str, Item]) -> None:
        self._items = items

    def __getitem__(self, id_: str) -> Entry:
        value = self._items[id_].value()
        assert isinstance(value, Entry)  # noqa: S101 - follows from the list the item belongs to
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._items


class MentionsByName(Mapping[tuple[str, str, str], MentionedAt]):
    """(id, kind of thing, name) -> where the entry names it; read from the entry's header on access only."""

    def __init__(self, items: Mapping[str, Item]) -> None:
        self._items = items

    def __getitem__(self, key: tuple[str, str, str]) -> MentionedAt:
        return unpack_mentions(self._items[key[0]].header.mentions)[key[1:]]

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        return ((id_, *named) for id_, item in self._items.items() for named in unpack_mentions(item.header.mentions))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True)
class ProsePage:
    """A page of the catalogue's own prose (data/pages/)."""

    slug: str
    title: str
    text: str
    place: Place


class Picture(NamedTuple):
    """A picture that texts may show."""

    image: Image
    """Whose it is, and under which licence."""
    content: PictureContent
    """What its file holds."""


@dataclass(frozen=True, slots=True, repr=False)  # a repr of everything would be megabytes
class Catalogue:
    """All the data that pages are made from. Mappings are in the order of ids, slugs and keys."""

    masthead: Masthead
    entries: Mapping[str, Entry]
    link_labels: Mapping[str, LinkLabel]
    """Id -> what links to it show."""
    leaving: Mapping[str, str]
    """Id -> title of each entry of which it is announced that it will be retired."""
    list_summaries: Mapping[str, ListSummary]
    evidence_counts: Mapping[str, tuple[int, int]]
    """Id -> number of its items of evidence, and of those that somebody has verified."""
    """Id -> what lists show of it besides the title."""
    items: Mapping[str, Item]
    """Id -> the entry as an item of the data."""
    kinds: Mapping[str, Kind]
    """Id -> its kind."""
    places: Mapping[str, Place]
    """Id or slug (`area:project-planning`) -> where it is written."""
    words: Mapping[str, Mapping[str, Word]]
    """Vocabulary -> slug -> word."""
    contributors: Mapping[str, Contributor]
    aliases: Mapping[str, str]
    """Address that an entry or word had elsewhere -> its page."""
    images: Mapping[str, Picture]
    """Pictures by the names of their files."""
    schemes: tuple[Scheme, ...]
    synonyms: tuple[Synonyms, ...]
    references: Mapping[str, Reference]
    reference_keys: Mapping[str, str]
    """Page of a reference -> its key."""
    work_statuses: Mapping[str, WorkStatus]
    """Key of a reference -> what a registry said of it; nothing where it was not asked."""
    phrases: str
    """Its own file of phrases, as text."""
    reference_file: str
    prose: tuple[ProsePage, ...]
    objections: Mapping[str, tuple[Challenge, ...]]
    """Id -> documented objections to that entry."""
    replies: Mapping[str, tuple[Reply, ...]]
    """Id of a study or product -> what those who wrote or made it answer, or whether they were invited to."""
    matches: Mapping[str, tuple[tuple[Scheme, Concept, Match], ...]]
    """Id -> concepts of other schemes that it matches."""
    situations: tuple[Situation, ...]
    """What the home page offers to start from, in the order written."""
    worksheet: tuple[WorksheetQuestion, ...]
    """Questions of the worksheet, in the order written; without any there is no such page."""
    showing: Mapping[tuple[str, str], tuple[str, ...]]
    """(study, organization) -> ids of the entries seen there."""
    outgoing: Mapping[str, tuple[RelationEdge, ...]]
    incoming: Mapping[str, tuple[RelationEdge, ...]]
    naming: Mapping[tuple[str, str], tuple[str, ...]]
    """(kind of thing, name) -> ids of the entries that name it in a field or cite it in a text."""
    mentions: Mapping[tuple[str, str, str], MentionedAt]
    """(id, kind of thing, name) -> where that entry names it in a text, or beside one."""
    named_in: Mapping[str, tuple[tuple[str, str], ...]]
    """Id -> (kind of thing, name) of everything that the entry names, in the order of its fields."""
    by_kind: Mapping[str, tuple[str, ...]]
    """Kind -> ids of its entries, in order."""

    @property
    def standard_pages(self) -> Mapping[str, str]:
        """The pages of `STANDARD_PAGES` that this catalogue has: all but those whose list is empty."""
        return {page: title for page, title in STANDARD_PAGES.items() if page not in PAGES_OF_LISTS or getattr(self, PAGES_OF_LISTS[page])}

    def of_kind(self, name: str) -> tuple[Entry, ...]:
        """Entries of a kind, by id; reads every one of them."""
        return tuple(map(self.entries.__getitem__, self.by_kind.get(name, ())))

    def ids(self, kind: str, vocabulary: str, slug: str) -> tuple[str, ...]:
        """Ids of the entries of a kind that name something: findings of an area, patterns of a collaboration point."""
        return tuple(id_ for id_ in self.naming.get((vocabulary, slug), ()) if self.kinds[id_].name == kind)

    def all_of(self, model: type[E]) -> tuple[E, ...]:
        """Entries of a kind given by its model, for their type; reads every one of them."""
        return tuple(entry for entry in self.of_kind(KIND_BY_MODEL[model].name) if isinstance(entry, model))

    def labelled(self, words: str) -> str:
        """Words of the engine, with `{finding}` replaced by the catalogue's own label for findings, in lower case except at the start."""
        return _IN_BRACES.sub(lambda match: in_sentence(many) if (many := self.label(match[1]).many) and match.start() else many, gettext(words))

    def label(self, thing: str) -> Label:
        """The catalogue's own label for a kind or vocabulary, else the default one."""
        return self.masthead.labels.get(thing) or (
            _default_label(thing, current_phrases()) if thing in LISTED_BY_NAME else Label(one=thing, many=thing)
        )


@functools.cache
def _default_label(thing: str, phrases: Phrases) -> Label:
    """The declared label of a kind or vocabulary in the language of these phrases."""
    declared = LISTED_BY_NAME[thing].label
    return Label(one=phrases.translations.gettext(declared.one), many=phrases.translations.gettext(declared.many))


_IN_BRACES = re.compile(r"\{([a-z-]+)\}")


def id_order(id_: str) -> tuple[int, bool, int, str]:
    """Sort key of an id: by kind, then by number, so that F-1000 follows F-999; placeholders come last, by name."""
    prefix = id_.partition("-")[0]
    kind = next((index for index, kind in enumerate(KINDS) if kind.prefix == prefix), len(KINDS))
    return kind, is_placeholder(id_), id_number(id_), id_


def build_catalogue(
    items: Iterable[Item],
    masthead: Masthead,
    references: Mapping[str, Reference],
    reference_file: str,
    prose: tuple[ProsePage, ...],
    work_statuses: Mapping[str, WorkStatus],
    pictures: Mapping[str, PictureContent] = MappingProxyType({}),
    phrases: str = "",
) -> Catalogue:
    """Build the catalogue from checked items without errors; `pictures` are what the folder of pictures holds, by the names of files."""
    by_key: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_key[item.key].append(item)
    by_kind = {kind.name: {item.name: item for item in sorted(by_key[kind.key], key=lambda item: id_order(item.name))} for kind in KINDS}
    entries = {id_: item for of_kind in by_kind.values() for id_, item in of_kind.items()}
    schemes = _values(by_key["schemes"], Scheme)
    links = tuple(
        RelationEdge(id_, target, RELATIONS[kind], position, item) for id_, item in entries.items() for kind, target, position in item.header.links
    )
    return Catalogue(
        masthead=masthead,
        entries=EntriesById(entries),
        link_labels=MappingProxyType({id_: LinkLabel(item.header.title, item.header.retired) for id_, item in entries.items()}),
        leaving=MappingProxyType({id_: item.header.title for id_, item in entries.items() if item.header.leaving}),
        list_summaries=MappingProxyType({id_: ListSummary(item.header.statement, item.header.note) for id_, item in entries.items()}),
        evidence_counts=MappingProxyType({id_: item.header.evidence for id_, item in entries.items()}),
        items=MappingProxyType(entries),
        kinds=MappingProxyType({id_: kind for kind in KINDS for id_ in by_kind[kind.name]}),
        places=MappingProxyType(
            {id_: item.place for id_, item in entries.items()} | {f"{v.name}:{item.name}": item.place for v in VOCABULARIES for item in by_key[v.key]}
        ),
        words=MappingProxyType({v.name: MappingProxyType({word.slug: word for word in _values(by_key[v.key], Word)}) for v in VOCABULARIES}),
        contributors=MappingProxyType({each.id: each for each in _values(by_key["contributors"], Contributor)}),
        aliases=MappingProxyType(
            {alias: f"{thing.plural}/{item.name}" for thing in (*KINDS, *VOCABULARIES) for item in by_key[thing.key] for alias in item.header.aliases}
        ),
        images=MappingProxyType(
            {each.file: Picture(each, pictures[each.file]) for each in _values(by_key["images"], Image) if each.file in pictures}
        ),
        schemes=schemes,
        synonyms=_values(by_key["synonyms"], Synonyms),
        replies=_grouped((each.entry, each) for each in _values(by_key["replies"], Reply)),
        objections=_grouped((each.entry, each) for each in _values(by_key["challenges"], Challenge)),
        matches=_grouped((m.entry, (scheme, concept, m)) for scheme in schemes for concept in scheme.concepts for m in concept.matches),
        situations=_values(by_key[SITUATIONS], Situation),
        worksheet=_values(by_key[WORKSHEET], WorksheetQuestion),
        showing=_grouped((seen, id_) for id_, item in entries.items() for seen in item.header.shows),
        references=MappingProxyType(dict(references)),
        reference_keys=MappingProxyType({reference_page(key): key for key in references}),
        work_statuses=MappingProxyType(dict(work_statuses)),
        phrases=phrases,
        reference_file=reference_file,
        prose=prose,
        outgoing=_grouped((link.source, link) for link in links),
        incoming=_grouped((link.target, link) for link in links),
        naming=_grouped((what, id_) for id_, item in entries.items() for what in item.header.naming),
        mentions=MentionsByName(entries),
        named_in=MappingProxyType({id_: item.header.naming for id_, item in entries.items()}),
        by_kind=MappingProxyType({name: tuple(of_kind) for name, of_kind in by_kind.items()}),
    )


def _values(items: Iterable[Item], model: type[P]) -> tuple[P, ...]:
    return tuple(value for value in (item.value() for item in items) if isinstance(value, model))


def _grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    index: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        index[key].append(value)
    return MappingProxyType({key: tuple(values) for key, values in index.items()})
