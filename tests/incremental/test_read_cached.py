"""Data is read item by item to the same catalogue, and with the same diagnostics, as in full."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT, TOY
from patternbook.catalogue.catalogue import Catalogue
from patternbook.check.read import Reading, read_data
from patternbook.diagnostics.diagnostic import only_errors
from patternbook.incremental.lazy_items import LazyItem
from patternbook.incremental.read_cached import CachedReader, read_cached
from patternbook.incremental.store import STORE_FILE, Store
from patternbook.runtime.progress import Progress
from patternbook.source.files import data_files
from patternbook.source.positions import parse_with_positions
from test_every_mistake import MISTAKES, written_after
from test_wrong import CASES, WRONG, laid_out

UNSEEN = Progress(lambda said: None, None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / STORE_FILE) as made:
        yield made


def quickly(folder: Path, base: Path, store: Store, processes: int = 1) -> Reading:
    return read_cached(folder, base, "https://catalogue.test/", CachedReader(store, b"code", lambda _: processes, UNSEEN.track_total))


def in_full(folder: Path, base: Path) -> Reading:
    return read_data(folder, base, "https://catalogue.test/")


def everything(catalogue: Catalogue) -> list[object]:
    """All that a catalogue says, digests aside: these follow from how an item was read."""
    links = [(link, link.relation) for found in catalogue.incoming.values() for link in found]
    mappings = (
        "entries",
        "link_labels",
        "leaving",
        "list_summaries",
        "evidence_counts",
        "objections",
        "replies",
        "matches",
        "kinds",
        "words",
        "contributors",
        "references",
        "outgoing",
        "incoming",
        "naming",
        "named_in",
        "by_kind",
        "showing",
    )
    places = {name: (place.file, place.line) for name, place in catalogue.places.items()}
    return [catalogue.masthead, catalogue.schemes, catalogue.prose, links, places, *(dict(getattr(catalogue, name)) for name in mappings)]


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("folder", [pytest.param(ROOT / "data", id="shipped", marks=pytest.mark.shipped), pytest.param(TOY, id="toy")])
def test_right_data_gives_the_same_catalogue(folder: Path, processes: int, store: Store) -> None:
    expected = in_full(folder, ROOT)
    for _ in range(2):  # fresh, and with what the first time left
        found = quickly(folder, ROOT, store, processes)
        assert any(isinstance(item, LazyItem) for item in found.items)
        assert found.diagnostics == expected.diagnostics
        assert found.counts == expected.counts
        assert everything(found.catalogue()) == everything(expected.catalogue())


@pytest.mark.parametrize("case", CASES)
def test_of_wrong_data_the_same_is_said(case: str, tmp_path: Path, store: Store) -> None:
    folder = laid_out(case, tmp_path / "wrong")
    data = folder if (folder / "catalogue.yaml").exists() else folder / "data"
    for _ in range(2):
        assert quickly(data, folder, store).diagnostics == in_full(data, folder).diagnostics


@pytest.mark.full
def test_any_single_mistake_is_noticed(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "data"
    for mistake in MISTAKES:
        written_after(folder, [mistake])
        assert quickly(folder, folder, store).diagnostics == in_full(folder, folder).diagnostics != (), mistake


@pytest.mark.parametrize("gone", ["everything", "catalogue.yaml", "references.bib"])
def test_of_what_is_not_there_the_same_is_said(gone: str, tmp_path: Path, store: Store) -> None:
    data = tmp_path / "data"
    if gone != "everything":
        shutil.copytree(WRONG / "base" / "data", data)
        (data / gone).unlink()
    assert quickly(data, tmp_path, store).diagnostics == in_full(data, tmp_path).diagnostics != ()


def test_edited_item_alone_is_read_again(tmp_path: Path, store: Store) -> None:
    data = tmp_path / "data"
    shutil.copytree(TOY, data)
    counts: list[int] = []

    def counted(count: int, _: str, things: Iterable[Any]) -> Iterable[Any]:
        counts.append(count)
        return things

    def read_now() -> Reading:
        return read_cached(data, tmp_path, "https://catalogue.test/", CachedReader(store, b"code", lambda _: 1, counted))

    path = data / "observations" / "barrel.yaml"
    first = read_now()
    path.write_text("\n" + path.read_text("utf-8"), "utf-8")
    moved = read_now()
    path.write_text(path.read_text("utf-8").replace("Water is short everywhere.", "Water is short nearly everywhere."), "utf-8")
    found = read_now()
    assert counts == [sum(isinstance(item, LazyItem) for item in first.items) + 1, 0, 1]  # one is the bibliography
    assert moved.catalogue().places["F-004"].line == first.catalogue().places["F-004"].line + 1
    assert found.catalogue().entries["F-004"].statement == "Water is short nearly everywhere."


@pytest.mark.parametrize("mistake", ["area: no-such-area", "areas: yard", "area: [yard]", "area: yard\n    area: yard"])
def test_one_mistake_costs_one_item(mistake: str, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    shutil.copytree(TOY, data)
    path = data / "observations" / "barrel.yaml"
    quickly(data, tmp_path, store)
    text = path.read_text("utf-8")
    path.write_text(re.sub("area: .*", mistake, text, count=1), "utf-8")
    lengths: list[int] = []

    def counted(file: str, content: str) -> Any:
        lengths.append(len(content))
        return parse_with_positions(file, content)

    monkeypatch.setattr("patternbook.source.positions.parse_with_positions", counted)
    expected = in_full(data, tmp_path).diagnostics
    lengths.clear()
    assert quickly(data, tmp_path, store).diagnostics == expected
    assert only_errors(expected)
    assert max(lengths, default=0) < len(text) or mistake.count("area") == 2  # the same key twice: no YAML, and its file is read whole


def test_entries_are_read_when_asked_for(store: Store) -> None:
    quickly(TOY, ROOT, store)
    found = quickly(TOY, ROOT, store)
    catalogue = found.catalogue()
    assert copy.copy(dict(catalogue.entries)) == dict(in_full(TOY, ROOT).catalogue().entries)
    with pytest.raises(KeyError):
        catalogue.entries["F-404"]
    assert "F-404" not in catalogue.entries


def test_item_that_is_written_twice_is_noticed(tmp_path: Path, store: Store) -> None:
    shutil.copytree(WRONG / "base", tmp_path / "base")
    data = tmp_path / "base" / "data"
    text = (data / "findings.yaml").read_text("utf-8")
    (data / "again.yaml").write_text(text, "utf-8")
    found = quickly(data, tmp_path, store).diagnostics
    assert "PB301" in {problem.code for problem in found}
    assert found == in_full(data, tmp_path).diagnostics


def _spoilt(text: str, data: st.DataObject) -> str:
    """The text with one mistake such as people make."""
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
    begin = data.draw(st.sampled_from(line_starts))
    end = text.find("\n", begin) + 1 or len(text)
    at = data.draw(st.integers(begin, end))
    line = text[begin:end]
    other = data.draw(st.sampled_from(line_starts))
    return data.draw(
        st.sampled_from(
            [
                text[:begin] + text[end:],
                text[:begin] + line + text[begin:],
                text[:begin] + f" {text[begin:]}",
                text[:begin] + text[begin:].removeprefix(" "),
                text[:other] + line + text[other:],
                text[:at] + text[at + 1 :],
                text[:at],
                *(text[:at] + written + text[at:] for written in MISWRITTEN),
            ]
        )
    )


MISWRITTEN = (
    *('"', "'", ": ", "{", "[", "[[F-999]]", "[[F-001]]", "[@nobody]", "[[", "<b>", "&a ", "*a "),
    *("\t", "\n", "\n  - ", "\u2028", "\x07", "#", " #"),
)


@pytest.mark.full
@pytest.mark.parametrize(("source", "examples"), [(ROOT / "data", 8), (TOY, 120)], ids=["shipped", "toy"])
def test_of_any_mistake_the_same_is_said(source: Path, examples: int, tmp_path: Path, store: Store) -> None:
    """The toy has everything in the format; in the shipped data, which takes twenty times as long, there is much of it."""
    copied = tmp_path / "data"
    shutil.copytree(source, copied)

    @settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(st.data())
    def spoil_a_file(data: st.DataObject) -> None:
        file = data.draw(st.sampled_from(data_files(copied)))
        text = file.read_bytes()
        try:
            file.write_text(_spoilt(text.decode(), data), "utf-8", newline="")
            expected = in_full(copied, copied)
            for _ in range(2):  # fresh, and with what the first time left
                found = quickly(copied, copied, store)
                assert found.diagnostics == expected.diagnostics
                assert [(item.key, item.name, item.place) for item in found.items] == [(item.key, item.name, item.place) for item in expected.items]
        finally:
            file.write_bytes(text)

    spoil_a_file()
