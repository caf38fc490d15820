"""Rules about numbers and dates: parts that exceed their whole, days that do not exist or are still to come, checksums."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patternbook.check.collect import Position, RawStruct
from patternbook.check.declare import CatalogueProblem, Problem, reports_rule
from patternbook.check.plausibility.checksums import is_orcid
from patternbook.check.summaries.catalogue_summary import CatalogueSummary, FindPositions
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.check.summaries.compared_values import written_dates
from patternbook.diagnostics.diagnostic import Rule, count_words
from patternbook.source.days import day_first, is_day, why_no_day

EARLIEST_DAY = "1970-01-01"
"""Nobody read, retired or answered anything here before."""


@reports_rule(Rule("PB336", "error", "A date that cannot be", "Write the day as YYYY-MM-DD: 2026-11-23.", adjustable=True))
def impossible_dates(item: CheckedItem) -> Iterator[Problem]:
    """Every date is a day of the calendar, and nothing was verified before it was extracted."""
    for position, text in written_dates(item.contents):
        if reason := why_no_day(text):
            exchanged = day_first(text)
            yield Problem(position, f"{text!r} is no day: {reason}", "a day of the calendar", exchanged and f"did you mean {exchanged!r}?")
        elif (is_day(text) or text.isdecimal()) and text < EARLIEST_DAY[: len(text)]:
            yield Problem(position, f"{text!r} is before {EARLIEST_DAY[:4]}", "the day or the year in which it happened", "Correct the year.")
    for part in item.contents.parts:
        extracted, verified = (part.inner("extracted_by"), part.inner("verified_by")) if "verified_by" in part.raw else (None, None)
        first, then = (each.text("on") if each is not None else "" for each in (extracted, verified))
        if verified is not None and is_day(first) and is_day(then) and then < first:
            message = f"it was verified on {then}, before it was extracted on {first}"
            yield Problem(Position((verified.raw, "on")), message, "a later day", "Correct one of the two.")


@reports_rule(Rule("PB337", "warning", "A date in the future", "Correct the day or the year.", adjustable=True))
def future_dates(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """No date is later than the last change of the data and the catalogue's own year (`CatalogueSummary.latest_day`)."""
    for number, item in enumerate(catalogue.items if catalogue.latest_day else ()):
        if item.compared.latest > catalogue.latest_day:
            yield CatalogueProblem(number, _dates_after(catalogue.latest_day), "this day or year is still to come", "one that has come")


def _dates_after(day: str) -> FindPositions:
    return lambda item: [position for position, text in written_dates(item.contents, calendar=True) if text > day]


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, str) and value.strip().isdecimal() and len(value) < 20 else None


def _counts_same(part: RawStruct, key: str) -> bool:
    """Whether a list holds what the numbers beside it count."""
    unit = part.text("unit").casefold()
    return not unit or key.rstrip("s") in unit


@reports_rule(Rule("PB338", "error", "A part is more than its whole", "Correct one of the two, as the source prints them.", adjustable=True))
def parts_over_wholes(item: CheckedItem) -> Iterator[Problem]:
    """No count, and no length of a list, is over the number that it is a part of (`PartOf`)."""
    for part, field in item.contents.fields_with("whole"):
        if (whole := _number(part.raw.get(field.whole))) is None:
            continue
        value = part.raw[field.key]
        if isinstance(value, dict):
            for label, each in value.items():
                if (number := _number(each)) is not None and number > whole:
                    yield _over(Position((value, label)), f"{label!r} is {number}", field.whole, whole)
        elif isinstance(value, list):
            if len(value) > whole and _counts_same(part, field.key):
                yield _over(Position((part.raw, field.key)), f"{field.key!r} lists {len(value)}", field.whole, whole)
        elif (number := _number(value)) is not None and number > whole:
            yield _over(Position((part.raw, field.key)), f"{field.key!r} is {number}", field.whole, whole)


def _over(position: Position, what: str, field: str, whole: int) -> Problem:
    return Problem(position, f"{what}, more than `{field}`, {whole}", f"at most {whole}")


