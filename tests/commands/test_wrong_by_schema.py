"""What an editor refuses by the schemas alone, beside what the check says: single mistakes of tests/wrong, and what shows only elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from patternbook.source.files import data_files
from test_json_schema import errors, typed
from test_wrong import CASES, expected, laid_out

STRUCTURE = {"PB103", "PB106", "PB107", "PB108", "PB201", "PB202", "PB203", "PB204", "PB205", "PB206", "PB303"}
"""Codes of what is wrong with the form of one file: its syntax, keys, values, ids."""
UNSEEN = {
    "case-shows-nothing": "a case shows a finding or a pattern: one of two fields, which the model says in code",
    "catalogue-missing": "any file may hold the catalogue, so a file without it is right",
    "claim-without-source": "a claim needs a source, or is editorial: what one field asks for depends on another",
    "reply-incomplete": "what a reply needs depends on its state",
    "page-with-empty-title": "pages are Markdown",
    "page-without-title": "pages are Markdown",
    "wrong-item-page": "pages are Markdown",
}
"""Case of a mistake in the form that no schema sees -> why."""
REFUSED_MORE = {"text-stands-for-a-missing-one": "`~` and `true` without quotes; the check warns of them, as texts may hold these words"}
"""Case that is no error -> why an editor refuses it all the same."""


def _is_refused(folder: Path) -> bool:
    """Whether an editor marks anything in the files of a data folder."""
    try:
        return any(errors(typed(path.read_text("utf-8")), folder) for path in data_files(folder) if path.is_file())
    except (yaml.YAMLError, ValueError):  # it is no YAML, or no text
        return True


STRUCTURAL = [case for case in CASES if {line.split(": ")[1] for line in expected(case)} & STRUCTURE]
HARMLESS = [case for case in CASES if all(line.split(": ")[2] in ("warning", "notice") for line in expected(case))]


@pytest.mark.parametrize("case", STRUCTURAL)
def test_mistake_in_the_form_is_refused(case: str, tmp_path: Path) -> None:
    assert _is_refused(laid_out(case, tmp_path / "wrong") / "data") == (case not in UNSEEN)


@pytest.mark.parametrize("case", HARMLESS)
def test_what_is_no_error_is_accepted(case: str, tmp_path: Path) -> None:
    assert _is_refused(laid_out(case, tmp_path / "wrong") / "data") == (case in REFUSED_MORE)


@pytest.mark.parametrize("case", ["unknown-names", "value-not-allowed", "yaml-colon-in-text"])
def test_name_that_is_no_word_is_refused(case: str, tmp_path: Path) -> None:
    assert _is_refused(laid_out(case, tmp_path / "wrong") / "data")


def test_tables_name_cases() -> None:
    assert {*UNSEEN} <= {*STRUCTURAL}
    assert {*REFUSED_MORE} <= {*HARMLESS}
    assert len(STRUCTURAL) > 3 * len(UNSEEN)
