"""Measurements as values, and what is computed from them: medians, and ratios of pairs within one run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from statistics import median

from sites.builders import OURS

SCENARIOS = {
    "cold": "cold",
    "warm": "nothing changed",
    "body": "body edited",
    "title": "title edited",
    "template": "template edited",
}
"""Name -> head of its column, in the order they are run."""
SHIPPED = "shipped"
"""Name of the builder for builds of the shipped catalogue."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One build."""

    entries: int
    scenario: str
    builder: str
    beside: str
    """The peer of its pair; both builds of a pair have the same."""
    turn: int
    seconds: float
    cpu: float
    memory: int
    pages: int
    page_bytes: int
    files: int
    file_bytes: int
    stale: tuple[str, ...]
    """Pages that do not show the edit."""
    run: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """From saving a file to the served page that shows it."""

    entries: int
    scenario: str
    turn: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Failure:
    """A builder that ended with an error; it was not run again at that size."""

    entries: int
    scenario: str
    builder: str
    message: str


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a benchmark found."""

    started: str
    command: str
    python: str
    cores: int
    memory_by: str
    load: tuple[float, float]
    """Of the machine, before and after."""
    versions: dict[str, str]
    missing: tuple[str, ...] = ()
    """Builders that were not installed."""
    measurements: tuple[Measurement, ...] = ()
    served: tuple[Served, ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The measurements of several runs; a ratio never mixes two runs."""

    measurements: tuple[Measurement, ...] = ()
    served: tuple[Served, ...] = ()
    failures: tuple[Failure, ...] = ()

    def of(self, entries: int, builder: str, scenario: str) -> list[Measurement]:
        return [each for each in self.measurements if (each.entries, each.builder, each.scenario) == (entries, builder, scenario)]

    def middle(self, entries: int, builder: str, scenario: str, what: Callable[[Measurement], float] = lambda each: each.seconds) -> float | None:
        """The median, or None if it was not measured."""
        found = [what(each) for each in self.of(entries, builder, scenario)]
        return median(found) if found else None

    def waited(self, entries: int, scenario: str) -> float | None:
        """The median seconds in serve, or None if it was not measured."""
        found = [each.seconds for each in self.served if (each.entries, each.scenario) == (entries, scenario)]
        return median(found) if found else None

    def ratio(self, entries: int, peer: str, scenario: str, what: Callable[[Measurement], float] = lambda each: each.seconds) -> float | None:
        """The median of a peer's seconds, or of another figure, divided by that of ours in the same pair."""
        own = {(each.run, each.turn): each for each in self.of(entries, OURS, scenario) if each.beside == peer}
        pairs = [(what(each), what(own[each.run, each.turn])) for each in self.of(entries, peer, scenario) if (each.run, each.turn) in own]
        return median(theirs / ours for theirs, ours in pairs) if pairs else None


def joined(runs: Iterable[Run]) -> Results:
    """Put several runs together."""
    runs = tuple(runs)
    return Results(
        tuple(replace(each, run=run.started) for run in runs for each in run.measurements),
        tuple(each for run in runs for each in run.served),
        tuple(each for run in runs for each in run.failures),
    )
