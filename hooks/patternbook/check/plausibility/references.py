"""Rules about the works of the bibliography: dates that cannot be, fields that nothing reads, checksums, works given twice."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from patternbook.bibliography.reference import Reference
from patternbook.check.declare import Check, reports_rule
from patternbook.check.plausibility.checksums import is_isbn, is_issn
from patternbook.check.plausibility.invisible import describe_directions, needless_character
from patternbook.check.plausibility.lists import addresses_without_host
from patternbook.check.plausibility.texts import stand_ins, turned_texts, unseen_characters
from patternbook.check.texts import STAND_INS
from patternbook.diagnostics.diagnostic import Diagnostic, Place, Rule
from patternbook.source.days import why_no_day
from patternbook.urls import has_host


@dataclass(frozen=True)
class WrittenBibliography:
    """The works of a bibliography with the text that they are written in."""

    file: str
    text: str
    references: Mapping[str, Reference]
    latest_day: str = ""
    """The latest day that the data may name; empty where that is not known."""

    def place(self, reference: Reference, field: str = "") -> Place:
        """Where a field of a work is written; where the work starts if it has inherited the field."""
        start, end = self._spans[reference.line]
        found = re.compile(rf"(?i)[,\n]\s*({re.escape(field)})\s*=").search(self._plain, start, end) if field else None
        if found is None:
            return Place(self.file, reference.line)
        line = bisect_right(self._lines, found.start(1))
        return Place(self.file, line, found.start(1) - self._lines[line - 1] + 1)

    @cached_property
    def _plain(self) -> str:
        return self.text.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._plain))]

    @cached_property
    def _spans(self) -> dict[int, tuple[int, int]]:
        """Line on which a work starts -> the text up to the next one."""
        starts = sorted({reference.line for reference in self.references.values()})
        offsets = [*(self._lines[line - 1] for line in starts), len(self._plain)]
        return dict(zip(starts, pairwise(offsets), strict=True))


class ReferenceProblem(NamedTuple):
    """A problem that a rule found in a work."""

    reference: Reference
    field: str
    message: str
    expected: str = ""
    fix: str = ""


ReferenceRule = Check[WrittenBibliography, ReferenceProblem]

_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_MONTH = re.compile(r"(?i)jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|fall|winter")
_ISO_DATE = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?(?![0-9])")
_SEASONS = range(21, 42)
"""Numbers of seasons and other parts of a year where a month is expected (ISO 8601-2)."""


@reports_rule(Rule("PB410", "warning", "A date in a reference cannot be", "Write the year with four digits, the month by name.", adjustable=True))
def doubtful_dates(works: WrittenBibliography) -> Iterator[ReferenceProblem]:
    """A year with digits has four of them, and months and days exist."""
    for reference in works.references.values():
        given = dict(reference.raw_fields)
        year, month = given.get("year", ""), given.get("month", "")
        if re.search("[0-9]", year) and not _YEAR.search(re.sub(r"[{}]", "", year)) and not re.fullmatch(r"[0-9]{3}X|[0-9]{2}XX", year):
            yield ReferenceProblem(reference, "year", f"the year is {year[:40]!r}", "four digits, or words such as in press")
        if month and not _MONTH.search(month) and not _is_month(month):
            yield ReferenceProblem(reference, "month", f"the month is {month[:40]!r}", "a name such as jan, or a number from 1 to 12")
        for field in ("date", "urldate", "eventdate", "origdate"):
            for match in _ISO_DATE.finditer(given.get(field, "")):
                is_season = match[3] is None and int(match[2]) in _SEASONS
                if not is_season and (reason := why_no_day(f"{match[1]}-{match[2]}-{match[3] or '01'}")):
                    yield ReferenceProblem(reference, field, f"{field} is {match[0]!r}: {reason}", "a day of the calendar")


def _is_month(text: str) -> bool:
    numbers = re.findall(r"[0-9]+", text)
    return any(1 <= int(each) <= 12 for each in numbers if len(each) <= 2) or (not numbers and "{" in text)


@reports_rule(Rule("PB411", "warning", "A reference is of the future", "Correct the year.", adjustable=True))
def future_references(works: WrittenBibliography) -> Iterator[ReferenceProblem]:
    """No work is of a later year than the one after the latest day of the data, and none was read later than that day."""
    for reference in works.references.values() if works.latest_day else ():
        given = dict(reference.raw_fields)
        for field in ("year", "date"):
            for year in _YEAR.findall(given.get(field, "")):
                if int(year) > int(works.latest_day[:4]) + 1:
                    yield ReferenceProblem(reference, field, f"{field} is {year}, which is still to come", "a year that has come, or the next one")
        read = _ISO_DATE.match(given.get("urldate", ""))
        if read and read[0] > works.latest_day:
            yield ReferenceProblem(reference, "urldate", f"it was read on {read[0]}, which is still to come", "a day that has come")


_READ_FIELDS = frozenset(
    (
        *("address", "annote", "author", "booktitle", "chapter", "crossref", "edition", "editor", "howpublished", "institution", "journal", "key"),
        *("month", "note", "number", "organization", "pages", "publisher", "school", "series", "title", "type", "volume", "year"),
        *("abstract", "afterword", "annotation", "annotator", "articleno", "bookauthor", "booksubtitle", "booktitleaddon", "commentator", "date"),
        *(
            "doi",
            "editora",
            "editorb",
            "editorc",
            "editortype",
            "eid",
            "entryset",
            "entrysubtype",
            "eprint",
            "eprintclass",
            "eprinttype",
            "archiveprefix",
        ),
        *("primaryclass", "eventdate", "eventtitle", "eventtitleaddon", "file", "foreword", "holder", "introduction", "isan", "isbn", "ismn", "isrn"),
        *("issn", "issue", "issuesubtitle", "issuetitle", "iswc", "journalsubtitle", "journaltitle", "keywords", "label", "langid", "langidopts"),
        *("language", "library", "location", "mainsubtitle", "maintitle", "maintitleaddon", "nameaddon", "numpages", "options", "origdate"),
        *("origlanguage", "origlocation", "origpublisher", "origtitle", "pagetotal", "pagination", "bookpagination", "part", "pubstate", "related"),
        *("reprinttitle", "shortauthor", "shorteditor", "shorthand", "shortjournal", "shortseries", "shorttitle", "sortkey", "sortname", "sorttitle"),
        *("sortyear", "subtitle", "titleaddon", "translator", "url", "urldate", "urlyear", "venue", "version", "volumes", "xref", "xdata", "ids"),
        *(
            "articleno",
            "acmid",
            "bibsource",
            "biburl",
            "timestamp",
            "copyright",
            "owner",
            "groups",
            "comment",
            "review",
            "mendeley-tags",
            "day",
            "time",
        ),
        *(
            "lccn",
            "pmid",
            "pmcid",
            "arxivid",
            "affiliation",
            "contents",
            "price",
            "size",
            "keyword",
            "adsurl",
            "adsnote",
            "publisheraddress",
            "issue_date",
        ),
    )
)
"""Fields of BibTeX and biblatex, and those that reference managers write; a field near one of these is a slip."""


@reports_rule(Rule("PB412", "warning", "A field of a reference is misspelt", "Correct its name; nothing reads it so.", adjustable=True))
def misspelt_fields(works: WrittenBibliography) -> Iterator[ReferenceProblem]:
    """A field that nothing knows is not nearly one that is known; others are for other programs."""
    for reference in works.references.values():
        given = dict(reference.raw_fields)
        for field in given.keys() - _READ_FIELDS if len(given) < 60 else ():
            if len(field) <= 20 and (fix := _near_field(field)) and fix not in given:
                yield ReferenceProblem(reference, field, f"no field is called {field!r}", "a field of BibTeX or biblatex", f"did you mean {fix!r}?")


def _near_field(field: str) -> str:
    import difflib  # not needed for a bibliography without mistakes

    return next(iter(difflib.get_close_matches(field, sorted(_READ_FIELDS), n=1, cutoff=0.82)), "")


@reports_rule(
    Rule("PB413", "warning", "A number of a book or journal is wrong", "Copy the number again; one of its digits is wrong.", adjustable=True)
)
def wrong_numbers(works: WrittenBibliography) -> Iterator[ReferenceProblem]:
    """The last digit of an ISBN or ISSN follows from the others."""
    for reference in works.references.values():
        for field, text in reference.raw_fields:
            if field in ("isbn", "issn"):
                for number in re.split(r"[,;/]\s*|\s+(?=97[89])", re.sub(r"[{}]|\([^)]*\)|(?i:e?-?is[bs]n:?)", "", text)):
                    if (is_isbn if field == "isbn" else is_issn)(number.strip()) is False:
                        message = f"{number.strip()} is no {field.upper()}: its last digit does not fit the others"
                        yield ReferenceProblem(reference, field, message, "the number as printed in the work")


@reports_rule(Rule("PB414", "warning", "A work is in the bibliography twice", "Keep one key, and cite that one.", adjustable=True))
def works_twice(works: WrittenBibliography) -> Iterator[ReferenceProblem]:
    """No two references have the same DOI, or the same title, first author, year and place of publication."""
    seen: dict[tuple[str, ...], str] = {}
    for reference in works.references.values():
        for field, identity in _identities(reference):
            first = seen.setdefault((field, *identity), reference.key)
            if first != reference.key:
                yield ReferenceProblem(
                    reference, field, f"{first} has the same {field}", "one reference for each work", f"Keep {first} or {reference.key}."
                )
                break


def _identities(reference: Reference) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What tells a work from all others: the field that shows it, and its values."""
    if reference.doi:
        yield "doi", (reference.doi.casefold(),)
    author = next(iter((*reference.authors, *reference.editors)), None)
    title = " ".join(re.findall(r"\w+", reference.title.casefold()))
    if title and author is not None:
        yield (
            "title",
            (title, author.short.casefold(), reference.kind, reference.year, reference.container.casefold(), reference.volume, reference.pages),
        )


