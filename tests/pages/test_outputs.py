"""Every file beside a page is one row of a table: writing it, linking to it, keeping it and removing it follow from the row."""

from __future__ import annotations

from test_incremental import Project
from test_incremental import built as built  # the fixtures
from test_incremental import project as project

ROW = """OUTPUTS = (
    Output("title", "text/plain", _title_file, _is_entry, _title),
"""
FUNCTIONS = """def _title_file(_: Addresses, page: str) -> str:
    return f"{page}.title.txt"


def _title(page: FinishedPage) -> str:
    return page.outline.title


OUTPUTS = ("""


def test_one_row_adds_a_file_to_every_entry(project: Project) -> None:
    site, table = project.base / "site", "hooks/patternbook/pages/outputs.py"
    documents = {
        file.relative_to(site).as_posix().removesuffix(".json")
        for file in site.rglob("*-*.json")
        if not file.name.endswith((".csl.json", ".look.json"))
        and file.relative_to(site).parts[0] not in ("myst", "api", "data", "catalogue", "worksheet")
    }
    project.edit(table, "OUTPUTS = (", FUNCTIONS)
    project.edit(table, "OUTPUTS = (", ROW.rstrip("\n"))
    project.as_if_from_nothing()
    written = {file.relative_to(site).as_posix().removesuffix(".title.txt") for file in site.rglob("*.title.txt")}
    assert "findings/F-001" in documents
    assert documents <= written
    assert (site / "findings/F-001.title.txt").read_text("utf-8").endswith("(F-001)")
    page = (site / "findings/F-001/index.html").read_text("utf-8")
    assert '<link rel="alternate" type="text/plain" href="../F-001.title.txt">' in page
    project.edit("data/observations/barrel.yaml", "Text is *Markdown*", "Text is plain *Markdown*")
    project.build("site", "kept")  # an edit of one entry keeps the files of all others
    assert {file.relative_to(site).as_posix().removesuffix(".title.txt") for file in site.rglob("*.title.txt")} == written
    project.restore()
    project.build("site", "kept")
    assert [*site.rglob("*.title.txt")] == []


def test_sitemap_lists_pages_and_no_other_format(project: Project) -> None:
    sitemap = (project.base / "site" / "sitemap.xml").read_text("utf-8")
    assert "findings/F-001/</loc>" in sitemap
    assert ".json" not in sitemap
