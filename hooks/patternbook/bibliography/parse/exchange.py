"""References from the formats that reference managers and DOI resolvers write: RIS and CSL-JSON. The counterpart of write/formats.py."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from patternbook.bibliography.parse.identifiers import is_web_address
from patternbook.bibliography.reference import Name, Organisation, Person, Reference, ReferenceType

_RIS_TYPES: Mapping[str, ReferenceType] = {
    "JOUR": "article", "EJOUR": "article", "MGZN": "article", "NEWS": "article", "BOOK": "book", "EBOOK": "book", "EDBOOK": "collection",
    "CHAP": "inbook", "ECHAP": "inbook", "CPAPER": "inproceedings", "CONF": "inproceedings", "THES": "phdthesis", "RPRT": "techreport",
    "DATA": "dataset", "COMP": "software", "ELEC": "online", "BLOG": "online", "WEB": "online", "PAT": "patent", "STAND": "standard",
    "UNPB": "unpublished", "VIDEO": "video", "PAMP": "booklet",
}  # fmt: skip
"""Type of RIS -> ours; any other is `misc`."""
_CSL_TYPES: Mapping[str, ReferenceType] = {
    "article-journal": "article", "article-magazine": "article", "journal-article": "article", "book": "book", "monograph": "book",
    "chapter": "inbook", "book-chapter": "inbook", "paper-conference": "inproceedings", "proceedings-article": "inproceedings",
    "thesis": "phdthesis", "dissertation": "phdthesis", "report": "techreport", "dataset": "dataset", "software": "software",
    "webpage": "online", "post-weblog": "online", "patent": "patent", "standard": "standard", "manuscript": "unpublished",
    "motion_picture": "video", "pamphlet": "booklet",
}  # fmt: skip
"""Type of CSL, or of Crossref, whose resolver mixes both -> ours; any other is `misc`."""

_RIS_LINE = re.compile(r"^([A-Z][A-Z0-9])  ?- ?(.*)$", re.MULTILINE)
_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|scp|span|jats:[a-z]+)\b[^<>]*>", re.IGNORECASE)
"""Markup that resolvers leave in titles."""
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s{}\\]+")


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

    date = re.match(r"(\d{4})(?:/(\d{1,2}))?", first("PY", "Y1", "DA"))
    month = re.match(r"\d{4}/(\d{1,2})", first("DA", "Y1", "PY"))
    return Reference(
        key=first("ID"),
        kind=_RIS_TYPES.get(first("TY"), "misc"),
        title=_plain(first("TI", "T1")),
        authors=tuple(map(_ris_name, (*record.get("AU", ()), *record.get("A1", ())))),
        editors=tuple(map(_ris_name, (*record.get("ED", ()), *record.get("A2", ())))),
        year=date[1] if date else "",
        month=_month(month[1] if month else ""),
        container=_plain(first("T2", "JO", "JF", "BT")),
        volume=first("VL"),
        number=first("IS"),
        edition=first("ET"),
        article_number=first("C7"),
        pages=_pages("-".join(filter(None, (first("SP"), first("EP"))))),
        publisher=first("PB"),
        address=first("CY"),
        doi=_doi(first("DO")),
        isbn=first("SN") if first("TY") not in ("JOUR", "EJOUR", "MGZN", "NEWS") else "",  # there it is the journal's ISSN
        url=_url(first("UR")),
    )


def _ris_name(text: str) -> Name:
    """`Family, Given, Suffix`; what has no comma but several words is an organisation."""
    family, *rest = (part.strip() for part in text.split(","))
    if not rest and " " in family:
        return Organisation(family)
    return Person(family=family, given=rest[0] if rest else "", suffix=rest[1] if len(rest) > 1 else "")


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

    year, month = _csl_date(next((item[name] for name in ("issued", "published", "published-print") if item.get(name)), None))
    kind = _CSL_TYPES.get(text("type"), "misc")
    return Reference(
        key="",  # an id of CSL-JSON is the resolver's or the manager's own
        kind=kind,
        title=text("title"),
        authors=_csl_names(item.get("author")),
        editors=_csl_names(item.get("editor")),
        year=year,
        month=month,
        container=text("container-title") or (text("publisher") if kind in ("phdthesis", "techreport") else ""),
        volume=text("volume"),
        number=text("issue") or ("" if kind in ("article", "inproceedings") else text("number")),
        edition=text("edition"),
        article_number=text("article-number") or (text("number") if kind in ("article", "inproceedings") else ""),
        pages=_pages(text("page")),
        publisher="" if kind in ("phdthesis", "techreport") else text("publisher"),
        address=text("publisher-place"),
        doi=_doi(text("DOI")),
        isbn=text("ISBN"),
        url="" if _doi(text("DOI")) else _url(text("URL")),  # of a DOI it is the resolver's
    )


def _csl_date(value: object) -> tuple[str, int | None]:
    parts = value.get("date-parts") if isinstance(value, dict) else None
    match parts:
        case [[year, month, *_], *_]:
            return str(year), _month(str(month))
        case [[year], *_]:
            return str(year), None
    literal = (value.get("literal") or value.get("raw") or "") if isinstance(value, dict) else ""
    return str(literal), None


def _csl_names(value: object) -> tuple[Name, ...]:
    return tuple(_csl_name(each) for each in value if isinstance(each, dict)) if isinstance(value, list) else ()


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
    return " ".join(_TAG.sub("", text).split())


def _month(text: str) -> int | None:
    return int(text) if text.isdecimal() and 1 <= int(text) <= 12 else None


def _pages(text: str) -> str:
    return re.sub(r"\s*[-\u2013\u2014]+\s*", "\N{EN DASH}", text)


def _doi(text: str) -> str:
    found = _DOI.search(text)
    return found[0] if found else ""


def _url(text: str) -> str:
    return text if is_web_address(text) else ""
