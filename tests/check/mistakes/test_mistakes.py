"""Hundreds of single mistakes in the shipped data: each is reported at its line, by its code, and nothing else is.

Each mistake is made by a rule from the data as it is, so that entries may be added. See `shipped_data.py` for how one is tried.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace

import in_fields
import in_files
import in_texts
import in_yaml
import pytest
from in_yaml import Rule
from shipped_data import Mistake, ShippedData, Trial

from patternbook.check.rules import RULES
from patternbook.editing.correct import corrected_text

ALL: tuple[Rule, ...] = (*in_yaml.RULES, *in_fields.RULES, *in_texts.RULES, *in_files.RULES)
ELSEWHERE = frozenset(
    (
        *("PB109", "PB111", "PB112", "PB113", "PB114", "PB501"),  # about folders, settings and phrases, not about what YAML files hold: tests/wrong
        *("PB611", "PB612", "PB613", "PB614", "PB615", "PB616", "PB617", "PB618"),  # about releases, which the data may not have: tests/wrong
        *("PB621", "PB608", "PB609"),  # what registries said, and token lists: tests/wrong
        *("PB309", "PB314", "PB347", "PB349"),  # about retired entries, reasons and relations of two kinds, which the data may not have: tests/wrong
        *("PB361", "PB362", "PB363", "PB364", "PB365"),  # pictures, formulas and code, which the data may not have: tests/wrong
        *("PB366", "PB367", "PB355", "PB622"),  # addresses from elsewhere, synonyms, works that were retracted: tests/wrong
        *("PB339", "PB322", "PB324", "PB601", "PB602", "PB604", "PB606", "PB409"),
    )
)
"""Rules that no single mistake here breaks alone: tests/wrong has a case for each."""
AT_ONCE = 28


@pytest.fixture(scope="module")
def data() -> Iterator[ShippedData]:
    """The shipped data; the collector of garbage is kept from looking at it again and again."""
    made = ShippedData()
    assert made.spots
    gc.freeze()
    yield made
    gc.unfreeze()


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return Trial(tmp_path_factory.mktemp("mistakes"))


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.__name__)
def test_each_mistake_is_reported_at_its_line_and_nothing_else_is(rule: Rule, data: ShippedData, trial: Trial) -> None:
    """The correction that the first of them is offered, if any, leads to no other problem."""
    wrong, corrected = list[str](), None
    for mistake in rule(data):
        found = trial.found_after(mistake.contents)
        wrong += [f"{mistake}: {fault}" for fault in mistake.faults(found)]
        if mistake.is_corrected and not wrong and not corrected:
            corrected = next(each for each in found if each.correction is not None)
            text = mistake.contents[mistake.file]
            assert isinstance(text, str)
            mended = corrected_text(corrected.place.file, text, corrected.corrections)
            wrong += [f"{mistake}, corrected: {each.code} {each.message}" for each in trial.found_after({mistake.file: mended})]
    assert wrong == []


def test_every_code_is_expected_of_a_mistake(data: ShippedData) -> None:
    expected = {code for rule in ALL for mistake in rule(data) for code in mistake.codes}
    assert RULES.keys() - expected == ELSEWHERE - expected


def test_there_are_some_hundred_mistakes_of_every_sort(data: ShippedData) -> None:
    counts = {rule.__name__: sum(1 for _ in rule(data)) for rule in ALL}
    assert sum(counts.values()) >= 300
    assert sorted(name for name, count in counts.items() if not count) in ([], ["circles"])


def _single_lines(data: ShippedData) -> Iterator[tuple[Mistake, int, str]]:
    """Mistakes in the values of one line, with the line as it is then; one for each item."""
    seen = set()
    for rule in (*in_fields.RULES, *in_texts.RULES):
        for mistake in rule(data):
            ((file, text),) = mistake.contents.items()
            lines = text.split("\n") if isinstance(text, str) and file in data.lines else []
            changed = [number for number, (line, before) in enumerate(zip(lines, data.lines.get(file, ()), strict=False), 1) if line != before]
            is_single = len(changed) == 1 and len(lines) == len(data.lines[file]) and list(mistake.lines) == changed
            entry = next((spot.item for spot in data.spots if spot.file == file and spot.line == changed[0]), None) if is_single else None
            if entry is not None and (rule.__name__, file, entry[0]) not in seen and (file, entry) not in seen:
                seen |= {(rule.__name__, file, entry[0]), (file, entry)}
                yield mistake, changed[0], lines[changed[0] - 1]


def test_many_at_once_are_all_reported(data: ShippedData, trial: Trial) -> None:
    chosen = [each for each in _single_lines(data) if each[0].codes[0] not in ("PB301", "PB206", "PB203", "PB346", "PB319", "PB350")][:AT_ONCE]
    assert len(chosen) == AT_ONCE
    lines = {file: [*data.lines[file]] for file in data.lines}
    for mistake, number, line in chosen:
        lines[mistake.file][number - 1] = line
    together = trial.found_after({file: "\n".join(lines[file]) for file in {mistake.file for mistake, _, _ in chosen}})
    found = [replace(each, place=place) for each in together for place in (each.place, *each.related)]
    assert [str(mistake) for mistake, _, _ in chosen if not any(map(mistake.is_hit_by, found))] == []
