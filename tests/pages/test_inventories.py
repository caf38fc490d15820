"""Files of the whole for other programs: inventories read by the rules of their formats, and the state of every entry."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin

import pytest

from patternbook import cli
from patternbook.catalogue.releases.history import history_of
from patternbook.check.read import read_data
from patternbook.documents.context import Context
from patternbook.documents.resolve import build_context, resolve
from patternbook.pages.exports.inventories import release_inventories
from patternbook.pages.exports.whole import record_of, whole_files
from patternbook.pages.site import make_urls
from patternbook.profile.synthesis import SYNTHESIS
from projects import commit, make_project, replace_text

SITE = "https://garden.test/"
_LINE = re.compile(r"(?x)(.+?)\s+(\S+)\s+(-?\d+)\s+?(\S*)\s+(.*)")
"""A line of an inventory, as Sphinx reads it."""


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """Two releases, between which one text changed; another text changed since."""
    folder = make_project(tmp_path_factory.mktemp("two"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert cli.main(["release", "2026.11", "--draft"]) == 0
        commit(folder)
        replace_text(folder, "observations/barrel.yaml", "Nobody reads the barrel's gauge", "Few read the barrel's gauge")
        commit(folder)
        assert cli.main(["release", "2026.12", "--draft"]) == 0
    replace_text(folder, "observations/barrel.yaml", "Few read the barrel's gauge", "Some read the barrel's gauge")
    reading = read_data(folder / "data", folder, SITE)
    history = history_of(reading.beside.archive, reading.beside.ledger)
    return build_context(reading.catalogue(), make_urls(directories=True, site_url=SITE), SYNTHESIS, history)


@pytest.fixture(scope="module")
def files(context: Context) -> Mapping[str, str | bytes]:
    records = {page: record_of(resolve(page, context), context) for page in context.neighbours}
    made = [*whole_files(context, records), *(each for name in context.releases for each in release_inventories(name, context))]
    return {asset.file: asset.content for asset in made}


def inventory(raw: str | bytes) -> tuple[list[str], dict[str, tuple[str, str]]]:
    """The first lines of an `objects.inv`, and name -> (address, title), as its format says."""
    assert isinstance(raw, bytes)
    *head, packed = raw.split(b"\n", 4)
    names = {}
    for line in zlib.decompress(packed).decode().splitlines():
        match = _LINE.match(line.rstrip())
        assert match, line
        name, role, _, address, title = match.groups()
        assert role == "std:label"
        assert name not in names
        names[name] = (address, title)
    return [line.decode() for line in head], names


def test_inventory_has_every_entry_with_address_and_title(files: Mapping[str, str | bytes], context: Context) -> None:
    head, names = inventory(files["objects.inv"])
    assert head[0] == "# Sphinx inventory version 2"
    assert head[1].startswith("# Project: The Toy Garden")
    assert head[2:] == ["# Version: 2026.12", "# The remainder of this file is compressed using zlib."]
    assert names["F-003"] == ("findings/F-003/", "Some read the barrel's gauge")
    assert names["areas/shed"] == ("areas/shed/", "The shed")
    assert {*context.catalogue.kinds, *context.catalogue.reference_keys} <= names.keys()


def test_inventory_of_a_release_has_its_titles_and_leads_to_its_texts(files: Mapping[str, str | bytes], context: Context) -> None:
    first, second = (inventory(files[f"releases/{name}/objects.inv"])[1] for name in ("2026.11", "2026.12"))
    assert first["F-003"] == ("findings/F-003/", "Nobody reads the barrel's gauge")
    assert second["F-003"] == ("findings/F-003/", "Few read the barrel's gauge")
    assert second["F-001"][0] == "../2026.11/findings/F-001/"
    for name, names in (("2026.11", first), ("2026.12", second)):
        pages = {urljoin(f"/releases/{name}/", address).strip("/") for address, _ in names.values()}
        assert pages <= context.frozen.keys()


@pytest.mark.parametrize(("folder", "title"), [("", "Some read the barrel's gauge"), ("releases/2026.11/", "Nobody reads the barrel's gauge")])
def test_myst_finds_address_and_title(folder: str, title: str, files: Mapping[str, str | bytes]) -> None:
    listed = json.loads(files[f"{folder}myst.xref.json"])
    assert (listed["version"], listed["myst"]) == ("1", "1.3.0")
    row = next(each for each in listed["references"] if each["identifier"] == "F-003")
    assert row["url"] == "/findings/F-003/"
    document = json.loads(files[f"{folder}{row['data'].removeprefix('/')}"])
    heading = next(each for each in document["mdast"]["children"] if each["identifier"] == "F-003")
    assert [each["value"] for each in heading["children"]] == [title]


def test_status_says_what_became_of_each_entry(files: Mapping[str, str | bytes], context: Context) -> None:
    status = json.loads(files["api/v1/status.json"])
    assert (status["format"], status["site"], status["release"]) == ("1", SITE, "2026.12")
    entries = status["entries"]
    assert entries.keys() == context.catalogue.kinds.keys()
    assert entries["F-001"].pop("aliases") == ["wiki/Late_Beds.html", "beds/12/", "Sp%C3%A4te%20Beete/"]
    assert entries["F-001"] == {"address": "findings/F-001/", "state": "current", "release": "2026.11", "released_on": "2026-11-30"}
    assert entries["F-003"]["changed_since"] is True
    assert (entries["F-005"]["state"], entries["F-005"]["successor"], entries["F-005"]["exact"]) == ("retired", "F-002", True)
    assert entries["F-1000"]["to_be_retired_on"] == "2027-06-02"


def test_hostile_title_stays_on_its_line(toy_with_title: Context) -> None:
    records = {page: record_of(resolve(page, toy_with_title), toy_with_title) for page in toy_with_title.neighbours}
    made = {asset.file: asset.content for asset in whole_files(toy_with_title, records)}
    _, names = inventory(made["objects.inv"])
    assert names["F-003"][1] == "- 日本 \N{RIGHT-TO-LEFT MARK} F-001 std:label -1 x y"


@pytest.fixture
def toy_with_title(tmp_path: Path) -> Context:
    folder = make_project(tmp_path)
    hostile = '"-  日本 \\u200F\\n\\n F-001 std:label -1 x y"'
    replace_text(folder, "observations/barrel.yaml", "Nobody reads the barrel's gauge", hostile)
    reading = read_data(folder / "data", folder, SITE)
    return build_context(reading.catalogue(), make_urls(directories=True, site_url=SITE), SYNTHESIS)
