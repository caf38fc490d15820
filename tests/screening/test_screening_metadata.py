"""Metadata of GitHub: every form it comes in, and which checkout it fits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from patternbook.screening.repository.metadata import Metadata, MetadataError, MetadataIndex, github_remote, read_metadata


def test_metadata_in_every_form_the_api_has(tmp_path: Path) -> None:
    fields = {"full_name": "a/b", "description": None, "stargazers_count": 7, "archived": False, "fork": True, "id": 1}
    one = json.dumps(fields | {"pushed_at": "2024-03-06T01:02:03Z"})
    for text in (one, f"[{one}]", f'{{"total_count": 1, "items": [{one}]}}'):
        (tmp_path / "m.json").write_text(text, "utf-8")
        assert read_metadata(tmp_path / "m.json") == (Metadata("a/b", "", "", 7, archived=False, fork=True, updated="2024-03-06"),)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "m.json:1:2: malformed JSON: Expecting property name enclosed in double quotes"),
        ("3", "m.json: holds neither an object nor a list"),
        ('{"name": "b"}', "m.json: item 1 has no `full_name`"),
        ('[{"full_name": "a/b", "stargazers_count": "7"}]', 'm.json: a/b: `stargazers_count` is "7"; expected a whole number or null'),
        ('[{"full_name": "a/b", "archived": 1}]', "m.json: a/b: `archived` is 1; expected true or false or null"),
        ('[{"full_name": "a/b", "stargazers_count": true}]', "m.json: a/b: `stargazers_count` is true; expected a whole number or null"),
        ('[{"full_name": "a/b", "stargazers_count": -5}]', "m.json: a/b: `stargazers_count` is -5; expected a whole number from 0 on or null"),
        ('[{"full_name": "a/b", "pushed_at": "yesterday"}]', 'm.json: a/b: `pushed_at` is "yesterday"; expected a date such as 2024-03-06T12:00:00Z'),
        ('[{"full_name": "a/b", "updated_at": "2024-13-01T00:00:00Z"}]', 'm.json: a/b: `updated_at` is "2024-13-01T00:00:00Z"; expected a date'),
        ('[{"full_name": "a/b", "pushed_at": "٢٠٢٤-03-06"}]', "m.json: a/b: `pushed_at` is"),
        ('[{"full_name": "b"}]', 'm.json: item 1: `full_name` is "b"; expected owner/name'),
        ('[{"full_name": "a/\\u001b[31m"}]', 'm.json: item 1: `full_name` is "a/\\u001b[31m"; expected owner/name'),
        ("[" * 100_000, "m.json: nested too deeply"),
    ],
)
def test_wrong_metadata_says_where_and_what(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "m.json").write_text(text, "utf-8")
    with pytest.raises(MetadataError) as error:
        read_metadata(tmp_path / "m.json")
    assert str(error.value).removeprefix(f"{tmp_path}/").startswith(why)


def test_metadata_finds_its_checkout(tmp_path: Path) -> None:
    both = MetadataIndex((Metadata("garden/birds"), Metadata("garden/bees")))

    def found(folder: str, remote: str = "") -> tuple[str, str]:
        match = both.match(tmp_path / folder, remote)
        return (match.metadata.full_name, match.metadata.matched) if match.metadata else ("", match.why)

    whole, named = "by its folder, which is called like owner and name", "by its folder, which is called like the repository"
    assert found("x", "Garden/Bees") == ("garden/bees", "by the address it was cloned from")
    assert found("x", "other/bees") == ("", "")
    assert found("garden/birds") == ("garden/birds", whole)
    assert found("garden+bees/repo") == ("garden/bees", whole)
    assert found("garden-birds.git") == ("garden/birds", whole)
    assert found("garden-birds/garden-bees") == ("garden/bees", whole)
    assert found("Bees") == ("garden/bees", named)
    assert found("wasps") == ("", "")


def test_metadata_that_may_be_of_another_repository_is_not_used(tmp_path: Path) -> None:
    birds = MetadataIndex([Metadata("garden/birds")])
    told = "was cloned from other/bees; what is said of garden/birds is not used"
    for alone, folder in ((False, "birds"), (True, "birds"), (True, "x")):
        match = birds.match(tmp_path / folder, "other/bees", alone=alone)
        assert (match.metadata, match.why, match.near) == (None, told, ("garden/birds",))
    match = birds.match(tmp_path / "x", "", alone=True)
    assert match.metadata is not None
    assert (match.metadata.full_name, match.metadata.matched) == ("garden/birds", "by being the only description, given for the only checkout")
    assert birds.match(tmp_path / "x", "", alone=False).metadata is None
    either = MetadataIndex([Metadata(f"{owner}/birds") for owner in "edcba"]).match(tmp_path / "birds", "")
    assert either.metadata is None
    assert either.why == "a/birds, b/birds, c/birds and 2 more fit equally well, so none is used; name the folder owner-name"
    assert either.near == tuple(f"{owner}/birds" for owner in "abcde")


def test_first_of_two_descriptions_of_one_repository_is_used(tmp_path: Path) -> None:
    match = MetadataIndex([Metadata("a/b", stars=1), Metadata("A/B", stars=2)]).match(tmp_path / "b", "")
    assert match.metadata is not None
    assert match.metadata.stars == 1


def test_address_in_a_configuration() -> None:
    assert github_remote('[remote "origin"]\n\turl = https://github.com/garden/birds.git\n') == "garden/birds"
    assert github_remote('[remote "origin"]\n\turl = git@github.com:garden/birds\n') == "garden/birds"
    assert github_remote('[remote "origin"]\n\turl = https://git.test/garden/birds\n') == ""
    submodule = '[submodule "bees"]\n\turl = https://github.com/garden/bees\n'
    assert github_remote(submodule) == ""
    assert github_remote(submodule + '[remote "origin"]\n\turl = https://github.com/garden/birds\n') == "garden/birds"
