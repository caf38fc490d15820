"""Names that become addresses: what the check says about those that a file system could not hold, or not tell apart."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from patternbook.check.read import read_data
from test_wrong import WRONG


def problems_with(pages: list[str], folder: Path) -> list[tuple[str, str]]:
    """Code and file of each problem of the small catalogue with these pages of prose."""
    data = folder / "data"
    shutil.copytree(WRONG / "base" / "data", data)
    for name in pages:
        (data / "pages" / name).write_text("# A page\n\nText.\n", "utf-8")
    if len(list((data / "pages").iterdir())) < len(pages) + 1:
        pytest.skip("the file system does not tell these names apart")
    found = read_data(data, folder, "https://catalogue.test/").diagnostics
    return [(each.code, each.place.file.removeprefix("data/pages/")) for each in found]


@pytest.mark.parametrize(
    "name",
    [
        "...md",
        "..md",
        ".md",
        "..a.md",
        "a..md",
        "a .md",
        "nul.md",
        "Con.x.md",
        "a\\b.md",
        "a?.md",
        f"{'a' * 201}.md",
        f"{'水' * 67}.md",
        "a\n.md",
    ],
)
def test_page_whose_name_cannot_be_an_address(name: str, tmp_path: Path) -> None:
    assert problems_with([name], tmp_path) == [("PB316", name)]


@pytest.mark.parametrize("name", ["Index.md", "FINDINGS.md", "ReadMe.md", "404.md"])
def test_page_whose_name_is_taken_in_other_letters(name: str, tmp_path: Path) -> None:
    assert problems_with([name], tmp_path) == [("PB301", name)]


@pytest.mark.parametrize("names", [["Twice.md", "twice.md"], ["Stra\u00dfe.md", "strasse.md"], ["caf\u00e9.md", "cafe\u0301.md"]])
def test_pages_that_some_file_systems_do_not_tell_apart(names: list[str], tmp_path: Path) -> None:
    [(code, file)] = problems_with(names, tmp_path)
    assert code == "PB301"
    assert file in names


def test_page_with_a_character_that_no_page_can_carry(tmp_path: Path) -> None:
    assert problems_with(["a\x02.md"], tmp_path) == [("PB110", "a\x02.md")]


@pytest.mark.parametrize("name", ["a b.md", "水.md", "a.b.md", "a#b.md", "a%20b.md", "page-2.md", "console.md", f"{'a' * 200}.md"])
def test_other_names_are_addresses(name: str, tmp_path: Path) -> None:
    assert problems_with([name], tmp_path) == []
