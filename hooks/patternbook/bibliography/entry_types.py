"""Which BibTeX and biblatex types are read as what, and what each must say."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from patternbook.bibliography.reference import ReferenceType

ENTRY_TYPES: Mapping[str, ReferenceType] = MappingProxyType(
    {
        "article": "article",
        "audio": "video",
        "book": "book",
        "bookinbook": "inbook",
        "booklet": "booklet",
        "collection": "collection",
        "conference": "inproceedings",
        "data": "dataset",
        "dataset": "dataset",
        "electronic": "online",
        "inbook": "inbook",
        "incollection": "incollection",
        "inproceedings": "inproceedings",
        "inreference": "incollection",
        "manual": "manual",
        "mastersthesis": "mastersthesis",
        "misc": "misc",
        "movie": "video",
        "mvbook": "book",
        "mvcollection": "collection",
        "mvproceedings": "proceedings",
        "mvreference": "collection",
        "online": "online",
        "patent": "patent",
        "periodical": "collection",
        "phdthesis": "phdthesis",
        "proceedings": "proceedings",
        "reference": "collection",
        "report": "techreport",
        "software": "software",
        "softwaremodule": "software",
        "softwareversion": "software",
        "standard": "standard",
        "suppbook": "inbook",
        "suppcollection": "incollection",
        "suppperiodical": "article",
        "techreport": "techreport",
        "thesis": "phdthesis",
        "unpublished": "unpublished",
        "video": "video",
        "webpage": "online",
        "www": "online",
    }
)
"""Type in the file (lower case) -> what it is read as. `thesis` depends on its `type` field besides."""

CONTAINER_FIELDS: Mapping[ReferenceType, tuple[str, ...]] = MappingProxyType(
    {
        "article": ("journaltitle", "journal"),
        "inbook": ("booktitle",),
        "incollection": ("booktitle",),
        "inproceedings": ("booktitle", "eventtitle"),
        "mastersthesis": ("school", "institution"),
        "phdthesis": ("school", "institution"),
        "techreport": ("institution", "organization", "publisher"),
    }
)
"""Fields that say what a work appeared in or at, best first; "how published" for every other kind."""

NEEDS_CONTAINER = frozenset(CONTAINER_FIELDS) - {"inbook"}
"""Kinds that say little without it: a warning where it is missing."""

NEEDS_NO_AUTHOR: frozenset[ReferenceType] = frozenset(
    {
        "booklet",
        "collection",
        "dataset",
        "manual",
        "misc",
        "online",
        "patent",
        "proceedings",
        "software",
        "standard",
        "video",
    }
)
"""Kinds that exist without a named author: a warning instead of an error where nobody signs."""

TITLED_BY_PARENT: frozenset[ReferenceType] = frozenset({"inbook", "incollection", "inproceedings"})
"""Kinds whose book title is the title of the entry they cross-refer to (biblatex manual, appendix B)."""


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


NOT_INHERITED = _names(
    "abstract annotation annote crossref doi eid entryset eprint eprinttype archiveprefix primaryclass file ids key "
    "keywords label note options pages shorttitle sortname sorttitle subtitle title titleaddon url urldate urlyear xref"
)
"""Fields that belong to the entry they are written in: the DOI of a volume is not the DOI of a paper in it."""

KNOWN_FIELDS = _names(
    "author editor title subtitle booktitle booksubtitle journal journaltitle journalsubtitle school institution "
    "organization howpublished publisher address location year date month volume number issue edition pages articleno "
    "eid doi eprint eprinttype archiveprefix isbn url urldate note type"
)
"""Fields that mean something to the reader of a citation."""
