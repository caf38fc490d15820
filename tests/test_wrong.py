"""Folders of wrong data, each with exactly what `patternbook check` must say about it.

tests/wrong/base is a small catalogue without a mistake. A case holds the files that differ from it (data/...),
`removed.txt` with the files to take away, `about.txt` with the reason it is there, and `expected.txt`, line by line.
To add a case: make the folder, run `pytest tests/test_wrong.py -k NAME --record-golden`, and read what was recorded.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from patternbook.catalogue.releases.base import BASE_RULES
from patternbook.check.read import Reading, read_data
from patternbook.check.rules import RULES
from patternbook.diagnostics.diagnostic import DataError, format_text, only_errors
from patternbook.settings import read_settings

WRONG = Path(__file__).parent / "wrong"
CASES = sorted(path.name for path in WRONG.iterdir() if path.is_dir() and path.name != "base")


def laid_out(case: str, folder: Path) -> Path:
    """The base with the files of a case over it."""
    shutil.copytree(WRONG / "base", folder)
    removed = WRONG / case / "removed.txt"
    for name in removed.read_text("utf-8").splitlines() if removed.exists() else []:
        (folder / name).unlink()
    shutil.copytree(
        WRONG / case, folder, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt", "removed.txt", "about.txt")
    )
    return folder


def reading_of(folder: Path) -> Reading:
    """What the command reads in this folder, without anything from the environment."""
    here = read_settings(folder, {})
    return read_data(here.data, here.base, here.site_url, docs=here.docs)


def fingerprints(folder: Path) -> dict[str, str]:
    """Every file below a folder with a hash of its bytes."""
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}


def expected(case: str) -> list[str]:
    return (WRONG / case / "expected.txt").read_text("utf-8").splitlines()


def test_base_is_without_a_mistake(tmp_path: Path) -> None:
    folder = tmp_path / "wrong"
    shutil.copytree(WRONG / "base", folder)
    reading = reading_of(folder)
    assert format_text(reading.diagnostics) == []
    assert set(reading.catalogue().entries) == {"CP-001", "P-001", "F-001", "F-002", "R-001", "S-001"}


@pytest.mark.parametrize("case", CASES)
def test_case(case: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    folder = laid_out(case, tmp_path / "wrong")
    before = fingerprints(folder)
    reading = reading_of(folder)
    found = format_text(reading.diagnostics)
    if request.config.getoption("--record-golden"):
        (WRONG / case / "expected.txt").write_text("".join(f"{line}\n" for line in found), encoding="utf-8")
    assert found == expected(case)
    assert found, "a case without a diagnostic proves nothing"
    assert fingerprints(folder) == before
    if only_errors(reading.diagnostics):
        with pytest.raises(DataError) as raised:
            reading.catalogue()
        assert raised.value.diagnostics == reading.diagnostics
    else:
        assert reading.catalogue().entries


@pytest.mark.parametrize(
    ("case", "code", "summary"),
    [
        pytest.param("several-at-once", 1, "errors in", id="errors"),
        pytest.param("references-missing", 1, "1 error in", id="one error"),
        pytest.param("no-data", 1, "1 error in", id="no data at all"),
        # Warnings and notices never fail anything.
        pytest.param("retired-target", 0, "no error in", id="warning"),
        pytest.param("bib-no-year", 0, "no error in", id="notice"),
    ],
)
def test_command(case: str, code: int, summary: str, tmp_path: Path) -> None:
    folder = laid_out(case, tmp_path / "wrong")
    before = fingerprints(folder)
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")} | {
        "PYTHONUTF8": "1",
        "PATTERNBOOK_CACHE": "off",
    }
    command = [sys.executable, "-m", "patternbook.cli", "check"]
    done = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, encoding="utf-8", check=False)
    *lines, last = done.stdout.splitlines()
    assert done.returncode == code
    quoted = [line for line in lines if line.startswith("  ")]
    assert [line for line in lines if line not in quoted] == expected(case)
    shown = [line for line in expected(case) if (folder / line.partition(":")[0]).is_file() and (folder / line.partition(":")[0]).stat().st_size]
    assert [line.lstrip(" |") for line in quoted].count("^") == len(shown), "each place that has a line is shown with a caret"
    assert summary in last
    assert done.stderr == ""
    assert fingerprints(folder) == before


def test_every_rule_has_a_case() -> None:
    seen = {line.split(": ")[1] for case in CASES for line in expected(case)}
    assert seen == set(RULES) - {rule.code for rule in BASE_RULES}  # which need a revision: tests/catalogue/test_base.py


def test_every_case_says_what_it_is_about() -> None:
    assert [case for case in CASES if not (WRONG / case / "about.txt").read_text("utf-8").strip()] == []
