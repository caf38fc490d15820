"""Words that belong together for the search: the list in the data, and what professions mean by a term."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from conftest import replace_fields
from patternbook.catalogue.catalogue import Catalogue
from patternbook.model.vocabulary import Term
from patternbook.profile.synonyms import search_meanings


def test_the_list_in_the_data(toy: Catalogue) -> None:
    meanings = search_meanings(toy)
    assert meanings.language == toy.masthead.language
    assert tuple(meanings.synonyms[0]) == ("rota", "turns & duties")


def test_a_short_meaning_is_another_name_for_its_term(toy: Catalogue) -> None:
    """And a longer one explains it."""
    term = toy.words["term"]["barrel"]
    assert isinstance(term, Term)
    short, long = (
        (each, replace_fields(each.meaning, text=text)) for each, text in zip(term.meanings, ("Rain butt.", "What rain is kept in."), strict=True)
    )
    meant = tuple(replace_fields(each, meaning=claim) for each, claim in (short, long))
    words = {**toy.words, "term": MappingProxyType({"barrel": replace_fields(term, meanings=meant)})}
    assert list(search_meanings(replace(toy, words=words)).synonyms)[len(toy.synonyms) :] == [("Barrel", "Rain butt.")]
