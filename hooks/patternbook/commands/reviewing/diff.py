"""`patternbook diff`: what changed in meaning between two revisions."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from patternbook.catalogue.releases.pack import DamagedPackError
from patternbook.check.read import read_data
from patternbook.commands.usage import OK, WRONG_USAGE, complain
from patternbook.documents.model import document_json
from patternbook.pages.site import make_urls
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.review.differences import DataDifferences, RevisionReading, compare
from patternbook.review.release_base import compare_with_release
from patternbook.review.revisions import WORK_TREE, RevisionError, resolve_revision, write_revision
from patternbook.review.summary import summary_markdown
from patternbook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("base", metavar="BASE", help="a release, or a git revision to compare with: 2026.12, main, HEAD~1, a tag, a commit")
    parser.add_argument("head", metavar="HEAD", nargs="?", help="git revision that is compared (default: the data folder as it is now)")
    parser.add_argument("--format", choices=("markdown", "json"), default="markdown")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the differences, entry by entry."""
    try:
        differences = _compare(options.base, _read_revision(options.head, settings), settings)
    except (RevisionError, DamagedPackError) as error:
        return complain([str(error)], WRONG_USAGE)
    print(document_json(differences) if options.format == "json" else summary_markdown(differences), end="\n" if options.format == "json" else "")
    return OK


def _compare(base: str, head: RevisionReading, settings: Settings) -> DataDifferences:
    """The differences from a release or a git revision; a name that is both means the release."""
    archive = head.reading.beside.archive
    if base in archive.manifests:
        return compare_with_release(archive, base, head)
    return compare(_read_revision(base, settings), head, make_urls(directories=True, site_url=settings.site_url), SYNTHESIS)


def _read_revision(name: str | None, settings: Settings) -> RevisionReading:
    """The data in a revision, or as it is on disk for None."""
    if name is None:
        return RevisionReading(WORK_TREE, read_data(settings.data, settings.base, settings.site_url))
    commit = resolve_revision(settings.data, name)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / settings.data.name
        write_revision(settings.data, commit, folder)
        return RevisionReading(f"{name} ({commit[:12]})", read_data(folder, Path(temporary), settings.site_url))
