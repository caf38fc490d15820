"""`patternbook retire NAME`: take an entry out of use, or record that an address moved or a text was withdrawn."""

from __future__ import annotations

import argparse
import os

from patternbook.build.source_date import source_day
from patternbook.check.read import Reading, read_data
from patternbook.commands.usage import FOUND_ERRORS, OK, WRONG_USAGE, CommandError, date_argument
from patternbook.diagnostics.diagnostic import format_text, only_errors
from patternbook.editing.releasing.retire import RetireError, Retiring, move_address, retire_entry, withdraw_text
from patternbook.editing.splice import SpliceError
from patternbook.editing.write import write_files
from patternbook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("name", metavar="NAME", help="id of an entry; or an address that was renamed or withdrawn: areas/old, references/old2019")
    parser.add_argument("--because", required=True, metavar="TEXT", help="why, as readers are told")
    parser.add_argument("--replaced-by", nargs="+", default=[], metavar="NAME", help="what takes its place")
    parser.add_argument("--how", choices=("merged", "split", "moved", "withdrawn"), help="what became of it")
    parser.add_argument("--exact", action="store_true", help="programs may put the successor in its place (default: a person decides)")
    parser.add_argument("--planned", action="store_true", help="announce it only; --on is the day planned")
    parser.add_argument(
        "--withdraw", action="store_true", help="for confidentiality or law: a text that is no longer in the data is taken out of every release"
    )
    parser.add_argument("--on", metavar="DATE", type=date_argument, help="the day, 2026-12-31 (default: that of the last commit)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Change the data, the ledger and, to withdraw a text, the releases; all of it or nothing."""
    day = options.on or ("" if options.planned else source_day(settings.base, os.environ))
    if not day:
        raise CommandError(["there is no day; give it: --on 2026-12-31"], WRONG_USAGE)
    announced = source_day(settings.base, os.environ) if options.planned else ""
    wanted = Retiring(options.name, day, options.because, tuple(options.replaced_by), options.how, options.exact, options.planned, announced)
    reading = read_data(settings.data, settings.base, settings.site_url)
    try:
        if options.withdraw:
            changed, says = withdraw_text(wanted, reading, settings.data, settings.base)
        elif "/" in options.name:
            changed, says = move_address(wanted, reading, settings.data, settings.base)
        else:
            _require_sound(reading)
            changed, says = retire_entry(wanted, reading, settings.data, settings.base)
        write_files(changed)
    except (RetireError, SpliceError) as problem:
        raise CommandError([str(problem)], FOUND_ERRORS) from problem
    print("\n".join([*says, f"Changed: {', '.join(each.opened.file for each in changed)}"]))
    return OK


def _require_sound(reading: Reading) -> None:
    if errors := only_errors(reading.diagnostics):
        raise CommandError([*format_text(errors), "Nothing was retired: correct the errors first."], FOUND_ERRORS)
