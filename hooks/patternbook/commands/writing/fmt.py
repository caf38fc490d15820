"""`patternbook fmt`: the data files in one form."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from patternbook.commands.usage import FOUND_ERRORS, OK, complain, path_argument
from patternbook.diagnostics.escaping import one_line
from patternbook.editing.canonical import canonical_text
from patternbook.editing.splice import SpliceError
from patternbook.editing.write import ChangedFile, OpenedFile, diff_lines, open_file, write_files
from patternbook.settings import Settings
from patternbook.source.files import SCHEMA_FOLDER, leads_out


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("--check", action="store_true", help="write nothing: show what would change, and exit with 1 if anything would")
    parser.add_argument("files", nargs="*", type=path_argument, metavar="FILE", help="YAML files (default: all of the data folder)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Write the files in their one form, or show what would change."""
    changes, problems = list[tuple[OpenedFile, str]](), list[str]()
    for path in options.files or _files(settings.data):
        try:
            opened = open_file(path, settings.base)
            text = canonical_text(opened.file, opened.text)
        except SpliceError as problem:
            problems.append(str(problem))
            continue
        if text != opened.text:
            changes.append((opened, text))
    if options.check:
        print(*diff_lines((opened.file, opened.text, text) for opened, text in changes), sep="", end="")
    else:
        problems += _write([opened.with_text(text) for opened, text in changes])
    names = [one_line(opened.file) for opened, _ in changes]
    print(f"{'Would change' if options.check else 'Changed'}: {', '.join(names)}" if names else "Every file has its form.", file=sys.stdout)
    if problems:
        return complain(problems, FOUND_ERRORS)
    return FOUND_ERRORS if options.check and changes else OK


def _write(changed: list[ChangedFile]) -> list[str]:
    try:
        write_files(changed)
    except SpliceError as problem:
        return [str(problem)]
    return []


def _files(data: Path) -> Iterator[Path]:
    """The YAML files of a data folder: entries and token lists. Schemas are derived, and links to something outside are not ours."""
    for path in sorted((*data.rglob("*.yaml"), *data.rglob("*.yml"))):
        if path.relative_to(data).parts[0] != SCHEMA_FOLDER and not path.name.startswith(".") and not leads_out(path, data):
            yield path
