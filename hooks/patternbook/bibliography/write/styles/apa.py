"""APA 7: `Oak, A., & Elm, B. (2019). Title. Journal, 12(3), 1–2. https://doi.org/...`, with the title's capitals as given.

Numbers in docstrings are sections of the Publication Manual, 7th edition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from patternbook.bibliography.dates import date_words, read_edtf, year_words
from patternbook.bibliography.reference import Name, Reference
from patternbook.bibliography.write.citation import initials, year_text
from patternbook.bibliography.write.styles.access import access
from patternbook.bibliography.write.styles.facts import NUMERIC, Facts, edition_text, facts_of
from patternbook.bibliography.write.styles.names import ET_AL, initials_first
from patternbook.bibliography.write.styles.runs import Part, Runs, group, italic, line, link

_OF_A_DAY = frozenset({"article-magazine", "article-newspaper", "document", "motion_picture", "pamphlet", "webpage"})
"""Types with month and day in their date (9.14, 10.12, 10.16)."""
_ARTICLES = frozenset({"article-journal", "article-magazine", "article-newspaper"})
_SERIAL = _ARTICLES | {"paper-conference"}
"""Types that appear in a journal, or at a meeting without a volume: without a publisher."""
_WITH_SERIES = frozenset({"document", "report", "standard"})
_NAMED_BY_PUBLISHER = frozenset({"software", "webpage"})
"""Types whose publisher is named first where no person is (10.10, 10.16)."""
_SOURCES = ("archive", "container-title", "DOI", "number", "publisher", "URL")
"""Without any of these a manuscript is unpublished."""
_MOST_NAMES, _FIRST_NAMES = 20, 19
"""So many names are printed in full; of more, so many before the last (9.8)."""
_NAMES_ITSELF = re.compile(r"(?i)\w*\s*report|patent")
_VERSIONED = re.compile(r"(?i)v(?:ersion)?[\s.]*[0-9]|release")


def apa(work: Reference, suffix: str = "") -> Runs:
    """A work in the style of the APA."""
    facts = facts_of(work)
    names, date = _names(facts), f"({_date(facts, suffix)})"
    title, brackets = group(" ", _title(facts), _identifier(facts)), _description(facts)
    head = (names, date, group(" ", title, brackets)) if names else (title, date, brackets)
    body = group(". ", *head, *_source(facts), suffix=".")
    return line(group(" ", body, _address(facts), _history(facts)))


def _type(facts: Facts) -> str:
    """The type by CSL, but a paper in a volume is a chapter (10.5)."""
    return "chapter" if facts.work.kind == "inproceedings" and facts["container-title"] else facts["type"]


def _is_serial(facts: Facts) -> bool:
    return _type(facts) in _SERIAL and not (facts.work.editors and _type(facts) == "paper-conference")


def _joined(names: Sequence[str], *, more: bool, comma_of_two: bool) -> str:
    """`A & B`, `A, B, & C`; `et al.` where the list goes on; of more than twenty names the first nineteen and the last (9.8)."""
    if more:
        return f"{', '.join(names[:_FIRST_NAMES])}{',' if len(names) > 1 else ''} {ET_AL}"
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[:_FIRST_NAMES])}, … {names[-1]}"
    comma = "," if len(names) > 2 or comma_of_two else ""
    return f"{', '.join(names[:-1])}{comma} & {names[-1]}" if len(names) > 1 else "".join(names)


def _inverted(names: Sequence[Name], *, more: bool) -> str:
    """`van der Aalst, W. M. P., Jr., & Oak, A.`; organisations in full."""
    return _joined([", ".join(filter(None, (name.short, initials(name.given), name.suffix))) for name in names], more=more, comma_of_two=True)


def _straight(names: Sequence[Name], *, more: bool) -> str:
    """`A. Oak & W. M. P. van der Aalst Jr.`"""
    return _joined([*map(initials_first, names)], more=more, comma_of_two=False)


def _editor_mark(work: Reference) -> str:
    return "Eds." if len(work.editors) > 1 or work.editors_more else "Ed."


def _names(facts: Facts) -> Part:
    """Authors, else editors, else the publisher of software and web pages; where there is nobody, the title comes first (9.12)."""
    work, directors = facts.work, facts.work.in_role("director")
    if work.authors:
        return _inverted(work.authors, more=work.authors_more)
    if directors.names:
        return f"{_inverted(directors.names, more=directors.more)} ({'Directors' if len(directors.names) > 1 else 'Director'})"
    if work.editors:
        mark = f"{_editor_mark(work)} & Trans." if _edited_by_translators(work) else _editor_mark(work)
        return f"{_inverted(work.editors, more=work.editors_more)} ({mark})"
    return facts["publisher"] if facts["type"] in _NAMED_BY_PUBLISHER else ""


def _edited_by_translators(work: Reference) -> bool:
    return bool(work.editors) and work.editors == work.in_role("translator").names


def _date(facts: Facts, suffix: str) -> str:
    """`2019b`; of a page or film `2005, October 16`; `in press-a`, `n.d.`; `2020, forthcoming` but in a journal, which tells it later."""
    work, year = facts.work, year_text(facts.work, suffix)
    is_unpublished = _type(facts) == "paper-conference" and not (work.editors or facts.any("page", "issue", "volume"))
    is_of_a_day = is_unpublished or _type(facts) in _OF_A_DAY
    date = date_words(work.issued, year) if work.issued and is_of_a_day else year
    state = facts["status"] if work.issued and not _is_serial(facts) else ""
    return ", ".join(filter(None, (date, state)))


def _title(facts: Facts) -> Runs:
    """The title, in italics unless it is part of another; after that of a work in several volumes (10.2)."""
    work, title = facts.work, facts["title"] or f"[{facts.work.key}]"
    if facts["container-title"] and facts["type"] != "webpage":
        return group("", title)
    if work.main_title and work.main_title != work.title:
        title = f"{work.main_title}: {work.volume and f'Vol. {work.volume}. '}{title}"
    return italic(title)


def _identifier(facts: Facts) -> Runs:
    """`(J. Smith, Trans.; Report No. 12; 2nd ed.)`"""
    kind, parts = _type(facts), [_people(facts)]
    if kind not in _ARTICLES and not facts["container-title"]:
        parts += [_number(facts), "" if kind == "patent" or _is_serial(facts) or kind == "webpage" else _locators(facts)]
    return group("; ", *parts, prefix="(", suffix=")") if any(parts) else ()


def _people(facts: Facts) -> str:
    """Translators, and editors beside authors: `R. D. Hicks, Ed.; J. Smith, Trans.`"""
    work, translated = facts.work, facts.work.in_role("translator")
    writers = work.in_role("bookauthor")
    editors = work.editors if work.authors and not facts["container-title"] else ()
    by = "" if facts["container-title"] or writers.names == work.authors else _straight(writers.names, more=writers.more)
    names = _straight(translated.names, more=translated.more)
    if _edited_by_translators(work):
        return f"{names}, {_editor_mark(work)} & Trans." if editors else ""
    edited = f"{_straight(editors, more=work.editors_more)}, {_editor_mark(work)}" if editors else ""
    return "; ".join(filter(None, (by and f"By {by}", edited, names and f"{names}, Trans.")))


def _number(facts: Facts) -> str:
    """`Working Paper No. 12`, `ISO 1234`; nothing more before a number that says itself what it is."""
    number, kind = facts["number"], _type(facts)
    if not number or _NAMES_ITSELF.match(number):
        return number
    what = "Publication" if kind == "thesis" else facts["genre"] or ("Patent" if kind == "patent" else "")
    is_counted = kind == "patent" or (kind != "standard" and NUMERIC.fullmatch(number))
    return " ".join(filter(None, (what, "No." if is_counted else "", number)))


def _locators(facts: Facts) -> str:
    """`Version 1.4.2`, `2nd ed.`, `Vol. 3`, `pp. 1–5`; a chapter where there are no pages."""
    version, issue, chapter = facts["version"], facts["issue"], facts["chapter-number"]
    series = f"{facts['collection-title']} {facts['collection-number']}".strip() if _type(facts) in _WITH_SERIES else ""
    place = _pages(facts) or (f"Chapter {chapter}" if NUMERIC.fullmatch(chapter) else chapter)
    given = (
        version and (version if _VERSIONED.match(version) else f"Version {version}"),
        edition_text(facts["edition"]),
        series,
        _volume(facts),
        issue and f"Issue {issue}",
        place,
    )
    return ", ".join(filter(None, given))


def _volume(facts: Facts) -> str:
    volume, volumes = facts.dashed("volume"), facts["number-of-volumes"]
    if facts.work.main_title and not facts["container-title"] and volume:
        return ""  # the title says it
    if volume:
        return f"{'Vols.' if '–' in volume else 'Vol.'} {volume}"
    return f"Vols. 1–{volumes}" if volumes.isdecimal() else volumes


def _pages(facts: Facts) -> str:
    pages = _full_pages(facts.pages)
    return pages and f"{'pp.' if re.search('[–,&]', pages) else 'p.'} {pages}"


def _full_pages(pages: str) -> str:
    """`1735–1780` of `1735–80`."""

    def full(pair: re.Match[str]) -> str:
        first, last = pair.groups()
        return f"{first}–{first[: max(0, len(first) - len(last))]}{last}"

    return re.sub(r"(?<![\w.:/–-])([0-9]+)–([0-9]+)(?![\w.:/–-])", full, pages)


def _description(facts: Facts) -> Runs:
    """What the work is, in brackets, where the title alone does not show it: `[Data set]` (9.21)."""
    kind, genre, number = _type(facts), facts["genre"], facts["number"]
    if kind == "thesis":
        text = ", ".join(filter(None, (genre, facts["publisher"] if facts.any("archive", "DOI", "URL") else "")))
    elif genre:
        text = "" if number else genre
    elif kind == "software":
        text = "Computer software"
    else:
        text = "Unpublished manuscript" if kind == "manuscript" and not facts.any(*_SOURCES) else ""
    return group("", text[:1].upper() + text[1:], prefix="[", suffix="]")


def _source(facts: Facts) -> tuple[Part, ...]:
    """Where it appeared: journal, book, publisher, archive, meeting."""
    whole = (_journal(facts), _status(facts)) if _is_serial(facts) else (_book(facts),)
    return *whole, _publisher(facts), _archive(facts), _meeting(facts)


def _journal(facts: Facts) -> Runs:
    """`Journal, 7(2), 12–14`: journal and volume in italics."""
    name = ", ".join(filter(None, (facts["container-title"], facts["collection-title"])))
    number = facts["number"]
    issue = group("", facts["issue"], prefix="(", suffix=")")
    place = f"Article {number}" if number else _full_pages(facts.pages)
    return group(", ", italic(name), group("", italic(facts["volume"]), issue), place)


def _status(facts: Facts) -> str:
    """`Advance online publication`, of what has a date and no place in a volume yet."""
    return _capital(facts["status"]) if facts.work.issued and not _is_placed(facts) else ""


def _is_placed(facts: Facts) -> bool:
    return facts.any("collection-title", "issue", "number", "page", "volume")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _book(facts: Facts) -> Runs:
    """`In E. Editor (Ed.), Book (2nd ed., Vol. 3, pp. 1–5)`"""
    work, writers = facts.work, facts.work.in_role("bookauthor")
    if not facts["container-title"]:
        return ()
    editors = f"{_straight(work.editors, more=work.editors_more)} ({_editor_mark(work)})" if work.editors and work.authors else ""
    by = "" if writers.names == work.authors else _straight(writers.names, more=writers.more)
    # The author of the whole stands where its editors would; these are then named beside the edition.
    beside = editors.replace(" (", ", ").rstrip(")") if by else ""
    number = f"Article {facts['number']}" if work.article_number and not _pages(facts) else ""
    inside = group(", ", beside, _locators(facts), number)
    whole = group(" ", italic(facts["container-title"]), group("", inside, prefix="(", suffix=")"))
    return group("", "In ", group(", ", by or editors, whole))


def _publisher(facts: Facts) -> str:
    """The publisher, unless it is named already (9.29) or the address holds its number."""
    work, publisher, kind = facts.work, facts["publisher"], _type(facts)
    is_named = publisher in {name.short for name in (*work.authors, *work.editors)} or work.names_eprint(publisher)
    is_first = kind in _NAMED_BY_PUBLISHER and not (work.authors or work.editors)
    in_brackets = kind == "thesis" and facts.any("archive", "DOI", "URL")
    return "" if is_named or is_first or in_brackets or _is_serial(facts) else publisher


def _archive(facts: Facts) -> Runs:
    """`arXiv (2101.00001)`; without the number where the address has it, so that it is printed once."""
    work, number = facts.work, facts["archive_location"]
    is_in_address = work.names_eprint(work.doi or work.web_address or work.eprint_url)
    shown = () if is_in_address else group("", link(number, work.eprint_url) if work.eprint_url else number, prefix="(", suffix=")")
    return group(" ", facts["archive"], shown)


def _meeting(facts: Facts) -> str:
    """The meeting of a whole volume, or of a paper that is in none."""
    if _type(facts) == "chapter" or (_is_serial(facts) and (_type(facts) in _ARTICLES or facts.any("issue", "page", "volume"))):
        return ""
    span = read_edtf(facts.work.extra_text("eventdate"))
    date = facts.full_span(span) if span else ""
    return ", ".join(filter(None, (facts["event"], facts["event-place"], date))) if facts["event"] else ""


def _address(facts: Facts) -> Runs:
    """DOI or address; of what has no date also when it was read (9.16), of what is gone when its copy was made."""
    work = facts.work
    read = facts.accessed() if not (work.issued or work.year or work.status) else ""
    archived = work.extra_text("archivedate") if work.archived else ""
    before = f"Archived {archived}, " if archived else f"Retrieved {read}, from " if read else ""
    return access(facts, link(work.doi_url, work.doi_url), lambda address: group("", before, address))


def _history(facts: Facts) -> str:
    """`(Original work published 1869)`, `(In press)`"""
    work = facts.work
    span = read_edtf(work.original_date)
    year = year_words(span) if span else work.original_date
    state = _capital(facts["status"]) if work.issued and _is_serial(facts) and _is_placed(facts) else ""
    told = "; ".join(filter(None, (state, year and f"Original work published {year}")))
    return told and f"({told})"
