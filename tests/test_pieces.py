"""Files read item by item say exactly what they say when read in full."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT, TOY
from patternbook.cache import FILE, Store
from patternbook.diagnostics import Place
from patternbook.load import load_file
from patternbook.pieces import Reader, again, pieces
from patternbook.progress import Progress
from patternbook.read import read
from patternbook.source import Source
from test_wrong import CASES, laid_out


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / FILE) as made:
        yield made


UNSEEN = Progress(lambda said: None, None)

CUT = {
    "two lists": ("a:\n  - x: 1\n  - x: 2\nb:\n  - y\n", [("a", 2), ("a", 3), ("b", 5)]),
    "without indentation": ("a:\n- x: 1\n- x: 2\n", [("a", 2), ("a", 3)]),
    "comments and empty lines": ("# top\n\na:  # a list\n\n  # first\n  - x: 1\n\n  # second\n  - x: 2\n# end\n", [("a", 6), ("a", 9)]),
    "lists in items": ("a:\n  - x:\n      - 1\n      - 2\n  - x:\n    - 3\n", [("a", 2), ("a", 5)]),
    "a hyphen in a block": ("a:\n  - x: |\n      - no item\n      more\n  - x: >-\n      text\n\n      - no item\n", [("a", 2), ("a", 5)]),
    "more blanks": ("a:\n  -   x: 1\n  - x: 2\n  - -1\n", [("a", 2), ("a", 3), ("a", 4)]),
    "windows": ("a:\r\n  - x: 1\r\n  - x: 2\r\n", [("a", 2), ("a", 3)]),
    "no line end": ("a:\n  - x: 1", [("a", 2)]),
}


@pytest.mark.parametrize(("text", "expected"), CUT.values(), ids=CUT.keys())
def test_items_are_cut_apart(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(piece.key, piece.start[0]) for piece in pieces(text) or ()] == expected


WHOLE = {
    "a mapping": "a:\n  x: 1\n",
    "a text": "a: text\n",
    "a list in brackets": "a: [1, 2]\n",
    "a key twice": "a:\n  - 1\na:\n  - 2\n",
    "two documents": "a:\n  - 1\n---\nb:\n  - 2\n",
    "an empty list": "a:\nb:\n  - 1\n",
    "a quoted key": '"a":\n  - 1\n',
    "nothing": "",
    "a hyphen alone": "a:\n  -\n    x: 1\n  -\n    x: 2\n",
    "a hyphen and a comment": "a:\n  - # note\n    x: 1\n",
    "a comment": "# nothing\n",
    "a list": "- 1\n- 2\n",
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE.keys())
def test_what_is_no_list_of_items_is_read_whole(text: str) -> None:
    assert pieces(text) is None


TRICKY = {
    "a quote over items": 'a:\n  - x: "one\n  - y: two"\n  - z: 3\n',
    "brackets over items": "a:\n  - x: [1,\n  - 2]\n  - z: 3\n",
    "an anchor and an alias": "a:\n  - &x {y: 1}\n  - *x\n",
    "a tag": "a:\n  - !!str 1\n",
    "a less indented item": "a:\n    - x: 1\n  - x: 2\n",
    "a tab": "a:\n\t- x: 1\n",
    "text after items": "a:\n  - x: 1\n  text\n",
    "a key twice in an item": "a:\n  - x: 1\n    x: 2\n",
    "an item that is a list": "a:\n  - - 1\n    - 2\n  - x\n",
    "a separator in a block": "a:\n  - x: |\n      ---\n      b:\n  - y: 1\n",
    "an invisible line end": "a:\n  - x: one\u2028two\n",
}


@pytest.mark.parametrize("text", [*TRICKY.values(), *(text for text, _ in CUT.values()), *WHOLE.values()])
def test_reading_by_item_gives_what_reading_in_full_gives(text: str, tmp_path: Path, store: Store) -> None:
    _compare(text, tmp_path, store)


def _compare(text: str, folder: Path, store: Store) -> None:
    path = folder / "file.yaml"
    path.write_bytes(text.encode())
    full, problems = load_file(path, "file.yaml")
    for _ in range(2):  # fresh, and found again
        source, found = Reader(store, b"code").load(path, "file.yaml")
        assert found == problems
        assert (source.root if source else None) == (full.root if full else None)
        if source and full:
            assert _starts(source) == _starts(full)


def _starts(source: Source) -> list[Place]:
    """Where each item of each list starts."""
    return [source.at((values, index)) for values in source.root.values() if isinstance(values, list) for index in range(len(values))]


LINES = (
    "a:",
    "b:",
    "  - x: 1",
    "    y: 2",
    "  - z: |",
    "      text",
    "      - t",
    "- w",
    "  # note",
    "",
    '  - q: "open',
    '    close"',
    "    v:",
    "---",
    "  -",
)


@settings(deadline=None)  # each writes a store
@given(st.lists(st.sampled_from(LINES), max_size=9))
def test_any_file_reads_the_same_by_item(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    folder = tmp_path_factory.mktemp("any")
    with Store(folder / FILE) as store:
        _compare("".join(f"{line}\n" for line in lines), folder, store)


@pytest.mark.parametrize("case", CASES)
def test_wrong_data_gets_the_same_diagnostics(case: str, tmp_path: Path, store: Store) -> None:
    folder = laid_out(case, tmp_path / "wrong")
    data = folder if (folder / "catalogue.yaml").exists() else folder / "data"
    expected = read(data, folder, "").diagnostics
    for _ in range(2):
        assert read(data, folder, "", again(store, b"code", UNSEEN.over)).diagnostics == expected


@pytest.mark.parametrize("folder", [ROOT / "data", TOY], ids=["shipped", "toy"])
def test_right_data_gives_the_same_catalogue(folder: Path, store: Store) -> None:
    expected = read(folder, ROOT, "").catalogue()
    for _ in range(2):
        found = read(folder, ROOT, "", again(store, b"code", UNSEEN.over)).catalogue()
        assert (found.entries, found.words, found.references, found.prose) == (expected.entries, expected.words, expected.references, expected.prose)
        assert {key: place.line for key, place in found.places.items()} == {key: place.line for key, place in expected.places.items()}


def test_edited_item_alone_is_read_again(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "file.yaml"
    path.write_text("a:\n  - x: 1\n  - x: 2\n")
    Reader(store, b"code").load(path, "file.yaml")
    before = _kept(store)
    path.write_text("# one line more\na:\n  - x: 1\n  - x: 3\n")
    source, _ = Reader(store, b"code").load(path, "file.yaml")
    assert source is not None
    assert source.root == {"a": [{"x": "1"}, {"x": "3"}]}
    assert _kept(store) == before + 1


def _kept(store: Store) -> int:
    """How many values are in the store."""
    store.finish()
    assert store.file is not None
    with closing(sqlite3.connect(store.file)) as connection:
        return int(connection.execute("SELECT count(*) FROM kept").fetchone()[0])
