"""What styles print of a work: its texts by the names of CSL, its dates and numbers in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from patternbook.bibliography.dates import MONTHS, DatePoint, DateSpan, ordinal, read_edtf
from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.csl import to_csl_json
from patternbook.bibliography.write.styles.runs import double_quoted

NUMERIC = re.compile(r"[A-Za-z]*[0-9]+[A-Za-z]*(?:\s*[-–,&]\s*[A-Za-z]*[0-9]+[A-Za-z]*)*")
"""What CSL takes for a number, or several."""
SHORT_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.", "Aug.", "Sep.", "Oct.", "Nov.", "Dec.")


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")


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

    @cached_property
    def _texts(self) -> dict[str, str]:
        work = self.work
        texts = {name: value for name, value in self._item.items() if isinstance(value, str)}
        texts["title"] = double_quoted(texts.get("title", ""))
        if not work.published_in:
            texts.pop("container-title", "")
        if not work.archive:
            texts.pop("archive_location", "")
        if work.names_eprint(texts.get("volume", "")):
            del texts["volume"]  # `CoRR, abs/1701.01234` is no volume, but the number of a preprint
        return texts

    def __getitem__(self, variable: str) -> str:
        """The text of a variable of CSL, or nothing."""
        return self._texts.get(variable, "")

    @property
    def address(self) -> str:
        """Where it is read: its page, or the copy of it where that is gone, or the preprint."""
        return self.work.web_address or self["URL"]

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
        """`2nd ed.`, `Revised ed.`; what says itself what it is as it is."""
        return edition_text(self["edition"])

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

    def full_span(self, span: DateSpan) -> str:
        """Any date of it: `June 3, 2019`."""
        return _full(span, MONTHS, zeros=False)


def edition_number(text: str) -> str:
    """`2` of `2`, `2nd`, `Second` and `second edition`; other words as they are."""
    words = re.sub(r"[\s,]+ed(?:\.|ition)?$", "", text, flags=re.IGNORECASE)
    number = re.fullmatch(r"([0-9]{1,4})(?:st|nd|rd|th)?", words)
    if number:
        return number[1]
    return str(_ORDINALS.index(words.lower()) + 1) if words.lower() in _ORDINALS else text


def edition_text(text: str) -> str:
    """`2` or `Second` as `2nd ed.`; `Revised` as `Revised ed.`; what says itself what it is as it is."""
    number = edition_number(text)
    if number.isdecimal():
        return f"{ordinal(int(number))} ed."
    text = re.sub(r"\s+ed(?:\.|ition)?$", "", text, flags=re.IGNORECASE)
    return text if not text or re.search(r"\b(?:eds?\.?|edition|release|draft)\b", text, re.IGNORECASE) else f"{text} ed."


@lru_cache(maxsize=64)
def facts_of(work: Reference, suffix: str = "") -> Facts:
    """The facts of a work; cached, as every style asks for them."""
    return Facts(work, suffix)


def _year(point: DatePoint) -> str:
    return str(point.year) if point.year > 0 else f"{1 - point.year} BC"


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
