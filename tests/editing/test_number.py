"""Placeholders for ids: valid everywhere, shown as such, refused when published, numbered in one step."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT, SITE_URL, TOY, WHERE
from patternbook import cli
from patternbook.check.read import read_data
from patternbook.diagnostics.diagnostic import build_obstacle
from patternbook.editing.number import assign_numbers, rewrite_ids
from patternbook.model.registry import KINDS, PLACEHOLDER_ID, id_number
from patternbook.source.files import data_files
from patternbook.source.parse import parse_yaml
from patternbook.urls import RepositoryLinks
from test_json_schema import data_validator
from whole import whole

IDS = [item.name for item in read_data(TOY, ROOT, SITE_URL).items]
HIGHEST = {kind.prefix: max((id_ for id_ in IDS if id_.startswith(f"{kind.prefix}-")), key=id_number) for kind in KINDS}
"""Kind -> the id that it gets again, once it is a placeholder."""
PLACEHOLDERS = {id_: f"{prefix}-new-{'a' * (number % 2)}{number}-x" for number, (prefix, id_) in enumerate(HIGHEST.items())}


def proposal(folder: Path, placeholders: Mapping[str, str] = PLACEHOLDERS) -> Path:
    """A copy of the toy catalogue with placeholders for some of its ids, everywhere."""
    shutil.copytree(TOY, folder)
    pattern = re.compile(rf"\b(?:{'|'.join(placeholders)})\b")
    for path in _texts(folder):
        path.write_bytes(pattern.sub(lambda match: placeholders[match[0]], path.read_bytes().decode()).encode())
    return folder


def _texts(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.suffix in (".yaml", ".yml", ".md")]


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _run(folder: Path, *command: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("PATTERNBOOK_DATA", str(folder))
    monkeypatch.setenv("PATTERNBOOK_CACHE", "off")
    monkeypatch.chdir(folder.parent)
    return cli.main(command)


def test_numbers_follow_the_highest_of_each_kind_in_the_order_of_the_data() -> None:
    ids = ["F-new-b", "F-002", "R-new-x", "F-1200", "F-new-a", "R-001", "CP-007", "P-new-b"]
    assert assign_numbers(ids) == {"F-new-b": "F-1201", "R-new-x": "R-002", "F-new-a": "F-1202", "P-new-b": "P-001"}
    assert assign_numbers(["F-001"]) == {}


def test_placeholders_are_valid_everywhere(tmp_path: Path) -> None:
    folder = proposal(tmp_path / "data")
    reading = read_data(folder, tmp_path, SITE_URL)
    unnumbered = [each for each in reading.diagnostics if each.code == "PB319"]
    assert {each.entry for each in unnumbered} == {*PLACEHOLDERS.values()}
    lines = {
        each.entry: (tmp_path / each.place.file).read_text("utf-8").split("\n")[each.place.line - 1][each.place.column - 1 :] for each in unnumbered
    }
    assert all(line.startswith(id_) for id_, line in lines.items())
    before = read_data(TOY, ROOT, SITE_URL).diagnostics
    assert sorted(each.code for each in reading.diagnostics if each not in unnumbered) == sorted(each.code for each in before)
    assert build_obstacle(unnumbered, strict=False) == ""
    assert "PB319" in build_obstacle(unnumbered, strict=True)
    validator = data_validator(folder)
    for path in data_files(folder):
        read = parse_yaml(path.read_text("utf-8"))
        assert read is not None
        assert [error.message for error in validator.iter_errors(read.value) if "new-" in error.message] == []


def test_pages_say_that_an_entry_is_not_yet_numbered(tmp_path: Path) -> None:
    catalogue = read_data(proposal(tmp_path / "data"), tmp_path, SITE_URL).catalogue()
    assert list(catalogue.by_kind["finding"])[-1] == PLACEHOLDERS[HIGHEST["F"]]  # behind all numbers
    pages = {each.page: each.html for each in whole(catalogue, WHERE, RepositoryLinks("", "")).pages}
    shown = {page for page, html in pages.items() if "not yet numbered</span>" in html}
    checklist = f"patterns/{PLACEHOLDERS[HIGHEST['P']]}/checklist"
    assert shown == {checklist, *(f"{kind.plural}/{PLACEHOLDERS[HIGHEST[kind.prefix]]}" for kind in KINDS)}
    assert all("Cite this entry" not in pages[page] for page in shown)  # nobody could find it by this address later
    linked = f'href="../../findings/{PLACEHOLDERS[HIGHEST["F"]]}/'
    assert any(linked in html for page, html in pages.items() if page not in shown)


def test_numbering_gives_back_what_placeholders_were_written_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = proposal(tmp_path / "data")
    assert _contents(folder) != _contents(TOY)
    assert _run(folder, "number", monkeypatch=monkeypatch) == 0
    assert _contents(folder) == _contents(TOY)
    said = capsys.readouterr().out
    assert all(f"{placeholder} is {id_}\n" in said for id_, placeholder in PLACEHOLDERS.items())
    assert _run(folder, "number", monkeypatch=monkeypatch) == 0
    assert capsys.readouterr().out == "Every entry has its number.\n"


def test_nothing_is_numbered_while_there_are_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    folder = proposal(tmp_path / "data")
    page = folder / "pages" / "home.md"
    page.write_text(page.read_text("utf-8") + "\n[[F-new-not-there]]\n", "utf-8")
    before = _contents(folder)
    assert _run(folder, "number", monkeypatch=monkeypatch) == 1
    assert "unknown id or page 'F-new-not-there'" in capsys.readouterr().err
    assert _contents(folder) == before


@pytest.mark.parametrize("text", ["XF-new-a", "F-new-", "F-new-A", "f-new-a", "F-new-a-B", "Q-new-a", "F-new-a_b", "F-newer-a", "F-001"])
def test_other_words_are_no_placeholder(text: str) -> None:
    assert PLACEHOLDER_ID.search(text) is None


@pytest.mark.parametrize("text", ["[[F-new-a]]", "(F-new-a)", "F-new-a, F-x", "F-new-a-", "CP-new-1-b."])
def test_placeholders_are_found_in_texts(text: str) -> None:
    assert PLACEHOLDER_ID.search(text) is not None


SLUG = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)


@settings(max_examples=25, deadline=None)
@given(chosen=st.dictionaries(st.sampled_from(sorted(HIGHEST)), SLUG, min_size=1))
def test_any_placeholders_are_numbered_and_every_other_byte_stays(tmp_path_factory: pytest.TempPathFactory, chosen: dict[str, str]) -> None:
    placeholders = {HIGHEST[prefix]: f"{prefix}-new-{slug}" for prefix, slug in chosen.items()}
    folder = proposal(tmp_path_factory.mktemp("numbered") / "data", placeholders)
    ids = [item.name for item in read_data(folder, folder.parent, SITE_URL).items]
    for changed in rewrite_ids(folder, folder.parent, assign_numbers(ids)):
        changed.opened.path.write_bytes(changed.raw)
    assert _contents(folder) == _contents(TOY)
