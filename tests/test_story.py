"""Two people's first proposals, from the draft to the numbered page, in a git repository: every command as the guides have it.

One drafts a reference, a study, a finding and a recommendation, with mistakes on the way; one fills in a form. Both branch from
the same state, are merged, checked as a whole and numbered. What the check accepts, the build accepts.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from conftest import ROOT, TOY
from patternbook import cli
from patternbook.catalogue.catalogue import Catalogue
from patternbook.model.components import DRAFT_PLACEHOLDER
from patternbook.profile.issue_forms import FINDING_FORM, issue_forms
from test_issue_forms import GOOD, filled
from test_revisions import git

BIBTEX = """@article{reed2025mulch,
  author = {Reed, Tom and Falk, Ines}, title = {Mulch and Mistakes: A Made-up Study}, journal = {Journal of Toy Gardens},
  year = {2025}, pages = {1--9}, doi = {https://doi.org/10.5555/TOY.mulch}}
"""
FILLED = {
    "reference": "reed2025mulch",
    "methods": "interviews",
    "contexts": "a toy garden",
    "source": "reed2025mulch",
    "locator": "section 2, p. 3",
    "text": "Twelve gardeners looked at bed {}.",
    "depth": "full",
    "statement": "A mark on the bed shows when it was watered.",
    "themes": "summer",
    "roles": "waterer",
    "areas": "watering",
    "who": "waterer",
    "basis": "stated",
    "support": "suggested-by-authors",
    "effectiveness": "untested",
    "finding": "F-new-mulch",
    "study": "S-new-mulch",
    "stance": "supports",
    "source_claim": "Five of twelve gardeners watered a bed twice on one day.",
}
"""Field of a draft -> what the contributor writes there."""
MISTAKES = {
    "source: reed2025mulch\n        locator": ("source: reed2025mluch\n        locator", "PB302"),
    "stance: supports": ("stance: support", "PB204"),
    "themes: [summer]": ("themes: [sumer]", "PB302"),
    "source_claim: Five": ("claim: Five", "PB202"),
    "finding: F-new-mulch\n": ("finding: F-new-mulsh\n", "PB302"),
    "methods: [interviews]": ("method: [interviews]", "PB202"),
    "locator: section 2, p. 3": ("locator: somewhere", "PB307"),
    "basis: stated": ("basis: yes", "PB204"),
    "    effectiveness: untested": ("\teffectiveness: untested", "PB103"),
}


CONFIGURATION = f"""
INHERIT: {json.dumps(str(ROOT / "mkdocs.yml"))}
docs_dir: docs
theme: {{custom_dir: {json.dumps(str(ROOT / "hooks" / "patternbook" / "theme"))}}}
hooks: [{json.dumps(str(ROOT / "hooks" / "mkdocs_hooks.py"))}]
watch: []
"""
"""Of the project, with the engine where it is."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the toy as its data; the current folder."""
    folder = tmp_path / "project"
    shutil.copytree(TOY, folder / "data")
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIGURATION, "utf-8")
    git(tmp_path, "init", "-q", "-b", "main", str(folder))
    commit(folder, "Begin")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PATTERNBOOK_CACHE", "off")
    return folder


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


def fill_in(folder: Path, values: Mapping[str, str]) -> None:
    """Write a value at each placeholder, as the key of its line says."""
    pattern, beds = re.compile(rf"(?m)^( *(?:- )?(\w+): \[?){DRAFT_PLACEHOLDER}"), itertools.count(1)
    for path in sorted(folder.rglob("*.yaml")):
        path.write_bytes(pattern.sub(lambda match: match[1] + values[match[2]].format(next(beds)), path.read_bytes().decode()).encode())


def texts(folder: Path) -> str:
    return "\n".join(path.read_bytes().decode() for path in sorted(folder.rglob("*.*")) if path.suffix in (".yaml", ".md"))


def check(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    capsys.readouterr()
    code = cli.main(["check", *options])
    return code, capsys.readouterr().out


def drafted(project: Path) -> None:
    """The drafts of the first contributor, filled in."""
    (project / "found.bib").write_text(BIBTEX, "utf-8")
    study, finding = "Twelve gardeners watch their mulch", "Mulch hides who watered last"
    assert cli.main(["new", "reference", "found.bib"]) == 0
    assert cli.main(["new", "study", "--title", study, "--statement", "Interviews on mulch.", "--name", "mulch", "--as", "new"]) == 0
    assert (
        cli.main(
            ["new", "finding", "--title", finding, "--statement", "One bed, two waterings.", "--group", "watering", "--name", "mulch", "--as", "new"]
        )
        == 0
    )
    assert cli.main(["new", "recommendation", "--title", "Mark the bed when it was watered", "--name", "mark", "--as", "new"]) == 0
    (project / "found.bib").unlink()
    fill_in(project / "data", FILLED)


def test_two_proposals_from_draft_to_numbered_page(project: Path, toy: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    git(project, "switch", "-q", "-c", "mulch")
    drafted(project)
    code, said = check(capsys)
    assert (code, DRAFT_PLACEHOLDER in said) == (0, False), said
    commit(project, "Propose that mulch hides who watered")
    assert cli.main(["diff", "main"]) == 0
    summary = capsys.readouterr().out
    assert all(name in summary for name in ("F-new-mulch", "S-new-mulch", "R-new-mark", "reed2025mulch"))

    git(project, "switch", "-q", "-c", "form", "main")
    form = next(each for each in issue_forms(toy) if each.file == FINDING_FORM)
    (project / "issue.md").write_text(filled(form, GOOD[FINDING_FORM]), "utf-8")
    assert cli.main(["from-issue", "issue.md"]) == 0
    (project / "data" / "suggested.yaml").write_text(capsys.readouterr().out, "utf-8")
    (project / "issue.md").unlink()
    assert check(capsys)[0] == 0
    commit(project, "Propose what a form said")

    git(project, "switch", "-q", "main")
    for branch in ("mulch", "form"):
        git(project, "merge", "-q", "--no-ff", "-m", f"Merge {branch}", branch)
    code, said = check(capsys)
    assert (code, said.count("PB319")) == (0, 4), said  # not yet numbered: two findings, a study, a recommendation
    assert cli.main(["number"]) == 0
    assert "-new-" not in texts(project / "data")
    code, said = check(capsys)
    assert (code, "PB319" in said) == (0, False)
    highest = max(int(id_[2:]) for id_ in toy.by_kind["finding"])
    commit(project, "Number the entries")
    assert git(project, "show", "--stat", "--format=", "HEAD").count(" | ") >= 3
    site = project / "site"
    assert cli.main(["build"]) == 0
    pages = {f"F-{number:03d}" for number in (highest + 1, highest + 2)}
    assert all((site / "findings" / id_ / "index.html").exists() for id_ in pages)


@pytest.mark.parametrize(("right", "wrong", "code"), [(right, wrong, code) for right, (wrong, code) in MISTAKES.items()])
def test_a_mistake_in_a_draft_is_one_message_at_its_line(
    project: Path, right: str, wrong: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    drafted(project)
    _, before = check(capsys)
    path = next(path for path in sorted((project / "data").rglob("*.yaml")) if right in path.read_text("utf-8").partition("-new-m")[2])
    text = path.read_text("utf-8")
    at = text.index(right, text.index("-new-m"))
    path.write_text(f"{text[:at]}{wrong}{text[at + len(right) :]}", "utf-8")
    first = text[:at].count("\n") + 1
    failed, said = check(capsys)
    new = [line for line in said.splitlines() if re.match(r"\S+:\d+:\d+: PB", line) and line not in before]
    errors = [line for line in new if ": warning:" not in line and ": notice:" not in line]
    assert failed == 1
    assert errors, said
    assert f": {code}: " in errors[0]
    line = int(errors[0].split(":")[1])
    assert first <= line <= first + wrong.count("\n") or code == "PB103", errors
    path.write_text(text, "utf-8")
    assert check(capsys) == (0, before)
