"""References from the formats that reference managers and DOI resolvers write: RIS and CSL-JSON. The counterpart of write/formats.py."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import unescape
from typing import Any

from patternbook.bibliography.dates import (
    PUBLICATION_STATES,
    DatePoint,
    DateSpan,
    publication_state,
    read_edtf,
    read_written_date,
    write_edtf,
    year_month_date,
)
from patternbook.bibliography.entry_types import EXTRA_FIELDS, KNOWN_FIELDS, NAME_FIELDS
from patternbook.bibliography.exchange_names import CSL_NAMES, CSL_ROLES, OTHERS, RIS_TAGS, default_genre
from patternbook.bibliography.parse.identifiers import bare_doi, is_web_address
from patternbook.bibliography.reference import Contributors, Name, Organisation, Person, Reference, ReferenceType

_RIS_TYPES: Mapping[str, ReferenceType] = {
    "JOUR": "article", "EJOUR": "article", "MGZN": "article", "NEWS": "article", "BOOK": "book", "EBOOK": "book", "EDBOOK": "collection",
    "CHAP": "inbook", "ECHAP": "inbook", "CPAPER": "inproceedings", "CONF": "inproceedings", "THES": "phdthesis", "RPRT": "techreport",
    "DATA": "dataset", "COMP": "software", "ELEC": "online", "BLOG": "online", "WEB": "online", "PAT": "patent", "STAND": "standard",
    "UNPB": "unpublished", "VIDEO": "video", "PAMP": "booklet", "MPCT": "video",
}  # fmt: skip
"""Type of RIS -> ours; any other is `misc`."""
_CSL_TYPES: Mapping[str, ReferenceType] = {
    "article": "article", "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "journal-article": "article",
    "book": "book", "monograph": "book",
    "chapter": "inbook", "book-chapter": "inbook", "paper-conference": "inproceedings", "proceedings-article": "inproceedings",
    "thesis": "phdthesis", "dissertation": "phdthesis", "report": "techreport", "dataset": "dataset", "software": "software",
    "webpage": "online", "post-weblog": "online", "patent": "patent", "standard": "standard", "manuscript": "unpublished",
    "motion_picture": "video", "pamphlet": "booklet",
}  # fmt: skip
"""Type of CSL, or of Crossref, whose resolver mixes both -> ours; any other is `misc`."""

_PERIODICALS = ("JOUR", "EJOUR", "MGZN", "NEWS")

_RIS_LINE = re.compile(r"^([A-Z][A-Z0-9])  ?- ?(.*)$", re.MULTILINE)
_ISSN = re.compile(r"[0-9]{4}-?[0-9]{3}[0-9Xx]")
_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|scp|span|jats:[a-z]+)\b[^<>]*>", re.IGNORECASE)
"""Markup that resolvers leave in titles."""
_TOLD_IN_NOTES = re.compile(r"([a-z]{3,30}): (.+)")
"""A note of RIS that holds a field by biblatex's name, as write/ris.py writes it."""
_MASTER = re.compile(r"master|diplom|m\.?sc", re.IGNORECASE)


class ExchangeError(Exception):
    """A text is not of the format; the message says what is wrong."""


def parse_ris(text: str) -> list[Reference]:
    """Every record of a RIS file.

    Raises:
        ExchangeError: there is none, or one has no title.

    """
    records: list[dict[str, list[str]]] = []
    for tag, value in _RIS_LINE.findall(text.replace("\r\n", "\n")):
        if tag == "TY":
            records.append({})
        if records and value.strip():
            records[-1].setdefault(tag, []).append(value.strip())
    if not records:
        raise ExchangeError("no record starts with `TY  - `")
    return [_titled(_from_ris(record)) for record in records]


