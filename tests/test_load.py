"""YAML text to plain values with places: what is read, what is refused, and where everything stands."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from patternbook.diagnostics import Diagnostic, Place
from patternbook.load import MAX_BYTES, MAX_DEPTH, Block, Source, Value, bytes_of, data_files, decode, load_file, load_folder, names_in, parse, shown


def read(text: str) -> tuple[Value | None, list[tuple[str, int, int]]]:
    """The value, and each problem as (code, line, column)."""
    value, problems = parse("f.yaml", text)
    return value, [(p.code, p.place.line, p.place.column) for p in problems]


def source(text: str) -> Source:
    value, problems = parse("f.yaml", text)
    assert problems == []
    assert isinstance(value, Block)
    return Source("f.yaml", value, text)


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
        pytest.param("a: b\n---\nc: d", [("PB103", 2, 1)], None, id="second document"),
        pytest.param("---\n---\na: b", [("PB103", 2, 1)], None, id="second document after an empty one"),
        pytest.param("---\na: b\n...\n", [], {"a": "b"}, id="one document with its marks"),
        pytest.param("%YAML 1.2\n---\na: b", [], {"a": "b"}, id="directive"),
        pytest.param("a: 'b", [("PB103", 1, 6)], None, id="quote never closed"),
        pytest.param("a: [b", [("PB103", 2, 1)], None, id="bracket never closed"),
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
        pytest.param("a: b: c", "mapping values are not allowed in this context", "double quotes", id="no context"),
        pytest.param(
            "a: 'b", "found unexpected end of stream while scanning a quoted scalar that starts on line 1", "Close the quote", id="since where"
        ),
        pytest.param("a: @b", "found character that cannot start any token while scanning for the next token", "double quotes", id="since here"),
        pytest.param("a: \x01", "control characters are not allowed", "Take the character out", id="character"),
        pytest.param("a: \u2028", "the character U+2028, an invisible end of line", "Take it out", id="invisible"),
        pytest.param("a: 1\na: 2", "key 'a' was given before, on line 1", "", id="twice"),
    ],
)
def test_wording(text: str, message: str, fix: str) -> None:
    problem = parse("f.yaml", text)[1][0]
    assert problem.message == message
    assert fix in problem.fix


@pytest.mark.parametrize(
    ("opening", "inside", "closing"),
    [pytest.param("[", "", "]", id="lists"), pytest.param("{a: ", "b", "}", id="mappings"), pytest.param("- ", "a", "", id="hyphens")],
)
def test_depth(opening: str, inside: str, closing: str) -> None:
    value, problems = read(opening * MAX_DEPTH + inside + closing * MAX_DEPTH)
    assert value is not None
    assert problems == []
    value, problems = read(opening * (MAX_DEPTH + 1) + inside + closing * (MAX_DEPTH + 1))
    assert value is None
    assert problems == [("PB107", 1, len(opening) * MAX_DEPTH + 1)]


@pytest.mark.parametrize("text", ["[", "{a: ", "- ", "{"], ids=["lists", "mappings", "hyphens", "mappings as keys"])
def test_a_hundred_thousand_levels_end_at_once(text: str, tmp_path: Path) -> None:
    """In a process of its own: what goes wrong here elsewhere is a crash of the interpreter."""
    file = tmp_path / "deep.yaml"
    file.write_text(text * 100_000, "utf-8")
    program = (
        "import sys; from pathlib import Path; from patternbook.load import load_file; print(load_file(Path(sys.argv[1]), 'deep.yaml')[1][-1].code)"
    )
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, "PB107")
    # Parsing takes milliseconds; most of this is Python's start.
    assert time.monotonic() - started < 10


# Every character that a UTF-8 file may hold, the odd ones often.
ODD = st.sampled_from(" \t\n:#-?!&*[]{}|>'\"%@`,~=<\\/\u00a0\u00ad\ufefféßﬁ日本\U0001f600")
TEXT = st.text(st.one_of(ODD, st.characters(exclude_categories=["Cs"])), max_size=30)
NESTED = st.recursive(TEXT, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)), max_leaves=15)
STYLES = st.sampled_from([None, True, False])


@settings(deadline=None)
@given(NESTED, STYLES, st.sampled_from([20, 80, 1000]))
def test_what_pyyaml_writes_is_read_back(structure: Any, flow: bool | None, width: int) -> None:
    written = yaml.safe_dump(structure, default_flow_style=flow, width=width, allow_unicode=False)
    value, problems = parse("f.yaml", written)
    assert problems == []
    assert value == structure


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


def texts(value: Value, way: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text with the way to it."""
    if isinstance(value, str):
        yield way, value
    else:
        for step, each in value.items() if isinstance(value, Block) else enumerate(value):
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
    value, _ = parse("f.yaml", text)
    assert isinstance(value, Block)
    assert Source("f.yaml", value, text).place(("a",)) == Place("f.yaml", 1, 4)


@pytest.mark.parametrize(
    ("raw", "line", "column", "byte"),
    [
        pytest.param(b"\xff", 1, 1, "0xff", id="first byte"),
        pytest.param(b"a: b\nc: Gr\xfc\xdfe", 2, 6, "0xfc", id="latin-1"),
        pytest.param("é: ü日 ".encode() + b"\xff", 1, 7, "0xff", id="column in characters"),
        pytest.param(b"\xef\xbb\xbfab\xff", 1, 3, "0xff", id="after a byte order mark"),
        pytest.param("a: é".encode()[:-1], 1, 4, "0xc3", id="cut in a letter"),
        pytest.param(b"a\r\nb" + b"\x80", 2, 2, "0x80", id="after a Windows line end"),
        pytest.param("a: b".encode("utf-16"), 1, 1, "0xff", id="UTF-16"),
        pytest.param(b"\xed\xa0\x80", 1, 1, "0xed", id="half a character"),
    ],
)
def test_decode_names_the_first_wrong_byte(raw: bytes, line: int, column: int, byte: str) -> None:
    assert decode("f", raw) == (None, [Diagnostic("PB102", Place("f", line, column), f"byte {byte} is not UTF-8")])


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.sampled_from([b"\xff", b"\xc3(", b"\x80"]))
def test_decode_counts_characters(before: str, wrong: bytes) -> None:
    text, problems = decode("f", before.encode() + wrong)
    plain = before.removeprefix("\ufeff")
    assert text is None
    assert problems[0].place == Place("f", plain.count("\n") + 1, len(plain) - plain.rfind("\n"))


