"""What RIS and CSL-JSON call the fields that references keep by biblatex's names; writing and reading both go by these tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from patternbook.bibliography.reference import ReferenceType

CSL_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "abstract": "abstract",
        "annotation": "annote",
        "eventtitle": "event",
        "issn": "ISSN",
        "keywords": "keyword",
        "language": "language",
        "library": "call-number",
        "origlocation": "original-publisher-place",
        "origpublisher": "original-publisher",
        "origtitle": "original-title",
        "pagetotal": "number-of-pages",
        "pmcid": "PMCID",
        "pmid": "PMID",
        "shortjournal": "container-title-short",
        "shorttitle": "title-short",
        "venue": "event-place",
        "volumes": "number-of-volumes",
    }
)
"""Other field of a reference -> variable of CSL 1.0.2. What is not here goes into `custom`, which the format has for such fields."""

CSL_ROLES: Mapping[str, str] = MappingProxyType(
    {"translator": "translator", "bookauthor": "container-author", "director": "director", "illustrator": "illustrator"}
)
"""Role -> variable of CSL for names."""

RIS_TAGS: Mapping[str, str] = MappingProxyType(
    {
        "abstract": "AB",
        "issn": "SN",
        "keywords": "KW",
        "language": "LA",
        "library": "CN",
        "shortjournal": "J2",
        "shorttitle": "ST",
        "volumes": "NV",
    }
)
"""Other field of a reference -> tag of RIS. What is not here becomes a note, `name: text`."""

OTHERS = "others"
"""The name that stands for `and others` in formats that cannot say it; reference managers read and write it so."""

_GENRES: Mapping[ReferenceType, str] = MappingProxyType(
    {"dataset": "Data set", "mastersthesis": "Master's thesis", "phdthesis": "Doctoral dissertation", "video": "Video"}
)


def default_genre(kind: ReferenceType, number: str) -> str:
    """What CSL-JSON says a work is where the file has no words of its own; processors print it: `[Data set]`, `Report No. 12`."""
    return "Report" if kind == "techreport" and number else _GENRES.get(kind, "")
