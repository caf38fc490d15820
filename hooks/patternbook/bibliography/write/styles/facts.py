"""What styles print of a work: its texts by the names of CSL, its dates and numbers in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from patternbook.bibliography.dates import MONTHS, DatePoint, DateSpan, ordinal, read_edtf
from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.citation import edition_text
from patternbook.bibliography.write.csl import to_csl_json

SHORT_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.", "Aug.", "Sep.", "Oct.", "Nov.", "Dec.")


@dataclass(frozen=True)
class Facts:
    """A work as styles see it.

    work: the work.  suffix: the letter that tells it from others of its year.
    """

    work: Reference
    suffix: str = ""

    @cached_property
    def _item(self) -> dict[str, object]:
        return to_csl_json(self.work)

    def __getitem__(self, variable: str) -> str:
        """The text of a variable of CSL, or nothing."""
        if variable == "container-title" and not self.work.published_in:
            return ""
        value = self._item.get(variable, "")
        return value if isinstance(value, str) else ""

    def any(self, *variables: str) -> bool:
        """Whether one of these is given."""
        return any(self._item.get(variable) for variable in variables)

    @cached_property
    def pages(self) -> str:
        """Page or pages, with en dashes."""
        return self["page"].replace("-", "–")

    def dashed(self, variable: str) -> str:
        """A number with en dashes: `6–7`."""
        return re.sub(r"(?<=\w)-(?=\w)", "–", self[variable])

    @cached_property
    def edition(self) -> str:
        """`2nd ed.` of `2` and `2nd`; `Revised ed.`; what says itself what it is as it is."""
        given = self["edition"]
        number = re.fullmatch(r"([0-9]+)(?:st|nd|rd|th)?", given)
        return f"{ordinal(int(number[1]))} ed." if number else edition_text(given)

    def year(self) -> str:
        """The year, or years, or the words that take their place; with the letter."""
        issued = self.work.issued
        if issued is None or issued.first is None:
            return f"{self.work.year}{self.suffix}" if self.work.year else ""
        return f"{self.literal or _years(issued)}{self.suffix}"

    @property
    def literal(self) -> str:
        """The date in words, where numbers do not say it."""
        issued = self._item.get("issued")
        return str(issued.get("literal", "")) if isinstance(issued, dict) else ""

    def month_year(self, months: tuple[str, ...] = MONTHS) -> str:
        """`June 2019`, `2019`."""
        issued = self.work.issued
        if self.literal or issued is None or issued.start is None:
            return self.literal
        return _range(issued, lambda point: (f"{months[point.month - 1]} " if point.month else "") + _year(point))

    def full_date(self, months: tuple[str, ...] = MONTHS, *, zeros: bool = False) -> str:
        """`June 3, 2019`, `June 2019`, `2019`."""
        return self.literal or (_full(self.work.issued, months, zeros=zeros) if self.work.issued else "")

    def accessed(self, months: tuple[str, ...] = MONTHS, *, zeros: bool = False) -> str:
        """The day on which its address was read."""
        span = read_edtf(self.work.accessed) if self.work.accessed else None
        return _full(span, months, zeros=zeros) if span else self.work.accessed


@lru_cache(maxsize=64)
def facts_of(work: Reference, suffix: str = "") -> Facts:
    """The facts of a work; cached, as every style asks for them."""
    return Facts(work, suffix)


def _year(point: DatePoint) -> str:
    return str(point.year) if point.year > 0 else f"{1 - point.year}BC"


def _years(span: DateSpan) -> str:
    return _range(span, _year)


def _range(span: DateSpan, words: Callable[[DatePoint], str]) -> str:
    points = [words(point) for point in (span.start, span.end) if point is not None]
    if len(points) == 2 and points[0] == points[1]:
        points = points[:1]
    if len(points) == 2 and points[0].split()[-1] == points[1].split()[-1] and " " in points[0]:
        points[0] = points[0].rpartition(" ")[0]
    return "–".join(points)


def _full(span: DateSpan, months: tuple[str, ...], *, zeros: bool) -> str:
    def words(point: DatePoint) -> str:
        day = f" {point.day:02d}," if point.day and zeros else f" {point.day}," if point.day else ""
        return (f"{months[point.month - 1]}{day} " if point.month else "") + _year(point)

    return _range(span, words)
