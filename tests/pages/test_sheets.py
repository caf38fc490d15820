"""Sheets and checklists as Markdown: tables that hold together, marks as words, nothing that only a site could resolve."""

from __future__ import annotations

import re

import pytest

from conftest import SITE_URL, WHERE
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.model import ChecklistDocument, Document
from patternbook.documents.resolve import build_context, resolve
from patternbook.pages.markdown.sheets import checklist_markdown, sheet_markdown, sheets_of
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.urls import SiteUrls

PRIVATE = SiteUrls(directories=True, indexes=WHERE.indexes, site_url="https://example.org/")


def _made(catalogue: Catalogue, urls: SiteUrls) -> dict[str, str]:
    """Page -> its Markdown file."""
    context = build_context(catalogue, urls, SYNTHESIS)
    made = {}
    for document in (resolve(page, context) for page in context.neighbours):
        if isinstance(document, ChecklistDocument):
            made[document.page] = checklist_markdown(document, urls)
        elif isinstance(document, Document) and sheets_of(document):
            made[document.page] = sheet_markdown(document, urls)
    return made


@pytest.mark.parametrize("which", ["toy", "catalogue"], ids=["toy", "shipped"])
@pytest.mark.parametrize("urls", [WHERE, PRIVATE], ids=["public", "private"])
def test_files_are_whole(which: str, urls: SiteUrls, request: pytest.FixtureRequest) -> None:
    files = _made(request.getfixturevalue(which), urls)
    assert {page.partition("/")[0] for page in files} == {"artefacts", "patterns"}
    for page, text in files.items():
        assert not re.search(r"\[\[|\[@|\[ours\]|None", text), page
        assert text.endswith(">\n")  # the licence
        assert text.startswith("# ")
        assert (SITE_URL in text) == (urls is WHERE)
        assert "example.org" not in text
        for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
            widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
            assert len(widths) == 1, page


def test_sheet_has_what_its_page_has(toy: Catalogue) -> None:
    text = _made(toy, PRIVATE)["artefacts/barrel-list"]
    assert "# Barrel & bed list" in text
    assert "(Lind et al. 2020, p. 18)" in text or "p. 18)" in text  # the citation in its purpose
    lines = text.splitlines()
    [header] = {line for line in lines if line.startswith("| What")}
    assert header == '| What | Who & when (a name, "not" a bed) | Done | Answers | Draws on |'
    assert "| Water the *first* bed \\| and the last |  | [ ] | F-001, F-002 | R-001 |" in lines
    assert any(line.startswith("| Fill the barrel (proposed in ") and line.endswith("|  | [ ] | F-001 |  |") for line in lines)
    assert lines.count("|  |  | [ ] |  |  |") == 2
    assert "## In the shed" in lines


def test_checklist_has_boxes_and_lines(toy: Catalogue) -> None:
    text = _made(toy, WHERE)["patterns/P-001/checklist"]
    assert f"]({SITE_URL}patterns/P-001/)" in text
    assert text.count("- [ ] ") >= 3
    assert "____" in text
