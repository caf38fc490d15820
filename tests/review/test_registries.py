"""The bibliography compared with records of registries: what is a difference, what pages say of a retraction, and input that is no record."""

from __future__ import annotations

import io
import json
import shutil
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import TOY, WHERE
from patternbook import cli
from patternbook.bibliography.reference import Organisation, Person, Reference
from patternbook.catalogue.work_status import WorkNotice, WorkStatus, read_statuses, status_text
from patternbook.check.read import read_data
from patternbook.documents.model import Document
from patternbook.documents.references import ReferenceDocument
from patternbook.documents.resolve import build_context, resolve
from patternbook.pages.entry import render_page
from patternbook.pages.render import page_renderer, template_environment, template_sources
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.review.registries import network
from patternbook.review.registries.compare import compare_works
from patternbook.review.registries.records import RecordError, read_records
from patternbook.urls import RepositoryLinks

DAY = "2026-11-29"
DOI = "10.5555/toy.garden(1)<2>"
OURS = Reference(
    key="k", kind="article", title="Dry Beds: A Study", authors=(Person("Kästner", "Ada M."), Person("Berg", "T.", "van der")), year="2020", doi=DOI
)
RECORD: dict[str, Any] = {
    "DOI": DOI,
    "title": ["Dry Beds"],
    "subtitle": ["A Study"],
    "author": [{"family": "Kastner", "given": "Ada"}, {"family": "van der Berg", "given": "Tom"}],
    "issued": {"date-parts": [[2020, 3]]},
}
RETRACTION = {"DOI": "10.5555/notice", "type": "retraction", "updated": {"date-parts": [[2024, 5, 31]]}}
RETRACTED = WorkNotice("retraction", "10.5555/notice", "2024-05-31")


def status(*records: object, ours: Reference = OURS) -> WorkStatus:
    return dict(compare_works([ours], read_records(json.dumps(records)), (), DAY))["k"]


def fields(record: dict[str, Any], ours: Reference = OURS) -> list[str]:
    return [each.field for each in status(RECORD | record, ours=ours).differences]


# ---- comparing ----


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param({}, [], id="the-same"),
        pytest.param({"title": "dry <i>beds</i>\u2014a study", "subtitle": []}, [], id="case-markup-dashes"),
        pytest.param({"title": ["RETRACTED: Dry Beds"]}, [], id="mark-of-retraction"),
        pytest.param({"title": ["Dry Beds &amp; more"]}, ["title"], id="another-title"),
        pytest.param({"title": [], "author": [], "issued": {"date-parts": [[None]]}}, [], id="nothing-said"),
        pytest.param({"title": None, "author": "x", "issued": 7, "updated-by": {"type": 1}}, [], id="values-of-other-forms"),
        pytest.param({"author": RECORD["author"][:1]}, ["names"], id="a-name-less"),
        pytest.param({"author": RECORD["author"][::-1]}, ["names"], id="another-order"),
        pytest.param({"author": [{"family": "Kästner", "given": "Otto"}, RECORD["author"][1]]}, ["names"], id="another-initial"),
        pytest.param({"author": [{"family": "Kästner"}, {"family": "Berg", "non-dropping-particle": "van der"}]}, [], id="particle"),
        pytest.param({"issued": {"date-parts": [[2021]]}}, ["year"], id="another-year"),
        pytest.param({"issued": {"date-parts": [[2021]]}, "published-online": {"date-parts": [["2020"]]}}, [], id="online-earlier"),
    ],
)
def test_only_what_differs_is_reported(record: dict[str, Any], expected: list[str]) -> None:
    assert fields(record) == expected


def test_organisation_and_open_list_of_names() -> None:
    group = Reference(key="k", kind="misc", title="Dry Beds", authors=(Organisation("Garden Council"),), authors_more=True, year="2020", doi=DOI)
    assert fields({"author": [{"name": "Garden council"}, {"family": "Ono"}]}, group) == []
    assert fields({"author": [{"family": "Ono"}]}, group) == ["names"]


# ---- retractions ----


