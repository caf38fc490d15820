"""The input of catalogue rules: the summaries of all items.

A summary holds no places. A rule that finds a problem returns a function that finds its positions in the item
(`FindPositions`), so that an item is read again, with places, only where a message needs one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from patternbook.check.advice.forms import slug_of
from patternbook.check.advice.nearest import misspelt_name
from patternbook.check.collect import Position
from patternbook.check.references import ANY_ENTRY, LIST_OF_THING, THING_OF_LIST, KnownNames, mended_name, thing_named
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.check.summaries.item_summary import KIND_BY_KEY, ItemSummary
from patternbook.check.summaries.samples import SAMPLE_FIELDS, SampleLabel, StudySample
from patternbook.model.registry import ID_PATTERN, KIND_BY_NAME, id_number, kind_of_id

OpenItem = Callable[[], CheckedItem]
"""Collects the contents of an item, anew in each call: the contents of all items at once would fill the memory."""


FindPositions = Callable[[CheckedItem], Iterable[Position]]
"""Finds in an item the positions of what a catalogue rule reports."""


def own_name(item: CheckedItem) -> Iterable[Position]:
    """Where the id or slug of an item is written."""
    return () if item.name_spot is None else (Position(item.name_spot),)


def use_of(kind: str, name: str) -> FindPositions:
    """All positions where an item uses a name."""
    return lambda item: item.positions.uses.get((kind, name), ())


def relation_at(number: int) -> FindPositions:
    """The position of the target of one of an item's relations."""
    return lambda item: item.positions.relations[number : number + 1]


def label_in(label: SampleLabel) -> FindPositions:
    """All positions where an item mentions a label of a sample."""
    return lambda item: item.positions.labels.get(label, ())


