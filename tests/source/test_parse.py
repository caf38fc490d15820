"""YAML text to plain values: what is read with places too, or nothing where anything is to be said about the text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patternbook.source.parse import MAX_YAML_DEPTH, parse_yaml
from patternbook.source.positions import parse_with_positions

WORDS = (
    "a",
    "b",
    " ",
    "  ",
    "\n",
    "\n  ",
    "\n- ",
    "\n  - ",
    ": ",
    "- ",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "&x ",
    "*x",
    "! ",
    "!!str ",
    "'",
    '"',
    "|\n  ",
)
MORE = ("---\n", "...\n", "# c", "%YAML 1.2\n", "\u2028", "\x85", "\x07", "é", "\r\n", "\ufeff", "\\u2028", "\\ud800", ">-\n   ", "\t")


@settings(deadline=None, max_examples=1_000)
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from([*WORDS, *MORE])), max_size=14).map("".join))
@example("a: b\na: c")
@example("{a: 1, a: [2]}")
@example("? [a]\n: b")
@example("a: &x b\nc: *x")
@example("- &x b")
@example("- !t b")
@example("&x a: b")
@example("!t a: b")
@example("a: !t {}")
@example("- *x")
@example("*x : b")
@example("a: b\n---\nc: d")
@example("---\n---\na: b")
@example("---\na: b\n...\n")
@example("%YAML 1.2\n---\na: b")
@example("")
@example("# c")
@example("a")
@example("a: [b")
@example("a: b\u2028c")
def test_text_without_fault_is_read_as_with_places(text: str) -> None:
    value, problems = parse_with_positions("f.yaml", text)
    read = parse_yaml(text)
    assert (read.value if read else None) == (None if problems else value)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", "")], ids=["lists", "mappings", "hyphens"])
def test_depth(opening: str, closing: str) -> None:
    assert parse_yaml(opening * (MAX_YAML_DEPTH - 1) + "[]" + closing * (MAX_YAML_DEPTH - 1)) is not None
    assert parse_yaml(opening * (MAX_YAML_DEPTH + 1) + "[]" + closing * (MAX_YAML_DEPTH + 1)) is None
    assert parse_yaml(opening * 100_000) is None


def test_items_of_lists_at_the_top_know_where_they_start() -> None:
    read = parse_yaml("a:\n  - x: [1]\n  - y\nb: [z, {}]\nc: {d: [e]}\nf: []\n")
    assert read is not None
    assert isinstance(read.value, dict)
    lists = {key: read.starts.get(id(value)) for key, value in read.value.items()}
    assert lists == {"a": [(2, 5), (3, 5)], "b": [(4, 5), (4, 8)], "c": None, "f": []}


def test_each_key_is_held_once() -> None:
    read = parse_yaml("- {first key: a}\n- {first key: b}\n")
    assert read is not None
    keys = [key for item in read.value for key in item]
    assert keys[0] is keys[1]
