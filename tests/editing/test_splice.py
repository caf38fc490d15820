"""Changes of a YAML text: only what was meant changes, every other byte stays."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, TOY
from patternbook.editing.splice import SpliceError, YamlText
from patternbook.source.parse import parse_yaml

WORD = re.compile(r"XX[a-z]+")
FILES = [*sorted((ROOT / "data").glob("*.yaml")), *sorted(TOY.rglob("*.yaml"))]

STYLES = [
    ("plain", "a: see XXone now # XXkept\n", "a: see 1one now # XXkept\n"),
    ("folded over lines", "a: see\n  XXone and\n  XXtwo\n", "a: see\n  1one and\n  1two\n"),
    ("block", "a: >-\n  see [[XXone]],[[XXtwo]]\n\n  # no comment: XXthree\n", "a: >-\n  see [[1one]],[[1two]]\n\n  # no comment: 1three\n"),
    ("literal", "a: |+\n  XXone\n\n# XXkept\nb: 'it''s XXtwo'\n", "a: |+\n  1one\n\n# XXkept\nb: 'it''s 1two'\n"),
    ("quoted with escapes before", 'a: "\\u00e9\\t XXone"\n', 'a: "\\u00e9\\t 1one"\n'),
    ("written as an escape", 'a: "x \\x58Xone" # c\nb: XXtwo\n', 'a: "x 1one" # c\nb: 1two\n'),
    ("flow", "a: {b: [XXone, 'XXtwo'], c: XXthree}\n", "a: {b: [1one, '1two'], c: 1three}\n"),
    ("key", "XXkey: XXone\n", "XXkey: 1one\n"),
    ("line ends of Windows", "a:\r\n  - XXone\r\n  - b # c\r\n", "a:\r\n  - 1one\r\n  - b # c\r\n"),
    ("beyond the first plane", "a: 🎈 XXone\nb: XXtwo\n", "a: 🎈 1one\nb: 1two\n"),
]


@pytest.mark.parametrize(("before", "after"), [pytest.param(*style, id=name) for name, *style in STYLES])
def test_words_are_replaced_where_they_are_written(before: str, after: str) -> None:
    assert YamlText("x.yaml", before).substitute(WORD, lambda word: f"1{word[2:]}").text == after


def test_nothing_is_written_that_would_change_another_value() -> None:
    for words in ("- d: e", "d # e", "d\n# e", "d\nf: g"):  # no YAML; a comment; the same; another key
        with pytest.raises(SpliceError, match=r"^x.yaml was left as it is"):
            YamlText("x.yaml", "a: XXone\nb: c\n").substitute(WORD, {"XXone": words}.__getitem__)
    with pytest.raises(SpliceError, match="`patternbook check` says why"):
        YamlText("x.yaml", "a: [XXone\n").substitute(WORD, lambda _: "d")


APPENDED = [
    ("after a comment on its line", "a:\n  - b # c\nd: e\n", "a:\n  - b # c\n  - id: F-001\n    text: x\nd: e\n"),
    ("before what follows the list", "a:\n- b\n\n# of d\nd: e\n", "a:\n- b\n- id: F-001\n  text: x\n\n# of d\nd: e\n"),
    ("behind comments of the last item", "a:\n  - b: c\n    # of b\n# of d\n", "a:\n  - b: c\n    # of b\n  - id: F-001\n    text: x\n# of d\n"),
    ("spaced as the others", "a:\n  - b\n\n  - c\n", "a:\n  - b\n\n  - c\n\n  - id: F-001\n    text: x\n"),
    ("after a block", "a:\n  - b: |\n      c\n\n\nd: e\n", "a:\n  - b: |\n      c\n  - id: F-001\n    text: x\n\n\nd: e\n"),
    ("after a block that keeps its end", "a:\n  - b: |+\n      c\n\nd: e\n", "a:\n  - b: |+\n      c\n\n  - id: F-001\n    text: x\nd: e\n"),
    ("without a last line end", "a:\n  - {b: [c]}", "a:\n  - {b: [c]}\n  - id: F-001\n    text: x\n"),
    ("hyphens in a comment", "a:\n  - # - b\n    c\n  - # - d\n    e\n", "a:\n  - # - b\n    c\n  - # - d\n    e\n  - id: F-001\n    text: x\n"),
    ("line ends of Windows", "a:\r\n  - b\r\n", "a:\r\n  - b\r\n  - id: F-001\r\n    text: x\r\n"),
    ("an empty last value", "a:\n  - b:\n\nd: e\n", "a:\n  - b:\n  - id: F-001\n    text: x\n\nd: e\n"),
]


@pytest.mark.parametrize(("before", "after"), [pytest.param(*each, id=name) for name, *each in APPENDED])
def test_item_is_added_at_the_end_of_its_list(before: str, after: str) -> None:
    assert YamlText("x.yaml", before).append(("a",), ["id: F-001", "text: x"]).text == after


@pytest.mark.parametrize("before", ["a: []\n", "a: [b]\n", "a: b\n", "c:\n  - d\n", "a:\n"])
def test_item_is_added_to_lists_in_lines_only(before: str) -> None:
    with pytest.raises(SpliceError, match="holds no list"):
        YamlText("x.yaml", before).append(("a",), ["b"])


def test_item_is_added_to_a_list_within_an_item() -> None:
    text = "a:\n  - b: c\n    d:\n      - e\n      - f\n  - b: g\n"
    assert YamlText("x.yaml", text).append(("a", 0, "d"), ["h"]).text == "a:\n  - b: c\n    d:\n      - e\n      - f\n      - h\n  - b: g\n"


@pytest.mark.shipped
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_list_of_the_data_takes_an_item_and_gives_it_back(path: Path) -> None:
    source = YamlText(path.name, path.read_bytes().decode().removeprefix("\ufeff"))
    lists = [each for each, span in source.spans.items() if span.items]
    for chosen in lists[:: max(1, len(lists) // 5)]:
        added = source.append(chosen, ["id: F-new-x", "text: >-", "  two words"]).text
        begin = next(at for at, (one, other) in enumerate(zip(f"{source.text}\0", added, strict=False)) if one != other)
        end = len(added) - len(source.text) + begin
        assert added[:begin] + added[end:] == source.text  # one range was added, and every other byte stays
        assert parse_yaml(added) is not None


PIECES = st.sampled_from(["XXone", "XXtwo", " ", "\n", "a", "é", "🎈", "'", '"', "#", ": ", "- ", "\\", "{", "[["])
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@given(texts=st.lists(TEXTS, min_size=1, max_size=4), style=st.sampled_from(["json", "single", "literal", "folded"]))
def test_substitution_changes_matches_and_nothing_else(texts: list[str], style: str) -> None:
    def written(text: str) -> str:
        if style == "json" or (style == "single" and "\n" in text):
            return json.dumps(text)
        if style == "single":
            return "'" + text.replace("'", "''") + "'"
        body = "\n".join(f"      {line}" for line in text.split("\n"))
        return f"{'|' if style == 'literal' else '>'}2-\n{body}" if text.strip() else "''"

    text = "# XXhead\na:\n" + "".join(f"  - b: {written(each)}  \n    # XXfoot\n" for each in texts)
    before = parse_yaml(text)
    if before is None:
        return
    after = YamlText("x.yaml", text).substitute(WORD, lambda word: f"1{word[2:]}").text
    assert re.sub("XX", "", text) == re.sub("XX|1", "", after)  # nothing but the words has changed
    assert re.findall("# XX(?:head|foot)", after) == ["# XXhead", *["# XXfoot"] * len(texts)]
    read = parse_yaml(after)
    assert read is not None
    assert [each["b"] for each in read.value["a"]] == [WORD.sub(lambda match: f"1{match[0][2:]}", each["b"]) for each in before.value["a"]]  # type: ignore[index, call-overload, arg-type]


KEYS = [
    ("an item in lines", "a:\n  - b: c\n    d: e # f\n\n  - b: g\n", ("a", 0), "a:\n  - b: c\n    d: e # f\n    k: [1, 2]\n\n  - b: g\n"),
    ("an item in braces", "a:\n  - {b: c} # d\n", ("a", 0), "a:\n  - {b: c, k: [1, 2]} # d\n"),
    ("the last of a file", "a:\n  b: c", ("a",), "a:\n  b: c\n  k: [1, 2]\n"),
    ("after a block", "a:\n  - b: |\n      c\n\n      d\n  - e: f\n", ("a", 0), "a:\n  - b: |\n      c\n\n      d\n    k: [1, 2]\n  - e: f\n"),
    ("after a comment of its own", "a:\n  b: c\n  # d\ne: f\n", ("a",), "a:\n  b: c\n  # d\n  k: [1, 2]\ne: f\n"),
    ("line ends of Windows", "a:\r\n  b: c\r\n", ("a",), "a:\r\n  b: c\r\n  k: [1, 2]\r\n"),
    ("lists deep inside", "a:\n  - b:\n      - c: d\n  - e: f\n", ("a", 0), "a:\n  - b:\n      - c: d\n    k: [1, 2]\n  - e: f\n"),
]


@pytest.mark.parametrize(("before", "path", "after"), [pytest.param(*each[1:], id=each[0]) for each in KEYS])
def test_key_is_added_to_a_mapping(before: str, path: tuple[str | int, ...], after: str) -> None:
    assert YamlText("x.yaml", before).add_key(path, "k", "[1, 2]").text == after


@pytest.mark.parametrize(("text", "path"), [("a: {k: b}\n", ("a",)), ("a: b\n", ("a",)), ("a: b\n", ("c",))])
def test_key_is_not_added_where_it_is_or_where_no_mapping_is(text: str, path: tuple[str, ...]) -> None:
    with pytest.raises(SpliceError):
        YamlText("x.yaml", text).add_key(path, "k", "1")
