"""A name of one sort of thing is refused wherever one of another sort belongs, as a table of all sorts; read in full and from the cache."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from patternbook.check.read import Reading
from patternbook.incremental.store import STORE_FILE, Store
from test_messages import MORE, laid_out
from test_read_cached import quickly
from test_wrong import reading_of

NAMES: Mapping[str, tuple[str, ...]] = {
    "reference": ("example2026",),
    "study": ("S-001",),
    "finding": ("F-001",),
    "pattern": ("P-001",),
    "recommendation": ("R-001",),
    "collaboration-point": ("CP-001",),
    "area": ("first-area",),
    "theme": ("communication",),
    "role": ("maintainer",),
    "term": ("review",),
    "contributor": ("ada",),
}
"""Sort of thing -> names of it in the small catalogue."""
PLACES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "reference": (
        ("source: example2026\n        stance", "source: {}\n        stance"),
        ("source: example2026\n        locator: p. 3\n    limits", "source: {}\n        locator: p. 3\n    limits"),
        ("source: example2026\n        locator: p. 4", "source: {}\n        locator: p. 4"),
        ("statement: Work waits.", "statement: Work waits.\n    cites:\n      - {{reference: {}, role: origin, locator: p. 1}}"),
        ("statement: Work waits.", 'statement: "Work waits [@{}, p. 5]."'),
    ),
    "study": (("- study: S-001", "- study: {}"),),
    "finding": (("- finding: F-001", "- finding: {}"), ("finding: F-003, effect", "finding: {}, effect")),
    "collaboration-point": (("collaboration_point: CP-001", "collaboration_point: {}"),),
    "area": (("area: first-area", "area: {}"),),
    "theme": (("themes: [communication]", "themes: [{}]"),),
    "role": (("themes: [communication]", "themes: [communication]\n    roles: [{}]"),),
    "contributor": (("        mentions: {count", '        extracted_by: {{on: "2026-11-01", by: {}, version: "1"}}\n        mentions: {{count'),),
}
"""Sort of thing -> places in the small catalogue where one is named: what is written there, and the same with another name."""
TABLE = [
    pytest.param(before, after, name, id=f"{sort} <- {other} in {after.splitlines()[-1].strip()[:30]}")
    for sort, places in PLACES.items()
    for before, after in places
    for other, names in NAMES.items()
    for name in names
    if other != sort
]


def _both_ways(folder: Path, store_file: Path) -> Reading:
    """What is read in full, which is what the cache gives, too."""
    reading = reading_of(folder)
    with Store(store_file) as store:
        for _ in range(2):
            assert quickly(folder / "data", folder, store).diagnostics == reading.diagnostics
    return reading


@pytest.mark.parametrize(("before", "after", "name"), TABLE)
def test_a_name_of_another_sort_is_refused(before: str, after: str, name: str, tmp_path: Path) -> None:
    assert before in MORE
    reading = _both_ways(laid_out(tmp_path / "wrong", MORE.replace(before, after.format(name), 1)), tmp_path / STORE_FILE)
    codes = {each.code for each in reading.diagnostics if each.severity == "error"}
    assert codes & {"PB302", "PB303"}, reading.diagnostics
    assert any(name in each.message for each in reading.diagnostics if each.code in ("PB302", "PB303"))


@pytest.mark.parametrize(("sort", "name"), [(sort, name) for sort, names in NAMES.items() for name in names if sort in PLACES])
def test_a_name_of_its_own_sort_is_taken(sort: str, name: str, tmp_path: Path) -> None:
    for before, after in PLACES[sort]:
        found = reading_of(laid_out(tmp_path / "wrong", MORE.replace(before, after.format(name), 1))).diagnostics
        assert [each for each in found if each.code in ("PB302", "PB303")] == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("source: example2026\n        stance", "source: S-001\n        stance", ("S-001 is a study, not a work", "Its work is example2026.")),
        ("source: example2026\n        stance", "source: F-002\n        stance", ("'F-002' is a finding, not a reference key",)),
        ("- study: S-001", "- study: example2026", ("example2026 is a reference key, not a study", "The study that rests on it is S-001.")),
    ],
)
def test_what_is_meant_is_named(before: str, after: str, says: tuple[str, ...], tmp_path: Path) -> None:
    (found,) = reading_of(laid_out(tmp_path / "wrong", MORE.replace(before, after, 1))).diagnostics
    for part in says:
        assert part in f"{found.message} {found.fix}"
