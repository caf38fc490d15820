"""Values of an item that rules compare with those of others, each with its position: locators, pages, dates, unique values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patternbook.check.collect import ItemContents, Position
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.markup import citations_at
from patternbook.model.components import PLANNED_FIELDS
from patternbook.source.days import is_day
from patternbook.urls import comparable_address


def written_locators(item: CheckedItem) -> Iterator[tuple[Position, tuple[str, ...], str]]:
    """Every locator of an item, of its fields and its citations: position, the works that it may be a place in, and its text.

    What is `cited in section 7` is a place in a work that the entry's evidence is from, not in the one that is cited there.
    """
    evidence = tuple(dict.fromkeys(part.text("source") for part in item.contents.parts if part.field == "evidence" and part.text("source")))
    for part in item.contents.parts:
        for key in ("locator", "in_source") if "locator" in part.raw or "in_source" in part.raw else ():
            locator, named = part.text(key), part.text("source") or part.text("reference")
            if locator:
                works = evidence if locator.startswith("cited") else (named,) if named else ()
                yield Position((part.raw, key)), works, locator
    for spot, markdown in item.contents.marked:
        for at, work in citations_at(markdown) if "@" in markdown.plain else ():
            if work.locator:
                yield Position(spot, at), (work.key,), work.locator


def pages_in_works(item: CheckedItem) -> Iterator[tuple[Position, tuple[str, ...], tuple[int, ...]]]:
    """The pages that an item names in works: position, works, pages. Those of another version of a work, or of what comes with it, are left out."""
    for position, works, locator in written_locators(item):
        clauses = [clause for clause in locator.split(";") if "p" in clause and not _OTHER_VERSION.search(clause)] if works else []
        pages = tuple(int(number) for clause in clauses for match in _PAGES.finditer(clause) for number in _FULL_NUMBER.findall(match[0]))
        if pages:
            yield position, works, pages


_OTHER_VERSION = re.compile(r"(?i)version|preprint|arxiv|supplement|appendix|online|edition|slide|draft|report")


_RANGE = "[0-9]{1,6}(?: ?[–-] ?[0-9]{1,6})?"


_PAGES = re.compile(rf"\b(?:(?:pp\.?|pages) ?{_RANGE}(?:(?:, | and ){_RANGE}(?![0-9.]))*|(?:p\.?|page) ?{_RANGE})")


_FULL_NUMBER = re.compile(r"(?<![0-9–-])(?<![–-] )[0-9]{1,6}")
"""A page; the last of a range may be shortened, and is left out."""


def inclusions(contents: ItemContents) -> Iterator[tuple[Position, str]]:
    """The studies that a study counts among its material."""
    for part in contents.parts if contents.whole is not None and "shares" in contents.whole.raw else ():
        if part.field == "shares" and any(text == "includes" for _, text in part.texts("what")):
            yield Position((part.raw, "study")), part.text("study")


MAX_DIGITS = 20
"""Longer numbers are refused for their form; reading them would take long."""


def unique_values(contents: ItemContents) -> Iterator[tuple[Position, str, str]]:
    """What no two items of a list share (`Unique`): position, field, and the value as it is compared."""
    for part, field in contents.fields_with("unique"):
        if value := part.text(field.key):
            yield Position((part.raw, field.key)), field.key, comparable_address(value) if field.is_address else " ".join(value.casefold().split())


def written_dates(contents: ItemContents, *, calendar: bool = False) -> Iterator[tuple[Position, str]]:
    """The dates and years of an item.

    Args:
        contents: The item.
        calendar: As days that have come, without those that are planned. A year is then the first day of the one before: it may be
            named that much ahead.

    """
    for part, field in contents.fields_with("notation"):
        text = part.text(field.key)
        if calendar and part.field in PLANNED_FIELDS:
            continue
        if field.notation == "date" and (is_day(text) if calendar else text):
            yield Position((part.raw, field.key)), text
        elif field.notation == "year" and text.isdecimal() and len(text) == 4:
            yield Position((part.raw, field.key)), f"{int(text) - 1:04d}-01-01" if calendar else text
