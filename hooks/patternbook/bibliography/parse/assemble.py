"""From an entry's fields to a `Reference`: BibTeX and biblatex names of the same thing become one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple, cast

from pybtex.bibtex.utils import split_name_list

from patternbook.bibliography.dates import (
    PUBLICATION_STATES,
    DateSpan,
    publication_state,
    read_edtf,
    read_written_date,
    with_month,
    write_edtf,
    year_month_date,
)
from patternbook.bibliography.entry_types import (
    ARCHIVE_FIELDS,
    CONTAINER_FIELDS,
    ENTRY_TYPES,
    NAME_FIELDS,
    NOT_CARRIED,
    STRING_WORDS,
    TYPE_WORDS,
    WRITTEN_AS,
)
from patternbook.bibliography.latex import codec
from patternbook.bibliography.parse.fields import EntryFields, joined_title
from patternbook.bibliography.parse.identifiers import read_address, read_doi, read_eprint, read_howpublished, read_url
from patternbook.bibliography.parse.inherit import MergedEntry
from patternbook.bibliography.parse.names import parse_names
from patternbook.bibliography.problems import Flaw, shortened
from patternbook.bibliography.reference import Contributors, Organisation, Reference, ReferenceType

_HYPHENS = re.compile(r"(?<=\w)\s*-\s*(?=\w)")
_MASTER = re.compile(r"master|mathesis|bachelor|bathesis|diplom|m\.?sc|b\.?sc", re.IGNORECASE)
_OWN_TYPES = frozenset({("phdthesis", "phdthesis"), ("mastersthesis", "mathesis"), ("mastersthesis", "mastersthesis")})
"""Kinds with a value of `type` that says nothing more."""
_MAX_EXTRA_FIELDS = 60
"""Other fields that are kept of one entry."""


def make_reference(merged: MergedEntry, line: int) -> tuple[Reference, tuple[Flaw, ...]]:
    """Build a reference from the fields of its entry. Does not check that the fields an entry needs are there.

    Returns:
        The reference, and what is wrong with its names, addresses and LaTeX.

    """
    fields = EntryFields(merged.fields)
    kind = ENTRY_TYPES.get(merged.entry.type, "misc")
    subtype = fields.raw["entrysubtype"].value if "entrysubtype" in fields.raw else ""
    if WRITTEN_AS.get(subtype) == kind:
        fields.skip("entrysubtype")
        kind = cast(ReferenceType, subtype)
    if merged.entry.type == "thesis" and _MASTER.search(fields.source("type")):
        kind = "mastersthesis"
    authors, authors_more = parse_names(fields, "author")
    editors, editors_more = parse_names(fields, "editor")
    organisation = fields.text("organization", "institution", *(("publisher",) if kind == "techreport" else ()))
    if organisation and not (authors or editors):
        authors = (Organisation(organisation),)
    eprint, archive = read_eprint(fields)
    accessed, note = _accessed(fields)
    dated = _read_dates(fields)
    reference = Reference(
        key=merged.entry.key,
        kind=kind,
        title=joined_title(fields.text("title"), fields.text("subtitle")),
        authors=authors,
        editors=editors,
        authors_more=authors_more,
        editors_more=editors_more,
        year=dated.year,
        month=dated.month,
        date=dated.date,
        status=dated.status,
        original_date=_other_date(fields, "origdate", "origyear"),
        contributors=_contributors(fields),
        main_title=joined_title(fields.text("maintitle"), fields.text("mainsubtitle")),
        series=STRING_WORDS.get(fields.text("series"), fields.text("series")),
        chapter=fields.text("chapter"),
        version=fields.text("version"),
        container=_container(kind, fields),
        volume=fields.text("volume"),
        number=fields.text("number", "issue"),
        edition=fields.text("edition"),
        article_number=fields.text("articleno", "eid"),
        pages=_pages(fields),
        publisher=_publishers(fields, kind),
        address="; ".join(_items(fields, "location")) if fields.source("location") and not fields.source("address") else fields.text("address"),
        doi=read_doi(fields),
        eprint=eprint,
        archive=archive,
        primary_class=fields.text("primaryclass", "eprintclass"),
        isbn=fields.text("isbn"),
        url=read_url(fields),
        accessed=accessed,
        note=note,
        genre=_genre(kind, fields),
        line=line,
        raw_fields=tuple((name, field.value) for name, field in merged.fields.items()),
    )
    _report_unknown_commands(fields)
    return replace(reference, extra=_extra(fields)), tuple(fields.flaws)


_FIRM = re.compile(r"\b(?:Press|\w*Verlag|Publish(?:ing|ers)|Books|University|Institut\w*|Society|Association|Éditions|Editore)$", re.IGNORECASE)


def _publishers(fields: EntryFields, kind: ReferenceType) -> str:
    """`MIT Press and McGraw-Hill`, two publishers, with a semicolon as APA lists them; `Simon and Schuster` is one."""
    names = ("publisher",) if kind == "techreport" else ("publisher", "organization")
    text, items = fields.text(*names), _items(fields, *names)
    are_several = len(items) > 1 and "," not in text and (all(" " in item for item in items) or all(_FIRM.search(item) for item in items[:-1]))
    return "; ".join(items) if are_several else text


def _items(fields: EntryFields, *names: str) -> list[str]:
    """The items of a list with `and` between them, outside of braces."""
    items = (codec.latex_to_text(str(part)) for part in split_name_list(f" {fields.source(*names)} "))
    return [STRING_WORDS.get(item, item) for item in items if item]


def _contributors(fields: EntryFields) -> tuple[Contributors, ...]:
    given = ((role, *parse_names(fields, role)) for role in NAME_FIELDS if role in fields.raw and fields.raw[role].value)
    return tuple(Contributors(role, names, more) for role, names, more in given if names)


def _genre(kind: ReferenceType, fields: EntryFields) -> str:
    """The work's own type in words; nothing where it only says what the kind of work says."""
    text = fields.text("type")
    return "" if (kind, text.lower()) in _OWN_TYPES else TYPE_WORDS.get(text.lower(), text)


