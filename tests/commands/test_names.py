"""The names that editors offer: those of the data, each with its title, as far as files can be read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, TOY
from patternbook.catalogue.catalogue import Catalogue
from patternbook.commands.schemas.ids import NAMES_FILE
from patternbook.commands.schemas.names import names_schema
from patternbook.model.registry import KINDS, VOCABULARIES

DATA = ROOT / "data"


def _definitions(data: Path) -> dict[str, Any]:
    definitions: dict[str, Any] = json.loads(names_schema(data, data))["definitions"]
    return definitions


def _listed(definition: dict[str, Any]) -> dict[str, str]:
    """Name -> what is shown beside it."""
    offered = {choice["body"]: choice["description"] for choice in definition.get("defaultSnippets", ())}
    return offered | dict(zip(definition.get("enum", ()), definition.get("markdownEnumDescriptions", ()), strict=True))


def test_names_of_the_toy_are_offered_with_their_titles(toy: Catalogue) -> None:
    definitions = _definitions(TOY)
    for kind in KINDS:
        in_use = {id_: entry.title for id_, entry in toy.entries.items() if id_.startswith(f"{kind.prefix}-") and entry.retired is None}
        assert _listed(definitions[kind.name]) == {id_: " ".join(title.split()) for id_, title in in_use.items()}
    for vocabulary in VOCABULARIES:
        assert _listed(definitions[vocabulary.name]) == {slug: word.title for slug, word in toy.words[vocabulary.name].items()}
    assert _listed(definitions["reference"]).keys() == toy.references.keys()
    assert _listed(definitions["contributor"]) == {id_: person.name for id_, person in toy.contributors.items()}
    assert _listed(definitions["entry"]).keys() == {id_ for kind in KINDS for id_ in _listed(definitions[kind.name])}


@pytest.mark.shipped
def test_work_is_offered_with_authors_and_year() -> None:
    assert _listed(_definitions(DATA)["reference"])["nahar2022collaboration"].startswith("Nahar et al. 2022: Collaboration Challenges")


def test_choice_is_found_by_its_name_and_by_its_title() -> None:
    finding = _definitions(TOY)["finding"]
    assert finding["defaultSnippets"]
    assert all(choice["label"] == f"{choice['body']} {choice['description']}" for choice in finding["defaultSnippets"])


@pytest.mark.shipped
def test_names_that_are_shipped_are_those_of_the_data() -> None:
    """Others may have been added since, and titles corrected: they are written anew on `main`, and a proposal need not."""
    shipped = json.loads((DATA / "schema" / NAMES_FILE).read_text("utf-8"))["definitions"]
    made = _definitions(DATA)
    assert {name: [*definition] for name, definition in shipped.items()} == {name: [*definition] for name, definition in made.items()}, (
        "run `make schema`"
    )
    assert {name: _listed(definition).keys() - _listed(made[name]).keys() for name, definition in shipped.items()} == {name: set() for name in made}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "tests" / "wrong" / "base" / "data", tmp_path / "data")


def test_what_is_retired_or_not_numbered_is_not_offered(data: Path) -> None:
    (data / "more.yaml").write_text("findings:\n  - {id: F-new-late, title: Late}\n  - {id: F-003, title: Other}\n", "utf-8")
    assert _listed(_definitions(data)["finding"]).keys() == {"F-001", "F-003"}  # F-002 is retired


def test_names_are_read_from_data_with_errors(data: Path) -> None:
    (data / "broken.yaml").write_text("findings:\n  - {id: F-009, title: [}\n", "utf-8")
    (data / "odd.yaml").write_text("findings: none\nstudies:\n  - text\n  - {id: [S-009]}\n  - {id: S-008}\nthings:\n  - {id: F-007}\n", "utf-8")
    (data / "references.bib").write_text("@article{broken, title = {", "utf-8")
    definitions = _definitions(data)
    assert _listed(definitions["finding"]).keys() == {"F-001"}
    assert _listed(definitions["study"])["S-008"] == ""
    assert _listed(definitions["reference"]) == {}


def test_folder_without_words_takes_any(tmp_path: Path) -> None:
    definitions = _definitions(tmp_path)
    assert definitions["area"] == {"type": "string", "minLength": 1}
    assert definitions["finding"]["defaultSnippets"] == []


@pytest.mark.shipped
def test_names_are_the_same_whenever_they_are_written() -> None:
    assert names_schema(DATA, ROOT) == names_schema(DATA, DATA)
