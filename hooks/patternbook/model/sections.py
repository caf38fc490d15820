"""What a page is cut into, where kinds and vocabularies declare it."""

from __future__ import annotations

from dataclasses import dataclass

NOT_REPORTED = "Not reported"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an entry's page: a heading over the values of fields and of views."""

    key: str
    """Anchor of the heading."""
    title: str
    """`{finding}` stands for what the catalogue calls its findings."""
    fields: tuple[str, ...]
    """Names of fields of the entry; a name starting with `view:` is computed (documents/views.py)."""
    empty: str = NOT_REPORTED
    """What the page says where nothing is there; the section is left out where this is empty."""
    hint: str = ""
    """A line under the heading that says how to read it."""
