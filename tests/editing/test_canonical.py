"""One form of data files: the meaning and every comment stay, and what has the form keeps it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from conftest import ROOT, TOY
from patternbook.editing.canonical import canonical_text
from patternbook.editing.splice import SpliceError
from patternbook.editing.yaml_text import LINE_WIDTH, is_typed
from patternbook.source.parse import parse_yaml

STARTER = ROOT / "hooks" / "patternbook" / "commands" / "starter"
FILES = [
    path
    for folder in (ROOT / "data", TOY, STARTER, ROOT / "tests" / "explained", ROOT / "tests" / "wrong" / "base")
    for path in sorted(folder.rglob("*.yaml"))
]


def value_of(text: str) -> object:
    read = parse_yaml(text.replace("\r\n", "\n"))
    assert read is not None
    return read.value


def formed(text: str) -> str:
    """The one form of a text, which is proven to be one."""
    once = canonical_text("x.yaml", text)
    assert value_of(once) == value_of(text)
    assert canonical_text("x.yaml", once) == once
    assert comments_of(once) == comments_of(text)
    return once


def comments_of(text: str) -> list[str]:
    """Every comment of a text whose values hold no `#c`."""
    return sorted(re.findall(r"#c\d+", text))


@pytest.mark.shipped
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_file_there_is(path: Path) -> None:
    text = path.read_bytes().decode().removeprefix("\ufeff")
    once = formed(text)
    assert yaml.load(once, yaml.CSafeLoader) == yaml.load(text, yaml.CSafeLoader)
    assert [line for line in once.split("\n") if line != line.rstrip()] == []


def case(before: str, after: str, name: str) -> object:
    return pytest.param(dedent(before).lstrip("\n"), dedent(after).lstrip("\n"), id=name)


CASES = [
    case("findings:\n- title: T\n  id: F-001\n", "findings:\n  - title: T\n    id: F-001\n", "indentation; the order of keys stays"),
    case("findings:\n  - {title: T,  id: F-001}\n", "findings:\n  - {title: T, id: F-001}\n", "the order between braces stays"),
    case("b: 'x'\na: \"z\"\n", "b: x\na: z\n", "quotes that are not needed; keys of a file as they are"),
    case("a: 'x: y'\nb: '[x'\nc: '#x'\nd: 'x #y'\n", 'a: "x: y"\nb: "[x"\nc: "#x"\nd: "x #y"\n', "quotes that are needed"),
    case("""a: 'say "x"'\nb: "a \\\\ b"\n""", """a: say "x"\nb: a \\ b\n""", "quotes inside"),
    case("""a: "say: 'x' \\"y\\""\n""", """a: "say: 'x' \\"y\\""\n""", "both quotes"),
    case("a: '2026'\nb: 2026\nc: 'no'\nd: no\n", 'a: "2026"\nb: 2026\nc: "no"\nd: no\n', "numbers and such"),
    case("e: '1e3'\nf: ''\ng:\n", 'e: "1e3"\nf: ""\ng:\n', "numbers of other readers, and nothing"),
    case("a:\n    b:\n    - c\n    -   d\n", "a:\n  b:\n    - c\n    - d\n", "lists"),
    case("a: [  x,y ,  z ]\nb: { c : d }\n", "a: [x, y, z]\nb: {c: d}\n", "blanks between braces"),
    case("a: [x,\n    y]\n", "a: [x, y]\n", "braces over lines"),
    case("a: []\nb: {}\n", "a: []\nb: {}\n", "empty ones"),
    case("a:\n  - - b\n    - c\n  - - d\n", "a:\n  - - b\n    - c\n  - - d\n", "lists in lists"),
    case("a: |\n      x\n\n      y\nb: |-\n  x\n  y\n", "a: |\n  x\n\n  y\nb: |-\n  x\n  y\n", "texts in lines"),
    case("a: >\n  x\n  y\n\n  z\n", "a: |\n  x y\n  z\n", "short paragraphs"),
    case("a: x\n\n\n\nb: y\n\n", "a: x\n\nb: y\n", "empty lines"),
    case("---\na: x\n", "a: x\n", "the mark of a document"),
    case("a: x", "a: x\n", "no line end at the end"),
    case("# one\na: x # two\n  # three\nb: z\n", "# one\na: x  # two\n# three\nb: z\n", "comments"),
    case("b: # four\n  - y # five\n  # six\n# seven\n", "b:  # four\n  - y  # five\n  # six\n# seven\n", "comments at ends"),
    case("a: [x, # one\n  y]\n", "a:\n  - x  # one\n  - y\n", "a comment between braces"),
    case("a: [x,\n  # one\n  y\n  # two\n]\n", "a:\n  - x\n  # one\n  - y\n  # two\n", "comments on lines of their own between braces"),
    case("a: [\n  # one\n]\n", "# one\na: []\n", "a comment in an empty list"),
    case("a:\n  - # one\n    b: c\n  # two\n  - d: e\n", "a:\n  # one\n  - b: c\n  # two\n  - d: e\n", "a comment beside a hyphen"),
    case("a: [b, [ # one\n  c]]\n", "a:\n  - b\n  # one\n  - - c\n", "a comment beside a bracket in a list"),
    case("a:\n  # one\n  x\nb: |  # two\n  y\n", "# one\na: x\nb: |  # two\n  y\n", "a comment before a text"),
    case(
        "findings:\n  # of it\n  - title: T # t\n    # above\n    id: F-001 # i\n",
        "findings:\n  # of it\n  - title: T  # t\n    # above\n    id: F-001  # i\n",
        "comments stay with their keys",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), CASES)
def test_form(before: str, after: str) -> None:
    assert formed(before) == after


def test_long_texts_are_folded() -> None:
    long = " ".join(["word"] * 60)
    once = formed(f"a: {long}\nb: '{long}: {long}'\nc: {{d: {long}}}\n")
    assert all(len(line) <= LINE_WIDTH for line in once.split("\n"))
    assert once.startswith("a: >-\n  word word")
    assert "c:\n  d: >-\n    word" in once  # does not fit between braces


def test_what_cannot_be_folded_stays_on_its_line() -> None:
    long = "word  " * 30
    assert formed(f"a: '{long}'\n") == f'a: "{long}"\n'
    assert formed(f"a: {'x' * 200}\n") == f"a: {'x' * 200}\n"


@pytest.mark.parametrize("text", ["a: [x\n", "- x\n", "", "x\n", "a: &b c\n"])
def test_other_files_are_refused(text: str) -> None:
    with pytest.raises(SpliceError, match="`patternbook check` says why"):
        canonical_text("x.yaml", text)


def test_line_ends_stay_as_in_the_first_line() -> None:
    assert canonical_text("x.yaml", "a:   x\r\nb: |\r\n  y\r\n  z") == "a: x\r\nb: |-\r\n  y\r\n  z\r\n"


EVERY = dedent("""\
    findings:
      - id: F-001
        title: "T: t"
        themes: [a, b]
        evidence:
          - study: S-001
            mentions: {count: 1, organizations: [x,
              y]}
          - {study: S-002}
        body: |
          One.

          Two.
        statement: >-
          Three
          four.
        signs:
        - text: plain over
            two lines
        - []
    areas: []
    """)


@pytest.mark.parametrize("indent", [0, 2, 4, 6, 8, 10])
def test_comment_at_every_place_on_a_line_of_its_own(indent: int) -> None:
    lines = EVERY.split("\n")
    for number in range(len(lines)):
        text = "\n".join([*lines[:number], f"{' ' * indent}#c1", *lines[number:]])
        read = parse_yaml(text)
        if read is not None and read.value == value_of(EVERY):  # else it is part of a text
            assert comments_of(formed(text)) == ["#c1"]


def test_comment_at_every_end_of_a_line() -> None:
    lines = EVERY.split("\n")
    found = 0
    for number in range(len(lines) - 1):
        text = "\n".join([*lines[:number], f"{lines[number]} #c1", *lines[number + 1 :]])
        read = parse_yaml(text)
        if read is not None and read.value == value_of(EVERY):
            assert comments_of(formed(text)) == ["#c1"]
            found += 1
    assert found > 12


MARKS = [
    "x",
    "a: b",
    "#no",
    "x #y",
    "- z",
    "[",
    "]",
    "{a}",
    "a, b",
    "'",
    '"',
    "it's",
    '"q"',
    "\\",
    "?",
    "!t",
    "&a",
    "*a",
    "%",
    "@",
    "`",
    "|",
    ">",
    "=",
]
MORE = [
    "<<",
    "",
    " ",
    " x",
    "x ",
    "x  y",
    "é\u00a0ß",
    "🎈",
    "\t",
    "x\ty",
    "---",
    "...",
    "[[F-004]]",
    "[@key, p. 4]",
    "\u2028",
    "\ufeff",
    "a\\nb",
    "key:",
    "-",
]
TYPED = ["no", "2026", "2026-11-23", "1e3", "0o7", "~", "null", "y", "12:30"]
LINES = ["x\ny", "x\n", "x\n\ny\n", "\nx", " x\ny", "x\n\n", "x\n---\ny", "long " * 40, "long " * 40 + "\n\n" + "more " * 40]
WORDS = st.sampled_from([*MARKS, *MORE, *TYPED, *LINES])
KEYS = st.sampled_from(["findings", "id", "title", "evidence", "mentions", "study", "x", "1", "no", "a b", "a: b", "#", "é", "", "-", "text", "body"])
VALUES = st.recursive(WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=14)
ROOTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)
STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([None, False, True]),
        "width": st.sampled_from([20, 80, 1000]),
        "indent": st.sampled_from([2, 3, 6]),
        "default_style": st.sampled_from([None, None, '"', "'", "|", ">"]),
        "allow_unicode": st.booleans(),
        "line_break": st.sampled_from(["\n", "\r\n"]),
    }
)


def written(value: object, style: dict[str, object]) -> str:
    """YAML of another writer, for readers of our format."""
    text = re.sub(r"(?m)^! ", "", str(yaml.dump(value, Dumper=yaml.SafeDumper, sort_keys=False, **style)))  # type: ignore[call-overload]
    read = parse_yaml(text.replace("\r\n", "\n"))
    assume(read is not None and read.value == value)
    return text


@settings(max_examples=300, deadline=None)
@given(ROOTS, STYLES)
def test_any_value_in_any_style(value: object, style: dict[str, object]) -> None:
    assert value_of(formed(written(value, style))) == value


@settings(max_examples=300, deadline=None)
@given(ROOTS, STYLES, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12), st.booleans()), max_size=6))
def test_any_comments_anywhere(value: object, style: dict[str, object], places: list[tuple[int, int, bool]]) -> None:
    text = written(value, style | {"line_break": "\n"})
    kept = 0
    for number, (line, indent, own) in enumerate(places):
        lines = text.split("\n")
        at = line % len(lines)
        comment = f"#c{number}"
        lines[at : at + 1] = [f"{' ' * indent}{comment}", lines[at]] if own else [f"{lines[at]} {comment}"]
        read = parse_yaml("\n".join(lines))
        if read is not None and read.value == value:
            text, kept = "\n".join(lines), kept + 1
    assert len(comments_of(formed(text))) == kept


@given(WORDS)
def test_what_programs_read_as_something_else_keeps_its_quotes(word: str) -> None:
    assume("\n" not in word and is_typed(word))
    assert yaml.load(formed(f'a: "{word}"\n'), yaml.CSafeLoader) == {"a": word}


def test_data_in_this_form_says_the_same(tmp_path: Path) -> None:
    from patternbook.check.read import read_data

    before = read_data(TOY, TOY.parent, "https://catalogue.test/").catalogue()
    data = Path(shutil.copytree(TOY, tmp_path / "toy"))
    for path in data.rglob("*.yaml"):
        path.write_text(canonical_text(path.name, path.read_text("utf-8")), "utf-8")
    after = read_data(data, tmp_path, "https://catalogue.test/").catalogue()
    assert after.entries.keys() == before.entries.keys()
