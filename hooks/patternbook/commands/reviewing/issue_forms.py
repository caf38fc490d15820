"""`patternbook issue-forms`: the forms for issues, derived from the model and the data."""

from __future__ import annotations

import argparse
from pathlib import Path

from patternbook.commands.usage import OK, path_argument, read_sound
from patternbook.profile.issue_forms import issue_forms
from patternbook.review.forms import form_yaml
from patternbook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("--folder", type=path_argument, help="where to (default: .github/ISSUE_TEMPLATE)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Write the forms."""
    catalogue = read_sound(settings).catalogue()
    folder: Path = options.folder or settings.base / ".github" / "ISSUE_TEMPLATE"
    folder.mkdir(parents=True, exist_ok=True)
    for form in issue_forms(catalogue):
        (folder / form.file).write_text(form_yaml(form), encoding="utf-8")
    print(f"Wrote the forms to {folder}/")
    return OK
