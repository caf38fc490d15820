"""Malformed YAML: what is wrong in words at its place, and everything around it read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patternbook.source.files import parse_file
from patternbook.source.recover import MAX_FAULTS, recover

BEFORE = "findings:\n  - id: F-1\n    title: One\n"
AFTER = "  - id: F-3\n    title: Three\nroles:\n  - slug: a\n"


def read(text: str) -> tuple[list[str], list[tuple[int, int, str]]]:
    """The first value of every item that is read, and each problem as (line, column, message)."""
    source, problems = parse_file("f.yaml", text)
    lists = [value for value in source.root.values() if isinstance(value, list)] if source is not None else []
    names = [str(next(iter(item.values()))) for each in lists for item in each if isinstance(item, dict)]
    return names, [(problem.place.line, problem.place.column, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("item", "line", "column", "says"),
    [
        pytest.param("    title: A: b\n", 5, 13, "holds a colon", id="colon"),
        pytest.param("    title: A\n      more: b\n", 6, 7, "`more:` is indented further", id="colon in a line that goes on"),
        pytest.param("    title: It goes\n      on and: on\n", 6, 13, "holds a colon", id="colon in the next line of a text"),
        pytest.param("\ttitle: A\n", 5, 1, "a tab indents", id="tab"),
        pytest.param("    roles:\n\t- a\n", 6, 1, "a tab indents", id="tab before a hyphen"),
        pytest.param("\u00a0   title: A\n", 5, 1, "U+00A0", id="no-break space"),
        pytest.param("    title: 'A\n", 5, 12, "never closed", id="quote never closed"),
        pytest.param("    title: 'It's'\n", 5, 16, "goes on after its closing quote", id="apostrophe"),
        pytest.param('    title: "A" b\n', 5, 16, "goes on after its closing quote", id="text after quotes"),
        pytest.param('    title: "C:\\path"\n', 5, 15, "\\p means nothing", id="escape"),
        pytest.param('    title: "\\xZZ"\n', 5, 13, "\\x means nothing", id="escape by number"),
        pytest.param("    title: [a\n", 5, 12, "bracket that opens here is never closed", id="bracket never closed"),
        pytest.param("    title: {a: b\n    c: d\n", 5, 12, "brace that opens here is never closed", id="brace never closed"),
        pytest.param("    title: {a: b #c, d: e}\n", 5, 18, "starts a comment", id="comment between braces"),
        pytest.param("    title: {a: b: c}\n", 5, 17, "between braces that holds :", id="colon between braces"),
        pytest.param("    title: {a: b [c], d: e}\n", 5, 18, "between braces that holds [", id="bracket between braces"),
        pytest.param("    title: {a: [b] c}\n", 5, 20, "starts with a bracket", id="text after a bracket between braces"),
        pytest.param("    title: {a: 'b's}\n", 5, 19, "goes on after its closing quote", id="apostrophe between braces"),
        pytest.param("    title: [a, b}\n", 5, 17, "closed by }", id="closed by the other"),
        pytest.param("    title: [a]]\n", 5, 15, "] closes nothing", id="a bracket too many"),
        pytest.param("    title: [[F-1]] is\n", 5, 12, "starts with [ needs quotes", id="link at the start"),
        pytest.param("    title: {a} is\n", 5, 12, "starts with { needs quotes", id="brace at the start"),
        pytest.param("    title: @a\n", 5, 12, "cannot start with @", id="at"),
        pytest.param("    title: `a`\n", 5, 12, "cannot start with `", id="backtick"),
        pytest.param("    title: %a\n", 5, 12, "cannot start with %", id="percent"),
        pytest.param("    title: ] a\n", 5, 12, "cannot start with ]", id="closing bracket"),
        pytest.param("    title: , a\n", 5, 12, "cannot start with ,", id="comma"),
        pytest.param("    title: *a* b\n", 5, 12, "cannot start with *", id="asterisk"),
        pytest.param("    title: & a\n", 5, 12, "cannot start with &", id="ampersand"),
        pytest.param("    title: ? a\n", 5, 12, "cannot start with ?", id="question mark"),
        pytest.param("    title: - a\n", 5, 12, "a list item starts on the line of its key", id="hyphen"),
        pytest.param("    title: | a\n", 5, 14, "text follows |", id="bar"),
        pytest.param("    title: > a\n", 5, 14, "text follows >", id="greater than"),
        pytest.param("     title: A\n", 5, 6, "indented further than the line above", id="a blank too many"),
        pytest.param("   title: A\n", 5, 4, "indented by 3 blanks", id="a blank too few"),
        pytest.param("    title A\n    b: c\n", 5, 5, "no key with a colon", id="no colon"),
        pytest.param("    title:A\n    b: c\n", 5, 11, "a blank is missing after `title:`", id="no blank after a colon"),
        pytest.param("    title\uff1a A\n    b: c\n", 5, 10, "wide colon", id="wide colon"),
        pytest.param("    - a\n", 5, 5, "a list item stands among fields", id="item among fields"),
        pytest.param("    body: |\n    text\n    b: c\n", 6, 5, "is not indented", id="text of a block not indented"),
        pytest.param("    body: |\n        text\n      less\n", 7, 7, "indented less than the text", id="text of a block indented less"),
        pytest.param("title: A\n", 5, 1, "at the start of the line", id="a field not indented"),
        pytest.param("    title: a\u2028b\n", 5, 13, "invisible end of line", id="invisible end of line"),
    ],
)
def test_a_fault_costs_its_item(item: str, line: int, column: int, says: str) -> None:
    names, problems = read(f"{BEFORE}  - id: F-2\n{item}{AFTER}")
    assert [name for name in names if name != "F-2"] == ["F-1", "F-3", "a"]
    assert [problem[:2] for problem in problems] == [(line, column)], problems
    assert says in problems[0][2]


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        pytest.param("  id: F-2\n    title: Two\n", 4, 3, "a hyphen is missing before `id:`", id="no hyphen"),
        pytest.param("   - id: F-2\n     title: Two\n", 4, 4, "is indented by 3 blanks, the first by 2 blanks", id="a blank too many"),
        pytest.param(" - id: F-2\n   title: Two\n", 4, 2, "is indented by 1 blank, the first by 2 blanks", id="a blank too few"),
        pytest.param("\t- id: F-2\n\t  title: Two\n", 4, 1, "a tab indents", id="a tab"),
        pytest.param("---\n", 4, 1, "a second document", id="a second document"),
        pytest.param("...\n", 4, 1, "", id="the end of a document"),
        pytest.param("what is this\n", 4, 1, "no key with a colon", id="a line of text"),
    ],
)
def test_a_fault_between_items_costs_no_other(text: str, line: int, column: int, says: str) -> None:
    names, problems = read(f"{BEFORE}{text}{AFTER}")
    assert names == ["F-1", "F-3", "a"]
    assert [problem[:2] for problem in problems] == [(line, column)], problems
    assert says in problems[0][2]


def test_both_sides_of_a_conflict_are_one_message_and_the_first_is_read() -> None:
    conflict = "<<<<<<< HEAD\n    title: One\n||||||| base\n    title: Zero\n=======\n    title: Two\n>>>>>>> other\n"
    names, problems = read(f"findings:\n  - id: F-1\n{conflict}{AFTER}")
    assert names == ["F-1", "F-3", "a"]
    assert problems == [(3, 1, "a merge left both sides of a conflict here")]


def test_a_list_that_is_lost_whole_is_not_called_empty() -> None:
    names, problems = read("findings:\n  - id: F-1: b\nroles:\n  - slug: a\n")
    assert names == ["a"]
    assert len(problems) == 1


def test_places_of_the_rest_stay() -> None:
    source, _ = parse_file("f.yaml", f"{BEFORE}  - id: F-2\n    title: A: b\n{AFTER}")
    assert source is not None
    assert source.place(("findings", 1, "title")).line == 7


def test_many_faults_are_cut_and_take_time_in_proportion() -> None:
    text = "findings:\n" + "  - id: F-1\n    title: A: b\n" * 20_000
    began = time.process_time()
    assert len(recover("f.yaml", text)[1]) == MAX_FAULTS
    assert time.process_time() - began < 20
    text = "findings:\n  - id: F-0\n    title: A: b\n" + "  - id: F-1\n    title: A\n" * 20_000
    began = time.process_time()
    assert len(recover("f.yaml", text)[1]) == 1
    assert time.process_time() - began < 30


LINES = st.sampled_from(
    [
        *("findings:", "  - id: F-1", "    title: A", "    title: A: b", "\t- id: F-2", "  id: x", "- a", '    "b', "    [c", "<<<<<<< a", "======="),
        *(">>>>>>> b", "---", "...", "    body: |", "      text", "# c", "", "roles:", "    - e", "%", "\u2028", "\x07"),
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(LINES, max_size=14))
def test_any_lines_are_read_or_reported_at_a_place_in_them(lines: list[str]) -> None:
    source, problems = parse_file("f.yaml", "\n".join(lines))
    assert source is not None or problems
    assert all(1 <= problem.place.line <= len(lines) + 1 for problem in problems)