def _from_ris(record: Mapping[str, Sequence[str]]) -> Reference:
    def first(*tags: str) -> str:
        return next((record[tag][0] for tag in tags if tag in record), "")

    def people(*tags: str) -> tuple[tuple[Name, ...], bool]:
        return _listed([_ris_name(name) for tag in tags for name in record.get(tag, ())])

    type_, told, notes = first("TY"), dict[str, str](), list[str]()
    for note in record.get("N1", ()):
        match = _TOLD_IN_NOTES.fullmatch(note)
        if match and match[1] in _FIELDS_IN_NOTES:
            told[match[1]] = match[2]
        else:
            notes.append(note)
    (authors, authors_more), (editors, editors_more), translators = people("AU", "A1"), people("ED", "A2"), people("A4")
    whole = type_ == "CONF" and "T2" not in record
    kind = _kind_of("proceedings" if whole else _RIS_TYPES.get(type_, "misc"), first("M3"), container=first("T2", "JO", "JF", "BT"), editors=editors)
    is_book = type_ in ("BOOK", "EBOOK", "EDBOOK")
    publisher, container = _where_published(kind, first("PB"), "" if is_book else _plain(first("T2", "JO", "JF", "BT")), told.pop("howpublished", ""))
    year, month, date = _ris_dated(first("PY", "Y1"), first("DA", "Y1", "PY"))
    doi, archive, eprint = _doi(first("DO")), first("DB"), first("AN")
    runs_on = type_ in ("COMP", "DATA")
    return Reference(
        key=first("ID"),
        kind=kind,
        title=_plain(first("TI", "T1")),
        authors=authors,
        editors=editors,
        authors_more=authors_more,
        editors_more=editors_more,
        year=year,
        month=month,
        date=date,
        original_date=_written(first("OP")),
        status=told.pop("pubstate", "") or publication_state(year),
        contributors=_contributors({"translator": translators} | {role: _names_in_words(told.pop(role, "")) for role in NAME_FIELDS[1:]}),
        main_title=told.pop("maintitle", ""),
        series=first("T3") or (_plain(first("T2")) if is_book else ""),
        chapter=first("SE"),
        version=told.pop("version", "") or (first("ET") if runs_on else ""),
        container=container,
        volume=first("VL"),
        number=first("IS"),
        edition="" if runs_on else first("ET"),
        article_number=first("C7"),
        pages=told.pop("pages", "") or _pages("–".join(filter(None, (first("SP"), first("EP"))))),
        publisher=publisher,
        address=first("CY"),
        doi=doi,
        eprint=eprint if archive else "",
        archive=archive if eprint else "",
        primary_class=told.pop("primaryclass", ""),
        isbn=next((number for number in record.get("SN", ()) if not _ISSN.fullmatch(number) and type_ not in _PERIODICALS), ""),
        url=_own_url(first("UR"), doi, eprint),
        accessed=_ris_day(first("Y2")),
        note="; ".join(notes),
        genre=_genre(kind, first("IS"), first("M3")),
        extra=(
            *((name, ", ".join(record[tag])) for name, tag in RIS_TAGS.items() if tag in record and tag != "SN"),
            *(("issn", number) for number in record.get("SN", ()) if _ISSN.fullmatch(number) or type_ in _PERIODICALS),
            *told.items(),
        ),
    )


_FIELDS_IN_NOTES = frozenset({*KNOWN_FIELDS, *NAME_FIELDS, *EXTRA_FIELDS})


def _kind_of(kind: ReferenceType, genre: str, *, container: str, editors: Sequence[Name]) -> ReferenceType:
    """The kind, where the formats' types are wider than ours."""
    if kind == "phdthesis" and _MASTER.search(genre):
        return "mastersthesis"
    return "incollection" if kind == "inbook" and container and editors else kind


def _where_published(kind: ReferenceType, publisher: str, container: str, other: str) -> tuple[str, str]:
    """Publisher and container: of a thesis or report, what the formats call its publisher is its school or institution."""
    if kind in ("phdthesis", "mastersthesis", "techreport"):
        return (publisher, other) if other else ("", publisher or container)
    return publisher, container or other


def _genre(kind: ReferenceType, number: str, text: str) -> str:
    """The genre, but for what exports say of every work of its kind."""
    return "" if text == default_genre(kind, number) else text


def _contributors(roles: Mapping[str, tuple[tuple[Name, ...], bool]]) -> tuple[Contributors, ...]:
    return tuple(Contributors(role, *roles[role]) for role in NAME_FIELDS if role in roles and roles[role][0])


def _listed(names: Sequence[Name]) -> tuple[tuple[Name, ...], bool]:
    """Names without the one that stands for others, and whether there was one."""
    known = tuple(name for name in names if name.short.lower().rstrip(".,") not in (OTHERS, "et al"))
    return known, len(known) < len(names)


def _names_in_words(text: str) -> tuple[tuple[Name, ...], bool]:
    return _listed([_ris_name(name) for name in text.split(" and ")] if text else [])