NUMBERS_THAT_DISAGREE = Rule(
    "PB339", "warning", "Numbers do not fit together", "Correct them, or say in `caution` why the source prints them so.", adjustable=True
)


@reports_rule(NUMBERS_THAT_DISAGREE)
def numbers_in_units(item: CheckedItem) -> Iterator[Problem]:
    """No unit holds the number or the share itself: `14% of the interviewees`."""
    for part in item.contents.parts:
        if ("count" in part.raw or "counts" in part.raw) and _NUMBER_IN_UNIT.search(unit := part.text("unit")):
            yield Problem(
                Position((part.raw, "unit")),
                f"`unit` holds a number: {unit!r}",
                "what was counted, such as papers",
                "Write the number in `count` and `of`.",
            )


_NUMBER_IN_UNIT = re.compile(r"%|^\d+\b")


@reports_rule(NUMBERS_THAT_DISAGREE)
def backward_pages(item: CheckedItem) -> Iterator[Problem]:
    """The pages of a locator run forwards. The end may be shortened, as in pp. 301-12."""
    for part in item.contents.parts:
        for pages in _PAGES.finditer(part.text("locator")):
            first, last = pages["first"], pages["last"]
            if int(first[: max(0, len(first) - len(last))] + last) < int(first):
                message = f"the pages run backwards, from {first} to {last}"
                yield Problem(Position((part.raw, "locator")), message, "the lower page first", "Correct one of the two.")


_PAGES = re.compile(r"\bpp?\. ?(?P<first>[0-9]{1,9})(?:-{1,2}|\u2013)(?P<last>[0-9]{1,9})(?![0-9.:])")


@reports_rule(NUMBERS_THAT_DISAGREE)
def sums_over_totals(item: CheckedItem) -> Iterator[Problem]:
    """The rows of a table add up to no more than its total, unless a caution says why."""
    for part in item.contents.parts:
        rows, total = (part.raw["rows"], _number(part.raw.get("total"))) if "rows" in part.raw else (None, None)
        if isinstance(rows, dict) and total is not None and not part.text("caution"):
            numbers = [number for number in map(_number, rows.values()) if number is not None]
            if sum(numbers) > total >= max(numbers, default=0):
                message = f"{count_words(len(numbers), 'row')} add up to {sum(numbers)}, more than the total, {total}"
                yield Problem(Position((part.raw, "rows")), message, f"at most {total}")


@reports_rule(NUMBERS_THAT_DISAGREE)
def growing_funnels(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """No step of a funnel starts with, or leaves, more than the step of the same study before it left, unless it says why."""
    left_before: dict[tuple[str, str], tuple[str, int]] = {}
    for number, item in enumerate(catalogue.items):
        if (passed := item.compared.passed) is None:
            continue
        name, before = left_before.get((passed.study, passed.unit), ("", None))
        field, count = ("entered", passed.entered) if passed.entered is not None else ("left", passed.left)
        if before is not None and count is not None and count > before and not passed.is_explained:
            yield CatalogueProblem(number, _passed_at(field), f"`{field}` is {count}, and {name!r} before it left {before}", f"at most {before}")
        if passed.left is not None:
            left_before[passed.study, passed.unit] = item.name, passed.left


def _passed_at(field: str) -> FindPositions:
    return lambda item: [Position((part.raw, field)) for part in item.contents.parts if part.field == "passed" and field in part.raw]


@reports_rule(
    Rule("PB343", "error", "A checksum does not fit", "Copy the number again from where it was given; one of its digits is wrong.", adjustable=True)
)
def wrong_checksums(item: CheckedItem) -> Iterator[Problem]:
    """The last character of an ORCID follows from the others, so that one wrong digit shows."""
    for part, field in item.contents.fields_with("notation"):
        text = part.text(field.key)
        if field.notation == "orcid" and is_orcid(text) is False:
            yield Problem(Position((part.raw, field.key)), f"{text} is no ORCID: its last character does not fit the others", "the whole number")


ITEM_NUMBER_RULES = (impossible_dates, parts_over_wholes, numbers_in_units, backward_pages, sums_over_totals, wrong_checksums)
CATALOGUE_NUMBER_RULES = (future_dates, growing_funnels)
