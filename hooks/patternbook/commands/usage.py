"""What all commands share: exit codes, types of arguments, messages of one line, the data without errors."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from patternbook.diagnostics.escaping import one_line
from patternbook.source.days import is_day

if TYPE_CHECKING:
    from patternbook.check.read import Reading
    from patternbook.settings import Settings

OK, FOUND_ERRORS, WRONG_USAGE, STOPPED, TERMINATED = 0, 1, 2, 130, 143  # the last two are those of shells for Ctrl-C and SIGTERM


class CommandError(Exception):
    """A command cannot go on; what it says, and the exit code."""

    def __init__(self, lines: Sequence[str], code: int) -> None:
        super().__init__("\n".join(lines))
        self.lines, self.code = lines, code


def complain(lines: Sequence[str], code: int) -> int:
    """Print an error message; return the exit code."""
    print("\n".join(map(one_line, lines)), file=sys.stderr)
    return code


def path_argument(text: str) -> Path:
    """The type of an argument that names a file or folder.

    Raises:
        argparse.ArgumentTypeError: it is empty.

    """
    if not text:  # for instance from a variable that is not set; as a path it would be the current folder
        raise argparse.ArgumentTypeError("the name is empty; the current folder is .")
    return Path(text)


def positive_argument(text: str) -> int:
    """The type of an argument that is a number from 1 on.

    Raises:
        argparse.ArgumentTypeError: it is none.

    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def date_argument(text: str) -> str:
    """The type of an argument that is a day.

    Raises:
        argparse.ArgumentTypeError: it is none.

    """
    if not is_day(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no day; expected one such as 2026-12-31")
    return text


def read_sound(settings: Settings, *hints: str) -> Reading:
    """The data, for a command that needs it without errors.

    Args:
        settings: Where the data is.
        hints: What is added to the errors.

    Raises:
        CommandError: the data has errors; all of them are in the message.

    """
    from patternbook.check.read import read_data
    from patternbook.diagnostics.diagnostic import format_text, only_errors
    from patternbook.source.lines import lines_below

    reading = read_data(settings.data, settings.base, settings.site_url)
    if errors := only_errors(reading.diagnostics):
        raise CommandError([*format_text(errors, lines_below(settings.base)), *hints], FOUND_ERRORS)
    return reading
