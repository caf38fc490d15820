"""`patternbook build`: check the data and build the site."""

from __future__ import annotations

import argparse

from patternbook.build.command import run_build
from patternbook.commands.building.check import STRICT_HELP
from patternbook.commands.usage import FOUND_ERRORS, OK, path_argument
from patternbook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument(
        "--site", type=path_argument, help="folder of the site (default: PATTERNBOOK_SITE_DIR, else site_dir in mkdocs.yml, else site)"
    )
    parser.add_argument("--strict", action="store_true", help=STRICT_HELP)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Build; a failing build leaves the site as it was."""
    site = settings.base / options.site if options.site else settings.site
    return OK if run_build(settings.base, site.resolve(), strict=options.strict or settings.strict) else FOUND_ERRORS
