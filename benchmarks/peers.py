"""Measure our build beside other generators on one corpus: python benchmarks/peers.py [N ...] [--peers ...] [--json FILE].

Every run of a peer is followed by one of ours in the same scenario, so that what else the machine does falls on both. A
scenario starts from what the one before left: cold (nothing left of any build), warm (nothing changed), then one edit
each of a body, a title and a template. After every build the pages that must show the edit are read.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from builders import BUILDERS, OURS, Builder, Sources, State, shipped
from console import exit_when_terminated, one_of, tell
from corpus import corpus
from measure import CommandError, Output, Usage, memory_by, weigh
from record import Recorder, recorder, write
from results import SCENARIOS, SHIPPED, Failure, Measurement, Run
from tables import tables

PEERS = tuple(name for name in BUILDERS if name != OURS)
DEFAULT = (100, 1000)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says."""

    counts: tuple[int, ...]
    peers: tuple[str, ...]
    """Empty: those that are worth it at each size."""
    scenarios: tuple[str, ...]
    repeat: int
    json: Path | None

    def builders(self, entries: int) -> list[Builder]:
        """The peers to measure at a size."""
        chosen = [BUILDERS[name] for name in self.peers] or [BUILDERS[name] for name in PEERS if entries <= BUILDERS[name].at_most]
        return [builder for builder in chosen if builder.installed]


@dataclass(frozen=True, slots=True)
class Measured:
    """Which build it was; see `Measurement`."""

    entries: int
    scenario: str
    builder: str
    beside: str
    turn: int


def measurement(which: Measured, usage: Usage, output: Output, lacks: tuple[str, ...]) -> Measurement:
    """A build with what it took and wrote."""
    return Measurement(
        **asdict(which),
        seconds=round(usage.seconds, 4),
        cpu=round(usage.cpu, 4),
        memory=usage.memory,
        pages=output.pages,
        page_bytes=output.page_bytes,
        files=output.files,
        file_bytes=output.file_bytes,
        lacks=lacks,
    )


class Bench:
    """One size: the sources of ours and of every peer, in one scratch folder."""

    def __init__(self, entries: int, asked: Asked, scratch: Path, found: Recorder, peers: Iterable[Builder]) -> None:
        made = corpus(entries)
        self.entries, self.asked, self.found = entries, asked, found
        self.ours = Sources(BUILDERS[OURS], made, scratch / OURS)
        self.peers = [Sources(builder, made, scratch / builder.name) for builder in peers]
        self.marks = (f"edited-{number:05d}" for number in count(1))

    def run(self) -> None:
        """Measure every scenario; a peer that fails is left out from there on.

        Raises:
            CommandError: our own build failed.
        """
        for sources in (self.ours, *self.peers):
            sources.write(State())
        if "cold" not in self.asked.scenarios:
            self._warm_up()
        for scenario in self.asked.scenarios:
            for turn in range(self.asked.repeat):
                for peer in self.peers[:]:
                    self._pair(peer, scenario, turn)
                if not self.peers:
                    self._keep(self.ours, scenario, OURS, turn)

    def _warm_up(self) -> None:
        """Builds that are not measured, for scenarios that start from one."""
        for sources in (self.ours, *self.peers[:]):
            self._attempt(sources, "cold", lambda sources=sources: sources.build("cold", "", ""))  # type: ignore[misc]

    def _pair(self, peer: Sources, scenario: str, turn: int) -> None:
        name = peer.builder.name
        if self._attempt(peer, scenario, lambda: self._keep(peer, scenario, name, turn)):
            self._keep(self.ours, scenario, name, turn)

    def _attempt(self, sources: Sources, scenario: str, build: Callable[[], object]) -> bool:
        """Whether it built; a peer that did not is left out from here on."""
        try:
            build()
        except CommandError as error:
            if sources is self.ours:
                raise
            said = str(error).replace(str(sources.folder), ".").strip().splitlines()
            self.found.failures.append(Failure(self.entries, scenario, sources.builder.name, " ".join(said[-3:])[-300:]))
            self.peers.remove(sources)
            return False
        return True

    def _keep(self, sources: Sources, scenario: str, beside: str, turn: int) -> None:
        usage, lacks = self._build(sources, scenario)
        what = Measured(self.entries, scenario, sources.builder.name, beside, turn)
        self.found.measurements.append(measurement(what, usage, weigh(sources.site), lacks))
        tell(f"{self.entries:>7,}  {scenario:8}  {sources.builder.name:11} {usage.seconds:8.2f} s{'  stale' if lacks else ''}")

    def _build(self, sources: Sources, scenario: str) -> tuple[Usage, tuple[str, ...]]:
        usage = sources.build(scenario, next(self.marks), self.found.sampled_by)
        return usage, tuple(sources.lacks())


def measure_shipped(asked: Asked, scratch: Path, found: Recorder) -> None:
    """The catalogue that is shipped, cold and warm, with nothing beside it."""
    sources = shipped(BUILDERS[OURS], scratch / SHIPPED)
    sources.write(State())
    for scenario in ("cold", "warm"):
        for turn in range(asked.repeat):
            usage = sources.build(scenario, "", found.sampled_by)
            found.measurements.append(measurement(Measured(0, scenario, SHIPPED, SHIPPED, turn), usage, weigh(sources.site), ()))


def _asked() -> Asked:
    parser = argparse.ArgumentParser(description="Measure our build beside other generators on one corpus.")
    parser.add_argument("counts", type=int, nargs="*", metavar="N", help="entries (default: 100 1000)")
    parser.add_argument(
        "--peers", type=lambda text: one_of(PEERS, text), default=(), help=f"of {','.join(PEERS)} (default: all; the slow ones not at large N)"
    )
    every = tuple(SCENARIOS)
    parser.add_argument("--scenarios", type=lambda text: one_of(every, text), default=every, help=f"of {','.join(every)} (default: all)")
    parser.add_argument("--repeat", type=int, default=1, metavar="K", help="times each pair is run; medians are shown (default: 1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was measured there as well; report.py prints it again")
    options = parser.parse_args()
    if options.counts and min(options.counts) < 10:
        parser.error("N must be 10 or more")
    if options.repeat < 1:
        parser.error("K must be 1 or more")
    return Asked(tuple(options.counts) or DEFAULT, options.peers, options.scenarios, options.repeat, options.json)


def _measured(asked: Asked, found: Recorder) -> Iterator[Run]:
    """What was found after every size, the last time everything."""
    with tempfile.TemporaryDirectory(prefix="patternbook-peers-") as scratch:
        measure_shipped(asked, Path(scratch), found)
        yield found.run()
        for entries in asked.counts:
            with tempfile.TemporaryDirectory(dir=scratch) as one:
                Bench(entries, asked, Path(one), found, asked.builders(entries)).run()
            yield found.run()


def main() -> int:
    """Measure, print the tables, write the JSON; what was measured before a failure is kept."""
    asked = _asked()
    exit_when_terminated()
    found = recorder(asked.peers or PEERS, memory_by())
    failed = ""
    try:
        for run in _measured(asked, found):
            if asked.json:
                write(run, asked.json)
    except CommandError as error:
        failed = str(error)
    print(*tables([found.run()]), sep="\n")
    if failed:
        print(failed, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
