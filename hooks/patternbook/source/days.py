"""Days of the calendar, written as 2026-11-23, without a clock: which exist, and on which day a second falls."""

from __future__ import annotations

import re

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
SECONDS_A_DAY = 86_400
_DAYS_IN_400_YEARS = 146_097


def month_length(year: int, month: int) -> int:
    """The number of days of a month."""
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _MONTH_LENGTHS[month - 1] + (month == 2 and is_leap)


def why_no_day(text: str) -> str:
    """The reason why no day has this date; empty where one has, and where the text has not the form of a date."""
    match = _DAY.fullmatch(text)
    if match is None:
        return ""
    year, month, day = map(int, match.groups())
    if not 1 <= month <= 12:
        return f"there is no month {match[2]}"
    if not 1 <= day <= month_length(year, month):
        return f"the month {match[1]}-{match[2]} has no day {match[3]}"
    return ""


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar."""
    return _DAY.fullmatch(text) is not None and not why_no_day(text)


def day_first(text: str) -> str:
    """A date with month and day exchanged, where that makes it one; else empty."""
    match = _DAY.fullmatch(text)
    exchanged = f"{match[1]}-{match[3]}-{match[2]}" if match else ""
    return exchanged if exchanged and not why_no_day(exchanged) else ""


def day_of(seconds: int) -> str:
    """The day, in UTC, of a moment that is given in seconds since 1970."""
    # Years are counted from March, so that the day that leap years add is their last (a well-known way to count days).
    days = seconds // SECONDS_A_DAY + 719_468
    era, rest = divmod(days, _DAYS_IN_400_YEARS)
    year = (rest - rest // 1_460 + rest // 36_524 - rest // 146_096) // 365
    rest -= 365 * year + year // 4 - year // 100
    month = (5 * rest + 2) // 153
    day = rest - (153 * month + 2) // 5 + 1
    return f"{era * 400 + year + (month >= 10):04d}-{month + 3 if month < 10 else month - 9:02d}-{day:02d}"
