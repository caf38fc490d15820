"""Whatever a contributor may add to the shipped data breaks no test: one of everything is added, and the tests of that data are run.

`tests/additions/` holds what is added; all of it is made up. Where a test fails here, it asks for something of the data that
the check does not: it is to be a rule of the check, or a fact of what is shipped that other entries leave as it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from patternbook.model.registry import KINDS

ADDED = ROOT / "tests" / "additions"
OF_THE_DATA = (
    *("test_shipped.py", "test_shipped_mining.py", "test_docs.py", "check/mistakes"),
    *("catalogue", "commands", "exports", "profile", "search", "documents", "pages", "editing"),
    *("screening/test_screening_tokens.py", "screening/test_screening_command.py", "incremental/test_read_cached.py", "test_site.py"),
)
"""Where the tests are that read the shipped data or its site, but for those that need a browser; they are marked `shipped`."""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python module in the copy, with the copy's own code."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
    own |= {"PYTHONPATH": str(folder / "hooks"), "PATTERNBOOK_CACHE": "off", "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, "-m", *arguments], cwd=folder, env=own, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one of everything added to its data."""
    folder = tmp_path_factory.mktemp("additions") / "project"
    ignored = shutil.ignore_patterns(".venv", ".git", "site", ".site*", "*cache*", "__pycache__", ".hypothesis", "*.egg-info")
    shutil.copytree(ROOT, folder, symlinks=True, ignore=lambda path, names: ignored(path, names) if Path(path) == ROOT else set())
    shutil.copy(ADDED / "more.yaml", folder / "data")
    with (folder / "data" / "references.bib").open("a", encoding="utf-8") as bibliography:
        bibliography.write((ADDED / "references.bib").read_text("utf-8"))
    return folder


def test_additions_hold_an_entry_of_every_kind() -> None:
    text = (ADDED / "more.yaml").read_text("utf-8")
    assert [kind.key for kind in KINDS if f"\n{kind.key}:\n" not in text] == []


def test_check_accepts_the_additions(project: Path) -> None:
    proposed = run(project, "patternbook.cli", "check")
    assert proposed.returncode == 0, proposed.stdout
    numbered = run(project, "patternbook.cli", "number")
    assert numbered.returncode == 0, numbered.stdout
    accepted = run(project, "patternbook.cli", "check", "--strict")
    assert accepted.returncode == 0, accepted.stdout


def test_tests_that_read_the_data_without_a_fixture_are_marked() -> None:
    folders = (ROOT / "tests" / name for name in OF_THE_DATA)
    texts = {file: file.read_text("utf-8") for each in folders for file in (each.rglob("test_*.py") if each.is_dir() else [each])}
    assert [str(file) for file, text in texts.items() if 'ROOT / "data"' in text and "mark.shipped" not in text] == []


@pytest.mark.full
def test_tests_accept_what_the_check_accepts(project: Path) -> None:
    assert run(project, "patternbook.cli", "number").returncode == 0  # as CI does before it runs them
    done = run(project, "pytest", "-q", "-p", "no:cacheprovider", "-m", "shipped", *(f"tests/{tests}" for tests in OF_THE_DATA))
    assert done.returncode == 0, done.stdout[-5000:]
