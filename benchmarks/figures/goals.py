"""The goals of the build, and whether measurements meet them. *Hugo* is the site of equal work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from figures.results import SHIPPED, Results
from sites.builders import OURS


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit for one figure."""

    what: str
    kind: Literal["at most", "at least"]
    limit: float
    unit: str
    measured: Callable[[Results], float | None]

    def verdict(self, value: float) -> str:
        """Met, or by how much it was missed."""
        if value <= self.limit if self.kind == "at most" else value >= self.limit:
            return "met"
        missed = value / self.limit if self.kind == "at most" else self.limit / value
        return f"missed by {100 * (missed - 1):.0f} %"


def _by(over: float | None, under: float | None) -> float | None:
    return None if over is None or under is None else over / under


def _faster(entries: int, peer: str) -> Callable[[Results], float | None]:
    return lambda results: results.ratio(entries, peer, "cold")


def _beside_hugo(entries: int) -> Callable[[Results], float | None]:
    return lambda results: _by(1, results.ratio(entries, "hugo", "cold"))


def _edit(scenario: str) -> Callable[[Results], float | None]:
    return lambda results: _by(results.middle(10_000, OURS, scenario), results.middle(10_000, "hugo", "cold"))


def _growth(results: Results) -> float | None:
    def per_page(entries: int) -> float | None:
        return results.middle(entries, OURS, "cold", lambda each: each.seconds / each.pages)

    return _by(per_page(10_000), per_page(1_000))


def _nothing_changed(results: Results) -> float | None:
    return _by(results.middle(10_000, OURS, "warm"), results.middle(10_000, OURS, "cold"))


def _memory(results: Results) -> float | None:
    return max((each.memory / 1e6 for each in results.measurements if (each.entries, each.builder) == (10_000, OURS)), default=None)


def _shipped(scenario: str) -> Callable[[Results], float | None]:
    return lambda results: results.middle(0, SHIPPED, scenario)


GOALS = (
    Goal("cold build, 1,000 entries", "at most", 1.5, "x Hugo", _beside_hugo(1_000)),
    Goal("cold build, 10,000", "at most", 1.0, "x Hugo", _beside_hugo(10_000)),
    Goal("Zensical by ours, cold, 1,000", "at least", 8, "x", _faster(1_000, "zensical")),
    Goal("Zensical by ours, cold, 10,000", "at least", 15, "x", _faster(10_000, "zensical")),
    Goal("mkdocs-material by ours, cold, 1,000", "at least", 8, "x", _faster(1_000, "material")),
    Goal("mkdocs-material by ours, cold, 10,000", "at least", 15, "x", _faster(10_000, "material")),
    Goal("time per page, 10,000", "at most", 1.15, "x that at 1,000", _growth),
    Goal("one body edited, 10,000", "at most", 0.2, "x Hugo's full build", _edit("body")),
    Goal("one title edited, 10,000", "at most", 0.2, "x Hugo's full build", _edit("title")),
    Goal("one body edited in serve, 1,000", "at most", 1, "s", lambda results: results.waited(1_000, "body")),
    Goal("nothing changed, 10,000", "at most", 0.1, "x the cold build", _nothing_changed),
    Goal("peak memory, 10,000", "at most", 400, "MB", _memory),
    Goal("shipped catalogue, cold", "at most", 3, "s", _shipped("cold")),
    Goal("shipped catalogue, warm", "at most", 1, "s", _shipped("warm")),
)
