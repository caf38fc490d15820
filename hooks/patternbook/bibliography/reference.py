"""A work of the bibliography as a `Reference`: frozen, in plain Unicode.

Everything that cites, exports or checks a reference works on this value, so that only `bibliography` depends on BibTeX.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal
from urllib.parse import quote

ReferenceType = Literal[
    "article",
    "book",
    "booklet",
    "collection",
    "dataset",
    "inbook",
    "incollection",
    "inproceedings",
    "manual",
    "mastersthesis",
    "misc",
    "online",
    "patent",
    "phdthesis",
    "proceedings",
    "software",
    "standard",
    "techreport",
    "unpublished",
    "video",
]
"""Types of works; every BibTeX and biblatex type is read as one of these."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person as author or editor.

    family: "Aalst"; never empty.
    given: all given names as printed, "Wil M. P." or "W."; may be empty.
    prefix: the particle before the family name, "van der"; may be empty.
    suffix: "Jr." or "III"; may be empty.
    """

    family: str
    given: str = ""
    prefix: str = ""
    suffix: str = ""

    @property
    def short(self) -> str:
        """The name as cited in running text: "van der Aalst"."""
        return f"{self.prefix} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Organisation:
    """A group as author or editor: "World Health Organization". Its name is never split or abbreviated.

    given, suffix: always empty; they are here so that lists of names need not tell organisations from persons.
    """

    name: str
    given: ClassVar[str] = ""
    suffix: ClassVar[str] = ""

    @property
    def short(self) -> str:
        """The name as cited in running text: in full."""
        return self.name


Name = Person | Organisation


@dataclass(frozen=True, slots=True)
class Reference:
    """One work of the bibliography. Text is plain Unicode without LaTeX; an empty string means "not given".

    key: as written in the .bib file, "nahar2022collaboration"; unique without regard to case.
    kind: see `ReferenceType`; "misc" where the file's type is unknown.
    title: with its capitals as given, a subtitle after a colon.
    authors, editors: in order; the organisation behind a work without authors and editors is its author.
    authors_more, editors_more: True where the list ends in "and others".
    year: as written, "2022", "in press"; month: 1 to 12, or None.
    container: what it appeared in or at: journal, book title, school, institution or "how published", by kind.
    volume, number, edition, article_number: as written, "7", "2nd", "16".
    pages: with en dashes, "413–425".
    publisher, address: "ACM", "Pittsburgh, PA, USA".
    doi: the bare name "10.1145/3510003.3510209", always well-formed or empty.
    eprint, archive: "2110.10234" and "arXiv".
    isbn, note: as written.  url: http or https, or empty.  accessed: the day the url was read, "2024-05-31".
    genre: the work's own type as written, "Podcast", "Technical Report".
    line: where the entry starts in the .bib file, counted from 1.
    raw_fields: (name in lower case, LaTeX source) in the file's order, with macros resolved and whatever it inherited;
        only for exports that keep the source's protecting braces. Never show it to a reader.
    """

    key: str
    kind: ReferenceType
    title: str
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    authors_more: bool = False
    editors_more: bool = False
    year: str = ""
    month: int | None = None
    container: str = ""
    volume: str = ""
    number: str = ""
    edition: str = ""
    article_number: str = ""
    pages: str = ""
    publisher: str = ""
    address: str = ""
    doi: str = ""
    eprint: str = ""
    archive: str = ""
    isbn: str = ""
    url: str = ""
    accessed: str = ""
    note: str = ""
    genre: str = ""
    line: int = 1
    raw_fields: tuple[tuple[str, str], ...] = ()

    def raw(self, *names: str) -> str:
        """LaTeX source of the first of these fields that is not empty, or nothing."""
        given = dict(self.raw_fields)
        return next((given[name] for name in names if given.get(name)), "")

    @property
    def doi_url(self) -> str:
        """The DOI as a link, or nothing; safe inside an HTML attribute once that is escaped as usual."""
        return f"https://doi.org/{_quoted(self.doi)}" if self.doi else ""

    @property
    def eprint_url(self) -> str:
        """The preprint as a link, or nothing where the archive is not arXiv."""
        return f"https://arxiv.org/abs/{_quoted(self.eprint)}" if self.eprint and self.archive == "arXiv" else ""

    @property
    def link(self) -> str:
        """The most stable address of the work: DOI, else its own page, else the preprint, else nothing."""
        return self.doi_url or self.url or self.eprint_url


def _quoted(identifier: str) -> str:
    # Old DOIs hold < > # and ;, e.g. 10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O
    return quote(identifier, safe="/:;().,-_+!*@=~", errors="replace")
