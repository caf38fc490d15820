"""The `patternbook` command: parses arguments, runs a command and turns what ends it into a message."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from patternbook.commands.usage import FOUND_ERRORS, OK, STOPPED, TERMINATED, CommandError, complain
from patternbook.runtime.signals import Terminated
from patternbook.settings import read_settings


class Command(NamedTuple):
    """Where a command is, and its line of help."""

    module: str
    """In `commands/`: `add_arguments(parser)` declares its arguments, `run(options, settings)` returns the exit code."""
    help: str


COMMANDS = {
    "check": Command("building.check", "report every problem in the data"),
    "build": Command("building.build", "check the data and build the site; a failing build leaves the site as it was"),
    "init": Command("building.init", "make a new, small catalogue to start from"),
    "new": Command("writing.new", "draft an entry in its place, once it is clear that nothing there claims the same"),
    "number": Command("writing.number", "give entries with a placeholder for an id (F-new-anything) their number, and rewrite every link to them"),
    "release": Command("releasing.release", "freeze every text under a name, so that citations lead to it for ever"),
    "retire": Command("releasing.retire", "take an entry out of use; its page stays and says what takes its place"),
    "fmt": Command("writing.fmt", "write the data files in one form: order of keys, indentation, quotes, folded lines"),
    "from-issue": Command("writing.from_issue", "turn a filled form for an issue into YAML"),
    "import-products": Command("writing.import_products", "turn a published table of products (CSV) into YAML"),
    "diff": Command("reviewing.diff", "say what changed in meaning between two revisions, entry by entry"),
    "unverified": Command("reviewing.unverified", "draw items of evidence that nobody has verified, to compare them with their sources"),
    "cite": Command("citing.cite", "cite entries, works of the bibliography, or the whole catalogue, in any format or style"),
    "redirects": Command("citing.redirects", "write the file that lets the permanent address lead to the site, such as w3id's .htaccess"),
    "verify-references": Command("reviewing.verify_references", "compare the bibliography with a registry of DOIs"),
    "check-citations": Command("citing.check_citations", "say what has become of the entries that a syllabus or paper names"),
    "schema": Command("building.schema", "write the JSON Schemas of the data and of the documents"),
    "issue-forms": Command("reviewing.issue_forms", "write the forms for issues, derived from the model and the data"),
    "phrases": Command("phrases.command", "write all that the engine says on pages as a file for translators, or bring one up to date"),
    "screen": Command("screen", "apply the mining study's indicators to checkouts; nothing in them is run"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 success, 1 errors in the data or the build, 2 wrong usage."""
    gc.disable()  # the process ends after one command, and what it imports and reads has no cycles
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file or pipe on Windows cannot hold every character
    given = sys.argv[1:] if arguments is None else arguments
    try:
        options = _parser(given).parse_args(given)
        code: int = _module(options.command).run(options, read_settings(Path.cwd(), os.environ))
        print(end="", flush=True)  # now, while it can still be reported that the output cannot be written
    except BrokenPipeError:  # the reader of our output has closed it
        sys.stderr.close()
        return OK
    except CommandError as problem:
        return complain(problem.lines, problem.code)
    except OSError as problem:
        return _report_os_error(problem)
    except KeyboardInterrupt as stop:
        return complain(["Stopped."], TERMINATED if isinstance(stop, Terminated) else STOPPED)
    finally:
        gc.freeze()  # else the interpreter traverses all objects once more when it ends, which takes a tenth of a check
    return code


def _module(command: str) -> ModuleType:
    """The module of a command. No other is imported, so that each starts as fast as it can."""
    return import_module(f"patternbook.commands.{COMMANDS[command].module}")


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """The parser, with the arguments of the command that is given."""
    parser = argparse.ArgumentParser(prog="patternbook", description="Check and build a pattern catalogue.")
    parsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        inner = parsers.add_parser(name, help=command.help)
        if name in given:
            _module(name).add_arguments(inner)
    return parser


def _report_os_error(problem: OSError) -> int:
    """Report what cannot be read or written: a file, or our output where the error names none."""
    reason = problem.strerror or str(problem)
    if problem.filename:
        return complain([f"{problem.filename}: {reason}"], FOUND_ERRORS)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that buffered output is not written to the same place again when the process ends
    return complain([f"The output cannot be written: {reason}"], FOUND_ERRORS)


if __name__ == "__main__":
    sys.exit(main())
