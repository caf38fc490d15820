"""Builds killed, started together, with a damaged cache, on a full disk, in a folder nobody may write to."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from patternbook.incremental.store import CACHE_FOLDER, STORE_FILE
from test_together import COMMANDS, DEADLINE, Files, Project, _as_anybody, new_project, shown
from trust.tally import Scale, Tally

EDITIONS = ("First edition", "Second edition", "Third edition", "Fourth edition")
"""Titles of a finding; each edit of an attack leads to another of them, whose whole site is made once by the plain path."""


@contextmanager
def project_in(folder: str | None = None) -> Iterator[Project]:
    """A project in a folder of its own, with what it started ended in the end."""
    with tempfile.TemporaryDirectory(prefix="trust-", dir=folder) as base:
        project = new_project(Path(base))
        try:
            yield project
        finally:
            project.kill()


def sites_of(project: Project, titles: tuple[str, ...] = EDITIONS) -> dict[str, Files]:
    """The whole site of each edition, made by the plain path."""
    found = {}
    for title in titles:
        project.edit(title)
        found[title] = project.expected()
    return found


def edit(project: Project, sites: dict[str, Files]) -> Files:
    """Turn the data into the next edition; its site."""
    titles = list(sites)
    title = titles[(titles.index(project.edition) + 1) % len(titles)] if project.edition in titles else titles[0]
    project.edit(title)
    return sites[title]


def end(process: subprocess.Popen[str], tally: Tally, where: str) -> tuple[int, str]:
    """Wait for a build; its exit code and what it said. One that hangs is counted and killed."""
    try:
        said, _ = process.communicate(timeout=DEADLINE)
    except subprocess.TimeoutExpired:
        tally.harm("hung", where)
        os.killpg(process.pid, signal.SIGKILL)
        said, _ = process.communicate()
    tally.says(said, where)
    return process.returncode, said


def build(project: Project, tally: Tally, where: str, command: str = "mkdocs") -> str:
    """Build; a failure is counted as a loss. What the build said."""
    code, said = end(project.start(command), tally, where)
    if code:
        tally.harm("lost", f"{where}: exit {code}: {said[-300:]}")
    return said


def compare(found: Files, wanted: Files, tally: Tally, where: str, others: tuple[Files, ...] = ()) -> None:
    """Count the site as mixed where each file is of some edition, as lost where files are missing, else as wrong."""
    if found == wanted or found in others:
        return
    known = (wanted, *others)
    missing = wanted.keys() - found.keys()
    differing = [name for name in found if found[name] != wanted.get(name)]
    if missing:
        tally.harm("lost", f"{where}: {len(missing)} files are missing, such as {min(missing)}")
    elif all(any(found[name] == each.get(name) for each in known) for name in found):
        tally.harm("mixed" if others else "lost", f"{where}: {len(differing)} files are of another edition")
    else:
        tally.harm("wrong", f"{where}: {len(differing)} files differ, such as {min(differing)}")


# ---- kills ----


@dataclass(eq=False)
class Visitor(threading.Thread):
    """Asks for pages by their paths all the while, as a server does: once a page of the new site was seen, no old one may follow."""

    site: Path
    old: Files
    new: Files
    ended: threading.Event = field(default_factory=threading.Event)
    count: int = 0
    missing: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        seen_new = False
        while not self.ended.is_set():
            for name, old in self.old.items():
                self.count += 1
                try:
                    content = (self.site / name).read_bytes()
                except OSError as problem:
                    self.missing.append(f"{name}: {problem.strerror}")
                    continue
                if content not in (old, self.new[name]):
                    self.mixed.append(f"{name} is of no edition")
                elif seen_new and content != self.new[name]:
                    self.mixed.append(f"{name} is old, after a new page")
                seen_new = seen_new or content != old
            time.sleep(0.0005)

    def report(self, tally: Tally, where: str) -> None:
        self.ended.set()
        self.join()
        tally.tried["pages asked for meanwhile"] += self.count
        for harm, examples in (("lost", self.missing), ("mixed", self.mixed)):
            for each in examples:
                tally.harm(harm, f"{where}, reader: {each}")


def wait_until_delivered(project: Project, process: subprocess.Popen[str], fraction: int) -> None:
    """Until the build delivers: it makes a whole site in `.site.new`, an update in the twin, whose folder it then changes."""
    twin, new = project.base / ".site.twin", project.base / ".site.new"
    before = {path: path.stat().st_mtime_ns for path in (twin, twin / "findings", twin / "findings" / "F-001") if path.exists()}
    limit = time.monotonic() + DEADLINE
    while process.poll() is None and time.monotonic() < limit:
        if (new / "assets" / "search").exists() or any(not path.exists() or path.stat().st_mtime_ns != old for path, old in before.items()):
            break
    time.sleep(fraction / 2000)


def kill_once(project: Project, turn: int, sites: dict[str, Files], chance: random.Random, tally: Tally) -> None:
    """Edit, build, kill, with a reader watching; then the old site or the new one is there, and the next build makes the new one."""
    where = f"kill {turn}"
    old, new = sites[project.edition], edit(project, sites)
    if turn % 5 == 0:
        shutil.rmtree(project.base / CACHE_FOLDER, ignore_errors=True)  # a whole site, not an update
    visitor = Visitor(project.site, shown(old), shown(new))
    visitor.start()
    process = project.start("mkdocs" if turn % 2 else "patternbook")
    if turn % 3 == 0:
        wait_until_delivered(project, process, chance.randrange(20))
        tally.tried["of them during delivery"] += process.poll() is None
    else:
        time.sleep(chance.uniform(0, 1.5))
    tally.tried["kills"] += process.poll() is None
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    said, _ = process.communicate()
    tally.says(said, where)
    compare(project.files(), old, tally, where, (new,))
    build(project, tally, f"{where}, the build after it")
    visitor.report(tally, where)
    compare(project.files(), new, tally, f"{where}, the build after it")
    if left := project.beside() - {".site.twin"}:
        tally.harm("wrong", f"{where}: {sorted(left)} is left beside the site")


def attack_with_kills(scale: Scale) -> Tally:
    """Sixty kills at random times, a third of them while files are delivered."""
    tally, chance, wanted = Tally(), random.Random(scale.seed), 3 if scale.quick else 60
    with project_in() as project:
        sites = sites_of(project, EDITIONS[:2] if scale.quick else EDITIONS)
        build(project, tally, "before the kills")
        turn = 0
        while tally.tried["kills"] < wanted and turn < 3 * wanted:  # a build that ended before the kill counts for nothing
            kill_once(project, turn, sites, chance, tally)
            turn += 1
    return tally


# ---- two builds at once ----


def pair(project: Project, commands: tuple[str, ...], delay: float, sites: dict[str, Files], tally: Tally) -> None:
    """Two builds after one edit: both succeed, the site is whole, and the next build knows it."""
    where = f"{commands[0]}, {delay:g} s later {commands[1]}"
    new = edit(project, sites)
    first = project.start(commands[0])
    time.sleep(delay)
    second = project.start(commands[1])
    for process in (first, second):
        code, said = end(process, tally, where)
        if code:
            tally.harm("lost", f"{where}: exit {code}: {said[-300:]}")
    tally.tried["pairs"] += 1
    compare(project.files(), new, tally, where)
    if "nothing changed" not in build(project, tally, f"{where}, the build after it"):
        tally.harm("wrong", f"{where}: the next build does not know the site")
    compare(project.files(), new, tally, f"{where}, the build after it")


def attack_pairs(scale: Scale) -> Tally:
    """Every pair of the two commands at ten delays."""
    tally = Tally()
    pairs = list(itertools.product(COMMANDS, repeat=2))
    with project_in() as project:
        sites = sites_of(project, EDITIONS[:2])
        build(project, tally, "before the pairs")
        for tenths in (2,) if scale.quick else range(10):
            for commands in pairs[1:3] if scale.quick else pairs:
                pair(project, commands, tenths / 5, sites, tally)
    return tally


# ---- damaged caches ----

Damage = Callable[[Path, random.Random], None]


def cut(share: float) -> Damage:
    return lambda file, chance: os.truncate(file, int(file.stat().st_size * share))


def flip(count: int) -> Damage:
    def damage(file: Path, chance: random.Random) -> None:
        content = bytearray(file.read_bytes())
        for _ in range(count):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        file.write_bytes(content)

    return damage


def write(content: bytes) -> Damage:
    def damage(file: Path, chance: random.Random) -> None:
        file.write_bytes(content)

    return damage


def run_sql(*statements: str) -> Damage:
    def damage(file: Path, chance: random.Random) -> None:
        with sqlite3.connect(file) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()

    return damage


def into_folder(file: Path, chance: random.Random) -> None:
    file.unlink()
    file.mkdir()


def into_link(file: Path, chance: random.Random) -> None:
    file.unlink()
    file.symlink_to("/dev/full")


def zero_a_stretch(file: Path, chance: random.Random) -> None:
    size = file.stat().st_size
    with file.open("r+b") as opened:
        opened.seek(chance.randrange(size))
        opened.write(bytes(size // 10))


def shut(file: Path, chance: random.Random) -> None:
    file.chmod(0)


DAMAGES: dict[str, Damage] = {
    **{f"cut to {share:.0%}": cut(share) for share in (0, 0.001, 0.1, 0.5, 0.9, 0.999)},
    **{f"{count} flipped bits": flip(count) for count in (1, 1, 10, 100, 1000)},
    "another flipped bit": flip(1),
    "other 100 flipped bits": flip(100),
    "a stretch of zeros": zero_a_stretch,
    "text": write(b"not a database" * 100),
    "only a header": write(b"SQLite format 3\0"),
    "values without their checksum": run_sql("UPDATE kept SET value = substr(value, 2)"),
    "values under other keys": run_sql("UPDATE kept SET value = (SELECT value FROM kept AS other WHERE other.rowid != kept.rowid LIMIT 1)"),
    "values that are empty": run_sql("UPDATE kept SET value = x''"),
    "another table": run_sql("DROP TABLE kept", "CREATE TABLE kept (a, b)"),
    "no table": run_sql("DROP TABLE kept"),
    "a build of the far future": run_sql("PRAGMA user_version = 2147483647"),
    "a negative build": run_sql("PRAGMA user_version = -5"),
    "every second row": run_sql("DELETE FROM kept WHERE rowid % 2 = 0"),
    "a folder in its place": into_folder,
    "a link in its place": into_link,
    "nobody may read it": shut,
}


def attack_caches(scale: Scale) -> Tally:
    """Damage what earlier builds left, edit, build; also with a site that was made by other code."""
    tally, chance = Tally(), random.Random(scale.seed)
    with project_in() as project:
        sites = sites_of(project, EDITIONS[:2])
        file = project.base / CACHE_FOLDER / STORE_FILE
        for name, damage in list(DAMAGES.items())[:: 9 if scale.quick else 1]:
            build(project, tally, f"before a cache with {name}")
            damage(file, chance)
            for edited in (False, True):
                if edited:
                    edit(project, sites)
                build(project, tally, f"cache: {name}")
                tally.tried["builds with a damaged cache"] += 1
                compare(project.files(), sites[project.edition], tally, f"cache: {name}")
            if file.is_dir() or file.is_symlink():
                shutil.rmtree(project.base / CACHE_FOLDER)
        if not scale.quick:
            _with_other_code(project, sites, tally)
    return tally


def _with_other_code(project: Project, sites: dict[str, Files], tally: Tally) -> None:
    """What another version of the engine left is not used: a template says something else, and then again what it said."""
    hooks = project.base / "hooks"
    ours = hooks.resolve()
    hooks.unlink()
    shutil.copytree(ours, hooks, ignore=shutil.ignore_patterns("__pycache__"))
    environment = dict(project.environment)
    project.environment = environment | {"PYTHONPATH": str(hooks)}
    template = hooks / "patternbook" / "pages" / "templates" / "entry.html"
    text = template.read_text("utf-8")
    for content in (f"{text}<p>Other version</p>\n", text):
        template.write_text(content, "utf-8")
        build(project, tally, "cache of another version")
        tally.tried["builds with the cache of another version"] += 1
        wanted = sites[project.edition] if content == text else project.expected()
        compare(project.files(), wanted, tally, "cache of another version")


# ---- disks ----

MOUNTED_MEGABYTES = (3, 4, 5, 6, 8, 12)


def attack_disks(scale: Scale) -> Tally:
    """A disk that is full, and folders or a disk that nobody may write to."""
    tally = Tally()
    with project_in() as project:
        sites = sites_of(project, EDITIONS[:2])
        build(project, tally, "before folders are shut")
        for closed in ("site",) if scale.quick else (".", "site", ".site.twin", CACHE_FOLDER):
            for command in ("mkdocs",) if scale.quick else COMMANDS:
                _shut_folder(project, closed, command, sites, tally)
    if os.getuid():
        tally.skipped.append("a full and a read-only disk: only root can mount one")
        return tally
    for megabytes in MOUNTED_MEGABYTES[1:2] if scale.quick else MOUNTED_MEGABYTES:
        _fill_disk(megabytes, sites, tally)
    _read_only_disk(sites, tally)
    return tally


def _refused(project: Project, command: str, old: Files, sites: dict[str, Files], tally: Tally, where: str) -> None:
    """Build where something cannot be written: either the new site is there, or a line says why, and the old one is."""
    process = subprocess.Popen(
        COMMANDS[command],
        cwd=project.base,
        env=dict(project.environment),
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=_as_anybody,
    )
    project.running.append(process)
    code, said = end(process, tally, where)
    tally.tried["builds that cannot write"] += 1
    tally.tried["of them refused"] += code != 0
    compare(project.files(), old if code else sites[project.edition], tally, f"{where}, exit {code}: {said[-200:]}")
    if code and "is as it was" not in said and "cannot" not in said:
        tally.harm("wrong", f"{where}: no line says why: {said[-300:]}")


def _shut_folder(project: Project, closed: str, command: str, sites: dict[str, Files], tally: Tally) -> None:
    """Take away the right to write to a folder and those in it; the project's own folder alone."""
    old, top = project.files(), project.base / closed
    edit(project, sites)
    folders = [top] if closed == "." else [top, *(path for path in top.rglob("*") if path.is_dir())]
    rights = {folder.stat().st_ino: folder.stat().st_mode for folder in folders}
    for folder in folders:
        folder.chmod(0o555)
    _refused(project, command, old, sites, tally, f"{closed} is shut, {command}")
    for folder in (project.base, *(path for path in project.base.rglob("*") if path.is_dir() and not path.is_symlink())):
        if mode := rights.get(folder.stat().st_ino):  # the site and its twin have changed places
            folder.chmod(mode)
    build(project, tally, f"after {closed} was shut")
    compare(project.files(), sites[project.edition], tally, f"after {closed} was shut")


