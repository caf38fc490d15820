"""Words that belong together in a synthesis: the catalogue's own list, what professions mean by a term, and the forms of terms in texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patternbook.catalogue.catalogue import Catalogue
from patternbook.catalogue.terms import GlossaryIndex, GlossaryWord, form_words, index_glossary
from patternbook.catalogue.tokenize import fold_text, tokenize
from patternbook.model.registry import VOCABULARY_BY_NAME
from patternbook.model.vocabulary import Term
from patternbook.search import Meanings
from patternbook.search.languages import search_language

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


def glossary_index(catalogue: Catalogue) -> GlossaryIndex:
    """The forms in which texts use the terms of the glossary: their titles, in singular and plural, and the forms that they declare.

    Where two terms have one form, it is that of the first whose title or declared form it is. A title that is a common word of the
    language, such as `Done`, is looked for only if the term declares it as a form, as texts use it in other meanings.
    """
    language, plural = search_language(catalogue.masthead.language), VOCABULARY_BY_NAME["term"].plural
    common = frozenset(language.common.split())
    written, inflected = list[tuple[Sequence[str], GlossaryWord]](), list[tuple[Sequence[str], GlossaryWord]]()
    for slug, term in catalogue.words["term"].items():
        word, title = GlossaryWord("term", slug, term.title, f"{plural}/{slug}"), form_words(term.title)
        declared = tuple(map(form_words, term.forms)) if isinstance(term, Term) else ()
        written += [(form, word) for form in (title, *declared) if form in declared or not _is_common(form, common)]
        others = ((*form[:-1], last) for form in (title, *declared) if form for last in language.other_number(form[-1]))
        inflected += [(form, word) for form in others if not _is_common(form, common)]
    return index_glossary([*written, *inflected])


def _is_common(form: Sequence[str], common: frozenset[str]) -> bool:
    return len(form) == 1 and fold_text(form[0]) in common
