""".zenodo.json: current, and of the fields and values that Zenodo documents, whatever a catalogue says."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from conftest import ROOT
from patternbook.bibliography.reference import Name, Organisation, Person
from patternbook.citing.citation import EntryCitation, cite_catalogue
from patternbook.citing.zenodo import Deposit, zenodo_json
from patternbook.cli import main
from test_records import EDITION, HOSTILE, NAMES

FIELDS = {
    "upload_type": str,
    "title": str,
    "creators": list,
    "contributors": list,
    "description": str,
    "access_right": str,
    "license": str,
    "version": str,
    "publication_date": str,
    "doi": str,
    "language": str,
    "keywords": list,
    "related_identifiers": list,
    "references": list,
}
"""Those of https://developers.zenodo.org/#representation that a catalogue has, with their types."""
UPLOAD_TYPES = {"publication", "poster", "presentation", "dataset", "image", "video", "software", "lesson", "physicalobject", "other"}
PERSON_FIELDS = {"name", "affiliation", "orcid", "gnd"}
CONTRIBUTOR_TYPES = {
    *("ContactPerson", "DataCollector", "DataCurator", "DataManager", "Distributor", "Editor", "HostingInstitution", "Producer", "ProjectLeader"),
    *("ProjectManager", "ProjectMember", "RegistrationAgency", "RegistrationAuthority", "RelatedPerson", "Researcher", "ResearchGroup"),
    *("RightsHolder", "Supervisor", "Sponsor", "WorkPackageLeader", "Other"),
}
RELATIONS = {
    *("isCitedBy", "cites", "isSupplementTo", "isSupplementedBy", "isContinuedBy", "continues", "isDescribedBy", "describes", "hasMetadata"),
    *("isMetadataFor", "isNewVersionOf", "isPreviousVersionOf", "isPartOf", "hasPart", "isReferencedBy", "references", "isDocumentedBy"),
    *("documents", "isCompiledBy", "compiles", "isVariantFormOf", "isOriginalFormof", "isIdenticalTo", "isAlternateIdentifier", "isReviewedBy"),
    *("reviews", "isDerivedFrom", "isSourceOf", "requires", "isRequiredBy", "isObsoletedBy", "obsoletes", "isVersionOf", "hasVersion"),
}
NOTHING = Deposit("", (), {}, None, "", "", "", ())


def read(text: str) -> dict[str, Any]:
    """The file, once every field is one that Zenodo knows, with a value that it takes."""
    values: dict[str, Any] = json.loads(text)
    assert [name for name, value in values.items() if type(value) is not FIELDS.get(name) or not value] == []
    assert {"upload_type", "title", "creators", "description", "access_right"} <= values.keys()
    assert values["upload_type"] in UPLOAD_TYPES
    for person in (*values["creators"], *values.get("contributors", ())):
        assert person["name"]
        assert person.keys() <= PERSON_FIELDS | {"type"}
        assert re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", person.get("orcid", "0000-0000-0000-0000"))
    assert {person["type"] for person in values.get("contributors", ())} <= CONTRIBUTOR_TYPES
    assert all("type" not in person for person in values["creators"])
    assert {each["relation"] for each in values.get("related_identifiers", ())} <= RELATIONS
    assert all(each.keys() == {"identifier", "relation", "scheme"} for each in values.get("related_identifiers", ()))
    assert re.fullmatch(r"[a-z]{3}", values.get("language", "eng"))
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", values.get("publication_date", "2026-12-01"))
    return values


def test_file_of_the_repository_is_what_the_command_derives(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for variable in ("PATTERNBOOK_SITE_URL", "PATTERNBOOK_REPO_URL", "PATTERNBOOK_DATA"):
        monkeypatch.delenv(variable, raising=False)
    assert main(["cite", "--format", "zenodo"]) == 0
    derived = capsys.readouterr().out
    assert (ROOT / ".zenodo.json").read_text("utf-8") == derived
    assert read(derived)["creators"] == [{"name": "Patternbook contributors"}]


def test_everything_that_is_known() -> None:
    oak, elm, group = Person("Oak", "Ada", "van der", "Jr."), Person("Elm", "Bo"), Organisation("The Group")
    whole = cite_catalogue(replace(EDITION, authors=(oak, group), doi="10.5281/zenodo.12", concept_doi="10.5281/zenodo.1"))
    deposit = Deposit(
        description="What it is: 1 < 2 & so on.",
        keywords=["x"],
        people={oak: "0000-0002-1825-0097", elm: "", group: "", Person("Ash", "Cy"): ""},
        editor=elm,
        address="https://w3id.org/x/releases/2026.12/",
        repository="https://a.org/code",
        previous_doi="10.5281/zenodo.11",
        works=["Oak, A. (2020). T."],
    )
    assert read(zenodo_json(whole, deposit)) == {
        "upload_type": "dataset",
        "title": EDITION.title,
        "creators": [{"name": "van der Oak, Ada Jr.", "orcid": "0000-0002-1825-0097"}, {"name": "The Group"}],
        "contributors": [{"name": "Elm, Bo", "type": "Editor"}, {"name": "Ash, Cy", "type": "Other"}],
        "description": "<p>What it is: 1 &lt; 2 &amp; so on.</p>",
        "access_right": "open",
        "license": "CC-BY-4.0",
        "version": "2026.12",
        "publication_date": "2026-12-01",
        "doi": "10.5281/zenodo.12",
        "language": "eng",
        "keywords": ["x"],
        "related_identifiers": [
            {"identifier": "10.5281/zenodo.1", "relation": "isVersionOf", "scheme": "doi"},
            {"identifier": "10.5281/zenodo.11", "relation": "isNewVersionOf", "scheme": "doi"},
            {"identifier": "https://w3id.org/x/releases/2026.12/", "relation": "isIdenticalTo", "scheme": "url"},
            {"identifier": "https://a.org/code", "relation": "isDerivedFrom", "scheme": "url"},
        ],
        "references": ["Oak, A. (2020). T."],
    }


def test_language_that_is_not_known_is_left_out() -> None:
    assert "language" not in read(zenodo_json(cite_catalogue(replace(EDITION, language="tlh")), NOTHING))
    assert read(zenodo_json(cite_catalogue(replace(EDITION, language="de-at")), NOTHING))["language"] == "deu"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_any_catalogue_gives_a_valid_file(text: str, names: Sequence[Name]) -> None:
    whole = EntryCitation(replace(EDITION, title=text, publisher=text, release=""), text, authors=tuple(names))
    values = read(zenodo_json(whole, NOTHING._replace(description=text, people=dict.fromkeys(names, ""))))
    assert values["title"] == text
    assert len(values["creators"]) == max(1, len(names))
    assert "<" not in values["description"].removeprefix("<p>").removesuffix("</p>")
