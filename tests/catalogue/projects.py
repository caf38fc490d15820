"""A repository with the toy as its data, for tests of releases."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from conftest import TOY

SETTINGS = ("-c", "user.name=A Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, without anybody's own settings."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | {"GIT_CONFIG_GLOBAL": os.devnull}
    environment |= {"GIT_COMMITTER_DATE": "2026-11-30T12:00:00Z", "GIT_AUTHOR_DATE": "2026-11-30T12:00:00Z"}
    done = subprocess.run(["git", "-C", str(folder), *SETTINGS, *arguments], check=True, capture_output=True, text=True, env=environment)
    return done.stdout.strip()


def commit(folder: Path) -> None:
    """Commit everything."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Change")


def make_project(folder: Path) -> Path:
    """A repository whose data is the toy."""
    shutil.copytree(TOY, folder / "data")
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    return folder


def replace_text(folder: Path, file: str, before: str, after: str) -> None:
    """Change a text in a file of the data, which must be there."""
    path = folder / "data" / file
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
