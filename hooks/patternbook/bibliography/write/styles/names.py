"""Names in citations: which part comes first, how they are joined, from how many on only some are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from patternbook.bibliography.reference import Name, Person
from patternbook.bibliography.write.citation import initials

ET_AL = "et al."


def dotted(given: str) -> str:
    """`J David` as `J. David`, `K.F.` as `K. F.`: a letter alone is an initial."""
    words = re.sub(r"(?<=\.)(?=\w)", " ", given).split()
    return " ".join(f"{word}." if len(word) == 1 and not word.islower() else word for word in words)


def given_first(name: Name) -> str:
    """`Wil M. P. van der Aalst Jr.`"""
    return " ".join(filter(None, (name.given, name.short, name.suffix)))


def initials_first(name: Name) -> str:
    """`W. M. P. van der Aalst Jr.`"""
    return " ".join(filter(None, (initials(name.given), name.short, name.suffix)))


def inverted_name(name: Name) -> str:
    """`Aalst, Wil M. P. van der, Jr.`"""
    if not isinstance(name, Person):
        return name.short
    return ", ".join(filter(None, (name.family, f"{dotted(name.given)} {name.prefix}".strip(), name.suffix)))


def series(names: Sequence[str], *, comma_of_two: bool = False, last_comma: bool = True) -> str:
    """`A`, `A and B`, `A, B, and C`."""
    if len(names) < 2:
        return "".join(names)
    comma = "," if (last_comma if len(names) > 2 else comma_of_two) else ""
    return f"{', '.join(names[:-1])}{comma} and {names[-1]}"


def shortened_series(
    names: Sequence[Name],
    form: Callable[[Name], str],
    *,
    more: bool,
    least: int,
    shown: int,
    first: Callable[[Name], str] | None = None,
    comma_of_two: bool = False,
) -> str:
    """A list of names that ends in `et al.` where it goes on, and of `least` or more names after those that are shown."""
    is_cut = len(names) + more >= least
    texts = [(first or form)(names[0]), *map(form, names[1:])][: shown if is_cut else None]
    if not (is_cut or more):
        return series(texts, comma_of_two=comma_of_two)
    return f"{', '.join(texts)}{',' if len(texts) > 1 else ''} {ET_AL}"
