"""Where the time of one build goes: python benchmarks/costs.py [N] [--scenario S].

Two builds with one worker, each in a process of its own: one reports processor time by stage (sampler.py), one runs under
cProfile and reports the most expensive functions. cProfile makes small functions look more expensive than they are; trust
the stages. The module is not called `profile` because that would hide the one of the standard library.
"""

from __future__ import annotations

import argparse
import json
import pstats
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from figures.measure import CommandError, measure
from figures.results import SCENARIOS
from figures.tables import table
from sites.builders import BUILDERS, OURS, Sources, State, environment_of
from sites.corpus import corpus

SAMPLER = Path(__file__).parent / "figures" / "sampler.py"
TOP = 25


def built(sources: Sources, scenario: str, number: int, command: Sequence[str]) -> None:
    """Bring the sources to where the scenario starts from, and run a command that builds.

    Raises:
        CommandError: the build failed.
    """
    environment = environment_of(sources) | {"PATTERNBOOK_JOBS": "1"}
    if not sources.site.exists():
        measure(sources.builder.cold, sources.folder, environment)
    sources.start(scenario, f"edited-{number:05d}")
    measure(command, sources.folder, environment)


def stages(spent: Mapping[str, float]) -> Iterator[str]:
    """Processor time by stage, as a table."""
    whole = sum(spent.values())
    rows = [[name, f"{seconds:.2f}", f"{100 * seconds / whole:.0f} %"] for name, seconds in sorted(spent.items(), key=lambda each: -each[1])]
    yield from table(["stage", "CPU s", "share"], [*rows, ["all", f"{whole:.2f}", "100 %"]])


def functions(file: Path) -> Iterator[str]:
    """The functions with most time of their own, as a table."""
    found: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = pstats.Stats(str(file)).stats  # type: ignore[attr-defined]
    costliest = sorted(found.items(), key=lambda each: -each[1][2])[:TOP]
    rows = ([f"{own:.2f}", f"{whole:.2f}", f"{calls:,}", _named(*where)] for where, (_, calls, own, whole, _) in costliest)
    yield from table(["own s", "with callees s", "calls", "function"], rows)


def _named(file: str, line: int, name: str) -> str:
    """A function by its file, without the folders of this machine."""
    if file == "~":
        return name
    parts = Path(file).parts
    start = next((parts.index(known) + 1 for known in ("hooks", "site-packages") if known in parts), -1)
    return f"{'/'.join(parts[start:])}:{line} {name}"


def main() -> int:
    """Build twice and print the two tables."""
    parser = argparse.ArgumentParser(description="Where the time of one build goes.")
    parser.add_argument("count", type=int, nargs="?", default=1000, metavar="N", help="entries, 10 or more (default: 1000)")
    parser.add_argument("--scenario", choices=tuple(SCENARIOS), default="cold", help="what was done since the last build (default: cold)")
    options = parser.parse_args()
    if options.count < 10:
        parser.error("N must be 10 or more")
    with tempfile.TemporaryDirectory(prefix="patternbook-costs-") as scratch:
        sources = Sources(BUILDERS[OURS], corpus(options.count), Path(scratch, OURS))
        sources.write(State())
        sampled, profiled = Path(scratch, "sampled"), Path(scratch, "profiled")
        try:
            built(sources, options.scenario, 1, (sys.executable, str(SAMPLER), str(sampled)))
            built(sources, options.scenario, 2, (sys.executable, "-m", "cProfile", "-o", str(profiled), "-m", "mkdocs", "build", "--quiet"))
        except CommandError as error:
            print(error, file=sys.stderr)
            return 1
        print(f"{options.count:,} entries, {SCENARIOS[options.scenario]}, one worker.", "", sep="\n")
        print(*stages(json.loads(sampled.read_text("utf-8"))), "", *functions(profiled), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