def _ris_dated(year: str, date: str) -> tuple[str, int | None, str]:
    """Year, month and date from `PY` and `DA`."""
    span = _slashed_date(date) or _slashed_date(year) or read_written_date(year)
    return year_month_date(span) if span else (year, None, "")


def _slashed_date(text: str) -> DateSpan | None:
    """A date as RIS has it, year, month, day and other words between slashes; the words tell more than the numbers."""
    parts = [*text.split("/", 3), "", "", ""][:4]
    if parts[3].strip() and (span := read_edtf(parts[3].strip()) or read_written_date(parts[3])):
        return span
    return read_edtf("-".join(part.strip().zfill(2) for part in parts[:3] if part.strip())) if parts[0].strip().isdecimal() else None


def _ris_day(text: str) -> str:
    span = _slashed_date(text) if "/" in text else None
    return write_edtf(span) if span else _written(text)


def _written(text: str) -> str:
    """A date in biblatex's notation, or as it is."""
    span = read_edtf(text) or read_written_date(text)
    return write_edtf(span) if span else text


def _ris_name(text: str) -> Name:
    """`Family, Given, Suffix`; what has no comma but several words, or one at its end, is an organisation."""
    if text.endswith(","):
        return Organisation(text[:-1])
    family, *rest = (part.strip() for part in text.split(","))
    if not rest and " " in family:
        return Organisation(family)
    return _person(family, rest[0] if rest else "", rest[1] if len(rest) > 1 else "")


def _person(family: str, given: str, suffix: str = "", prefix: str = "") -> Person:
    """A person; words in lower case before a family name are its particle."""
    words = family.split(" ")
    particles = 0 if prefix else next((number for number, word in enumerate(words) if not word[:1].islower()), 0)
    return Person(" ".join(words[particles:]), given, prefix or " ".join(words[:particles]), suffix)


