"""Texts as YAML, for what a message tells somebody to write."""

from __future__ import annotations

import re

from patternbook.source.faults import in_quotes

_PLAIN = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@` ])(?:(?!: | #)[^\n,\[\]{}])+(?<![: ])")


def as_yaml(text: str) -> str:
    """A text as it can be written anywhere in YAML, in quotes where it needs them; a long one is cut."""
    return text if _PLAIN.fullmatch(text) and len(text) <= 60 else in_quotes(text)
