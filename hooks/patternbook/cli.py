"""The `patternbook` command: parses arguments and calls the engine."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from patternbook.diagnostics.diagnostic import Diagnostic, build_obstacle, format_text, only_errors, summary_text
from patternbook.diagnostics.escaping import one_line
from patternbook.runtime.signals import Terminated
from patternbook.settings import Settings, read_settings

if TYPE_CHECKING:
    from patternbook.check.read import Reading
    from patternbook.editing.new_entry import Drafted
    from patternbook.editing.new_reference import AddedReferences
    from patternbook.review.differences import RevisionReading

STARTER = Path(__file__).parent / "commands" / "starter"
IMPORTED = Path("products/imported.yaml")
"""Where imported products go, in the data folder."""
OK, FOUND_ERRORS, WRONG_USAGE, STOPPED, TERMINATED = 0, 1, 2, 130, 143  # the last two are those of shells for Ctrl-C and SIGTERM


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 success, 1 errors in the data or the build, 2 wrong usage.

    Each command imports its modules itself, so that it starts faster.
    """
    gc.disable()  # the process ends after one command, and what it imports and reads has no cycles
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file or pipe on Windows cannot hold every character
    options = _parser().parse_args(arguments)
    settings = read_settings(Path.cwd(), os.environ)
    command = {
        "check": _check,
        "build": _build,
        "init": _init,
        "schema": _schema,
        "import-products": _import_products,
        "screen": _screen,
        "unverified": _unverified,
        "diff": _diff,
        "issue-forms": _issue_forms,
        "from-issue": _from_issue,
        "new": _new,
        "number": _number,
    }[options.command]
    try:
        code = command(options, settings)
        print(end="", flush=True)  # now, while it can still be reported that the output cannot be written
    except BrokenPipeError:  # the reader of our output has closed it
        sys.stderr.close()
        return OK
    except OSError as problem:
        return _report_os_error(problem)
    except KeyboardInterrupt as stop:
        return _complain(["Stopped."], TERMINATED if isinstance(stop, Terminated) else STOPPED)
    finally:
        gc.freeze()  # else the interpreter traverses all objects once more when it ends, which takes a tenth of a check
    return code


def _report_os_error(problem: OSError) -> int:
    """Report what cannot be read or written: a file, or our output where the error names none."""
    reason = problem.strerror or str(problem)
    if problem.filename:
        return _complain([f"{problem.filename}: {reason}"], FOUND_ERRORS)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that buffered output is not written to the same place again when the process ends
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
    commands.add_parser("init", help="make a new, small catalogue to start from").add_argument(
        "folder", type=_path, metavar="DIR", help="data folder to make; must not exist or be empty"
    )
    products = commands.add_parser("import-products", help="turn a published table of products (CSV) into YAML")
    products.add_argument("csv", type=_path, metavar="CSV", help="table with columns name, link, stars; description and contributors are taken too")
    products.add_argument("--study", required=True, help="id of the study that found the products")
    products.add_argument("--source", required=True, help="key of the reference that the table is published in")
    products.add_argument("--write", action="store_true", help=f"add them to {IMPORTED} in the data folder instead of printing")
    commands.add_parser("schema", help="write the JSON Schemas of the data and of the documents").add_argument(
        "--folder", type=_path, help="where to (default: schema/ in the data folder)"
    )
    unverified = commands.add_parser("unverified", help="draw items of evidence that nobody has verified, to compare them with their sources")
    unverified.add_argument("--count", type=_positive, default=10, metavar="N", help="how many (default: 10)")
    unverified.add_argument("--seed", default="1", metavar="TEXT", help="the same seed draws the same items from the same data (default: 1)")
    _add_new(commands.add_parser("new", help="draft an entry in its place, once it is clear that nothing there claims the same"))
    commands.add_parser("number", help="give entries with a placeholder for an id (F-new-anything) their number, and rewrite every link to them")
    screen = commands.add_parser("screen", help="apply the mining study's indicators to checkouts; nothing in them is run")
    screen.add_argument("checkouts", type=_path, nargs="+", metavar="CHECKOUT", help="work tree, or bare git repository")
    screen.add_argument("--metadata", type=_path, metavar="FILE.json", help="repositories as GitHub's API describes them, for stars and archived")
    form = screen.add_mutually_exclusive_group()
    form.add_argument("--format", choices=("text", "json"), default="text")
    form.add_argument("--as-entry", action="store_true", help="candidates as YAML to contribute, to be completed by a person")
    screen.add_argument("--jobs", type=_positive, metavar="N", help="checkouts screened at a time (default: one per core)")
    diff = commands.add_parser("diff", help="say what changed in meaning between two revisions, entry by entry")
    diff.add_argument("base", metavar="BASE", help="git revision to compare with: main, HEAD~1, a tag, a commit")
    diff.add_argument("head", metavar="HEAD", nargs="?", help="git revision that is compared (default: the data folder as it is now)")
    diff.add_argument("--format", choices=("markdown", "json"), default="markdown")
    commands.add_parser("issue-forms", help="write the forms for issues, derived from the model and the data").add_argument(
        "--folder", type=_path, help="where to (default: .github/ISSUE_TEMPLATE)"
    )
    issue = commands.add_parser("from-issue", help="turn a filled form for an issue into YAML")
    issue.add_argument("file", type=_path, metavar="FILE", help="text of the issue")
    issue.add_argument("--study", default="", metavar="ID", help="study of the evidence, in place of the one in the form")
    issue.add_argument("--source", default="", metavar="KEY", help="work that was read, in place of the study's main publication")
    issue.add_argument("--on", default="", metavar="DATE", help="day the issue was opened, for an objection: 2026-12-01")
    return parser


