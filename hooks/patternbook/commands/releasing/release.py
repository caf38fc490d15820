"""`patternbook release NAME`: freeze every text under a name."""

from __future__ import annotations

import argparse
import os

from patternbook.bibliography.parse.identifiers import bare_doi
from patternbook.build.source_date import source_day
from patternbook.catalogue.catalogue import Catalogue
from patternbook.catalogue.releases.archive import release_paths
from patternbook.catalogue.releases.history import history_of
from patternbook.catalogue.releases.manifest import RELEASE_NAME, release_order
from patternbook.check.read import Reading
from patternbook.commands.usage import FOUND_ERRORS, OK, WRONG_USAGE, CommandError, date_argument, read_sound
from patternbook.documents.resolve import build_context
from patternbook.editing.releasing.freeze import MadeRelease, ReleaseLabel, make_release
from patternbook.editing.releasing.ledger import with_ledger_lines
from patternbook.editing.splice import SpliceError
from patternbook.editing.write import new_raw_file, write_files
from patternbook.model.registry import is_placeholder
from patternbook.pages.site import make_urls
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.review.revisions import RevisionError, uncommitted_files
from patternbook.settings import Settings

_SHOWN = 5
"""Files or ids that a message names at most."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("name", metavar="NAME", help="year and month: 2026.12; with a number where a month has several: 2026.12.2")
    parser.add_argument("--doi", default="", help="the DOI that was reserved for this version: 10.5281/zenodo.1234567")
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--editor", metavar="ID", default="", help="id of the contributor, a person, who answers for it")
    who.add_argument("--draft", action="store_true", help="a draft for review, for which nobody answers yet")
    parser.add_argument("--on", metavar="DATE", type=date_argument, help="its date, 2026-12-31 (default: that of the last commit)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Freeze the catalogue; write its files, or none."""
    reading = read_sound(settings, "Nothing was released: correct the errors first.")
    catalogue = reading.catalogue()
    _refuse_unfinished(options.name, reading)
    label = ReleaseLabel(options.name, options.on or _day(settings), _editor(options.editor, catalogue), _doi(options.doi, reading))
    _refuse_uncommitted(settings, dated=options.on is not None)
    context = build_context(
        catalogue, make_urls(directories=True, site_url=settings.site_url), SYNTHESIS, history_of(reading.beside.archive, reading.beside.ledger)
    )
    made = make_release(context, reading.beside.archive, label)
    _write(label, made, reading, settings)
    print(f"Release {label.name}, {label.date}: {len(made.pages)} pages, {made.new} of them with a new text, {len(made.pack):,} bytes.")
    print("Commit data/releases/ and data/ledger.yaml together, and tag the commit." if settings.data.name == "data" else "Commit what was written.")
    return OK


def _refuse_unfinished(name: str, reading: Reading) -> None:
    """Raise CommandError where there cannot be a release of this name, or of this data."""
    names = [*reading.beside.archive.manifests]
    if not RELEASE_NAME.fullmatch(name):
        raise CommandError([f"{name!r} is no name of a release; expected year and month, such as 2026.12 or 2026.12.2"], WRONG_USAGE)
    if name in names:
        raise CommandError([f"release {name} was made already; releases are never made again: choose another name"], WRONG_USAGE)
    if names and release_order(name) < release_order(names[-1]):
        raise CommandError([f"release {names[-1]} was made already; the name of a later one follows it"], WRONG_USAGE)
    if drafts := [item.name for item in reading.items if is_placeholder(item.name)]:
        raise CommandError([f"{', '.join(drafts[:_SHOWN])} have no number yet; run `patternbook number` first"], FOUND_ERRORS)


def _editor(id_: str, catalogue: Catalogue) -> str:
    """The name of the editor; empty where none is given."""
    person = catalogue.contributors.get(id_)
    if id_ and (person is None or person.group):
        people = ", ".join(name for name, each in catalogue.contributors.items() if not each.group) or "none; add one to `contributors`"
        what = "is a group, and one person answers for a release" if person else "is no contributor"
        raise CommandError([f"{id_!r} {what}; people: {people}"], WRONG_USAGE)
    return person.name if person else ""


def _doi(text: str, reading: Reading) -> str:
    """The DOI that was reserved for this version, in whatever form it is given; empty where none is."""
    doi = bare_doi(text)
    if text and not doi:
        raise CommandError([f"{text!r} is no DOI; expected one such as 10.5281/zenodo.1234567"], WRONG_USAGE)
    concept = (reading.masthead.concept_doi if reading.masthead else None) or ""
    if doi and doi.casefold() == concept.casefold():
        raise CommandError([f"{doi} is the `concept_doi`, which stands for every release; reserve one for this release"], WRONG_USAGE)
    for name, manifest in reading.beside.archive.manifests.items() if doi else ():
        if manifest.doi.casefold() == doi.casefold():
            raise CommandError([f"{doi} is the DOI of release {name}; reserve one for this release"], WRONG_USAGE)
    return doi


def _day(settings: Settings) -> str:
    """The day of the last commit, or of SOURCE_DATE_EPOCH: never today's, which no record holds."""
    if day := source_day(settings.base, os.environ):
        return day
    raise CommandError(["there is no commit whose date the release could have; give one: --on 2026-12-31"], WRONG_USAGE)


def _refuse_uncommitted(settings: Settings, *, dated: bool) -> None:
    """Raise CommandError where the release would hold what no commit does. Without a repository it can be made if it is given its date."""
    try:
        changed = uncommitted_files(settings.data)
    except RevisionError as error:
        if dated:
            return
        raise CommandError([f"{error}; a release is made of what is committed, or is given its date by --on"], WRONG_USAGE) from error
    if changed:
        files = ", ".join(changed[:_SHOWN]) + (f" and {len(changed) - _SHOWN} more" if len(changed) > _SHOWN else "")
        raise CommandError([f"not committed: {files}; commit or put aside what changed, so that a commit holds what is released"], FOUND_ERRORS)


def _write(label: ReleaseLabel, made: MadeRelease, reading: Reading, settings: Settings) -> None:
    manifest, pack = release_paths(settings.data, label.name)
    if left := next((path for path in (manifest, pack) if path.exists()), None):
        raise CommandError([f"{left.name} is there already; remove it if it is left from a release that was not finished"], FOUND_ERRORS)
    ledger = reading.beside.ledger
    lines = [page for page in (*made.pages, *reading.beside.slugs) if page not in ledger.pages]
    try:
        changed = with_ledger_lines(settings.data, settings.base, [*lines, f"release {label.name} {made.digest}"])
        manifest.parent.mkdir(exist_ok=True)
        write_files([new_raw_file(pack, settings.base, made.pack), new_raw_file(manifest, settings.base, made.manifest.encode()), changed])
    except SpliceError as problem:
        raise CommandError([str(problem)], FOUND_ERRORS) from problem
