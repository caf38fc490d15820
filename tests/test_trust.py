"""The attack of `make trust`: a small version of every part finds nothing; and what stands for a find is told."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from trust.__main__ import show
from trust.hostile import HostileCatalogue
from trust.parts import PARTS
from trust.payloads import PAYLOADS
from trust.tally import HARMS, MOST_EXAMPLES, Tally

FOLDERS = re.findall(r"\$\(CURDIR\)/([\w/]+)", next(line for line in (ROOT / "Makefile").read_text("utf-8").split("\n") if "-m trust" in line))
"""Where the command of the Makefile looks for modules."""


def test_there_are_two_hundred_payloads_for_every_field(tmp_path: Path) -> None:
    assert len(set(PAYLOADS)) >= 200
    hostile = HostileCatalogue(tmp_path)
    assert len(hostile.fields) > 500
    assert hostile.refused({}) == {}


def test_fields_that_errors_are_about_are_found(tmp_path: Path) -> None:
    hostile = HostileCatalogue(tmp_path)
    [text] = [name for name, slots in hostile.fields.items() if hostile.slots[slots[0]].value == "Two barrels hold more."]
    [title] = [name for name, slots in hostile.fields.items() if hostile.slots[slots[0]].value == 'The barrel\'s rules & "customs"']
    wrong = {text: ("<b>",), title: ("\x02",), "#0": ("harmless",), "=undated-letter": ()}
    assert hostile.refused(wrong) == {text: "data/tips.yaml", title: "data/pages/barrel-rules.md"}


def test_what_is_found_is_counted_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    for number in range(MOST_EXAMPLES + 1):
        tally.harm("lost", f"file {number}")
    tally.says("ended\nTraceback (most recent call last):\n", "a build")
    tally.tried["builds"] += 1234
    show("kills", tally)
    row, *examples = capsys.readouterr().out.splitlines()
    assert row.split() == ["kills", "0", "0", str(MOST_EXAMPLES + 1), "0", "1", "0", "0", "0", "1,234", "builds"]
    assert len(examples) == MOST_EXAMPLES + 1
    assert examples[0] == "  FOUND lost: file 0"


@pytest.mark.full
def test_small_version_of_every_part_finds_nothing() -> None:
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join(str(ROOT / folder) for folder in FOLDERS)}
    command = [sys.executable, "-m", "trust", "--quick"]
    done = subprocess.run(command, env=surroundings, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = {line.split()[0]: line.split()[2 : 2 + len(HARMS)] for line in done.stdout.splitlines()[2:] if not line.startswith(" ")}
    assert rows == {name: ["0"] * len(HARMS) for name in (*PARTS, "all")}
