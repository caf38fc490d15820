"""`patternbook init`: a new, small catalogue to start from."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from patternbook.commands.schemas.write import write_schemas
from patternbook.commands.usage import OK, WRONG_USAGE, complain, path_argument
from patternbook.settings import Settings

STARTER = Path(__file__).parent.parent / "starter"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("folder", type=path_argument, metavar="DIR", help="data folder to make; must not exist or be empty")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Copy the starter and derive its schemas."""
    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return complain([f"{folder} exists and is not an empty folder; name another"], WRONG_USAGE)
    try:
        shutil.copytree(STARTER, folder, dirs_exist_ok=True)
        write_schemas(folder / "schema", folder, settings.base)
    except OSError as problem:
        return complain([f"{folder} cannot be written: {problem.strerror or problem}"], WRONG_USAGE)
    print(f"Made {folder}/. To build it: PATTERNBOOK_DATA={folder} make site")
    return OK
