"""Two releases with an edit, a retirement, a split, a rename and a withdrawal between them: every address of the first still answers."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from conftest import ROOT, TOY, WHERE, build
from patternbook import cli
from patternbook.catalogue.releases.history import history_of
from patternbook.catalogue.releases.released import NamedThing
from patternbook.check.read import read_data
from patternbook.diagnostics.diagnostic import format_text
from patternbook.documents.frozen import FrozenDocument
from patternbook.documents.gone import GoneDocument
from patternbook.documents.model import Document, RetirementNote
from patternbook.documents.resolve import PageDocument, build_context, resolve
from patternbook.pages.entry import render_page
from patternbook.pages.render import page_renderer, template_environment, template_sources
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.urls import RepositoryLinks
from projects import commit, git, make_project, replace_text
from test_plain_path import differing


def problems(folder: Path) -> list[str]:
    reading = read_data(folder / "data", folder, "https://catalogue.test/")
    return [line for line in format_text(reading.diagnostics) if "PB407" not in line and "PB309" not in line]


def documents(folder: Path) -> dict[str, PageDocument]:
    reading = read_data(folder / "data", folder, "https://catalogue.test/")
    history = history_of(reading.beside.archive, reading.beside.ledger)
    context = build_context(reading.catalogue(), WHERE, SYNTHESIS, history)
    return {page: resolve(page, context) for page in context.neighbours}


def frozen_articles(pages: dict[str, PageDocument]) -> dict[str, str]:
    """Address of a frozen page -> its text as HTML, without what stands around it."""
    renderer = page_renderer(WHERE, RepositoryLinks("", "main"), template_environment(template_sources()))
    found = {page: render_page(document, renderer).body for page, document in pages.items() if isinstance(document, FrozenDocument)}
    return {page: match[1] for page, body in found.items() if (match := _FROZEN.search(body))}


_FROZEN = re.compile(r'data-frozen>(.*?)\n</div>\n(?:<section class="pb-section(?:"><h2>Computed| pb-changes")|</article>)', re.DOTALL)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two releases."""
    folder = make_project(tmp_path_factory.mktemp("story"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert cli.main(["release", "2026.12", "--editor", "ada-lind"]) == 0
        commit(folder)
        replace_text(folder, "catalogue.yaml", "PB407: notice", "PB309: notice, PB337: off, PB407: notice")  # the story plays in 2027
        (folder / "first.json").write_text(json.dumps(texts_of(documents(folder))), "utf-8")
        replace_text(folder, "observations/barrel.yaml", "Nobody reads the barrel's gauge", "Few read the barrel's gauge")
        assert cli.main(["retire", "F-004", "--replaced-by", "F-001", "F-003", "--because", "It says two things.", "--on", "2027-01-02"]) == 0
        assert cli.main(["retire", "R-004", "--because", "Nobody mulches.", "--on", "2027-01-03"]) == 0
        assert cli.main(["retire", "R-005", "--because", "The gauge goes.", "--on", "2027-12-31", "--planned"]) == 0
        for path in (folder / "data").rglob("*.y*ml"):
            if path.name != "ledger.yaml":
                path.write_text(re.sub(r"\bshed\b(?!\.)", "hut", path.read_text("utf-8")).replace("slug: shed", "slug: hut"), "utf-8")
        assert cli.main(["retire", "areas/shed", "--replaced-by", "hut", "--because", "It is no shed."]) == 0
        commit(folder)
        assert cli.main(["release", "2027.06", "--draft", "--on", "2027-06-01"]) == 0
        commit(folder)
    return folder


def texts_of(pages: dict[str, PageDocument]) -> dict[str, str]:
    return {page: document.text for page, document in pages.items() if isinstance(document, FrozenDocument)}


@pytest.fixture
def project(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(story, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def test_data_is_sound_and_the_ledger_only_grew(project: Path) -> None:
    assert problems(project) == []
    ledger = (project / "data" / "ledger.yaml").read_text("utf-8")
    assert ledger.startswith(git(project, "show", "HEAD~2:data/ledger.yaml"))
    assert "  - retired findings/F-004\n" in ledger
    assert "  - moved areas/shed areas/hut\n" in ledger


def test_every_address_of_the_first_release_answers_with_its_own_text(project: Path) -> None:
    first = json.loads((project / "first.json").read_text("utf-8"))
    pages = documents(project)
    assert len(first) == 58
    assert {page: text for page, text in texts_of(pages).items() if page in first} == first
    assert {"findings/F-003", "areas/hut"} <= {page.removeprefix("releases/2027.06/") for page in texts_of(pages).keys() - first.keys()}


def test_what_became_of_each_is_said(project: Path) -> None:
    pages = documents(project)
    states = {page: pages[f"releases/2026.12/{page}"].state for page in ("findings/F-003", "findings/F-004", "areas/shed", "findings/F-001")}  # type: ignore[union-attr]
    assert states == {"findings/F-003": "changed", "findings/F-004": "retired", "areas/shed": "gone", "findings/F-001": "current"}
    split = pages["findings/F-004"]
    assert isinstance(split, Document)
    assert isinstance(split.retirement, RetirementNote)
    assert (split.retirement.how, [target.id for target in split.retirement.successors]) == ("split", ["F-001", "F-003"])
    planned = pages["recommendations/R-005"]
    assert isinstance(planned, Document)
    assert isinstance(planned.retirement, RetirementNote)
    assert planned.retirement.planned
    assert not planned.retired
    moved = pages["areas/shed"]
    assert isinstance(moved, GoneDocument)
    assert moved.moved_to
    assert moved.moved_to.page == "areas/hut"


def test_renames_lead_to_the_end(project: Path) -> None:
    for path in (project / "data").rglob("*.y*ml"):
        if path.name != "ledger.yaml":
            path.write_text(path.read_text("utf-8").replace("hut", "cabin"), "utf-8")
    assert any("areas/hut was published and is gone" in line and "patternbook retire areas/hut --replaced-by" in line for line in problems(project))
    assert cli.main(["retire", "areas/hut", "--replaced-by", "cabin", "--because", "Again."]) == 0
    assert problems(project) == []
    moved = documents(project)["areas/shed"]
    assert isinstance(moved, GoneDocument)
    assert moved.moved_to
    assert moved.moved_to.page == "areas/cabin"  # not by way of the hut


def test_withdrawn_text_is_in_no_release(project: Path) -> None:
    for path in (project / "data").rglob("*.y*ml"):
        if path.name != "ledger.yaml":
            text = path.read_text("utf-8")
            text = re.sub(r"  - id: R-003\n(?:    .*\n)+", "", text)
            path.write_text(text, "utf-8")
    before = texts_of(documents_or_none(project))
    assert before == {}  # the data has an error: an address is gone
    assert cli.main(["retire", "R-003", "--withdraw", "--because", "A gardener asked: please!", "--on", "2027-07-01"]) == 0
    assert problems(project) == []
    pages = documents(project)
    tombstone, frozen = pages["recommendations/R-003"], pages["releases/2026.12/recommendations/R-003"]
    assert isinstance(tombstone, GoneDocument)
    assert (tombstone.withdrawn_on, tombstone.because) == ("2027-07-01", "A gardener asked: please!")
    assert isinstance(frozen, FrozenDocument)
    assert (frozen.state, frozen.text) == ("withdrawn", "")
    archive = read_data(project / "data", project, "").beside.archive
    kept = "".join([json.dumps(archive.pack(name)) for name in archive.manifests])
    assert "Copy the key" not in kept
    assert "A second key costs little" not in kept
    replace_text(project, "tips.yaml", "  - id: R-005\n", "  - id: R-003\n")
    assert any("PB613" in line for line in problems(project))


def documents_or_none(folder: Path) -> dict[str, PageDocument]:
    return {} if any(": PB612: " in line for line in problems(folder)) else documents(folder)


def test_number_is_never_given_again(project: Path) -> None:
    ledger = project / "data" / "ledger.yaml"
    replace_text(project, "tips.yaml", "  - id: R-005\n", "  - id: R-new-one\n")
    ledger.write_text(ledger.read_text("utf-8") + "  - recommendations/R-009\n  - withdrawn recommendations/R-009 2027-01-01 Gone.\n", "utf-8")
    ledger.write_text(ledger.read_text("utf-8").replace("  - recommendations/R-005\n", ""), "utf-8")
    assert cli.main(["number"]) == 0
    assert ledger.read_text("utf-8").endswith("  - recommendations/R-010\n")


REFUSED = [
    (["F-777", "--because", "x"], "there is no entry F-777"),
    (["F-004", "--because", "x"], "is retired already"),
    (["F-001", "--replaced-by", "F-004", "--because", "x"], "F-004 cannot take its place"),
    (["F-001", "--replaced-by", "F-001", "--because", "x"], "F-001 cannot take its place"),
    (["areas/hut", "--replaced-by", "everywhere", "--because", "x"], "still in use"),
    (["areas/never", "--replaced-by", "hut", "--because", "x"], "never published"),
    (["areas/shed", "--replaced-by", "watering", "--because", "x"], "leads to areas/hut already"),
    (["R-003", "--withdraw", "--because", "x"], "still in the data"),
]


@pytest.mark.parametrize(("arguments", "says"), REFUSED)
def test_retiring_is_refused(project: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["retire", *arguments, "--on", "2027-07-01"]) == 1
    assert says in capsys.readouterr().err
    assert git(project, "status", "--porcelain", "--untracked-files=no") == ""


def test_same_frozen_bytes_after_a_field_was_gained_and_the_theme_changed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from patternbook.catalogue.releases.own import _fields_with_defaults
    from patternbook.model.components import Entry
    from patternbook.model.entries import Finding
    from patternbook.model.introspect import fields_of
    from patternbook.model.struct import declared_fields

    before = documents(project)
    articles = frozen_articles(before)
    annotations = dict(Entry.__annotations__) | {"gained": "bool"}
    monkeypatch.setattr(Entry, "__annotations__", annotations)
    monkeypatch.setattr(Entry, "_defaults", {**Entry._defaults, "gained": False})
    monkeypatch.setattr(Entry, "gained", False, raising=False)
    for cached in (fields_of, declared_fields, _fields_with_defaults):
        cached.cache_clear()
    try:
        assert "gained" in {field.name for field in fields_of(Finding)}
        after = documents(project)
        assert texts_of(after) == texts_of(before)
        assert frozen_articles(after) == articles
        assert {page: document.released for page, document in after.items() if isinstance(document, Document)} == {
            page: document.released for page, document in before.items() if isinstance(document, Document)
        }
    finally:
        monkeypatch.undo()
        for cached in (fields_of, declared_fields, _fields_with_defaults):
            cached.cache_clear()


def test_reader_of_format_1_shows_what_it_always_showed() -> None:
    sample = json.loads((Path(__file__).parent / "format1.json").read_text("utf-8"))  # frozen once; neither file may ever change
    names = {page: NamedThing(**thing) for page, thing in sample["names"].items()}
    document = FrozenDocument(
        page="releases/2026.12/patterns/P-001",
        release="2026.12",
        date="2026-11-30",
        draft=True,
        id="P-001",
        kind="pattern",
        kind_label="Arrangement",
        title="Whoever comes first, waters",
        text=sample["text"],
        sections=tuple((title, tuple(fields)) for title, fields in sample["sections"]),
        order=tuple(sample["order"]),
        names=names,
        derived={},
        state="gone",
    )
    [html] = frozen_articles({document.page: document}).values()
    assert html == (Path(__file__).parent / "format1.html").read_text("utf-8")


@pytest.mark.full
def test_fast_path_and_plain_path_publish_the_same(project: Path, tmp_path: Path) -> None:
    data = {"PATTERNBOOK_DATA": str(project / "data")}
    for folder, more in (("plain", {"PATTERNBOOK_FAST": "off"}), ("fast", {"PATTERNBOOK_CACHE": str(tmp_path / "cache"), "PATTERNBOOK_JOBS": "2"})):
        done = build(tmp_path / folder, **data, **more)
        assert done.returncode == 0, done.stderr
    files = {path.relative_to(tmp_path / "plain") for path in (tmp_path / "plain").rglob("*") if path.is_file()}
    assert all((tmp_path / "fast" / file).read_bytes() == (tmp_path / "plain" / file).read_bytes() for file in files)
    again = build(tmp_path / "fast", **data, PATTERNBOOK_CACHE=str(tmp_path / "cache"), PATTERNBOOK_JOBS="2")
    assert "nothing changed" in again.stderr
    sitemap = (tmp_path / "plain" / "sitemap.xml").read_text("utf-8")
    assert "/releases/2026.12/" not in sitemap
    assert "/areas/shed/" not in sitemap
    page = (tmp_path / "plain" / "releases" / "2026.12" / "findings" / "F-003" / "index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in page
    assert (tmp_path / "plain" / "releases" / "2026.12" / "findings" / "F-003.json").read_text("utf-8").startswith('{"content":')
    assert "data-moved" in (tmp_path / "plain" / "areas" / "shed" / "index.html").read_text("utf-8")


@pytest.mark.full
def test_builds_from_a_cache_follow_releases_and_what_comes_between(project: Path, tmp_path: Path) -> None:
    """A page that shows what a release holds is rendered anew when a release is made, and when its text changes after one."""
    data = {"PATTERNBOOK_DATA": str(project / "data")}
    replace_text(project, "observations/barrel.yaml", "Few read the barrel's gauge", "Most read the barrel's gauge")
    commit(project)
    revisions = git(project, "rev-list", "--reverse", "HEAD").split()
    assert len(revisions) == 5  # the toy, its first release, changes, the second release, a text that is newer
    for revision in (*revisions, revisions[1], revisions[4]):
        git(project, "checkout", "-q", revision)
        git(project, "clean", "-qfd", "data")
        assert build(tmp_path / "plain", **data, PATTERNBOOK_FAST="off").returncode == 0
        done = build(tmp_path / "fast", **data, PATTERNBOOK_CACHE=str(tmp_path / "cache"), PATTERNBOOK_JOBS="2")
        assert done.returncode == 0, done.stderr
        assert differing(tmp_path / "fast", tmp_path / "plain") == [], revision


@pytest.mark.shipped
def test_toy_itself_has_no_release() -> None:
    assert not (TOY / "ledger.yaml").exists()
    assert not (ROOT / "data" / "releases").exists()
