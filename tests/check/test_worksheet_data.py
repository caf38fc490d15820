"""The worksheet is data: it names patterns and findings that are there and in use, and without it there is no page to link to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import SITE_URL, TOY
from patternbook.check.read import Reading, read_data
from patternbook.diagnostics.diagnostic import format_text

ASKED = "worksheet:\n  - {slug: a, question: Which?, %s}\n"
LINK = "\n\nSee [[worksheet]].\n"


def _read(worksheet: str, folder: Path, page: str = "") -> Reading:
    data = Path(shutil.copytree(TOY, folder / "data"))
    (data / "worksheet.yaml").unlink()
    if worksheet:
        (data / "worksheet.yaml").write_text(worksheet, "utf-8")
    with (data / "pages" / "barrel-rules.md").open("a", encoding="utf-8") as file:
        file.write(page)
    return read_data(data, folder, SITE_URL)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param("answers: [{pattern: P-001, text: One}]", [], id="right"),
        pytest.param("answers: [{pattern: P-004, text: One}]", ["PB309", "P-004 is retired"], id="retired"),
        pytest.param("answers: [{pattern: P-777, text: One}]", ["PB302", "P-777"], id="not there"),
        pytest.param("signs: [{finding: R-001, text: One}]", ["PB303", "R-001"], id="of another kind"),
        pytest.param("answers: [{pattern: P-001, text: FILL-IN}]", ["PB203", "FILL-IN"], id="draft"),
        pytest.param("hint: Nothing", ["`answers` or `signs`"], id="nothing to choose"),
        pytest.param(
            "answers: [" + ", ".join(f"{{pattern: P-00{1 + n % 3}, text: A{n}}}" for n in range(9)) + "]", ["PB369", "at most 8"], id="too many"
        ),
        pytest.param('answers: [{pattern: P-001, text: "See [[F-777]]"}]', ["PB302", "F-777"], id="a link in a text"),
    ],
)
def test_worksheet_is_checked(line: str, found: list[str], tmp_path: Path) -> None:
    lines = "\n".join(each for each in format_text(_read(ASKED % line, tmp_path).diagnostics) if "worksheet" in each)
    assert all(words in lines for words in found), lines
    assert bool(lines) == bool(found)


def test_catalogue_needs_no_worksheet(tmp_path: Path) -> None:
    catalogue = _read("", tmp_path).catalogue()
    assert catalogue.worksheet == ()
    assert "worksheet" not in catalogue.standard_pages
    assert "map" in catalogue.standard_pages


@pytest.mark.parametrize(("worksheet", "is_there"), [(ASKED % "answers: [{pattern: P-001, text: One}]", True), ("", False)])
def test_texts_link_to_the_worksheet_where_there_is_one(worksheet: str, is_there: bool, tmp_path: Path) -> None:
    lines = "\n".join(format_text(_read(worksheet, tmp_path, LINK).diagnostics))
    assert ("unknown link 'worksheet'" in lines or "PB302" in lines) != is_there, lines