def test_decode_takes_one_byte_order_mark_off() -> None:
    assert decode("f", b"\xef\xbb\xbfa: b") == ("a: b", [])
    assert decode("f", b"a: \xef\xbb\xbfb") == ("a: \ufeffb", [])


def test_decode_refuses_what_is_too_large() -> None:
    assert decode("f", b" " * MAX_BYTES)[1] == []
    text, problems = decode("f", b" " * (MAX_BYTES + 1))
    assert text is None
    assert [(p.code, p.message) for p in problems] == [("PB107", "the file has 67,108,865 bytes")]


@pytest.mark.parametrize(
    ("content", "codes", "message"),
    [
        pytest.param(b"", ["PB106"], "nothing is in this file", id="empty"),
        pytest.param(b"\xef\xbb\xbf", ["PB106"], "nothing is in this file", id="only a byte order mark"),
        pytest.param(b"---\n", ["PB106"], "nothing is in this file", id="only a mark"),
        pytest.param(b"{}", ["PB106"], "nothing is in this file", id="no key"),
        pytest.param(b"- a", ["PB106"], "a list is in this file", id="list"),
        pytest.param(b"a", ["PB106"], "plain text is in this file", id="text"),
        # Not both: a file that cannot be parsed is not called empty.
        pytest.param(b"a: [", ["PB103"], "did not find", id="malformed"),
        pytest.param(b"\xff", ["PB102"], "byte 0xff", id="not UTF-8"),
    ],
)
def test_load_file_without_keys(content: bytes, codes: list[str], message: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    found, problems = load_file(path, "data/x.yaml")
    assert found is None
    assert [p.code for p in problems] == codes
    assert message in problems[0].message
    assert problems[0].place.file == "data/x.yaml"


def test_load_file_keeps_what_is_right_beside_what_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: &x b\r\nc: d\r\n")
    found, problems = load_file(path, "x.yaml")
    assert found is not None
    assert found.root == {"a": "b", "c": "d"}
    assert found.place(("c",)) == Place("x.yaml", 2, 4)
    assert [p.code for p in problems] == ["PB105"]


def test_load_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "dangling.yaml").symlink_to(tmp_path / "nowhere.yaml")
    assert [p.code for p in load_file(tmp_path / "folder.yaml", "f")[1]] == ["PB101"]
    assert [p.code for p in load_file(tmp_path / "dangling.yaml", "f")[1]] == ["PB101"]
    missing, problems = load_file(tmp_path / "missing.yaml", "data/missing.yaml")
    assert missing is None
    assert problems == [Diagnostic("PB101", Place("data/missing.yaml"), "No such file or directory")]


def test_load_folder_reads_every_file_in_a_fixed_order(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name in ("b.yaml", "a.yml", "c/d.yaml", "schema/e.yaml", "c/schema/f.yaml", "g.json", "h.yaml.orig"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("a: b\n", "utf-8")
    sources, problems = load_folder(data, tmp_path)
    # Only the schemas at the top are not data.
    assert [s.file for s in sources] == ["data/a.yml", "data/b.yaml", "data/c/d.yaml", "data/c/schema/f.yaml"]
    assert [p.relative_to(data).as_posix() for p in data_files(data)] == ["a.yml", "b.yaml", "c/d.yaml", "c/schema/f.yaml"]
    assert problems == []


def test_load_folder_reports_every_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [", "utf-8")
    (tmp_path / "b.yaml").write_bytes(b"\xff")
    (tmp_path / "c.yaml").write_text("c: d", "utf-8")
    sources, problems = load_folder(tmp_path, tmp_path)
    assert [s.file for s in sources] == ["c.yaml"]
    assert [(p.code, p.place.file) for p in problems] == [("PB103", "a.yaml"), ("PB102", "b.yaml")]


@pytest.mark.parametrize("made", ["nothing", "an empty folder", "a file", "only schemas"])
def test_load_folder_without_data(made: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    if made == "a file":
        folder.write_text("a: b", "utf-8")
    elif made != "nothing":
        folder.mkdir()
    if made == "only schemas":
        (folder / "schema").mkdir()
        (folder / "schema" / "x.yaml").write_text("a: b", "utf-8")
    sources, problems = load_folder(folder, tmp_path)
    assert sources == ()
    assert [(p.code, p.place) for p in problems] == [("PB109", Place("data"))]


def test_shown_paths(tmp_path: Path) -> None:
    assert shown(tmp_path / "data" / "x.yaml", tmp_path) == "data/x.yaml"
    assert shown(tmp_path / "x.yaml", tmp_path / "elsewhere") == (tmp_path / "x.yaml").as_posix()


def test_names_in_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"findings:\n  - id: F-001\n  - {id: 'F-002', title: [\xff\n  - slug: \"first-area\"\n    grid: F-003\n    id:\n")
    assert names_in(bytes_of(path)) == {"F-001", "F-002", "first-area"}
    assert bytes_of(tmp_path) == b""
