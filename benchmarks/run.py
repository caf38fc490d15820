"""Measure check and build over made-up catalogues: python benchmarks/run.py [N ...] [--repeat K] [--json FILE].

Each command runs as a process of its own, start-up included, in this project with another data and site folder.
Nothing is written inside the project. What is measured, and how, is in benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from statistics import median

from figures.console import exit_status, exit_when_terminated
from figures.measure import MEMORY, CommandError, Output, measure, memory_by, weigh
from figures.tables import table
from generate import generate
from sites.book import SITE_URL
from sites.ours import PROJECT

CHECK = (sys.executable, "-m", "patternbook.cli", "check")
BUILD = (sys.executable, "-m", "mkdocs", "build", "--quiet")


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


def run(entries: int, repeat: int, sampled_by: str) -> Result:
    """Check and build one catalogue `repeat` times, each build into a new folder and with an empty cache."""
    with tempfile.TemporaryDirectory(prefix="patternbook-bench-") as scratch:
        data = Path(scratch, "data")
        generate(data, entries)
        environment = os.environ | {
            "PATTERNBOOK_DATA": str(data),
            "PATTERNBOOK_SITE_URL": SITE_URL,
            "NO_MKDOCS_2_WARNING": "1",
            "SOURCE_DATE_EPOCH": "0",
            "PYTHONPATH": str(PROJECT / "hooks"),
        }
        checks, builds, output = [], [], Output(0, 0, 0, 0)
        for number in range(repeat):
            checks.append(measure(CHECK, PROJECT, environment | {"PATTERNBOOK_CACHE": "off"}))
            with tempfile.TemporaryDirectory(dir=scratch, prefix=f"site-{number}-") as site:
                new = {"PATTERNBOOK_SITE_DIR": site, "PATTERNBOOK_CACHE": str(Path(scratch, f"cache-{number}"))}
                builds.append(measure(BUILD, PROJECT, environment | new, sampled_by))
                output = weigh(Path(site))
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


def lines(results: Sequence[Result]) -> Iterator[str]:
    """The results as a Markdown table."""
    return table(list(HEADS.values()), ([f"{getattr(result, field.name):,}" for field in fields(Result)] for result in results))


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
    sampled_by = memory_by()
    exit_when_terminated()
    load = [round(os.getloadavg()[0], 1)]
    results: list[Result] = []
    failed = ""
    try:
        for count in options.counts:
            results.append(run(count, options.repeat, sampled_by))  # noqa: PERF401 - what was measured before a failure is kept
    except CommandError as error:
        failed = str(error)
    load.append(round(os.getloadavg()[0], 1))
    print(*lines(results), sep="\n")
    where = f"Python {platform.python_version()}, {os.cpu_count()} cores, medians of {options.repeat}"
    print(f"\n{where}. Peak memory: {MEMORY[sampled_by]}. MB are 1,000,000 bytes.")
    print(f"Load of the machine before and after: {load[0]}, {load[1]}. Where build s is well above CPU s, something else was running.")
    if options.json:
        found = {
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "repeat": options.repeat,
            "load": load,
            "memory": MEMORY[sampled_by],
            "results": [asdict(result) for result in results],
        }
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return exit_status(failed)


if __name__ == "__main__":
    sys.exit(main())
