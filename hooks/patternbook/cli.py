"""The `patternbook` command: a thin adapter over the engine."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from patternbook.diagnostics.diagnostic import build_obstacle, format_text, only_errors, summary_text
from patternbook.settings import Settings, read_settings

if TYPE_CHECKING:
    from patternbook.check.read import Reading

STARTER = Path(__file__).parent / "commands" / "starter"
IMPORTED = Path("products/imported.yaml")
"""Where imported products go, in the data folder."""
STDOUT = 1
"""The file that output goes to, whatever it is."""
OK, FOUND_ERRORS, WRONG_USAGE, STOPPED = 0, 1, 2, 130  # the last as shells say it of Ctrl-C


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 all is well, 1 errors in the data or the build, 2 wrong usage.

    Each command imports what it needs itself: what one does not need does not delay it.
    """
    gc.disable()  # one command, then the process ends; what was imported and read lives until then and holds no cycles
    try:
        return _run(arguments)
    finally:
        gc.freeze()  # or the interpreter looks through all of it once more before it ends: a tenth of a check


def _run(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    here = read_settings(Path.cwd(), os.environ)
    command = {
        "check": _check,
        "build": _build,
        "init": _init,
        "schema": _schema,
        "import-products": _import_products,
        "screen": _screen,
    }[options.command]
    try:
        code = command(options, here)
        print(end="", flush=True)  # here, where it can still be told that it cannot be written
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        return OK
    except OSError as problem:  # that no command knows better how to tell
        return _refused(problem)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return STOPPED
    return code


def _refused(problem: OSError) -> int:
    """Say what the system does not let us read or write; without a file it is our output."""
    reason = problem.strerror or str(problem)
    if problem.filename:
        return _complain([f"{problem.filename}: {reason}"], FOUND_ERRORS)
    os.dup2(os.open(os.devnull, os.O_WRONLY), STDOUT)  # what waits to be written is not tried again when the process ends
    return _complain([f"The output cannot be written: {reason}"], FOUND_ERRORS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="patternbook", description="Check and build a pattern catalogue.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="report every problem in the data")
    check.add_argument("--format", choices=("text", "json", "github", "sarif"), default="text")
    check.add_argument("--strict", action="store_true", help=_STRICT)
    build = commands.add_parser("build", help="check the data and build the site; a failing build leaves the site as it was")
    build.add_argument("--site", type=_path, help="folder of the site (default: PATTERNBOOK_SITE_DIR, else site_dir in mkdocs.yml, else site)")
    build.add_argument("--strict", action="store_true", help=_STRICT)
    init = commands.add_parser("init", help="make a new, small catalogue to start from")
    init.add_argument("folder", type=_path, metavar="DIR", help="data folder to make; must not exist or be empty")
    products = commands.add_parser("import-products", help="turn a published table of products (CSV) into YAML")
    products.add_argument("csv", type=_path, metavar="CSV", help="table with columns name, link, stars; description and contributors are taken too")
    products.add_argument("--study", required=True, help="id of the study that found the products")
    products.add_argument("--source", required=True, help="key of the reference that the table is published in")
    products.add_argument("--write", action="store_true", help=f"add them to {IMPORTED} in the data folder instead of printing")
    schema = commands.add_parser("schema", help="write the JSON Schemas of the data and of the documents")
    schema.add_argument("--folder", type=_path, help="where to (default: schema/ in the data folder)")
    screen = commands.add_parser("screen", help="apply the mining study's indicators to checkouts; nothing in them is run")
    screen.add_argument("checkouts", type=_path, nargs="+", metavar="CHECKOUT", help="work tree, or bare git repository")
    screen.add_argument("--metadata", type=_path, metavar="FILE.json", help="repositories as GitHub's API describes them, for stars and archived")
    form = screen.add_mutually_exclusive_group()
    form.add_argument("--format", choices=("text", "json"), default="text")
    form.add_argument("--as-entry", action="store_true", help="candidates as YAML to contribute, to be completed by a person")
    screen.add_argument("--jobs", type=_positive, metavar="N", help="checkouts screened at a time (default: one per core)")
    return parser


_STRICT = "treat warnings as errors (default: strict in mkdocs.yml)"


def _path(text: str) -> Path:
    if not text:  # of a variable that was not set; as a path it would be the current folder
        raise argparse.ArgumentTypeError("the name is empty; the current folder is .")
    return Path(text)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def _check(options: argparse.Namespace, here: Settings) -> int:
    from patternbook.check.read import read_data

    reading = _recalled(here) or read_data(here.data, here.base, here.site_url)
    print(_report(reading, options.format))
    reason = build_obstacle(reading.diagnostics, strict=options.strict or here.strict)
    if reason and not only_errors(reading.diagnostics):  # errors are counted in the report; that warnings count as well is not
        print(reason, file=sys.stderr)
    return FOUND_ERRORS if reason else OK


def _recalled(here: Settings) -> Reading | None:
    """The same reading from what builds remember of the data; None where they left nothing, or something is wrong."""
    from patternbook.incremental import store as cache

    folder = cache.cache_folder(here.base, os.environ)
    if folder is None or not (folder / cache.STORE_FILE).is_file():
        return None
    from patternbook.incremental.read_cached import CachedReader, read_cached
    from patternbook.runtime.code_version import code_digest

    try:
        with cache.Store(cache.prepare_folder(folder) / cache.STORE_FILE) as store:
            return read_cached(
                here.data, here.base, here.site_url, CachedReader(store, code_digest(), lambda items: 1, lambda of, what, things: things)
            )
    except cache.UnsafeFolderError:  # a build says so; a check goes on without
        return None


def _report(reading: Reading, form: str) -> str:
    if form == "text":
        return "\n".join([*format_text(reading.diagnostics), summary_text(reading.diagnostics, reading.counts)])
    from patternbook.diagnostics.formats import format_github, format_json, format_sarif

    if form == "json":
        return format_json(reading.diagnostics, reading.counts)
    return (
        format_sarif(reading.diagnostics)
        if form == "sarif"
        else "\n".join([*format_github(reading.diagnostics), summary_text(reading.diagnostics, reading.counts)])
    )


def _build(options: argparse.Namespace, here: Settings) -> int:
    from patternbook.build.command import run_build

    site = here.base / options.site if options.site else here.site
    return OK if run_build(here.base, site.resolve(), strict=options.strict or here.strict) else FOUND_ERRORS


def _init(options: argparse.Namespace, here: Settings) -> int:
    import shutil

    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        print(f"{folder} exists and is not an empty folder; name another", file=sys.stderr)
        return WRONG_USAGE
    try:
        shutil.copytree(STARTER, folder, dirs_exist_ok=True)
        _write_schemas(folder / "schema")
    except OSError as problem:
        print(f"{folder} cannot be written: {problem.strerror or problem}", file=sys.stderr)
        return WRONG_USAGE
    print(f"Made {folder}/. To build it: PATTERNBOOK_DATA={folder} make site")
    return OK


def _import_products(options: argparse.Namespace, here: Settings) -> int:
    from patternbook.profile.import_products import import_table

    return import_table(options.csv, options.study, options.source, here, here.data / IMPORTED if options.write else None, _complain)


def _complain(lines: Sequence[str], code: int) -> int:
    print("\n".join(lines), file=sys.stderr)
    return code


def _schema(options: argparse.Namespace, here: Settings) -> int:
    folder = options.folder or here.data / "schema"
    _write_schemas(folder)
    print(f"Wrote the schemas to {folder}/")
    return OK


def _screen(options: argparse.Namespace, here: Settings) -> int:
    from patternbook.check.token_lists import load_lists  # imported here, since the other commands start faster without
    from patternbook.runtime.pool import process_count
    from patternbook.runtime.progress import Progress, if_terminal
    from patternbook.screening import command

    try:
        processes = options.jobs or process_count(os.environ, len(options.checkouts), worth_workers=2)
    except ValueError as error:
        return _complain([str(error)], WRONG_USAGE)
    try:
        screening = command.prepare_screening(options.checkouts, options.metadata, here.data, here.base, processes, load_lists)
    except command.UsageError as error:
        return _complain([str(error)], WRONG_USAGE)
    for note in screening.notes:
        print(note, file=sys.stderr)
    results = screening.run(Progress(terminal=if_terminal(sys.stderr)))
    print(screening.report(results, "entry" if options.as_entry else options.format))
    return FOUND_ERRORS if command.any_failed(results) else OK


def _write_schemas(folder: Path) -> None:
    from patternbook.commands.json_schema import data_schema, document_schema, indicators_schema

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data.schema.json").write_text(data_schema(), encoding="utf-8")
    (folder / "indicators.schema.json").write_text(indicators_schema(), encoding="utf-8")
    (folder / "document.schema.json").write_text(document_schema(), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