@pytest.mark.parametrize(
    "records",
    [
        pytest.param([RECORD | {"updated-by": [RETRACTION]}], id="its-record"),
        pytest.param([RECORD, {"DOI": "10.5555/notice", "title": "Retraction", "update-to": [RETRACTION | {"DOI": DOI.upper()}]}], id="the-notice"),
        pytest.param([{"DOI": "10.5555/notice", "title": "Retraction", "update-to": [RETRACTION | {"DOI": DOI}]}], id="only-the-notice"),
        pytest.param([RECORD | {"title": ["RETRACTED: Dry Beds"], "updated-by": [RETRACTION, RETRACTION | {"type": "Retraction"}]}], id="thrice"),
    ],
)
def test_retraction_is_found_wherever_it_is_told(records: list[object]) -> None:
    assert status(*records).notices == (RETRACTED,)


@pytest.mark.parametrize("title", ["RETRACTED: Dry Beds", "Retracted Article: Dry Beds", "[RETRACTED] Dry Beds", "WITHDRAWN: Dry Beds"])
def test_title_alone_tells_of_a_retraction(title: str) -> None:
    assert status(RECORD | {"title": title, "subtitle": []}).retraction == WorkNotice("retraction")


@pytest.mark.parametrize("title", ["Retracted science and how it spreads", "Withdrawn: it is", "Why papers are retracted: a study"])
def test_study_of_retractions_is_not_retracted(title: str) -> None:
    retracted = status(RECORD | {"title": [title]}).retraction
    assert (retracted is None) == (not title.startswith("Withdrawn:"))  # that is how publishers write it


@pytest.mark.parametrize(
    ("kind", "expected"), [("expression_of_concern", "concern"), ("partial_retraction", "concern"), ("erratum", "correction"), ("new_version", "")]
)
def test_other_notices_are_no_retractions(kind: str, expected: str) -> None:
    found = status(RECORD | {"updated-by": [RETRACTION | {"type": kind}]})
    assert (found.retraction, [each.kind for each in found.notices]) == (None, [expected] if expected else [])


# ---- forms of input ----


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORD),
        "\ufeff" + json.dumps([RECORD, {"title": "without a DOI"}]),
        json.dumps({"status": "ok", "message-type": "work", "message": RECORD}),
        json.dumps({"status": "ok", "message-type": "work-list", "message": {"items": [RECORD]}}),
        json.dumps({"items": [RECORD]}),
        f"{json.dumps(RECORD)}\n\n{json.dumps({'title': 'no DOI'})}\n",
        json.dumps([RECORD | {"DOI": "https://doi.org/10.5555/toy.garden(1)%3C2%3E"}]),
    ],
)
def test_every_form_of_export_is_read(text: str) -> None:
    assert [work.doi for work in read_records(text)] == [DOI]


@pytest.mark.parametrize("text", ["", "[", json.dumps(RECORD)[:-9], "[1]", "[]", "{}", '{"a": 1}', '"x"', "[" * 9999, '{"message": {"items": []}}'])
def test_what_is_no_export_is_refused(text: str) -> None:
    with pytest.raises(RecordError):
        read_records(text)


