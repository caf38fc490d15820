"""A reference in the formats that reference managers read: BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping

from patternbook.bibliography.entry_types import MONTH_NAMES, PART_TYPES
from patternbook.bibliography.latex import codec
from patternbook.bibliography.parse.fields import joined_title
from patternbook.bibliography.reference import Name, Organisation, Reference, ReferenceType

_BIBTEX_TYPES: Mapping[ReferenceType, str] = {
    "collection": "book",
    "dataset": "misc",
    "online": "misc",
    "patent": "misc",
    "software": "misc",
    "standard": "misc",
    "video": "misc",
}
"""Kinds that classic BibTeX has no type for; every reader supports @misc."""

_BIBTEX_CONTAINERS: Mapping[ReferenceType, str] = {
    "article": "journal",
    "inbook": "booktitle",
    "incollection": "booktitle",
    "inproceedings": "booktitle",
    "mastersthesis": "school",
    "phdthesis": "school",
    "techreport": "institution",
}
_RAW_FIELDS = {
    "title": (("title",), "subtitle"),
    "booktitle": (("booktitle",), "booksubtitle"),
    "journal": (("journaltitle", "journal"), "journalsubtitle"),
    "school": (("school", "institution"), ""),
    "publisher": (("publisher", "organization"), ""),
}
"""Field of our BibTeX -> fields it is read from, in order of preference, and the field of its subtitle. Others are read from their own."""

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
    # A month is the name of a string that BibTeX defines; in braces it would be text.
    rows = (
        f"  {name} = {value},\n" if name == "month" else f"  {name} = {{{value}}},\n" for name, value in _bibtex_fields(reference).items() if value
    )
    return f"@{_BIBTEX_TYPES.get(reference.kind, reference.kind)}{{{reference.key},\n{''.join(rows)}}}\n"


def _bibtex_fields(reference: Reference) -> dict[str, str]:
    container = _BIBTEX_CONTAINERS.get(reference.kind, "howpublished")
    return {
        "author": bibtex_names(reference.authors, more=reference.authors_more),
        "editor": bibtex_names(reference.editors, more=reference.editors_more),
        "title": _with_braces("title", reference.title, reference),
        container: _with_braces(container, reference.container, reference),
        "edition": codec.escape_latex(reference.edition),
        "volume": codec.escape_latex(reference.volume),
        "number": codec.escape_latex(reference.number),
        "articleno": codec.escape_latex(reference.article_number),
        "pages": codec.escape_latex(reference.pages).replace("–", "--"),
        "publisher": _with_braces("publisher", reference.publisher, reference),
        "type": codec.escape_latex(reference.genre),
        "address": codec.escape_latex(reference.address),
        "month": MONTH_NAMES[reference.month - 1] if reference.month else "",
        "year": codec.escape_latex(reference.year),
        "doi": _address(reference.doi),
        "eprint": _address(reference.eprint),
        "archiveprefix": codec.escape_latex(reference.archive),
        "isbn": codec.escape_latex(reference.isbn),
        "url": _address(reference.url),
        "urldate": codec.escape_latex(reference.accessed),
        "note": _with_braces("note", reference.note, reference),
    }


def _with_braces(field: str, text: str, reference: Reference) -> str:
    """The text as LaTeX, with the protecting braces of the source if the text is still that of the source."""
    names, subfield = _RAW_FIELDS.get(field, ((field,), ""))
    source, below = reference.raw(*names), reference.raw(subfield)
    if text and (source or below):
        title, subtitle = codec.decode_latex(source), codec.decode_latex(below)
        if joined_title(title.text, subtitle.text) == text:
            return joined_title(title.bibtex, subtitle.bibtex)
    return codec.escape_latex(text)


def _address(text: str) -> str:
    """DOI and URL are verbatim for biblatex and hyperref; only characters that would unbalance the entry are percent-encoded."""
    return re.sub(r"[{}\\\s]", lambda unsafe: f"%{ord(unsafe[0]):02X}", text)


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
    """Whether BibTeX takes the word for a particle, which it decides by the first letter, as of 't."""
    return next((character.islower() for character in word if character.isalpha()), False)


