"""Announced retirements: in the list of changes and in the feed; and what a retired page offers to be cited in its place."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from conftest import SITE_URL, TOY, WHERE
from patternbook import cli
from patternbook.catalogue.releases.history import history_of
from patternbook.check.read import read_data
from patternbook.diagnostics.diagnostic import format_text
from patternbook.documents.context import Context
from patternbook.documents.model import Document
from patternbook.documents.resolve import build_context, resolve
from patternbook.pages.entry import render_page
from patternbook.pages.frame.feed import feed
from patternbook.pages.render import page_renderer, template_environment, template_sources
from patternbook.pages.standalone import changes_page
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.urls import RepositoryLinks
from projects import commit, make_project, replace_text

ATOM = "{http://www.w3.org/2005/Atom}"
RENDERER = page_renderer(WHERE, RepositoryLinks("", "main"), template_environment(template_sources()))


def context_of(folder: Path) -> Context:
    reading = read_data(folder / "data", folder, "https://catalogue.test/")
    assert [line for line in format_text(reading.diagnostics) if ": PB" in line and "PB407" not in line and "PB309" not in line] == []
    return build_context(reading.catalogue(), WHERE, SYNTHESIS, history_of(reading.beside.archive, reading.beside.ledger))


def entries_of(context: Context) -> list[dict[str, str]]:
    made = feed(context)
    assert made is not None
    root = ElementTree.fromstring(made.content)
    found = [{part.tag.removeprefix(ATOM): part.text or "" for part in entry} for entry in root.iter(f"{ATOM}entry")]
    assert len({entry["id"] for entry in found}) == len(found)
    assert root.findtext(f"{ATOM}updated") == found[0]["updated"] == max(entry["updated"] for entry in found)
    return found


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = make_project(tmp_path / "project")
    monkeypatch.chdir(folder)
    return folder


def test_feed_tells_what_will_be_retired_before_there_is_a_release(project: Path) -> None:
    first, second = entries_of(context_of(project))
    assert second["title"].startswith("F-1000 will be retired on 2027-06-02: ")
    assert second["updated"] == "2026-05-02T00:00:00Z"  # when it was announced
    split = next(each for each in (first, second) if "F-001" in each["summary"])
    assert split["summary"] == "It says two things, see F-001. Then consider F-001, F-1000."
    assert split["id"].startswith(SITE_URL)
    assert split["id"].endswith("/#to-be-retired")
    moved = next(each for each in (first, second) if each is not split)
    assert moved["summary"] == "The river was moved. Nothing takes its place."


def test_announcement_has_the_day_of_the_commit_and_not_that_of_the_plan(project: Path) -> None:
    command = ["retire", "R-005", "--because", "The gauge goes", "--replaced-by", "R-001", "--exact", "--on", "2027-12-31", "--planned"]
    assert cli.main(command) == 0
    assert "announced: 2026-11-30" in "".join(path.read_text("utf-8") for path in (project / "data").rglob("*.y*ml"))
    told = next(each for each in entries_of(context_of(project)) if each["title"].startswith("R-005 "))
    assert told["updated"] == "2026-11-30T00:00:00Z"
    assert told["summary"] == "The gauge goes. Then cite R-001, which says the same."


def test_announcement_without_a_day_has_that_of_the_latest_release(project: Path) -> None:
    assert cli.main(["release", "2026.12", "--draft"]) == 0
    days = {each["title"].partition(" ")[0]: each["updated"] for each in entries_of(context_of(project))}
    assert len(days) == 3
    assert days.pop("F-1000") == "2026-05-02T00:00:00Z"  # when it was announced
    assert {*days.values()} == {"2026-11-30T00:00:00Z"}


def test_release_names_what_it_retired(project: Path) -> None:
    assert cli.main(["release", "2026.12", "--draft"]) == 0
    commit(project)
    replace_text(project, "catalogue.yaml", "PB407: notice", "PB309: notice, PB337: off, PB407: notice")
    assert cli.main(["retire", "R-004", "--because", "Nobody mulches.", "--on", "2027-01-03"]) == 0
    assert cli.main(["retire", "R-005", "--because", "Twice.", "--replaced-by", "R-001", "--on", "2027-01-03"]) == 0
    commit(project)
    assert cli.main(["release", "2027.06", "--draft", "--on", "2027-06-01"]) == 0
    told = next(each for each in entries_of(context_of(project)) if each["title"] == "Release 2027.06")
    assert told["summary"] == "2 retired; retired: R-004, R-005 (now R-001)"


def test_changes_list_what_will_be_retired(project: Path) -> None:
    replace_text(
        project,
        "observations/barrel.yaml",
        "The river was moved., on: 2027-06-02, how: moved",
        "Gone., on: 2026-12-02, successor: F-001, exact: true",
    )
    context = context_of(project)
    page = changes_page(context, RENDERER)
    items = [" ".join(Markup(each).striptags().split()) for each in re.findall(r"<li>(.*?)</li>", page.html)]
    assert len(items) == len(context.catalogue.leaving) == 2
    assert "on 2026-12-02 Gone." in items[0]  # the first day comes first
    assert items[0].endswith("which says the same")
    assert "then consider" in items[1]
    assert [heading.title for heading in page.headings] == ["Announced"]
    assert [each.file for each in page.alternates] == ["feed.xml"]


def test_nothing_is_told_where_there_is_nothing(tmp_path: Path) -> None:
    shutil.copytree(TOY, tmp_path / "data")
    for path in (tmp_path / "data").rglob("*.y*ml"):
        path.write_text(re.sub(r"\n    to_be_retired: .*", "", path.read_text("utf-8")), "utf-8")
    context = context_of(tmp_path)
    assert feed(context) is None
    page = changes_page(context, RENDERER)
    assert page.alternates == ()
    assert "feed.xml" not in page.html


def box(folder: Path, page: str) -> str:
    document = resolve(page, context_of(folder))
    assert isinstance(document, Document)
    html = render_page(document, RENDERER).body
    return html[html.index('aria-labelledby="cite"') :].partition("</section>")[0]


RETIRED = "retired: {reason: Said in F-002., on: 2026-06-01, successor: F-002, how: merged, exact: true}"


def test_retired_page_offers_the_citation_of_an_exact_successor(project: Path) -> None:
    html = box(project, "findings/F-005")
    own, other = "toy-garden:F-005:2026.12", "toy-garden:F-002:2026.12"
    assert html.index(other) < html.index("<details") < html.index(own)  # its own comes after, folded
    assert {*re.findall(r'type="radio" name="([^"]+)"', html)} == {"form", "form-F-002"}  # two boxes, of which each has one choice
    assert 'F-002.ris"' in html
    assert 'F-005.ris"' in html


def test_every_exact_successor_is_offered(project: Path) -> None:
    replace_text(project, "observations/shed.yml", RETIRED, RETIRED.replace("successor: F-002", "successors: [F-002, F-003]"))
    html = box(project, "findings/F-005")
    assert html.index("toy-garden:F-002:") < html.index("toy-garden:F-003:") < html.index("<details")


def test_successor_to_consider_is_offered_differently(project: Path) -> None:
    replace_text(project, "observations/shed.yml", RETIRED, RETIRED.replace(", exact: true", ""))
    html = box(project, "findings/F-005")
    assert "toy-garden:F-002:" not in html
    assert "<details" not in html
    assert "Consider" in html
    assert 'findings/F-002/#cite"' in html.replace("../F-002", "findings/F-002")
    assert "toy-garden:F-005:" in html


def test_published_document_holds_no_forms_of_successors(project: Path) -> None:
    from patternbook.documents.model import document_json, published_document

    document = resolve("findings/F-005", context_of(project))
    assert isinstance(document, Document)
    assert '"cites":[{' not in document_json(published_document(document)).partition('"retirement":')[2].partition("}]}")[0]
    assert "toy-garden:F-002" not in document_json(published_document(document))
