"""`patternbook screen` without its command line: what is asked for, checked; then screened; then told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from patternbook.diagnostics import as_text as diagnostics_as_text
from patternbook.load import shown
from patternbook.runtime.progress import Progress
from patternbook.screening import tree
from patternbook.screening.asentry import as_entry, next_number
from patternbook.screening.asjson import as_json
from patternbook.screening.astext import as_text
from patternbook.screening.lists import Lists
from patternbook.screening.loading import FOLDER, load_lists, unusable
from patternbook.screening.metadata import Metadata, MetadataError, few, read_metadata
from patternbook.screening.run import Request, Result, requests, screen_all
from patternbook.screening.screen import Failed

Form = Literal["text", "json", "entry"]


class UsageError(Exception):
    """What was asked for cannot be done; nothing was screened."""


@dataclass(frozen=True, slots=True)
class Screening:
    """Everything a run needs, read and checked."""

    requests: tuple[Request, ...]
    lists: Lists
    folders: frozenset[Path]
    """The data folder, and the one that the token lists were read in: what is drafted has to fit either."""
    lists_from: str
    """The folder of the token lists, as reports show it."""
    processes: int
    notes: tuple[str, ...]
    """What the user should know before the report."""

    def run(self, progress: Progress) -> tuple[Result, ...]:
        return screen_all(self.requests, self.lists, self.processes, progress)

    def report(self, results: tuple[Result, ...], form: Form) -> str:
        """What a run found, as text, JSON, or YAML to contribute; each says by which lists."""
        if form == "json":
            return as_json(results, self.lists_from)
        return as_entry(results, self.lists_from, max(map(next_number, self.folders))) if form == "entry" else as_text(results, self.lists_from)


OWN = Path(__file__).parents[3] / "data"
"""The data of the project that this command stands in, for whoever calls it elsewhere."""


def prepared(checkouts: Sequence[Path], metadata: Path | None, data: Path, base: Path, processes: int) -> Screening:
    """Read the token lists and the metadata.

    Raises:
        UsageError: one of them is missing or wrong.

    """
    home = data if (data / FOLDER).is_dir() or not (OWN / FOLDER).is_dir() else OWN
    lists, problems = load_lists(home, base)
    if unusable(lists, problems):
        said = "\n".join(diagnostics_as_text(problems)) or f"{home / FOLDER} holds no indicator"
        raise UsageError(
            f"{said}\nNothing was screened: the token lists of the indicators are needed, in {FOLDER}/ of the data folder (PATTERNBOOK_DATA)."
        )
    try:
        known = read_metadata(metadata) if metadata else ()
    except MetadataError as error:
        raise UsageError(str(error)) from error
    todo = requests(checkouts, known)
    return Screening(todo, lists, frozenset({data, home}), shown(home / FOLDER, base), processes, tuple(_notes(todo, known, metadata)))


def _notes(todo: tuple[Request, ...], known: tuple[Metadata, ...], file: Path | None) -> Iterator[str]:
    """Which descriptions are not used, and why; those that come near a checkout are told of with it."""
    yield from (f"{tree.shown(str(request.path))}: {request.match.why}" for request in todo if request.match.why)
    told = {name for each in todo for name in (*each.match.near, *([each.match.metadata.full_name] if each.match.metadata else ()))}
    rest = [each.full_name for each in known if each.full_name not in told]
    if rest:
        how = "a checkout is known by the address on GitHub it was cloned from, else by a folder called owner-name or name"
        yield f"{file}: of {len(known):,} descriptions, {len(rest):,} are of none of the checkouts: {few(rest)}; {how}"


def failed(results: tuple[Result, ...]) -> bool:
    """Whether any checkout could not be screened."""
    return any(isinstance(result, Failed) for result in results)
