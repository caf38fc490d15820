"""The line that a message quotes: the caret is below its place whatever the line holds, and nothing in it reaches a terminal."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.diagnostics.escaping import UNPRINTABLE
from patternbook.diagnostics.quote import WIDTH, quote_line


@pytest.mark.parametrize(
    ("line", "column", "quoted"),
    [
        pytest.param("  a: b", 6, ["     7 |   a: b", "       |      ^"], id="plain"),
        pytest.param("\ta: b", 2, ["     7 |     a: b", "       |     ^"], id="a tab is four columns"),
        pytest.param("日本: b", 5, ["     7 | 日本: b", "       |       ^"], id="wide characters are two columns"),
        pytest.param("e\u0301: b", 5, ["     7 | e\u0301: b", "       |    ^"], id="an accent of its own is none"),
        pytest.param("a\u202eb: c", 6, ["     7 | a\\u202eb: c", "       |           ^"], id="a direction override is written out"),
        pytest.param("a\x1b[31m", 3, ["     7 | a\\x1b[31m", "       |      ^"], id="a control sequence is written out"),
        pytest.param("a\u200bb", 3, ["     7 | a\\u200bb", "       |        ^"], id="an invisible character is written out"),
        pytest.param("##[error]x", 10, ["     7 | #\\x23[error]x", "       |             ^"], id="no command to GitHub"),
        pytest.param("a", 9, ["     7 | a", "       |  ^"], id="behind the end"),
        pytest.param("   ", 1, [], id="empty"),
    ],
)
def test_quoted(line: str, column: int, quoted: list[str]) -> None:
    assert quote_line(line, 7, column) == quoted


@pytest.mark.parametrize("column", [1, 50, 500, 5_000, 9_999])
def test_a_long_line_is_cut_around_the_place(column: int) -> None:
    line = "".join(f"{number:04}." for number in range(2_000))
    shown, caret = quote_line(line, 1, column)
    assert len(shown) <= WIDTH + len("     1 | ......")
    assert shown[len(caret) - 1] == line[column - 1]
    assert shown[9:].startswith("...") == (column > 60)


@given(st.text(st.characters(exclude_characters="\n\r"), max_size=300), st.integers(1, 400))
def test_anything_is_one_line_with_one_caret(line: str, column: int) -> None:
    quoted = quote_line(line, 1, column)
    assert [UNPRINTABLE.search(each) for each in quoted] == [None] * len(quoted)
    assert len(quoted) in (0, 2)
    assert not quoted or quoted[1].strip(" |") == "^"


def test_a_line_of_megabytes_takes_no_time() -> None:
    line = "a" * 20_000_000
    began = time.process_time()
    for column in range(1, 2_000):
        quote_line(line, 1, column * 10_000)
    assert time.process_time() - began < 20
