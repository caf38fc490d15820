"""Dates as works give them: exact, circa, uncertain, open, ranges, decades, seasons, before our era.

Two notations are read: biblatex's (ISO 8601-2 level 1: `1925~`, `1994/1997`, `199X`, `-0043`) and what people write in
BibTeX's `year` and `month` (`ca. 1925`, `1994--97`, `10~jan`). A date is shown as exact only where the file says it exactly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
SEASONS = ("Spring", "Summer", "Fall", "Winter")
_FIRST_SEASON = 21
"""Number of spring where a month is expected."""

PUBLICATION_STATES: Mapping[str, str] = MappingProxyType(
    {
        "inpreparation": "in preparation",
        "submitted": "submitted",
        "forthcoming": "forthcoming",
        "inpress": "in press",
        "prepublished": "advance online publication",
    }
)
"""biblatex's publication states, and the words of a citation for each."""

_STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {words: state for state, words in PUBLICATION_STATES.items()}
    | {"to appear": "forthcoming", "to be published": "forthcoming", "accepted": "inpress", "under review": "submitted"}
)


@dataclass(frozen=True, slots=True)
class DatePoint:
    """A date, or one end of a range, as exact as it is known.

    year: astronomical, so that 0 is 1 BCE and -43 is 44 BCE.
    month: 1 to 12, or None.  day: of the month, or None.  season: 1 (spring) to 4 (winter), or None.
    unknown: how many last digits of the year are not known: 1 in the 1990s, 2 in the 20th century.
    circa: whether it is about this date.  uncertain: whether the source doubts it.
    """

    year: int
    month: int | None = None
    day: int | None = None
    season: int | None = None
    unknown: int = 0
    circa: bool = False
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date, or a range of dates.

    start, end: of a single date the end is None; of a range, either is None where it is open or not known.
    is_range: tells a single date from a range with an open end.
    """

    start: DatePoint | None
    end: DatePoint | None = None
    is_range: bool = False

    @property
    def first(self) -> DatePoint | None:
        """The earliest date that is known."""
        return self.start or self.end

    @property
    def is_plain(self) -> bool:
        """Whether it is a year of our era, alone or with a month: all that BibTeX's `year` and `month` can say."""
        return not self.is_range and self.start is not None and self.start.year > 0 and self.start == DatePoint(self.start.year, self.start.month)


_POINT = re.compile(
    r"(?P<year>[yY]-?[0-9]{5,9}|-?(?:[0-9]{4}|[0-9]{3}[XxUu]|[0-9]{2}[XxUu]{2}))"
    r"(?:-(?P<month>[0-9]{2}|[XxUu]{2})(?:-(?P<day>[0-9]{2}|[XxUu]{2}))?)?(?:T[0-9:.Z+-]+)?(?P<mark>[?~%]{0,2})"
)
_OPEN = frozenset({"", "..", "open", "unknown"})


@lru_cache(maxsize=512)
def read_edtf(text: str) -> DateSpan | None:
    """Read a date in biblatex's notation; None where it is none."""
    ends = [part.strip() for part in text.strip().split("/")]
    if len(ends) > 2 or not any(end not in _OPEN for end in ends):
        return None
    points = [None if end in _OPEN else _read_point(end) for end in ends]
    if any(point is None and end not in _OPEN for point, end in zip(points, ends, strict=True)):
        return None
    if len(points) == 1:
        return DateSpan(points[0])
    # `/2006` has an unknown beginning, so it was made in 2006; `../2006` is open.
    return DateSpan(points[1]) if not ends[0] else DateSpan(points[0], points[1], is_range=True)


