"""Revisions of the data folder: read from git, in a shallow clone too, and clear messages where they are not there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import TOY
from patternbook import cli

SETTINGS = ("-c", "user.name=A Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | {"GIT_CONFIG_GLOBAL": os.devnull}
    return subprocess.run(
        ["git", "-C", str(folder), *SETTINGS, *arguments], check=True, capture_output=True, text=True, env=environment
    ).stdout.strip()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the toy as its data, in which the second commit changes a title; the current folder."""
    folder = tmp_path / "project"
    shutil.copytree(TOY, folder / "data")
    git(tmp_path, "init", "-q", "-b", "main", str(folder))
    for title in ("", "Few read the barrel's gauge"):
        path = next(path for path in (folder / "data").rglob("*.yaml") if "- id: F-003" in path.read_text("utf-8"))
        if title:
            path.write_text(path.read_text("utf-8").replace("Nobody reads the barrel's gauge", title, 1), "utf-8")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "Change")
    monkeypatch.chdir(folder)
    return folder


def diff(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["diff", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_two_revisions(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = diff(capsys, "HEAD~1", "HEAD")
    assert (code, err) == (0, "")
    assert "- title: ~~Nobody reads~~ **Few read** the barrel's gauge" in out
    assert git(project, "rev-parse", "--short=12", "HEAD") in out.split("\n")[0]
    assert git(project, "status", "--porcelain") == ""


def test_revision_and_the_folder_as_it_is(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "data" / "tips.yaml"
    path.write_text(path.read_text("utf-8").replace("support: editorial", "support: literature", 1), "utf-8")
    code, out, _ = diff(capsys, "HEAD", "--format", "json")
    assert code == 0
    found = json.loads(out)
    assert found["head"] == "work tree"
    assert [item["open_longer"] for item in found["items"]] == [["support"]]


def test_what_git_ignores_of_the_present_is_no_part_of_a_revision(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "data" / "links.yaml").symlink_to(project / "data" / "tips.yaml")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "A link")
    assert "Nothing changes in meaning." in diff(capsys, "HEAD~1", "HEAD")[1]  # links are left out


def test_shallow_clone_has_what_it_has_and_says_so_of_the_rest(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", project.as_uri(), str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    assert diff(capsys, "HEAD")[0] == 0
    code, out, err = diff(capsys, "HEAD~1")
    assert (code, out) == (2, "")
    assert err == (
        "no revision 'HEAD~1' is in this clone; the clone is shallow and ends before it, perhaps: run `git fetch --unshallow`, "
        "or fetch the branch it is on\n"
    )


@pytest.mark.parametrize("name", ["nowhere", "HEAD~99", "", "HEAD:data", "main..HEAD"])
def test_revision_that_is_not_there_is_one_line(name: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = diff(capsys, name)
    assert (code, out) == (2, "")
    assert err.startswith(f"no revision {name!r} is in this clone; ")
    assert err.count("\n") == 1


def test_revision_from_before_the_data(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(project / "data", project / "other")
    monkeypatch.setenv("PATTERNBOOK_DATA", "other")
    code, _, err = diff(capsys, "HEAD")
    assert code == 2
    assert "there is no folder 'other'" in err


def test_folder_in_no_repository_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(TOY, tmp_path / "data")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    code, _, err = diff(capsys, "HEAD")
    assert code == 2
    assert "not a git repository" in err
    assert err.count("\n") == 1


def test_no_git_is_one_line(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    code, _, err = diff(capsys, "HEAD")
    assert (code, err) == (2, "git is not installed, and revisions cannot be read without it\n")