def to_ris(reference: Reference) -> str:
    """One RIS record: `TAG  - value` lines that end in CR LF, as the format requires, closed by ER."""
    rows = (f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in _ris_fields(reference) if value)
    return f"{''.join(rows)}ER  - \r\n"


def _ris_fields(reference: Reference) -> tuple[tuple[str, str], ...]:
    start, _, end = reference.pages.partition("–")
    return (
        ("TY", _RIS_TYPES[reference.kind]),
        *(("AU", _family_first(name)) for name in reference.authors),
        *(("A2" if reference.authors else "ED", _family_first(name)) for name in reference.editors),
        ("PY", reference.year),
        ("DA", f"{reference.year}/{reference.month:02d}//" if reference.month and reference.year else ""),
        ("TI", reference.title),
        ("T2", reference.container if reference.kind in PART_TYPES else ""),
        ("VL", reference.volume),
        ("IS", reference.number),
        ("C7", reference.article_number),
        ("SP", start),
        ("EP", end),
        ("ET", reference.edition),
        ("PB", _publisher(reference)),
        ("CY", reference.address),
        ("M3", reference.genre),
        ("SN", reference.isbn),
        ("DO", reference.doi),
        ("UR", reference.url or reference.link),
        ("N1", reference.note),
        ("ID", reference.key),
    )


def _family_first(name: Name) -> str:
    return ", ".join(filter(None, (name.short, name.given, name.suffix)))


def _publisher(reference: Reference) -> str:
    """The publisher, else the school, institution or other publisher that is the container of a whole work."""
    return reference.publisher or ("" if reference.kind in PART_TYPES else reference.container)


def to_csl_json(reference: Reference) -> dict[str, object]:
    """The reference as a CSL-JSON item (CSL 1.0.2); empty fields are left out."""
    # CSL's issue is a journal's; reports, patents and standards have a number.
    has_issue = reference.kind in {"article", "inproceedings"}
    theses = {"phdthesis": "Doctoral dissertation", "mastersthesis": "Master's thesis"}
    item: dict[str, object] = {
        "id": reference.key,
        # A journal article without a journal is a preprint, which CSL calls an article.
        "type": "article" if reference.kind == "article" and not reference.container else _CSL_TYPES[reference.kind],
        "title": reference.title,
        "author": [_csl_name(name) for name in reference.authors],
        "editor": [_csl_name(name) for name in reference.editors],
        "issued": _csl_date(reference),
        "container-title": reference.container if reference.kind in PART_TYPES else "",
        "volume": reference.volume,
        "issue": reference.number if has_issue else "",
        "number": reference.article_number if has_issue else reference.number or reference.article_number,
        "page": reference.pages.replace("–", "-"),
        "edition": reference.edition,
        "publisher": _publisher(reference),
        "publisher-place": reference.address,
        "genre": reference.genre or theses.get(reference.kind, ""),
        "DOI": reference.doi,
        "URL": reference.url or reference.eprint_url,
        "ISBN": reference.isbn,
        "note": reference.note,
        "archive": reference.archive,
        "archive_location": reference.eprint,
    }
    return {name: value for name, value in item.items() if value}


def _csl_date(reference: Reference) -> dict[str, object]:
    if not reference.year:
        return {}
    if not re.fullmatch(r"[0-9]{1,4}", reference.year):
        return {"literal": reference.year}
    return {"date-parts": [[int(reference.year), *([reference.month] if reference.month else [])]]}


def _csl_name(name: Name) -> dict[str, str]:
    if isinstance(name, Organisation):
        return {"literal": name.name}
    fields = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.prefix,
        "suffix": name.suffix,
    }
    return {field: value for field, value in fields.items() if value}
