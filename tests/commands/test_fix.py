"""`patternbook check --fix`: what is certain is corrected, and nothing else changes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from patternbook.check.rules import RULES
from patternbook.commands.building.fix import fix_data
from patternbook.commands.usage import CommandError
from patternbook.diagnostics.diagnostic import Diagnostic
from patternbook.settings import Settings, read_settings
from test_wrong import CASES, fingerprints, laid_out, reading_of

CATALOGUE = ROOT / "tests" / "explained"
MISTAKES = [
    ("PB103", "explained.yaml", "    statement: Neither", "\t\tstatement: Neither", "tabs"),
    ("PB104", "findings.yaml", "    roles: [maintainer]\n", "    roles: [maintainer]\n    roles: [maintainer]\n", "key twice"),
    ("PB108", "findings.yaml", "recommendations:", "recomendations:", "list"),
    ("PB202", "findings.yaml", "    roles:", "    rolls:", "field"),
    ("PB202", "findings.yaml", "source_claim: Nobody", "source-claim: Nobody", "field of a part, in braces"),
    ("PB202", "catalogue.yaml", "  publisher:", "  'publihser':", "field in quotes"),
    ("PB203", "explained.yaml", "    themes: [communication]\n    who_starts", "    themes: communication\n    who_starts", "name for a list"),
    ("PB203", "findings.yaml", '"2026-11-01"', '"2026-11-1"', "short date"),
    ("PB204", "findings.yaml", "stance: supports\n", "stance: Supports\n", "choice"),
    ("PB302", "explained.yaml", "contributes_to: [{finding: F-001", "contributes_to: [{finding: F-1", "id without zeros"),
    ("PB302", "findings.yaml", "    area: first-area", "    area: first_area", "slug"),
    ("PB302", "findings.yaml", "[[P-001]] becomes", "[[P-1]] becomes", "id in a text"),
    ("PB302", "findings.yaml", "[@example2026, p. 1] a", "[@exmaple2026, p. 1] a", "key in a text"),
    ("PB302", "pages/home.md", "[[F-001]]", "[[F-1]]", "id on a page"),
    ("PB314", "explained.yaml", "who-feels-it:", "who_feels_it:", "section"),
    ("PB603", "patterns.yaml", "title: One decides\n", "title: One decides.\n", "full stop"),
    ("PB603", "pages/home.md", "# Welcome\n", "# Welcome.\n", "full stop on a page"),
    ("PB607", "patterns.yaml", "behaviour", "behavior", "spelling"),
]  # fmt: skip
"""Code, file, what is right, what is written instead, name."""


def settings_of(folder: Path) -> Settings:
    return read_settings(folder, {})


def corrections(folder: Path) -> list[Diagnostic]:
    return [each for each in reading_of(folder).diagnostics if each.correction is not None]


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A catalogue without a mistake, with every rule that can be switched on."""
    folder = Path(shutil.copytree(CATALOGUE, tmp_path / "catalogue"))
    switched_on = ", ".join(f"{rule.code}: warning" for rule in RULES.values() if not rule.on)
    path = folder / "data" / "catalogue.yaml"
    path.write_text(path.read_text("utf-8").replace("  language: en\n", f"  language: en\n  rules: {{{switched_on}}}\n"), "utf-8")
    return folder


