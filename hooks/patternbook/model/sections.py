"""The sections of a page, as kinds and vocabularies declare them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NOT_REPORTED = "Not reported"


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a page: a heading above the values of fields and views."""

    key: str
    """Anchor of the heading."""
    title: str
    """`{finding}` is replaced by the catalogue's name for findings."""
    fields: tuple[str, ...]
    """Names of fields of the entry. `back:shows` lists the entries whose field `shows` links here, `both:refines+goes_with`
    the links of both directions in one list, and `view:NAME` the result of a view (documents/views.py, profile/)."""
    empty: str = NOT_REPORTED
    """Text shown where the fields are empty; the section is left out if this is empty too."""
    hint: str = ""
    """A line under the heading that explains how to read the section."""
    search: Literal["names", "telling", ""] = ""
    """Weight of its words in the search: as other names of the entry, as what a reader would recognise, or as any text."""
    folded: bool = False
    """Whether long lists and tables are collapsed under their titles."""


EVIDENCE = Section("evidence", "Evidence", ("evidence",), hint="Who is cited says nothing about how common it is.")
DETAIL = Section("detail", "In more detail", ("body",), empty="")
TAIL = (
    Section("not-known", "Not known", ("not_known",), empty=""),
    Section("works", "Works it leans on", ("cites",), empty=""),
    Section("elsewhere", "In other schemes", ("view:mappings",), empty=""),
    Section("objections", "Objections", ("view:objections",), empty=""),
)
