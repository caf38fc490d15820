"""A reference in the formats that reference managers read: BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from patternbook.bibliography.latex import codec
from patternbook.bibliography.parse.fields import joined_title
from patternbook.bibliography.reference import Name, Organisation, Person, Reference, ReferenceType

_BIBTEX_TYPES: Mapping[ReferenceType, str] = {
    "collection": "book",
    "dataset": "misc",
    "online": "misc",
    "patent": "misc",
    "software": "misc",
    "standard": "misc",
    "video": "misc",
}
"""Kinds that classic BibTeX has no type for; every reader knows @misc."""

_BIBTEX_CONTAINERS: Mapping[ReferenceType, str] = {
    "article": "journal",
    "inbook": "booktitle",
    "incollection": "booktitle",
    "inproceedings": "booktitle",
    "mastersthesis": "school",
    "phdthesis": "school",
    "techreport": "institution",
}
_RAW_SOURCES = {
    "booktitle": ("booktitle", "booksubtitle"),
    "journal": ("journaltitle", "journalsubtitle"),
    "publisher": ("publisher", ""),
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

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
_CSL_TYPES: Mapping[ReferenceType, str] = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "dataset": "dataset",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "manual": "book",
    "mastersthesis": "thesis",
    "misc": "document",
    "online": "webpage",
    "patent": "patent",
    "phdthesis": "thesis",
    "proceedings": "book",
    "software": "software",
    "standard": "standard",
    "techreport": "report",
    "unpublished": "manuscript",
    "video": "motion_picture",
}
"""CSL 1.0.2, appendix III."""


def to_bibtex(reference: Reference) -> str:
    """A complete BibTeX entry in UTF-8, ending in a line end: fields in one fixed order, one a line.

    Braces that protect capitals in the source are kept; everything else is plain text, escaped.
    """
    rows = [f"  {name} = {value},\n" for name, value in _bibtex_fields(reference) if value]
    return f"@{_BIBTEX_TYPES.get(reference.kind, reference.kind)}{{{reference.key},\n{''.join(rows)}}}\n"


def _bibtex_fields(reference: Reference) -> Iterator[tuple[str, str]]:
    how = _BIBTEX_CONTAINERS.get(reference.kind, "howpublished")
    yield "author", _braced(bibtex_names(reference.authors, more=reference.authors_more))
    yield "editor", _braced(bibtex_names(reference.editors, more=reference.editors_more))
    yield "title", _braced(_kept(reference, reference.title, "title", "subtitle"))
    yield how, _braced(_kept(reference, reference.container, *_RAW_SOURCES.get(how, (how, ""))))
    yield "edition", _text(reference.edition)
    yield "volume", _text(reference.volume)
    yield "number", _text(reference.number)
    yield "articleno", _text(reference.article_number)
    yield "pages", _braced(codec.escape_latex(reference.pages).replace("–", "--"))
    yield "publisher", _braced(_kept(reference, reference.publisher, "publisher", ""))
    yield "type", _text(reference.genre)
    yield "address", _text(reference.address)
    yield "month", _MONTHS[reference.month - 1] if reference.month else ""
    yield "year", _text(reference.year)
    yield "doi", _braced(_address(reference.doi))
    yield "eprint", _braced(_address(reference.eprint))
    yield "archiveprefix", _text(reference.archive)
    yield "isbn", _text(reference.isbn)
    yield "url", _braced(_address(reference.url))
    yield "urldate", _text(reference.accessed)
    yield "note", _braced(_kept(reference, reference.note, "note", ""))


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""


def _text(text: str) -> str:
    return _braced(codec.escape_latex(text)) if text else ""


def _kept(reference: Reference, text: str, field: str, subfield: str) -> str:
    """The text with the source's protecting braces, where the source says this text; the text alone otherwise."""
    written, below = reference.raw(field, *_ALIASES.get(field, ())), reference.raw(subfield)
    if not (text and (written or below)):
        return codec.escape_latex(text)
    title, subtitle = codec.decode_latex(written), codec.decode_latex(below)
    if joined_title(title.text, subtitle.text) == text:
        return joined_title(title.bibtex, subtitle.bibtex)
    return codec.escape_latex(text)


_ALIASES = {"journaltitle": ("journal",), "school": ("institution",), "publisher": ("organization",)}


def _address(text: str) -> str:
    """DOI and URL are verbatim for biblatex and hyperref; only what would unbalance the entry is percent-encoded."""
    return _UNBALANCING.sub(lambda found: f"%{ord(found[0]):02X}", text)


_UNBALANCING = re.compile(r"[{}\\\s]")


def bibtex_names(names: tuple[Name, ...], *, more: bool = False) -> str:
    """`van der Aalst, Wil and {World Health Organization} and others`."""
    return " and ".join([*map(_bibtex_name, names), *(["others"] if more else [])])


def _bibtex_name(name: Name) -> str:
    if isinstance(name, Organisation):
        return f"{{{codec.escape_latex(name.name)}}}"
    family = f"{codec.escape_latex(name.prefix)} {_name_part(name.family, is_family=True)}".strip()
    given, suffix = _name_part(name.given), _name_part(name.suffix)
    if suffix:
        # Two commas even without a given name: with one, the suffix would be read as the given name.
        return f"{family}, {suffix}, {given}".strip()
    if given:
        return f"{family}, {given}"
    # Several words alone would be split into given and family name, braces alone read as an organisation.
    return f"{family}," if " " in family or family.startswith("{") else family


