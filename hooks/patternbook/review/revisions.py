"""The data folder as it was in a revision of the git repository that it is kept in."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

WORK_TREE = "work tree"
"""What the data folder on disk is called where a revision would be named."""
_FILE_MODES = ("100644", "100755")


class RevisionError(Exception):
    """A revision cannot be read: what is wrong, and what to do about it, in one line."""


class RevisionFile(NamedTuple):
    """A file of the data folder in a revision."""

    path: PurePosixPath
    """Relative to the data folder."""
    object: str
    """Name of git's object with its content."""


def resolve_revision(folder: Path, name: str) -> str:
    """The hash of the commit that a revision such as `main` or `HEAD~2` names in the repository around a folder.

    Raises:
        RevisionError: there is no git, no repository, or no such commit in this clone.

    """
    _git(folder, "rev-parse", "--git-dir")
    try:
        return _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()
    except RevisionError as error:
        raise RevisionError(f"no revision {name!r} is in this clone; {_way_out(folder)}") from error


def _way_out(folder: Path) -> str:
    """What to do where a revision is missing, which depends on whether the clone is shallow."""
    if _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true":
        return "the clone is shallow and ends before it, perhaps: run `git fetch --unshallow`, or fetch the branch it is on"
    return "`git log --oneline` and `git branch --all` list those that are"


def write_revision(folder: Path, commit: str, target: Path) -> None:
    """Write the files that a data folder had in a commit to another folder. Links and submodules are left out.

    Raises:
        RevisionError: the commit has no such folder, or its files cannot be read.

    """
    files = list(_files(folder, commit))
    if not files:
        raise RevisionError(f"in {commit[:12]} there is no folder {folder.name!r}, or it is empty; name a revision that has it")
    for file in files:
        path = target / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_git(folder, "cat-file", "blob", file.object))


def uncommitted_files(folder: Path) -> list[str]:
    """What the repository around a folder does not hold as it is: changed files anywhere, and new ones in the folder.

    Raises:
        RevisionError: there is no git, or no repository.

    """
    rows = _git(folder, "status", "--porcelain=v1", "-z", "--untracked-files=no", "--no-renames", ":/").split(b"\0")
    rows += _git(folder, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", ".").split(b"\0")
    return sorted({row[3:].decode("utf-8", "replace") for row in rows if row})


def _files(folder: Path, commit: str) -> Iterator[RevisionFile]:
    prefix = _git(folder, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").rstrip("\n")
    where = f"{commit}:{prefix.rstrip('/')}" if prefix else commit
    try:
        rows = _git(folder, "ls-tree", "-r", "-z", "--full-tree", where).split(b"\0")
    except RevisionError:  # the commit has no such folder
        return
    for row in filter(None, rows):
        about, _, path = row.partition(b"\t")
        mode, _, name = about.decode().split()
        if mode in _FILE_MODES:
            yield RevisionFile(PurePosixPath(path.decode("utf-8", "surrogateescape")), name)


def _git(folder: Path, *arguments: str) -> bytes:
    """The output of a git command that only reads, run in a folder."""
    command = ["git", "--no-pager", "-C", str(folder), *arguments]
    environment = os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
    except FileNotFoundError as error:
        raise RevisionError("git is not installed, and revisions cannot be read without it") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RevisionError(said[-1].removeprefix("fatal: ") if said else f"git {arguments[0]} failed")
    return done.stdout
