"""From an entry's fields to a `Reference`: BibTeX and biblatex names of the same thing become one."""

from __future__ import annotations

import re

from patternbook.bibliography.entry_types import CONTAINER_FIELDS, ENTRY_TYPES, MONTH_NAMES
from patternbook.bibliography.parse.fields import EntryFields, joined_title
from patternbook.bibliography.parse.identifiers import read_doi, read_eprint, read_howpublished, read_url
from patternbook.bibliography.parse.inherit import MergedEntry
from patternbook.bibliography.parse.names import parse_names
from patternbook.bibliography.problems import Flaw
from patternbook.bibliography.reference import Organisation, Reference, ReferenceType

_DATE = re.compile(r"^([0-9]{4})(?:-([0-9]{2}))?")
_HYPHENS = re.compile(r"(?<=\w)\s*-\s*(?=\w)")
_MASTER = re.compile(r"master|mathesis|bachelor|bathesis|diplom|m\.?sc|b\.?sc", re.IGNORECASE)
_GENRE_KEYS = frozenset({"phdthesis", "mathesis", "mastersthesis", "bathesis", "candthesis", "techreport", "resreport"})
"""Values of `type` that biblatex replaces by a phrase, so that they are not text for a reader."""


def make_reference(merged: MergedEntry, line: int) -> tuple[Reference, tuple[Flaw, ...]]:
    """Build a reference from the fields of its entry. Does not check that the fields an entry needs are there.

    Returns:
        The reference, and what is wrong with its names, addresses and LaTeX.

    """
    fields = EntryFields(merged.fields)
    kind = ENTRY_TYPES.get(merged.entry.type, "misc")
    if merged.entry.type == "thesis" and _MASTER.search(fields.source("type")):
        kind = "mastersthesis"
    authors, authors_more = parse_names(fields, "author")
    editors, editors_more = parse_names(fields, "editor")
    organisation = fields.text("organization", "institution", *(("publisher",) if kind == "techreport" else ()))
    if organisation and not (authors or editors):
        authors = (Organisation(organisation),)
    eprint, archive = read_eprint(fields)
    reference = Reference(
        key=merged.entry.key,
        kind=kind,
        title=joined_title(fields.text("title"), fields.text("subtitle")),
        authors=authors,
        editors=editors,
        authors_more=authors_more,
        editors_more=editors_more,
        year=_year(fields),
        month=_month(fields),
        container=_container(kind, fields),
        volume=fields.text("volume"),
        number=fields.text("number", "issue"),
        edition=fields.text("edition"),
        article_number=fields.text("articleno", "eid"),
        pages=_pages(fields),
        publisher=fields.text("publisher") if kind == "techreport" else fields.text("publisher", "organization"),
        address=fields.text("address", "location"),
        doi=read_doi(fields),
        eprint=eprint,
        archive=archive,
        isbn=fields.text("isbn"),
        url=read_url(fields),
        accessed=fields.text("urldate"),
        note=fields.text("note"),
        genre="" if fields.source("type").lower() in _GENRE_KEYS else fields.text("type"),
        line=line,
        raw_fields=tuple((name, field.value) for name, field in merged.fields.items() if field.value),
    )
    _report_unknown_commands(fields)
    return reference, tuple(fields.flaws)


def _container(kind: ReferenceType, fields: EntryFields) -> str:
    names = CONTAINER_FIELDS.get(kind, ())
    if "booktitle" in names and fields.source("booktitle"):
        return joined_title(fields.text("booktitle"), fields.text("booksubtitle"))
    if kind == "article":
        return joined_title(fields.text(*names), fields.text("journalsubtitle"))
    return fields.text(*names) or read_howpublished(fields)


def _year(fields: EntryFields) -> str:
    date = _DATE.match(fields.source("date"))
    return date[1] if date else fields.text("year") or fields.text("date")


def _month(fields: EntryFields) -> int | None:
    date = _DATE.match(fields.source("date"))
    text = date[2] if date and date[2] else fields.text("month").lower()
    if text.isdecimal() and len(text) <= 2:
        return int(text) if 1 <= int(text) <= 12 else None
    return MONTH_NAMES.index(text[:3]) + 1 if text[:3] in MONTH_NAMES else None


def _pages(fields: EntryFields) -> str:
    """`413--425` and `413-425` as 413–425; a text with several hyphens (`12-1--12-15`) keeps them."""
    text = re.sub(r" ?[-–—]*[–—][-–—]* ?", "–", fields.text("pages"))
    return _HYPHENS.sub("–", text) if "–" not in text and text.count("-") == 1 else text


def _report_unknown_commands(fields: EntryFields) -> None:
    for name in ("title", "subtitle", "booktitle", "journal", "journaltitle", "note", "howpublished"):
        for command in fields.decoded(fields.source(name)).unknown:
            message = f"{name}: the LaTeX command `{command[:40]}` is not known and is left out"
            fields.report(name, "unknown-command", message, "plain text in UTF-8")