@reports_rule(stand_ins.rule)
def stand_ins_in_fields(works: WrittenBibliography) -> Iterator[ReferenceProblem]:
    """No title, name or publisher is `null`, `TODO` or another text that stands for a missing one."""
    for reference in works.references.values():
        for field, text in reference.raw_fields:
            if field in _WORDED and re.sub(r"[{}\s]+", " ", text).strip().casefold() in STAND_INS:
                yield ReferenceProblem(reference, field, f"{field} is {text!r}, which would be printed as a text", "a text in words", _LEAVE_OUT)


_WORDED = frozenset(("title", "subtitle", "author", "editor", "journal", "journaltitle", "booktitle", "publisher", "institution", "school", "note"))
_LEAVE_OUT = "Write it, or take the field out where it is not needed."


@reports_rule(turned_texts.rule)
def turned_fields(works: WrittenBibliography) -> Iterator[ReferenceProblem]:
    """No field of a work turns the direction of what follows."""
    for reference, field, text in _foreign_texts(works):
        if found := describe_directions(text):
            yield ReferenceProblem(reference, field, f"{field} holds {found.message}", found.expected)


@reports_rule(unseen_characters.rule)
def unseen_in_fields(works: WrittenBibliography) -> Iterator[ReferenceProblem]:
    """No field of a work holds characters without width where they change nothing."""
    for reference, field, text in _foreign_texts(works):
        if found := needless_character(text):
            yield ReferenceProblem(reference, field, f"{field} holds {found.message}", found.expected)


def _foreign_texts(works: WrittenBibliography) -> Iterator[tuple[Reference, str, str]]:
    return ((each, field, text) for each in works.references.values() for field, text in each.raw_fields if not text.isascii())


@reports_rule(addresses_without_host.rule)
def references_without_host(works: WrittenBibliography) -> Iterator[ReferenceProblem]:
    """The address of every work names a host."""
    for reference in works.references.values():
        if not has_host(reference.url):
            yield ReferenceProblem(reference, "url", f"{reference.url!r} names no host")


REFERENCE_RULES: tuple[ReferenceRule, ...] = (
    doubtful_dates,
    future_references,
    misspelt_fields,
    wrong_numbers,
    works_twice,
    stand_ins_in_fields,
    turned_fields,
    unseen_in_fields,
    references_without_host,
)


def reference_diagnostics(works: WrittenBibliography) -> Iterator[Diagnostic]:
    """The diagnostics of all rules about the works of a bibliography."""
    for check in REFERENCE_RULES:
        for problem in check.find(works):
            place = works.place(problem.reference, problem.field)
            yield Diagnostic(check.rule, place, problem.message, problem.reference.key, problem.expected, problem.fix)
