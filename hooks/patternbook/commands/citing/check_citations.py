"""`patternbook check-citations`: what a syllabus or paper cites, compared with the catalogue."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from patternbook.catalogue.releases.history import history_of
from patternbook.catalogue.releases.pack import DamagedPackError
from patternbook.commands.usage import FOUND_ERRORS, OK, WRONG_USAGE, CommandError, path_argument, read_sound
from patternbook.diagnostics.diagnostic import Diagnostic, explain
from patternbook.diagnostics.escaping import one_line
from patternbook.documents.context import Context
from patternbook.documents.model import ReportStruct, document_json
from patternbook.documents.resolve import build_context
from patternbook.pages.site import make_urls
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.review.citations.cited_releases import CitedReleases
from patternbook.review.citations.mentions import find_mentions
from patternbook.review.citations.passages import DocumentError, Passage, html_passages, text_passages, word_passages
from patternbook.review.citations.verdicts import CheckedMention, check_mentions, index_titles
from patternbook.settings import Settings
from patternbook.source.files import MAX_FILE_BYTES, decode_utf8, display_path, read_binary
from patternbook.urls import alias_path


class CheckedCitations(ReportStruct, frozen=True, kw_only=True):
    """What the command prints as JSON."""

    format: str = "1"
    files: tuple[str, ...]
    citations: tuple[CheckedMention, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("files", type=path_argument, nargs="+", metavar="FILE", help="Markdown, HTML, LaTeX, .bib, plain text or .docx")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Report every entry that the files name: current, reworded, retired, withdrawn, unknown, or beside another entry's title."""
    documents = {display_path(path, settings.base): list(_passages(path, display_path(path, settings.base))) for path in options.files}
    reading = read_sound(settings)
    history = history_of(reading.beside.archive, reading.beside.ledger)
    urls = make_urls(directories=True, site_url=settings.site_url)
    context = build_context(reading.catalogue(), urls, SYNTHESIS, history)
    cited, titles = CitedReleases(context), index_titles(context.catalogue)
    aliases = {
        alias_path(alias): id_ for alias, page in context.catalogue.aliases.items() if (id_ := page.rpartition("/")[2]) in context.catalogue.kinds
    }
    mentions = ((file, find_mentions(passages, context.releases, aliases)) for file, passages in documents.items())
    try:
        found = [each for file, named in mentions for each in check_mentions(file, named, cited, titles)]
    except DamagedPackError as error:
        raise CommandError([f"a release cannot be read: {error}; `patternbook check` says which"], FOUND_ERRORS) from error
    if options.format == "json":
        print(document_json(CheckedCitations(files=tuple(documents), citations=tuple(found))))
    else:
        print("\n".join(map(one_line, [*chain.from_iterable(map(_lines, found)), _summary(found)])))
    return OK if all(each.state == "current" for each in found) else FOUND_ERRORS


def _aliases(context: Context) -> dict[str, str]:
    """Path of each address that an entry had elsewhere -> its id."""
    named = ((alias, page.rpartition("/")[2]) for alias, page in context.catalogue.aliases.items())
    return {alias_path(alias): id_ for alias, id_ in named if id_ in context.catalogue.kinds}


def _passages(path: Path, file: str) -> Iterator[Passage]:
    raw, problems = read_binary(path, file)
    if raw is None or len(raw) > MAX_FILE_BYTES:
        raise CommandError([_problem(file, problems or decode_utf8(file, raw or b"")[1])], WRONG_USAGE)
    if path.suffix.lower() == ".docx":
        try:
            yield from word_passages(raw)
        except DocumentError as error:
            raise CommandError([f"{file}: {error}"], WRONG_USAGE) from error
        return
    text, problems = decode_utf8(file, raw)
    if text is None:
        raise CommandError([_problem(file, problems)], WRONG_USAGE)
    yield from html_passages(text) if path.suffix.lower() in (".html", ".htm", ".xhtml") else text_passages(text)


def _problem(file: str, problems: Sequence[Diagnostic]) -> str:
    return f"{file}: {explain(problems[0])}"


def _lines(checked: CheckedMention) -> Iterator[str]:
    yield f"{checked.file}:{checked.line}:{checked.column}: {checked.id}: {_state(checked)}"
    for change in checked.changes:
        yield f"  {change.field}: {_value(change.before)} -> {_value(change.after)}"


def _value(text: str) -> str:
    return repr(" ".join(text.split())) if text else "nothing"


def _state(checked: CheckedMention) -> str:
    match checked.state:
        case "wrongly-named":
            return f"named wrongly: the title beside it is that of {checked.beside}; {checked.id} is {checked.title!r}"
        case "retired":
            return f"retired: {checked.reason.rstrip('.')}; {f'see {checked.successor}' if checked.successor else 'nothing takes its place'}"
        case "unknown":
            if checked.title:
                return f"unknown: {checked.reason}"
            return f"unknown: there is no such entry{f'; {checked.reason}' if checked.reason else ''}"
        case "reworded":
            return f"reworded since release {checked.release}: {checked.reason or 'its entry does not say why'}"
        case "withdrawn":
            return f"withdrawn: {checked.reason}"
    return f"current: {checked.title}"


def _summary(found: Sequence[CheckedMention]) -> str:
    if not found:
        return "no entry is named"
    counts = Counter(each.state for each in found)
    return f"{len(found)} named: {', '.join(f'{counts[state]} {words}' for state, words in _WORDS.items() if counts[state])}"


_WORDS = {
    "current": "current",
    "reworded": "reworded",
    "retired": "retired",
    "withdrawn": "withdrawn",
    "unknown": "unknown",
    "wrongly-named": "named wrongly",
}
