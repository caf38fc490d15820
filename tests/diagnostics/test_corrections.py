"""What is certain to be meant: one name, and never another number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.diagnostics.corrections import certain_name, edit_distance

FIELDS = ["title", "themes", "statement", "roles", "area", "areas", "not_known", "supports", "contradicts"]


@pytest.mark.parametrize(
    ("wrong", "known", "meant"),
    [
        pytest.param("tehmes", FIELDS, "themes", id="swapped"),
        pytest.param("suports", FIELDS, "supports", id="left out"),
        pytest.param("tittle", FIELDS, "title", id="added"),
        pytest.param("Title", FIELDS, "title", id="case"),
        pytest.param("not-known", FIELDS, "not_known", id="hyphen"),
        pytest.param("contredicst", FIELDS, "contradicts", id="two of a long one"),
        pytest.param("tilte", ["title", "tile"], "", id="two are as near"),
        pytest.param("Areas", ["areas", "area-s"], "", id="two are alike"),
        pytest.param("ttle", ["the"], "", id="too short"),
        pytest.param("statmnt", FIELDS, "", id="two of a short one"),
        pytest.param("S-017", ["S-016", "S-018"], "", id="another number"),
        pytest.param("kim2018", ["kim2019"], "", id="another year"),
        pytest.param("kim2018requirments", ["kim2018requirements"], "kim2018requirements", id="the same year"),
        pytest.param("body", FIELDS, "", id="nothing near"),
        pytest.param("", FIELDS, "", id="nothing written"),
        pytest.param("title", FIELDS, "", id="right"),
    ],
)
def test_certain_name(wrong: str, known: list[str], meant: str) -> None:
    assert certain_name(wrong, known) == meant
    assert certain_name(wrong, known[::-1]) == meant


SHORT = st.text("abc", max_size=6)


@given(SHORT, SHORT)
def test_distance_is_a_distance(one: str, other: str) -> None:
    distance = edit_distance(one, other)
    assert (distance == 0) == (one == other)
    assert distance == edit_distance(other, one)
    assert abs(len(one) - len(other)) <= distance <= max(len(one), len(other))


def test_distance_counts_two_swapped_letters_once() -> None:
    assert [edit_distance("ab", "ba"), edit_distance("tehmes", "themes"), edit_distance("abc", "cba")] == [1, 1, 2]
