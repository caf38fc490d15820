"""Where a character of a YAML text stands in its file, in every way of writing a text."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from patternbook.diagnostics.diagnostic import Place
from patternbook.source.parse import parse_yaml
from patternbook.source.positions import parse_with_positions
from patternbook.source.scalars import locate_scalars
from patternbook.source.source_file import SourceFile


def source(text: str) -> SourceFile:
    read = parse_yaml(text)
    value = read.value if read else parse_with_positions("f.yaml", text)[0]
    assert isinstance(value, dict)
    return SourceFile("f.yaml", value, text)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("a: b [[x]] c [[x]]", [(1, 6), (1, 14)], id="plain"),
        pytest.param("ü: 日\na: ü日\U0001f600 [[x]]", [(2, 8)], id="wide letters"),
        pytest.param("a: b\n  [[x]]\n\n     c [[x]]\n", [(2, 3), (4, 8)], id="plain over lines"),
        pytest.param("a: b [[x]] # [[x]]\nb: '[[x]]'", [(1, 6)], id="before a comment"),
        pytest.param("a: '[[x]] it''s [[x]]'", [(1, 5), (1, 17)], id="single quotes"),
        pytest.param("a: 'it''s ''\n  ''''\n\n  [[x]] '''''", [(4, 3)], id="single quotes over lines"),
        pytest.param('a: "[[x]] [[x]]"', [(1, 5), (1, 11)], id="double quotes"),
        pytest.param(r'a: "\"q\" \\ \t\n\x20\u0020\U00000020\ [[x]]"', [(1, 40)], id="escapes of characters and of blanks"),
        pytest.param(r'a: "\x41\u0041\U00000041\_\N\e\0[[x]]"', [(1, 33)], id="escapes with and without digits"),
        pytest.param('a: "b\\\n   c\n\n  \\  d [[x]] e"', [(4, 8)], id="escaped ends of lines"),
        pytest.param("a: |\n  b [[x]]\n\n   [[x]]\n", [(2, 5), (4, 4)], id="literal"),
        pytest.param("a: |-\n      b [[x]]\n", [(2, 9)], id="literal, stripped, far in"),
        pytest.param("a: |+\n  b [[x]]\n\n\n", [(2, 5)], id="literal, kept"),
        pytest.param("a: |2-  # [[x]]\n\n    b [[x]]\n", [(3, 7)], id="literal, indented itself, after a comment"),
        pytest.param("a: |\n  b\t[[x]]\n# [[x]]\nb: c", [(2, 5)], id="literal, a comment after it"),
        pytest.param("a: |\r\n  b\r\n\r\n  [[x]]\r\n", [(4, 3)], id="Windows line ends"),
        pytest.param("a: |\r  b\r\r  [[x]]\r", [(4, 3)], id="old line ends"),
        pytest.param("a: >-\n  b\n  c [[x]]\n\n    d [[x]]\n  e\n", [(3, 5), (5, 7)], id="folded"),
        pytest.param("{b: [c], a: 'd [[x]]'}", [(1, 16)], id="in braces"),
        pytest.param("? a\n: b [[x]]", [(2, 5)], id="the long way"),
    ],
)
def test_place(text: str, places: list[tuple[int, int]]) -> None:
    found = source(text)
    value = found.root["a"]
    assert isinstance(value, str)
    offsets = [offset for offset in range(len(value)) if value.startswith("[[x]]", offset)]
    assert [found.inside((found.root, "a"), offset) for offset in offsets] == [Place("f.yaml", *place) for place in places]


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        pytest.param("a: &x [[x]]", 0, id="an anchor, which is refused anyway"),
        pytest.param("a: !!str 'b [[x]]'", 2, id="a tag, which is refused anyway"),
        pytest.param("a: '[b](   '", 8, id="the end of the text"),
        pytest.param("a: |-\n  [b](", 4, id="the end of a block"),
    ],
)
def test_start_of_the_text_where_no_place_can_be_told(text: str, offset: int) -> None:
    found = source(text)
    assert found.inside((found.root, "a"), offset) == Place("f.yaml", 1, 4)


def test_only_texts_of_which_a_message_may_need_more_than_the_start_are_kept() -> None:
    long = "a-long-text-without-blanks-or-marks"
    kept = locate_scalars(f"{long}1: {long}\n{long}2: 'a long text that holds [d]'\n{long}3: {long}<f>\nshort: {long} # cut\n")
    assert list(kept) == [(2, 39), (3, 39), (4, 1), (4, 8)]
    assert [scalar.comment for scalar in kept.values()] == ["", "", "", "cut"]


PIECES = st.text(st.sampled_from("ab'\"\\ \n\t#:-,é\u00a0\u00ad日\U0001f600\x07"), max_size=8)
STYLES = st.sampled_from([None, "'", '"', "|", ">"])


def _nested(value: str, depth: int) -> Any:
    return value if depth == 0 else {"k": ["first", _nested(value, depth - 1)]}


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, min_size=1, max_size=6), STYLES, st.integers(0, 3), st.sampled_from([2, 4]), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_every_character_is_found_however_it_is_written(
    pieces: list[str], style: str | None, depth: int, indent: int, unicode: bool, line_end: str
) -> None:
    text = "".join(f"{piece}[{number}]" for number, piece in enumerate(pieces))
    written = yaml.safe_dump({"a": _nested(text, depth)}, default_style=style, indent=indent, width=20, allow_unicode=unicode)
    written = written.replace("!!str ", "").replace("\n", line_end)
    found = source(written)
    holder: Any = found.root
    step: str | int = "a"
    for _ in range(depth):
        holder, step = holder[step]["k"], 1
    value = holder[step]  # PyYAML folds some texts wrongly: what counts is what is read
    lines = written.split(line_end)
    for number in range(len(pieces)):
        place = found.inside((holder, step), value.index(f"[{number}]"))
        assert lines[place.line - 1][place.column - 1 :].startswith(f"[{number}]")
