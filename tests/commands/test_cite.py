"""`patternbook cite`: what it prints is what pages and files hold; what it cannot cite it says in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rispy
from pybtex.database import parse_string

from conftest import ROOT, SITE_URL
from patternbook.citing.formats import FORMATS
from patternbook.cli import main
from patternbook.documents.model import Document


@pytest.fixture(autouse=True)
def toy_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PATTERNBOOK_DATA", "tests/toy")
    monkeypatch.setenv("PATTERNBOOK_SITE_URL", SITE_URL)


def _said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["cite", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("form", [form.name for form in FORMATS])
def test_an_entry_is_cited_as_on_its_page(capsys: pytest.CaptureFixture[str], toy_documents: dict[str, Document], form: str) -> None:
    cite = toy_documents["findings/F-001"].cite
    assert cite
    assert cite.forms
    said = _said(capsys, "F-001", "--format", form)
    (expected,) = (each for each in cite.forms if each.name == form)
    positions = [said.find(text.strip()) for text in (*expected.works, expected.entry)]
    assert -1 not in positions
    assert positions == sorted(positions)  # first the works that it restates


def test_what_several_restate_stands_once(capsys: pytest.CaptureFixture[str]) -> None:
    keys = [*parse_string(_said(capsys, "F-001", "F-004", "lind2020watering"), "bibtex").entries]
    assert len(keys) == len(set(keys))
    assert {"lind2020watering", "toy-garden:F-001:2026.12", "toy-garden:F-004:2026.12"} <= {*keys}
    assert len(rispy.loads(_said(capsys, "F-001", "F-004", "--format", "ris"))) == len(
        json.loads(_said(capsys, "F-001", "F-004", "--format", "csl-json"))
    )


def test_without_an_id_the_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    assert [*parse_string(_said(capsys), "bibtex").entries] == ["toy-garden:2026.12"]
    assert _said(capsys, "--format", "latex") == "\\cite{toy-garden:2026.12}\n"
    assert _said(capsys, "lind2020watering", "--format", "latex") == "\\cite{lind2020watering}\n"
    assert _said(capsys, "lind2020watering", "--format", "ieee").startswith("A. M. Lind, ")
    assert "Lind et al. 2020, section 5, p. 17" in _said(capsys, "F-001", "--format", "text")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["F-01"], "F-01: no entry has this id, and no work of the bibliography this key; did you mean 'F-001'?"),
        (["nothing like it"], "nothing like it: no entry has this id, and no work of the bibliography this key"),
        (["F-001", "--format", "cff"], "CITATION.cff is about the catalogue as a whole: leave the ids out"),
    ],
)
def test_what_cannot_be_cited_is_one_line(capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    assert main(["cite", *arguments]) == 2
    assert capsys.readouterr().err == f"{says}\n"


def test_file_is_left_where_something_is_wrong(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "x.bib"
    file.write_text("kept")
    assert main(["cite", "F-01", "--output", str(file)]) == 2
    assert file.read_text() == "kept"
    assert _said(capsys, "F-001", "--format", "ris", "--output", str(file)) == f"Wrote {file}\n"
    assert file.read_bytes().endswith(b"ER  - \r\n")


def test_addresses_have_the_form_of_the_site(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mkdocs.yml").write_text("use_directory_urls: false\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATTERNBOOK_DATA", str(ROOT / "tests" / "toy"))
    assert _said(capsys, "P-003", "--format", "apa").endswith(f"{SITE_URL}patterns/P-003.html\n")
