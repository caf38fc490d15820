"""What RIS and CSL-JSON call the fields that references keep by biblatex's names; writing and reading both go by these tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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
