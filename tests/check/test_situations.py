"""Where readers start is data: the entry must be there, in use, and named once in few words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import SITE_URL, TOY
from patternbook.check.read import read_data
from patternbook.diagnostics.diagnostic import format_text


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param("{text: The shed is locked, entry: F-001}", [], id="right"),
        pytest.param("{text: The shed is locked, entry: P-004}", [("PB309", "P-004 is retired"), ("", "P-003")], id="retired"),
        pytest.param("{text: The shed is locked, entry: F-777}", [("PB302", "F-777")], id="not there"),
        pytest.param("{text: The shed is locked}", [("PB201", "'entry' is missing")], id="no entry"),
        pytest.param("{text: FILL-IN, entry: F-001}", [("PB203", "FILL-IN")], id="draft"),
    ],
)
def test_situation_is_checked(line: str, found: list[tuple[str, str]], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TOY, tmp_path / "data"))
    (folder / "situations.yaml").write_text(f"situations:\n  - {line}\n", "utf-8")
    reading = read_data(folder, tmp_path, SITE_URL)
    lines = "\n".join(line for line in format_text(reading.diagnostics) if "situations" in line)
    assert all(code in lines and words in lines for code, words in found), lines
    assert bool(lines) == bool(found)


def test_catalogue_needs_no_situation(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TOY, tmp_path / "data"))
    (folder / "situations.yaml").unlink()
    assert read_data(folder, tmp_path, SITE_URL).catalogue().situations == ()
