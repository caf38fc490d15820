"""`patternbook fmt`: files in their one form, shown or written."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from conftest import TOY
from patternbook.commands.writing.fmt import run
from patternbook.settings import read_settings
from test_wrong import fingerprints, reading_of


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(TOY, tmp_path / "data")
    return tmp_path


def fmt(folder: Path, *files: Path, check: bool = False) -> int:
    chosen: Sequence[Path] = files
    return run(argparse.Namespace(check=check, files=list(chosen)), read_settings(folder, {"PATTERNBOOK_SITE_URL": "https://catalogue.test/"}))


def test_check_shows_what_would_change_and_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = fingerprints(project)
    assert fmt(project, check=True) == 1
    shown = capsys.readouterr().out
    assert "--- a/data/tips.yaml\n+++ b/data/tips.yaml\n@@" in shown
    assert shown.splitlines()[-1].startswith("Would change: data/arrangements.yaml, ")
    assert fingerprints(project) == before


def test_files_are_written_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = [(each.code, each.entry, each.message) for each in reading_of(project).diagnostics]
    assert fmt(project) == 0
    assert capsys.readouterr().out.startswith("Changed: data/arrangements.yaml, ")
    written = fingerprints(project)
    for check in (False, True):
        assert fmt(project, check=check) == 0
        assert capsys.readouterr().out == "Every file has its form.\n"
    assert fingerprints(project) == written
    assert [(each.code, each.entry, each.message) for each in reading_of(project).diagnostics] == before


def test_single_files_may_be_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fmt(project, project / "data" / "tips.yaml") == 0
    assert capsys.readouterr().out == "Changed: data/tips.yaml\n"


def test_what_cannot_be_read_is_named_and_left(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = project / "data" / "a.yaml"
    wrong.write_text("findings: [x\n", "utf-8")
    assert fmt(project) == 1
    printed = capsys.readouterr()
    assert printed.err == "data/a.yaml cannot be read; `patternbook check` says why\n"
    assert "data/tips.yaml" in printed.out  # the others have their form
    assert wrong.read_text("utf-8") == "findings: [x\n"
    assert fmt(project, project / "data" / "missing.yaml") == 1


def test_marks_of_byte_order_and_line_ends_stay(project: Path) -> None:
    path = project / "data" / "tips.yaml"
    path.write_bytes(b"\xef\xbb\xbfrecommendations:  [ ]\r\n")
    assert fmt(project, path) == 0
    assert path.read_bytes() == b"\xef\xbb\xbfrecommendations: []\r\n"
