"""A work of the bibliography as a `Reference`: frozen, in plain Unicode.

Everything that cites, exports or checks a reference works on this value, so that only `bibliography` depends on BibTeX.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import ClassVar, Literal
from urllib.parse import quote

from patternbook.bibliography.dates import DateSpan, read_edtf, read_written_date

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

GONE_STATES = frozenset({"dead", "gone", "unfit", "usurped"})
"""Values of `urlstatus` by which a web page is no longer there, or no longer what was cited."""


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
class Contributors:
    """People besides authors and editors: role ("translator", as biblatex names the field), names in order, whether the list goes on."""

    role: str
    names: tuple[Name, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """One work of the bibliography. Text is plain Unicode without LaTeX; an empty string means "not given".

    key: as written in the .bib file, "nahar2022collaboration"; unique without regard to case.
    kind: see `ReferenceType`; "misc" where the file's type is unknown.
    title: with its capitals as given, a subtitle after a colon.
    authors, editors: in order; the organisation behind a work without authors and editors is its author.
    authors_more, editors_more: True where the list ends in "and others".
    contributors: people in other roles, in the order of `NAME_FIELDS`.
    year: as a citation shows it: "2022", "ca. 1925", "1994–1997", "in press"; month: 1 to 12, or None.
    date: in biblatex's notation ("1925~", "1994/1997", "2005-10-16") where year and month do not say it all.
    original_date: of the first publication, in the same notation or as written.
    status: biblatex's name of a publication state, "inpress", or other words; empty for what is published.
    main_title: of the work in several volumes that it belongs to.
    series, chapter, version, primary_class: as written, "LNCS", "8", "1.4.2", "cs.SE".
    container: what it appeared in or at: journal, book title, school, institution or "how published", by kind.
    volume, number, edition, article_number: as written, "7", "2nd", "16".
    pages: with en dashes, "413–425".
    publisher, address: "ACM", "Pittsburgh, PA, USA".
    doi: the bare name "10.1145/3510003.3510209", always well-formed or empty.
    eprint, archive: "2110.10234" and "arXiv".
    isbn, note: as written.  url: http or https, or empty.  accessed: the day the url was read, "2024-05-31".
    genre: the work's own type as written, "Podcast", "Technical Report".
    line: where the entry starts in the .bib file, counted from 1.
    members: the works of a set, which a text cites together under one key; its other fields are those of the first.
    extra: (name in biblatex, text) of all else that the file says of the work, for exports.
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
    date: str = ""
    original_date: str = ""
    status: str = ""
    contributors: tuple[Contributors, ...] = ()
    main_title: str = ""
    series: str = ""
    chapter: str = ""
    version: str = ""
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
    primary_class: str = ""
    isbn: str = ""
    url: str = ""
    accessed: str = ""
    note: str = ""
    genre: str = ""
    line: int = 1
    members: tuple[Reference, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    raw_fields: tuple[tuple[str, str], ...] = ()

    def raw(self, *names: str) -> str:
        """LaTeX source of the first of these fields that is not empty, or nothing."""
        given = dict(self.raw_fields)
        return next((given[name] for name in names if given.get(name)), "")

    def in_role(self, role: str) -> Contributors:
        """Who contributed in a role; nobody where the file names nobody."""
        return next((each for each in self.contributors if each.role == role), Contributors(role, ()))

    def extra_text(self, name: str) -> str:
        """The text of one of the other fields, or nothing."""
        return dict(self.extra).get(name, "")

    @property
    def issued(self) -> DateSpan | None:
        """When it appeared; None where that is not known, or is written in words that are no date."""
        if self.date:
            return read_edtf(self.date)
        span = read_written_date(self.year)
        return DateSpan(replace(span.start, month=self.month)) if span and span.start and self.month else span

    @property
    def published_in(self) -> str:
        """The container, unless it only names the archive of a preprint: `arXiv preprint arXiv:1701.01234`, `CoRR`."""
        is_archive = self.archive == "arXiv" and (self.names_eprint(self.container) or self.names_eprint(self.volume))
        return "" if is_archive or (self.eprint and self.container.lower() == self.archive.lower()) else self.container

    def names_eprint(self, text: str) -> bool:
        """Whether a text holds the number of the preprint, so that both need not be printed."""
        return bool(self.eprint) and re.sub(r"v[0-9]+$", "", self.eprint).lower() in text.lower()

    @property
    def doi_url(self) -> str:
        """The DOI as a link, or nothing; safe inside an HTML attribute once that is escaped as usual."""
        return f"https://doi.org/{_quoted(self.doi)}" if self.doi else ""

    @property
    def eprint_url(self) -> str:
        """The preprint as a link, or nothing where the archive is not arXiv."""
        return f"https://arxiv.org/abs/{_quoted(self.eprint)}" if self.eprint and self.archive == "arXiv" else ""

    @property
    def archived(self) -> bool:
        """Whether the archived copy of its page is cited, as the original is gone."""
        return self.extra_text("urlstatus").lower() in GONE_STATES and bool(self.extra_text("archiveurl"))

    @property
    def web_address(self) -> str:
        """Where its page is read: the original, or the archived copy where that is gone."""
        return self.extra_text("archiveurl") if self.archived else self.url

    @property
    def link(self) -> str:
        """The most stable address of the work: DOI, else its own page, else the preprint, else nothing."""
        return self.doi_url or self.web_address or self.eprint_url


def _quoted(identifier: str) -> str:
    # Old DOIs hold < > # and ;, e.g. 10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O
    return quote(identifier, safe="/:;().,-_+!*@=~", errors="replace")
