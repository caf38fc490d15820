"""`patternbook new`: an entry or a reference, drafted in its place."""

from __future__ import annotations

import argparse
import sys

from patternbook.bibliography.parse.exchange import ExchangeError
from patternbook.check.read import BIBLIOGRAPHY_FILE
from patternbook.commands.usage import FOUND_ERRORS, OK, WRONG_USAGE, complain, path_argument
from patternbook.editing.new_entry import Drafted, UnansweredError, WantedEntry, draft_entry
from patternbook.editing.new_reference import AddedReferences, KnownWorkError, add_works, read_works
from patternbook.editing.splice import SpliceError
from patternbook.editing.write import open_file, write_files
from patternbook.model.registry import KIND_BY_NAME
from patternbook.settings import Settings

REFERENCE = "reference"
"""The kind of `patternbook new` that is no kind of entry."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("kind", metavar="KIND", help="kind of entry, for instance finding, recommendation or study; or reference")
    parser.add_argument(
        "file", nargs="?", type=path_argument, metavar="FILE", help="of a reference: BibTeX, RIS, or CSL-JSON as a DOI's resolver writes it"
    )
    parser.add_argument("--title", default="", help="its title")
    parser.add_argument("--statement", default="", help="what it says, in one to three sentences")
    parser.add_argument("--group", default="", metavar="NAME", help="what entries of its kind are grouped by: the slug of an area, the id of a point")
    parser.add_argument("--name", default="", metavar="WORDS", help="words for its placeholder, F-new-WORDS (default: those of its title)")
    parser.add_argument(
        "--as", dest="compared", default="", choices=("new", "evidence", "narrower", "wider", "opposite"), help="what it is beside --of"
    )
    parser.add_argument("--of", dest="other", default="", metavar="ID", help="the entry that it is the same as, narrower, wider or the opposite of")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Draft it, once it is clear that nothing there claims the same."""
    try:
        done = _new_reference(options, settings) if options.kind == REFERENCE else _new_entry(options, settings)
        write_files([done.changed])
    except UnansweredError as problem:
        return complain([str(problem)], WRONG_USAGE)
    except ExchangeError as problem:
        return complain([f"{options.file}: {problem}"], WRONG_USAGE)
    except (SpliceError, KnownWorkError) as problem:
        return complain([str(problem)], FOUND_ERRORS)
    print("\n".join(done.says))
    return OK


def _new_reference(options: argparse.Namespace, settings: Settings) -> AddedReferences:
    if options.file is None:
        raise UnansweredError("name the file with the reference: patternbook new reference FILE")
    works = read_works(open_file(options.file, settings.base).text)
    return add_works(works, settings.data / BIBLIOGRAPHY_FILE, settings.base, anyway=options.compared == "new")


def _new_entry(options: argparse.Namespace, settings: Settings) -> Drafted:
    if options.kind not in KIND_BY_NAME:
        raise UnansweredError(f"there is no kind {options.kind!r}; there are {', '.join(KIND_BY_NAME)} and {REFERENCE}")
    wanted = WantedEntry(KIND_BY_NAME[options.kind], options.title, options.statement, options.group, options.name, options.compared, options.other)
    return draft_entry(wanted, settings.data, settings.base, _ask if sys.stdin.isatty() else None, print)


def _ask(question: str) -> str:
    """Ask whoever sits at the terminal; the end of input ends the command as Ctrl-C does."""
    try:
        return input(question)
    except EOFError:
        raise KeyboardInterrupt from None
