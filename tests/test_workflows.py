"""The workflows: actions pinned, no credentials left behind, limits, and no code of ours or of packages where something may be published."""

from __future__ import annotations

import re
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


@pytest.mark.parametrize(("workflow", "job"), jobs())
def test_a_job_that_may_write_runs_nothing_but_the_deployment(workflow: Any, job: Any) -> None:
    permissions = job.get("permissions", workflow["permissions"])
    assert isinstance(permissions, dict)  # never `write-all`
    if "write" in permissions.values():
        assert [step.get("uses", "").partition("@")[0] for step in job["steps"]] == ["actions/deploy-pages"]
        assert not any("run" in step for step in job["steps"])


def test_actions_and_locks_are_kept_up_to_date() -> None:
    updates = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text("utf-8"))["updates"]
    kept = {(update["package-ecosystem"], folder) for update in updates for folder in update.get("directories", [update.get("directory")])}
    inputs = (*ROOT.glob("requirements*.in"), *ROOT.glob("benchmarks/requirements*.in"))
    locks = {"/" + str(path.parent.relative_to(ROOT)).strip(".") for path in inputs}
    assert kept == {("github-actions", "/"), *(("pip", folder) for folder in locks)}
