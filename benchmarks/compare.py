"""Measure this checkout beside another commit: python benchmarks/compare.py BASE [--entries LIST] [--scenarios LIST] [--runs K].

Both are built by this Python, in turn: a build of BASE, one of this checkout, and the other way round the next time. A
ratio is the median of those of such pairs, so that what else the machine does falls on both; above 1, this checkout takes
more. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median

from figures.console import exit_status, exit_when_terminated, one_of, tell
from figures.measure import MEMORY, CommandError, Usage, measure_build, memory_by
from figures.results import SCENARIOS, SHIPPED
from figures.tables import table
from sites.builders import Sources, State, ours_of, shipped
from sites.corpus import corpus
from sites.ours import PROJECT

SIZES = (SHIPPED, "1000", "10000")


@dataclass(frozen=True, slots=True)
class Pair:
    """The same build by both, one right after the other."""

    base: Usage
    here: Usage

    def ratio(self, what: Callable[[Usage], float]) -> float:
        return what(self.here) / what(self.base)


def cpu(usage: Usage) -> float:
    return usage.cpu


def memory(usage: Usage) -> float:
    return usage.memory / 1e6


def check_out(revision: str, folder: Path) -> None:
    """The files of a commit, without a worktree that git would have to forget again.

    Raises:
        subprocess.CalledProcessError: there is no such commit.
    """
    archive = subprocess.run(["git", "archive", revision], cwd=PROJECT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")


def sources_of(project: Path, name: str, size: str, folder: Path) -> Sources:
    """Sources of one size, in a folder of their own, for ours as it is in `project`."""
    builder = ours_of(project, name)
    sources = shipped(builder, folder, project) if size == SHIPPED else Sources(builder, corpus(int(size)), folder)
    sources.write(State())
    return sources


def pairs(base: Sources, here: Sources, scenarios: Sequence[str], runs: int, sampled_by: str) -> Iterator[tuple[str, Pair]]:
    """Every pair with its scenario; each side is built once before, so that its modules are compiled.

    Raises:
        CommandError: a build failed, or a page does not show an edit.
    """
    marks = (f"edited-{number:05d}" for number in count(1))
    for sources in (base, here):
        measure_build(sources, "cold", "")
    for scenario in scenarios:
        for turn in range(runs):
            mark = next(marks)
            used = {
                sources.builder.name: _built(sources, scenario, mark, sampled_by) for sources in ((base, here) if turn % 2 == 0 else (here, base))
            }
            yield scenario, Pair(used[base.builder.name], used[here.builder.name])


def _built(sources: Sources, scenario: str, mark: str, sampled_by: str) -> Usage:
    usage = measure_build(sources, scenario, mark, sampled_by)
    if stale := sources.stale_pages():
        raise CommandError(f"{sources.builder.name}, {scenario}: {stale[0]}")
    return usage


def rows(size: str, found: Mapping[str, Sequence[Pair]]) -> Iterator[list[str]]:
    """A line of the table for each scenario."""
    for scenario, measured in found.items():
        ratios = sorted(pair.ratio(cpu) for pair in measured)
        yield [
            size if size == SHIPPED else f"{int(size):,}",
            SCENARIOS[scenario],
            f"{median(cpu(pair.base) for pair in measured):.2f}",
            f"{median(cpu(pair.here) for pair in measured):.2f}",
            f"{median(ratios):.2f}",
            f"{ratios[0]:.2f}-{ratios[-1]:.2f}",
            f"{median(memory(pair.base) for pair in measured):.0f}",
            f"{median(memory(pair.here) for pair in measured):.0f}",
            f"{median(pair.ratio(memory) for pair in measured):.2f}",
        ]


HEADS = ("entries", "scenario", "base CPU s", "here CPU s", "ratio", "its range", "base peak MB", "here peak MB", "ratio of MB")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure this checkout beside another commit.")
    parser.add_argument("base", metavar="BASE", help="a git revision of this project")
    parser.add_argument("--entries", type=lambda text: text.split(","), default=list(SIZES), metavar="LIST", help=f"default: {','.join(SIZES)}")
    every = tuple(SCENARIOS)
    parser.add_argument(
        "--scenarios", type=lambda text: one_of(every, text), default=every, metavar="LIST", help=f"of {','.join(every)} (default: all)"
    )
    parser.add_argument("--runs", type=int, default=5, metavar="K", help="pairs of each scenario; medians are shown (default: 5)")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("K must be 1 or more")
    if any(size != SHIPPED and (not size.isdecimal() or int(size) < 10) for size in options.entries):
        parser.error(f"LIST is of {SHIPPED} and numbers, 10 or more")
    return options


def _measured(options: argparse.Namespace, scratch: Path, sampled_by: str) -> Iterator[list[str]]:
    """All lines of the table; those of a size when it is done."""
    check_out(options.base, scratch / "checkout")
    for size in options.entries:
        with tempfile.TemporaryDirectory(dir=scratch) as one:
            base, here = (sources_of(project, name, size, Path(one, name)) for name, project in (("base", scratch / "checkout"), ("here", PROJECT)))
            found: dict[str, list[Pair]] = {scenario: [] for scenario in options.scenarios}
            for scenario, pair in pairs(base, here, options.scenarios, options.runs, sampled_by):
                found[scenario].append(pair)
                tell(f"{size:>7}  {scenario:8}  base {cpu(pair.base):7.2f}  here {cpu(pair.here):7.2f}  ratio {pair.ratio(cpu):.2f}")
        yield from rows(size, found)


def main() -> int:
    """Measure and print the table; what was measured before a failure is printed."""
    options, sampled_by = _arguments(), memory_by()
    exit_when_terminated()
    load, lines, failed = os.getloadavg()[0], list[list[str]](), ""
    try:
        with tempfile.TemporaryDirectory(prefix="patternbook-compare-") as scratch:
            for line in _measured(options, Path(scratch), sampled_by):
                lines.append(line)
    except CommandError as error:
        failed = str(error)
    except subprocess.CalledProcessError as error:
        failed = error.stderr.decode().strip()
    print(*table(HEADS, lines), sep="\n")
    print(f"\nBase {options.base}; {options.runs} pairs each, medians; Python {platform.python_version()}, {os.cpu_count()} cores.")
    print(f"CPU s: user and system, with child processes. Peak memory: {MEMORY[sampled_by]}.")
    print(f"Load of the machine before and after: {load:.1f}, {os.getloadavg()[0]:.1f}.")
    return exit_status(failed)


if __name__ == "__main__":
    sys.exit(main())
