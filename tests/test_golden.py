"""Golden files: what the toy becomes, kept as files a person can read.

`make golden` records them anew; look at the difference before committing it.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from functools import cache

import pytest

from conftest import ROOT, SITE_URL, TOY, WHERE
from patternbook.check.read import read_data
from patternbook.documents.resolve import build_context, resolve
from patternbook.model.registry import LISTED
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.urls import RepositoryLinks
from whole import whole

GOLDEN = ROOT / "tests" / "golden"

TOY_CATALOGUE = read_data(TOY, ROOT, SITE_URL).catalogue()


def _fullest(plural: str) -> str:
    """The page of a kind or vocabulary whose document says most."""
    context = build_context(TOY_CATALOGUE, WHERE, SYNTHESIS)
    return max((page for page in context.neighbours if page.startswith(f"{plural}/")), key=lambda page: len(repr(resolve(page, context))))


DOCUMENTED = (
    *(_fullest(thing.plural) for thing in LISTED if TOY_CATALOGUE.by_kind.get(thing.name) or TOY_CATALOGUE.words.get(thing.name)),
    next(f"{kind.plural}/{id_}" for id_, kind in TOY_CATALOGUE.kinds.items() if TOY_CATALOGUE.link_labels[id_].retired),  # and nothing reported
)
PAGES = (
    *DOCUMENTED,
    "references/lind2020watering",
    *(thing.plural for thing in LISTED),
    "references",
    "",
    "map",
    "matrix",
    "glossary",
    "coverage",
    "barrel-rules",
)


def _name(page: str, suffix: str) -> str:
    return f"{page or 'home'}.{suffix}"


@cache
def _made() -> Mapping[str, str]:
    """Name of a golden file -> what it should hold."""
    repository = RepositoryLinks("https://github.com/example/garden", "main")
    made = whole(TOY_CATALOGUE, WHERE, repository)
    pages = {page.page: page.html for page in made.pages}
    assets = {asset.file: asset.content for asset in made.assets}
    return {_name(page, "html"): pages[page] for page in PAGES} | {_name(page, "json"): _readable(str(assets[f"{page}.json"])) for page in DOCUMENTED}


def _readable(document: str) -> str:
    """A document over many lines; it is published on one."""
    return json.dumps(json.loads(document), ensure_ascii=False, indent=1) + "\n"


def _difference(name: str, recorded: str, made: str) -> str:
    """What changed, as a unified diff with long lines cut where they begin to differ."""
    lines = difflib.unified_diff(recorded.splitlines(), made.splitlines(), f"golden/{name}", "made now", lineterm="", n=2)
    return "\n".join(line if len(line) <= 400 else f"{line[:400]} ..." for line in lines)


@pytest.mark.parametrize("name", [*(_name(page, "html") for page in PAGES), *(_name(page, "json") for page in DOCUMENTED)])
def test_golden(name: str, request: pytest.FixtureRequest) -> None:
    path, made = GOLDEN / name, _made()[name]
    if request.config.getoption("--record-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made, encoding="utf-8")
    recorded = path.read_text("utf-8") if path.exists() else ""
    if recorded != made:
        pytest.fail(f"{_difference(name, recorded, made)}\n\nIf this is meant, run `make golden`.", pytrace=False)


def test_no_golden_file_is_left_over(request: pytest.FixtureRequest) -> None:
    found = {path.relative_to(GOLDEN).as_posix(): path for path in GOLDEN.rglob("*") if path.is_file()}
    if request.config.getoption("--record-golden"):
        for name in found.keys() - _made().keys():
            found.pop(name).unlink()
    assert found.keys() == _made().keys()
