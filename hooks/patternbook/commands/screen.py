"""`patternbook screen`: the indicators of a mining study applied to checkouts."""

from __future__ import annotations

import argparse
import os
import sys

from patternbook.check.token_lists import load_lists
from patternbook.commands.usage import FOUND_ERRORS, OK, WRONG_USAGE, complain, path_argument, positive_argument
from patternbook.runtime.pool import process_count
from patternbook.runtime.progress import Progress, if_terminal
from patternbook.screening import command
from patternbook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("checkouts", type=path_argument, nargs="+", metavar="CHECKOUT", help="work tree, or bare git repository")
    parser.add_argument(
        "--metadata", type=path_argument, metavar="FILE.json", help="repositories as GitHub's API describes them, for stars and archived"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--format", choices=("text", "json"), default="text")
    form.add_argument("--as-entry", action="store_true", help="candidates as YAML to contribute, to be completed by a person")
    parser.add_argument("--jobs", type=positive_argument, metavar="N", help="checkouts screened at a time (default: one per core)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Screen each checkout; nothing in them is run."""
    try:
        processes = options.jobs or process_count(os.environ, len(options.checkouts), worth_workers=2)
    except ValueError as error:
        return complain([str(error)], WRONG_USAGE)
    try:
        screening = command.prepare_screening(options.checkouts, options.metadata, settings.data, settings.base, processes, load_lists)
    except command.UsageError as error:
        return complain([str(error)], WRONG_USAGE)
    for note in screening.notes:
        print(note, file=sys.stderr)
    results = screening.run(Progress(terminal=if_terminal(sys.stderr)))
    print(screening.report(results, "entry" if options.as_entry else options.format))
    return FOUND_ERRORS if command.any_failed(results) else OK
