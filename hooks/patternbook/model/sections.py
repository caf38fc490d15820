"""The sections of a page, as kinds and vocabularies declare them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NOT_REPORTED = "Not reported"
NOT_CONFIRMED = "Noticed by us in what is published; not confirmed by the authors."
NONE_KNOWN = "None known."
EMPTY_WORDS = {
    "silent": "The source, read in full, says nothing about this.",
    "not-read": "Not read by us.",
    "not-extracted": "Not extracted by us.",
    "not-observable": "The design of the study could not show this.",
}
"""Why a section is empty -> the words on its page."""


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
    """Text shown where the fields are empty: where it is NOT_REPORTED, one of EMPTY_WORDS. The section is left out if it is empty too."""
    hint: str = ""
    """A line under the heading that explains how to read the section."""
    search: Literal["names", "telling", ""] = ""
    """Weight of its words in the search: as other names of the entry, as what a reader would recognise, or as any text."""
    folded: Literal["long", "whole", ""] = ""
    """`long`: long lists and tables are collapsed under their titles; `whole`: all of it is, under its heading."""
    in_look: bool = False
    """Whether a quick look at the page shows its texts."""
    opens: bool = False
    """Whether it opens the page: it takes in the statement, and stands before the facts."""
    shows: tuple[str, ...] = ()
    """Relations that its views show, each as `shows` or `back:shows`."""


EVIDENCE = Section("evidence", "Evidence", ("evidence",), hint="Who is cited says nothing about how common it is.")
DETAIL = Section("detail", "In more detail", ("body",), empty="")
TAIL = (
    Section("not-known", "Not known", ("not_known",), empty=""),
    Section("works", "Works it leans on", ("cites",), empty="", folded="whole"),
    Section("elsewhere", "In other schemes", ("view:mappings",), empty="", folded="whole"),
    Section("objections", "Objections", ("view:objections",), empty=""),
    Section("replies", "Replies to the studies it rests on", ("view:study_replies",), empty=""),
)