@dataclass(frozen=True)
class CatalogueSummary:
    """The summaries of everything: the input of catalogue rules."""

    items: Sequence[ItemSummary]
    names: KnownNames
    retracted: Mapping[str, str]
    """Key of a work that was retracted -> when, as far as it is known, in words that follow `was retracted`."""
    pages: Mapping[str, tuple[int, int]]
    """Key of a work -> its first and its last page, where they are known."""
    latest_day: str = ""
    """The latest day that the data may name; empty where that is not known."""
    unread: bytes = b""
    """The contents of files that could not be read as a whole: names in them are neither unknown nor unused."""

    @cached_property
    def uses(self) -> frozenset[tuple[str, str]]:
        """(kind of thing, name) of everything that any item names, each once, since most are named often."""
        return frozenset(chain.from_iterable(item.uses for item in self.items))

    @cached_property
    def unknown(self) -> tuple[tuple[int, str, str], ...]:
        """Index of an item, kind of thing and name of everything that is named and does not exist, or is of another kind."""
        lacking = {use for use in self.uses if self.names.lacks(*use) and not self._may_be_unread(*use)}
        return tuple((number, *use) for number, item in enumerate(self.items if lacking else ()) for use in item.uses if use in lacking)

    def _may_be_unread(self, thing: str, name: str) -> bool:
        """Whether a word or a person may be among those of a file that could not be read as a whole, however it is written there."""
        key = LIST_OF_THING.get(thing, "") if thing not in KIND_BY_NAME else ""
        if not key or not re.search(rf"(?m)^{key}:".encode(), self.unread):
            return False
        return any(each and each.encode() in self.unread.lower() for each in (name.casefold(), slug_of(name)))

    @cached_property
    def lost(self) -> frozenset[str]:
        """Kinds of thing that are named, though there is nothing of that kind: a file was lost."""
        things = {thing_named(kind, name) for _, kind, name in self.unknown}
        return frozenset(thing for thing in things if not self.names.known.get(thing))

    @cached_property
    def missing(self) -> frozenset[str]:
        """Names of what is named, but cannot be found or read."""
        return frozenset(name for _, _, name in self.unknown) | (self.names.unread - self.names.known[ANY_ENTRY])

    @cached_property
    def may_cite(self) -> bool:
        """Whether an entry is missing that several items name, which may cite anything."""
        naming = Counter(name for _, kind, name in self.unknown if thing_named(kind, name) in KIND_BY_NAME)
        return bool(self.lost) or not self.names.is_whole or max(naming.values(), default=0) >= MIN_NAMING

    @cached_property
    def half_related(self) -> frozenset[str]:
        """Items with a relation to something that is missing, so that it may be meant for any other."""
        return frozenset(item.name for item in self.items if any(target in self.missing for _, target, _ in item.relations))

    @cached_property
    def lacks_samples(self) -> bool:
        """Whether an entry of a kind with a sample, such as a study, is missing."""
        return not self.names.is_whole or any(kind.key in SAMPLE_FIELDS for name in self.missing if (kind := kind_of_id(name)) is not None)

    @cached_property
    def renamed(self) -> Mapping[tuple[str, str], str]:
        """Kind of thing and name of what is unknown -> the most similar name that nothing uses, which may be the same thing misnamed."""
        used = {name for _, name in self.uses}
        naming = Counter((thing_named(kind, name), name) for _, kind, name in self.unknown)
        found: dict[tuple[str, str], str] = {}
        for (thing, name), count in list(naming.items())[:MAX_SUGGESTIONS]:
            known = self.names.known.get(thing, frozenset())
            was_there = count > 1 and id_number(name) <= max(map(id_number, known), default=0)  # else it is rather one that is to come
            if was_there and (near := misspelt_name(name, known - used)):
                found[thing, name] = near
        return found

    def is_consequence(self, thing: str, name: str) -> bool:
        """Whether a name is unknown only since the item that has it is reported itself: for its id, or the list that it is in."""
        in_another_list = thing in KIND_BY_NAME and name in self.names.known[ANY_ENTRY]
        return in_another_list or (thing, name) in self._malformed or self._nameless.get(thing, 0) >= self._unknown_of[thing]

    @cached_property
    def _malformed(self) -> frozenset[tuple[str, str]]:
        """Kind of thing and name that items would have if their id or slug had the right form."""
        items = (item for item in self.items if item.is_named and item.key in THING_OF_LIST)
        mended = ((THING_OF_LIST[item.key], mended_name(item.name, is_id=item.key in KIND_BY_KEY), item.name) for item in items)
        return frozenset((thing, name) for thing, name, written in mended if name != written)

    @cached_property
    def _nameless(self) -> Mapping[str, int]:
        """Kind of thing -> items without an id or slug of the right form, which are reported for that."""
        unknown = {name for _, _, name in self.unknown}
        return Counter(
            THING_OF_LIST[item.key]
            for item in self.items
            if item.key in THING_OF_LIST and (not item.is_named or (_is_odd(item) and mended_name(item.name, is_id=True) not in unknown))
        )

    @cached_property
    def _unknown_of(self) -> Mapping[str, int]:
        """Kind of thing -> names of that kind that nothing has."""
        names = {(thing_named(kind, name), name) for _, kind, name in self.unknown}
        return Counter(thing for thing, name in names if (thing, name) not in self._malformed)

    @cached_property
    def cited(self) -> frozenset[str]:
        """Keys of references that are cited, or that a text may be meant to cite."""
        return frozenset(name for kind, name in self.uses if kind == "reference").union(*(item.maybe_cited for item in self.items))

    @cached_property
    def samples(self) -> Mapping[str, StudySample | None]:
        """Study -> its sample."""
        return {item.name: item.sample for item in self.items if item.key in SAMPLE_FIELDS}

    @cached_property
    def samples_by_reference(self) -> Mapping[str, StudySample]:
        """Main publication of a study -> its sample."""
        return {sample.reference: sample for sample in self.samples.values() if sample is not None}

    @cached_property
    def numbers_by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Id of a study, and key of its main publication -> the numbers that it gives."""
        given = [(item.name, item.sample.reference if item.sample else "", item.writing.given_numbers) for item in self.items if item.writing]
        return {name: numbers for id_, reference, numbers in given if numbers for name in (id_, reference)}

    @cached_property
    def purposive_sources(self) -> frozenset[str]:
        """Ids of studies whose samples were picked, and the works that these studies alone are read in."""
        studies = [(item.name, item.reads) for item in self.items if item.reads is not None]
        shared = Counter(source for _, reads in studies for source in reads.sources)
        picked = [(name, *reads.sources) for name, reads in studies if reads.is_purposive]
        return frozenset(name for names in picked for name in names if shared[name] <= 1)

    def sample(self, study: str, source: str) -> StudySample | None:
        """The sample of a study; that of the study published as `source` where no such study exists."""
        return self.samples[study] if study in self.samples else self.samples_by_reference.get(source)


def _is_odd(item: ItemSummary) -> bool:
    """Whether the id of an entry is none, or has the prefix of another kind."""
    kind = KIND_BY_KEY.get(item.key)
    return kind is not None and (re.fullmatch(ID_PATTERN, item.name) is None or kind_of_id(item.name) is not kind)


MIN_NAMING = 3
"""Items that name something that is not there, from which on it was rather lost than never there."""


MAX_SUGGESTIONS = 100
"""The most unknown names for which a near one is looked for among all: each takes time in proportion to their number."""
