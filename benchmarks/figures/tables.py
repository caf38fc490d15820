"""Measurements as Markdown: tables of seconds, ratios, written bytes and goals, and how they were made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import median

from figures.goals import GOALS
from figures.results import SCENARIOS, SHIPPED, Measurement, Results, Run, joined
from sites.builders import INSTALL, OURS

Lines = Iterator[str]


def _wall(each: Measurement) -> float:
    return each.seconds


def _cpu(each: Measurement) -> float:
    return each.cpu


COSTS: Mapping[str, tuple[str, Callable[[Measurement], float]]] = {
    "CPU s": (",.2f", _cpu),
    "peak MB": (",.1f", lambda each: each.memory / 1e6),
    "pages": (",.0f", lambda each: each.pages),
    "pages MB": (",.1f", lambda each: each.page_bytes / 1e6),
    "files beside": (",.0f", lambda each: each.files),
    "files MB": (",.1f", lambda each: each.file_bytes / 1e6),
}
"""What a cold build costs besides time: head of the column, form of its figures, where they are found."""

HEAD = 2
"""Lines of a table before its first row."""


def tables(runs: Sequence[Run]) -> Lines:
    """Everything worth printing, as Markdown."""
    results = joined(runs)
    parts = {
        "Seconds:": seconds_table(results),
        "Processor seconds:": processor_table(results),
        "Seconds, divided by ours in the same pair:": ratios_table(results, _wall),
        "Processor seconds, divided by ours in the same pair:": ratios_table(results, _cpu),
        "What a cold build wrote, divided by what ours did:": weights_table(results),
        "Seconds until a page of `mkdocs serve` shows an edit:": served_table(results),
        "Goals:": goals_table(results),
    }
    for title, lines in parts.items():
        found = list(lines)
        if len(found) > HEAD:
            yield from (title, "", *found, "")
    missing = [goal.what for goal in GOALS if goal.measured(results) is None]
    if missing:
        yield from (f"Goals not measured: {'; '.join(missing)}.", "")
    yield from notes(runs)


def seconds_table(results: Results) -> Lines:
    """Seconds of every builder in every scenario; processor time, memory and what was written are those of the cold build."""
    yield from table(["entries", "builder", *SCENARIOS.values(), *COSTS], (_seconds_row(results, *at) for at in _rows(results)))


def _rows(results: Results) -> list[tuple[int, str]]:
    """Sizes and builders, ours first, in the order they were measured."""
    measured = [(each.entries, each.builder) for each in results.measurements]
    failed = [(each.entries, each.builder) for each in results.failures]
    return sorted(dict.fromkeys((*measured, *failed)), key=lambda at: (at[0], at[1] != OURS))


def _seconds_row(results: Results, entries: int, builder: str) -> list[str]:
    costs = [_shown(results.middle(entries, builder, "cold", cost), form) for form, cost in COSTS.values()]
    return [_size(entries), builder, *(_seconds(results, entries, builder, scenario) for scenario in SCENARIOS), *costs]


def _seconds(results: Results, entries: int, builder: str, scenario: str) -> str:
    if any((each.entries, each.builder, each.scenario) == (entries, builder, scenario) for each in results.failures):
        return "failed"
    stale = any(each.stale for each in results.of(entries, builder, scenario))
    return _shown(results.middle(entries, builder, scenario), ".2f") + (" (stale)" if stale else "")


def processor_table(results: Results) -> Lines:
    """Processor seconds of every builder in every scenario: other work on the machine affects them least."""
    yield from table(["entries", "builder", *SCENARIOS.values()], (_processor_row(results, *at) for at in _rows(results)))


def _processor_row(results: Results, entries: int, builder: str) -> list[str]:
    return [_size(entries), builder, *(_shown(results.middle(entries, builder, scenario, _cpu), ".2f") for scenario in SCENARIOS)]


def _size(entries: int) -> str:
    """Empty for the shipped catalogue, which has a size of its own."""
    return f"{entries:,}" if entries else ""


def ratios_table(results: Results, what: Callable[[Measurement], float]) -> Lines:
    """How many times ours a peer took in each scenario."""
    rows = (
        [f"{entries:,}", peer, *(_shown(results.ratio(entries, peer, name, what), ".2f") for name in SCENARIOS)] for entries, peer in _peers(results)
    )
    yield from table(["entries", "builder", *SCENARIOS.values()], rows)


def weights_table(results: Results) -> Lines:
    """Whether builders do the same work: pages, files and their bytes, in parts of ours."""
    written = {head: what for head, (_, what) in COSTS.items() if head in ("pages", "pages MB", "files beside", "files MB")}
    rows = (
        [f"{entries:,}", peer, *(_shown(results.ratio(entries, peer, "cold", what), ".2f") for what in written.values())]
        for entries, peer in _peers(results)
    )
    yield from table(["entries", "builder", *written], rows)


def _peers(results: Results) -> list[tuple[int, str]]:
    return [(entries, builder) for entries, builder in _rows(results) if builder not in (OURS, SHIPPED)]


def served_table(results: Results) -> Lines:
    """Seconds from saving a file until the served page shows it."""
    at = dict.fromkeys((each.entries, each.scenario) for each in results.served)
    rows = ([f"{entries:,}", SCENARIOS[scenario], *_spread(results, entries, scenario)] for entries, scenario in at)
    yield from table(["entries", "edit", "median s", "shortest s", "longest s"], rows)


def _spread(results: Results, entries: int, scenario: str) -> list[str]:
    found = [each.seconds for each in results.served if (each.entries, each.scenario) == (entries, scenario)]
    return [_shown(value, ".2f") for value in (median(found), min(found), max(found))]


def _shown(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Lines:
    """A Markdown table, its columns aligned to the right."""
    cells = [list(heads), *map(list, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    lines = [f"| {' | '.join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))} |" for row in cells]
    yield from (lines[0], f"| {' | '.join('-' * (width - 1) + ':' for width in widths)} |", *lines[1:])


def projection(results: Results, entries: int) -> Lines:
    """Our cold build carried on in a straight line from the two largest sizes measured; nothing where there are not two."""
    sizes = sorted({each.entries for each in results.measurements if (each.builder, each.scenario) == (OURS, "cold")})[-2:]
    if len(sizes) < 2:
        return
    columns = {"cold s": (",.2f", _wall), **COSTS}
    rows = [[results.middle(size, OURS, "cold", cost) or 0 for _, cost in columns.values()] for size in sizes]
    steps = (entries - sizes[1]) / (sizes[1] - sizes[0])
    rows.append([second + (second - first) * steps for first, second in zip(*rows, strict=True)])
    names = [f"{sizes[0]:,}", f"{sizes[1]:,}", f"{entries:,} (computed)"]
    cells = ([name, *map(format, row, (form for form, _ in columns.values()))] for name, row in zip(names, rows, strict=True))
    yield from table(["entries", *columns], cells)


def goals_table(results: Results) -> Lines:
    """Every goal that was measured, with its verdict."""
    measured = ((goal, goal.measured(results)) for goal in GOALS)
    rows = ((goal, value) for goal, value in measured if value is not None)
    form = ([goal.what, f"{goal.kind} {goal.limit:g} {goal.unit}", f"{value:.2f} {goal.unit}", goal.verdict(value)] for goal, value in rows)
    yield from table(["goal", "limit", "measured", "verdict"], form)


def notes(runs: Iterable[Run]) -> Lines:
    """How each run was made, what was missing, what failed."""
    for run in runs:
        versions = ", ".join(f"{name} {version}" for name, version in run.versions.items())
        yield from (f"`{run.command}`, {run.started}, Python {run.python}, {run.cores} cores, load before and after {run.load[0]}, {run.load[1]}.",)
        yield f"{versions}. Peak memory: {run.memory_by}. MB are 1,000,000 bytes."
        yield from (f"{name}: not installed; `{INSTALL}` installs it." for name in run.missing)
        yield from (f"{each.builder}, {each.entries:,} entries, {each.scenario}: failed. {each.message}" for each in run.failures)
        yield from dict.fromkeys(
            f"{each.builder}, {each.entries:,} entries, {each.scenario}: {page}" for each in run.measurements for page in each.stale
        )
