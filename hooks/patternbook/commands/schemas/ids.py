"""What the schema of data files and that of the names share: the form of ids, and the file of the names."""

from __future__ import annotations

from typing import Any

from patternbook.model.components import ID_NUMBER
from patternbook.model.registry import ID_PATTERN, KIND_BY_NAME, KINDS

NAMES_FILE = "names.schema.json"
"""Lies beside the schema of data files, which refers to it."""


def id_form(kind: str) -> dict[str, Any]:
    """The keywords that describe the ids of a kind, those not yet numbered included."""
    prefix = KIND_BY_NAME[kind].prefix
    expected = f"Expected an id such as {prefix}-001, or {prefix}-new-anything until `patternbook number` gives the number."
    return {"pattern": rf"^{prefix}-{ID_NUMBER}$", "patternErrorMessage": expected}


def any_id_form() -> dict[str, Any]:
    """The keywords that describe the id of any entry."""
    prefixes = ", ".join(f"{kind.prefix}-" for kind in KINDS)
    return {"pattern": ID_PATTERN, "patternErrorMessage": f"Expected the id of an entry: one of {prefixes}, then its number."}
