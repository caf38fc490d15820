"""What `check` accepts, `build` builds, and what it refuses is not built; where the site goes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, SITE_URL, TOY
from test_pipeline import COMMAND

UNCITED = "\n@misc{unused, title = {A}, year = {2020}, author = {B}}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project with the toy as its data, and a reference that nothing cites: one warning."""
    for name in ("hooks", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    shutil.copytree(TOY, tmp_path / "data")
    with (tmp_path / "data" / "references.bib").open("a") as file:
        file.write(UNCITED)
    return tmp_path


def run(folder: Path, *command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a project."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
    clean |= {"PATTERNBOOK_SITE_URL": SITE_URL, "PATTERNBOOK_CACHE": "off", "SOURCE_DATE_EPOCH": "1700000000", "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=folder, env=clean | environment, capture_output=True, text=True, check=False)


def say_strict(folder: Path) -> None:
    configuration = folder / "mkdocs.yml"
    text = configuration.read_text("utf-8")
    assert "\nstrict: false" in text
    configuration.write_text(text.replace("\nstrict: false", "\nstrict: true"), "utf-8")


REASON = "the data holds 1 warning, which `strict` does not allow: PB406 unused"
COUNTS = "; 1 warning, 1 notice"


def test_warning_stops_nothing(project: Path) -> None:
    checked, built = run(project, COMMAND, "check"), run(project, COMMAND, "build")
    assert (checked.returncode, checked.stderr, built.returncode) == (0, "", 0)
    last = checked.stdout.splitlines()[-1]
    assert last.startswith("no error in ")
    assert last.endswith(COUNTS)
    assert last in built.stderr
    assert "PB406: warning: unused: " in built.stderr
    assert (project / "site" / "index.html").exists()


@pytest.mark.parametrize("by", ["option", "configuration"])
def test_warning_stops_what_is_strict_and_is_named(project: Path, by: str) -> None:
    option = ["--strict"] if by == "option" else []
    if by == "configuration":
        say_strict(project)
    checked = run(project, COMMAND, "check", *option)
    assert (checked.returncode, checked.stderr) == (1, f"{REASON}\n")
    assert checked.stdout.splitlines()[-1].endswith(COUNTS)
    mkdocs = [sys.executable, "-m", "mkdocs", "build"]
    for built in (run(project, COMMAND, "build", *option), run(project, *mkdocs, *option)):
        assert built.returncode == 1
        assert f"{REASON}; nothing was built" in built.stderr
        assert not (project / "site").exists()


def test_error_stops_both(project: Path) -> None:
    (project / "data" / "tips.yaml").write_text("recommendations: []\n", "utf-8")  # others name these
    checked, built = run(project, COMMAND, "check"), run(project, COMMAND, "build")
    assert (checked.returncode, built.returncode) == (1, 1)
    count = checked.stdout.splitlines()[-1].partition(" in ")[0]
    assert count.endswith(("error", "errors"))
    assert f"the data holds {count}; nothing was built" in built.stderr


def test_error_that_the_catalogue_lowers_stops_neither(project: Path) -> None:
    path = project / "data" / "catalogue.yaml"
    path.write_text(path.read_text("utf-8").replace("  rules: {", "  rules: {PB307: warning, PB406: off, "), "utf-8")
    arrangements = project / "data" / "arrangements.yaml"
    arrangements.write_text(arrangements.read_text("utf-8").replace('locator: "section 1, p. 11"', "locator: somewhere", 1), "utf-8")
    checked, built = run(project, COMMAND, "check"), run(project, COMMAND, "build")
    assert (checked.returncode, built.returncode) == (0, 0), built.stderr
    assert ": PB307: warning: " in checked.stdout
    assert "PB406" not in checked.stdout + built.stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "site"),
    [
        ([], {"PATTERNBOOK_SITE_DIR": "elsewhere"}, "elsewhere"),
        (["--site", "here"], {"PATTERNBOOK_SITE_DIR": "elsewhere"}, "here"),
    ],
    ids=["environment", "option wins"],
)
def test_folder_of_the_site(project: Path, arguments: list[str], environment: dict[str, str], site: str) -> None:
    done = run(project, COMMAND, "build", *arguments, **environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"Built {site}/"
    assert (project / site / "index.html").exists()
    assert {path.name for path in project.iterdir()} == {"data", "docs", "hooks", "mkdocs.yml", site}
