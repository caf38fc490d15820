"""How often the search answers right: written-down queries asked of the search in a browser, and the place of the right answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page

from conftest import read_yaml

HERE = Path(__file__).parent
NEAR = 3
"""A right answer in one of the first so many places is seen without scrolling."""

READY = "document.querySelector('.pb-search-query').focus()"
"""Makes a page load the script that finds."""
ASK = """async texts => {
  const answers = [];
  for (const text of texts) {
    const found = await patternbookSearch.find(text);
    const rows = await patternbookSearch.rows(found.manifest, found.pages.slice(0, 10));
    answers.push(rows.map(row => [row.id, new URL(row.href).pathname]));
  }
  return answers;
}"""


class Query(NamedTuple):
    """What somebody types."""

    who: str
    """A practitioner, a teacher, a researcher."""
    text: str
    expected: tuple[str, ...]
    """Ids, or addresses of pages, of which any may rightly come first."""


class Answer(NamedTuple):
    """A query, and what the search says."""

    query: Query
    place: int
    """Of the first right answer, from one; 0 if it is not among the first ten."""
    given: tuple[str, ...]
    """Addresses of what comes first."""

    def __str__(self) -> str:
        return f"{self.place or '-':>2} {self.query.text!r}: {', '.join(self.query.expected[:3])}; given {', '.join(self.given[:4]) or 'nothing'}"


class Shares(NamedTuple):
    """Parts of all queries, from 0 to 1."""

    first: float
    near: float
    """Right answer in the first three."""


def queries(file: str) -> Iterator[Query]:
    """The queries of a file, by who asks."""
    for who, asked in read_yaml((HERE / file).read_text("utf-8")).items():
        for each in asked:
            expected = each["expect"]
            yield Query(who, each["query"], (expected,) if isinstance(expected, str) else tuple(expected))


def answers(page: Page, asked: Sequence[Query], root: str) -> list[Answer]:
    """What the search of an open page says.

    Args:
        page: A page with the search script.
        asked: The queries.
        root: Path of the site's address: `/base/`.

    """
    page.evaluate(READY)
    page.wait_for_function("() => Boolean(window.patternbookSearch)")
    return [_answer(query, given, root) for query, given in zip(asked, page.evaluate(ASK, [query.text for query in asked]), strict=True)]


def _answer(query: Query, given: Sequence[Any], root: str) -> Answer:
    pages = [path.removeprefix(root).removesuffix("/").removesuffix(".html") for _, path in given]
    wanted = {expected.removesuffix("/") for expected in query.expected}
    places = [place for place, ((id_, _), page) in enumerate(zip(given, pages, strict=True), 1) if wanted & {id_, page, page.rpartition("/")[2]}]
    return Answer(query, min(places, default=0), tuple(pages))


def shares(found: Sequence[Answer]) -> Shares:
    """How many of the queries are answered right."""
    return Shares(sum(each.place == 1 for each in found) / len(found), sum(0 < each.place <= NEAR for each in found) / len(found))
