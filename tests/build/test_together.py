"""Real builds of one site at the same time, killed, terminated, watched by a reader, on a full disk, in a folder nobody may write to.

Every build is a process of its own, and every site that is read is compared with what builds one at a time would leave.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from conftest import ROOT, SITE_URL
from patternbook.build.lock import lock_site

BIN = Path(sys.executable).parent
COMMANDS: dict[str, list[str | Path]] = {"mkdocs": [sys.executable, "-m", "mkdocs", "build"], "patternbook": [BIN / "patternbook", "build"]}
DEADLINE = 180.0
"""Seconds that a process is waited for before the test fails."""
FINDING = "findings/F-001/index.html"
TITLE = "Some decisions wait for one person"
WAITS = "another build of site/ is under way; waiting until it has ended"
Files = dict[str, bytes]


@dataclass
class Project:
    """A project with the catalogue that `init` makes, and its own cache."""

    base: Path
    environment: Mapping[str, str]
    edition: str = TITLE
    """The title of a finding, which is edited; it stands on several pages."""
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def site(self) -> Path:
        return self.base / "site"

    def edit(self, title: str) -> None:
        path = self.base / "data" / "findings.yaml"
        text = path.read_text("utf-8")
        assert self.edition in text
        path.write_text(text.replace(self.edition, title), "utf-8")
        self.edition = title

    def start(self, command: str, **environment: str) -> subprocess.Popen[str]:
        surroundings = dict(self.environment) | environment
        pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        process = subprocess.Popen(COMMANDS[command], cwd=self.base, env=surroundings, start_new_session=True, **pipe)  # type: ignore[call-overload]
        self.running.append(process)
        return process  # type: ignore[no-any-return]

    def build(self, command: str = "mkdocs", **environment: str) -> str:
        process = self.start(command, **environment)
        said, _ = process.communicate(timeout=DEADLINE)
        assert process.returncode == 0, said
        return str(said)

    def files(self) -> Files:
        return {path.relative_to(self.site).as_posix(): path.read_bytes() for path in self.site.rglob("*") if path.is_file()}

    def expected(self) -> Files:
        """The site as the plain path makes it of the data as it is now."""
        cold = self.base / "cold"
        self.build(PATTERNBOOK_FAST="off", PATTERNBOOK_SITE_DIR=str(cold))
        found = {path.relative_to(cold).as_posix(): path.read_bytes() for path in cold.rglob("*") if path.is_file()}
        shutil.rmtree(cold)
        return found

    def beside(self) -> set[str]:
        """What builds left beside the site."""
        return {path.name for path in self.base.glob(".site.*")}

    def kill(self) -> None:
        """End whatever still runs."""
        for process in self.running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()


def new_project(base: Path) -> Project:
    """The catalogue that `init` makes, in a folder with our engine."""
    for name in ("hooks", "docs"):
        (base / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "mkdocs.yml", base)
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_") and key != "SOURCE_DATE_EPOCH"}
    settings = {"PATTERNBOOK_SITE_URL": SITE_URL, "SOURCE_DATE_EPOCH": "1700000000", "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([BIN / "patternbook", "init", "data"], cwd=base, check=True, capture_output=True)
    return Project(base, clean | settings)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = new_project(tmp_path)
    yield made
    made.kill()


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    """Until there is something, while the process runs."""
    end = time.monotonic() + DEADLINE
    while not path.exists():
        assert process.poll() is None, "the build ended before"
        assert time.monotonic() < end, f"no {path.name}"
        time.sleep(0.001)


def pair(project: Project, first: str, second: str, delay: float) -> None:
    """Two builds after one edit, one so many seconds after the other: both succeed, the site is whole, and known to be."""
    project.edit(f"Edited {first} {second} {delay}")
    one = project.start(first)
    time.sleep(delay)
    other = project.start(second)
    for process in (one, other):
        said, _ = process.communicate(timeout=DEADLINE)
        assert process.returncode == 0, said
        assert "Traceback" not in said
    assert project.files() == project.expected()
    assert "nothing changed" in project.build()
    assert project.beside() <= {".site.twin"}


def heard_waiting(process: subprocess.Popen[str]) -> bool:
    """Whether a build says that it waits, and says nothing about the data before."""
    assert process.stdout is not None
    return WAITS in process.stdout.readline()


def test_builds_wait_for_each_other_and_say_so(project: Project) -> None:
    """The first is this test; of the two that wait, one builds, and the other finds that nothing has changed."""
    with lock_site(project.site, None):
        waiting = [project.start(command) for command in COMMANDS]
        assert list(map(heard_waiting, waiting)) == [True, True]
        assert project.beside() == {".site.lock"}
    outputs = [process.communicate(timeout=DEADLINE)[0] for process in waiting]
    assert [process.returncode for process in waiting] == [0, 0], outputs
    assert sorted("nothing changed since the site was built" in each for each in outputs) == [False, True]
    assert project.files() == project.expected()
    assert project.beside() == {".site.twin"}


@pytest.mark.full
@pytest.mark.parametrize("second", COMMANDS)
@pytest.mark.parametrize("first", COMMANDS)
def test_pairs_of_builds_at_ten_delays(project: Project, first: str, second: str) -> None:
    project.build()
    for tenths in range(10):
        pair(project, first, second, tenths / 5)


@dataclass
class Reader(threading.Thread):
    """Reads two pages of the site all the while, and a list of every page, as a server would; remembers what is no edition as a whole."""

    project: Project
    editions: list[Files]
    """What may be seen: page -> content."""
    ended: threading.Event = field(default_factory=threading.Event)
    count: int = 0
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """The folder is opened once for each look, so that one look sees one folder."""
        while not self.ended.is_set():
            try:
                self.look()
            except FileNotFoundError as problem:
                self.wrong.append(f"{problem.filename} is missing")

    def look(self) -> None:
        root = os.open(self.project.site, os.O_RDONLY)
        try:
            seen = {}
            for name in self.editions[0]:
                file = os.open(name, os.O_RDONLY, dir_fd=root)
                with os.fdopen(file, "rb") as opened:
                    seen[name] = opened.read()
        finally:
            os.close(root)
        self.count += 1
        if seen not in self.editions:
            self.wrong.append("old and new pages, side by side")


PAGES = ("index.html", FINDING, "findings/index.html", "catalogue/index.html", "findings/F-001.json", "404.html")


def shown(files: Files) -> Files:
    return {name: files[name] for name in PAGES}


def test_reader_sees_the_old_site_or_the_new_one(project: Project) -> None:
    project.build()
    for title in ("Edited once", "Edited twice"):
        old = shown(project.files())
        project.edit(title)
        new = shown(project.expected())
        reader = Reader(project, [old, new])
        reader.start()
        project.build()
        reader.ended.set()
        reader.join()
        assert (reader.wrong, reader.count > 10) == ([], True)
        assert shown(project.files()) == new != old


KILL_WHILE = """
import os, signal, sys
from patternbook.build import twin
from patternbook.incremental import fast_build
from mkdocs.__main__ import cli

