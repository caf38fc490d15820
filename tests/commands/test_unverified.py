"""The draw of evidence that nobody has verified."""

from __future__ import annotations

from conftest import ROOT, SITE_URL, TOY
from patternbook.check.read import read_data
from patternbook.commands.reviewing.unverified import draw, unverified_items
from patternbook.model.components import Evidence
from patternbook.model.introspect import walk_structs

ITEMS = read_data(TOY, ROOT, SITE_URL).items
UNVERIFIED = unverified_items(ITEMS)


def test_everything_that_nobody_has_verified_is_listed_in_the_order_of_the_data() -> None:
    every = [(item.name, part) for item in ITEMS for _, part in walk_structs(item.value()) if isinstance(part, Evidence)]
    assert [(each.entry, each.evidence) for each in UNVERIFIED] == [(name, part) for name, part in every if part.verified_by is None]
    assert [name for name, part in every if part.verified_by is not None] == ["F-001"]
    assert any(each.evidence.extracted_by is None for each in UNVERIFIED)  # by whom it was taken down does not matter


def test_item_is_shown_with_what_is_compared() -> None:
    [first] = [each for each in UNVERIFIED if each.entry == "P-001"]
    line = next(number for number, text in enumerate((TOY / "arrangements.yaml").read_text("utf-8").splitlines(), 1) if "- id: P-001" in text)
    assert list(first.lines()) == [
        f"P-001  tests/toy/arrangements.yaml:{line}",
        "  read in:  lind2020watering, Table 2, p. 16  (S-001)",
        "  claim:    Three of four gardens water like this.",
        "  counted:  3 of 4 gardens (2 without overlapping studies)",
    ]
    worded = next(each for each in UNVERIFIED if each.evidence.source_wording)
    assert list(worded.lines())[-1] == "  wording:  'some', said of those asked & answered"
    labelled = next(each for each in UNVERIFIED if each.entry == "R-001" and each.evidence.mentions)
    assert list(labelled.lines())[-1] == "  counted:  1 organization: organization 4"


def test_draw_can_be_repeated_and_takes_no_item_twice() -> None:
    drawn = draw(UNVERIFIED, 5, "seed")
    assert drawn == draw(UNVERIFIED, 5, "seed")
    assert drawn != draw(UNVERIFIED, 5, "another seed")
    assert len({id(each) for each in drawn}) == 5
    assert all(each in UNVERIFIED for each in drawn)
    everything = draw(UNVERIFIED, len(UNVERIFIED) + 10, "seed")
    assert sorted(map(UNVERIFIED.index, everything)) == list(range(len(UNVERIFIED)))
    assert draw([], 3, "seed") == []