def parse_csl(text: str) -> list[Reference]:
    """Every item of CSL-JSON: one, as a DOI's resolver writes it, or a list of them.

    Raises:
        ExchangeError: it is not JSON, holds no items, or one has no title.

    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ExchangeError(f"it is not JSON: {error}") from error
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(item, dict) for item in items):
        raise ExchangeError("it holds no items of CSL-JSON")
    return [_titled(_from_csl(item)) for item in items]


def _from_csl(item: Mapping[str, Any]) -> Reference:
    def text(*names: str) -> str:
        values = (value[0] if isinstance(value, list) and value else value for value in map(item.get, names))
        return next((_plain(str(value)) for value in values if isinstance(value, str | int) and str(value).strip()), "")

    custom = item.get("custom")
    told = {str(name): _plain(str(value)) for name, value in custom.items() if isinstance(value, str)} if isinstance(custom, dict) else {}
    status = publication_state(text("status")) or text("status")
    year, month, date = _csl_dated(next((item[name] for name in ("issued", "published", "published-print") if item.get(name)), None))
    authors, authors_more = _csl_names(item.get("author"))
    editors, editors_more = _csl_names(item.get("editor"))
    kind = _kind_of(_CSL_TYPES.get(text("type"), "misc"), text("genre"), container=text("container-title"), editors=editors)
    publisher, container = _where_published(kind, text("publisher"), text("container-title"), told.pop("howpublished", ""))
    is_part = kind in ("article", "inproceedings")
    doi, archive, eprint = _doi(text("DOI")), text("archive"), text("archive_location")
    roles = {role: _csl_names(item.get(name)) for role, name in CSL_ROLES.items()}
    roles |= {role: _names_in_words(told.pop(role, "")) for role in NAME_FIELDS if role not in CSL_ROLES}
    return Reference(
        key="",  # an id of CSL-JSON is the resolver's or the manager's own
        kind=kind,
        title=text("title"),
        authors=authors,
        editors=editors,
        authors_more=authors_more,
        editors_more=editors_more,
        year=year or PUBLICATION_STATES.get(status, status),
        month=month,
        date=date,
        original_date=_edtf(item.get("original-date")),
        status=status or publication_state(year),
        contributors=_contributors(roles),
        main_title=told.pop("maintitle", ""),
        series=text("collection-title"),
        chapter=text("chapter-number"),
        version=text("version"),
        container=container,
        volume=text("volume"),
        number=text("issue", "collection-number") or ("" if is_part else text("number")),
        edition=text("edition"),
        article_number=text("article-number") or (text("number") if is_part or text("collection-number") else ""),
        pages=_pages(text("page")),
        publisher=publisher,
        address=text("publisher-place"),
        doi=doi,
        eprint=eprint if archive else "",
        archive=archive if eprint else "",
        primary_class=told.pop("primaryclass", ""),
        isbn=text("ISBN"),
        url=_own_url(text("URL"), doi, eprint),
        accessed=_edtf(item.get("accessed")),
        note=text("note"),
        genre=_genre(kind, text("number"), text("genre") if kind not in ("article", "book") or text("genre") not in ("journal-article",) else ""),
        extra=(
            *((name, text(variable)) for name, variable in CSL_NAMES.items() if text(variable)),
            *((("eventdate", _edtf(item["event-date"])),) if item.get("event-date") else ()),
            *told.items(),
        ),
    )


def _csl_dated(value: object) -> tuple[str, int | None, str]:
    """Year, month and date of a date of CSL."""
    span = _csl_span(value)
    if span is not None:
        return year_month_date(span)
    return (str(value.get("literal") or value.get("raw") or ""), None, "") if isinstance(value, dict) else ("", None, "")


def _edtf(value: object) -> str:
    span = _csl_span(value)
    return write_edtf(span) if span else _csl_dated(value)[0]


def _csl_span(value: object) -> DateSpan | None:
    if not isinstance(value, dict):
        return None
    words = str(value.get("literal") or value.get("raw") or "")
    parts = value.get("date-parts")
    points = [_csl_point(point, value) for point in parts[:2] if isinstance(point, list)] if isinstance(parts, list) else []
    told = read_written_date(words)
    if not points or points[0] is None or (told and told.start and told.start.unknown):
        return told
    # Words stand beside the parts for what these cannot say: that a date is open, or that it is doubted.
    start, end = points[0], points[1] if len(points) > 1 else None
    is_range = len(points) > 1 or (told is not None and told.is_range)
    if told and told.start:
        start = replace(start, uncertain=told.start.uncertain, circa=told.start.circa)
    if told and told.end and end:
        end = replace(end, uncertain=told.end.uncertain, circa=told.end.circa)
    return DateSpan(start, end, is_range=is_range)


def _csl_point(parts: Sequence[object], date: Mapping[str, object]) -> DatePoint | None:
    numbers = [int(str(part)) for part in parts if re.fullmatch(r"-?[0-9]{1,9}", str(part))]
    if not numbers or not numbers[0]:
        return None
    year = numbers[0] if numbers[0] > 0 else numbers[0] + 1
    month = numbers[1] if len(numbers) > 1 and 1 <= numbers[1] <= 12 else None
    day = numbers[2] if month and len(numbers) > 2 and 1 <= numbers[2] <= 31 else None
    season = date.get("season")
    return DatePoint(year, month, day, int(str(season)) if str(season) in ("1", "2", "3", "4") and not month else None, circa=bool(date.get("circa")))


def _csl_names(value: object) -> tuple[tuple[Name, ...], bool]:
    return _listed([_csl_name(each) for each in value if isinstance(each, dict)]) if isinstance(value, list) else ((), False)


def _csl_name(name: Mapping[str, Any]) -> Name:
    part = {key: _plain(value) for key, value in name.items() if isinstance(value, str)}
    if not part.get("family"):
        return Organisation(part.get("literal") or part.get("name") or part.get("given") or "?")
    prefix = part.get("non-dropping-particle") or part.get("dropping-particle") or ""
    return Person(family=part["family"], given=part.get("given", ""), prefix=prefix, suffix=part.get("suffix", ""))


def _titled(reference: Reference) -> Reference:
    if not reference.title:
        raise ExchangeError("a work in it has no title")
    return reference


def _plain(text: str) -> str:
    return " ".join(unescape(_TAG.sub("", text)).split())


def _pages(text: str) -> str:
    """With dashes; a text that has one keeps its hyphens, as in M-1\u2013M-12."""
    return text if "\N{EN DASH}" in text else re.sub(r"\s*[-\u2014]+\s*", "\N{EN DASH}", text)


def _doi(text: str) -> str:
    return bare_doi(text)


def _own_url(text: str, doi: str, eprint: str) -> str:
    """The work's own address: not that of the resolver of its DOI, nor that of the preprint, which both follow from others."""
    follows = (doi and bare_doi(text).lower() == doi.lower()) or (eprint and text.endswith(f"arxiv.org/abs/{eprint}"))
    return text if is_web_address(text) and not follows else ""
