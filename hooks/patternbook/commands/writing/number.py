"""`patternbook number`: numbers in place of placeholders."""

from __future__ import annotations

import argparse

from patternbook.commands.usage import FOUND_ERRORS, OK, complain, read_sound
from patternbook.editing.number import assign_numbers, rewrite_ids, summary
from patternbook.editing.splice import SpliceError
from patternbook.editing.write import write_files
from patternbook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare that it has none."""


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Give each entry with a placeholder the next number of its kind, and rewrite every link to it."""
    reading = read_sound(settings, "Nothing was numbered: correct the errors first.")
    numbers = assign_numbers([item.name for item in reading.items])
    try:
        changed = rewrite_ids(settings.data, settings.base, numbers)
        write_files(changed)
    except SpliceError as problem:
        return complain([str(problem)], FOUND_ERRORS)
    print("\n".join(summary(numbers, changed)))
    return OK
