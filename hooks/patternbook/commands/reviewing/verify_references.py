"""`patternbook verify-references`: the bibliography compared with a registry of DOIs, and what it says written down with its date."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from patternbook.bibliography.reference import Reference
from patternbook.catalogue.work_status import WorkStatus, status_text
from patternbook.commands.usage import FOUND_ERRORS, OK, WRONG_USAGE, CommandError, complain, date_argument, path_argument, read_sound
from patternbook.diagnostics.diagnostic import explain
from patternbook.diagnostics.escaping import one_line
from patternbook.editing.splice import SpliceError
from patternbook.editing.write import ChangedFile, new_file, open_file, write_files
from patternbook.review.registries.compare import compare_works
from patternbook.review.registries.records import RecordError, RegisteredWork, read_records
from patternbook.settings import Settings
from patternbook.source.files import STATUS_FILE, display_path, read_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("files", type=path_argument, nargs="*", metavar="FILE", help="records of a registry: CSL-JSON, or works of Crossref as JSON")
    parser.add_argument("--fetch", action="store_true", help="ask Crossref and doi.org over the network instead")
    parser.add_argument("--on", type=date_argument, required=True, metavar="DATE", help="the day of the records, 2026-12-31")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Compare, print what is not as registered, and write the status file."""
    if bool(options.files) == options.fetch:
        return complain(["name files with records of a registry, or `--fetch` to ask over the network"], WRONG_USAGE)
    reading = read_sound(settings)
    references = {key: reference for key, reference in reading.beside.references.items() if reference.doi}
    works, unknown, failed = _fetched(references) if options.fetch else (_read(options.files, settings), (), {})
    found = dict(compare_works(references.values(), works, (doi.lower() for doi in unknown), options.on))
    try:
        if found:
            write_files([_changed(settings, status_text({**reading.beside.statuses, **found}))])
    except (SpliceError, OSError) as error:
        return complain([f"nothing was written: {error}"], FOUND_ERRORS)
    asked = (f"{doi}: no answer: {why}" for doi, why in failed.items())
    print("\n".join(map(one_line, [*(line for key, status in found.items() for line in _lines(key, status)), *asked, _summary(found, references)])))
    return FOUND_ERRORS if failed or any(_is_notable(status) for status in found.values()) else OK


def _fetched(references: Mapping[str, Reference]) -> tuple[Sequence[RegisteredWork], Sequence[str], Mapping[str, str]]:
    from patternbook.review.registries.network import ask_registries  # no other run of any command loads what can reach a network

    return ask_registries(reference.doi for reference in references.values())


def _read(paths: Sequence[Path], settings: Settings) -> list[RegisteredWork]:
    works: list[RegisteredWork] = []
    for path in paths:
        file = display_path(path, settings.base)
        text, problems = read_text(path, file)
        if text is None:
            raise CommandError([f"{file}: {explain(problems[0])}"], WRONG_USAGE)
        try:
            works += read_records(text)
        except RecordError as error:
            raise CommandError([f"{file}: {error}; nothing was written"], WRONG_USAGE) from error
    return works


def _changed(settings: Settings, text: str) -> ChangedFile:
    path = settings.data / STATUS_FILE
    return open_file(path, settings.base).with_text(text) if path.exists() else new_file(path, settings.base, text)


def _is_notable(status: WorkStatus) -> bool:
    return status.unknown or bool(status.differences) or any(notice.kind != "correction" for notice in status.notices)


def _lines(key: str, status: WorkStatus) -> Iterator[str]:
    if status.unknown:
        yield f"{key}: no registry knows the DOI {status.doi}"
    for notice in status.notices:
        on, by = f" on {notice.on}" if notice.on else "", f", see https://doi.org/{notice.doi}" if notice.doi else ", as its title says"
        yield f"{key}: {_NOTICE_WORDS[notice.kind]}{on}{by}"
    for each in status.differences:
        yield f"{key}: {each.field}: {each.here!r} here, {each.registered!r} in the registry"


_NOTICE_WORDS = {"retraction": "retracted", "concern": "a concern was expressed", "correction": "corrected"}


def _summary(found: Mapping[str, WorkStatus], references: Mapping[str, Reference]) -> str:
    notable = sum(map(_is_notable, found.values()))
    left = len(references.keys() - found.keys())
    absent = f", {left} not in the records" if left else ""
    written = f"; see {STATUS_FILE}" if found else "; nothing was written"
    return f"{len(found)} of {len(references)} works with a DOI compared, {notable} not as registered{absent}{written}"
