"""YAML text to values with places: what is read, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from patternbook.source.characters import UNCARRIED
from patternbook.source.parse import MAX_YAML_DEPTH, YamlValue
from patternbook.source.positions import parse_with_positions


def read(text: str) -> tuple[YamlValue | None, list[tuple[str, int, int]]]:
    """The value, and each problem as (code, line, column)."""
    value, problems = parse_with_positions("f.yaml", text)
    return value, [(p.code, p.place.line, p.place.column) for p in problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("no", "no", id="a country, not false"),
        pytest.param("1.10", "1.10", id="a version, not 1.1"),
        pytest.param("2022-05-01", "2022-05-01", id="date"),
        pytest.param("017", "017", id="not octal"),
        pytest.param("1:30", "1:30", id="not sexagesimal"),
        pytest.param("null", "null", id="null"),
        pytest.param("~", "~", id="tilde"),
        pytest.param("", "", id="nothing"),
        pytest.param("1_000", "1_000", id="underscore"),
        pytest.param("0x1F", "0x1F", id="not hexadecimal"),
        pytest.param(".inf", ".inf", id="not infinite"),
        pytest.param("'it''s'", "it's", id="single quotes"),
        pytest.param(r'"a\tb\u00e9"', "a\tbé", id="double quotes"),
        pytest.param("|\n  one\n  two\n", "one\ntwo\n", id="literal block"),
        pytest.param(">\n  one\n  two\n", "one two\n", id="folded block"),
        pytest.param("one\n  two", "one two", id="plain over two lines"),
        pytest.param("a # comment", "a", id="comment"),
        pytest.param("a#b", "a#b", id="no comment"),
    ],
)
def test_scalars_stay_text(written: str, value: str) -> None:
    assert read(f"key: {written}") == ({"key": value}, [])


def test_merge_key_is_an_ordinary_key() -> None:
    assert read("<<: {a: b}") == ({"<<": {"a": "b"}}, [])


@pytest.mark.parametrize(
    ("text", "problems", "value"),
    [
        pytest.param("a: 1\nb: 2\na: 3", [("PB104", 3, 1)], {"a": "1", "b": "2"}, id="of two equal keys the first counts"),
        pytest.param("{a: 1, a: [2]}", [("PB104", 1, 8)], {"a": "1"}, id="equal keys on one line"),
        pytest.param("x:\n  a: 1\ny:\n  a: 2", [], {"x": {"a": "1"}, "y": {"a": "2"}}, id="equal keys in two mappings"),
        pytest.param("a: &x b", [("PB105", 1, 4)], {"a": "b"}, id="anchor"),
        # The text behind an alias is kept, so that no empty field is reported besides.
        pytest.param("a: &x b\nc: *x", [("PB105", 1, 4), ("PB105", 2, 4)], {"a": "b", "c": "b"}, id="alias of a text"),
        pytest.param("a: &x [b]\nc: *x", [("PB105", 1, 4), ("PB105", 2, 4)], {"a": ["b"], "c": ""}, id="alias of a list"),
        pytest.param("a: *x", [("PB105", 1, 4)], {"a": ""}, id="alias of nothing"),
        pytest.param("a: &x [*x]", [("PB105", 1, 4), ("PB105", 1, 8)], {"a": [""]}, id="alias of what it stands in"),
        pytest.param("a: !!str b", [("PB105", 1, 4)], {"a": "b"}, id="tag"),
        pytest.param("a: !python/object:os.system [b]", [("PB105", 1, 4)], {"a": ["b"]}, id="tag that runs code elsewhere"),
        pytest.param("a: ! b", [("PB105", 1, 4)], {"a": "b"}, id="non-specific tag"),
        pytest.param("? [a]\n: b\nc: d", [("PB103", 1, 3)], {"c": "d"}, id="list as key"),
        pytest.param("? {a: b}\n: {c: d}", [("PB103", 1, 3)], {}, id="mapping as key"),
        pytest.param("? a\n: b", [], {"a": "b"}, id="a plain key, written the long way"),
        pytest.param('"\\0": b\na key that was refused: c', [("PB110", 1, 1)], {"\ufffd": "b", "a key that was refused": "c"}, id="keys like no key"),
        pytest.param('a: ["b", "c\\x02\\ud7ff"]', [("PB110", 1, 10)], {"a": ["b", "c\ufffd\ud7ff"]}, id="characters that no page can carry"),
        pytest.param("a: b\n---\nc: d", [("PB103", 2, 1)], None, id="second document"),
        pytest.param("---\n---\na: b", [("PB103", 2, 1)], None, id="second document after an empty one"),
        pytest.param("---\na: b\n...\n", [], {"a": "b"}, id="one document with its marks"),
        pytest.param("%YAML 1.2\n---\na: b", [], {"a": "b"}, id="directive"),
        pytest.param("a: 'b", [("PB103", 1, 4)], None, id="quote never closed"),
        pytest.param("a: [b", [("PB103", 1, 4)], None, id="bracket never closed"),
        pytest.param("a: [", [("PB103", 1, 4)], None, id="bracket never closed, nothing in it"),
        pytest.param("a: [b, {c: d},\n\n", [("PB103", 1, 4)], None, id="bracket never closed, after a comma"),
        pytest.param("a: {b: [c, [d], ", [("PB103", 1, 8)], None, id="bracket never closed, within a brace"),
        pytest.param("a: {b: ", [("PB103", 1, 4)], None, id="brace never closed, before a value"),
        pytest.param("a: b: c", [("PB103", 1, 5)], None, id="two colons"),
        pytest.param("a:\n\tb: c", [("PB103", 2, 1)], None, id="tab"),
        pytest.param("a: @b", [("PB103", 1, 4)], None, id="reserved character"),
        pytest.param("a: b\x00c", [("PB103", 1, 5)], None, id="NUL"),
        pytest.param("a: \x07", [("PB103", 1, 4)], None, id="bell"),
        pytest.param("a: \x7f", [("PB103", 1, 4)], None, id="delete"),
        # libyaml tells the byte; the message names the character.
        pytest.param("é: ü\n\nb: 日本\x01", [("PB103", 3, 6)], None, id="control character after wide letters"),
        # libyaml takes these for ends of lines, editors do not: places would not agree.
        pytest.param("a: b\u2028c", [("PB103", 1, 5)], None, id="line separator"),
        pytest.param("a: b\u2029c", [("PB103", 1, 5)], None, id="paragraph separator"),
        pytest.param("a: é\x85", [("PB103", 1, 5)], None, id="next line"),
        pytest.param("", [], None, id="empty"),
        pytest.param("# a comment\n", [], None, id="comment only"),
        pytest.param("- a", [], ["a"], id="list at the top"),
        pytest.param("a", [], "a", id="text at the top"),
    ],
)
def test_parse(text: str, problems: list[tuple[str, int, int]], value: object) -> None:
    assert read(text) == (value, problems)


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        pytest.param("a: b: c", "a text without quotes holds a colon and a blank, as a key does", 'a: "b: c"', id="colon"),
        pytest.param("a: 'b", "the quote that opens here is never closed", "Close it", id="since where"),
        pytest.param("a: @b", "a text cannot start with @", '"@b"', id="since here"),
        pytest.param("a: \x01", "control characters are not allowed", "Take the character out", id="character"),
        pytest.param("a: \u2028", "the character U+2028, an invisible end of line", "Take it out", id="invisible"),
        pytest.param("a: 1\na: 2", "key 'a' was given before, on line 1", "", id="twice"),
    ],
)
def test_wording(text: str, message: str, fix: str) -> None:
    problem = parse_with_positions("f.yaml", text)[1][0]
    assert problem.message == message
    assert fix in problem.fix


@pytest.mark.parametrize(
    ("opening", "inside", "closing"),
    [pytest.param("[", "", "]", id="lists"), pytest.param("{a: ", "b", "}", id="mappings"), pytest.param("- ", "a", "", id="hyphens")],
)
def test_depth(opening: str, inside: str, closing: str) -> None:
    value, problems = read(opening * MAX_YAML_DEPTH + inside + closing * MAX_YAML_DEPTH)
    assert value is not None
    assert problems == []
    value, problems = read(opening * (MAX_YAML_DEPTH + 1) + inside + closing * (MAX_YAML_DEPTH + 1))
    assert value is None
    assert problems == [("PB107", 1, len(opening) * MAX_YAML_DEPTH + 1)]


# Every character that a UTF-8 file may hold, the odd ones often.
ODD = st.sampled_from(" \t\n:#-?!&*[]{}|>'\"%@`,~=<\\/\u00a0\u00ad\ufefféßﬁ日本\U0001f600")
TEXT = st.text(st.one_of(ODD, st.characters(exclude_categories=["Cs"])), max_size=30).filter(lambda text: not UNCARRIED.search(text))
NESTED = st.recursive(TEXT, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)), max_leaves=15)
STYLES = st.sampled_from([None, True, False])


@settings(deadline=None)
@given(NESTED, STYLES, st.sampled_from([20, 80, 1000]))
def test_what_pyyaml_writes_is_read_back(structure: Any, flow: bool | None, width: int) -> None:
    written = yaml.safe_dump(structure, default_flow_style=flow, width=width, allow_unicode=False)
    value, problems = parse_with_positions("f.yaml", written)
    assert problems == []
    assert value == structure
