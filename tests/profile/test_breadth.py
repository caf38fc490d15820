"""The rule of breadth, as the pages state it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.model.components import Evidence
from patternbook.model.entries import Study
from patternbook.model.struct import validate_plain
from patternbook.profile.breadth import compute_breadth, connected_groups, study_sampling


def study(id_: str, methods: tuple[str, ...] = ("interviews",), contexts: tuple[str, ...] = ("open source",), shares: tuple[str, ...] = ()) -> Study:
    overlaps = [{"study": other, "what": ["authors"], "note": "Made up."} for other in shares]
    return validate_plain(
        Study, {"id": id_, "title": "x", "statement": "x", "reference": "r", "methods": methods, "contexts": contexts, "shares": overlaps}
    )


STUDIES = study_sampling(
    {
        s.id: s
        for s in (
            study("S-001", ("interviews", "survey"), ("industry",)),
            study("S-002", ("survey",), ("industry", "public sector"), ("S-003",)),
            study("S-003", ("experiment",), ("lab",)),
            study("S-004", ("survey",), ("industry",), ("S-003", "S-005")),
            study("S-005", (), ("unknown",)),
            study("S-006"),
        )
    }
)


def item(study_: str, stance: str = "supports", traceability: str = "read") -> Evidence:
    return validate_plain(
        Evidence, {"study": study_, "source": "r", "locator": "p. 1", "stance": stance, "source_claim": "x", "traceability": traceability}
    )


@pytest.mark.parametrize(
    ("items", "studies", "independent", "contradicting", "sentence"),
    [
        pytest.param([], 0, 0, 0, "No evidence of its own.", id="nothing"),
        pytest.param([item("S-001")], 1, 1, 0, "1 independent study, 2 methods, 0 items that qualify or contradict.", id="one study, two methods"),
        pytest.param(
            [item("S-006"), item("S-006")], 1, 1, 0, "1 independent study, 1 method, 0 items that qualify or contradict.", id="one study twice"
        ),
        pytest.param(
            [item("S-001"), item("S-006")], 2, 2, 0, "2 independent studies, 2 methods, 0 items that qualify or contradict.", id="two studies"
        ),
        pytest.param(
            [item("S-002"), item("S-003")],
            2,
            1,
            0,
            "1 independent study (2 before merging those that overlap), 2 methods, 0 items that qualify or contradict.",
            id="`shares` written on the first",
        ),
        # Written on one side, it holds on both.
        pytest.param(
            [item("S-005"), item("S-004")],
            2,
            1,
            0,
            "1 independent study (2 before merging those that overlap), 1 method, 0 items that qualify or contradict.",
            id="`shares` written on the second",
        ),
        # S-002 and S-004 both share with S-003, which gives no evidence here.
        pytest.param(
            [item("S-002"), item("S-004"), item("S-001")],
            3,
            2,
            0,
            "2 independent studies (3 before merging those that overlap), 2 methods, 0 items that qualify or contradict.",
            id="through a third",
        ),
        pytest.param([item("S-001"), item("S-006", traceability="inferred")], 1, 1, 0, None, id="inferred evidence does not count"),
        pytest.param([item("S-001", "contradicts", "inferred")], 0, 0, 0, "No evidence of its own.", id="nor does it contradict"),
        pytest.param([item("S-001"), item("S-006", traceability="related-text")], 2, 2, 0, None, id="read in a related text"),
        pytest.param([item("S-001", "contradicts")], 1, 1, 1, "1 independent study, 2 methods, 1 item that qualifies or contradicts.", id="against"),
        pytest.param(
            [item("S-001", "qualifies"), item("S-001", "mixed"), item("S-006", "contradicts"), item("S-006")],
            2,
            2,
            3,
            "2 independent studies, 2 methods, 3 items that qualify or contradict.",
            id="every stance",
        ),
    ],
)
def test_breadth(items: list[Evidence], studies: int, independent: int, contradicting: int, sentence: str | None) -> None:
    found = compute_breadth(items, STUDIES)
    assert (found.studies, found.independent, found.contradicting) == (studies, independent, contradicting)
    assert sentence is None or found.sentence == sentence


def test_methods_and_contexts_are_counted_once_and_sorted() -> None:
    found = compute_breadth([item("S-002"), item("S-001"), item("S-005")], STUDIES)
    assert found.methods == ("interviews", "survey")
    assert found.contexts == ("industry", "public sector", "unknown")


def test_a_study_tells_who_declares_an_overlap_with_it() -> None:
    assert {id_: found.shared_by for id_, found in STUDIES.items() if found.shared_by} == {"S-003": ("S-002", "S-004"), "S-005": ("S-004",)}


IDS = st.sampled_from("ABCDEFGH")
PAIRS = st.lists(st.tuples(IDS, IDS), max_size=10)


@given(st.lists(IDS, max_size=8), PAIRS)
def test_groups_are_those_that_reach_one_another(used: list[str], pairs: list[tuple[str, str]]) -> None:
    both_ways = [*pairs, *((other, one) for one, other in pairs)]
    first = connected_groups({id_: [other for one, other in both_ways if one == id_] for id_ in "ABCDEFGH"})
    found = {frozenset(id_ for id_ in used if first[id_] == name) for name in first.values()} - {frozenset()}
    # Computed in another way: give every id its own name, and spread the smallest until nothing changes.
    names = {id_: id_ for id_ in "ABCDEFGH"}
    for _ in names:
        for one, other in pairs:
            names[one] = names[other] = min(names[one], names[other])
    expected = {frozenset(id_ for id_ in used if names[id_] == name) for name in names.values()} - {frozenset()}
    assert found == expected


@given(st.permutations(["S-001", "S-002", "S-003", "S-004", "S-005", "S-006"]))
def test_the_order_of_evidence_does_not_matter(ids: list[str]) -> None:
    assert compute_breadth(map(item, ids), STUDIES) == compute_breadth(map(item, sorted(ids)), STUDIES)