def _read_point(text: str) -> DatePoint | None:
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    digits = match["year"].lstrip("yY")
    unknown = sum(character in "XxUu" for character in digits)
    month, day = (int(part) if part and part.isdecimal() else None for part in (match["month"], match["day"]))
    season = month - _FIRST_SEASON + 1 if month and _FIRST_SEASON <= month < _FIRST_SEASON + len(SEASONS) else None
    if (month is not None and season is None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    mark = match["mark"]
    return DatePoint(
        year=int(re.sub("[XxUu]", "0", digits)),
        month=None if season else month,
        day=None if season else day,
        season=season,
        unknown=unknown,
        circa="~" in mark or "%" in mark,
        uncertain="?" in mark or "%" in mark,
    )


def write_edtf(span: DateSpan) -> str:
    """A date in biblatex's notation."""
    if not span.is_range:
        return _point_edtf(span.start) if span.start else ""
    return "/".join(_point_edtf(point) if point else ".." for point in (span.start, span.end))


def _point_edtf(point: DatePoint) -> str:
    sign, digits = "-" if point.year < 0 else "", f"{abs(point.year):04d}"
    if len(digits) > 4:
        sign = f"Y{sign}"
    digits = digits[: len(digits) - point.unknown] + "X" * point.unknown
    month = point.month or (point.season and point.season + _FIRST_SEASON - 1)
    rest = (f"-{month:02d}" if month else "") + (f"-{point.day:02d}" if point.month and point.day else "")
    mark = {(False, False): "", (True, False): "~", (False, True): "?", (True, True): "%"}[point.circa, point.uncertain]
    return f"{sign}{digits}{rest}{mark}"


_CIRCA = re.compile(r"^(?:circa|approx(?:imately)?\.?|about|around|ca?\.?)\s+(?=[0-9])|^(?:circa|ca?\.)(?=[0-9])", re.IGNORECASE)
_ERA = re.compile(r"\s*\b(bce|b\.c\.e\.?|bc|b\.c\.?|ce|c\.e\.|ad|a\.d\.)$", re.IGNORECASE)
_YEARS = re.compile(r"([0-9]{3,4}\??)\s*(?:-{1,3}|–|—|/|\bto\b)\s*((?:[0-9]{4}|[0-9]{2})\??|)")
_DECADE = re.compile(r"([0-9]{3})0['’]?s")
_WORD = re.compile(r"[0-9]+|[^\W\d_]+\.?|[-–—/]+")


@lru_cache(maxsize=512)
def read_written_date(text: str) -> DateSpan | None:
    """Read a date as people write it in `year`: `2019`, `ca. 1925`, `1994--97`, `1990s`, `44 BC`, `4 May 2020`; None where it is none."""
    text = " ".join(text.split())
    if span := read_edtf(text.replace("u", "X")):
        return span
    if circa := _CIRCA.match(text):
        span = read_written_date(text[circa.end() :])
        return replace(span, start=replace(span.start, circa=True)) if span and span.start else None
    if era := _ERA.search(text):
        year = text[: era.start()].strip()
        before = era[1].lower().startswith("b")
        return DateSpan(DatePoint(1 - int(year) if before else int(year))) if year.isdecimal() and 0 < len(year) < 6 else None
    if decade := _DECADE.fullmatch(text):
        return DateSpan(DatePoint(int(decade[1]) * 10, unknown=1))
    if years := _YEARS.fullmatch(text):
        return _read_years(*years.groups())
    if re.fullmatch(r"[0-9]{1,3}\??", text):
        return DateSpan(_year_point(text))
    return _read_words(text)


def _read_years(first: str, last: str) -> DateSpan | None:
    start = _year_point(first)
    if not last:
        return DateSpan(start, is_range=True)
    end = _year_point(last)
    if len(last.rstrip("?")) == 2:
        if start.uncertain:
            return None
        end = replace(end, year=start.year // 100 * 100 + end.year)
    return DateSpan(start, end, is_range=True) if end.year > start.year else None


def _year_point(text: str) -> DatePoint:
    return DatePoint(int(text.rstrip("?")), uncertain=text.endswith("?"))


def _read_words(text: str) -> DateSpan | None:
    """`4 May 2020`, `May 4, 2020`, `Spring 2004`, `2020/05/16`: a year of four digits, and a month."""
    year = re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", text)
    if year is None:
        return None
    rest = f"{text[: year.start()]} {text[year.end() :]}".strip(" ,./-")
    if numbers := re.fullmatch(r"([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?", rest):
        # Of a number on either side of the year, only one order is certain: year, month, day.
        return read_edtf("-".join([year[0], *(f"{int(part):02d}" for part in numbers.groups() if part)])) if year.start() == 0 else None
    return with_month(DateSpan(DatePoint(int(year[0]))), rest)


def with_month(span: DateSpan, text: str) -> DateSpan | None:
    """A year with what `month` says: `may`, `5`, `10~jan`, `July 4`, `jun/jul`, `Spring`; None where that is no month."""
    if span.start is None or span.is_range or not text:
        return None
    if text.isdecimal():
        return DateSpan(replace(span.start, month=month_number(text))) if month_number(text) else None
    points: list[DatePoint] = []
    day: int | None = None  # of the month that follows
    parts = _WORD.findall(text.replace(",", " "))
    for part, following in pairwise([*parts, ""]):
        number = int(part) if part.isdecimal() and len(part) <= 2 else 0
        if month := 0 if number else month_number(part):
            points.append(replace(span.start, month=month, day=day))
            day = None
        elif season := _season_number(part):
            points.append(replace(span.start, season=season))
        elif number and number <= 31 and not following.isdecimal() and month_number(following):
            day = number
        elif number and number <= 31 and points and points[-1].month:
            after = replace(points[-1], day=number)
            points = [*points[:-1], after] if points[-1].day is None else [*points, after]
        elif not re.fullmatch(r"[-–—/]+|and|of|th|st|nd|rd", part):
            return None
    if not 1 <= len(points) <= 2:
        return None
    return DateSpan(points[0], points[1] if len(points) > 1 else None, is_range=len(points) > 1)


def month_number(text: str) -> int | None:
    """`5`, `05`, `may`, `Sept.` as 5 or 9; None for what is no month."""
    word = text.strip(" .").lower()
    if word.isdecimal() and len(word) <= 2:
        return int(word) if 1 <= int(word) <= 12 else None
    return next((number for number, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.lower().startswith(word)), None)


def _season_number(text: str) -> int | None:
    word = text.strip(" .").lower().replace("autumn", "fall")
    return next((number for number, name in enumerate(SEASONS, 1) if word == name.lower()), None)


def publication_state(text: str) -> str:
    """`In Press.`, `inpress`, `to appear` as the name of a state; empty for other texts."""
    words = " ".join(text.lower().strip(" .()[]").split())
    return words if words in PUBLICATION_STATES else _STATE_WORDS.get(words, "")


def year_words(span: DateSpan) -> str:
    """The years as a citation shows them: `ca. 1925`, `1750?`, `1994–1997`, `1995–`, `44 BCE`, `1990s`."""
    if not span.is_range:
        return _year_of(span.start) if span.start else ""
    if span.start is None or span.end is None:
        return f"{_year_of(span.start) if span.start else ''}–{_year_of(span.end) if span.end else ''}"
    start, end = span.start, span.end
    if _year_only(start) == _year_only(end):
        return _year_of(start)
    if end.year <= 0:  # the era once: 44–3 BCE
        return f"{_year_of(start).removesuffix(' BCE')}–{_year_of(end)}"
    return f"{_year_of(start)}–{_year_of(end)}{' CE' if start.year <= 0 else ''}"


def _year_only(point: DatePoint) -> tuple[int, int, bool, bool]:
    return point.year, point.unknown, point.circa, point.uncertain


def _year_of(point: DatePoint) -> str:
    if point.unknown == 2:
        text = f"{ordinal(point.year // 100 + 1)} century"
    elif point.year <= 0:
        text = f"{1 - point.year} BCE"
    else:
        text = f"{point.year}{'s' if point.unknown else ''}"
    return f"{'ca. ' if point.circa else ''}{text}{'?' if point.uncertain else ''}"


def ordinal(number: int) -> str:
    """`2nd`, `11th`, `21st`."""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def year_month_date(span: DateSpan) -> tuple[str, int | None, str]:
    """A date as `Reference` has it: the year in words, the month, and the whole in biblatex's notation where these do not say it."""
    return year_words(span), span.first.month if span.first else None, "" if span.is_plain else write_edtf(span)


def date_words(span: DateSpan, year: str) -> str:
    """The date in full as APA has it: `2005, October 16`, `2005, October 16–18`, `2004, Spring`.

    Args:
        span: The date.
        year: The year as the citation shows it, with its letter.

    """
    start, end = span.start, span.end
    if start is None:
        return year
    first = _day_of(start)
    if end is None or not first or not _day_of(end):
        return f"{year}, {first}" if first else year
    if end.year != start.year:
        letter = year.removeprefix(year_words(span))
        return f"{_year_of(start)}{letter}, {first}–{_year_of(end)}, {_day_of(end)}"
    last = _day_of(end) if end.month != start.month or end.season else str(end.day or "")
    return f"{year}, {first}–{last}" if last else f"{year}, {first}"


def _day_of(point: DatePoint) -> str:
    if point.season:
        return SEASONS[point.season - 1]
    return f"{MONTHS[point.month - 1]}{f' {point.day}' if point.day else ''}" if point.month else ""
