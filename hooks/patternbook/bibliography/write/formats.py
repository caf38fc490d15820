"""A reference in the formats that reference managers read: BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from patternbook.bibliography.dates import DateSpan, write_edtf
from patternbook.bibliography.entry_types import MONTH_NAMES, WRITTEN_AS
from patternbook.bibliography.latex import codec
from patternbook.bibliography.parse.fields import joined_title
from patternbook.bibliography.reference import Name, Organisation, Reference, ReferenceType
from patternbook.bibliography.write.csl import to_csl_json
from patternbook.bibliography.write.data_model import fields_of_type
from patternbook.bibliography.write.ris import to_ris

__all__ = ["bibtex_names", "to_bibtex", "to_csl_json", "to_ris"]

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
    "organization": (("publisher", "organization"), ""),
    "maintitle": (("maintitle",), "mainsubtitle"),
}
"""Field of our BibTeX -> fields it is read from, in order of preference, and the field of its subtitle. Others are read from their own."""


def to_bibtex(reference: Reference) -> str:
    """A complete BibTeX entry in UTF-8, ending in a line end: fields in one fixed order, one a line. Of a set, its works, too.

    Braces that protect capitals in the source are kept; everything else is plain text, escaped.
    """
    if reference.members:
        keys = ",".join(_bibtex_key(member.key) for member in reference.members)
        return "".join(map(to_bibtex, reference.members)) + f"@set{{{_bibtex_key(reference.key)},\n  entryset = {{{keys}}},\n}}\n"
    # A month is the name of a string that BibTeX defines; in braces it would be text, as which a month that is none is kept.
    type_ = WRITTEN_AS.get(reference.kind, reference.kind)
    rows = (
        f"  {name} = {value},\n" if name == "month" and value in MONTH_NAMES else f"  {name} = {{{value}}},\n"
        for name, value in fields_of_type(type_, _bibtex_fields(reference)).items()
        if value
    )
    return f"@{type_}{{{_bibtex_key(reference.key)},\n{''.join(rows)}}}\n"


def _bibtex_key(key: str) -> str:
    """The key, without the apostrophe, which BibTeX and biber allow in none."""
    return re.sub("['’]", "-", key)


def _bibtex_fields(reference: Reference) -> dict[str, str]:
    type_ = WRITTEN_AS.get(reference.kind, reference.kind)
    container = _BIBTEX_CONTAINERS.get(reference.kind, "howpublished")
    # biblatex knows no publisher of @misc; an organization without authors would be read as one.
    publisher = "organization" if type_ == "misc" and (reference.authors or reference.editors) else "publisher"
    known = {
        "author": bibtex_names(reference.authors, more=reference.authors_more),
        "editor": bibtex_names(reference.editors, more=reference.editors_more),
        **{each.role: bibtex_names(each.names, more=each.more) for each in reference.contributors},
        "title": _with_braces("title", reference.title, reference),
        container: _with_braces(container, reference.container, reference),
        "maintitle": _with_braces("maintitle", reference.main_title, reference),
        "series": _with_braces("series", reference.series, reference),
        "chapter": codec.escape_latex(reference.chapter),
        "edition": codec.escape_latex(reference.edition),
        "version": codec.escape_latex(reference.version),
        "volume": codec.escape_latex(reference.volume),
        "number": codec.escape_latex(reference.number),
        "eid": codec.escape_latex(reference.article_number),
        "pages": codec.escape_latex(reference.pages).replace("–", "--"),
        publisher: _with_braces(publisher, reference.publisher.replace("; ", " and "), reference),
        "type": codec.escape_latex(reference.genre),
        "entrysubtype": reference.kind if reference.kind in WRITTEN_AS else "",
        "location" if "; " in reference.address else "address": codec.escape_latex(reference.address.replace("; ", " and ")),
        **_bibtex_date(reference),
        "origdate": codec.escape_latex(reference.original_date).replace(codec.escape_latex("~"), "~"),
        "pubstate": codec.escape_latex(reference.status),
        "doi": _address(reference.doi),
        "eprint": _address(reference.eprint),
        "archiveprefix": codec.escape_latex(reference.archive),
        "primaryclass": codec.escape_latex(reference.primary_class),
        "isbn": codec.escape_latex(reference.isbn),
        "url": _address(reference.url),
        "urldate": codec.escape_latex(reference.accessed),
        "note": _with_braces("note", reference.note, reference),
    }
    return known | {name: _with_braces(name, text, reference) for name, text in reference.extra if not known.get(name)}


def _bibtex_date(reference: Reference) -> dict[str, str]:
    """Year and month, which BibTeX knows, where they say it all with a day; else biblatex's date; a year in words as it is."""
    issued = reference.issued
    if issued is None:
        return {"month": "", "year": "" if reference.status else codec.escape_latex(reference.year)}
    start = issued.start
    if start is None or not DateSpan(replace(start, day=None)).is_plain or issued.is_range:
        return {"date": write_edtf(issued)}
    # The name of a month is a string that BibTeX defines.
    return {"month": MONTH_NAMES[start.month - 1] if start.month else "", "day": str(start.day or ""), "year": str(start.year)}


def _with_braces(field: str, text: str, reference: Reference) -> str:
    """The text as LaTeX, with the protecting braces of the source if the text is still that of the source."""
    if not text:
        return ""
    names, subfield = _RAW_FIELDS.get(field, ((field,), ""))
    source, below = reference.raw(*names), reference.raw(subfield)
    if source or below:
        title, subtitle = codec.decode_latex(source), codec.decode_latex(below)
        if joined_title(title.text, subtitle.text) == text:
            return joined_title(title.bibtex, subtitle.bibtex)
    return codec.escape_latex(text)


def _address(text: str) -> str:
    """DOI and URL are verbatim for biblatex and hyperref; only characters that would unbalance the entry are percent-encoded."""
    return re.sub(r"[{}\\\s]", lambda unsafe: f"%{ord(unsafe[0]):02X}", text) if text else ""


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
    # One word for BibTeX, which would cut it up into a given and a family name, and take braces around all of it for an organisation.
    return f"{codec.escape_latex(name.prefix)} {re.sub('[ ,]+', lambda gap: f'{{{gap[0]}}}', codec.escape_latex(name.family))}".strip()


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
