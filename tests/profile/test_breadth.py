"""The rule of breadth, as the pages state it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.model.components import Confidence, Evidence
from patternbook.model.entries import Study
from patternbook.model.struct import validate_plain
from patternbook.profile.breadth import compute_breadth, reason_apart, study_sampling


def study(id_: str, **more: Any) -> Study:
    plain = {"id": id_, "title": "x", "statement": "x", "reference": f"of{id_}", "methods": ("interviews",), "contexts": ("open source",)}
    return validate_plain(Study, plain | more)


def overlap(*studies: str, what: str = "authors") -> list[dict[str, object]]:
    return [{"study": each, "what": [what], "note": "Made up."} for each in studies]


def read(source: str, depth: str) -> list[dict[str, str]]:
    return [{"source": source, "depth": depth}]


STUDIES = study_sampling(
    {
        each.id: each
        for each in (
            study("S-001", methods=("interviews", "survey"), contexts=("industry",), reads=read("ofS-001", "full"), period_short="talks in 2019"),
            study("S-002", methods=("survey",), contexts=("industry", "public sector"), shares=overlap("S-003"), data_sets=("state", "cloud")),
            study("S-003", methods=("experiment",), contexts=("lab",), data_sets=("cloud",), reads=read("ofS-003", "part")),
            study("S-004", methods=("survey",), contexts=("villages",), shares=overlap("S-003", "S-005"), data_sets=("state",)),
            study("S-005", methods=(), contexts=("unknown",)),
            study("S-006", shares=overlap("S-001", what="includes")),
            study("S-007", methods=("review",), contexts=("papers",), is_review=True),
            study("S-009", data_sets=("state",)),
            study("S-008", reads=[*read("ofS-008", "abstract"), *read("talk", "second-hand"), *read("thesis", "full")]),
        )
    }
)
COUNTED = tuple(f"S-00{number}" for number in range(1, 7))


def item(study_: str, stance: str = "supports", **more: Any) -> Evidence:
    plain = {"study": study_, "source": f"of{study_}", "locator": "p. 1", "stance": stance, "source_claim": "x"}
    return validate_plain(Evidence, plain | more)


def cited(*people: str, places: tuple[str, ...] = ()) -> dict[str, object]:
    return {"participants": people, "organizations": places}


INDIRECT: dict[str, Any] = {"directness": "indirect", "why_indirect": "It is about *keys*."}
APART = [
    pytest.param(item("S-006", **INDIRECT), "indirect: It is about *keys*.", id="indirect"),
    pytest.param(item("S-006", traceability="inferred"), "our reading", id="our conclusion"),
    pytest.param(item("S-006", role_in_source="background"), "background in its source", id="background"),
    pytest.param(item("S-006", role_in_source="proposal"), "a proposal, not a result", id="proposal"),
    pytest.param(item("S-008"), "only its abstract was read", id="abstract"),
    pytest.param(item("S-008", source="talk"), "known second-hand", id="second-hand"),
    pytest.param(item("S-007", **INDIRECT), "indirect: It is about *keys*.", id="of a review"),
]
NOT_APART = [
    pytest.param(item("S-008", source="thesis"), id="another source of the same study, read in full"),
    pytest.param(item("S-003"), id="read in part"),
    pytest.param(item("S-006"), id="of which is not said how far it was read"),
    pytest.param(item("S-006", traceability="related-text"), id="read in a related text"),
    pytest.param(item("S-006", "contradicts"), id="against"),
    pytest.param(item("S-007"), id="a review"),
    pytest.param(item("S-006", role_in_source="synthesis"), id="a synthesis"),
]


@pytest.mark.parametrize(("apart", "why"), APART)
def test_item_that_is_not_counted_says_why(apart: Evidence, why: str) -> None:
    assert reason_apart(apart, STUDIES[apart.study]) == why
    alone = compute_breadth([apart], STUDIES)
    assert (alone.data_sets, alone.groups, alone.studies, alone.reviews, alone.apart) == (0, 0, (), (), (apart.study,))
    assert (alone.methods, alone.contexts, alone.contradicting, alone.items) == ((), (), 0, 1)
    assert alone.sentence == f"No result of a study bears on it directly. Also points this way, not counted: {apart.study}."
    assert alone.how_sure == "Not graded: no direct result."


@pytest.mark.parametrize("counted", NOT_APART)
def test_item_that_is_counted_needs_no_reason(counted: Evidence) -> None:
    assert reason_apart(counted, STUDIES[counted.study]) == ""
    assert compute_breadth([counted], STUDIES).apart == ()


@pytest.mark.parametrize(
    ("items", "data_sets", "groups", "sentence"),
    [
        pytest.param([], 0, 0, "No result of a study bears on it directly.", id="nothing"),
        pytest.param([item("S-001")], 1, 1, "1 data set (S-001). 0 items qualify or contradict it.", id="one study"),
        pytest.param([item("S-006"), item("S-006")], 1, 1, "1 data set (S-006). 0 items qualify or contradict it.", id="one study twice"),
        pytest.param(
            [item("S-001"), item("S-005")],
            2,
            2,
            "2 data sets (S-001, S-005), 2 research groups. 0 items qualify or contradict it.",
            id="two studies, each with its own data",
        ),
        pytest.param([item("S-002")], 2, 1, "2 data sets (S-002). 0 items qualify or contradict it.", id="one study, two data sets"),
        pytest.param(
            [item("S-003"), item("S-002")],
            2,
            1,
            "2 data sets (S-003, S-002), 1 research group. 0 items qualify or contradict it.",
            id="one data set is shared, and authors are",
        ),
        # Written on one side, it holds on both; authors are shown and merge no data.
        pytest.param(
            [item("S-005"), item("S-004")],
            2,
            1,
            "2 data sets (S-005, S-004), 1 research group. 0 items qualify or contradict it.",
            id="the same authors, two data sets",
        ),
        # S-004 shares data with S-002, and authors with S-003, which gives no evidence here.
        pytest.param(
            [item("S-003"), item("S-004")],
            2,
            1,
            "2 data sets (S-003, S-004), 1 research group. 0 items qualify or contradict it.",
            id="data shared through a third",
        ),
        pytest.param(
            [item("S-002"), item("S-004")],
            2,
            2,
            "2 data sets (S-002, S-004), 2 research groups. 0 items qualify or contradict it.",
            id="authors shared through a third",
        ),
        pytest.param(
            [item("S-002"), item("S-004"), item("S-003")],
            2,
            1,
            "2 data sets (S-002, S-004, S-003), 1 research group. 0 items qualify or contradict it.",
            id="authors shared through one that counts",
        ),
        pytest.param(
            [item("S-002"), item("S-004"), item("S-003", **INDIRECT)],
            2,
            2,
            "2 data sets (S-002, S-004), 2 research groups. 0 items qualify or contradict it. Also points this way, not counted: S-003.",
            id="a third whose item is apart connects nothing",
        ),
        pytest.param(
            [item("S-001"), item("S-006")],
            2,
            2,
            "2 data sets (S-001, S-006), 2 research groups. 0 items qualify or contradict it.",
            id="one has the other among its material",
        ),
        pytest.param(
            [item("S-001"), item("S-006", **INDIRECT), item("S-006", traceability="inferred")],
            1,
            1,
            "1 data set (S-001). 0 items qualify or contradict it. Also points this way, not counted: S-006.",
            id="apart twice, named once",
        ),
    ],
)
def test_the_unit_is_the_data_set(items: list[Evidence], data_sets: int, groups: int, sentence: str) -> None:
    found = compute_breadth(items, STUDIES)
    assert (found.data_sets, found.groups, found.sentence) == (data_sets, groups, sentence)
    assert found.sentence.startswith(f"{found.short}.")


def counting(count: int, unit: str = "papers", **more: Any) -> dict[str, Any]:
    return {"mentions": {"count": count, "unit": unit, **more}}


@pytest.mark.parametrize(
    ("items", "reviews", "sentence"),
    [
        pytest.param([item("S-007")], ("review (S-007)",), "A review (S-007). 0 items qualify or contradict it.", id="without a number"),
        pytest.param(
            [item("S-007", **counting(16))],
            ("review of 16 papers (S-007)",),
            "A review of 16 papers (S-007). 0 items qualify or contradict it.",
            id="n",
        ),
        pytest.param(
            [item("S-007", **counting(18, independent=16))],
            ("review of 16 other papers (S-007)",),
            "A review of 16 other papers (S-007). 0 items qualify or contradict it.",
            id="without those that are counted here anyway",
        ),
        pytest.param(
            [item("S-007", **counting(3)), item("S-007", **counting(9)), item("S-007", **counting(5))],
            ("review of 9 papers (S-007)",),
            "A review of 9 papers (S-007). 0 items qualify or contradict it.",
            id="the largest number of several",
        ),
        pytest.param(
            [item("S-007", mentions=cited("P1"))],
            ("review (S-007)",),
            "A review (S-007). 0 items qualify or contradict it.",
            id="people are no papers",
        ),
        pytest.param(
            [item("S-001"), item("S-007", "mixed", **counting(16)), item("S-006", role_in_source="synthesis", **counting(2, "surveys"))],
            ("review of 16 papers (S-007)", "review of 2 surveys (S-006)"),
            "1 data set (S-001); a review of 16 papers (S-007); a review of 2 surveys (S-006). 1 item qualifies or contradicts it.",
            id="beside a study",
        ),
        pytest.param([item("S-007", **INDIRECT)], (), None, id="apart"),
    ],
)
def test_review_is_named_and_no_further_study(items: list[Evidence], reviews: tuple[str, ...], sentence: str | None) -> None:
    found = compute_breadth(items, STUDIES)
    assert found.reviews == reviews
    assert sentence is None or found.sentence.lower() == sentence.lower()
    own = compute_breadth([each for each in items if each.study == "S-001"], STUDIES)
    assert (found.data_sets, found.groups, found.studies, found.methods) == (own.data_sets, own.groups, own.studies, own.methods)


@pytest.mark.parametrize(
    ("items", "methods", "contexts", "against"),
    [
        pytest.param([item("S-002")], ("survey",), ("industry", "public sector"), 0, id="for"),
        pytest.param([item("S-002", "mixed")], ("survey",), ("industry", "public sector"), 1, id="partly for"),
        pytest.param([item("S-002", "qualifies")], (), (), 1, id="less"),
        pytest.param([item("S-002", "contradicts")], (), (), 1, id="against"),
        pytest.param(
            [item("S-001"), item("S-003", "contradicts"), item("S-004", "qualifies")],
            ("interviews", "survey"),
            ("industry",),
            2,
            id="for and against",
        ),
        pytest.param([item("S-001"), item("S-002")], ("interviews", "survey"), ("industry", "public sector"), 0, id="each once"),
        pytest.param([item("S-002", "contradicts", traceability="inferred")], (), (), 0, id="our conclusion is not against it"),
        pytest.param([item("S-007", "contradicts")], (), (), 1, id="a review is against it"),
    ],
)
def test_methods_and_contexts_are_those_of_what_supports_it(
    items: list[Evidence], methods: tuple[str, ...], contexts: tuple[str, ...], against: int
) -> None:
    found = compute_breadth(items, STUDIES)
    assert (found.methods, found.contexts, found.contradicting) == (methods, contexts, against)


CONCERN = {"concern": "none", "reason": "x"}
GRADED = validate_plain(
    Confidence,
    {
        "level": "very-low",
        **dict.fromkeys(("methodological_limitations", "coherence", "adequacy", "relevance"), CONCERN),
        "assessors": [{"by": "one", "conflicts": "none"}, {"by": "two", "conflicts": "none"}],
        "on": "2026-07-01",
    },
)


@pytest.mark.parametrize(
    ("items", "confidence", "line"),
    [
        pytest.param([], None, "Not graded: no direct result.", id="none"),
        pytest.param(
            [item("S-001", mentions=cited("P1a", "P1b", places=("1",)))],
            None,
            "Interviews; survey, one data set (S-001), read in full, talks in 2019; adequacy: 2 people in 1 organization cited; "
            "not graded: one study.",
            id="one",
        ),
        pytest.param(
            [item("S-006", mentions=cited("P1a")), item("S-006", mentions=cited("P1a", "P2a", places=("1", "2")))],
            None,
            "Interviews, one data set (S-006); adequacy: 2 people in 2 organizations cited; not graded: one study.",
            id="people of several items are counted once",
        ),
        pytest.param(
            [item("S-002")],
            None,
            "Survey, 2 data sets (S-002); adequacy: no count given; not graded: nobody has assessed it.",
            id="one study, two data sets",
        ),
        pytest.param(
            [item("S-004"), item("S-009")],
            None,
            "Survey, one data set (S-004); adequacy: no count given; interviews, one data set (S-009); adequacy: no count given; "
            "not graded: one data set.",
            id="two studies, one data set",
        ),
        pytest.param([item("S-006")], None, "Interviews, one data set (S-006); adequacy: no count given; not graded: one study.", id="no count"),
        pytest.param(
            [item("S-006", mentions={"organizations": ["1"]})],
            None,
            "Interviews, one data set (S-006); adequacy: 1 organization cited; not graded: one study.",
            id="places only",
        ),
        pytest.param(
            [item("S-005", **counting(3, of=4))], None, "One data set (S-005); adequacy: 3 of 4 papers; not graded: one study.", id="a number"
        ),
        pytest.param(
            [item("S-006"), item("S-003")],
            None,
            "Interviews, one data set (S-006); adequacy: no count given; experiment, one data set (S-003), read in part; "
            "adequacy: no count given; not graded: nobody has assessed it.",
            id="two",
        ),
        pytest.param(
            [item("S-006"), item("S-005")],
            GRADED,
            "Interviews, one data set (S-006); adequacy: no count given; one data set (S-005); adequacy: no count given; graded very low.",
            id="two, with confidence",
        ),
        pytest.param(
            [item("S-007", **counting(16))], None, "A review of 16 papers (S-007); not graded: no direct result.", id="a review and nothing else"
        ),
        pytest.param([item("S-006", "contradicts")], None, "Not graded: one study.", id="what is against it carries nothing"),
        pytest.param([item("S-008")], None, "Not graded: no direct result.", id="apart"),
    ],
)
def test_how_sure_in_one_line(items: list[Evidence], confidence: Confidence | None, line: str) -> None:
    assert compute_breadth(items, STUDIES, confidence).how_sure == line


def test_what_is_verified_is_counted_whether_it_is_apart_or_not() -> None:
    verified: dict[str, Any] = {"verified_by": {"by": "one", "on": "2026-07-01", "version": "published PDF"}}
    found = compute_breadth([item("S-001", **verified), item("S-002"), item("S-006", **INDIRECT, **verified)], STUDIES)
    assert (found.items, found.verified) == (3, 2)


def test_a_study_tells_who_declares_an_overlap_with_it() -> None:
    assert {id_: found.shared_by for id_, found in STUDIES.items() if found.shared_by} == {
        "S-001": ("S-006",),
        "S-003": ("S-002", "S-004"),
        "S-005": ("S-004",),
    }
    assert {id_: found.same_authors for id_, found in STUDIES.items() if found.same_authors} == {
        "S-002": ("S-003",),
        "S-003": ("S-002", "S-004"),
        "S-004": ("S-003", "S-005"),
        "S-005": ("S-004",),
    }


ITEMS = st.builds(
    item,
    st.sampled_from(sorted(STUDIES)),
    st.sampled_from(("supports", "mixed", "qualifies", "contradicts")),
    traceability=st.sampled_from(("read", "related-text", "inferred")),
    role_in_source=st.sampled_from(("own-result", "background", "synthesis")),
    mentions=st.sampled_from((None, cited("P1a"), cited("P1a", "P2a", places=("1",)))),
) | st.builds(item, st.sampled_from(sorted(STUDIES)), st.just("supports"), directness=st.just("indirect"), why_indirect=st.just("So."))
SEVERAL = st.lists(ITEMS, max_size=8)


@given(SEVERAL, ITEMS.filter(lambda each: reason_apart(each, STUDIES[each.study]) != ""))
def test_an_item_that_is_apart_changes_no_count(items: list[Evidence], apart: Evidence) -> None:
    without, found = compute_breadth(items, STUDIES), compute_breadth([*items, apart], STUDIES)
    for name in ("data_sets", "groups", "studies", "reviews", "methods", "contexts", "contradicting", "how_sure"):
        assert getattr(found, name) == getattr(without, name), name
    assert set(found.apart) == {*without.apart, apart.study}
    assert found.items == without.items + 1


@given(SEVERAL, ITEMS)
def test_more_evidence_never_makes_it_less_broad(items: list[Evidence], more: Evidence) -> None:
    less, found = compute_breadth(items, STUDIES), compute_breadth([*items, more], STUDIES)
    assert found.data_sets >= less.data_sets
    for name in ("studies", "apart", "methods", "contexts"):
        assert set(getattr(found, name)) >= set(getattr(less, name)), name
    assert found.contradicting >= less.contradicting
    assert len(found.reviews) >= len(less.reviews)
    assert found.groups <= len(found.studies)


@given(SEVERAL.flatmap(lambda items: st.tuples(st.just(items), st.permutations(items))))
def test_the_order_of_evidence_changes_no_count(both: tuple[list[Evidence], list[Evidence]]) -> None:
    first, second = (compute_breadth(items, STUDIES) for items in both)
    for name in ("data_sets", "groups", "contradicting", "items", "verified"):
        assert getattr(first, name) == getattr(second, name), name
    for name in ("studies", "reviews", "apart", "methods", "contexts"):
        assert set(getattr(first, name)) == set(getattr(second, name)), name


@given(st.lists(st.sampled_from(COUNTED), unique=True))
def test_groups_are_those_that_reach_one_another_through_counted_studies(used: list[str]) -> None:
    # Computed in another way: give every study its own name, and spread the smallest until nothing changes.
    names = {id_: id_ for id_ in used}
    for _ in used:
        for one in used:
            for other in set(STUDIES[one].same_authors) & names.keys():
                names[one] = names[other] = min(names[one], names[other])
    assert compute_breadth(list(map(item, used)), STUDIES).groups == len(set(names.values()))
