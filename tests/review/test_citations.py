"""Documents that cite entries: what is read of each format, and what is said of each id in it."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TOY, WHERE
from patternbook import cli
from patternbook.catalogue.catalogue import Catalogue
from patternbook.catalogue.releases.history import history_of
from patternbook.check.read import read_data
from patternbook.documents.resolve import build_context
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.review.citations.cited_releases import CitedReleases
from patternbook.review.citations.mentions import find_mentions
from patternbook.review.citations.passages import DocumentError, Passage, html_passages, text_passages, word_passages
from patternbook.review.citations.verdicts import CheckedMention, check_mentions, index_titles
from projects import commit, make_project, replace_text

W = "http://schemas.openxmlformats.org"
BODY = f'<w:document xmlns:w="{W}/wordprocessingml/2006/main" xmlns:r="{W}/officeDocument/2006/relationships"><w:body>{{}}</w:body></w:document>'
RELATIONS = '<Relationships><Relationship Id="r1" Target="https://x.test/releases/2026.12/patterns/P-004/"/></Relationships>'
PARAGRAPHS = (
    "<w:p><w:r><w:t>Week 1</w:t></w:r></w:p><w:p/>"
    '<w:p><w:r><w:t>read P-</w:t></w:r><w:r><w:t>002</w:t></w:r><w:hyperlink r:id="r1"><w:r><w:t>here</w:t></w:r></w:hyperlink></w:p>'
)


BOTH = [("P-003", "current", ""), ("P-002", "current", "")]


def word_file(body: str = BODY.format(PARAGRAPHS), relations: str = RELATIONS) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
        archive.writestr("word/_rels/document.xml.rels", relations)
    return raw.getvalue()


def states(text: str, toy: Catalogue) -> list[tuple[str, str, str]]:
    """(id, state, whose title is beside it) of every mention in a text."""
    found = check_mentions("x", find_mentions(text_passages(text)), CitedReleases(build_context(toy, WHERE, SYNTHESIS)), index_titles(toy))
    return [(each.id, each.state, each.beside) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Read P-002.", [("P-002", "current", "")], id="id-alone"),
        pytest.param("P-002, The rota on the door", [("P-002", "current", "")], id="own-title-behind"),
        pytest.param("The Rota on the Door (P-002)", [("P-002", "current", "")], id="own-title-in-front"),
        pytest.param("P-002: One key, one keeper", [("P-002", "wrongly-named", "P-003")], id="title-of-another"),
        pytest.param("One key,\none keeper [P-002]", [("P-002", "wrongly-named", "P-003")], id="in-front-over-two-lines"),
        pytest.param("P-002 (one key, one)", [("P-002", "wrongly-named", "P-003")], id="most-of-a-title"),
        pytest.param("P-002 has one key", [("P-002", "current", "")], id="a-few-words-are-no-title"),
        pytest.param(
            "One key, one keeper (P-003), The rota on the door (P-002)", [("P-003", "current", ""), ("P-002", "current", "")], id="list-in-front"
        ),
        pytest.param("P-003 One key, one keeper; P-002 The rota on the door", [("P-003", "current", ""), ("P-002", "current", "")], id="list-behind"),
        pytest.param(
            "P-002: At the shed\n\nP-003: At the barrel", [("P-002", "wrongly-named", "CP-002"), ("P-003", "wrongly-named", "CP-001")], id="two"
        ),
        pytest.param("P-004 and P-005", [("P-004", "retired", ""), ("P-005", "retired", "")], id="retired"),
        pytest.param("P-777", [("P-777", "unknown", "")], id="unknown"),
        pytest.param("X-P-002, P-0022x, P-02, ZP-002", [], id="no-ids"),
        pytest.param(
            "[P-002](https://x.test/patterns/P-002/) and https://x.test/patterns/P-003.json",
            [("P-002", "current", ""), ("P-003", "current", "")],
            id="links",
        ),
        pytest.param(
            r"\cite[P-002]{patternbook} @misc{patternbook:P-003:unreleased,", [("P-002", "current", ""), ("P-003", "current", "")], id="tex"
        ),
    ],
)
def test_each_mention_is_judged_by_what_stands_beside_it(text: str, expected: list[tuple[str, str, str]], toy: Catalogue) -> None:
    assert states(text, toy) == expected


@pytest.mark.parametrize(
    ("text", "release"),
    [
        ("https://x.test/releases/2026.12/patterns/P-002/", "2026.12"),
        ("@misc{patternbook:P-002:2026.12,", "2026.12"),
        ("patternbook:P-002:2026.12.", "2026.12"),
        ("patternbook:P-002:unreleased", ""),
        ("P-002: 2026 was a year", ""),
        ("https://x.test/patterns/P-002/", ""),
    ],
)
def test_release_is_read_from_address_and_key(text: str, release: str) -> None:
    assert [(each.id, each.release) for each in find_mentions([Passage(1, text)])] == [("P-002", release)]


def test_places_are_those_of_the_file() -> None:
    text = "# Syllabus\n\nWeek 1:\n  read P-002\nand CP-001.\n"
    assert [(each.line, each.column, each.id) for each in find_mentions(text_passages(text))] == [(4, 8, "P-002"), (5, 5, "CP-001")]


def test_html_is_read_by_blocks_and_links_without_scripts() -> None:
    page = '<h1>Week</h1>\n<ul>\n<li>see <a href="/patterns/P-002/">One&nbsp;thing</a>\n<li>P-00<b>3</b></li></ul><script>"P-004"</script><p>end'
    assert list(html_passages(page)) == [
        Passage(1, "Week"),
        Passage(3, "see </patterns/P-002/> One\xa0thing"),
        Passage(4, "P-003"),
        Passage(4, "end"),
    ]


def test_word_document_is_read_by_paragraphs_with_its_links() -> None:
    passages = list(word_passages(word_file()))
    assert [each.line for each in passages] == [1, 3]
    assert [(each.id, each.release) for each in find_mentions(passages)] == [("P-002", ""), ("P-004", "2026.12")]


def test_notes_of_a_word_document_are_read_and_what_it_makes_of_hyphens_and_links() -> None:
    field = '<w:p><w:r><w:instrText> HYPERLINK "https://x.test/patterns/P-003/" </w:instrText></w:r><w:r><w:t>key</w:t></w:r></w:p>'
    hyphen = "<w:p><w:r><w:t>F</w:t><w:noBreakHyphen/><w:t>001</w:t></w:r></w:p>"
    inside = "<w:p><w:r><w:t>in a box: P-001</w:t></w:r></w:p>"
    both = f"<m:Choice>{inside}</m:Choice><m:Fallback>{inside}</m:Fallback>"
    box = f"<m:AlternateContent xmlns:m='{W}/markup-compatibility/2006'>{both}</m:AlternateContent>"
    raw = io.BytesIO(word_file(BODY.format(PARAGRAPHS + field + hyphen + box)))
    with zipfile.ZipFile(raw, "a") as archive:
        archive.writestr("word/footnotes.xml", BODY.format("<w:p><w:r><w:t>see F-002</w:t></w:r></w:p>").replace("w:document", "w:footnotes"))
        archive.writestr("word/endnotes.xml", BODY.format("<w:p><w:r><w:t>see F-003</w:t></w:r></w:p>").replace("w:document", "w:endnotes"))
    found = [each.id for each in find_mentions(word_passages(raw.getvalue()))]
    assert found == ["P-002", "P-004", "P-003", "F-001", "P-001", "F-002", "F-003"]


@pytest.mark.parametrize("hyphen", "\u2010\u2011\u2012\u2013\u2212")
def test_hyphens_that_programs_put_in_place_of_that_of_an_id(hyphen: str, toy: Catalogue) -> None:
    assert states(f"P{hyphen}002: One key, one keeper", toy) == [("P-002", "wrongly-named", "P-003")]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        pytest.param(b"no archive", "damaged", id="no-archive"),
        pytest.param(word_file()[:-40], "damaged", id="cut"),
        pytest.param(word_file("<w:document>"), "damaged", id="no-xml"),
        pytest.param(word_file('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "declares entities", id="entities"),
        pytest.param(word_file(BODY.format(" " * 70_000_000)), "too large", id="bomb"),
    ],
)
def test_damaged_or_hostile_word_document_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(DocumentError, match=why):
        list(word_passages(raw))


@given(st.text(alphabet=st.sampled_from("P-0123 \n<>[]()&;aé/:.\x00"), max_size=200))
def test_any_text_is_read(text: str) -> None:
    for passages in (list(text_passages(text)), list(html_passages(text))):
        for each in find_mentions(passages):
            assert each.line >= 1
    for passage in text_passages(text):
        assert text.split("\n")[passage.line - 1].endswith(passage.text.split("\n")[0])


# ---- the command ----


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(TOY, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_report_says_place_state_and_what_to_do(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "syllabus.md").write_text("P-002, One key, one keeper.\n\nP-003\n\nP-004\n\nP-005 P-777\n", "utf-8")
    assert cli.main(["check-citations", "syllabus.md"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "syllabus.md:1:1: P-002: named wrongly: the title beside it is that of P-003; P-002 is 'The rota on the door'",
        "syllabus.md:3:1: P-003: current: One key, one keeper",
        "syllabus.md:5:1: P-004: retired: It was [[P-003]] & nothing else; see P-003",
        'syllabus.md:7:1: P-005: retired: Nobody found it, "anywhere"; nothing takes its place',
        "syllabus.md:7:7: P-777: unknown: there is no such entry; the last one is P-005",
        "5 named: 1 current, 2 retired, 1 unknown, 1 named wrongly",
    ]


def test_json_has_everything(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "paper.docx").write_bytes(word_file())
    (project / "page.HTM").write_text("<p>P-003</p>", "utf-8")
    assert cli.main(["check-citations", "paper.docx", "page.HTM", "--format", "json"]) == 1  # P-004 is retired
    printed = json.loads(capsys.readouterr().out)
    assert (printed["format"], printed["files"]) == ("1", ["paper.docx", "page.HTM"])
    assert [(each["file"], each["line"], each["id"], each["state"]) for each in printed["citations"]] == [
        ("paper.docx", 3, "P-002", "current"),
        ("paper.docx", 3, "P-004", "retired"),
        ("page.HTM", 1, "P-003", "current"),
    ]
    assert printed["citations"][1]["successor"] == "P-003"


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("missing.md", None, "missing.md: No such file"),
        ("latin.txt", b"P-002 \xe9", "latin.txt: byte 0xe9"),
        ("x.docx", b"PK", "x.docx: it is no Word document"),
    ],
)
def test_unreadable_document_is_one_line(name: str, raw: bytes | None, says: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if raw is not None:
        (project / name).write_bytes(raw)
    assert cli.main(["check-citations", name]) == 2
    err = capsys.readouterr().err
    assert err.startswith(says)
    assert err.count("\n") == 1


def test_document_without_entries_is_fine(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "empty.tex").write_text("", "utf-8")
    assert cli.main(["check-citations", "empty.tex"]) == 0
    assert capsys.readouterr().out == "no entry is named\n"


# ---- cited from a release ----


@pytest.fixture(scope="module")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two releases, of which the second has another title for F-003; to be read only."""
    folder = make_project(tmp_path_factory.mktemp("two-releases"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert cli.main(["release", "2026.11", "--draft"]) == 0
        commit(folder)
        replace_text(
            folder,
            "observations/barrel.yaml",
            "title: Nobody reads the barrel's gauge",
            "title: One key, one reader\n    reworded_because: The old title\n      claimed more.",
        )
        commit(folder)
        assert cli.main(["release", "2026.12", "--draft"]) == 0
    return folder


@pytest.mark.parametrize(
    ("text", "release", "state"),
    [
        pytest.param("https://x.test/releases/2026.11/findings/F-003/", "2026.11", "reworded", id="address"),
        pytest.param("https://x.test/releases/2026.11/findings/F-003.json", "2026.11", "reworded", id="file"),
        pytest.param("[F-003](https://x.test/releases/2026.11/findings/F-003/)", "2026.11", "reworded", id="link"),
        pytest.param("F-003, 2026.11", "2026.11", "reworded", id="citation"),
        pytest.param("F-003 (2026.11)", "2026.11", "reworded", id="in-brackets"),
        pytest.param("as restated in F-003, release 2026.11.", "2026.11", "reworded", id="restated"),
        pytest.param("Release 2026.11, entry F-003", "2026.11", "reworded", id="release-first"),
        pytest.param(r"\cite[F-003]{toy-garden:2026.11}", "2026.11", "reworded", id="latex"),
        pytest.param("@misc{toy-garden:F-003:2026.11,", "2026.11", "reworded", id="bibtex"),
        pytest.param(
            "Group. (2026). Nobody reads the barrel's gauge (F-003). In Garden (Release 2026.11). https://x.test/releases/2026.11/findings/F-003/",
            "2026.11",
            "reworded",
            id="apa-with-the-title-of-then",
        ),
        pytest.param("F-003, 2026.12", "2026.12", "current", id="latest"),
        pytest.param("F-003", "", "current", id="no-release"),
        pytest.param("F-003, 2019.05 was dry", "", "current", id="a-date-is-no-release"),
        pytest.param("F-003, 2026.11.30", "", "current", id="nor-is-a-day"),
        pytest.param("F-002 and release 2026.11", "2026.11", "current", id="unchanged"),
        pytest.param("P-004, 2026.11", "2026.11", "retired", id="retired"),
        pytest.param("x.test/releases/2031.01/findings/F-003/", "2031.01", "unknown", id="no-such-release"),
        pytest.param("F-003, 2026.12: Water is short in all gardens", "2026.12", "wrongly-named", id="title-of-another"),
    ],
)
def test_citation_from_a_release_is_compared_with_its_text(text: str, release: str, state: str, two_releases: Path) -> None:
    assert [(each.release, each.state) for each in _checked(text, two_releases)] == [(release, state)]


def test_title_that_another_entry_has_today_was_its_own_then(two_releases: Path) -> None:
    (found,) = _checked("Nobody reads the barrel's gauge (F-003, 2026.11)", two_releases)
    assert (found.state, found.reason) == ("reworded", "The old title claimed more.")
    assert [(change.field, change.before, change.after) for change in found.changes] == [
        ("title", "Nobody reads the barrel's gauge", "One key, one reader")
    ]


def _checked(text: str, folder: Path) -> list[CheckedMention]:
    reading = read_data(folder / "data", folder, "")
    context = build_context(reading.catalogue(), WHERE, SYNTHESIS, history_of(reading.beside.archive, reading.beside.ledger))
    named = find_mentions(text_passages(text), context.releases)
    return [*check_mentions("x", named, CitedReleases(context), index_titles(context.catalogue))]


def test_report_shows_what_changed_since_the_release(
    two_releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(two_releases)
    paper = tmp_path / "paper.md"
    paper.write_text("F-003, 2026.11\n\nx.test/releases/2031.01/findings/F-001/\n", "utf-8")
    assert cli.main(["check-citations", str(paper)]) == 1
    said = [line.removeprefix(str(paper)).removeprefix(paper.name) for line in capsys.readouterr().out.splitlines()]
    assert said == [
        ":1:1: F-003: reworded since release 2026.11: The old title claimed more.",
        "  title: \"Nobody reads the barrel's gauge\" -> 'One key, one reader'",
        ":3:34: F-001: unknown: there is no release 2031.01; the last one is 2026.12",
        "2 named: 1 reworded, 1 unknown",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://wiki.example/wiki/Late_Beds.html#signs.", [("F-001", 26)]),
        ("[a](https://a.example/garden/wiki/late_beds/) and F-002", [("F-001", 30), ("F-002", 51)]),
        ("https://a.example/Sp%C3%A4te%20Beete, https://a.example/x/Sp%C3%A4te%20Beete", [("F-001", 19)]),
        ("wiki/Late_Beds.html, https://a.example/wiki/Late_Beds.html.txt", []),
        ("https://a.example/wiki/F-003", [("F-003", 24)]),
    ],
)
def test_entry_is_found_by_an_address_it_had_elsewhere(text: str, found: list[tuple[str, int]]) -> None:
    aliases = {"wiki/late_beds": "F-001", "späte beete": "F-001", "wiki/f-003": "F-001"}
    assert [(each.id, each.column) for each in find_mentions([Passage(1, text)], (), aliases)] == found
