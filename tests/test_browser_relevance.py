"""What people type is answered right, first or in the first three, in the share of cases that is written down here.

`pytest tests/test_browser_relevance.py -s` prints the shares and every query whose right answer does not come first.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from relevance import Shares, answers, queries, shares
from test_browser import DESK, opened
from test_browser import browser as browser  # the fixtures
from test_browser import served as served

FLOORS = {
    "queries-a.yaml": Shares(first=0.70, near=0.88),  # tuned to
    "queries-b.yaml": Shares(first=0.60, near=0.73),  # by somebody else, and not looked at until the tuning was done
}
"""File -> the least shares. Below what was measured, since entries that are added may rightly come before others."""


@pytest.fixture(scope="module")
def page(browser: Browser, served: str) -> Iterator[Page]:
    """A page of the shipped site."""
    with opened(browser, f"{served}about/", viewport=DESK) as (page, _):
        yield page


@pytest.mark.parametrize("file", FLOORS)
def test_share_of_queries_answered_right(page: Page, file: str) -> None:
    asked = list(queries(file))
    found = answers(page, asked, "/base/")
    share = shares(found)
    misses = "\n".join(str(each) for each in found if each.place != 1)
    print(f"\n{file}: {len(found)} queries, first {share.first:.1%}, in the first three {share.near:.1%}\n{misses}")
    assert share.first >= FLOORS[file].first, misses
    assert share.near >= FLOORS[file].near, misses
    assert [each.query.text for each in found if not each.given] == [], "no query ends in nothing"


def test_enough_queries_of_every_sort() -> None:
    every = [query for file in FLOORS for query in queries(file)]
    assert len({query.text.casefold() for query in every}) >= 120
    assert {"practitioner", "teacher", "researcher"} <= {query.who for query in every}
