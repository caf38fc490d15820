"""Files cut into items: each reads as it does within its file, or is refused."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patternbook.diagnostics.diagnostic import Place
from patternbook.incremental.item_spans import ItemSpan, read_alone, split_items
from patternbook.source.files import load_file
from patternbook.source.source_file import SourceFile

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
    assert [(piece.key, piece.start[0]) for piece in split_items(text)] == expected


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
    assert split_items(text) == ()


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
    "a control character in a comment at the top": "# c\x02\na:\n  - x: 1\n",
    "a control character in a comment at a key": "a:\n  - x: 1\nb: # c\x7f\n  - x: 1\n",
    "a control character in a comment before items": "a:\n# c\ufffe\n  - x: 1\n",
    "a control character in a comment at the end": "a:\n  - x: 1\n# c\x1b\n",
    "an invisible line end in a comment": "# c\u2028\na:\n  - x: 1\n",
    "a carriage return in a comment": "# c\rb: 1\na:\n  - x: 1\n",
    "a character that is escaped": 'a:\n  - x: "\\0"\n',
    "an invisible line end": "a:\n  - x: one\u2028two\n",
}


@pytest.mark.parametrize("text", [*TRICKY.values(), *(text for text, _ in CUT.values()), *WHOLE.values()])
def test_reading_by_item_gives_what_reading_in_full_gives(text: str, tmp_path: Path) -> None:
    _compare(text, tmp_path)


@pytest.mark.parametrize("text", TRICKY.values(), ids=TRICKY.keys())
def test_what_cannot_be_read_by_item_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(text.encode())
    flawed = load_file(path, "file.yaml")[1] != []
    refused = None in [_read(piece, text) for piece in split_items(text)] or split_items(text) == ()
    assert refused or not flawed


def _read(piece: ItemSpan, text: str) -> SourceFile | None:
    return read_alone("file.yaml", piece.key, piece.of(text), piece.start[0])


def _compare(text: str, folder: Path) -> None:
    """What is cut apart and read item by item is what is read in full, or some item is refused."""
    path = folder / "file.yaml"
    path.write_bytes(text.encode())
    cut = split_items(text)
    alone = [_read(piece, text) for piece in cut]
    if not alone or None in alone:
        return
    values = [items[0] for source in alone if source for items in source.root.values() if isinstance(items, list)]
    full, problems = load_file(path, "file.yaml")
    assert problems == []
    assert full is not None
    assert [*itertools.chain.from_iterable(full.root.values())] == values
    starts = [full.at((items, index)) for items in full.root.values() if isinstance(items, list) for index in range(len(items))]
    assert [Place("file.yaml", *piece.start) for piece in cut] == starts
    assert [source.at((source.root[piece.key], 0)) for piece, source in zip(cut, alone, strict=True) if source] == starts  # type: ignore[arg-type]


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
    _compare("".join(f"{line}\n" for line in lines), tmp_path_factory.mktemp("any"))
