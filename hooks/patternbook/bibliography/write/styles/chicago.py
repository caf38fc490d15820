"""The author-date style of Chicago: `Oak, Ada, and Bo Elm. 2019. “Title.” Journal 12 (3): 1–2. https://doi.org/...`"""

from __future__ import annotations

from patternbook.bibliography.dates import MONTHS
from patternbook.bibliography.reference import Name, Reference
from patternbook.bibliography.write.styles.access import access
from patternbook.bibliography.write.styles.facts import NUMERIC, Facts, facts_of
from patternbook.bibliography.write.styles.names import dotted, inverted_name, shortened_series
from patternbook.bibliography.write.styles.runs import Part, Runs, group, italic, line, link, quoted_title

_IN_ITALICS = frozenset({"book", "motion_picture", "pamphlet", "report", "software", "standard"})
_UNCOUNTED = frozenset({"patent", "standard"})
"""Types whose number stands alone, without `No.`"""
_LEAST, _SHOWN = 7, 3
"""Of this many names, so many are printed."""


def chicago(work: Reference, suffix: str = "") -> Runs:
    """A work in Chicago's author-date style."""
    facts = facts_of(work, suffix)
    names, date, title = _names(facts), _date(facts), _title(facts)
    head: tuple[Part, ...] = (names, date, title) if names else (title, date)
    if not names and facts["type"] in ("software", "webpage") and facts["publisher"]:
        head = (facts["publisher"], date, title)
    write = _WRITERS.get(facts["type"], _monograph) if _is_part(facts) else _monograph
    return line(group(". ", *head, *write(facts), _access(facts), suffix="."))


def _series(names: tuple[Name, ...], *, more: bool, inverted: bool) -> str:
    first = inverted_name if inverted else _given_first
    return shortened_series(names, _given_first, more=more, least=_LEAST, shown=_SHOWN, first=first, comma_of_two=inverted)


def _given_first(name: Name) -> str:
    """`Wil M. P. van der Aalst Jr.`"""
    return " ".join(filter(None, (dotted(name.given), name.short, name.suffix)))


def _names(facts: Facts) -> str:
    work, translators = facts.work, facts.work.in_role("translator")
    if work.authors:
        return _series(work.authors, more=work.authors_more, inverted=True)
    if work.editors and facts["type"] != "standard":
        names = _series(work.editors, more=work.editors_more, inverted=True)
        return f"{names}, {'ed' if len(work.editors) == 1 and not work.editors_more else 'eds'}"
    if translators.names:
        return f"{_series(translators.names, more=translators.more, inverted=True)}, trans"
    return ""


def _date(facts: Facts) -> str:
    """`2019`, `(1869) 2012`, `[1925?]`, `n.d.`"""
    if facts["type"] == "patent":
        return facts.year()
    issued, original = facts.work.issued, facts.work.original_date
    year = facts.year() or "n.d."
    start = issued.start if issued else None
    if start and (start.circa or start.uncertain):
        year = f"[{year.rstrip('?')}?]"
    return f"({original}) {year}" if original else year


def _title(facts: Facts) -> Runs:
    title = facts["title"]
    return (
        italic(title)
        if facts["type"] in _IN_ITALICS or not _is_part(facts)
        else group("", title)
        if facts["type"] == "patent"
        else quoted_title(title)
    )


def _is_part(facts: Facts) -> bool:
    """Whether it is not a chapter without a book."""
    return facts["type"] != "chapter" or bool(facts["container-title"])


def _month_day(facts: Facts) -> str:
    """`March 4`, `May`, `June–July`."""
    issued = facts.work.issued
    points = [] if facts.literal or issued is None else [issued.start, issued.end]
    months = [f"{MONTHS[point.month - 1]}{f' {point.day}' if point.day else ''}" for point in points if point and point.month]
    return "–".join(dict.fromkeys(months))


def _people(facts: Facts, *, capital: bool, with_editors: bool = True) -> Runs:
    """`Edited by R. D. Hicks. Translated by J. Smith`, beside authors."""
    work, translators = facts.work, facts.work.in_role("translator")
    editors = work.editors if work.authors and with_editors else ()
    edited = f"edited by {_series(editors, more=work.editors_more, inverted=False)}" if editors else ""
    is_beside = bool(translators.names and (work.authors or work.editors))
    translated = f"translated by {_series(translators.names, more=translators.more, inverted=False)}" if is_beside else ""
    if editors and editors == translators.names:
        edited, translated = edited.replace("edited by", "edited and translated by"), ""
    if capital:
        edited, translated = edited[:1].upper() + edited[1:], translated[:1].upper() + translated[1:]
    return group(". " if capital else ", ", edited, translated)


def _collection(facts: Facts) -> Runs:
    return group(" ", facts["collection-title"], facts["collection-number"])


def _numbered(facts: Facts) -> str:
    """`Report No. 12`, `Patent 1234567`"""
    number, kind = facts["number"], facts["type"]
    what = facts["genre"] or ("Patent" if kind == "patent" else "")
    counted = "No." if number and kind not in _UNCOUNTED and NUMERIC.fullmatch(number) else ""
    return " ".join(filter(None, (what, counted, number)))


