"""`patternbook diff`: what changed in meaning between two revisions."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from patternbook.check.read import read_data
from patternbook.commands.usage import OK, WRONG_USAGE, complain
from patternbook.documents.model import document_json
from patternbook.pages.site import make_urls
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.review.differences import RevisionReading, compare
from patternbook.review.revisions import WORK_TREE, RevisionError, resolve_revision, write_revision
from patternbook.review.summary import summary_markdown
from patternbook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("base", metavar="BASE", help="git revision to compare with: main, HEAD~1, a tag, a commit")
    parser.add_argument("head", metavar="HEAD", nargs="?", help="git revision that is compared (default: the data folder as it is now)")
    parser.add_argument("--format", choices=("markdown", "json"), default="markdown")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the differences, entry by entry."""
    try:
        base, head = (_read_revision(name, settings) for name in (options.base, options.head))
    except RevisionError as error:
        return complain([str(error)], WRONG_USAGE)
    differences = compare(base, head, make_urls(directories=True, site_url=settings.site_url), SYNTHESIS)
    print(document_json(differences) if options.format == "json" else summary_markdown(differences), end="\n" if options.format == "json" else "")
    return OK


def _read_revision(name: str | None, settings: Settings) -> RevisionReading:
    """The data in a revision, or as it is on disk for None."""
    if name is None:
        return RevisionReading(WORK_TREE, read_data(settings.data, settings.base, settings.site_url))
    commit = resolve_revision(settings.data, name)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / settings.data.name
        write_revision(settings.data, commit, folder)
        return RevisionReading(f"{name} ({commit[:12]})", read_data(folder, Path(temporary), settings.site_url))
