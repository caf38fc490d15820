"""Find out whether a path is a work tree, a bare git repository, or nothing that can be screened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from patternbook.screening.repository.git_store import GitStore, read_small_text
from patternbook.screening.repository.metadata import github_remote
from patternbook.screening.repository.tree import CheckoutError, History, Tree, explain_os_error
from patternbook.screening.repository.work_tree import WorkTree


@contextmanager
def open_checkout(path: Path, temporary: Path) -> Iterator[Tree]:
    """Open a checkout for reading. It may be named through a symbolic link: who names it means what the link leads to.

    A folder without git, such as an unpacked archive, is a checkout without a history. A clone in which nothing is
    checked out is read at its newest commit. Temporary files are created below `temporary`.

    Raises:
        CheckoutError: the path cannot be screened.

    """
    try:
        if path.is_symlink() and not path.exists():
            raise CheckoutError("is a link that leads nowhere, or in a circle; expected a checkout or a bare git repository")
        if not path.exists():
            raise CheckoutError("there is no such folder; expected a checkout or a bare git repository")
        if not path.is_dir():
            raise CheckoutError("is a file; expected the folder of a checkout or a bare git repository")
        path = path.resolve()
        inner = path / ".git"
        itself = is_git_directory(path)
        files = not itself and _holds_files(path)
        bare = path if itself else inner if not files and _is_own_git_directory(inner) else None
    except OSError as error:
        raise CheckoutError(explain_os_error(error)) from error
    if bare is not None:
        with GitStore(bare, "bare repository" if bare == path else "git repository without checked-out files", temporary) as store:
            yield store
        return
    if not files:
        raise CheckoutError("is an empty folder; expected a checkout or a bare git repository")
    yield WorkTree(path, "work tree" if inner.exists() else "folder without git", _history(inner, temporary))


def is_git_directory(path: Path) -> bool:
    """Return whether a folder, or the one that a link leads to, is a bare repository or the `.git` of a clone.

    HEAD may be a link, as old versions of git made it; what cannot be read of such a folder is an error when it is opened.
    """
    head = path / "HEAD"
    return (head.is_file() or head.is_symlink()) and (path / "objects").is_dir() and (path / "refs").is_dir()


def _is_own_git_directory(inner: Path) -> bool:
    """Return whether the `.git` of a checkout is a git directory inside of it, not a link to one elsewhere."""
    return not inner.is_symlink() and is_git_directory(inner)


def _holds_files(path: Path) -> bool:
    return any(child.name != ".git" for child in path.iterdir())


def _history(inner: Path, temporary: Path) -> History:
    """Return the history of a work tree if it is inside the checkout; if it cannot be read, the files still can."""
    try:
        if not inner.exists() and not inner.is_symlink():
            return History(partial="there is no git history")
        if not _is_own_git_directory(inner):
            return History(partial="its git history lies outside of the checkout, where nothing is read")
        with GitStore(inner, "history", temporary) as store:
            return store.history()
    except CheckoutError as error:
        return History(partial=f"its git history {error}")
    except OSError as error:
        return History(partial=f"its git history {explain_os_error(error)}")


def github_name(path: Path) -> str:
    """Return owner/name on GitHub that a checkout was cloned from; empty if its git configuration does not tell."""
    for folder, is_known in ((path / ".git", _is_own_git_directory), (path, is_git_directory)):
        with suppress(CheckoutError, OSError):
            if is_known(folder):
                return github_remote(read_small_text(folder / "config"))
    return ""


_OWNER_AND_NAME = re.compile(r"([A-Za-z0-9-]+)\+([\w.-]+)", re.ASCII)


def folder_name(path: Path) -> str:
    """Return owner/name if the folder, the one that a link leads to, or one just above is called owner+name; else its own name."""
    named = [[part.removesuffix(".git") for part in reversed(each.parts[-3:])] for each in (path.absolute(), path.resolve())]
    for part in (*named[0], *named[1]):
        if found := _OWNER_AND_NAME.fullmatch(part):
            return f"{found[1]}/{found[2]}"
    return next((part for part in (*named[0], *named[1]) if part), "")
