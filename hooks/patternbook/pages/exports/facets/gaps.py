"""What the catalogue lacks, counted for the coverage page: by the facets that are counted, by words, by groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from patternbook.documents.context import Context
from patternbook.documents.profile import Gap
from patternbook.model.registry import KINDS, VOCABULARIES, VOCABULARY_BY_NAME
from patternbook.pages.exports.facets.parts import MOST_EXAMPLES, RowFile, summed_counts

FEW = 3
"""Entries below which a group is listed as one with few."""
MOST_WORDS = 12
"""Words that are named of a vocabulary."""


class CountedGap(Struct, frozen=True):
    """A gap that entries share."""

    gap: Gap
    facet: str
    value: str
    """Value of the facet that lists these entries."""
    title: str
    count: int
    named: tuple[str, ...]
    """The first few of these entries."""


class Gaps(Struct, frozen=True):
    """Everything that the coverage page says of gaps; plain values, so that the page is kept while they stay."""

    declared: tuple[CountedGap, ...]
    others: tuple[CountedGap, ...]
    """Empty sections, those that most entries share first."""
    unused: tuple[tuple[str, tuple[str, ...]], ...]
    """Vocabulary -> its words that no entry names or uses."""
    few: tuple[tuple[str, str, tuple[tuple[str, int], ...]], ...]
    """Kind, what it is grouped by, and each group with few entries of it and how many it has."""


def count_gaps(parts: Sequence[RowFile], context: Context) -> Gaps:
    """The gaps of a catalogue, from what its files of rows count."""
    profile, counts = context.profile, summed_counts(parts)
    declared = {gap.value: gap for gap in profile.gaps}
    found = [
        CountedGap(declared.get(value, profile.other_gap), facet.name, value, title, number, _named(facet.name, value, parts))
        for facet in profile.facets
        if facet.is_counted
        for value, (title, number) in counts.get(facet.name, {}).items()
    ]
    order = list(declared)
    return Gaps(
        tuple(sorted((each for each in found if each.gap.value), key=lambda each: order.index(each.gap.value))),
        tuple(sorted((each for each in found if not each.gap.value), key=lambda each: -each.count)),
        tuple(_unused(counts, context)),
        tuple(_few(context)),
    )


def _named(facet: str, value: str, parts: Sequence[RowFile]) -> tuple[str, ...]:
    return tuple(id_ for part in parts for id_ in part.named[facet].get(value, ()))[:MOST_EXAMPLES]


def _unused(counts: Mapping[str, Mapping[str, object]], context: Context) -> Iterator[tuple[str, tuple[str, ...]]]:
    for vocabulary in VOCABULARIES:
        slugs = tuple(slug for slug in context.catalogue.words[vocabulary.name] if slug not in counts.get(vocabulary.name, {}))
        if slugs:
            yield vocabulary.name, slugs


def _few(context: Context) -> Iterator[tuple[str, str, tuple[tuple[str, int], ...]]]:
    catalogue = context.catalogue
    for kind in KINDS:
        by = kind.grouped_by
        if by and catalogue.by_kind[kind.name]:
            names = catalogue.words[by] if by in VOCABULARY_BY_NAME else catalogue.by_kind[by]
            numbers = {name: len([id_ for id_ in catalogue.ids(kind.name, by, name) if not catalogue.link_labels[id_].retired]) for name in names}
            if few := tuple((name, number) for name, number in numbers.items() if number < FEW):
                yield kind.name, by, few
