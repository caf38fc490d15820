"""What is certain to be meant by a value of the wrong form: a misspelt field or choice, a name without its list, a short date."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from patternbook.diagnostics.corrections import Correction, certain_name
from patternbook.diagnostics.diagnostic import Place
from patternbook.model.components import SLUG_PATTERN
from patternbook.model.registry import ID_PATTERN

_NAME = re.compile(f"{ID_PATTERN}|{SLUG_PATTERN}")
_DATE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")


def correct_key(place: Place, key: str, known: Collection[str], holder: Mapping[str, object]) -> Correction | None:
    """The known key that is meant by an unknown one, unless its mapping has that one as well."""
    meant = certain_name(key, known)
    return Correction(place, key, meant) if meant and meant not in holder else None


def correct_choice(place: Place, value: str, choices: Collection[str]) -> Correction | None:
    """The choice that is meant by a value."""
    meant = certain_name(value, choices)
    return Correction(place, value, meant) if meant else None


def correct_form(place: Place, kind: str, error: Any) -> Correction | None:
    """What is meant by a value that pydantic refused.

    Args:
        place: Of the value.
        kind: Pydantic's type of the error.
        error: The error, with the value.

    """
    value = error["input"]
    if not isinstance(value, str):
        return None
    if kind == "tuple_type" and _NAME.fullmatch(value):
        return Correction(place, value, f"[{value}]", in_quotes=False)
    if kind == "string_pattern_mismatch" and (date := _DATE.fullmatch(value)) and re.fullmatch(error["ctx"]["pattern"], "2026-11-23"):
        year, month, day = map(int, date.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            return Correction(place, value, f"{year}-{month:02d}-{day:02d}")
    return None
