"""What it takes to add a kind or a relation: one file, and it is everywhere.

Each test edits a copy of the project in the one file that declares it, adds data to a copy of the toy, and builds.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, SITE_URL, TOY

DECLARED = "hooks/patternbook/model/entries.py"

KIND = '''
class Pledge(Entry):
    """A promise that somebody made."""

    study: StudyId
    """Where it was heard of."""
    holds: tuple[Claim, ...] = ()
    """What shows that it is kept."""
    answers: tuple[ToFinding, ...] = ()
    """Findings it was made because of."""


PLEDGE = Kind(
    name="pledge",
    model=Pledge,
    prefix="PL",
    plural="pledges",
    about="Promises, and whether they are kept.",
    grouped_by="study",
    sections=(Section("holds", "Does it hold", ("holds",)), *TAIL),
)

ENTRY_KINDS = (PLEDGE, '''
ENTRY = """\
pledges:
  - id: PL-001
    title: We water at dawn
    statement: A promise of the whole garden.
    study: S-002
    answers:
      - finding: F-002
        basis: inferred
        why: Somebody had to.
"""
RELATIONS = "ENTRY_RELATIONS = (\n"
"""The start of the tuple of relations."""
ANSWERS = f'{RELATIONS}    RelationKind("answers", "pledge", "finding", "Because of", "Led to"),\n'
OUTLIVES = f'{RELATIONS}    RelationKind("outlives", "pattern", "pattern", "Came after", "Gave way to"),\n'
FIELD = '''\
    outlives: tuple[ToPattern, ...] = ()
    """Patterns that went before this one."""
    fits_poorly_when: '''


def _edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    path.write_text(text, "utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project with the toy as its data."""
    made = tmp_path / "project"
    for name in ("hooks", "docs"):
        shutil.copytree(ROOT / name, made / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", made)
    shutil.copytree(TOY, made / "data")
    return made


def _run(project: Path, *command: str) -> str:
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
    settings = {"PYTHONPATH": str(project / "hooks"), "PATTERNBOOK_SITE_URL": SITE_URL, "PATTERNBOOK_CACHE": "off", "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run([sys.executable, *command], cwd=project, env=surroundings | settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def built(project: Path) -> Callable[[], Path]:
    """Builds the project; the folder of its site."""

    def build() -> Path:
        _run(project, "-m", "mkdocs", "build", "--strict", "--site-dir", str(project / "site"))
        return project / "site"

    return build


def test_a_kind_takes_one_file(project: Path, built: Callable[[], Path]) -> None:
    _edit(project / DECLARED, ("\nENTRY_KINDS = (", KIND), (RELATIONS, ANSWERS))
    (project / "data" / "pledges.yaml").write_text(ENTRY, "utf-8")
    site = built()
    page, other = (site / f"{name}/index.html" for name in ("pledges/PL-001", "findings/F-002"))
    assert "Because of" in page.read_text("utf-8")
    assert "../../findings/F-002/" in page.read_text("utf-8")
    assert "Led to" in other.read_text("utf-8")
    assert "../../pledges/PL-001/" in other.read_text("utf-8")
    index = (site / "pledges" / "index.html").read_text("utf-8")
    assert "Promises, and whether they are kept." in index
    assert "We water at dawn" in index[index.index('id="s-002"') :]  # under the study that it names
    assert "pledges/" in (site / "index.html").read_text("utf-8").partition('class="pb-counts"')[2]
    assert 'href="../pledges/"' in (site / "checks" / "index.html").read_text("utf-8")  # the menu
    assert "We water at dawn" in (site / "catalogue" / "index.html").read_text("utf-8")
    assert "<th scope=row>Pledges" in (site / "coverage" / "index.html").read_text("utf-8").replace('"', "")
    assert "What shows that it is kept." in (site / "format" / "index.html").read_text("utf-8")
    assert any("We water at dawn" in path.read_text("utf-8") for path in (site / "assets" / "search").glob("titles-pledge-*"))
    assert json.loads((site / "pledges" / "PL-001.json").read_text("utf-8"))["kind_label"] == "Pledge"
    _run(project, "-m", "patternbook.cli", "schema", "--folder", "schema")
    schema = json.loads((project / "schema" / "data.schema.json").read_text("utf-8"))
    assert schema["definitions"]["Pledge"]["properties"]["id"]["pattern"].startswith("^PL-")
    assert "pledges" in schema["properties"]


def test_a_relation_takes_one_file(project: Path, built: Callable[[], Path]) -> None:
    _edit(project / DECLARED, ("    fits_poorly_when: ", FIELD), (RELATIONS, OUTLIVES))
    _edit(project / "data" / "arrangements.yaml", ("  - id: P-002\n", "  - id: P-002\n    outlives: [{pattern: P-003, basis: inferred}]\n"))
    site = built()
    for here, says, there in (("P-002", "Came after", "P-003"), ("P-003", "Gave way to", "P-002")):
        page = (site / "patterns" / here / "index.html").read_text("utf-8")
        links = page.partition('aria-labelledby="links"')[2].partition("</section>")[0]
        assert says in links
        assert f"/{there}/" in links
