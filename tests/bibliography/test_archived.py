"""Web pages of which an archived copy is known: read under the names that people use, and cited once the original is gone."""

from __future__ import annotations

import json

import pytest

from patternbook.bibliography import parse_bibliography
from patternbook.bibliography.parse.exchange import parse_csl
from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.formats import to_bibtex, to_csl_json
from patternbook.bibliography.write.ris import to_ris
from patternbook.bibliography.write.styles.runs import plain_text
from patternbook.bibliography.write.styles.styles import citation_text

COPY = "https://web.archive.org/web/20200531/https://x.test/~ada/a_b"
SEPARATE = pytest.mark.parametrize("between", ["", "-", "_"])


def read(fields: str) -> Reference:
    found = parse_bibliography(f"@online{{k, author = {{Ada Lind}}, title = {{Beds}}, year = {{2019}}, url = {{https://x.test/~ada/}}, {fields}}}")
    assert [problem.message for problem in found.problems] == []
    return found.references[0]


def archived(between: str = "", status: str = "dead") -> Reference:
    escaped = COPY.replace("_", r"\_")
    return read(f"archive{between}url = {{{escaped}}}, archive{between}date = {{31 May 2020}}, url{between}status = {{{status}}}")


@SEPARATE
@pytest.mark.parametrize("status", ["dead", "Dead", "gone", "usurped", "unfit"])
def test_archived_copy_is_cited_where_the_original_is_gone(between: str, status: str) -> None:
    reference = archived(between, status)
    assert reference.link == COPY
    assert plain_text(citation_text(reference, "")).endswith(f"Archived 2020-05-31, {COPY}")


@pytest.mark.parametrize("status", ["live", "", "deviated"])
def test_original_is_cited_as_long_as_it_is_there(status: str) -> None:
    reference = archived(status=status)
    assert reference.link == "https://x.test/~ada/"
    assert "Archived" not in plain_text(citation_text(reference, ""))


def test_doi_comes_before_any_copy() -> None:
    reference = read(f"doi = {{10.5555/1}}, archiveurl = {{{COPY}}}, urlstatus = {{dead}}")
    assert reference.link == "https://doi.org/10.5555/1"


def test_status_without_a_copy_changes_nothing() -> None:
    assert read("urlstatus = {dead}").link == "https://x.test/~ada/"


def test_copy_that_is_no_address_is_reported() -> None:
    found = parse_bibliography("@online{k, title = {Beds}, year = {2019}, archive-url = {javascript:x}, url-status = {dead}}")
    assert "bad-url" in {problem.code for problem in found.problems}
    assert found.references[0].link == ""


def test_exports_carry_it() -> None:
    reference = archived("-")
    again = parse_bibliography(to_bibtex(reference)).references[0]
    assert (again.link, again.url) == (COPY, "https://x.test/~ada/")
    assert parse_csl(json.dumps(to_csl_json(reference)))[0].link == COPY
    assert f"archiveurl: {COPY}" in to_ris(reference)
