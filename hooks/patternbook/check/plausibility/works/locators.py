"""Rules about the pages that locators name: those that the cited work has not, and `p 81` for `p. 81`.

A paper is cited by the pages that it has in its volume or by those of its own copy, counted from 1; both are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from patternbook.bibliography.reference import Reference
from patternbook.check.declare import CatalogueProblem, CatalogueRule, ItemRule, Problem, reports_rule
from patternbook.check.summaries.catalogue_summary import CatalogueSummary, FindPositions
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.check.summaries.compared_values import pages_in_works, written_locators
from patternbook.diagnostics.diagnostic import Rule

PAGE_IN_DOUBT = Rule(
    "PB368",
    "warning",
    "A locator names pages that can hardly be meant",
    "Look the page up in the work again; if it is of another version, name that: arXiv version 1, p. 15.",
    adjustable=True,
)


class PageSpan(NamedTuple):
    """The pages of a work in its volume."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def holds(self, page: int) -> bool:
        """Whether the work has such a page, as its volume or as its own copy counts."""
        return self.first <= page <= self.last or 1 <= page <= self.length

    def __str__(self) -> str:
        own = f" or, counted from 1, pp. 1-{self.length}" if self.first > 1 else ""
        return f"pp. {self.first}-{self.last}{own}"


def page_spans(references: Mapping[str, Reference]) -> dict[str, tuple[int, int]]:
    """Key of each work whose pages are one range -> its first and last page."""
    found = ((key, _RANGE.fullmatch(reference.pages)) for key, reference in references.items() if reference.pages)
    return {key: _completed(int(match[1]), match[2]) for key, match in found if match is not None}


_RANGE = re.compile(r"([0-9]{1,6})[–-]([0-9]{1,6})")
_LEAST_SHORTENED = 100
_NO_STOP = re.compile(r"\bpp?(?= ?[0-9])")


def _completed(first: int, last: str) -> tuple[int, int]:
    """First and last page of a range whose last may be shortened, as is done from a hundred on: 1345-52."""
    start = str(first) if first >= _LEAST_SHORTENED else ""
    return first, int(start[: max(len(start) - len(last), 0)] + last)


@reports_rule(PAGE_IN_DOUBT)
def pages_outside_works(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """No locator names a page that the work it is about has not; works without a range of pages are left out."""
    spans = {key: span for key, pages in catalogue.pages.items() if (span := PageSpan(*pages)).first <= span.last}
    for number, item in enumerate(catalogue.items if spans else ()):
        for works, pages in item.compared.pages:
            if all(work in spans for work in works):
                wrong = next((page for page in pages if not any(spans[work].holds(page) for work in works)), None)
                if wrong is not None:
                    have = "; ".join(f"{work} has {spans[work]}" for work in works)
                    yield CatalogueProblem(number, _pages_at(works, pages), f"p. {wrong} is none of the cited work's", f"a page of it: {have}")


def _pages_at(works: tuple[str, ...], pages: tuple[int, ...]) -> FindPositions:
    return lambda item: [position for position, *named in pages_in_works(item) if named == [works, pages]]


@reports_rule(PAGE_IN_DOUBT)
def pages_without_stop(item: CheckedItem) -> Iterator[Problem]:
    """Every `p.` and `pp.` has its full stop."""
    for position, _, locator in written_locators(item):
        if bare := _NO_STOP.search(locator):
            yield Problem(position, f"`{bare[0]}` lacks its full stop in {locator!r}", "p. 81 or pp. 81-83", f"Write {bare[0]}. and a blank.")


LOCATOR_RULES: tuple[ItemRule, ...] = (pages_without_stop,)
CATALOGUE_LOCATOR_RULES: tuple[CatalogueRule, ...] = (pages_outside_works,)
