"""The tokens of the shipped lists: found in their examples, in each of their ways; not found in near misses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from checkouts import shipped_lists, surveyed
from conftest import ROOT, replace_fields
from patternbook.catalogue.catalogue import Catalogue
from patternbook.screening.survey.examples import try_examples
from patternbook.screening.survey.mentions import tokens_in_headings, tokens_in_readme
from patternbook.screening.survey.self_description import self_labels
from patternbook.screening.texts.readme import parse_readme
from patternbook.screening.tokens.lists import Signal, Token, TokenLists

TOKENS = [(signal, token) for signal in shipped_lists().signals for token in signal.tokens]
OF_THE_STUDY = {f"I-{number:03}": f"I{number:02}" for number in range(1, 27)}
"""Entry -> the study's key of its indicator."""
WAYS = ("imports", "packages", "files", "lines", "words")


def found(signal: Signal, token: Token, file: str, text: str) -> bool:
    """Whether a token is found where one file says this."""
    alone = TokenLists(signals=(replace_fields(signal, tokens=(token,)),))
    if signal.read_from == "tree":
        return any(each.source.token.name == token.name for each in surveyed({file: text}, alone).found)
    readme = parse_readme(file, text)
    if signal.read_from == "readme":
        return bool(tokens_in_readme(readme, alone.signals[0]))
    if signal.read_from == "headings":
        return bool(tokens_in_headings(readme, alone.signals[0]))
    return any(said.token.name == token.name for said in self_labels(readme, "", alone))


def single(token: Token) -> Iterator[Token]:
    """The token, once for each single thing it looks for."""
    nothing: dict[str, object] = {"imports": {}, "packages": {}, "files": (), "lines": {}, "words": ()}
    for way in WAYS:
        value = getattr(token, way)
        if isinstance(value, dict):
            for of, names in value.items():
                yield from (replace_fields(token, **nothing | {way: {of: (name,)}}) for name in names)
        else:
            yield from (replace_fields(token, **nothing | {way: (name,)}) for name in value)


def test_shipped_tokens_are_found_in_their_examples_and_not_in_near_misses() -> None:
    """The check says so as well, but for a catalogue that chose not to know."""
    assert list(try_examples(shipped_lists())) == []


@pytest.mark.parametrize(("signal", "token"), TOKENS[::20], ids=lambda value: value.slug if isinstance(value, Signal) else value.name)
def test_examples_are_tried_as_a_screening_would(signal: Signal, token: Token) -> None:
    """Here one token at a time and one file at a time, without the shortcuts of the check."""
    assert [file for file, text in token.hits.items() if not found(signal, token, file, text)] == []
    assert [file for file, text in token.misses.items() if found(signal, token, file, text)] == []
    without = [each for each in single(token) if not any(found(signal, each, file, text) for file, text in token.hits.items())]
    assert [{way: getattr(each, way) for way in WAYS if getattr(each, way)} for each in without] == []


def test_every_indicator_of_the_study_is_there_once_or_more_and_points_to_its_entry() -> None:
    entries = {signal.key: signal.entry for signal in shipped_lists().signals if signal.key}
    assert {key: entries.get(key) for key in OF_THE_STUDY.values()} == {key: id_ for id_, key in OF_THE_STUDY.items()}


def test_tokens_of_wording_say_what_they_suggest() -> None:
    wording = [signal for signal in shipped_lists().signals if signal.slug in ("non-product-wording", "product-wording")]
    assert len(wording) == 2
    assert all(token.suggests for signal in wording for token in signal.tokens)


def test_no_token_is_known_defect_of_the_published_scripts() -> None:
    """Capitals that can never match, and two tokens run together where a comma is missing."""
    names = [name for _, token in TOKENS for each in single(token) for way in WAYS for name in _names(getattr(each, way))]
    assert len(names) > 800
    for glued in ("orange3torch", "torchorange3", "diffsharptorch", "numlcatalyst", "pycaretseaborn", "daal4pycaffe", "playstoreplay store"):
        assert glued not in {name.lower() for name in names}
    assert {"torch", "orange3", "pycaret", "daal4py", "numl", "Catalyst"} <= set(names)
    assert {"*.pickle", "*.pkl"} <= set(names)  # the scripts knew only one of the two


def _names(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (name for names in value.values() for name in names)
    elif isinstance(value, tuple):
        yield from value


CASES = json.loads((ROOT / "benchmarks" / "screening-cases.json").read_text("utf-8"))
CLASSES = {"ml_product", "ml_library_or_tool", "model_or_paper_code", "tutorial_or_notebooks", "toy_or_demo", "non_ml_product", "non_ml_library"}


def test_no_list_or_rule_names_a_measured_repository() -> None:
    """Rules that know the cases they are tried on would measure nothing."""
    assert len(CASES) > 60
    assert {case["class"] for case in CASES} <= CLASSES
    repositories = {case["repo"].rpartition("/")[2].lower() for case in CASES if len(case["repo"].rpartition("/")[2]) > 4}
    rules = "\n".join(path.read_text("utf-8").lower() for path in (ROOT / "hooks" / "patternbook" / "screening").rglob("*.py"))
    named = {name for name in repositories if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", rules)}
    assert named == WORDS
    libraries = {case["repo"].rpartition("/")[2].lower() for case in CASES if "library" in case["class"] or "code" in case["class"]}
    tokens = {name.lower() for _, token in TOKENS for each in single(token) for way in WAYS for name in _names(getattr(each, way))}
    assert (repositories - libraries) & tokens == {"examples", "playground"}  # a library is looked for by what others import


WORDS = {"android", "examples", "flask", "requests"}
"""Repositories whose names are words, or a package that a field's description takes for an example."""


def test_entries_that_lists_point_to_are_in_the_catalogue_with_the_studys_key(catalogue: Catalogue) -> None:
    keys = {entry.id: entry.source_label for entry in catalogue.of_kind("indicator")}
    assert {id_: keys[id_] for id_ in OF_THE_STUDY} == OF_THE_STUDY
