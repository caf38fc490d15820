"""Where everything in a file stands, told only where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from patternbook.diagnostics.diagnostic import Place
from patternbook.source.parse import YamlValue, parse_yaml
from patternbook.source.positions import parse_with_positions
from patternbook.source.source_file import SourceFile

STYLES = st.sampled_from([None, True, False])


def source(text: str) -> SourceFile:
    """As a file without fault is read: without places."""
    read = parse_yaml(text)
    assert read is not None
    assert isinstance(read.value, dict)
    return SourceFile("f.yaml", read.value, text, read.starts)


# Keys and values that are found again in the text, each once, by a number of their own.
SHAPES = st.recursive(
    st.just(""),
    lambda inner: st.one_of(st.lists(inner, min_size=1, max_size=3), st.dictionaries(st.integers(0, 3), inner, min_size=1, max_size=3)),
    max_leaves=12,
)


def _numbered(shape: Any, count: list[int]) -> Any:
    count[0] += 1
    if isinstance(shape, dict):
        return {f"k{count[0]}é{key}x": _numbered(inner, count) for key, inner in shape.items()}
    if isinstance(shape, list):
        return [_numbered(inner, count) for inner in shape]
    return f"v{count[0]}ü日x"


def texts(value: YamlValue, way: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text with the way to it."""
    if isinstance(value, str):
        yield way, value
    else:
        for step, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(each, (*way, step))


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 3), SHAPES, min_size=1, max_size=3), STYLES, st.sampled_from([None, '"', "'"]), st.sampled_from(["\n", "\r\n"]))
def test_places_point_at_where_values_start(shape: Any, flow: bool | None, quote: str | None, line_end: str) -> None:
    structure = _numbered(shape, [0])
    written = yaml.safe_dump(structure, default_flow_style=flow, default_style=quote, allow_unicode=True, width=30).replace("\n", line_end)
    written = f"# A comment.{line_end}{line_end}{written}"
    if quote is not None:
        written = written.replace("!!str ", "")
    found = source(written)
    lines = written.split(line_end)
    for way, text in texts(found.root):
        place = found.place(way)
        assert lines[place.line - 1][place.column - 1 :].startswith((quote or "") + text), (way, place)
        keys = [i for i, step in enumerate(way) if isinstance(step, str)]
        for last in keys:
            key_place, key = found.key_place(way[: last + 1]), way[last]
            assert lines[key_place.line - 1][key_place.column - 1 :].startswith((quote or "") + str(key))


TWO = """\
findings:
  - id: F-001
    themes: [one, "two"]
    title: >-
      Folded
      text
  - id: F-002
    limits:
      - {text: x}
"""


@pytest.mark.parametrize(
    ("way", "line", "column"),
    [
        pytest.param((), 1, 1, id="the file"),
        pytest.param(("findings",), 2, 3, id="a list starts at its first hyphen"),
        pytest.param(("findings", 0), 2, 5, id="an item after its hyphen"),
        pytest.param(("findings", 0, "id"), 2, 9, id="a text"),
        pytest.param(("findings", 0, "themes"), 3, 13, id="a list in brackets"),
        pytest.param(("findings", 0, "themes", 1), 3, 19, id="a text at its quote"),
        pytest.param(("findings", 0, "title"), 4, 12, id="a folded text at its mark"),
        pytest.param(("findings", 1, "limits", 0, "text"), 9, 16, id="deep inside"),
        # Where there is no such value, the nearest parent tells where to look.
        pytest.param(("findings", 1, "title"), 7, 5, id="missing field"),
        pytest.param(("findings", 7, "title"), 2, 3, id="missing item"),
        pytest.param(("findings", 0, "id", "deeper"), 2, 9, id="text that is no mapping"),
        pytest.param(("patterns",), 1, 1, id="missing key"),
    ],
)
def test_place(way: tuple[str | int, ...], line: int, column: int) -> None:
    assert source(TWO).place(way) == Place("f.yaml", line, column)


@pytest.mark.parametrize(
    ("way", "line", "column"),
    [
        pytest.param(("findings",), 1, 1, id="at the top"),
        pytest.param(("findings", 0, "themes"), 3, 5, id="of an item"),
        pytest.param(("findings", 1, "limits", 0, "text"), 9, 10, id="in braces"),
        pytest.param(("findings", 0), 2, 5, id="an item has no key: where it starts"),
        pytest.param(("findings", 0, "nothing"), 2, 5, id="missing key"),
        pytest.param(("findings", 9, "nothing"), 2, 3, id="missing parent"),
    ],
)
def test_key_place(way: tuple[str | int, ...], line: int, column: int) -> None:
    assert source(TWO).key_place(way) == Place("f.yaml", line, column)


def test_place_of_a_key_given_twice_is_the_first() -> None:
    text = "a: one\nb: x\na:   two\n"
    value, _ = parse_with_positions("f.yaml", text)
    assert isinstance(value, dict)
    assert SourceFile("f.yaml", value, text).place(("a",)) == Place("f.yaml", 1, 4)


def test_places_of_items_are_known_without_reading_again() -> None:
    read = source("a:\n  - x: 1\n  - y: 2\nb: [z]\n")
    found = SourceFile(read.file, read.root, "nothing that could be read again", read.starts)
    assert found.at((found.root["a"], 1)) == Place("f.yaml", 3, 5)  # type: ignore[arg-type]
    assert found.at((found.root["b"], 0)) == Place("f.yaml", 4, 5)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [TWO, TWO + "findings: again\n"], ids=["without fault", "with one"])
def test_places_by_way_and_by_what_holds_the_value_agree(text: str) -> None:
    read = parse_yaml(text)
    root: Any = read.value if read else parse_with_positions("f.yaml", text)[0]
    found = SourceFile("f.yaml", root, text, read.starts if read else {})
    for way, _ in texts(root):
        holder = root
        for step in way[:-1]:
            holder = holder[step]
        assert found.at((holder, way[-1])) == found.place(way)
