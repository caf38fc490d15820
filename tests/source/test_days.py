"""Days of the calendar, compared with the standard library's."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.source.days import SECONDS_A_DAY, day_first, day_of, is_day, why_no_day


@given(st.datetimes(datetime.datetime(1970, 1, 1), datetime.datetime(9999, 12, 31)))
def test_day_of_a_second_is_that_of_the_standard_library(moment: datetime.datetime) -> None:
    seconds = int((moment - datetime.datetime(1970, 1, 1)).total_seconds())
    assert day_of(seconds) == moment.date().isoformat()
    assert day_of(seconds + SECONDS_A_DAY) > day_of(seconds)


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_days_exist_as_in_the_standard_library(year: int, month: int, day: int) -> None:
    text = f"{year:04d}-{month:02d}-{day:02d}"
    try:
        exists = bool(datetime.date(year or 4, month, day))  # the standard library has no year 0, which is a leap year
    except ValueError:
        exists = False
    assert is_day(text) == exists
    assert bool(why_no_day(text)) == (not exists)


@pytest.mark.parametrize("text", ["", "1 May 2022", "2022-5-1", "2022-05-01T10:00", "20x2-05-01"])
def test_text_of_another_form_is_no_day_and_no_wrong_one(text: str) -> None:
    assert not is_day(text)
    assert why_no_day(text) == day_first(text) == ""


def test_day_before_month_is_turned_round() -> None:
    assert day_first("2026-13-05") == "2026-05-13"
    assert day_first("2026-13-45") == ""
