"""Measure check and build over made-up catalogues: python benchmarks/run.py [N ...] [--repeat K] [--json FILE].

Each command runs as a process of its own, start-up included, in this project with another data and site folder.
Nothing is written inside the project. What is measured, and how, is in benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from statistics import median

from generate import generate

PROJECT = Path(__file__).resolve().parent.parent
SITE_URL = "https://catalogue.example/"
EVERY = 0.1
"""Seconds between two looks at the memory of a build."""

CHECK = (sys.executable, "-m", "patternbook.cli", "check")
BUILD = (sys.executable, "-m", "mkdocs", "build", "--quiet")
MEMORY = {
    "pss": "PSS of the process tree, sampled every 0.1 s",
    "rss": "RSS of the process tree, sampled every 0.1 s; pages that processes share count once for each",
    "maxrss": "largest RSS of any one process of the build (ru_maxrss)",
}


class CommandError(Exception):
    """A command that is measured ended with an error."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one command took."""

    seconds: float
    cpu: float
    memory: int
    """Bytes at the peak; 0 where it was not asked for."""
    memory_by: str


@dataclass(frozen=True, slots=True)
class Output:
    """What a build wrote."""

    pages: int
    page_bytes: int
    files: int
    """Files that are not pages: documents, schemas, search index, theme."""
    file_bytes: int


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table: medians over the repetitions."""

    entries: int
    check_s: float
    build_s: float
    cpu_s: float
    peak_mb: float
    pages: int
    pages_mb: float
    files: int
    files_mb: float
    pages_per_s: float


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


def _memory_by() -> str:
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


def measure(command: Sequence[str], environment: dict[str, str], memory_by: str = "") -> Usage:
    """Run a command in the project; sample its memory where `memory_by` says how.

    Raises:
        CommandError: it ended with an error; carries the end of what it said.
    """
    peak, ended = [0], threading.Event()
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=PROJECT, env=os.environ | environment, stdout=said, stderr=subprocess.STDOUT)
        sampler = threading.Thread(target=_sample, args=(process.pid, memory_by, peak, ended), daemon=True)
        if memory_by in ("pss", "rss"):
            sampler.start()
        try:
            cpu, largest = _wait(process)
        finally:
            ended.set()
            if process.returncode is None:  # we are being stopped: do not leave it behind
                process.kill()
        seconds = time.perf_counter() - start
        if process.returncode:
            said.seek(0)
            raise CommandError(f"{' '.join(command)} ended with {process.returncode}:\n{said.read().decode(errors='replace')[-2000:]}")
    return Usage(seconds, cpu, largest if memory_by == "maxrss" else peak[0], memory_by)


def _weigh(site: Path) -> Output:
    sizes = [(path.suffix == ".html", path.stat().st_size) for path in site.rglob("*") if path.is_file()]
    pages = [size for is_page, size in sizes if is_page]
    others = [size for is_page, size in sizes if not is_page]
    return Output(len(pages), sum(pages), len(others), sum(others))


def run(entries: int, repeat: int, memory_by: str) -> Result:
    """Check and build one catalogue `repeat` times, each build into a new folder."""
    with tempfile.TemporaryDirectory(prefix="patternbook-bench-") as scratch:
        data = Path(scratch, "data")
        generate(data, entries)
        environment = {"PATTERNBOOK_DATA": str(data), "PATTERNBOOK_SITE_URL": SITE_URL, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
        environment["PYTHONPATH"] = str(PROJECT / "hooks")
        checks, builds, output = [], [], Output(0, 0, 0, 0)
        for number in range(repeat):
            checks.append(measure(CHECK, environment))
            with tempfile.TemporaryDirectory(dir=scratch, prefix=f"site-{number}-") as site:
                builds.append(measure(BUILD, environment | {"PATTERNBOOK_SITE_DIR": site}, memory_by))
                output = _weigh(Path(site))
    build_s = median(usage.seconds for usage in builds)
    return Result(
        entries=entries,
        check_s=round(median(usage.seconds for usage in checks), 2),
        build_s=round(build_s, 2),
        cpu_s=round(median(usage.cpu for usage in builds), 2),
        peak_mb=round(median(usage.memory for usage in builds) / 1e6, 1),
        pages=output.pages,
        pages_mb=round(output.page_bytes / 1e6, 1),
        files=output.files,
        files_mb=round(output.file_bytes / 1e6, 1),
        pages_per_s=round(output.pages / build_s, 1),
    )


HEADS = {
    "entries": "entries",
    "check_s": "check s",
    "build_s": "build s",
    "cpu_s": "CPU s",
    "peak_mb": "peak MB",
    "pages": "pages",
    "pages_mb": "pages MB",
    "files": "files beside",
    "files_mb": "files MB",
    "pages_per_s": "pages/s",
}


def table(results: Sequence[Result]) -> Iterator[str]:
    """The results as a Markdown table."""
    rows = [list(HEADS.values()), *([f"{getattr(result, field.name):,}" for field in fields(Result)] for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    lines = [f"| {' | '.join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))} |" for row in rows]
    yield lines[0]
    yield f"| {' | '.join('-' * (width - 1) + ':' for width in widths)} |"
    yield from lines[1:]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure check and build over made-up catalogues.")
    parser.add_argument("counts", type=int, nargs="*", metavar="N", help="entries (default: 100 1000)")
    parser.add_argument("--repeat", type=int, default=1, metavar="K", help="times each is run; medians are shown (default: 1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there as well")
    options = parser.parse_args()
    options.counts = options.counts or [100, 1000]
    if min(*options.counts, options.repeat, 1) < 1:
        parser.error("N and K must be 1 or more")
    return options


def main() -> int:
    """Measure, print the table, write the JSON."""
    options = _arguments()
    memory_by = _memory_by()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that scratch folders go
    load = [round(os.getloadavg()[0], 1)]
    results: list[Result] = []
    failed = ""
    try:
        for count in options.counts:
            results.append(run(count, options.repeat, memory_by))  # noqa: PERF401 - what was measured before a failure is kept
    except CommandError as error:
        failed = str(error)
    load.append(round(os.getloadavg()[0], 1))
    print(*table(results), sep="\n")
    where = f"Python {platform.python_version()}, {os.cpu_count()} cores, medians of {options.repeat}"
    print(f"\n{where}. Peak memory: {MEMORY[memory_by]}. MB are 1,000,000 bytes.")
    print(f"Load of the machine before and after: {load[0]}, {load[1]}. Where build s is well above CPU s, something else was running.")
    if options.json:
        found = {
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "repeat": options.repeat,
            "load": load,
            "memory": MEMORY[memory_by],
            "results": [asdict(result) for result in results],
        }
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if failed:
        print(failed, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
