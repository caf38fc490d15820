"""How each BibTeX and biblatex type is read, and which fields entries need, inherit and are read from."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from patternbook.bibliography.reference import ReferenceType

ENTRY_TYPES: Mapping[str, ReferenceType] = MappingProxyType(
    {
        "article": "article",
        "artwork": "misc",
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
        "bibnote": "misc",
        "commentary": "misc",
        "image": "misc",
        "jurisdiction": "misc",
        "legal": "misc",
        "legislation": "misc",
        "legmaterial": "misc",
        "letter": "misc",
        "music": "misc",
        "performance": "misc",
        "presentation": "misc",
        "review": "article",
        "newspaper": "article",
        "magazine": "article",
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

STRING_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "countryde": "Germany",
        "countryep": "European Union",
        "countryeu": "European Union",
        "countryfr": "France",
        "countryuk": "United Kingdom",
        "countryus": "United States of America",
        "newseries": "New series",
        "oldseries": "Old series",
    }
)
"""Values of `series` and `location` that biblatex replaces by words, and the words."""

WRITTEN_AS: Mapping[str, ReferenceType] = MappingProxyType(
    {"collection": "book", **dict.fromkeys(("dataset", "online", "patent", "software", "standard", "video"), "misc")}
)
"""Kinds that classic BibTeX has no type for -> the type they are written as; `entrysubtype` tells which it is when they are read again."""

NO_WORKS = frozenset({"control", "ieeetranbstctl", "set", "xdata"})
"""Types of entries that are no works of their own: data that works share, works cited together, settings of a typesetter."""

TYPE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "audiocd": "Audio CD",
        "bathesis": "Bachelor's thesis",
        "candthesis": "Candidate thesis",
        "datacd": "Data CD",
        "mastersthesis": "Master's thesis",
        "mathesis": "Master's thesis",
        "patent": "Patent",
        "patentde": "German patent",
        "patenteu": "European patent",
        "patentfr": "French patent",
        "patentuk": "British patent",
        "patentus": "U.S. patent",
        "patreq": "Patent request",
        "patreqde": "German patent request",
        "patreqeu": "European patent request",
        "patreqfr": "French patent request",
        "patrequk": "British patent request",
        "patrequs": "U.S. patent request",
        "phdthesis": "Doctoral dissertation",
        "resreport": "Research Report",
        "software": "Computer software",
        "techreport": "Technical Report",
    }
)
"""Values of `type` that biblatex replaces by words, and the words."""

NAME_FIELDS = (
    *("translator", "bookauthor", "annotator", "commentator", "introduction", "foreword", "afterword", "holder"),
    *("editora", "editorb", "editorc", "director", "illustrator", "shortauthor", "shorteditor"),
)
"""Fields that name people besides authors and editors, each by its role, in the order in which references hold them."""

CONTAINER_FIELDS: Mapping[ReferenceType, tuple[str, ...]] = MappingProxyType(
    {
        "article": ("journaltitle", "journal"),
        "inbook": ("booktitle", "maintitle"),
        "incollection": ("booktitle", "maintitle"),
        "inproceedings": ("booktitle", "maintitle", "eventtitle"),
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
    "keywords label maintitleaddon indextitle entrysubtype execute presort related relatedtype relatedstring relatedoptions "
    "shorthand sortkey sortyear xdata note options pages shorttitle sortname sorttitle subtitle title titleaddon url urldate urlyear xref"
)
"""Fields that belong to the entry they are written in: the DOI of a volume is not the DOI of a paper in it."""

NOT_CARRIED = _names(
    "bdsk-file-1 bdsk-file-2 bdsk-url-1 bdsk-url-2 bibsource biburl citationkey creationdate crossref date-added date-modified "
    "entryset execute file groups ids interhash intrahash key label local-url mendeley-groups mendeley-tags modificationdate "
    "options owner pdf presort printed priority ranking read readstatus relevance rating search sortkey sortname sortshorthand "
    "sorttitle sortyear timestamp username verba verbb verbc xdata xref __markedentry added-at file-1 posted-at citeulike-article-id "
    "citeulike-linkout-0 citeulike-linkout-1 useprefix indexsorttitle indextitle"
)
"""Fields about the record, the writer's own files or the typesetter, not about the work: no export carries them."""

KNOWN_FIELDS = _names(
    "author editor title subtitle booktitle booksubtitle journal journaltitle journalsubtitle school institution "
    "organization howpublished publisher address location year date month volume number issue edition pages articleno "
    "eid doi eprint eprinttype archiveprefix eprintclass primaryclass isbn url urldate note type translator bookauthor maintitle "
    "mainsubtitle series chapter version origdate origyear pubstate day"
)
"""Fields that a reference is read from."""

EXTRA_FIELDS = _names(
    "abstract addendum annotation authortype booksubtitle booktitleaddon day editoratype editorbtype editorctype editortype entrysubtype "
    "eventdate eventtitle eventtitleaddon institution isan ismn isrn issn issue issuesubtitle issuetitle iswc journalsubtitle keywords langid "
    "archivedate archiveurl urlstatus "
    "language library maintitleaddon nameaddon organization origlanguage origlocation origpublisher origtitle pagetotal part pmcid pmid "
    "related relatedstring relatedtype reprinttitle shorthand shortjournal shortseries shorttitle titleaddon venue volumes school"
)
"""Other fields of biblatex that are about the work, which references keep as they are."""

ARCHIVE_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("archiveurl", "archive-url", "archive_url"), "archiveurl"),
        **dict.fromkeys(("archivedate", "archive-date", "archive_date"), "archivedate"),
        **dict.fromkeys(("urlstatus", "url-status", "url_status"), "urlstatus"),
    }
)
"""Fields about the archived copy of a web page, as Wikipedia and those who export from it write them -> the name that references use."""

CUSTOM_FIELDS = ("usera", "userb", "userc", "userd", "usere", "userf")
"""Fields that biblatex has for every type and prints in no style. Exports keep in one what biblatex does not have for a type."""