@contextmanager
def _mounted(megabytes: int) -> Iterator[Path | None]:
    """A disk of its own in memory; None where this machine does not allow it."""
    with tempfile.TemporaryDirectory(prefix="trust-disk-") as folder:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=False, capture_output=True)
        try:
            yield None if done.returncode else Path(folder)
        finally:
            if not done.returncode:
                subprocess.run(["umount", "-l", folder], check=True)


def _fill_disk(megabytes: int, sites: dict[str, Files], tally: Tally) -> None:
    """A first build and updates on a disk that becomes full at some step, until there is room again."""
    with _mounted(megabytes) as disk:
        if disk is None:
            tally.skipped.append("full disks: this machine mounts none")
            return
        where = f"disk of {megabytes} MB"
        with project_in(str(disk)) as project:
            old: Files = {}
            for _ in sites:
                edit(project, sites)
                _refused(project, "mkdocs", old, sites, tally, where)
                old = project.files()
            filling = disk / "filling"
            _fill(filling)
            edit(project, sites)
            _refused(project, "mkdocs", old, sites, tally, f"{where}, then full")
            filling.unlink()
            subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
            build(project, tally, f"{where}, then with room")
            compare(project.files(), sites[project.edition], tally, f"{where}, then with room")


def _fill(file: Path) -> None:
    """Write until nothing fits."""
    with file.open("wb", buffering=0) as opened:
        try:
            while True:
                opened.write(bytes(4096))
        except OSError:
            return


def _read_only_disk(sites: dict[str, Files], tally: Tally) -> None:
    with _mounted(64) as disk:
        if disk is None:
            tally.skipped.append("a read-only disk: this machine mounts none")
            return
        with project_in(str(disk)) as project:
            project.edit(EDITIONS[0])
            build(project, tally, "before the disk is read-only")
            old = project.files()
            project.edit(EDITIONS[1])
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            for command in COMMANDS:
                _refused(project, command, old, sites, tally, f"read-only disk, {command}")
            subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
            build(project, tally, "after the disk was read-only")
            compare(project.files(), sites[project.edition], tally, "after the disk was read-only")
