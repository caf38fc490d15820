"""Citations of an entry, or of the catalogue, as records that programs read: BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import re
from urllib.parse import quote

from msgspec.json import encode

from patternbook.bibliography.latex.codec import escape_latex
from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.formats import bibtex_names, to_csl_json, to_ris
from patternbook.citing.citation import EntryCitation


def entry_bibtex(cited: EntryCitation) -> str:
    r"""A BibTeX record: a part of a book for an entry, a book for the catalogue, with fields that these types have in biblatex.

    The address is in the note, as the styles of BibTeX print no `url`, and those of biblatex would print both. It needs `\url`.
    They print no `doi` either, so that its address is there where there is no other.
    """
    address = cited.url or _reference(cited).doi_url
    fields = {
        "author": bibtex_names(cited.signing),
        "title": protected_title(cited.title),
        "booktitle": protected_title(cited.edition.title) if cited.id else "",
        "publisher": escape_latex(cited.edition.publisher),
        "year": escape_latex(cited.edition.year),
        "doi": escape_latex(cited.doi),
        "note": f"{escape_latex(cited.note)}{f'. {latex_url(address)}' if address else ''}",
    }
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{'incollection' if cited.id else 'book'}{{{cited.key},\n{rows}}}\n"


def entry_ris(cited: EntryCitation) -> str:
    """A RIS record: a part of a book for an entry, a book for the catalogue."""
    return to_ris(_reference(cited))


def entry_csl(cited: EntryCitation) -> dict[str, object]:
    """A CSL-JSON item: a chapter of the catalogue, or the catalogue as a book."""
    edition = cited.edition
    issued = {"date-parts": [list(map(int, edition.released_on.split("-")))]} if edition.released_on else None
    more = {"issued": issued, "version": edition.release, "language": edition.language}
    return to_csl_json(_reference(cited)) | {name: value for name, value in more.items() if value}


def csl_text(item: dict[str, object]) -> str:
    """A CSL-JSON item, one field a line, without a line end."""
    rows = ",\n".join(f'  "{name}": {encode(value).decode()}' for name, value in item.items())
    return f"{{\n{rows}\n}}"


def latex_url(url: str) -> str:
    r"""An address in `\url`; what TeX would take for something else is percent-encoded."""
    return rf"\url{{{quote(url, safe=_SAFE)}}}"


_SAFE = "/:?#[]@!$&'()*+,;=-._~%"
"""Characters that may stand in an address; not among them: braces, backslashes, blanks."""


def _reference(cited: EntryCitation) -> Reference:
    """The entry or the catalogue as a work, for formats that works have, too."""
    return Reference(
        key=cited.key,
        kind="incollection" if cited.id else "book",
        title=cited.title,
        authors=cited.signing,
        year=cited.edition.year,
        month=int(cited.edition.released_on.split("-")[1]) if cited.edition.released_on else None,
        container=cited.edition.title if cited.id else "",
        publisher=cited.edition.publisher,
        doi=cited.doi,
        url=cited.url,
        note=cited.note,
    )


def protected_title(title: str) -> str:
    """A title as LaTeX, words with capitals in braces so that no style lower-cases `ML`; the first letter is safe."""
    if title[1:].islower():  # most titles
        return escape_latex(title)
    return re.sub(r"[^\s:;,.!?]+", _protected_word, title)


def _protected_word(word: re.Match[str]) -> str:
    escaped = escape_latex(word[0])
    letters = word[0] if word.start() else word[0][1:]
    return f"{{{escaped}}}" if any(map(str.isupper, letters)) else escaped
