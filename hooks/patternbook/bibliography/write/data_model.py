"""Which fields biblatex does not have for a type of entry (its default data model), as biber warns of each that an entry gives."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from patternbook.bibliography.dates import read_edtf
from patternbook.bibliography.entry_types import CUSTOM_FIELDS

_PEOPLE = (
    "afterword annotator bookauthor commentator editora editoratype editorb editorbtype editorc editorctype foreword introduction "
    "origlanguage translator "
)
_EDITOR = "editor editortype "
_ISSUE = "issn issue issuesubtitle issuetitle journalsubtitle "
_MEETING = "eventdate eventtitle eventtitleaddon venue "
_VOLUMES = "maintitle maintitleaddon part volume volumes "
_WHOLE = "booksubtitle booktitleaddon "
_NEVER = "archivedate archiveurl director holder illustrator pmcid pmid reprinttitle urlstatus "
_IN_BOOK = f"{_ISSUE}{_MEETING}howpublished isrn organization pagetotal type version"
_THESIS = f"{_PEOPLE}{_EDITOR}{_ISSUE}{_MEETING}{_VOLUMES}{_WHOLE}edition howpublished isbn isrn number organization publisher series version"
_MISSING: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        type_: frozenset(f"{_NEVER}{fields}".split())
        for type_, fields in {
            "article": (
                f"{_MEETING}{_WHOLE}address afterword bookauthor chapter edition foreword howpublished introduction isbn isrn location maintitle "
                "maintitleaddon organization pagetotal part publisher type volumes"
            ),
            "book": f"{_ISSUE}{_MEETING}{_WHOLE}bookauthor howpublished isrn organization type version",
            "booklet": f"{_PEOPLE}{_ISSUE}{_MEETING}{_VOLUMES}{_WHOLE}edition isbn isrn number organization publisher series version",
            "inbook": _IN_BOOK,
            "incollection": f"{_IN_BOOK} bookauthor",
            "inproceedings": f"{_PEOPLE}{_ISSUE}edition howpublished isrn pagetotal type version",
            "manual": f"{_PEOPLE}{_ISSUE}{_MEETING}{_VOLUMES}{_WHOLE}howpublished isrn",
            "mastersthesis": _THESIS,
            "misc": f"{_PEOPLE}{_ISSUE}{_MEETING}{_VOLUMES}{_WHOLE}chapter edition eid isbn isrn number pages pagetotal publisher series",
            "phdthesis": _THESIS,
            "proceedings": f"{_PEOPLE}{_ISSUE}{_WHOLE}author edition howpublished isrn type version",
            "techreport": f"{_PEOPLE}{_EDITOR}{_ISSUE}{_MEETING}{_VOLUMES}{_WHOLE}edition howpublished isbn organization publisher series",
            "unpublished": (
                f"{_PEOPLE}{_EDITOR}{_ISSUE}{_VOLUMES}{_WHOLE}chapter edition eid isbn isrn number organization pages pagetotal publisher "
                "series version"
            ),
        }.items()
    }
)
"""Type of BibTeX -> fields that biblatex does not have for it, of those that we write."""


def fields_of_type(type_: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Fields as an entry of the type may have them: `usera = {publisher = {ACM}, isbn = {...}}` keeps those that biblatex lacks for it.
    So does it keep a day that is written in words.

    No standard style prints such a field, as none prints the publisher of an article; we read from it what it holds.
    """
    of_type = {name: text for name, text in fields.items() if name not in _MISSING[type_] and (name != "urldate" or read_edtf(text))}
    others = ", ".join(f"{name} = {{{text}}}" for name, text in fields.items() if text and name not in of_type)
    free = next((name for name in CUSTOM_FIELDS if name not in fields), CUSTOM_FIELDS[-1])
    return {**of_type, free: others} if others else of_type
