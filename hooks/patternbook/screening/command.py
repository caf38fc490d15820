"""`patternbook screen` without its command line: check the request, screen the checkouts, write the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from patternbook.diagnostics.diagnostic import Diagnostic
from patternbook.diagnostics.diagnostic import format_text as diagnostics_as_text
from patternbook.diagnostics.escaping import printable
from patternbook.runtime.progress import Progress
from patternbook.screening.pipeline.run import ScreeningRequest, ScreeningResult, match_metadata, screen_all
from patternbook.screening.pipeline.screen import Failed
from patternbook.screening.reports.entry_draft import draft_entries, next_number
from patternbook.screening.reports.json_report import json_report
from patternbook.screening.reports.text_report import text_report
from patternbook.screening.repository.metadata import Metadata, MetadataError, abbreviate_names, read_metadata
from patternbook.screening.tokens.lists import TOKEN_LISTS_FOLDER, TokenLists, unusable
from patternbook.source.files import display_path

ReportFormat = Literal["text", "json", "entry"]
LoadLists = Callable[[Path, Path], tuple[TokenLists, tuple[Diagnostic, ...]]]
"""Reads the token lists in a data folder; the second path is the folder that messages name files relative to."""


class UsageError(Exception):
    """The request cannot be carried out; nothing was screened."""


@dataclass(frozen=True, slots=True)
class Screening:
    """Everything that a run needs, read and checked."""

    requests: tuple[ScreeningRequest, ...]
    lists: TokenLists
    folders: frozenset[Path]
    """The data folder, and the one that the token lists were read from: ids of drafted entries must be free in both."""
    lists_from: str
    """Folder of the token lists, as reports show it."""
    processes: int
    notes: tuple[str, ...]
    """Messages to print before the report."""

    def run(self, progress: Progress) -> tuple[ScreeningResult, ...]:
        return screen_all(self.requests, self.lists, self.processes, progress)

    def report(self, results: tuple[ScreeningResult, ...], form: ReportFormat) -> str:
        """Format the results as text, as JSON, or as YAML to contribute; each names the token lists that were used."""
        if form == "json":
            return json_report(results, self.lists_from)
        return (
            draft_entries(results, self.lists_from, max(map(next_number, self.folders))) if form == "entry" else text_report(results, self.lists_from)
        )


OWN_DATA = Path(__file__).parents[3] / "data"
"""Data folder of the project that contains this file, used when the command is run elsewhere."""


def prepare_screening(checkouts: Sequence[Path], metadata: Path | None, data: Path, base: Path, processes: int, load_lists: LoadLists) -> Screening:
    """Read the token lists and the metadata.

    Raises:
        UsageError: one of them is missing or wrong.

    """
    home = data if (data / TOKEN_LISTS_FOLDER).is_dir() or not (OWN_DATA / TOKEN_LISTS_FOLDER).is_dir() else OWN_DATA
    lists, problems = load_lists(home, base)
    if unusable(lists, problems):
        reason = "\n".join(diagnostics_as_text(problems)) or f"{home / TOKEN_LISTS_FOLDER} holds no indicator"
        needed = f"the token lists of the indicators are needed, in {TOKEN_LISTS_FOLDER}/ of the data folder (PATTERNBOOK_DATA)"
        raise UsageError(f"{reason}\nNothing was screened: {needed}.")
    try:
        known = read_metadata(metadata) if metadata else ()
    except MetadataError as error:
        raise UsageError(str(error)) from error
    requests = match_metadata(checkouts, known)
    return Screening(
        requests, lists, frozenset({data, home}), display_path(home / TOKEN_LISTS_FOLDER, base), processes, tuple(_notes(requests, known, metadata))
    )


def _notes(requests: tuple[ScreeningRequest, ...], known: tuple[Metadata, ...], file: Path | None) -> Iterator[str]:
    """Say which descriptions are not used and why; those that nearly fit a checkout are named with the checkout."""
    yield from (f"{printable(str(request.path))}: {request.match.why}" for request in requests if request.match.why)
    mentioned = {name for each in requests for name in (*each.match.near, *([each.match.metadata.full_name] if each.match.metadata else ()))}
    rest = [each.full_name for each in known if each.full_name not in mentioned]
    if rest:
        explanation = "a checkout is known by the address on GitHub it was cloned from, else by a folder called owner-name or name"
        yield f"{file}: of {len(known):,} descriptions, {len(rest):,} are of none of the checkouts: {abbreviate_names(rest)}; {explanation}"


def any_failed(results: tuple[ScreeningResult, ...]) -> bool:
    """Return whether any checkout could not be screened."""
    return any(isinstance(result, Failed) for result in results)
