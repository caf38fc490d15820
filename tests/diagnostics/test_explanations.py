"""Every code is explained, and its examples are true: the wrong one breaks exactly this rule, the right one none."""

from __future__ import annotations

import re
import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest

from conftest import ROOT
from patternbook.catalogue.releases.base import BASE_RULES
from patternbook.check.rules import RULES
from patternbook.diagnostics.explanations import CODES, GROUPS, Example, explanation_groups, explanations, severity_advice
from test_wrong import reading_of

CATALOGUE = ROOT / "tests" / "explained"
"""A catalogue without a mistake, in which every right example stands as it is."""
EXPLAINED = sorted(explanations())
ALONE = sorted({*EXPLAINED} - {rule.code for rule in BASE_RULES})
"""Those whose examples need no revision to compare with."""


def laid_out(code: str, example: Example, folder: Path) -> Path:
    """The catalogue with an example in it, and with the rule switched on."""
    shutil.copytree(CATALOGUE, folder)
    if not RULES[code].on:
        path = folder / "data" / "catalogue.yaml"
        path.write_text(path.read_text("utf-8").replace("  language: en\n", f"  language: en\n  rules: {{{code}: warning}}\n"), "utf-8")
    right, wrong = explanations()[code].right, explanations()[code].wrong
    if example.language == "sh":
        subprocess.run(["bash", "-euc", example.text], cwd=folder, check=True, capture_output=True)
        return folder
    file = re.search(r"`((?:data/)?[\w./]+)`", wrong.note)
    assert file is not None, "the wrong example names its file"
    text = (folder / file[1]).read_text("utf-8")
    assert text.count(right.text) == 1, "the right example stands in tests/explained/, once"
    (folder / file[1]).write_text(text.replace(right.text, example.text), "utf-8")
    return folder


def codes_in(folder: Path) -> list[str]:
    return sorted({diagnostic.code for diagnostic in reading_of(folder).diagnostics})


def test_every_rule_is_explained_once_and_no_other() -> None:
    assert sorted(RULES) == EXPLAINED
    assert sum(len(group.codes) for group in explanation_groups()) == len(RULES)
    assert sorted(f"{name}.md" for name in GROUPS) == sorted(path.name for path in CODES.iterdir())


@pytest.mark.parametrize("code", ALONE)
def test_wrong_example_breaks_exactly_this_rule(code: str, tmp_path: Path) -> None:
    assert codes_in(laid_out(code, explanations()[code].wrong, tmp_path / "catalogue")) == [code]


@pytest.mark.parametrize("code", ALONE)
def test_right_example_breaks_none(code: str, tmp_path: Path) -> None:
    assert codes_in(laid_out(code, explanations()[code].right, tmp_path / "catalogue")) == []


@pytest.mark.parametrize("code", EXPLAINED)
def test_explanation_is_whole(code: str) -> None:
    explanation, rule = explanations()[code], RULES[code]
    assert bool(explanation.severity) == rule.adjustable, "who may choose a severity is told how"
    assert explanation.wrong.text != explanation.right.text
    for text in (explanation.what, explanation.why, explanation.severity):
        assert text == "" or text.endswith((".", "."))
    assert ("nothing can be built" in severity_advice(rule, explanation)) == (not rule.adjustable)


def test_files_read_well_as_they_are() -> None:
    for name in GROUPS:
        text = (CODES / f"{name}.md").read_text("utf-8")
        assert [line for line in text.splitlines() if len(line) > 130 and not line.startswith((" ", "-"))] == []
        assert text == textwrap.dedent(text)
