"""The workflows: actions pinned, no credentials left behind, limits, and no code of ours or of packages where something may be published."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
USES = re.compile(r"^\s*(?:- )?uses: (?P<action>\S+)(?P<comment>.*)$", re.MULTILINE)


def jobs() -> list[Any]:
    """Every job of every workflow."""
    loaded = [(path, yaml.load(path.read_text("utf-8"), yaml.BaseLoader)) for path in WORKFLOWS]
    return [pytest.param(workflow, job, id=f"{path.stem}-{name}") for path, workflow in loaded for name, job in workflow["jobs"].items()]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: str(path.stem))
def test_actions_are_pinned_to_a_commit_and_say_its_version(path: Path) -> None:
    for use in USES.finditer(path.read_text("utf-8")):
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", use["action"]), use[0]
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", use["comment"]), use[0]


@pytest.mark.parametrize(("workflow", "job"), jobs())
def test_every_job_has_a_limit_and_keeps_no_credentials(workflow: Any, job: Any) -> None:
    assert 0 < int(job["timeout-minutes"]) <= 90
    for step in job["steps"]:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


MAY_WRITE = {
    ("id-token", "pages"): ["actions/deploy-pages"],
    ("contents",): ["actions/download-artifact", ""],  # the script in site.yml, which is tested below
    ("pull-requests",): ["actions/download-artifact", ""],  # the script in comment.yml, which is tested below
}
"""What a job may write -> the actions of its steps; an empty one is a script of the workflow itself."""


@pytest.mark.parametrize(("workflow", "job"), jobs())
def test_a_job_that_may_write_runs_no_code_from_elsewhere(workflow: Any, job: Any) -> None:
    permissions = job.get("permissions", workflow["permissions"])
    assert isinstance(permissions, dict)  # never `write-all`
    if written := tuple(sorted(what for what, how in permissions.items() if how == "write")):
        assert [step.get("uses", "").partition("@")[0] for step in job["steps"]] == MAY_WRITE[written]
        assert not re.search(
            r"\b(?:make|python3?|pip|npm|curl|\.venv|git (?:clone|checkout|fetch))\b", "".join(step.get("run", "") for step in job["steps"])
        )


@pytest.mark.parametrize(("workflow", "job"), jobs())
def test_no_script_is_made_of_what_somebody_sends(workflow: Any, job: Any) -> None:
    assert not [step["run"] for step in job["steps"] if "${{" in step.get("run", "")]


def test_code_of_a_fork_never_meets_a_secret_or_a_permission_to_write() -> None:
    for path in WORKFLOWS:
        workflow = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        assert "pull_request_target" not in workflow["on"]
        assert "secrets." not in path.read_text("utf-8")
        if "workflow_run" in workflow["on"]:  # has the rights of the default branch
            steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
            assert not [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]


def test_the_merged_whole_is_tested_before_it_lands_and_not_published() -> None:
    site = yaml.load((ROOT / ".github" / "workflows" / "site.yml").read_text("utf-8"), yaml.BaseLoader)
    assert "merge_group" in site["on"]
    assert not {"if", "needs"} & site["jobs"]["check"].keys()
    assert site["jobs"]["test"]["needs"] == "check"
    assert "if" not in site["jobs"]["test"]
    assert site["jobs"]["numbers"]["if"] == "github.event_name == 'push'"
    needed = {name: job.get("needs", []) for name, job in site["jobs"].items()}
    assert needed["numbers"] == ["test", "systems"]
    assert (needed["record"], needed["address"], needed["build"], needed["deploy"]) == ("numbers", "record", ["record", "address"], "build")


GH = """#!{python}
import json, os, sys
arguments, folder = sys.argv[1:], os.environ["ANSWERS"]
with open(os.path.join(folder, "calls"), "a") as calls: print(json.dumps(arguments), file=calls)
if "POST" in arguments or "PATCH" in arguments: pass
elif any(each.endswith("/comments") for each in arguments): print(open(os.path.join(folder, "comments.json")).read())
else: print(open(os.path.join(folder, "pulls.json")).read())
"""
PULLS = [{"number": 6, "head": {"sha": "older"}}, {"number": 7, "head": {"sha": "abc"}}]
MARK = "<!-- patternbook-summary -->"


def _scripts(job: Any) -> str:
    """All that a job runs."""
    return "\n".join(step.get("run", "") for step in job["steps"])


def test_check_is_run_first_as_a_contributor_runs_it_and_stops_the_rest() -> None:
    site = yaml.load((ROOT / ".github" / "workflows" / "site.yml").read_text("utf-8"), yaml.BaseLoader)["jobs"]
    own = re.findall(r"patternbook .*", _scripts(site["check"]))
    assert own == ["patternbook check --format github"]
    waiting = {"check"}
    for name, job in site.items():  # in the order of the file, each after what it needs
        needs = job.get("needs", [])
        waiting |= {name} if waiting & {*([needs] if isinstance(needs, str) else needs)} else set()
    assert waiting == set(site)
    [preview] = yaml.load((ROOT / ".github" / "workflows" / "proposal.yml").read_text("utf-8"), yaml.BaseLoader)["jobs"].values()
    assert re.findall(r"patternbook (\w+.*)", _scripts(preview))[0] == "check --format github"
    assert [step for step in preview["steps"] if "if" in step] == []


def _post(folder: Path, summary: bytes | None, *, pulls: Any = PULLS, comments: Any = ()) -> tuple[int, list[list[str]], str]:
    """Run the script of comment.yml with a `gh` that answers from files: exit code, its calls, and the comment."""
    [job] = yaml.load((ROOT / ".github" / "workflows" / "comment.yml").read_text("utf-8"), yaml.BaseLoader)["jobs"].values()
    (folder / "bin").mkdir()
    (folder / "bin" / "gh").write_text(GH.format(python=sys.executable), "utf-8")
    (folder / "bin" / "gh").chmod(0o755)
    (folder / "summary").mkdir()
    if summary is not None:
        (folder / "summary" / "summary.md").write_bytes(summary)
    (folder / "pulls.json").write_text(json.dumps(pulls), "utf-8")
    (folder / "comments.json").write_text(json.dumps(comments), "utf-8")
    environment = dict.fromkeys(("GH_TOKEN", "REPOSITORY", "RUN", "OWNER", "BRANCH"), "x") | {"SHA": "abc", "RUN": "https://run.example/1"}
    environment |= {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "ANSWERS": str(folder)}
    done = subprocess.run(["bash", "-c", job["steps"][-1]["run"]], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    calls = folder / "calls"
    written = folder / "comment.json"
    body = json.loads(written.read_text("utf-8"))["body"] if written.exists() else ""
    return done.returncode, [json.loads(line) for line in calls.read_text("utf-8").splitlines()] if calls.exists() else [], body


needs_jq = pytest.mark.skipif(shutil.which("jq") is None or os.name == "nt", reason="jq is not installed")


@needs_jq
def test_summary_becomes_a_comment_without_anything_that_links_or_calls(tmp_path: Path) -> None:
    nasty = b"# Heading\n\n- @team ![x](https://evil.example/x.png) <img src=x> \\[a](b) #12 GH-3 www.evil.example \x1b[31m \xe2\x80\xae **bold**\n"
    code, calls, body = _post(tmp_path, nasty)
    assert code == 0
    assert calls[-1][1:4] == ["--method", "POST", "repos/x/issues/7/comments"]
    start, _, text = body.partition("_\n\n")
    assert start.startswith(MARK)
    assert text.startswith("# Heading\n\n- ")
    assert "**bold**" in text
    for sign in ("@team", "[", "]", "<", "https://", "#12", "GH-3", "www.", "\x1b", "\u202e"):
        assert sign not in text.replace("&#91;", "").replace("&#93;", "")


@needs_jq
def test_second_summary_replaces_the_first_but_no_comment_of_anybody_else(tmp_path: Path) -> None:
    comments = [{"id": 1, "user": {"login": "somebody"}, "body": MARK}, {"id": 2, "user": {"login": "github-actions[bot]"}, "body": f"{MARK} old"}]
    code, calls, _ = _post(tmp_path, b"# New\n", comments=comments)
    assert (code, calls[-1][1:4]) == (0, ["--method", "PATCH", "repos/x/issues/comments/2"])


@needs_jq
def test_long_summary_is_cut_at_a_line(tmp_path: Path) -> None:
    code, _, body = _post(tmp_path, b"- a line & more\n" * 20_000)
    assert code == 0
    assert len(body) < 65_000
    assert body.endswith("- a line &amp; more\n\nThe rest is in the summary of the run.\n")


@needs_jq
@pytest.mark.parametrize("summary", [None, b"x" * 5_000_001], ids=["none", "too large"])
def test_artefact_that_is_no_summary_is_refused(summary: bytes | None, tmp_path: Path) -> None:
    code, calls, body = _post(tmp_path, summary)
    assert (code, calls, body) == (1, [], "")


@needs_jq
def test_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", "utf-8")
    (tmp_path / "summary").mkdir()
    (tmp_path / "summary" / "summary.md").symlink_to(tmp_path / "secret")
    [job] = yaml.load((ROOT / ".github" / "workflows" / "comment.yml").read_text("utf-8"), yaml.BaseLoader)["jobs"].values()
    done = subprocess.run(["bash", "-c", job["steps"][-1]["run"]], cwd=tmp_path, env=dict(os.environ), capture_output=True, check=False)
    assert done.returncode == 1


@needs_jq
def test_proposal_that_has_moved_on_gets_no_comment(tmp_path: Path) -> None:
    code, calls, body = _post(tmp_path, b"# Old\n", pulls=PULLS[:1])
    assert (code, len(calls), body) == (0, 1, "")


GRAPHQL = """#!{python}
import os, shutil, sys
assert sys.argv[1:4] == ["api", "graphql", "--input"]
shutil.copy(sys.argv[4], os.environ["SENT"])
print('{{"data": {{"createCommitOnBranch": {{"commit": {{"oid": "numbered"}}}}}}}}')
"""


def _record(folder: Path) -> tuple[int, str, Any]:
    """Run the script of the job that records numbers, beside the folder `numbers`: exit code, its output, what it sends."""
    job = yaml.load((ROOT / ".github" / "workflows" / "site.yml").read_text("utf-8"), yaml.BaseLoader)["jobs"]["record"]
    (folder / "bin").mkdir()
    (folder / "bin" / "gh").write_text(GRAPHQL.format(python=sys.executable), "utf-8")
    (folder / "bin" / "gh").chmod(0o755)
    environment = {"GH_TOKEN": "x", "REPOSITORY": "somebody/birds", "BRANCH": "main", "SHA": "base", "GITHUB_OUTPUT": str(folder / "output")}
    environment |= {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "SENT": str(folder / "sent.json")}
    done = subprocess.run(["bash", "-c", job["steps"][-1]["run"]], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    output, sent = folder / "output", folder / "sent.json"
    return (
        done.returncode,
        output.read_text("utf-8") if output.exists() else "",
        json.loads(sent.read_text("utf-8"))["variables"]["input"] if sent.exists() else None,
    )


@needs_jq
def test_numbers_are_recorded_as_one_commit_on_what_was_tested(tmp_path: Path) -> None:
    texts = {
        "data/findings.yaml": '- id: F-053\n  title: Zähne, "quoted"\n',
        "data/more/works.bib": "@misc{a}\n",
        "data/schema/names.schema.json": "{}\n",
    }
    for name, text in texts.items():
        (tmp_path / "numbers" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "numbers" / name).write_text(text, "utf-8")
    code, output, sent = _record(tmp_path)
    assert (code, output) == (0, "sha=numbered\n")
    assert (sent["branch"], sent["expectedHeadOid"]) == ({"repositoryNameWithOwner": "somebody/birds", "branchName": "main"}, "base")
    assert {each["path"]: base64.b64decode(each["contents"]).decode() for each in sent["fileChanges"]["additions"]} == texts


@needs_jq
def test_without_new_numbers_the_commit_stays(tmp_path: Path) -> None:
    (tmp_path / "numbers").mkdir()
    assert _record(tmp_path) == (0, "sha=base\n", None)


@needs_jq
@pytest.mark.parametrize("name", ["data/.hidden.yaml", "data/schema/data.schema.json", "data/run.sh", "data/a b.yaml", "data/findings"])
def test_numbers_change_nothing_but_texts_of_the_data(name: str, tmp_path: Path) -> None:
    (tmp_path / "numbers" / name).parent.mkdir(parents=True)
    (tmp_path / "numbers" / name).write_text("x", "utf-8")
    assert _record(tmp_path) == (1, "", None)


@needs_jq
def test_numbers_follow_no_link(tmp_path: Path) -> None:
    (tmp_path / "numbers" / "data").mkdir(parents=True)
    (tmp_path / "numbers" / "data" / "findings.yaml").symlink_to("/etc/hostname")
    assert _record(tmp_path) == (1, "", None)


def test_actions_and_locks_are_kept_up_to_date() -> None:
    updates = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text("utf-8"))["updates"]
    kept = {(update["package-ecosystem"], folder) for update in updates for folder in update.get("directories", [update.get("directory")])}
    inputs = (*ROOT.glob("requirements*.in"), *ROOT.glob("benchmarks/requirements*.in"))
    locks = {"/" + str(path.parent.relative_to(ROOT)).strip(".") for path in inputs}
    packages = {"/" + path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/*/package-lock.json")}
    assert kept == {("github-actions", "/"), *(("pip", folder) for folder in locks), *(("npm", folder) for folder in packages)}
