"""What a check finds beside a revision that the data follows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from patternbook import cli
from projects import commit, git, make_project, replace_text


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_project(tmp_path_factory.mktemp("followed"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert cli.main(["release", "2026.12", "--draft"]) == 0
    commit(folder)
    return folder


@pytest.fixture
def project(released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(released, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    code = cli.main(["check", *arguments])
    said = capsys.readouterr()
    return code, [line for line in (said.out + said.err).split("\n") if "PB61" in line or "--base" in line]


def test_nothing_is_found_where_nothing_changed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_text(project, "observations/barrel.yaml", "Nobody reads the barrel's gauge", "Few read the barrel's gauge")
    assert found(capsys, "--base", "HEAD") == (0, [])


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("  - findings/F-002\n", "", "the line 'findings/F-002' was here, and 'findings/F-003' stands there"),
        ("  - findings/F-002\n", "  - findings/F-009\n", "and 'findings/F-009' stands there"),
        ("  - findings/F-001\n  - findings/F-002\n", "  - findings/F-002\n  - findings/F-001\n", "the line 'findings/F-001' was here"),
    ],
    ids=["taken out", "changed", "moved"],
)
def test_ledger_that_was_tampered_with(project: Path, before: str, after: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    replace_text(project, "ledger.yaml", before, after)
    code, lines = found(capsys, "--base", "HEAD")
    assert code == 1
    assert any("PB614" in line and says in line for line in lines), lines


def test_ledger_that_was_taken_away(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(project / "data" / "releases")
    (project / "data" / "ledger.yaml").unlink()
    assert found(capsys)[0] == 0
    code, lines = found(capsys, "--base", "HEAD")
    assert code == 1
    assert "the ledger ends before it" in lines[0]


SWAPPED = (
    "title: The key is not where it should be\n    statement: Whoever comes second waits.",
    "title: Tomatoes ripen late\n    statement: July is cold.",
)


def test_swapped_meaning(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_text(project, "observations/shed.yml", *SWAPPED)
    assert found(capsys) == (0, [])
    code, lines = found(capsys, "--base", "HEAD")
    assert code == 1
    assert len(lines) == 1
    assert "data/observations/shed.yml:4:5: PB615: F-002: of 6 words" in lines[0]
    assert "`F-new-...`" in lines[0]


def test_swapped_meaning_that_is_explained(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_text(project, "observations/shed.yml", SWAPPED[0], f"{SWAPPED[1]}\n    reworded_because: It was about tomatoes all along.")
    assert found(capsys, "--base", "HEAD") == (0, [])
    commit(project)
    replace_text(project, "observations/shed.yml", "Tomatoes ripen late", "Whoever digs finds stones")  # an old reason explains nothing new
    replace_text(project, "observations/shed.yml", "July is cold.", "Stones are many.")
    assert found(capsys, "--base", "HEAD")[0] == 1


def test_shallow_clone_says_so(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{project}", str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    code, lines = found(capsys, "--base", "HEAD~1")
    assert code == 2
    assert "git fetch --unshallow" in lines[0]


def test_diff_takes_a_release(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_text(project, "observations/barrel.yaml", "Nobody reads the barrel's gauge", "Few read the barrel's gauge")
    capsys.readouterr()
    assert cli.main(["diff", "2026.12"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("# What changes from release 2026.12 to work tree\n")
    assert "- title: ~~Nobody reads~~ **Few read** the barrel's gauge" in said
    assert said.count("\n## ") == 2  # the entry, and the pages
