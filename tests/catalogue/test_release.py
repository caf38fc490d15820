"""Releases: what is frozen, that it is the same for ever, and that damage is found with file and fix."""

from __future__ import annotations

import json
import lzma
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SITE_URL, WHERE, build
from patternbook import cli
from patternbook.catalogue.releases.archive import verify_texts
from patternbook.catalogue.releases.history import history_of
from patternbook.catalogue.releases.own import text_digest
from patternbook.catalogue.releases.pack import DamagedPackError, read_pack
from patternbook.check.read import Reading, read_data
from patternbook.diagnostics.diagnostic import format_text
from patternbook.documents.cite import cite_whole
from patternbook.documents.frozen import FrozenDocument, ReleaseDocument
from patternbook.documents.model import Cite, Document, Released
from patternbook.documents.resolve import PageDocument, build_context, resolve
from patternbook.pages.frame.metadata import catalogue_metadata
from patternbook.profile.synthesis import SYNTHESIS
from projects import commit, git, make_project, replace_text

GAUGE = ("observations/barrel.yaml", "Nobody reads the barrel's gauge", "Few read the barrel's gauge")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one release; to be copied."""
    folder = make_project(tmp_path_factory.mktemp("released"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert cli.main(["release", "2026.12", "--editor", "ada-lind", "--doi", "10.5281/zenodo.12"]) == 0
    commit(folder)
    return folder


@pytest.fixture
def project(released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, to be changed; the current folder."""
    shutil.copytree(released, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def reading_of(folder: Path) -> Reading:
    return read_data(folder / "data", folder, "https://catalogue.test/")


def problems(folder: Path) -> list[str]:
    """What the check says, without the notice that the toy has anyway."""
    return [line for line in format_text(reading_of(folder).diagnostics) if "PB407" not in line]


def document(folder: Path, page: str) -> PageDocument:
    reading = reading_of(folder)
    return resolve(page, build_context(reading.catalogue(), WHERE, SYNTHESIS, history_of(reading.beside.archive, reading.beside.ledger)))


def frozen(folder: Path, page: str) -> FrozenDocument:
    found = document(folder, page)
    assert isinstance(found, FrozenDocument)
    return found


def released_of(folder: Path, page: str) -> Released:
    found = document(folder, page)
    assert isinstance(found, Document)
    assert isinstance(found.released, Released)
    return found.released


def stored(folder: Path) -> dict[str, bytes]:
    """Every file of releases, and the ledger."""
    return {path.name: path.read_bytes() for path in (*(folder / "data" / "releases").iterdir(), folder / "data" / "ledger.yaml")}


# ---- making one ----


def test_release_holds_every_page(project: Path) -> None:
    assert problems(project) == []
    archive = reading_of(project).beside.archive
    manifest = archive.manifests["2026.12"]
    assert (manifest.date, manifest.editor, manifest.draft, manifest.doi) == ("2026-11-30", "Ada Maria Lind", False, "10.5281/zenodo.12")
    assert {"findings/F-003", "findings/F-005", "areas/shed", "references/lind2020watering", "indicators/I-001"} <= manifest.pages.keys()
    assert [*verify_texts(archive)] == []
    texts = archive.pack("2026.12").texts
    assert {page: text_digest(text) for page, text in texts.items()} == {page: row.text for page, row in manifest.pages.items()}


def test_same_data_makes_the_same_bytes(released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_project(tmp_path / "again")
    monkeypatch.chdir(folder)
    assert cli.main(["release", "2026.12", "--editor", "ada-lind", "--doi", "10.5281/zenodo.12"]) == 0
    assert stored(folder) == stored(released)


def test_second_release_holds_new_texts_only(project: Path) -> None:
    first = stored(project)
    replace_text(project, *GAUGE)
    commit(project)
    assert cli.main(["release", "2027.06", "--draft", "--on", "2027-06-01"]) == 0
    second = stored(project)
    assert {name: second[name] for name in ("2026.12.json", "2026.12.xz")} == {name: first[name] for name in ("2026.12.json", "2026.12.xz")}
    assert second["ledger.yaml"].startswith(first["ledger.yaml"])
    archive = reading_of(project).beside.archive
    assert [*archive.pack("2027.06").texts] == ["findings/F-003"]  # what names it has the text it had
    assert {row.held for page, row in archive.manifests["2027.06"].pages.items() if page != "findings/F-003"} == {"2026.12"}
    assert problems(project) == []


def test_text_that_comes_back_stands_where_it_stood(project: Path) -> None:
    replace_text(project, *GAUGE)
    commit(project)
    assert cli.main(["release", "2027.06", "--draft", "--on", "2027-06-01"]) == 0
    replace_text(project, GAUGE[0], GAUGE[2], GAUGE[1])
    commit(project)
    assert cli.main(["release", "2027.12", "--draft", "--on", "2027-12-01"]) == 0
    assert reading_of(project).beside.archive.manifests["2027.12"].pages["findings/F-003"].held == "2026.12"
    assert released_of(project, "findings/F-003") == Released(
        state="unchanged", release="2026.12", date="2026-11-30", page="releases/2026.12/findings/F-003"
    )


REFUSED: list[tuple[str, list[str], str]] = [
    ("the name exists", ["2026.12", "--draft"], "was made already"),
    ("it comes before", ["2026.11", "--draft"], "follows it"),
    ("it is no name", ["next", "--draft"], "expected year and month"),
    ("a group answers for it", ["2027.01", "--editor", "garden-group"], "one person answers"),
    ("nobody is called so", ["2027.01", "--editor", "nobody"], "people: "),
    ("it is no DOI", ["2027.01", "--draft", "--doi", "10.5281"], "is no DOI"),
]


@pytest.mark.parametrize(("arguments", "says"), [pytest.param(*each[1:], id=each[0]) for each in REFUSED])
def test_release_is_refused(project: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = stored(project)
    assert cli.main(["release", *arguments]) == 2
    assert says in capsys.readouterr().err
    assert stored(project) == before


def _change(folder: Path) -> None:
    replace_text(folder, *GAUGE)


def _draft(folder: Path) -> None:
    replace_text(folder, "tips.yaml", "id: R-005", "id: R-new-gauge")
    commit(folder)


def _add(folder: Path) -> None:
    (folder / "data" / "more.yaml").write_text("areas: []\n", "utf-8")


def _break(folder: Path) -> None:
    replace_text(folder, "tips.yaml", "effectiveness: trial", "effectiveness: perhaps")
    commit(folder)


UNFIT: list[tuple[str, Callable[[Path], None], str]] = [
    ("a file was changed", _change, "not committed: data/observations/barrel.yaml"),
    ("a file was added", _add, "not committed: data/more.yaml"),
    ("an entry has no number", _draft, "R-new-gauge"),
    ("the data has errors", _break, "Nothing was released"),
]


@pytest.mark.parametrize(("spoil", "says"), [pytest.param(*each[1:], id=each[0]) for each in UNFIT])
def test_data_that_is_not_fit_is_not_released(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_project(tmp_path / "unfit")
    monkeypatch.chdir(folder)
    spoil(folder)
    assert cli.main(["release", "2026.12", "--draft"]) == 1
    assert says in capsys.readouterr().err
    assert not (folder / "data" / "releases").exists()
    assert not (folder / "data" / "ledger.yaml").exists()


def test_date_is_never_that_of_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_project(tmp_path / "undated")
    shutil.rmtree(folder / ".git")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert cli.main(["release", "2026.12", "--draft"]) == 2
    assert "--on" in capsys.readouterr().err
    assert cli.main(["release", "2026.12", "--draft", "--on", "2026-12-31"]) == 0


# ---- what documents show of them ----


def test_current_page_says_which_release_holds_its_text(project: Path) -> None:
    held = Released(state="unchanged", release="2026.12", date="2026-11-30", page="releases/2026.12/findings/F-003")
    assert released_of(project, "findings/F-003") == held
    replace_text(project, *GAUGE)
    assert released_of(project, "findings/F-003") == Released(state="newer", release="2026.12", date="2026-11-30", page=held.page)
    assert released_of(project, "patterns/P-001").state == "unchanged"  # a title that it shows is not its own text
    page = document(project, "findings/F-003")
    assert isinstance(page, Document)
    assert page.cite
    assert page.cite.release == "unreleased"


def test_citation_leads_to_the_release(project: Path) -> None:
    page = document(project, "findings/F-003")
    assert isinstance(page, Document)
    assert page.cite
    assert page.cite.release == "2026.12"
    assert "https://catalogue.test/base/releases/2026.12/findings/F-003/" in page.cite.bibtex


def test_permanent_base_is_what_citations_carry(project: Path) -> None:
    replace_text(project, "catalogue.yaml", "  language: en", "  language: en\n  permanent_base: https://w3id.org/toy")
    page = document(project, "findings/F-003")
    assert isinstance(page, Document)
    assert page.cite
    assert "https://w3id.org/toy/releases/2026.12/findings/F-003/" in page.cite.bibtex
    assert "https://w3id.org/toy/findings/F-003/" in page.licence.attribution


def test_permanent_base_is_what_programs_read(project: Path, tmp_path: Path) -> None:
    replace_text(project, "catalogue.yaml", "  language: en", "  language: en\n  permanent_base: https://w3id.org/toy")
    done = build(tmp_path / "site", PATTERNBOOK_DATA=str(project / "data"))
    assert done.returncode == 0, done.stderr
    for page in ("areas/shed", "findings/F-003"):
        html = (tmp_path / "site" / page / "index.html").read_text("utf-8")
        (node,) = (json.loads(each) for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html))
        assert node["@id"] == f"https://w3id.org/toy/{page}/"
        assert node["inDefinedTermSet"]["url"] == "https://w3id.org/toy/"
        assert f'<link rel="canonical" href="{SITE_URL}{page}/">' in html  # where the page is now


CONCEPT = "10.5281/zenodo.1"


def whole(folder: Path) -> Cite:
    reading = reading_of(folder)
    return cite_whole(build_context(reading.catalogue(), WHERE, SYNTHESIS, history_of(reading.beside.archive, reading.beside.ledger)))


def test_concept_doi_stands_for_the_latest_release(project: Path) -> None:
    replace_text(project, "catalogue.yaml", "  language: en", f"  language: en\n  concept_doi: {CONCEPT}")
    assert problems(project) == []
    cite = whole(project)
    assert cite.dois == ("10.5281/zenodo.12", CONCEPT)
    for form in cite.forms or ():
        assert "10.5281/zenodo.12" in form.entry  # that of the release which is cited
    metadata = catalogue_metadata(cite, "", "https://a.org/", ())
    assert '<link rel="cite-as" href="https://doi.org/10.5281/zenodo.12">' in metadata
    assert '"identifier":["https://doi.org/10.5281/zenodo.12","https://doi.org/10.5281/zenodo.1"]' in metadata
    page = document(project, "findings/F-003")
    assert page.cite
    assert "zenodo" not in "".join(form.entry for form in page.cite.forms or ())  # it is the DOI of no single entry


def test_concept_doi_before_any_release_has_its_own(project: Path) -> None:
    replace_text(project, "catalogue.yaml", "  language: en", f"  language: en\n  concept_doi: {CONCEPT}")
    commit(project)
    assert cli.main(["release", "2027.06", "--draft", "--on", "2027-06-01"]) == 0
    cite = whole(project)
    assert cite.dois == (CONCEPT,)
    for form in cite.forms or ():
        assert CONCEPT in form.entry


@pytest.mark.parametrize(
    ("doi", "says"),
    [(CONCEPT, "stands for every release"), ("https://doi.org/10.5281/ZENODO.12", "is the DOI of release 2026.12"), ("12", "is no DOI")],
)
def test_each_release_has_a_doi_of_its_own(project: Path, doi: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    replace_text(project, "catalogue.yaml", "  language: en", f"  language: en\n  concept_doi: {CONCEPT}")
    commit(project)
    before = stored(project)
    assert cli.main(["release", "2027.06", "--draft", "--on", "2027-06-01", "--doi", doi]) == 2
    assert says in capsys.readouterr().err
    assert stored(project) == before
    assert cli.main(["release", "2027.06", "--draft", "--on", "2027-06-01", "--doi", "doi:10.5281/zenodo.13"]) == 0
    assert reading_of(project).beside.archive.manifests["2027.06"].doi == "10.5281/zenodo.13"


def test_frozen_page_says_what_changed_since(project: Path) -> None:
    before = frozen(project, "releases/2026.12/findings/F-003")
    assert (before.state, before.changes, before.title) == ("current", (), "Nobody reads the barrel's gauge")
    replace_text(project, *GAUGE)
    replace_text(project, "tips.yaml", "      - {finding: F-003, basis: inferred}", "      - {finding: F-004, basis: inferred}")
    after = frozen(project, "releases/2026.12/findings/F-003")
    assert after.text == before.text
    assert after.state == "changed"
    assert [(each.field, each.before, each.after) for each in after.changes] == [("title", GAUGE[1], GAUGE[2])]
    assert [(each.field, each.before, each.after) for each in after.computed] == [("linked from", "P-001, R-005", "P-001")]
    neighbour = frozen(project, "releases/2026.12/patterns/P-001")
    assert neighbour.names["findings/F-003"].title == GAUGE[1]  # as it was called then
    assert neighbour.state == "current"


@pytest.mark.parametrize(("field", "words"), [("reworded_because", "Clearer."), ("corrected_because", "The source says few.")])
def test_reworded_is_told_from_corrected(project: Path, field: str, words: str) -> None:
    replace_text(project, *GAUGE)
    replace_text(project, GAUGE[0], "  - id: F-003\n", f"  - id: F-003\n    {field}: {words}\n")
    expected = (words, "") if field == "reworded_because" else ("", words)
    assert frozen(project, "releases/2026.12/findings/F-003").reasons == (("", *expected),)
    commit(project)
    assert cli.main(["release", "2027.06", "--draft", "--on", "2027-06-01"]) == 0
    assert frozen(project, "releases/2026.12/findings/F-003").reasons == (("2027.06", *expected),)


def test_release_lists_every_page_with_the_address_of_its_text(project: Path) -> None:
    replace_text(project, *GAUGE)
    commit(project)
    assert cli.main(["release", "2027.06", "--draft", "--on", "2027-06-01"]) == 0
    listed = document(project, "releases/2027.06")
    assert isinstance(listed, ReleaseDocument)
    rows = {row.id: row for _, rows in listed.rows for row in rows}
    assert rows["F-003"].page == "releases/2027.06/findings/F-003"
    assert rows["F-004"].page == "releases/2026.12/findings/F-004"
    assert len(rows) == listed.count


# ---- damage ----


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def _edit_manifest(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace("Ada Maria Lind", "Somebody"), "utf-8")


def _edit_pack(path: Path) -> None:
    raw = lzma.decompress(path.read_bytes()).replace(b"Nobody reads", b"Everybody r.")
    path.write_bytes(lzma.compress(raw))


DAMAGE: list[tuple[str, str, Callable[[Path], None], str]] = [
    ("pack cut short", "2026.12.xz", _cut, "data/releases/2026.12.xz:1:1: PB617: the texts of release 2026.12 are cut short or were changed"),
    ("pack changed", "2026.12.xz", _edit_pack, "data/releases/2026.12.xz:1:1: PB617: the texts of release 2026.12 are cut short or were changed"),
    ("pack lost", "2026.12.xz", Path.unlink, "data/releases/2026.12.xz:1:1: PB616: the texts of release 2026.12 are lost"),
    ("manifest cut short", "2026.12.json", _cut, "data/releases/2026.12.json:1:1: PB617: the manifest of 2026.12 cannot be read, or is cut short"),
    ("manifest changed", "2026.12.json", _edit_manifest, "data/releases/2026.12.json:1:1: PB617: the manifest of release 2026.12 was changed"),
    ("manifest lost", "2026.12.json", Path.unlink, "data/releases/2026.12.json:1:1: PB616: the manifest of release 2026.12 is lost"),
]


@pytest.mark.parametrize(("file", "harm", "says"), [pytest.param(*each[1:], id=each[0]) for each in DAMAGE])
def test_damage_is_found(project: Path, file: str, harm: Callable[[Path], None], says: str) -> None:
    harm(project / "data" / "releases" / file)
    found = problems(project)
    assert any(line.startswith(says) and "; Put " in line for line in found), found
    assert cli.main(["release", "2027.06", "--draft"]) == 1


def test_release_that_the_ledger_does_not_know_is_found(project: Path) -> None:
    path = project / "data" / "ledger.yaml"
    path.write_text("".join(line for line in path.read_text("utf-8").splitlines(True) if "release 2026.12" not in line), "utf-8")
    assert problems(project) == [
        "data/releases/2026.12.json:1:1: PB618: the ledger knows no release 2026.12; Remove it, and make the release again if it was not finished."
    ]


@pytest.mark.parametrize("harm", [b"", b"no pack", lzma.compress(b"{}\n"), lzma.compress(b'{"format":"1"}\n{"page":1')])
def test_what_is_no_pack_is_refused(harm: bytes) -> None:
    with pytest.raises(DamagedPackError):
        read_pack(harm)


def test_work_tree_is_as_it_was_but_for_the_release(project: Path) -> None:
    assert cli.main(["release", "2027.06", "--draft", "--on", "2027-06-01"]) == 0
    assert git(project, "status", "--porcelain", "--untracked-files=all").split("\n") == [
        "M data/ledger.yaml",
        "?? data/releases/2027.06.json",
        "?? data/releases/2027.06.xz",
    ]
    assert json.loads((project / "data" / "releases" / "2027.06.json").read_text("utf-8"))["draft"] is True


def test_frozen_picture_is_the_same_or_said_to_be_gone(project: Path) -> None:
    page = "releases/2026.12/findings/F-001"
    shown = frozen(project, page).images
    assert shown
    assert (shown["barrel.svg"].width, shown["barrel.svg"].credit) == (240, "Ada Lind & neighbours, CC-BY-4.0")
    replace_text(project, "images/barrel.svg", "#234", "#456")
    changed = frozen(project, page).images
    assert changed
    assert changed["barrel.svg"].width == 0
