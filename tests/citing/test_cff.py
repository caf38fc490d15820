"""CITATION.cff: current, and valid against the format's own schema whatever a catalogue says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from conftest import ROOT
from patternbook.bibliography.reference import Name, Person
from patternbook.citing.cff import citation_cff
from patternbook.citing.citation import EntryCitation, cite_catalogue
from patternbook.cli import main
from test_records import EDITION, HOSTILE, NAMES

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "cff-1.2.json").read_text("utf-8"))


def _read(text: str) -> Any:
    """The file as YAML, where dates stay texts, after its check against the schema."""
    values = yaml.load(text, yaml.BaseLoader)
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(values)] == []
    return values


def test_file_of_the_repository_is_what_the_command_derives(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for variable in ("PATTERNBOOK_SITE_URL", "PATTERNBOOK_REPO_URL", "PATTERNBOOK_DATA"):
        monkeypatch.delenv(variable, raising=False)
    assert main(["cite", "--format", "cff"]) == 0
    derived = capsys.readouterr().out
    assert (ROOT / "CITATION.cff").read_text("utf-8") == derived
    assert _read(derived)["authors"] == [{"name": "Patternbook contributors"}]


def test_release_date_and_address() -> None:
    people = (Person("Oak", "Ada", "van der", "Jr."),)
    whole = replace(cite_catalogue(EDITION), authors=people)
    orcids: dict[Name, str] = {people[0]: "0000-0002-1825-0097"}
    values = _read(citation_cff(whole, abstract="A.", keywords=["x"], orcids=orcids, repository="https://a.org/code"))
    assert {key: values[key] for key in ("version", "date-released", "url", "repository-code", "license", "keywords")} == {
        "version": "2026.12",
        "date-released": "2026-12-01",
        "url": "https://a.org/",
        "repository-code": "https://a.org/code",
        "license": "CC-BY-4.0",
        "keywords": ["x"],
    }
    (author,) = values["authors"]
    assert author == {
        "family-names": "Oak",
        "given-names": "Ada",
        "name-particle": "van der",
        "name-suffix": "Jr.",
        "orcid": "https://orcid.org/0000-0002-1825-0097",
    }


def test_dois_of_the_release_and_of_any_release() -> None:
    version, concept = "10.5281/zenodo.12", "10.5281/zenodo.1"
    both = _read(citation_cff(cite_catalogue(replace(EDITION, doi=version, concept_doi=concept)), abstract="A."))
    assert both["doi"] == version
    assert [(each["value"], each["description"]) for each in both["identifiers"]] == [
        (version, "Release 2026.12."),
        (concept, "The latest release, whichever that is."),
    ]
    alone = _read(citation_cff(cite_catalogue(replace(EDITION, concept_doi=concept)), abstract="A."))
    assert (alone["doi"], len(alone["identifiers"])) == (concept, 1)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_any_catalogue_gives_a_valid_file(text: str, names: tuple[Person, ...]) -> None:
    whole = EntryCitation(replace(EDITION, title=text, publisher=text, release=""), text, authors=names)
    values = _read(citation_cff(whole, abstract=text, keywords=[text]))
    assert (values["title"], values["abstract"], values["keywords"]) == (text, text, [text])
    assert len(values["authors"]) == max(1, len(names))
