"""What a page is cut into, where kinds and vocabularies declare it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NOT_REPORTED = "Not reported"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an entry's page: a heading over the values of fields and of views."""

    key: str
    """Anchor of the heading."""
    title: str
    """`{finding}` stands for what the catalogue calls its findings."""
    fields: tuple[str, ...]
    """Names of fields of the entry. `back:shows` lists the entries whose field `shows` links here, `both:refines+goes_with`
    the links from both sides in one list; a name starting with `view:` is computed (documents/views.py, profile/)."""
    empty: str = NOT_REPORTED
    """What the page says where nothing is there; the section is left out where this is empty."""
    hint: str = ""
    """A line under the heading that says how to read it."""
    search: Literal["names", "telling", ""] = ""
    """How much its words weigh in the search: as other names of the entry, as what a reader would recognise, or as the rest."""
    folded: bool = False
    """Whether long lists and tables are folded under their titles, as they are looked up rather than read."""


EVIDENCE = Section("evidence", "Evidence", ("evidence",), hint="Who is cited says nothing about how common it is.")
DETAIL = Section("detail", "In more detail", ("body",), empty="")
TAIL = (
    Section("not-known", "Not known", ("not_known",), empty=""),
    Section("works", "Works it leans on", ("cites",), empty=""),
    Section("elsewhere", "In other schemes", ("view:mappings",), empty=""),
    Section("objections", "Objections", ("view:objections",), empty=""),
)