step, left = sys.argv.pop(1), int(sys.argv.pop(1))

def counted(original):
    def call(*arguments):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*arguments)
    return call

module, _, name = step.partition(".")
place = {"twin": twin, "fast_build": fast_build}[module]
setattr(place, name, counted(getattr(place, name)))
cli(["build"])
"""
STEPS = [
    pytest.param("twin._link", 5, id="while linking"),
    *(pytest.param("twin._link", count, id=f"while linking, at file {count}", marks=pytest.mark.full) for count in (0, 1, 9)),
    pytest.param("twin.exchange_folders", 0, id="before the exchange", marks=pytest.mark.full),
    pytest.param("fast_build.write_manifest", 0, id="after the exchange"),
    pytest.param("twin.remove_folder", 0, id="before the changed files are removed", marks=pytest.mark.full),
]


@pytest.mark.parametrize(("step", "count"), STEPS)
def test_kill_during_delivery_leaves_the_old_site_or_the_new_one(project: Project, step: str, count: int) -> None:
    project.build()
    project.edit("Edited once")
    project.build()
    old = project.files()
    project.edit("Edited twice")
    new = project.expected()
    command = [sys.executable, "-c", KILL_WHILE, step, str(count)]
    done = subprocess.run(command, cwd=project.base, env=project.environment, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert project.files() in (old, new)
    project.build()
    assert project.files() == new
    assert project.beside() == {".site.twin"}
    project.edit("Edited three times")
    project.build()
    assert project.files() == project.expected()


TURNS = int(os.environ.get("KILLS", "40"))


@pytest.mark.full
def test_kills_at_any_time_with_a_reader_watching(project: Project) -> None:
    """Forty kills (KILLS sets another number), most of them in the last part of a build, where files are moved."""
    project.build()
    for turn in range(TURNS):
        old = project.files()
        project.edit(f"Edition {turn}")
        new = project.expected()
        reader = Reader(project, [shown(old), shown(new)])
        reader.start()
        process = project.start("mkdocs" if turn % 2 else "patternbook")
        if turn % 4:
            wait_for(project.base / ".site.new" / "assets" / "search", process)
        time.sleep(turn % 10 / 100)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        reader.ended.set()
        reader.join()
        assert reader.wrong == []
        assert project.files() in (old, new)
        project.build()
        assert project.files() == new


def workers_of(process: int) -> list[int]:
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False).stdout.split()
    return [int(child) for child in children] + [below for child in children for below in workers_of(int(child))]


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("sent", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.full)], ids=lambda sent: sent.name)
@pytest.mark.parametrize("jobs", [pytest.param("1", marks=pytest.mark.full), "3"])
def test_build_that_is_terminated_ends_all_that_it_started(project: Project, jobs: str, sent: signal.Signals) -> None:
    project.build()
    old = project.files()
    project.edit("Edited once")
    new = project.expected()
    process = project.start("patternbook", PATTERNBOOK_JOBS=jobs)
    wait_for(project.base / ".site.new", process)
    started = workers_of(process.pid)
    assert started
    process.send_signal(sent)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == {signal.SIGTERM: 143, signal.SIGINT: 130}[sent], said
    assert "Traceback" not in said
    end = time.monotonic() + 5
    while any(map(alive, started)) and time.monotonic() < end:
        time.sleep(0.01)
    assert [each for each in started if alive(each)] == []
    assert project.files() in (old, new)
    assert project.beside() == {".site.twin"}


LIMITED = """
import resource, signal, sys
from mkdocs.__main__ import cli
from patternbook.mkdocs import hooks
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
original, module = hooks.begin_fast, hooks
limit = int(sys.argv.pop(1))

