"""`patternbook schema`: the JSON Schemas of the data and of the documents."""

from __future__ import annotations

import argparse

from patternbook.commands.usage import OK, path_argument
from patternbook.schemas.json_schema import write_schemas
from patternbook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("--folder", type=path_argument, help="where to (default: schema/ in the data folder)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Write the schemas."""
    folder = options.folder or settings.data / "schema"
    write_schemas(folder)
    print(f"Wrote the schemas to {folder}/")
    return OK
