"""From an entry's fields to a `Reference`: BibTeX and biblatex names of the same thing become one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patternbook.bibliography.entry_types import CONTAINER_FIELDS, ENTRY_TYPES
from patternbook.bibliography.parse import identifiers
from patternbook.bibliography.parse.fields import EntryFields, joined_title
from patternbook.bibliography.parse.inherit import MergedEntry
from patternbook.bibliography.parse.names import NameList, parse_names
from patternbook.bibliography.problems import Flaw
from patternbook.bibliography.reference import Name, Organisation, Reference, ReferenceType

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"^([0-9]{4})(?:-([0-9]{2}))?")
_HYPHENS = re.compile(r"(?<=\w)\s*-\s*(?=\w)")
_GENRE_KEYS = frozenset({"phdthesis", "mathesis", "mastersthesis", "bathesis", "candthesis", "techreport", "resreport"})
_MASTER = re.compile(r"master|mathesis|bachelor|bathesis|diplom|m\.?sc|b\.?sc", re.IGNORECASE)
_TEXTS = ("title", "subtitle", "booktitle", "journal", "journaltitle", "note", "howpublished")


def make_reference(merged: MergedEntry, line: int) -> tuple[Reference, tuple[Flaw, ...]]:
    """The reference, and what is wrong with its names, addresses and LaTeX. Does not check that fields are there."""
    fields = EntryFields(merged.fields)
    kind = _kind(merged.entry.type, fields)
    authors, editors = parse_names(fields.source("author")), parse_names(fields.source("editor"))
    doi, url, eprint = identifiers.read_doi(fields), identifiers.read_url(fields), identifiers.read_eprint(fields)
    reference = Reference(
        key=merged.entry.key,
        kind=kind,
        title=fields.titled("title", "subtitle"),
        authors=_signing(kind, authors, editors, fields),
        editors=editors.names,
        authors_more=authors.more,
        editors_more=editors.more,
        year=_year(fields),
        month=_month(fields),
        container=_container(kind, fields),
        volume=fields.text("volume"),
        number=fields.text("number", "issue"),
        edition=fields.text("edition"),
        article_number=fields.text("articleno", "eid"),
        pages=_pages(fields),
        publisher=fields.text("publisher", "organization") if kind != "techreport" else fields.text("publisher"),
        address=fields.text("address", "location"),
        doi=doi.value,
        eprint=eprint.value,
        archive=eprint.archive,
        isbn=fields.text("isbn"),
        url=url.value,
        accessed=fields.text("urldate"),
        note=fields.text("note"),
        genre="" if fields.source("type").lower() in _GENRE_KEYS else fields.text("type"),
        line=line,
        raw_fields=tuple((name, field.value) for name, field in merged.fields.items() if field.value),
    )
    flaws = (*_name_flaws(authors, "author", merged), *_name_flaws(editors, "editor", merged))
    return reference, (*flaws, *_latex_flaws(fields), *doi.flaws, *url.flaws, *eprint.flaws)


def _kind(type_: str, fields: EntryFields) -> ReferenceType:
    if type_ == "thesis" and _MASTER.search(fields.source("type")):
        return "mastersthesis"
    return ENTRY_TYPES.get(type_, "misc")


def _signing(kind: ReferenceType, authors: NameList, editors: NameList, fields: EntryFields) -> tuple[Name, ...]:
    """The authors; where nobody signs, the organisation that stands behind the work."""
    organisation = fields.text("organization", "institution", *(("publisher",) if kind == "techreport" else ()))
    if authors.names or editors.names or not organisation:
        return authors.names
    return (Organisation(organisation),)


def _container(kind: ReferenceType, fields: EntryFields) -> str:
    names = CONTAINER_FIELDS.get(kind, ())
    if "booktitle" in names and fields.source("booktitle"):
        return fields.titled("booktitle", "booksubtitle")
    if kind == "article":
        return joined_title(fields.text(*names), fields.text("journalsubtitle"))
    return fields.text(*names) or identifiers.read_howpublished(fields)


def _year(fields: EntryFields) -> str:
    dated = _DATE.match(fields.source("date"))
    return dated[1] if dated else fields.text("year") or fields.text("date")


def _month(fields: EntryFields) -> int | None:
    dated = _DATE.match(fields.source("date"))
    text = dated[2] if dated and dated[2] else fields.text("month").lower()
    if text.isdecimal() and len(text) <= 2:
        return int(text) if 1 <= int(text) <= 12 else None
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS else None


def _pages(fields: EntryFields) -> str:
    """`413--425` and `413-425` as 413–425; a text with several hyphens (`12-1--12-15`) keeps them."""
    text = re.sub(r" ?[-–—]*[–—][-–—]* ?", "–", fields.text("pages"))
    return _HYPHENS.sub("–", text) if "–" not in text and text.count("-") == 1 else text


def _name_flaws(names: NameList, field: str, merged: MergedEntry) -> Iterator[Flaw]:
    own = merged.fields.get(field)
    if own is not None:
        for flaw in names.flaws:
            yield Flaw(own.offset, flaw.code, f"{field}: {flaw.message}", "names separated by ` and `", flaw.fix)


def _latex_flaws(fields: EntryFields) -> Iterator[Flaw]:
    for name in _TEXTS:
        for command in fields.decoded(fields.source(name)).unknown:
            message = f"{name}: the LaTeX command `{command[:40]}` is not known and is left out"
            yield Flaw(fields.offset(name, 0), "unknown-command", message, "plain text in UTF-8")
