"""A reference as a record of RIS, which most reference managers read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from patternbook.bibliography.dates import DateSpan, publication_state, read_edtf, read_written_date, write_edtf, year_words
from patternbook.bibliography.entry_types import EXTRA_FIELDS, PART_TYPES
from patternbook.bibliography.exchange_names import OTHERS, RIS_TAGS
from patternbook.bibliography.reference import Name, Organisation, Reference, ReferenceType

_RIS_TYPES: Mapping[ReferenceType, str] = {
    "article": "JOUR",
    "book": "BOOK",
    "booklet": "PAMP",
    "collection": "EDBOOK",
    "dataset": "DATA",
    "inbook": "CHAP",
    "incollection": "CHAP",
    "inproceedings": "CPAPER",
    "manual": "BOOK",
    "mastersthesis": "THES",
    "misc": "GEN",
    "online": "ELEC",
    "patent": "PAT",
    "phdthesis": "THES",
    "proceedings": "CONF",
    "software": "COMP",
    "standard": "STAND",
    "techreport": "RPRT",
    "unpublished": "UNPB",
    "video": "VIDEO",
}
_RUNS_ON_VERSIONS = frozenset({"dataset", "software"})
"""Kinds whose tag for editions is that of the version."""


def to_ris(reference: Reference) -> str:
    """One RIS record: `TAG  - value` lines that end in CR LF, as the format requires, closed by ER. Of a set, a record for each work."""
    if reference.members:
        return "".join(map(to_ris, reference.members))
    rows = (f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in _ris_fields(reference) if value)
    return f"{''.join(rows)}ER  - \r\n"


def _ris_fields(reference: Reference) -> tuple[tuple[str, str], ...]:
    start, end = _first_pages(reference.pages)
    runs = reference.kind in _RUNS_ON_VERSIONS and not reference.edition
    return (
        ("TY", _RIS_TYPES[reference.kind]),
        *(("AU", name) for name in _names(reference.authors, more=reference.authors_more)),
        *(("A2" if reference.authors else "ED", name) for name in _names(reference.editors, more=reference.editors_more)),
        *(("A4", name) for name in _names(reference.in_role("translator").names, more=reference.in_role("translator").more)),
        *_dates(reference),
        ("TI", reference.title),
        ("T2", reference.container if reference.kind in PART_TYPES else ""),
        ("T3", reference.series),
        ("VL", reference.volume),
        ("IS", reference.number),
        ("C7", reference.article_number),
        ("SE", reference.chapter),
        ("SP", start),
        ("EP", end),
        ("ET", reference.version if runs else reference.edition),
        ("PB", publisher_or_container(reference)),
        ("CY", reference.address),
        ("M3", reference.genre or ("Master's thesis" if reference.kind == "mastersthesis" else "")),
        ("SN", reference.isbn),
        ("DO", reference.doi),
        ("UR", reference.url or reference.link),
        ("Y2", _slashed(read_edtf(reference.accessed)) if read_edtf(reference.accessed) else reference.accessed),
        ("OP", _words(reference.original_date)),
        ("DB", reference.archive),
        ("AN", reference.eprint),
        ("N1", reference.note),
        *((RIS_TAGS[name], text) for name, text in reference.extra if name in RIS_TAGS),
        *(("N1", f"{name}: {text}") for name, text in _told_in_notes(reference, runs=runs) if text),
        ("ID", reference.key),
    )


def _told_in_notes(reference: Reference, *, runs: bool) -> Iterator[tuple[str, str]]:
    """What RIS has no tag for, by biblatex's names. Fields that biblatex does not know would only be noise to another program."""
    yield "maintitle", reference.main_title
    yield "primaryclass", reference.primary_class
    yield "pubstate", "" if publication_state(reference.year) else reference.status
    yield "version", "" if runs else reference.version
    if _first_pages(reference.pages) != _ends(reference.pages):
        yield "pages", reference.pages
    if reference.container and reference.publisher and reference.kind not in PART_TYPES:
        yield "howpublished", reference.container
    for each in reference.contributors:
        if each.role != "translator":
            yield each.role, " and ".join(_names(each.names, more=each.more))
    yield from (field for field in reference.extra if field[0] in EXTRA_FIELDS and field[0] not in RIS_TAGS)


def _first_pages(pages: str) -> tuple[str, str]:
    """First and last page of the first range of a list, as RIS has a tag for each."""
    return _ends(re.split(r"\s*[,;]\s*", pages)[0])


def _ends(pages: str) -> tuple[str, str]:
    start, _, end = pages.partition("–")
    return start, end


def _dates(reference: Reference) -> Iterator[tuple[str, str]]:
    """The year, a number where there is one, and the date in full: `2005/10/16/`, `1925///ca. 1925`."""
    issued = reference.issued
    first = issued.first if issued else None
    if issued is None or first is None or first.year <= 0:
        yield "PY", reference.year
        yield "DA", f"///{write_edtf(issued)}" if issued else ""
        return
    yield "PY", f"{first.year:04d}"
    yield "DA", _slashed(issued) if first.month or not issued.is_plain else ""


def _slashed(span: DateSpan | None) -> str:
    """A date with its parts between slashes; after the last one what these cannot say."""
    first = span.first if span else None
    if span is None or first is None:
        return ""
    exact = not span.is_range and not (first.circa or first.uncertain or first.unknown or first.season)
    words = year_words(span)
    rest = "" if exact else words if read_written_date(words) == span else write_edtf(span)
    parts = (f"{first.year:04d}", f"{first.month:02d}" if first.month else "", f"{first.day:02d}" if first.day else "", rest)
    return "/".join(parts)


def _words(date: str) -> str:
    span = read_edtf(date)
    return year_words(span) if span and read_written_date(year_words(span)) == span else date


def _names(names: tuple[Name, ...], *, more: bool) -> list[str]:
    return [*map(family_first_name, names), *([OTHERS] if more else [])]


def family_first_name(name: Name) -> str:
    """`van der Aalst, Wil, Jr.`; a comma after an organisation that holds one tells that it is no person."""
    if isinstance(name, Organisation):
        return f"{name.name}," if "," in name.name else name.name
    return ", ".join(filter(None, (name.short, name.given, name.suffix)))


def publisher_or_container(reference: Reference) -> str:
    """The publisher, else the school, institution or other publisher that is the container of a whole work."""
    return reference.publisher or ("" if reference.kind in PART_TYPES else reference.container)