def _extra(fields: EntryFields) -> tuple[tuple[str, str], ...]:
    """What nothing above has read, as far as it is about the work."""
    names = [name for name in fields.raw if name not in fields.read and name not in NOT_CARRIED and re.fullmatch("[a-z][a-z0-9_-]{0,40}", name)]
    texts = ((ARCHIVE_FIELDS.get(name, name), _extra_text(name, fields)) for name in names[:_MAX_EXTRA_FIELDS])
    return tuple({name: text for name, text in texts if text}.items())


def _extra_text(name: str, fields: EntryFields) -> str:
    archived = ARCHIVE_FIELDS.get(name)
    if archived == "archiveurl":
        return read_address(fields, name)
    return _other_date(fields, name) if archived == "archivedate" else fields.decoded(fields.raw[name].value).text


def _container(kind: ReferenceType, fields: EntryFields) -> str:
    names = CONTAINER_FIELDS.get(kind, ())
    if "booktitle" in names and fields.source("booktitle"):
        return joined_title(fields.text("booktitle"), fields.text("booksubtitle"))
    if kind == "article":
        return joined_title(fields.text(*names), fields.text("journalsubtitle"))
    if "maintitle" in names and not fields.source("booktitle") and fields.source("maintitle"):
        return joined_title(fields.text("maintitle"), fields.text("mainsubtitle"))
    return fields.text(*names) or read_howpublished(fields)


class _Dated(NamedTuple):
    """When a work appeared, see `Reference`."""

    year: str
    month: int | None
    date: str
    status: str


