"""What a synthesis is narrowed down by besides the fields of its model: breadth, how far the sources were read, what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from patternbook.documents.context import Context, get_field
from patternbook.documents.profile import AddedFacet
from patternbook.model.components import Entry
from patternbook.model.entries import EFFECTIVENESS_WORDS, SUPPORT_WORDS, Study
from patternbook.phrases import gettext, gettext_noop, sentence_case
from patternbook.profile.breadth import DEPTH_WORDS, data_sets_of
from patternbook.profile.evidence.gaps import missing_values

BREADTH_WORDS = (
    gettext_noop("No direct result of a study"),
    gettext_noop("One data set"),
    gettext_noop("Two data sets"),
    gettext_noop("Three data sets or more"),
)


def breadth_values(entry: Entry, context: Context) -> Mapping[str, str]:
    """On how many data sets an entry rests; nothing for entries without evidence."""
    data_sets = data_sets_of(entry, context)
    if data_sets is None:
        return {}
    number = min(data_sets, len(BREADTH_WORDS) - 1)
    return {str(number): gettext(BREADTH_WORDS[number])}


def depth_values(entry: Entry, context: Context) -> Mapping[str, str]:
    """How far the sources of an entry were read; of a study, its own publication."""
    if isinstance(entry, Study):
        sources = {(entry.id, entry.reference): None}
    else:
        sources = {(item.study, item.source): None for item in get_field(entry, "evidence") or ()}
    found = {context.shared[study].depths.get(source) for study, source in sources}
    return {depth: sentence_case(gettext(words)) for depth, words in DEPTH_WORDS.items() if depth in found}


SYNTHESIS_FACETS = (
    AddedFacet("breadth", gettext_noop("Breadth"), breadth_values, is_scale=True),
    AddedFacet("depth", gettext_noop("How far read"), depth_values),
    AddedFacet("missing", gettext_noop("Could be added"), missing_values, is_counted=True),
)

CHOICE_WORDS: Mapping[str, Mapping[str, str]] = {
    "support": SUPPORT_WORDS,
    "also-supported": SUPPORT_WORDS,
    "effectiveness": {value: words[0].upper() + words[1:] for value, words in EFFECTIVENESS_WORDS.items()},
}
"""Facet of a choice field -> the words that pages have for its values."""