@pytest.mark.parametrize(("code", "file", "right", "wrong"), [pytest.param(*each[:4], id=f"{each[0]} {each[4]}") for each in MISTAKES])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_correction_gives_back_what_was_right(
    code: str, file: str, right: str, wrong: str, line_end: str, catalogue: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = catalogue / "data" / file
    text = path.read_text("utf-8")
    assert right in text
    path.write_bytes(text.replace(right, wrong, 1).replace("\n", line_end).encode())
    assert code in {each.code for each in corrections(catalogue)}
    assert fix_data(settings_of(catalogue), yes=True) == 0
    expected = text.replace("\n", line_end)
    written = path.read_bytes().decode()
    assert written == (expected if "'" not in wrong else expected.replace("publisher:", "'publisher':", 1))
    assert reading_of(catalogue).diagnostics == ()
    shown = capsys.readouterr().out
    assert f"--- a/data/{file}\n+++ b/data/{file}\n@@" in shown
    assert "correction" in shown


def test_every_code_that_offers_a_correction_is_tried() -> None:
    offering = {each.code for case in CASES for each in corrections_in(case)}
    assert offering <= {code for code, *_ in MISTAKES}
    assert {code for code, *_ in MISTAKES} <= set(RULES)


def corrections_in(case: str) -> Iterator[Diagnostic]:
    """The corrections that are offered for a case of wrong data."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        yield from corrections(laid_out(case, Path(folder) / "wrong"))


@pytest.mark.parametrize("case", CASES)
def test_correcting_wrong_data_makes_nothing_worse(case: str, tmp_path: Path) -> None:
    folder = laid_out(case, tmp_path / "wrong")
    before = reading_of(folder).diagnostics
    if not any(each.correction for each in before):
        return
    fix_data(settings_of(folder), yes=True)
    after = reading_of(folder).diagnostics
    left = {(each.code, each.entry, each.message) for each in after}
    assert left <= {(each.code, each.entry, each.message) for each in before}
    assert len(after) < len(before) or contents(folder) == contents(laid_out(case, tmp_path / "again"))


def contents(folder: Path) -> dict[str, str]:
    """A hash of each file, by its path below a folder."""
    return {str(Path(name).relative_to(folder)): value for name, value in fingerprints(folder).items()}


UNCERTAIN = [
    ("findings.yaml", "    roles: [maintainer]\n", "    roles: [maintainer]\n    rolls: [maintainer]\n", "the right field is there as well"),
    ("findings.yaml", "    roles: [maintainer]\n", "    roles: [maintainer]\n    roles: []\n", "two values for one key"),
    ("explained.yaml", "contributes_to: [{finding: F-001", "contributes_to: [{finding: F-999", "another number"),
    ("explained.yaml", "contributes_to: [{finding: F-001", "contributes_to: [{finding: R-1", "an id of another kind"),
    ("explained.yaml", "limits: [{editorial: true, text: The study does not say when.}]", "limts: nothing", "right field, wrong value"),
]


@pytest.mark.parametrize(("file", "right", "wrong"), [pytest.param(*each[:3], id=each[3]) for each in UNCERTAIN])
def test_what_is_not_certain_stays(file: str, right: str, wrong: str, catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = catalogue / "data" / file
    path.write_text(path.read_text("utf-8").replace(right, wrong, 1), "utf-8")
    before = fingerprints(catalogue)
    assert fix_data(settings_of(catalogue), yes=True) == 0
    assert fingerprints(catalogue) == before
    assert re.search(r"^Left for you, as no correction is certain to be meant: 1 PB\d{3}|was left as it is: ", capsys.readouterr().out, re.MULTILINE)


def test_nothing_is_written_unless_somebody_says_so(catalogue: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = catalogue / "data" / "findings.yaml"
    path.write_text(path.read_text("utf-8").replace("    roles:", "    rolls:"), "utf-8")
    before = fingerprints(catalogue)
    with pytest.raises(CommandError, match="say --yes"):  # nobody sits at a terminal
        fix_data(settings_of(catalogue), yes=False)
    assert "-    rolls: [maintainer]\n+    roles: [maintainer]\n" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    for answer in ("", "n", "nonsense"):
        monkeypatch.setattr("builtins.input", lambda _, answer=answer: answer)
        assert fix_data(settings_of(catalogue), yes=False) == 1
    assert fingerprints(catalogue) == before
    monkeypatch.setattr("builtins.input", lambda _: "Yes")
    assert fix_data(settings_of(catalogue), yes=False) == 0
    assert reading_of(catalogue).diagnostics == ()


def test_data_without_a_mistake_stays(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = fingerprints(catalogue)
    assert fix_data(settings_of(catalogue), yes=True) == 0
    assert fingerprints(catalogue) == before
    assert capsys.readouterr().out == "0 corrections in 0 files.\n"


def test_many_mistakes_at_once(catalogue: Path) -> None:
    for _, file, right, wrong, name in MISTAKES:
        path = catalogue / "data" / file
        if name not in ("tabs", "list", "key twice", "field in quotes"):  # which hide other problems
            path.write_text(path.read_text("utf-8").replace(right, wrong, 1), "utf-8")
    assert sum(len(each.corrections) for each in corrections(catalogue)) == len(MISTAKES) - 4
    assert fix_data(settings_of(catalogue), yes=True) == 0
    assert reading_of(catalogue).diagnostics == ()
