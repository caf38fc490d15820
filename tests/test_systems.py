"""Systems that lack what Linux has: modules and functions are taken away before a command starts, and it works all the same.

What cannot be had has its plain way: no lock, one process or workers that are started anew, no cache, two renames.
CI runs the commands on the real systems, too.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from conftest import ROOT, SITE_URL

DEADLINE = 120.0
COMMAND = [sys.executable, "-c", "from patternbook.cli import main; raise SystemExit(main())"]
MKDOCS = [sys.executable, "-m", "mkdocs"]
MODULES = ("fcntl", "pwd", "grp", "resource", "termios")
OS = ("fork", "forkpty", "getuid", "geteuid", "getgid", "getegid", "chown", "lchown", "mkfifo", "O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY")
SIGNAL = ("pthread_sigmask", "SIG_BLOCK", "SIG_UNBLOCK", "SIG_SETMASK")
LIKE_WINDOWS = f"""
import ctypes, os, signal, subprocess, sys
import multiprocessing.context  # before, as these decide by the system's name what there is
for name in {MODULES!r}: sys.modules[name] = None
for place, names in ((os, {OS!r}), (signal, {SIGNAL!r})):
    for name in filter(vars(place).__contains__, names): delattr(place, name)

class Lacking(ctypes.CDLL):
    def __getattr__(self, name):
        if name in ("renameat2", "renameatx_np"): raise AttributeError(name)
        return super().__getattr__(name)

ctypes.CDLL = Lacking
"""
"""Run before every program by Python itself, as sitecustomize. POSIX's `subprocess` keeps what it needs."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("hooks", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "sitecustomize.py").write_text(LIKE_WINDOWS)
    assert run(tmp_path, *COMMAND, "init", "data").stdout.startswith("Made data/")
    return tmp_path


def environment(project: Path, settings: Mapping[str, str]) -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
    path = os.pathsep.join((str(project / "taken"), *filter(None, [os.environ.get("PYTHONPATH")])))
    own = {"PATTERNBOOK_SITE_URL": SITE_URL, "PYTHONPATH": path, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000"}
    return clean | own | dict(settings)


def run(project: Path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, cwd=project, env=environment(project, settings), capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr
    return done


def edit(project: Path, title: str) -> None:
    path = project / "data" / "findings.yaml"
    path.write_text(path.read_text("utf-8").replace("Some decisions wait for one person", title), "utf-8")


def test_check_needs_nothing_of_it(project: Path) -> None:
    (project / ".patternbook-cache").mkdir()
    (project / ".patternbook-cache" / "store-1.sqlite").touch()
    assert run(project, *COMMAND, "check").stdout.splitlines()[-1].startswith("no error in ")


@pytest.mark.parametrize("command", [[*COMMAND, "build"], [*MKDOCS, "build"]], ids=["patternbook", "mkdocs"])
def test_builds_one_after_the_other(project: Path, command: list[str]) -> None:
    assert "Building without a cache: this system does not say who can write to .patternbook-cache" in run(project, *command).stderr
    edit(project, "Edited once")
    run(project, *command)
    assert "Edited once" in (project / "site" / "findings" / "F-001" / "index.html").read_text("utf-8")
    assert {path.name for path in project.glob(".*")} == set()


@pytest.mark.full
def test_workers_are_started_anew_where_there_are_no_forks(project: Path) -> None:
    run(project, *MKDOCS, "build", PATTERNBOOK_JOBS="3", PATTERNBOOK_SITE_DIR="three")
    run(project, *MKDOCS, "build", PATTERNBOOK_JOBS="1", PATTERNBOOK_SITE_DIR="one")
    one, three = ({path.relative_to(project / name): path.read_bytes() for path in (project / name).rglob("*.*")} for name in ("one", "three"))
    assert one == three


def test_preview_shows_an_edit(project: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def shown(title: str) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{port}/base/findings/F-001/", timeout=DEADLINE) as answer:
                return title in answer.read().decode()
        except (URLError, ConnectionError):
            return False

    (project / "temporary").mkdir()
    own = environment(project, {"TMPDIR": str(project / "temporary")})
    command = [*MKDOCS, "serve", "-a", f"127.0.0.1:{port}"]
    with (project / "said").open("w") as said, subprocess.Popen(command, cwd=project, env=own, stdout=said, stderr=subprocess.STDOUT) as preview:
        for title in ("Some decisions wait for one person", "Edited once"):
            edit(project, title)
            end = time.monotonic() + DEADLINE
            while not shown(title):
                assert preview.poll() is None and time.monotonic() < end, (project / "said").read_text()
                time.sleep(0.1)
        preview.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)
    assert "Traceback" not in (project / "said").read_text()
    if sys.platform != "win32":  # where a process is ended without being told
        assert list((project / "temporary").iterdir()) == []  # a preview leaves nothing behind


def test_output_that_cannot_hold_every_character_is_no_traceback(project: Path) -> None:
    (project / "data" / "findings.yaml").write_text("findings: [{id: F-001, title: \u0142}]\n\u2192: 1\n", "utf-8")
    done = subprocess.run(
        [*COMMAND, "check"], cwd=project, env=environment(project, {"PYTHONIOENCODING": "cp1252"}), capture_output=True, check=False
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"\\u2192" in done.stdout