_JSON = st.recursive(
    st.none() | st.integers() | st.text() | st.booleans(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


@given(st.fixed_dictionaries(dict.fromkeys((*RECORD, "updated-by", "update-to"), _JSON) | {"DOI": st.just(DOI)}))
def test_any_values_are_read(record: dict[str, Any]) -> None:
    assert status(record).doi == DOI


def test_other_works_and_other_dois_say_nothing() -> None:
    assert (
        dict(compare_works([OURS, Reference(key="x", kind="misc", title="x")], read_records(json.dumps([RECORD | {"DOI": "10.5555/2"}])), (), DAY))
        == {}
    )


# ---- the command ----


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(TOY, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def verify(project: Path, text: str, *options: str) -> int:
    (project / "export.json").write_text(text, "utf-8")
    return cli.main(["verify-references", "export.json", "--on", DAY, *options])


def test_retracted_work_is_shown_and_leaves_the_breadth(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(project, json.dumps([RECORD | {"updated-by": [RETRACTION]}])) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "lind2020watering: retracted on 2024-05-31, see https://doi.org/10.5555/notice"
    assert said[-1].endswith("works with a DOI compared, 1 not as registered; see references.status.json")
    reading = read_data(project / "data", project, "https://catalogue.test/")
    context = build_context(reading.catalogue(), WHERE, SYNTHESIS)
    renderer = page_renderer(WHERE, RepositoryLinks("", "main"), template_environment(template_sources()))
    work, entry = resolve("references/lind2020watering", context), resolve("findings/F-001", context)
    assert isinstance(work, ReferenceDocument)
    assert isinstance(entry, Document)
    assert "This work was retracted on 2024-05-31." in render_page(work, renderer).body
    body = render_page(entry, renderer).body
    assert "This page cites a work that was retracted on 2024-05-31" in body
    assert '<a href="../../references/lind2020watering/">' in body
    before = resolve("findings/F-001", build_context(read_data(TOY, TOY, "").catalogue(), WHERE, SYNTHESIS))
    assert isinstance(before, Document)
    assert before.breadth is not None
    assert entry.breadth is not None
    assert "S-001" in before.breadth.studies
    assert "S-001" not in entry.breadth.studies
    assert "S-001" in entry.breadth.apart


def test_later_records_leave_what_earlier_ones_said(project: Path) -> None:
    verify(project, json.dumps([RECORD]))
    first = (project / "data" / "references.status.json").read_text("utf-8")
    assert verify(project, json.dumps([RECORD | {"DOI": "10.5555/other"}])) == 0
    assert (project / "data" / "references.status.json").read_text("utf-8") == first


@pytest.mark.parametrize("text", ['[{"DOI": "10.5555/', "PMID- 1\n", "[]"])
def test_file_that_is_no_export_writes_nothing(text: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(project, text) == 2
    assert capsys.readouterr().err.startswith("export.json: it ")
    assert not (project / "data" / "references.status.json").exists()


@pytest.mark.parametrize("arguments", [["--on", DAY], ["x.json", "--fetch", "--on", DAY], ["x.json"], ["x.json", "--on", "yesterday"]])
def test_wrong_usage(arguments: list[str], project: Path) -> None:
    with pytest.MonkeyPatch.context():
        try:
            assert cli.main(["verify-references", *arguments]) == 2
        except SystemExit as end:
            assert end.code == 2


def test_status_of_another_doi_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "references.status.json").write_text(status_text({"k": WorkStatus("10.5555/old", DAY), "gone": WorkStatus(DOI, DAY)}), "utf-8")
    assert read_statuses(tmp_path, tmp_path, {"k": OURS}) == ({}, [])
    (tmp_path / "references.status.json").write_text(status_text({"k": WorkStatus(DOI.upper(), DAY)}), "utf-8")
    assert [*read_statuses(tmp_path, tmp_path, {"k": OURS})[0]] == ["k"]


# ---- the network ----


def test_registries_are_asked_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(request: Any, timeout: float) -> io.BytesIO:
        asked.append(request.full_url)
        if request.full_url.endswith("lost"):
            raise URLError("no route")
        if "crossref" in request.full_url or request.full_url.endswith("none"):
            raise HTTPError(request.full_url, 404, "Not Found", Message(), None)
        return io.BytesIO(json.dumps(RECORD).encode())

    monkeypatch.setattr(network, "urlopen", answer)
    found = network.ask_registries(["10.1/a b", "10.1/none", "10.1/lost"])
    assert asked[:2] == ["https://api.crossref.org/works/10.1%2Fa%20b", "https://doi.org/10.1%2Fa%20b"]
    assert ([work.doi for work in found.works], found.unknown) == ([DOI], ("10.1/none",))
    assert "no route" in found.failed["10.1/lost"]
    unknown = dict(compare_works([OURS], (), [DOI], DAY))["k"]
    assert unknown == WorkStatus(DOI, DAY, unknown=True)