def _name_part(part: str, *, is_family: bool = False) -> str:
    """In braces where BibTeX would cut it up otherwise: a comma, an `and`, a family name that starts in lower case."""
    words = part.split()
    cuts = "," in part or any(word.lower() in {"and", "others"} for word in words)
    lower = is_family and any(_starts_lower(word) for word in words[:-1])
    escaped = codec.escape_latex(part)
    return f"{{{escaped}}}" if cuts or lower else escaped


def _starts_lower(word: str) -> bool:
    """Whether BibTeX takes the word for a particle: its first letter counts, as in 't."""
    return next((character.islower() for character in word if character.isalpha()), False)


def to_ris(reference: Reference) -> str:
    """One RIS record: `TAG  - value` lines that end in CR LF, as the format asks for, closed by ER."""
    rows = [("TY", _RIS_TYPES[reference.kind]), *_ris_fields(reference), ("ER", "")]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in rows if value or tag == "ER")


def _ris_fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield from (("AU", _comma_name(name)) for name in reference.authors)
    yield from (("A2" if reference.authors else "ED", _comma_name(name)) for name in reference.editors)
    yield "PY", reference.year
    yield "DA", f"{reference.year}/{reference.month:02d}//" if reference.month and reference.year else ""
    yield "TI", reference.title
    yield "T2", reference.container if reference.kind in _BIBTEX_CONTAINERS and not _is_published_by(reference) else ""
    yield "VL", reference.volume
    yield "IS", reference.number
    yield "C7", reference.article_number
    start, _, end = reference.pages.partition("–")
    yield "SP", start
    yield "EP", end
    yield "ET", reference.edition
    yield "PB", _publisher(reference)
    yield "CY", reference.address
    yield "M3", reference.genre
    yield "SN", reference.isbn
    yield "DO", reference.doi
    yield "UR", reference.url or reference.link
    yield "N1", reference.note
    yield "ID", reference.key


def _comma_name(name: Name) -> str:
    if isinstance(name, Organisation):
        return name.name
    return ", ".join(filter(None, (name.short, name.given, name.suffix)))


def _is_published_by(reference: Reference) -> bool:
    """Whether the container is who publishes: a school or an institution."""
    return reference.kind in {"mastersthesis", "phdthesis", "techreport"}


def _publisher(reference: Reference) -> str:
    own = reference.container if _is_published_by(reference) or reference.kind not in _BIBTEX_CONTAINERS else ""
    return reference.publisher or own


def _line(value: str) -> str:
    return " ".join(value.split())


def to_csl_json(reference: Reference) -> dict[str, object]:
    """The reference as a CSL-JSON item (CSL 1.0.2); empty fields are left out."""
    part = reference.kind in _BIBTEX_CONTAINERS and not _is_published_by(reference)
    item: dict[str, object] = {
        "id": reference.key,
        "type": _csl_type(reference),
        "title": reference.title,
        "author": [_csl_name(name) for name in reference.authors],
        "editor": [_csl_name(name) for name in reference.editors],
        "issued": _csl_date(reference),
        "container-title": reference.container if part else "",
        "volume": reference.volume,
        **_csl_number(reference),
        "page": reference.pages.replace("–", "-"),
        "edition": reference.edition,
        "publisher": _publisher(reference),
        "publisher-place": reference.address,
        "genre": _csl_genre(reference),
        "DOI": reference.doi,
        "URL": reference.url or reference.eprint_url,
        "ISBN": reference.isbn,
        "note": reference.note,
        "archive": reference.archive,
        "archive_location": reference.eprint,
    }
    return {name: value for name, value in item.items() if value}


def _csl_type(reference: Reference) -> str:
    # A journal article without a journal is a preprint, which CSL calls an article.
    return "article" if reference.kind == "article" and not reference.container else _CSL_TYPES[reference.kind]


def _csl_genre(reference: Reference) -> str:
    theses = {"phdthesis": "Doctoral dissertation", "mastersthesis": "Master's thesis"}
    return reference.genre or theses.get(reference.kind, "")


def _csl_number(reference: Reference) -> dict[str, str]:
    """CSL's issue is a journal's; reports, patents and standards have a number."""
    if reference.kind in {"article", "inproceedings"}:
        return {"issue": reference.number, "number": reference.article_number}
    return {"number": reference.number or reference.article_number}


def _csl_date(reference: Reference) -> dict[str, object]:
    if not reference.year:
        return {}
    if not re.fullmatch(r"[0-9]{1,4}", reference.year):
        return {"literal": reference.year}
    return {"date-parts": [[int(reference.year), *([reference.month] if reference.month else [])]]}


def _csl_name(name: Name) -> dict[str, str]:
    if isinstance(name, Organisation):
        return {"literal": name.name}
    return _csl_person(name)


def _csl_person(person: Person) -> dict[str, str]:
    fields = {
        "family": person.family,
        "given": person.given,
        "non-dropping-particle": person.prefix,
        "suffix": person.suffix,
    }
    return {name: value for name, value in fields.items() if value}
