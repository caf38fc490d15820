"""What a text must look like: every pattern means the same to Python, to the validator and to editors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic_core import ValidationError

from patternbook.model.components import MAX_COUNT, Mentions
from patternbook.model.entries import Finding
from patternbook.model.registry import CATALOGUE_MODEL, ID_PATTERN, LISTS
from patternbook.model.struct import ModelStruct, core_schema, validate_plain
from patternbook.screening.tokens.lists import TOKEN_LIST_MODELS


def _patterns(schema: Any) -> Iterator[str]:
    """Every pattern anywhere in a schema."""
    if isinstance(schema, dict):
        if "pattern" in schema:
            yield schema["pattern"]
        for inner in schema.values():
            yield from _patterns(inner)
    elif isinstance(schema, list | tuple):
        for inner in schema:
            yield from _patterns(inner)


MODELS: tuple[type[ModelStruct], ...] = (*LISTS.values(), CATALOGUE_MODEL, *TOKEN_LIST_MODELS.values())
PATTERNS = sorted({pattern for model in MODELS for pattern in _patterns(core_schema(model))})


def test_every_pattern_is_found() -> None:
    assert ID_PATTERN in PATTERNS
    assert len(PATTERNS) > 5


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_pattern_has_a_class_that_means_other_characters_elsewhere(pattern: str) -> None:
    """Unlike JavaScript's, the validator's and Python's \\d are the digits of every script."""
    assert re.search(r"\\[dDwWsSbBpP]|\[\^|(?<!\\)\.", pattern) is None


@pytest.mark.parametrize("id_", ["F-٠٠١", "F-００１", "F-²²²", "F-001\n", f"F-{'9' * 10}", f"F-{'9' * 5000}"])
def test_id_has_three_to_nine_digits_of_ours(id_: str) -> None:
    with pytest.raises(ValidationError) as raised:
        validate_plain(Finding, {"id": id_})
    assert "string_pattern_mismatch" in {each["type"] for each in raised.value.errors()}
    assert re.fullmatch(ID_PATTERN, id_) is None


@pytest.mark.parametrize("count", [str(MAX_COUNT + 1), "9" * 30, "9" * 5000])
def test_numbers_are_those_that_json_carries(count: str) -> None:
    assert validate_plain(Mentions, {"count": str(MAX_COUNT), "unit": "papers"}).count == MAX_COUNT
    with pytest.raises(ValidationError):
        validate_plain(Mentions, {"count": count, "unit": "papers"})
