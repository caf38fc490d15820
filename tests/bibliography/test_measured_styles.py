"""Citations in each style, beside what a CSL processor printed of the same works (`make styles` records it)."""

from __future__ import annotations

import json
import sys
from functools import cache

import pytest

from conftest import ROOT
from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.styles.styles import STYLES, Style, plain_work

sys.path.insert(0, str(ROOT / "benchmarks"))
from styles import CORPUS, RECORDED, corpus, fold

LEAST = {"apa": 0.98, "acm": 0.98, "ieee": 0.98, "chicago": 0.98}
"""Part of the works that must be equal."""
MOST_AUTHORS = 21


@cache
def _recorded() -> dict[str, dict[str, str]]:
    answers: dict[str, dict[str, str]] = json.loads(RECORDED.read_text("utf-8"))
    return answers


@cache
def _works() -> dict[str, Reference]:
    return corpus()


def _unequal(style: Style) -> dict[str, tuple[str, str]]:
    pairs = {name: (plain_work(style, work), _recorded()[name][style.name]) for name, work in _works().items()}
    return {name: pair for name, pair in pairs.items() if fold(pair[0]) != fold(pair[1])}


def test_every_work_is_recorded() -> None:
    assert [*_recorded()] == [*_works()], "run `make styles`"


def test_corpus_is_varied() -> None:
    works = [*_works().values()]
    assert len({work.kind for work in works}) == 20
    assert {1, 2, 3, 8, MOST_AUTHORS} <= {len(work.authors) for work in works}
    assert len([name for name in _works() if name.startswith("public:")]) >= len(works) / 2


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_equal_but_for_what_the_table_explains(style: Style) -> None:
    unequal = _unequal(style)
    table = json.loads((CORPUS / "differences.json").read_text("utf-8"))
    explained = {name for row in table for name in row["works"].get(style.name, ())}
    assert {*unequal} == explained, {name: unequal.get(name) for name in {*unequal} ^ explained}
    assert len(unequal) <= (1 - LEAST[style.name]) * len(_works())
