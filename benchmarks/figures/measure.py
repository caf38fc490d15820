"""Runs a command and measures seconds, processor time and memory of its process tree; weighs what it wrote."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sites.builders import Sources, environment_of

EVERY = 0.1
"""Seconds between two samples of the memory of a process tree."""

MEMORY = {
    "pss": "PSS of the process tree, sampled every 0.1 s",
    "rss": "RSS of the process tree, sampled every 0.1 s; pages that processes share count once for each",
    "maxrss": "largest RSS of any one process of the build (ru_maxrss)",
}
"""How memory was measured, in words."""


class CommandError(Exception):
    """A command that is measured ended with an error."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one command took."""

    seconds: float
    cpu: float
    memory: int
    """Bytes at the peak; 0 if it was not sampled."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a build wrote."""

    pages: int
    page_bytes: int
    files: int
    """Files that are not pages: documents, schemas, search index, theme."""
    file_bytes: int


def _family(root: int) -> list[int]:
    """A process and all below it, from /proc."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found = [root]
    for process in found:  # grows while it is walked
        found += children.get(process, ())
    return found


def _pss(process: int) -> int:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _rss(process: int) -> int:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def memory_by() -> str:
    """The best way to measure memory that this system has."""
    for name, read in (("pss", _pss), ("rss", _rss)):
        with suppress(OSError, ValueError, IndexError):
            if read(os.getpid()):
                return name
    return "maxrss"


def _sample(root: int, by: str, peak: list[int], ended: threading.Event) -> None:
    read = _pss if by == "pss" else _rss
    while not ended.wait(EVERY):
        total = 0
        for process in _family(root):
            with suppress(OSError, ValueError, IndexError):  # it ended between two reads
                total += read(process)
        peak[0] = max(peak[0], total)


def _wait(process: subprocess.Popen[bytes]) -> tuple[float, int]:
    """Wait for a process; its processor time with that of its children, and its ru_maxrss in bytes."""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str], sampled_by: str = "") -> Usage:
    """Run a command in a folder; sample its memory if `sampled_by` names a way (see `memory_by`).

    Raises:
        CommandError: it ended with an error; its message has the end of the output.
    """
    peak, ended = [0], threading.Event()
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
        sampler = threading.Thread(target=_sample, args=(process.pid, sampled_by, peak, ended), daemon=True)
        if sampled_by in ("pss", "rss"):
            sampler.start()
        try:
            cpu, largest = _wait(process)
        finally:
            ended.set()
            if process.returncode is None:  # this process is being stopped: do not leave the command running
                process.kill()
        seconds = time.perf_counter() - start
        if process.returncode:
            output.seek(0)
            raise CommandError(f"{' '.join(command)} ended with {process.returncode}:\n{output.read().decode(errors='replace')[-2000:]}")
    return Usage(seconds, cpu, largest if sampled_by == "maxrss" else peak[0])


def measure_build(sources: Sources, scenario: str, mark: str, sampled_by: str = "") -> Usage:
    """Bring sources to where a scenario starts from, and measure the build.

    Raises:
        CommandError: the build failed.
    """
    sources.start(scenario, mark)
    os.sync()  # what was written before is not to be written out while this is timed
    command = sources.builder.cold if scenario == "cold" else sources.builder.again
    return measure(command, sources.folder, environment_of(sources), sampled_by)


def weigh(site: Path) -> Output:
    """Count what a build wrote."""
    sizes = [(path.suffix == ".html", path.stat().st_size) for path in site.rglob("*") if path.is_file()]
    pages = [size for is_page, size in sizes if is_page]
    others = [size for is_page, size in sizes if not is_page]
    return Output(len(pages), sum(pages), len(others), sum(others))
