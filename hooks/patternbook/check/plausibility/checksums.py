"""Checksums of identifiers: ORCID, ISBN, ISSN. Their last character follows from the others."""

from __future__ import annotations

import re

_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
_ISSN = re.compile(r"[0-9]{4}-?[0-9]{3}[0-9Xx]")


def is_orcid(text: str) -> bool | None:
    """Whether the checksum of an ORCID fits (ISO 7064 MOD 11-2); None where the text has another form."""
    if not _ORCID.fullmatch(text):
        return None
    total = 0
    for digit in text[:-1].replace("-", ""):
        total = (total + int(digit)) * 2
    return text[-1] == _as_digit((12 - total % 11) % 11)


def is_issn(text: str) -> bool | None:
    """Whether the checksum of an ISSN fits; None where the text has another form."""
    return _fits_modulo_11(text.replace("-", "")) if _ISSN.fullmatch(text) else None


def is_isbn(text: str) -> bool | None:
    """Whether the checksum of an ISBN of 10 or 13 digits fits; None where it has neither length, or holds other characters."""
    digits = re.sub(r"[\s-]", "", text)
    if re.fullmatch(r"[0-9]{9}[0-9Xx]", digits):
        return _fits_modulo_11(digits)
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
    return None


def _fits_modulo_11(digits: str) -> bool:
    """Whether digits, each times its place counted from the last, add up to a multiple of 11; X stands for 10."""
    weights = range(len(digits), 0, -1)
    return sum(weight * (10 if digit in "Xx" else int(digit)) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0


def _as_digit(number: int) -> str:
    return "X" if number == 10 else str(number)
