"""Workers that die, stop, or cannot write: a clear line, nothing left behind, and never a wrong page."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from checkouts import bare
from conftest import ROOT, SITE_URL
from patternbook.runtime.pool import AskParent, Task, map_unordered, process_count

DEADLINE = 120.0
"""Seconds that something is waited for before the test fails."""


def _environment(**more: str) -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
    settings = {"PATTERNBOOK_SITE_URL": SITE_URL, "NO_MKDOCS_2_WARNING": "1", "PATTERNBOOK_CACHE": "off", "PATTERNBOOK_JOBS": "3"}
    return own | settings | more


def _as_in_a_terminal() -> None:
    """What runs in the background of a shell is told to ignore Ctrl-C; the builds here are not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _start(site: Path, **more: str) -> subprocess.Popen[str]:
    """A build of the shipped catalogue with two workers besides the first process, in a process group of its own."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(site)]
    return _popen(command, **more)


def _popen(command: Sequence[str], **more: str) -> subprocess.Popen[str]:
    environment = _environment(**more)
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=_as_in_a_terminal
    )


def _children(process: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _forks(process: int) -> list[int]:
    """Its children that run the same command: workers, and not git, which is asked for the date of a commit."""
    own = Path(f"/proc/{process}/cmdline").read_bytes()
    return [child for child in _children(process) if _command_of(child) == own]


def _command_of(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""  # it has ended


def _is_running(process: int) -> bool:
    """Whether a process runs: one that has ended may be listed until the system has taken note of it."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _workers(build: subprocess.Popen[str]) -> list[int]:
    """Both workers, as soon as they are there."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        found = _forks(build.pid)
        if len(found) == 2:
            return found
        assert build.poll() is None, build.communicate()[1]
        time.sleep(0.002)
    raise AssertionError("no workers were started")


@pytest.fixture
def building(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A build that has just started its workers."""
    build = _start(tmp_path / "site")
    yield build
    if build.poll() is None:
        os.killpg(build.pid, signal.SIGKILL)
    build.wait(DEADLINE)


def test_killed_worker_is_a_clear_error(building: subprocess.Popen[str]) -> None:
    first, other = _workers(building)
    os.kill(first, signal.SIGKILL)
    said = building.communicate(timeout=DEADLINE)[1]
    assert building.returncode == 1
    assert "a worker process was killed, perhaps for want of memory; PATTERNBOOK_JOBS=1 uses none" in said
    assert "Traceback" not in said
    assert not Path(f"/proc/{other}").exists()


@pytest.mark.parametrize("later", [0.0, 0.003, 0.01, 0.03, 0.1])
def test_interrupt_ends_everything_quietly(building: subprocess.Popen[str], later: float) -> None:
    """Whenever it comes, also while the workers are being started."""
    end = time.monotonic() + DEADLINE
    while not (workers := _forks(building.pid)):
        assert time.monotonic() < end
    time.sleep(later)
    os.killpg(building.pid, signal.SIGINT)  # as a terminal does
    said = building.communicate(timeout=DEADLINE)[1]
    assert building.returncode not in (0, None)
    assert "Traceback" not in said
    assert [worker for worker in workers if _is_running(worker)] == []


@contextmanager
def _interrupting(parent: int, _: AskParent) -> Iterator[Callable[[int], int]]:
    def interrupt(number: int) -> int:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.001)
        return number

    yield interrupt


@pytest.mark.parametrize("on_lost", [None, lambda number: -number], ids=["shared workers", "a worker for each item"])
def test_workers_leave_interrupts_to_the_parent(on_lost: Callable[[int], int] | None) -> None:
    task: Task[int, int] = Task(partial(_interrupting, os.getpid()), lambda question: question, on_lost=on_lost)
    assert sorted(map_unordered(range(1, 101), task, 2)) == list(range(1, 101))


