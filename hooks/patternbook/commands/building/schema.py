"""`patternbook schema`: the JSON Schemas of the data and of the documents, and snippets for VS Code."""

from __future__ import annotations

import argparse

from patternbook.commands.schemas.snippets import vscode_snippets
from patternbook.commands.schemas.write import write_schemas
from patternbook.commands.usage import OK, path_argument
from patternbook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("--folder", type=path_argument, help="where to (default: schema/ in the data folder)")
    parser.add_argument("--snippets", type=path_argument, metavar="FILE", help="also write snippets for VS Code to this file")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Write the schemas."""
    folder = options.folder or settings.data / "schema"
    write_schemas(folder, settings.data, settings.base)
    if options.snippets:
        options.snippets.parent.mkdir(parents=True, exist_ok=True)
        options.snippets.write_text(vscode_snippets(), encoding="utf-8")
    print(f"Wrote the schemas to {folder}/")
    return OK
