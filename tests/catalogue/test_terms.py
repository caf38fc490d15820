"""Terms in running text: the longest, in singular and plural, as they are written where they are abbreviations, and in linear time."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest

from patternbook.catalogue.terms import GlossaryIndex, GlossaryWord, form_words, index_glossary
from patternbook.search.languages import search_language


def index_of(*titles: str, language: str = "en") -> GlossaryIndex:
    """An index of these titles and their other numbers."""
    forms = [(form_words(title), GlossaryWord("term", title, title, f"terms/{title}")) for title in titles]
    others = [((*words[:-1], last), word) for words, word in forms if words for last in search_language(language).other_number(words[-1])]
    return index_glossary([*forms, *others])


def used(index: GlossaryIndex, *texts: str) -> set[str]:
    """The titles of the words that texts use."""
    return {word.title for word in index.used_in(texts).values()}


CASES = {
    "as it is": (["Model"], "A model is trained.", {"Model"}),
    "capital": (["Model"], "Models are trained.", {"Model"}),
    "plural": (["Trajectory", "Model class", "Box"], "trajectories, model classes and boxes", {"Trajectory", "Model class", "Box"}),
    "a title in the plural": (["Shared databases"], "one shared database", {"Shared databases"}),
    "owner": (["Model", "Model team"], "the model's name; the model team’s room", {"Model", "Model team"}),
    "the longest": (["Model", "Model team"], "the model teams", {"Model team"}),
    "the longest, and what it begins with": (["Model", "Model team"], "the model team and its model", {"Model", "Model team"}),
    "the end of a longer one": (["Team", "Model team"], "the model team", {"Model team"}),
    "broken off": (["Model", "Model team"], "The model. Teams differ; a model, team by team.", {"Model"}),
    "over a line end": (["Model team"], "the model\nteam", {"Model team"}),
    "over a paragraph": (["Model team", "Model"], "the model\n\n- team", {"Model"}),
    "with a hyphen": (["ML-enabled system"], "ML-enabled systems", {"ML-enabled system"}),
    "within a compound": (["Model"], "model-based, non-model, model_card", set()),
    "within a word": (["Test"], "the latest contest tested", set()),
    "within an address": (["Model"], "https://a.org/model/x and a@model.org", set()),
    "abbreviation": (["IT", "MLOps"], "it is done in MLOps, not mlops", {"MLOps"}),
    "abbreviation and word": (["IT"], "IT, and it", {"IT"}),
    "signs between words": (["C++", "A & B", "I"], "C++ and A & B and I", set()),
    "marks of emphasis": (["Model team"], "the **model team** in *model* team", {"Model team"}),
    "quotation marks": (["Model"], "“model”", {"Model"}),
    "accents": (["Café"], "the cafés", {"Café"}),
    "without spaces": (["模型"], "这个模型很好", {"模型"}),
    "two scripts": (["model"], "このmodelは", {"model"}),
    "nothing": ([], "a text", set()),
}


@pytest.mark.parametrize(("titles", "text", "expected"), CASES.values(), ids=CASES.keys())
def test_terms_in_a_text(titles: list[str], text: str, expected: set[str]) -> None:
    assert used(index_of(*titles), text) == expected


def test_case_forms_of_another_language() -> None:
    assert used(index_of("Modell", "Schnittstelle", language="de"), "des Modells, den Schnittstellen, die Modelle") == {"Modell", "Schnittstelle"}


def test_no_term_spans_two_texts() -> None:
    assert used(index_of("Model", "Model team"), "the model", "team") == {"Model"}


def _seconds(texts: Iterable[str], index: GlossaryIndex) -> float:
    start = time.process_time()
    index.used_in(texts)
    return time.process_time() - start


def test_time_does_not_grow_with_the_number_of_terms() -> None:
    text = ["data and more data about the data of a long sentence, " * 2000]
    few, many = (index_of(*(f"Data item{number}" for number in range(count))) for count in (10, 5000))
    assert min(_seconds(text, many) for _ in range(3)) < 5 * min(_seconds(text, few) for _ in range(3)) + 0.01
