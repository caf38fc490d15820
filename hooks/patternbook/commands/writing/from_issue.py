"""`patternbook from-issue`: a filled form for an issue as YAML."""

from __future__ import annotations

import argparse

from patternbook.commands.usage import FOUND_ERRORS, OK, WRONG_USAGE, complain, path_argument, read_sound
from patternbook.diagnostics.diagnostic import format_text
from patternbook.profile.issue_forms import Chosen, issue_forms, issue_yaml
from patternbook.review.forms import FormError, read_form
from patternbook.settings import Settings
from patternbook.source.files import read_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("file", type=path_argument, metavar="FILE", help="text of the issue")
    parser.add_argument("--study", default="", metavar="ID", help="study of the evidence, in place of the one in the form")
    parser.add_argument("--source", default="", metavar="KEY", help="work that was read, in place of the study's main publication")
    parser.add_argument("--on", default="", metavar="DATE", help="day the issue was opened, for an objection: 2026-12-01")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the YAML of the form's answers, or what is wrong with them."""
    text, problems = read_text(options.file, str(options.file))
    if text is None:
        return complain(format_text(problems), WRONG_USAGE)
    catalogue = read_sound(settings).catalogue()
    try:
        form, answers = read_form(text, issue_forms(catalogue))
        print(issue_yaml(form, answers, catalogue, Chosen(options.study, options.source, options.on)), end="")
    except FormError as error:
        return complain([f"{options.file}: {line}" for line in error.lines], FOUND_ERRORS)
    return OK