def _read_dates(fields: EntryFields) -> _Dated:
    """`date`, else `year`, `month` and `day`; `pubstate`, or a year such as `in press`."""
    given, year = fields.source("date"), fields.text("year")
    state = fields.text("pubstate")
    status = publication_state(state) or state
    span = read_edtf(given) or read_written_date(fields.decoded(given).text) if given else None
    if given:
        if span is None:
            fields.report("date", "bad-date", f"{shortened(given)!r} is no date", "a date such as 2024, 2024-05-31, 1994/1997 or 1925~")
        fields.skip("month", "day")
        words = fields.decoded(given).text
    else:
        words = year
        if not status and publication_state(year):
            status, words = publication_state(year), ""
        span = _with_month_field(read_written_date(year), fields)
    if span is None:
        return _Dated(words or PUBLICATION_STATES.get(status, status), None, "", status)
    return _Dated(*year_month_date(span), status)


def _with_month_field(span: DateSpan | None, fields: EntryFields) -> DateSpan | None:
    """A year with `month` and `day`. A month that cannot be read stays unread, and is kept as it is."""
    month = fields.decoded(fields.raw["month"].value).text if "month" in fields.raw else ""
    if span is None or span.start is None or span.is_range or span.start.month or not month:
        return span
    dated = with_month(span, month)
    if dated is None:
        return span
    fields.skip("month")
    day = fields.raw["day"].value.strip() if "day" in fields.raw else ""
    if day.isdecimal() and 1 <= int(day) <= 31 and dated.start and dated.start.month and not dated.is_range:
        fields.skip("day")
        return DateSpan(replace(dated.start, day=int(day)))
    return dated


def _other_date(fields: EntryFields, *names: str) -> str:
    """A date in biblatex's notation, or as it is written."""
    text = fields.text(*names)
    span = read_edtf(fields.source(*names)) or read_written_date(text)
    return write_edtf(span) if span else text


_ACCESSED = re.compile(
    r"[(\[]?(?:online\s*[;,:]\s*)?(?:last\s+)?(?:accessed|access|checked|retrieved|viewed|visited)(?:\s+(?:on|at))?\s*:?\s*(?P<day>[^()\[\]]+?)[)\]]?\.?",
    re.IGNORECASE,
)


_HYPHENATED = re.compile(r"-(?=[^\W\d])|(?<=[^\W\d])-")
"""The hyphens of `19-July-2019`."""


def _accessed(fields: EntryFields) -> tuple[str, str]:
    """The day an address was read, under any of the names that programs give it, and the note, which may say nothing else."""
    note = fields.text("note")
    if fields.source("urlyear") and not fields.source("urldate"):
        parts = (fields.text("urlyear"), fields.text("urlmonth"), fields.text("urlday"))
        return "-".join(part.zfill(2) for part in parts if part), note
    day = _other_date(fields, "urldate", "lastchecked", "lastaccessed", "accessdate", "dateaccessed", "accessed", "visited")
    told = None if day else _ACCESSED.fullmatch(note.strip())
    span = told and (read_edtf(told["day"]) or read_written_date(_HYPHENATED.sub(" ", told["day"])))
    return (write_edtf(span), "") if span else (day, note)


def _pages(fields: EntryFields) -> str:
    """`413--425` and `413-425` as 413–425, each range of a list; a range with several hyphens (`12-1--12-15`) keeps them."""
    text = re.sub(r" ?[-–—]*[–—][-–—]* ?", "–", fields.text("pages"))
    ranges = re.split(r"(\s*[,;&]\s*|\s+and\s+)", text)
    ranges = [", " if part.strip() == "," else part for part in ranges]
    return "".join(_HYPHENS.sub("–", part) if "–" not in part and part.count("-") == 1 else part for part in ranges)


_TEXT_FIELDS = (
    *("title", "subtitle", "booktitle", "booksubtitle", "maintitle", "mainsubtitle", "journal", "journaltitle", "journalsubtitle"),
    *("series", "publisher", "institution", "school", "organization", "address", "location", "note", "howpublished", "edition"),
)


def _report_unknown_commands(fields: EntryFields) -> None:
    for name in _TEXT_FIELDS:
        for command in fields.decoded(fields.raw[name].value).unknown if name in fields.raw else ():
            message = f"{name}: the LaTeX command `{command[:40]}` is not known and is left out"
            fields.report(name, "unknown-command", message, "plain text in UTF-8")
