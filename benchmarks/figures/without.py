"""Run MkDocs without some of what a build writes: python without.py PARTS build ...

PARTS are `files`, `metadata`, `drawings`, `checklists`, or several of them: `files,metadata`.

Rows are left out of the tables of outputs before the hooks read them, in this process alone: the engine has no such switch. Worker
processes are forked from it.
"""

from __future__ import annotations

import sys

from mkdocs.__main__ import cli

from patternbook.citing.formats import CITATION_FILES
from patternbook.pages import outputs
from patternbook.pages.exports import whole
from patternbook.pages.svg.drawings import DRAWING_NAMES
from patternbook.profile import synthesis


def leave_out(parts: set[str]) -> None:
    """Take citation files, what programs read in the head of a page, drawings as files or checklists out of the tables."""
    if "files" in parts:
        suffixes = {suffix for suffix, *_ in CITATION_FILES}
        outputs.OUTPUTS = tuple(each for each in outputs.OUTPUTS if each.name not in suffixes)
        whole.WHOLE_OUTPUTS = tuple(each for each in whole.WHOLE_OUTPUTS if each.name != "citations")  # type: ignore[assignment]
    if "metadata" in parts:
        vars(outputs)["document_metadata"] = lambda *_: ""
    if "drawings" in parts:
        outputs.OUTPUTS = tuple(each for each in outputs.OUTPUTS if each.name not in DRAWING_NAMES)
    if "checklists" in parts:
        synthesis.SYNTHESIS.checklists.clear()  # type: ignore[attr-defined]


if __name__ == "__main__":
    leave_out({*sys.argv.pop(1).split(",")})
    sys.exit(cli())
