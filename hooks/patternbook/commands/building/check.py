"""`patternbook check`: every problem in the data."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import get_args

from patternbook.check.read import Reading, read_data
from patternbook.commands.usage import FOUND_ERRORS, OK, WRONG_USAGE, CommandError
from patternbook.diagnostics.diagnostic import Diagnostic, LineAt, Severity, build_obstacle, format_text, only_errors, sort_diagnostics, summary_text
from patternbook.settings import Settings
from patternbook.source.lines import lines_below

STRICT_HELP = "treat warnings as errors (default: strict in mkdocs.yml)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("--format", choices=("text", "json", "github", "sarif"), default="text")
    parser.add_argument(
        "--base", metavar="REV", help="git revision that the data follows: also find a ledger that was tampered with, and swapped meanings"
    )
    parser.add_argument("--strict", action="store_true", help=STRICT_HELP)
    parser.add_argument("--fix", action="store_true", help="make the corrections that are certain; shows them first, and asks")
    parser.add_argument("--yes", action="store_true", help="make them without asking")
    parser.add_argument("--explain", nargs="+", metavar="CODE", help="say what codes mean, with examples; reads no data")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Report all problems; fail where a build would."""
    if options.explain:
        from patternbook.commands.building.explain import print_explanations  # not needed for a check

        return print_explanations(options.explain)
    if (options.yes and not options.fix) or (options.fix and options.format != "text"):
        raise CommandError(["--fix goes with --format text, and --yes with --fix."], WRONG_USAGE)
    if options.fix:
        from patternbook.commands.building.fix import fix_data  # not needed for a check

        if code := fix_data(settings, yes=options.yes):
            return code
    first = _FirstError(lines_below(settings.base), quiet=options.format != "text" or not sys.stderr.isatty())
    reading = _read_cached(settings, first) or read_data(settings.data, settings.base, settings.site_url, docs=settings.docs, notice=first)
    if options.base is not None:
        reading = _beside_base(reading, options.base, settings)
    print(_report(reading, options.format, settings))
    reason = build_obstacle(reading.diagnostics, strict=options.strict or settings.strict)
    if reason and not only_errors(reading.diagnostics):  # the report counts errors, but does not explain that warnings count too
        print(reason, file=sys.stderr)
    return FOUND_ERRORS if reason else OK


def _beside_base(reading: Reading, base: str, settings: Settings) -> Reading:
    """The reading with what is wrong beside a revision of the data."""
    import tempfile

    from patternbook.catalogue.releases.base import base_diagnostics
    from patternbook.review.revisions import RevisionError, resolve_revision, write_revision

    try:
        commit = resolve_revision(settings.data, base)
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / settings.data.name
            write_revision(settings.data, commit, folder)
            before = read_data(folder, Path(temporary), settings.site_url)
    except RevisionError as error:
        raise CommandError([f"--base {base}: {error}"], WRONG_USAGE) from error
    ledgers = before.beside.ledger, reading.beside.ledger
    found = base_diagnostics(before.items, ledgers[0], reading.items, ledgers[1], settings.data, settings.base)
    return replace(reading, diagnostics=sort_diagnostics([*reading.diagnostics, *found]))


class _FirstError:
    """Shows the first error of a check on a terminal as soon as it is found, while the rest of the data is read."""

    def __init__(self, line_at: LineAt, *, quiet: bool) -> None:
        self.line_at = line_at
        self.quiet = quiet

    def __call__(self, problems: Iterable[Diagnostic]) -> None:
        # A catalogue may still lower the severity of adjustable rules.
        for problem in problems if not self.quiet else ():
            if problem.severity == "error" and not problem.rule.adjustable and not self.quiet:
                self.quiet = True
                print(*format_text([problem], self.line_at), "Reading on ...", sep="\n", file=sys.stderr, flush=True)


def _read_cached(settings: Settings, notice: Callable[[Iterable[Diagnostic]], None]) -> Reading | None:
    """The same reading with what earlier checks and builds left, and kept for the next; None where the cache is off or cannot be used."""
    from patternbook.incremental import store as cache  # not imported where it is not needed, as it takes time

    folder = cache.cache_folder(settings.base, os.environ)
    if folder is None:
        return None
    from patternbook.incremental.read_cached import CachedReader, read_cached
    from patternbook.runtime.code_version import code_digest

    try:
        with cache.Store(cache.prepare_folder(folder) / cache.STORE_FILE) as store:
            reader = CachedReader(store, code_digest(), lambda items: 1, lambda of, what, things: things)
            return read_cached(settings.data, settings.base, settings.site_url, reader, settings.docs, notice)
    except cache.UnsafeFolderError:  # a build reports it; a check reads the data without the cache
        return None


def _worst_first(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By severity, then by place: what stops a build does not stand among notices on files that nobody touched."""
    return sorted(diagnostics, key=lambda each: get_args(Severity).index(each.severity))


def _report(reading: Reading, form: str, settings: Settings) -> str:
    if form == "text":
        return "\n".join(
            [*format_text(_worst_first(reading.diagnostics), lines_below(settings.base)), summary_text(reading.diagnostics, reading.counts)]
        )
    from patternbook.commands.building.explain import help_address
    from patternbook.diagnostics.formats import format_github, format_json
    from patternbook.diagnostics.sarif import format_sarif

    if form == "json":
        return format_json(reading.diagnostics, reading.counts, help_address(settings), lines_below(settings.base))
    if form == "sarif":
        return format_sarif(reading.diagnostics, help_address(settings), lines_below(settings.base))
    return "\n".join([*format_github(reading.diagnostics), summary_text(reading.diagnostics, reading.counts)])
