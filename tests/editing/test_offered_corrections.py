"""Every correction that a message offers is right: made alone, its problem is gone and no other has come, whatever its code.

Tried are all cases of tests/wrong and the wrong example of every code; single mistakes in the shipped data besides
(tests/check/mistakes). What to do in words is tried by the right example of every code (tests/diagnostics/test_explanations.py)
and by what stands as mended in tests/test_messages.py.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from patternbook.check.rules import CATALOGUE_RULES, ITEM_RULES
from patternbook.diagnostics.diagnostic import Diagnostic
from patternbook.diagnostics.explanations import explanations
from patternbook.editing.correct import corrected_text
from patternbook.editing.splice import SpliceError
from test_explanations import ALONE
from test_explanations import laid_out as example_of
from test_wrong import CASES, laid_out, reading_of

CORRECTED = {"PB103", "PB104", "PB108", "PB202", "PB203", "PB204", "PB302", "PB314", "PB603", "PB607"}
"""The codes of which some problems have a certain correction."""
FOLDERS = [*(f"case {case}" for case in CASES), *(f"example {code}" for code in ALONE)]


def _made(name: str, folder: Path) -> Path:
    sort, _, of = name.partition(" ")
    return laid_out(of, folder) if sort == "case" else example_of(of, explanations()[of].wrong, folder)


def _offers(folder: Path) -> Iterator[Diagnostic]:
    return (each for each in reading_of(folder).diagnostics if each.correction is not None)


def _told(folder: Path) -> Counter[tuple[str, str, str]]:
    """Code, entry and message of every problem, as lines move."""
    return Counter((each.code, each.entry, each.message) for each in reading_of(folder).diagnostics)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_correction_made_alone_leads_to_no_other_problem(name: str, tmp_path: Path) -> None:
    folder = _made(name, tmp_path / "wrong")
    before = _told(folder)
    for offer in _offers(folder):
        (file,) = {correction.place.file for correction in offer.corrections}
        written = (folder / file).read_bytes()
        try:
            text = corrected_text(file, written.decode(), offer.corrections)
        except SpliceError:  # what is written so that nobody is offered to have it changed, such as a text with escapes
            continue
        (folder / file).write_text(text, "utf-8", newline="")
        after = _told(folder)
        assert after - before == Counter(), offer
        assert before - after, offer
        (folder / file).write_bytes(written)


def test_no_code_that_offers_a_correction_is_forgotten(tmp_path: Path) -> None:
    assert {offer.code for name in FOLDERS for offer in _offers(_made(name, tmp_path / name))} == CORRECTED


def test_no_rule_that_can_offer_one_is_forgotten() -> None:
    found = [(each.rule.code, each.find) for each in ITEM_RULES] + [(each.rule.code, each.find) for each in CATALOGUE_RULES]
    assert {code for code, find in found if "correct=" in inspect.getsource(find) or "correct)" in inspect.getsource(find)} <= CORRECTED
