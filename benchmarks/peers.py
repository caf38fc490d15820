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
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from figures.console import exit_status, exit_when_terminated, one_of, tell
from figures.measure import CommandError, measure_build, memory_by
from figures.record import Recorder, start_recording, write
from figures.results import SCENARIOS, SHIPPED, Failure, Run
from figures.tables import tables
from sites.builders import BUILDERS, OURS, Builder, Sources, State, ours_of, shipped
from sites.corpus import corpus
from sites.ours import PROJECT

PEERS = tuple(name for name in BUILDERS if name != OURS)
DEFAULT = (100, 1000)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of the command line."""

    counts: tuple[int, ...]
    peers: tuple[str, ...]
    """Empty: those that finish in reasonable time at each size."""
    scenarios: tuple[str, ...]
    repeat: int
    json: Path | None

    def builders(self, entries: int) -> list[Builder]:
        """The peers to measure at a size."""
        chosen = [BUILDERS[name] for name in self.peers] or [BUILDERS[name] for name in PEERS if entries <= BUILDERS[name].at_most]
        return [builder for builder in chosen if builder.installed]


class Bench:
    """One size: the sources of ours and of every peer, in one scratch folder."""

    def __init__(self, entries: int, options: Options, scratch: Path, recorder: Recorder, peers: Iterable[Builder]) -> None:
        made = corpus(entries)
        self.entries, self.options, self.recorder = entries, options, recorder
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
        if "cold" not in self.options.scenarios:
            self._warm_up()
        for scenario in self.options.scenarios:
            for turn in range(self.options.repeat):
                for peer in self.peers[:]:
                    self._pair(peer, scenario, turn)
                if not self.peers:
                    self._measure(self.ours, scenario, OURS, turn)

    def _warm_up(self) -> None:
        """Builds that are not measured, for scenarios that start from one."""
        for sources in (self.ours, *self.peers[:]):
            self._attempt(sources, "cold", partial(measure_build, sources, "cold", ""))

    def _pair(self, peer: Sources, scenario: str, turn: int) -> None:
        name = peer.builder.name
        if self._attempt(peer, scenario, partial(self._measure, peer, scenario, name, turn)):
            self._measure(self.ours, scenario, name, turn)

    def _attempt(self, sources: Sources, scenario: str, build: Callable[[], object]) -> bool:
        """Whether it built; a peer that did not is left out from here on."""
        try:
            build()
        except CommandError as error:
            if sources is self.ours:
                raise
            lines = str(error).replace(str(sources.folder), ".").strip().splitlines()
            self.recorder.failures.append(Failure(self.entries, scenario, sources.builder.name, " ".join(lines[-3:])[-300:]))
            self.peers.remove(sources)
            return False
        return True

    def _measure(self, sources: Sources, scenario: str, beside: str, turn: int) -> None:
        usage = measure_build(sources, scenario, next(self.marks), self.recorder.sampled_by)
        build = self.recorder.add(sources, usage, self.entries, scenario, beside, turn)
        tell(f"{build.entries:>7,}  {scenario:8}  {build.builder:11} {build.seconds:8.2f} s{'  stale' if build.stale else ''}")


def measure_shipped(repeat: int, scratch: Path, recorder: Recorder) -> None:
    """The catalogue that is shipped, cold and warm, with nothing beside it."""
    sources = shipped(ours_of(PROJECT, SHIPPED), scratch / SHIPPED)
    sources.write(State())
    for scenario in ("cold", "warm"):
        for turn in range(repeat):
            recorder.add(sources, measure_build(sources, scenario, "", recorder.sampled_by), 0, scenario, SHIPPED, turn)


def _options() -> Options:
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
    return Options(tuple(options.counts) or DEFAULT, options.peers, options.scenarios, options.repeat, options.json)


def _measured(options: Options, recorder: Recorder) -> Iterator[Run]:
    """What was found after every size, the last time everything."""
    with tempfile.TemporaryDirectory(prefix="patternbook-peers-") as scratch:
        measure_shipped(options.repeat, Path(scratch), recorder)
        yield recorder.run()
        for entries in options.counts:
            with tempfile.TemporaryDirectory(dir=scratch) as one:
                Bench(entries, options, Path(one), recorder, options.builders(entries)).run()
            yield recorder.run()


def main() -> int:
    """Measure, print the tables, write the JSON; what was measured before a failure is kept."""
    options = _options()
    exit_when_terminated()
    recorder = start_recording(options.peers or PEERS, memory_by())
    failed = ""
    try:
        for run in _measured(options, recorder):
            if options.json:
                write(run, options.json)
    except CommandError as error:
        failed = str(error)
    print(*tables([recorder.run()]), sep="\n")
    return exit_status(failed)


if __name__ == "__main__":
    sys.exit(main())
