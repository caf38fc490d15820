"""Whatever is done to the shipped data, a check ends with a verdict: valid, or diagnostics with a place in a file; in linear time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shipped_data import DATA, ShippedData, Trial

SMALL = ("cases.yaml", "catalogue.yaml", "challenges.yaml", "contributors.yaml", "mappings.yaml", "products.yaml", "replies.yaml")
"""Files that are read fast, also as a whole."""
SIGNS = (
    "\t",
    " ",
    "\n",
    ":",
    ": ",
    "#",
    " #",
    "- ",
    "-",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "|",
    ">",
    "&a ",
    "*a",
    "!!x ",
    "<<: ",
    "%",
    "@",
    "---\n",
    "\\",
    ",",
)
ODD = ("\x00", "\x85", "\u2028", "\ufeff", "\u202e", "\u00a0", "\r", "\r\n", "é", "0", "null", "[[F-001]]", "[@", "<b>")
PART = 8
TOLERANCE = 24
"""As in test_linear.py: eight times the text takes at most so many times the time."""
NOISE = 0.5

Change = Callable[[str], str]


def _at(text: str, share: float) -> int:
    return int(share * len(text))


def _line_at(text: str, share: float) -> tuple[int, int]:
    """Where the line at a share of the text starts and ends, its line end included."""
    at = _at(text, share)
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end + 1


def _changes() -> st.SearchStrategy[Change]:
    share = st.floats(0, 1, exclude_max=True)

    def insert(where: float, sign: str) -> Change:
        return lambda text: text[: _at(text, where)] + sign + text[_at(text, where) :]

    def cut(where: float, length: int) -> Change:
        return lambda text: text[: _at(text, where)] + text[_at(text, where) + length :]

    def line(where: float, change: Change) -> Change:
        def changed(text: str) -> str:
            start, end = _line_at(text, where)
            return text[:start] + change(text[start:end]) + text[end:]

        return changed

    lines: tuple[Change, ...] = (lambda it: "", lambda it: it * 2, lambda it: f" {it}", lambda it: it[1:], lambda it: it.lstrip(), str.swapcase)
    return st.one_of(
        st.builds(insert, share, st.sampled_from((*SIGNS, *ODD))),
        st.builds(cut, share, st.integers(1, 300)),
        st.builds(line, share, st.sampled_from(lines)),
    )


@pytest.fixture(scope="module")
def data() -> ShippedData:
    return ShippedData()


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return Trial(tmp_path_factory.mktemp("mutations"))


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(file=st.sampled_from(SMALL), changes=st.lists(_changes(), min_size=1, max_size=4))
def test_a_check_ends_with_a_verdict(file: str, changes: list[Change], data: ShippedData, trial: Trial) -> None:
    text = data.texts[file]
    for change in changes:
        text = change(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for found in trial.found_after({file: text}):
        assert found.message
        assert found.place.line >= 1
        assert found.place.column >= 1
        if found.place.file == f"{DATA}/{file}":
            assert found.place.line <= lines


def _growing(data: ShippedData) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Ways in which a file may be wrong many times over: the text of a file with so many of one thing."""
    head = data.texts["contributors.yaml"].rstrip("\n")
    for name, row in (
        *(("fields that are unknown", "    x{number}: y"), ("fields given twice", "    name: Patternbook"), ("quotes", '    q{number}: "')),
        *(("tabs", "\tq{number}: x"), ("items", "  - id: a{number}"), ("lines of text", "some words"), ("hyphens", "  -id: b{number}")),
        *(
            ("blanks too many", "     q{number}: x"),
            ("anchors", "    q{number}: &a x"),
            ("documents", "---"),
            ("no-break spaces", "\u00a0q{number}: x"),
        ),
    ):
        yield name, lambda count, row=row: "\n".join([head, *(row.format(number=number) for number in range(count)), ""])  # type: ignore[misc]


@pytest.mark.full
def test_no_number_of_mistakes_is_slow(data: ShippedData, trial: Trial) -> None:
    slow = []
    for name, text in _growing(data):
        took = []
        for count in (500, 500 * PART):
            began = time.process_time()
            trial.found_after({"contributors.yaml": text(count)})
            took.append(time.process_time() - began)
        if took[1] > NOISE and took[1] > TOLERANCE * took[0]:
            slow.append(f"{name}: {took}")
    assert slow == []


@pytest.mark.full
def test_a_file_of_fifty_million_bytes_is_read_or_refused(data: ShippedData, trial: Trial) -> None:
    text = f"{data.texts['contributors.yaml'].rstrip()}\n    note: {'word ' * 10_000_000}\n"
    began = time.process_time()
    assert trial.found_after({"contributors.yaml": text})
    assert time.process_time() - began < 60