def _version(facts: Facts) -> str:
    return facts["version"] and f"{'V.' if facts['type'] == 'software' else 'Version'} {facts['version']}"


def _archive(facts: Facts) -> Runs:
    """`2101.00001. arXiv`."""
    return group(". ", facts["archive_location"], facts["archive"])


def _volumes(facts: Facts) -> str:
    volumes = facts["number-of-volumes"]
    volume = facts["volume"]
    if volume:
        return f"Vol. {volume}" if volume[0].isdecimal() else volume
    return volumes and f"{volumes} vols."


def _monograph(facts: Facts) -> tuple[Part, ...]:
    edition = facts.edition[:1].upper() + facts.edition[1:]
    date = "" if facts["type"] in ("book", "dataset", "motion_picture", "report", "standard", "pamphlet") else _month_day(facts)
    people = _people(facts, capital=True)
    issue = facts["issue"]
    return (
        _numbered(facts),
        _version(facts),
        edition,
        issue and f"no. {issue}",
        people,
        _volumes(facts),
        _collection(facts),
        group(", ", "Preprint" if facts["type"] == "article" and not facts["genre"] else "", facts["publisher"], date),
        _archive(facts),
    )


def _article(facts: Facts) -> tuple[Part, ...]:
    return group("", _journal(facts)), _archive(facts)


def _journal(facts: Facts) -> Runs:
    """`Journal 12 (3): 1–2`; without volume and issue `Journal, May, 1–2`."""
    where = facts["publisher-place"]
    title = group(", ", group(" ", italic(facts["container-title"]), where and f"({where})"), facts["collection-title"])
    volume, issue, place = facts["volume"], facts["issue"], facts["number"] or facts.pages
    if volume and facts["collection-title"]:
        return group(": ", group(", ", title, f"vol. {volume}", issue and f"no. {issue}"), place)
    if volume:
        inside = issue or _month_day(facts)
        return group(": ", group(" ", title, volume, inside and f"({inside})"), place)
    if issue:
        return group(": ", group(", ", title, f"no. {issue}"), place)
    is_ahead = facts["type"] == "article-journal" and facts.work.doi and facts.work.issued and not place
    return group(", ", title, "ahead of print" if is_ahead else "", _month_day(facts), place)


def _magazine(facts: Facts) -> tuple[Part, ...]:
    """`Tree Monthly, March 4`: its day tells an issue."""
    return (group(", ", italic(facts["container-title"]), _month_day(facts)),)


def _paper(facts: Facts) -> tuple[Part, ...]:
    return _chapter(facts) if facts.work.editors else _article(facts)


def _chapter(facts: Facts) -> tuple[Part, ...]:
    edition = facts.edition[:1].lower() + facts.edition[1:]
    volume = facts["volume"]
    chapter = facts["chapter-number"]
    start = f"{'Chap. ' if NUMERIC.fullmatch(chapter) else ''}{chapter} in " if chapter else "In "
    whole = group(", ", italic(facts["container-title"]), edition, _people(facts, capital=False), volume and f"vol. {volume}", prefix=start)
    return whole, _collection(facts), facts["publisher"], _archive(facts)


def _thesis(facts: Facts) -> tuple[Part, ...]:
    return group(", ", facts["genre"], facts["publisher"]), facts["number"] and f"({facts['number']})"


def _software(facts: Facts) -> tuple[Part, ...]:
    publisher = "" if not facts.work.authors and not facts.work.editors else facts["publisher"]
    day = _month_day(facts)
    return _version(facts), group(", ", publisher, day and f"released {day}"), _archive(facts)


def _page(facts: Facts) -> tuple[Part, ...]:
    publisher = "" if not facts.work.authors and not facts.work.editors else facts["publisher"]
    return _version(facts), publisher, _month_day(facts), _archive(facts)


def _patent(facts: Facts) -> tuple[Part, ...]:
    number = _numbered(facts)
    return (group(", ", number, f"issued {facts.full_date()}" if facts.full_date() else ""),)


def _manuscript(facts: Facts) -> tuple[Part, ...]:
    kind = facts["genre"] or ("" if facts.any("archive", "DOI", "publisher", "URL", "number", "container-title") else "Unpublished manuscript")
    return kind, group(", ", facts["publisher"], _month_day(facts)), _archive(facts)


_WRITERS = {
    "article-journal": _article,
    "article-magazine": _magazine,
    "article-newspaper": _magazine,
    "chapter": _chapter,
    "manuscript": _manuscript,
    "paper-conference": _paper,
    "patent": _patent,
    "software": _software,
    "thesis": _thesis,
    "webpage": _page,
}


def _access(facts: Facts) -> Runs:
    accessed = "" if facts.any("issued", "status") else facts.accessed()
    doi = link(facts.work.doi_url, facts.work.doi_url)
    return access(facts, doi, lambda address: group(". ", accessed and f"Accessed {accessed}", address))
