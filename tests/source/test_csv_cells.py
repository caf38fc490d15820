"""CSV with places, compared with Python's own reader."""

from __future__ import annotations

import csv
import io
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.source.csv_cells import CsvError, guard_formula, read_csv, unguard_formula

VALUE = st.text(st.sampled_from('ab ,"\n\r水\t'), max_size=6)
TABLE = st.lists(st.lists(VALUE, min_size=2, max_size=4), min_size=1, max_size=5)


@given(TABLE, st.sampled_from(["all", "minimal"]))
def test_reads_what_is_written(table: list[list[str]], quoting: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL if quoting == "all" else csv.QUOTE_MINIMAL).writerows(table)
    assert [[cell.text for cell in row] for row in read_csv(out.getvalue())] == table


@given(TABLE)
def test_places_are_where_the_values_start(table: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(table)
    text = out.getvalue().replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    for row in read_csv(text):
        for cell in row:
            assert lines[cell.line - 1][cell.column - 1] == '"'


PLACES = [
    ("a,b\n1,2\n", [[("a", 1, 1), ("b", 1, 3)], [("1", 2, 1), ("2", 2, 3)]]),
    ("\ufeffa,b", [[("a", 1, 1), ("b", 1, 3)]]),
    ('"x\ny",z\nlast,', [[("x\ny", 1, 1), ("z", 2, 4)], [("last", 3, 1), ("", 3, 6)]]),
    ("a\n\n\nb\n", [[("a", 1, 1)], [("b", 4, 1)]]),
    ('""\n', [[("", 1, 1)]]),
    ("", []),
    ("\r\na\rb", [[("a", 2, 1)], [("b", 3, 1)]]),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_places(text: str, expected: list[list[tuple[str, int, int]]]) -> None:
    assert [[(cell.text, cell.line, cell.column) for cell in row] for row in read_csv(text)] == expected


@pytest.mark.parametrize(("text", "line", "column"), [('a,"b', 1, 3), ('a\nb,"c\nd', 2, 3), ('"a"b,c', 1, 4), ('x\n"a\n"b', 3, 2), ('a"b,c', 1, 2)])
def test_what_is_no_csv(text: str, line: int, column: int) -> None:
    with pytest.raises(CsvError) as raised:
        read_csv(text)
    assert (raised.value.line, raised.value.column) == (line, column)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "'=", "''\r", " =", "\ufeff=", "' \u200b@", "\uff1d", "\ufe62", "'\u207c"])
def test_what_a_spreadsheet_may_take_for_a_formula_gets_an_apostrophe(start: str) -> None:
    assert guard_formula(f"{start}1+1") == f"'{start}1+1"
    assert unguard_formula(f"'{start}1+1") == f"{start}1+1"


@pytest.mark.parametrize("value", ["", "a=1", "'a", "'", " a", "' ", "\u22121", "1=1"])
def test_other_values_are_written_as_they_are(value: str) -> None:
    assert guard_formula(value) == unguard_formula(value) == value


PLAIN_SIGNS = "=+-@"
LOOKALIKES = [each for each in map(chr, range(sys.maxunicode + 1)) if unicodedata.normalize("NFKC", each)[:1] in tuple(PLAIN_SIGNS)]


def test_every_character_that_reads_as_a_sign_is_guarded() -> None:
    assert {"=", "\uff1d", "\uff0b", "\uff0d", "\uff20"} <= set(LOOKALIKES)
    assert [each for each in LOOKALIKES if guard_formula(f"{each}1+1") != f"'{each}1+1"] == []


@given(st.text(st.sampled_from("'= \t\n+a1\uff1d\ufeff\u200b\u22120") | st.characters(), max_size=6))
def test_guard_is_taken_off_again_and_stays_where_it_is(value: str) -> None:
    guarded = guard_formula(value)
    assert unguard_formula(guarded) == value
    visible = guarded.lstrip("".join(each for each in guarded if unicodedata.category(each)[0] in "ZC"))
    assert unicodedata.normalize("NFKC", visible)[:1] not in tuple(PLAIN_SIGNS)
