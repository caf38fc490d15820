"""One build of a site at a time, whoever builds: the next one says that it waits, and is let in when the first has ended, however it ended."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from patternbook.build.lock import BusyError, lock_site
from patternbook.build.swap import sibling_path

HOLD = """
import sys
from pathlib import Path
from patternbook.build.lock import lock_site
with lock_site(Path(sys.argv[1]), lambda line: print(line, flush=True)):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(site: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock until its input is closed, if it gets it."""
    with subprocess.Popen([sys.executable, "-c", HOLD, site], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def let_go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.close()


def test_second_build_says_that_it_waits_and_is_let_in(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with holder(site) as one:
        assert said(one) == "held"
        with holder(site) as other, holder(site) as third:
            waiting = "another build of site/ is under way; waiting until it has ended"
            assert (said(other), said(third)) == (waiting, waiting)
            let_go(other)  # it ends as soon as it is let in
            let_go(third)
            assert (other.poll(), third.poll()) == (None, None)
            let_go(one)
            assert (said(other), said(third)) == ("held", "held")
            assert (other.wait(), third.wait()) == (0, 0)
    assert list(tmp_path.iterdir()) == []  # the lock file goes with the last


def test_build_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with holder(site) as one:
        assert said(one) == "held"
        with holder(site) as other:
            said(other)
            one.kill()
            assert said(other) == "held"


def test_who_is_not_to_wait_is_told(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with lock_site(site, None), pytest.raises(BusyError), lock_site(site, None):
        pass
    with lock_site(site, None), lock_site(tmp_path / "other", None):  # another site is another lock
        pass


def test_lock_file_that_somebody_removed_is_made_again(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with lock_site(site, None):
        sibling_path(site, "lock").unlink()
        with lock_site(site, None):
            pass
    with lock_site(site, None):
        assert sibling_path(site, "lock").exists()


def test_system_that_cannot_lock_builds_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with lock_site(tmp_path / "site", None), lock_site(tmp_path / "site", None):
        pass


def test_windows_locks_in_its_own_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls, busy = [], [PermissionError(), OSError(36, "Resource deadlock avoided"), None]

    def locking(_file: int, mode: str, count: int) -> None:
        calls.append((mode, count))
        if (problem := busy.pop(0)) is not None:
            raise problem

    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_LOCK="wait", LK_NBLCK="try"))
    heard: list[str] = []
    with lock_site(tmp_path / "site", heard.append):
        assert calls == [("try", 1), ("wait", 1), ("wait", 1)]
        assert heard == ["another build of site/ is under way; waiting until it has ended"]


def test_file_system_that_cannot_lock_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_file: int, _operation: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", refuse)
    heard: list[str] = []
    with lock_site(tmp_path / "site", heard.append):
        assert heard == ["site/ cannot be locked (Operation not supported); do not build it twice at the same time"]
