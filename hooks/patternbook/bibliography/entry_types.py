"""How each BibTeX and biblatex type is read, and which fields entries need, inherit and are read from."""

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
"""Type in the file (lower case) -> type of the reference. A `thesis` also depends on its `type` field."""

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
"""Fields that name what a work appeared in or at, in order of preference; "how published" for every other kind."""

NEEDS_CONTAINER = frozenset(CONTAINER_FIELDS) - {"inbook"}
"""Kinds for which a missing container is a warning."""

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
"""Kinds for which a missing author is a warning instead of an error."""

TITLED_BY_PARENT: frozenset[ReferenceType] = frozenset({"inbook", "incollection", "inproceedings"})
"""Kinds whose book title is the title of the entry they cross-refer to (biblatex manual, appendix B)."""

PART_TYPES = TITLED_BY_PARENT | {"article"}
"""Kinds that appear in a larger publication, their container."""

MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""Strings that BibTeX defines for the months."""


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
"""Fields that a reference is read from."""
