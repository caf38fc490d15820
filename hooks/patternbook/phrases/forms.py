"""How a language writes numbers, dates and names inside a sentence; the forms themselves are phrases."""

from __future__ import annotations

from collections.abc import Sequence

from patternbook.phrases.current import gettext, pgettext

_DATE_PARTS = 3


def as_number(number: int) -> str:
    """A whole number as the language writes it: 12,345."""
    return f"{number:,}".replace(",", pgettext("between thousands", ","))


def as_decimal(number: float) -> str:
    """A number with one digit after the point."""
    return f"{number:.1f}".replace(".", pgettext("decimal point", "."))


def as_date(date: str) -> str:
    """A date such as 2026-12-01 as the language writes it; what is no whole date stays as it is."""
    parts = date.split("-")
    if len(parts) != _DATE_PARTS:
        return date
    return gettext("%(year)s-%(month)s-%(day)s", year=parts[0], month=parts[1], day=parts[2])


def in_sentence(name: str) -> str:
    """A name of a kind inside a sentence: in small letters, unless the language keeps its capitals."""
    return name.lower() if pgettext("names of kinds inside a sentence: lower, or keep", "lower") == "lower" else name


def sentence_case(words: str) -> str:
    """Words as the start of a line."""
    return f"{words[:1].upper()}{words[1:]}"


def listed_with(names: Sequence[str]) -> str:
    """Names as a list in a sentence: a, b and c."""
    *others, last = names
    return gettext("%(others)s and %(last)s", others=", ".join(others), last=last) if others else last