def begin(*arguments):
    build = original(*arguments)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    return build

hooks.begin_fast = begin
cli(["build"])
"""


@pytest.mark.parametrize("limit", [0, *(pytest.param(limit, marks=pytest.mark.full) for limit in (3000, 30000))])
def test_disk_that_is_full_is_one_line_and_leaves_the_site(project: Project, limit: int) -> None:
    """A file can grow no further, as on a full disk, from when the data has been read."""
    project.build()
    old = project.files()
    project.edit("Edited once")
    command = [sys.executable, "-c", LIMITED, str(limit)]
    done = subprocess.run(command, cwd=project.base, env=project.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert "File too large; site/ is as it was" in done.stderr + done.stdout
    assert project.files() == old
    project.build()
    assert project.files() == project.expected()


def _as_anybody() -> None:
    """Without the right of root to write anywhere: prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE)."""
    if os.getuid() == 0:
        ctypes.CDLL(None).prctl(24, 1)


@pytest.mark.parametrize("command", ["mkdocs", pytest.param("patternbook", marks=pytest.mark.full)])
@pytest.mark.parametrize("shut", [".", "site", ".site.twin"])
def test_folder_that_nobody_may_write_to_is_one_line_and_leaves_the_site(project: Project, shut: str, command: str) -> None:
    project.build()
    old = project.files()
    project.edit("Edited once")
    closed = project.base / shut
    folders = [closed] if shut == "." else [closed, *(path for path in closed.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    done = subprocess.run(
        COMMANDS[command], cwd=project.base, env=project.environment, capture_output=True, text=True, check=False, preexec_fn=_as_anybody
    )
    for folder in folders:
        folder.chmod(0o755)
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    if done.returncode:
        assert "Permission denied; site/ is as it was" in said
        assert project.files() == old
    else:
        assert shut != "."
        assert FINDING in project.files()
        assert b"Edited once" in project.files()[FINDING]


def test_mkdocs_alone_has_the_date_of_the_commit(project: Project) -> None:
    own = {key: value for key, value in project.environment.items() if key != "SOURCE_DATE_EPOCH"}
    identity = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}
    when = {"GIT_COMMITTER_DATE": "2021-03-04T05:06:07Z"}
    for arguments in (["init", "-q"], ["commit", "-q", "--allow-empty", "-m", "Begin"]):
        subprocess.run(["git", *arguments], cwd=project.base, env=own | identity | when, check=True)
    project.environment = own | {"PATTERNBOOK_CACHE": "off"}
    project.build()
    one = project.files()
    assert b"<lastmod>2021-03-04</lastmod>" in one["sitemap.xml"]
    project.build("patternbook")
    assert project.files() == one


def test_site_file_that_was_changed_by_hand_is_made_anew_though_size_and_time_are_the_same(project: Project) -> None:
    project.build()
    old, page = project.files(), project.site / FINDING
    state = page.stat()
    page.write_bytes(old[FINDING].replace(b"decisions", b"decisionz"))
    os.utime(page, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert project.files() != old
    project.build()
    assert project.files() == old
    assert "nothing changed" in project.build()
