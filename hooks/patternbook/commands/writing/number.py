"""`patternbook number`: numbers in place of placeholders."""

from __future__ import annotations

import argparse

from patternbook.commands.usage import FOUND_ERRORS, OK, complain, read_sound
from patternbook.editing.number import assign_numbers, number_lines, rewrite_ids, summary
from patternbook.editing.releasing.ledger import with_ledger_lines
from patternbook.editing.splice import SpliceError
from patternbook.editing.write import write_files
from patternbook.settings import Settings
from patternbook.source.files import LEDGER_FILE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare that it has none."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Give each entry with a placeholder the next number of its kind, and rewrite every link to it."""
    reading = read_sound(settings, "Nothing was numbered: correct the errors first.")
    ledger = reading.beside.ledger
    published = [page.rpartition("/")[2] for page in (*ledger.pages, *ledger.withdrawn)]  # of which some may have left the data
    numbers = assign_numbers([*(item.name for item in reading.items), *published])
    try:
        changed = rewrite_ids(settings.data, settings.base, numbers)
        if (lines := number_lines(numbers, ledger)) and (settings.data / LEDGER_FILE).exists():
            changed.append(with_ledger_lines(settings.data, settings.base, lines))
        write_files(changed)
    except SpliceError as problem:
        return complain([str(problem)], FOUND_ERRORS)
    print("\n".join(summary(numbers, changed)))
    return OK
