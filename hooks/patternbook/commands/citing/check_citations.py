"""`patternbook check-citations`: what a syllabus or paper cites, compared with the catalogue."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from patternbook.commands.usage import FOUND_ERRORS, OK, WRONG_USAGE, CommandError, path_argument, read_sound
from patternbook.diagnostics.diagnostic import Diagnostic, explain
from patternbook.diagnostics.escaping import one_line
from patternbook.documents.model import DocumentStruct, document_json
from patternbook.review.citations.mentions import find_mentions
from patternbook.review.citations.passages import DocumentError, Passage, html_passages, text_passages, word_passages
from patternbook.review.citations.verdicts import CheckedMention, check_mentions, index_titles
from patternbook.settings import Settings
from patternbook.source.files import MAX_FILE_BYTES, decode_utf8, display_path, read_binary


class CheckedCitations(DocumentStruct, frozen=True, kw_only=True):
    """What the command prints as JSON."""

    format: str = "1"
    files: tuple[str, ...]
    citations: tuple[CheckedMention, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("files", type=path_argument, nargs="+", metavar="FILE", help="Markdown, HTML, LaTeX, .bib, plain text or .docx")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Report every entry that the files name: current, retired, unknown, or beside another entry's title."""
    documents = {display_path(path, settings.base): list(_passages(path, display_path(path, settings.base))) for path in options.files}
    catalogue = read_sound(settings).catalogue()
    titles = index_titles(catalogue)
    found = [each for file, passages in documents.items() for each in check_mentions(file, find_mentions(passages), catalogue, titles)]
    if options.format == "json":
        print(document_json(CheckedCitations(files=tuple(documents), citations=tuple(found))))
    else:
        print("\n".join(map(one_line, [*map(_line, found), _summary(found)])))
    return OK if all(each.state == "current" for each in found) else FOUND_ERRORS


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


def _line(checked: CheckedMention) -> str:
    return f"{checked.file}:{checked.line}:{checked.column}: {checked.id}: {_state(checked)}"


def _state(checked: CheckedMention) -> str:
    match checked.state:
        case "wrongly-named":
            return f"named wrongly: the title beside it is that of {checked.beside}; {checked.id} is {checked.title!r}"
        case "retired":
            return f"retired: {checked.reason.rstrip('.')}; {f'see {checked.successor}' if checked.successor else 'nothing takes its place'}"
        case "unknown":
            return f"unknown: there is no such entry{f'; {checked.reason}' if checked.reason else ''}"
    return f"current: {checked.title}"


def _summary(found: Sequence[CheckedMention]) -> str:
    if not found:
        return "no entry is named"
    counts = Counter(each.state for each in found)
    return f"{len(found)} named: {', '.join(f'{counts[state]} {words}' for state, words in _WORDS.items() if counts[state])}"


_WORDS = {"current": "current", "retired": "retired", "unknown": "unknown", "wrongly-named": "named wrongly"}