def _add_new(new: argparse.ArgumentParser) -> None:
    new.add_argument("kind", metavar="KIND", help="kind of entry, for instance finding, recommendation or study; or reference")
    new.add_argument("file", nargs="?", type=_path, metavar="FILE", help="of a reference: BibTeX, RIS, or CSL-JSON as a DOI's resolver writes it")
    new.add_argument("--title", default="", help="its title")
    new.add_argument("--statement", default="", help="what it says, in one to three sentences")
    new.add_argument("--group", default="", metavar="NAME", help="what entries of its kind are grouped by: the slug of an area, the id of a point")
    new.add_argument("--name", default="", metavar="WORDS", help="words for its placeholder, F-new-WORDS (default: those of its title)")
    new.add_argument("--as", dest="compared", default="", choices=("new", "evidence", "narrower", "wider", "opposite"), help="what it is beside --of")
    new.add_argument("--of", dest="other", default="", metavar="ID", help="the entry that it is the same as, narrower, wider or the opposite of")


_STRICT = "treat warnings as errors (default: strict in mkdocs.yml)"


def _path(text: str) -> Path:
    if not text:  # for instance from a variable that is not set; as a path it would be the current folder
        raise argparse.ArgumentTypeError("the name is empty; the current folder is .")
    return Path(text)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from patternbook.check.read import read_data

    first = _FirstError(quiet=options.format != "text" or not sys.stderr.isatty())
    reading = _recalled(settings, first) or read_data(settings.data, settings.base, settings.site_url, docs=settings.docs, notice=first)
    print(_report(reading, options.format))
    reason = build_obstacle(reading.diagnostics, strict=options.strict or settings.strict)
    if reason and not only_errors(reading.diagnostics):  # the report counts errors, but does not explain that warnings count too
        print(reason, file=sys.stderr)
    return FOUND_ERRORS if reason else OK


