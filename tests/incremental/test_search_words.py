"""The words of a site, brought up to date card by card, are those that all cards give."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.incremental.search_words import collect_words, load_words, save_words
from patternbook.incremental.store import STORE_FILE, Store
from patternbook.search import Card, Meanings, make_search_files, search_files
from patternbook.search.postings import DIGITS, _Gaps
from patternbook.urls import SiteUrls

WHERE = SiteUrls(directories=True, indexes=frozenset({"findings"}))
MEANINGS = Meanings("en", [("barrel", "cask")])
SAID = st.lists(st.sampled_from(["again", "barrel", "copper", "data", "f-001", "éclair", "zinc"]), unique=True, max_size=7)


def card_of(page: str, said: list[str], title: str = "Title") -> Card:
    """A card whose words are spread over the four weights."""
    folder, _, id_ = page.partition("/")
    kind = {"findings": "finding", "references": "reference", "": "page"}[folder if id_ else ""]
    words = [" ".join(said[weight::4]) for weight in range(4)]
    return Card(kind, kind.title(), f"{kind.title()}s", id_ or page, title, "", retired=False, words=(words[0], words[1], words[2], words[3]))


STANDING, OTHERS = ("about", "glossary"), ("findings/F-001", "findings/F-040", "references/kim2018", "references/zoe2020")


@st.composite
def cards(draw: st.DrawFn) -> dict[str, Card]:
    return {page: card_of(page, draw(SAID), draw(st.sampled_from(["One", "Two"]))) for page in (*STANDING, *OTHERS)}


def _apart(every: Mapping[str, Card]) -> tuple[dict[str, Card], dict[str, Card]]:
    return {page: every[page] for page in STANDING}, {page: every[page] for page in OTHERS}


@given(cards(), cards(), st.sets(st.sampled_from(OTHERS)))
def test_words_after_edits_are_those_of_all_cards(first: dict[str, Card], later: dict[str, Card], edited: set[str]) -> None:
    now = {page: later[page] if page in edited or page in STANDING else first[page] for page in first}
    old = {page: first[page] for page in edited}
    new = {page: now[page] for page in (*STANDING, *edited)}
    after = collect_words(*_apart(first)).after(old, new)
    expected = collect_words(*_apart(now))
    assert after == expected
    assert list(after.lines) == list(expected.lines)
    assert search_files(after.ranges, after.lines, WHERE, MEANINGS) == make_search_files(now.values(), WHERE, MEANINGS)


@given(cards())
def test_words_are_found_by_the_next_build(tmp_path_factory: pytest.TempPathFactory, every: dict[str, Card]) -> None:
    folder = tmp_path_factory.mktemp("words")
    words = collect_words(*_apart(every))
    with Store(folder / STORE_FILE) as store:
        save_words(store, b"these", words)
        assert load_words(store, b"these") == words
        assert load_words(store, b"those") is None


@given(st.sets(st.integers(min_value=0, max_value=1 << 20), max_size=40))
def test_numbers_are_read_as_they_were_written(numbers: set[int]) -> None:
    ascending = sorted(numbers)
    written = _Gaps().written(ascending)
    assert set(written) <= set(DIGITS)
    assert _Gaps().read(written) == ascending
