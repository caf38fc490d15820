"""Words that belong together in a synthesis: the catalogue's own list, and what professions mean by a term of the glossary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patternbook.catalogue.catalogue import Catalogue
from patternbook.model.vocabulary import Term
from patternbook.search import Meanings
from patternbook.tokenize import tokenize

_LONGEST = 2
"""Words of a meaning that is another name for its term; a longer one explains it."""


def search_meanings(catalogue: Catalogue) -> Meanings:
    """What the search knows of the words of a catalogue."""
    return Meanings(catalogue.masthead.language, [*(group.words for group in catalogue.synonyms), *_of_professions(catalogue)])


def _of_professions(catalogue: Catalogue) -> Iterator[Sequence[str]]:
    for term in catalogue.words["term"].values():
        if isinstance(term, Term):
            for each in term.meanings:
                if len(tokenize(each.meaning.text)) <= _LONGEST:
                    yield term.title, each.meaning.text