class _FirstError:
    """Shows the first error of a check on a terminal as soon as it is found, while the rest of the data is read."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet

    def __call__(self, problems: Iterable[Diagnostic]) -> None:
        # A catalogue may still lower the severity of adjustable rules.
        for problem in problems if not self.quiet else ():
            if problem.severity == "error" and not problem.rule.adjustable and not self.quiet:
                self.quiet = True
                print(*format_text([problem]), "Reading on ...", sep="\n", file=sys.stderr, flush=True)


def _recalled(settings: Settings, notice: Callable[[Iterable[Diagnostic]], None]) -> Reading | None:
    """The same reading from the cache of earlier builds; None where there is no cache."""
    from patternbook.incremental import store as cache

    folder = cache.cache_folder(settings.base, os.environ)
    if folder is None or not (folder / cache.STORE_FILE).is_file():
        return None
    from patternbook.incremental.read_cached import CachedReader, read_cached
    from patternbook.runtime.code_version import code_digest

    try:
        with cache.Store(cache.prepare_folder(folder) / cache.STORE_FILE) as store:
            reader = CachedReader(store, code_digest(), lambda items: 1, lambda of, what, things: things)
            return read_cached(settings.data, settings.base, settings.site_url, reader, settings.docs, notice)
    except cache.UnsafeFolderError:  # a build reports it; a check reads the data without the cache
        return None


def _report(reading: Reading, form: str) -> str:
    if form == "text":
        return "\n".join([*format_text(reading.diagnostics), summary_text(reading.diagnostics, reading.counts)])
    from patternbook.diagnostics.formats import format_github, format_json, format_sarif

    if form == "json":
        return format_json(reading.diagnostics, reading.counts)
    if form == "sarif":
        return format_sarif(reading.diagnostics)
    return "\n".join([*format_github(reading.diagnostics), summary_text(reading.diagnostics, reading.counts)])


def _build(options: argparse.Namespace, settings: Settings) -> int:
    from patternbook.build.command import run_build

    site = settings.base / options.site if options.site else settings.site
    return OK if run_build(settings.base, site.resolve(), strict=options.strict or settings.strict) else FOUND_ERRORS


def _init(options: argparse.Namespace, settings: Settings) -> int:
    import shutil

    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return _complain([f"{folder} exists and is not an empty folder; name another"], WRONG_USAGE)
    try:
        shutil.copytree(STARTER, folder, dirs_exist_ok=True)
        _write_schemas(folder / "schema")
    except OSError as problem:
        return _complain([f"{folder} cannot be written: {problem.strerror or problem}"], WRONG_USAGE)
    print(f"Made {folder}/. To build it: PATTERNBOOK_DATA={folder} make site")
    return OK


def _import_products(options: argparse.Namespace, settings: Settings) -> int:
    from patternbook.profile.import_products import import_table

    return import_table(options.csv, options.study, options.source, settings, settings.data / IMPORTED if options.write else None, _complain)


def _complain(lines: Sequence[str], code: int) -> int:
    """Print an error message; return the exit code."""
    print("\n".join(map(one_line, lines)), file=sys.stderr)
    return code


def _schema(options: argparse.Namespace, settings: Settings) -> int:
    folder = options.folder or settings.data / "schema"
    _write_schemas(folder)
    print(f"Wrote the schemas to {folder}/")
    return OK


def _screen(options: argparse.Namespace, settings: Settings) -> int:
    from patternbook.check.token_lists import load_lists
    from patternbook.runtime.pool import process_count
    from patternbook.runtime.progress import Progress, if_terminal
    from patternbook.screening import command

    try:
        processes = options.jobs or process_count(os.environ, len(options.checkouts), worth_workers=2)
    except ValueError as error:
        return _complain([str(error)], WRONG_USAGE)
    try:
        screening = command.prepare_screening(options.checkouts, options.metadata, settings.data, settings.base, processes, load_lists)
    except command.UsageError as error:
        return _complain([str(error)], WRONG_USAGE)
    for note in screening.notes:
        print(note, file=sys.stderr)
    results = screening.run(Progress(terminal=if_terminal(sys.stderr)))
    print(screening.report(results, "entry" if options.as_entry else options.format))
    return FOUND_ERRORS if command.any_failed(results) else OK


def _unverified(options: argparse.Namespace, settings: Settings) -> int:
    from patternbook.check.read import read_data
    from patternbook.commands.unverified import draw, unverified_items

    reading = read_data(settings.data, settings.base, settings.site_url)
    if errors := only_errors(reading.diagnostics):
        return _complain(format_text(errors), FOUND_ERRORS)
    items = unverified_items(reading.items)
    for item in draw(items, options.count, options.seed):
        print("\n".join(item.lines()), end="\n\n")
    print(
        f"{min(options.count, len(items))} of {len(items)} items of evidence that nobody has verified. Who has compared one adds `verified_by` to it."
    )
    return OK


def _diff(options: argparse.Namespace, settings: Settings) -> int:
    from patternbook.documents.model import document_json
    from patternbook.pages.site import make_urls
    from patternbook.profile.synthesis import SYNTHESIS
    from patternbook.review.differences import compare
    from patternbook.review.revisions import RevisionError
    from patternbook.review.summary import summary_markdown

    try:
        base, head = (_read_revision(name, settings) for name in (options.base, options.head))
    except RevisionError as error:
        return _complain([str(error)], WRONG_USAGE)
    differences = compare(base, head, make_urls(directories=True, site_url=settings.site_url), SYNTHESIS)
    print(document_json(differences) if options.format == "json" else summary_markdown(differences), end="\n" if options.format == "json" else "")
    return OK


def _read_revision(name: str | None, settings: Settings) -> RevisionReading:
    """The data in a revision, or as it is on disk for None."""
    import tempfile

    from patternbook.check.read import read_data
    from patternbook.review.differences import RevisionReading
    from patternbook.review.revisions import WORK_TREE, resolve_revision, write_revision

    if name is None:
        return RevisionReading(WORK_TREE, read_data(settings.data, settings.base, settings.site_url))
    commit = resolve_revision(settings.data, name)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / settings.data.name
        write_revision(settings.data, commit, folder)
        return RevisionReading(f"{name} ({commit[:12]})", read_data(folder, Path(temporary), settings.site_url))


def _issue_forms(options: argparse.Namespace, settings: Settings) -> int:
    from patternbook.check.read import read_data
    from patternbook.profile.issue_forms import issue_forms
    from patternbook.review.forms import form_yaml

    reading = read_data(settings.data, settings.base, settings.site_url)
    if errors := only_errors(reading.diagnostics):
        return _complain(format_text(errors), FOUND_ERRORS)
    folder: Path = options.folder or settings.base / ".github" / "ISSUE_TEMPLATE"
    folder.mkdir(parents=True, exist_ok=True)
    for form in issue_forms(reading.catalogue()):
        (folder / form.file).write_text(form_yaml(form), encoding="utf-8")
    print(f"Wrote the forms to {folder}/")
    return OK


def _from_issue(options: argparse.Namespace, settings: Settings) -> int:
    from patternbook.check.read import read_data
    from patternbook.profile.issue_forms import Chosen, issue_forms, issue_yaml
    from patternbook.review.forms import FormError, read_form
    from patternbook.source.files import read_text

    text, problems = read_text(options.file, str(options.file))
    if text is None:
        return _complain(format_text(problems), WRONG_USAGE)
    reading = read_data(settings.data, settings.base, settings.site_url)
    if errors := only_errors(reading.diagnostics):
        return _complain(format_text(errors), FOUND_ERRORS)
    catalogue = reading.catalogue()
    try:
        form, answers = read_form(text, issue_forms(catalogue))
        print(issue_yaml(form, answers, catalogue, Chosen(options.study, options.source, options.on)), end="")
    except FormError as error:
        return _complain([f"{options.file}: {line}" for line in error.lines], FOUND_ERRORS)
    return OK


def _new(options: argparse.Namespace, settings: Settings) -> int:
    from patternbook.bibliography.parse.exchange import ExchangeError
    from patternbook.editing import new_entry, new_reference
    from patternbook.editing.splice import SpliceError
    from patternbook.editing.write import write_files

    try:
        done = _new_reference(options, settings) if options.kind == REFERENCE else _new_entry(options, settings)
        write_files([done.changed])
    except new_entry.UnansweredError as problem:
        return _complain([str(problem)], WRONG_USAGE)
    except ExchangeError as problem:
        return _complain([f"{options.file}: {problem}"], WRONG_USAGE)
    except (SpliceError, new_reference.KnownWorkError) as problem:
        return _complain([str(problem)], FOUND_ERRORS)
    print("\n".join(done.says))
    return OK


REFERENCE = "reference"
"""The kind of `patternbook new` that is no kind of entry."""


def _new_reference(options: argparse.Namespace, settings: Settings) -> AddedReferences:
    from patternbook.check.read import BIBLIOGRAPHY_FILE
    from patternbook.editing.new_entry import UnansweredError
    from patternbook.editing.new_reference import add_works, read_works
    from patternbook.editing.write import open_file

    if options.file is None:
        raise UnansweredError("name the file with the reference: patternbook new reference FILE")
    works = read_works(open_file(options.file, settings.base).text)
    return add_works(works, settings.data / BIBLIOGRAPHY_FILE, settings.base, anyway=options.compared == "new")


def _new_entry(options: argparse.Namespace, settings: Settings) -> Drafted:
    from patternbook.editing.new_entry import UnansweredError, WantedEntry, draft_entry
    from patternbook.model.registry import KIND_BY_NAME

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


def _number(options: argparse.Namespace, settings: Settings) -> int:
    from patternbook.check.read import read_data
    from patternbook.editing.number import assign_numbers, rewrite_ids, summary
    from patternbook.editing.splice import SpliceError
    from patternbook.editing.write import write_files

    reading = read_data(settings.data, settings.base, settings.site_url)
    if errors := only_errors(reading.diagnostics):
        return _complain([*format_text(errors), "Nothing was numbered: correct the errors first."], FOUND_ERRORS)
    numbers = assign_numbers([item.name for item in reading.items])
    try:
        changed = rewrite_ids(settings.data, settings.base, numbers)
        write_files(changed)
    except SpliceError as problem:
        return _complain([str(problem)], FOUND_ERRORS)
    print("\n".join(summary(numbers, changed)))
    return OK


def _write_schemas(folder: Path) -> None:
    from patternbook.commands.json_schema import data_schema, document_schema, indicators_schema

    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in {"data": data_schema, "indicators": indicators_schema, "document": document_schema}.items():
        (folder / f"{name}.schema.json").write_text(schema(), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