def test_interrupted_screening_says_so_once_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """Each checkout is large enough to be still read when the interrupt comes."""
    large = "import torch\n" * 150_000
    stores = [bare(tmp_path / name, {f"{number}.py": large for number in range(40)}) for name in ("one", "other")]
    (tmp_path / "temporary").mkdir()
    command = [str(Path(sys.executable).parent / "patternbook"), "screen", "--jobs", "2", *map(str, stores)]
    screening = _popen(command, TMPDIR=str(tmp_path / "temporary"))
    try:
        workers = _workers(screening)
        end = time.monotonic() + DEADLINE
        while len(list((tmp_path / "temporary").glob("*/*/config"))) < len(stores):  # each is being read
            assert time.monotonic() < end
            time.sleep(0.002)
        os.killpg(screening.pid, signal.SIGINT)
        said = screening.communicate(timeout=DEADLINE)[1]
    finally:
        if screening.poll() is None:
            os.killpg(screening.pid, signal.SIGKILL)
    assert (screening.returncode, said) == (130, "Stopped.\n")
    assert [worker for worker in workers if Path(f"/proc/{worker}").exists()] == []
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize("processes", ["1", "2"])
def test_full_disk_is_a_clear_error(tmp_path: Path, processes: str) -> None:
    """No file may have more than a few kB: for the build that is a disk that is full."""

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(tmp_path / "site")]
    environment = _environment(PATTERNBOOK_DATA="tests/toy", PATTERNBOOK_JOBS=processes)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, preexec_fn=small_files)
    assert done.returncode == 1
    assert "File too large" in done.stderr


@pytest.mark.parametrize(("wish", "pages", "expected"), [("", 10, 1), ("", 10_000, os.cpu_count()), ("3", 10, 3), ("1", 10_000, 1)])
def test_number_of_workers(wish: str, pages: int, expected: int) -> None:
    assert process_count({"PATTERNBOOK_JOBS": wish}, pages) == expected


@pytest.mark.parametrize("wish", ["0", "-1", "two", "1.5", "²"])
def test_wrong_number_of_workers(wish: str) -> None:
    with pytest.raises(ValueError, match="expected a whole number from 1 on"):
        process_count({"PATTERNBOOK_JOBS": wish}, 10)


BESIDE_ANOTHER_THREAD = """
import threading
from mkdocs.commands.build import build
from mkdocs.config import load_config

if __name__ == "__main__":
    thread = threading.Thread(target=lambda: build(load_config("mkdocs.yml")))
    thread.start()
    thread.join()
"""
ELSEWHERE = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config

if __name__ == "__main__":
    configuration = load_config("mkdocs.yml")
    sys.platform = "darwin"
    build(configuration)
"""


@pytest.mark.full
@pytest.mark.parametrize("script", [BESIDE_ANOTHER_THREAD, ELSEWHERE], ids=["as in a preview", "as on another system"])
def test_workers_that_are_not_forked_write_the_same(tmp_path: Path, script: str) -> None:
    """They are sent all they need."""
    (tmp_path / "script.py").write_text(script)
    sites: list[Path] = []
    for command in ([str(tmp_path / "script.py")], ["-m", "mkdocs", "build"]):
        sites.append(tmp_path / f"site-{len(sites)}")
        environment = _environment(PATTERNBOOK_DATA="tests/toy", PATTERNBOOK_SITE_DIR=str(sites[-1]), SOURCE_DATE_EPOCH="1700000000")
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
    one, other = ({path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()} for site in sites)
    assert one == other
    assert len(one) > 60


OTHER_CODE = """
import logging
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config

if __name__ == "__main__":
    import patternbook.runtime.code_version

    logging.basicConfig()
    configuration = load_config("mkdocs.yml")
    sys.platform = "darwin"
    patternbook.runtime.code_version.LIBRARIES = ()  # as if this process had started with other code than its workers will find
    build(configuration)
"""


def test_workers_that_find_other_code_keep_nothing(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(OTHER_CODE)
    environment = _environment(PATTERNBOOK_DATA="tests/toy", PATTERNBOOK_SITE_DIR=str(tmp_path / "site"))
    done = subprocess.run([sys.executable, str(tmp_path / "script.py")], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert "the code below hooks/patternbook has changed since this process was started; start it again" in done.stderr
    assert not (tmp_path / "site").exists()


def test_interrupted_build_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("before")
    command = [str(Path(sys.executable).parent / "patternbook"), "build", "--site", str(site)]
    build = _popen(command)
    try:
        end = time.monotonic() + DEADLINE
        while not (tmp_path / ".site.new" / "assets").exists():  # MkDocs is at work
            assert build.poll() is None
            assert time.monotonic() < end
            time.sleep(0.01)
        os.killpg(build.pid, signal.SIGINT)
        said = build.communicate(timeout=DEADLINE)[1]
    finally:
        if build.poll() is None:
            os.killpg(build.pid, signal.SIGKILL)
    assert build.returncode == 130
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (site / "index.html").read_text() == "before"
