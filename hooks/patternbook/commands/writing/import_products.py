"""`patternbook import-products`: a published table of products as YAML."""

from __future__ import annotations

import argparse
from pathlib import Path

from patternbook.commands.usage import complain, path_argument
from patternbook.profile.import_products import import_table
from patternbook.settings import Settings

IMPORTED = Path("products/imported.yaml")
"""Where imported products go, in the data folder."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument(
        "csv", type=path_argument, metavar="CSV", help="table with columns name, link, stars; description and contributors are taken too"
    )
    parser.add_argument("--study", required=True, help="id of the study that found the products")
    parser.add_argument("--source", required=True, help="key of the reference that the table is published in")
    parser.add_argument("--write", action="store_true", help=f"add them to {IMPORTED} in the data folder instead of printing")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the products, or add them to the data."""
    return import_table(options.csv, options.study, options.source, settings, settings.data / IMPORTED if options.write else None, complain)
