"""Collects the measurements of one run, and keeps them as JSON."""

from __future__ import annotations

import os
import platform
import shlex
import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pydantic import TypeAdapter

from figures.measure import MEMORY, Usage, weigh
from figures.results import Failure, Measurement, Run, Served
from sites.builders import BUILDERS, OURS, Sources

_RUN = TypeAdapter(Run)


@dataclass(slots=True)
class Recorder:
    """Collects the measurements of one run."""

    peers: tuple[str, ...]
    """Names of the peers to measure; those that are not installed are listed apart."""
    sampled_by: str
    started: str
    load: float
    measurements: list[Measurement]
    served: list[Served]
    failures: list[Failure]

    def add(self, sources: Sources, usage: Usage, entries: int, scenario: str, beside: str, turn: int) -> Measurement:
        """Keep a build with what it took, what it wrote and which edits it does not show."""
        output = weigh(sources.site)
        build = Measurement(
            entries=entries,
            scenario=scenario,
            builder=sources.builder.name,
            beside=beside,
            turn=turn,
            seconds=round(usage.seconds, 4),
            cpu=round(usage.cpu, 4),
            memory=usage.memory,
            pages=output.pages,
            page_bytes=output.page_bytes,
            files=output.files,
            file_bytes=output.file_bytes,
            stale=tuple(sources.stale_pages()),
        )
        self.measurements.append(build)
        return build

    def run(self) -> Run:
        """The measurements so far, with what they were made on."""
        here = [name for name in (OURS, *self.peers) if BUILDERS[name].installed]
        return Run(
            started=self.started,
            command=_command(sys.argv),
            python=platform.python_version(),
            cores=os.cpu_count() or 1,
            memory_by=MEMORY[self.sampled_by],
            load=(self.load, _load()),
            versions={name: BUILDERS[name].version for name in here},
            missing=tuple(name for name in self.peers if name not in here),
            measurements=tuple(self.measurements),
            served=tuple(self.served),
            failures=tuple(self.failures),
        )


def start_recording(peers: tuple[str, ...], sampled_by: str) -> Recorder:
    """Start recording."""
    return Recorder(peers, sampled_by, time.strftime("%Y-%m-%d %H:%M:%S"), _load(), [], [], [])


def _command(words: list[str]) -> str:
    """As it was called, but for where the figures went."""
    kept = [word for before, word in pairwise(words) if "--json" not in (before, word.partition("=")[0])]
    return shlex.join([f"benchmarks/{Path(words[0]).name}", *kept])


def _load() -> float:
    return round(os.getloadavg()[0], 1)


def write(run: Run, file: Path) -> None:
    """Keep a run."""
    file.write_bytes(_RUN.dump_json(run, indent=1) + b"\n")


def read(file: Path) -> Run:
    """A run that was kept.

    Raises:
        pydantic.ValidationError: the file holds something else.
        OSError: there is no such file.
    """
    return _RUN.validate_json(file.read_bytes())
