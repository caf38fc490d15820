"""Small .bib files that once came out wrong, each with what is right: `cases/NAME/input.bib` and `right.txt`.

`right.txt` lists what the file becomes: the citations in the order of a list of references, then everything that is said
about the file. What a citation does not show (months, exports) is in the tests below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from patternbook.bibliography import Bibliography, parse_bibliography
from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.citation import citation_sort_key, year_suffixes
from patternbook.bibliography.write.formats import to_bibtex, to_csl_json, to_ris
from patternbook.bibliography.write.styles.runs import plain_text
from patternbook.bibliography.write.styles.styles import citation_text

CASES = ROOT / "tests" / "bibliography" / "cases"
NAMES = sorted(path.parent.name for path in CASES.glob("*/input.bib"))


def read(name: str) -> Bibliography:
    return parse_bibliography((CASES / name / "input.bib").read_text("utf-8"))


def works(name: str) -> dict[str, Reference]:
    return {reference.key: reference for reference in read(name).references}


def told(found: Bibliography) -> Iterator[str]:
    suffixes = year_suffixes(found.references)
    for reference in sorted(found.references, key=citation_sort_key):
        yield f"{reference.key}: {plain_text(citation_text(reference, suffixes[reference.key]))}"
    for problem in found.problems:
        yield f"! {problem.line} {problem.severity} {problem.code}: {problem.message}; {problem.fix or problem.expected}"


@pytest.mark.parametrize("name", NAMES)
def test_file_becomes_what_is_right(name: str, request: pytest.FixtureRequest) -> None:
    right: Path = CASES / name / "right.txt"
    lines = list(told(read(name)))
    if request.config.getoption("--record-golden"):
        right.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    assert lines == right.read_text("utf-8").splitlines()


def test_every_case_is_looked_at() -> None:
    assert len(NAMES) >= 25
    assert {path.name for path in CASES.iterdir()} == {*NAMES, "80-locator-forms"}  # which tests/pages looks at


def test_months_in_every_form() -> None:
    assert [reference.month for reference in read("35-month-number").references] == [5, 5, 5, 9, 1, 7, 5, 6]
    assert [reference.date for reference in read("35-month-number").references] == ["", "", "", "", "2000-01-10", "2000-07-04", "", "2000-06/2000-07"]


def test_day_beside_a_month() -> None:
    assert (works("12-concatenation")["k1"].month, works("12-concatenation")["k1"].date) == (1, "2014-01-10")


def test_season_is_kept() -> None:
    assert works("17-date-forms")["d"].date == "2004-21"


def test_exports_keep_chapter_and_series() -> None:
    for reference in works("36-inbook-chapter").values():
        assert "  chapter = {8},\n" in to_bibtex(reference)
        assert "  series = {Studies},\n" in to_bibtex(reference)
        assert {"chapter-number": "8", "collection-title": "Studies"}.items() <= to_csl_json(reference).items()
        assert "T3  - Studies\r\n" in to_ris(reference)
        assert "SE  - 8\r\n" in to_ris(reference)


def test_exports_lose_nothing() -> None:
    article, paper = works("85-export-loss").values()
    assert "AU  - Smith, J.\r\nAU  - others\r\n" in to_ris(article)
    assert "SP  - 431\r\nEP  - 456\r\n" in to_ris(article)
    assert "Y2  - 2020/01/02/\r\n" in to_ris(article)
    assert "N1  - pages: 431–456, 791–823\r\n" in to_ris(article)
    assert "T3  - LNCS\r\n" in to_ris(paper)
    assert to_csl_json(article)["accessed"] == {"date-parts": [[2020, 1, 2]]}
    assert to_csl_json(article)["author"] == [{"family": "Smith", "given": "J."}, {"literal": "others"}]
    assert to_csl_json(paper)["collection-title"] == "LNCS"
    for line in ("series = {LNCS}", "chapter = {3}", "primaryclass = {cs.SE}"):
        assert f"  {line},\n" in to_bibtex(paper)
