"""The style of the IEEE: `A. Oak and B. Elm, “Title,” Journal, vol. 12, no. 3, pp. 1–2, Jun. 2019, doi: ...`"""

from __future__ import annotations

import re

from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.styles.access import access
from patternbook.bibliography.write.styles.facts import SHORT_MONTHS, Facts, facts_of
from patternbook.bibliography.write.styles.names import initials_first, series, shortened_series
from patternbook.bibliography.write.styles.runs import Runs, group, italic, line, link, quoted_title

_IN_ITALICS = frozenset({"book", "motion_picture", "software", "standard"})
_WITH_EDITION = frozenset({"book", "chapter", "motion_picture", "paper-conference", "report"})
_PLACE_FIRST = frozenset({"book", "chapter", "motion_picture", "paper-conference"})
"""Types that print `Bonn: Big Press`, others `Big Press, Bonn`."""
_OF_A_YEAR = frozenset({"book", "chapter", "thesis"})
_OF_A_MONTH = frozenset({"article-journal", "paper-conference", "report"})


def ieee(work: Reference, _: str = "") -> Runs:
    """A work in the style of the IEEE, which numbers works and so needs no letter after the year."""
    facts = facts_of(work)
    write = _WRITERS.get(facts["type"], _other)
    return line(group("", _names(facts), suffix=", "), write(facts), _access(facts))


def _names(facts: Facts) -> str:
    work, translators = facts.work, facts.work.in_role("translator")
    if work.authors:
        return shortened_series(work.authors, initials_first, more=work.authors_more, least=7, shown=1)
    if work.editors:
        names = shortened_series(work.editors, initials_first, more=work.editors_more, least=7, shown=1)
        return f"{names}, {'Ed.' if len(work.editors) == 1 and not work.editors_more else 'Eds.'}"
    if translators.names:
        return f"{series([initials_first(name) for name in translators.names])}, Trans."
    return ""


def _editors(facts: Facts) -> str:
    work = facts.work
    if not (work.authors and work.editors):
        return ""
    names = shortened_series(work.editors, initials_first, more=work.editors_more, least=len(work.editors) + 1, shown=1)
    return f"{names}, {'Ed.' if len(work.editors) == 1 and not work.editors_more else 'Eds.'}"


def _title(facts: Facts) -> Runs:
    return italic(facts["title"]) if facts["type"] in _IN_ITALICS else quoted_title(facts["title"])


def _locators(facts: Facts) -> Runs:
    edition = "" if facts["type"] not in _WITH_EDITION else facts.edition
    volumes = facts["number-of-volumes"]
    volume, issue = facts.dashed("volume"), facts.dashed("issue")
    numbered = (volume and f"vol. {volume}", volumes and f"{volumes} vols.", issue and f"no. {issue}")
    return group(", ", edition, *numbered)


def _publisher(facts: Facts) -> Runs:
    if facts["type"] in _PLACE_FIRST:
        return group(": ", facts["publisher-place"], facts["publisher"])
    return group(", ", facts["publisher"], facts["publisher-place"])


def _issued(facts: Facts) -> str:
    kind = facts["type"]
    if facts.work.issued is None:
        words = "" if facts["status"] else facts.work.year
    elif kind in _OF_A_YEAR:
        words = facts.year()
    elif kind in _OF_A_MONTH:
        words = facts.month_year(SHORT_MONTHS)
    else:
        words = facts.full_date(SHORT_MONTHS, zeros=True)
    return f"({words})" if words and kind == "motion_picture" else words


def _pages(facts: Facts) -> str:
    if facts["type"] == "article-journal" and facts["number"]:
        return f"Art. no. {facts['number']}"
    several = re.search(r"[–,&]", facts.pages)
    return facts.pages and f"{'pp.' if several else 'p.'} {facts.pages}"


def _status(facts: Facts) -> str:
    status = "" if facts.any("page", "issue", "volume") else facts["status"]
    return f"{status[:1].upper()}{status[1:]}"


def _collection(facts: Facts) -> Runs:
    title, number, volume = facts["collection-title"], facts["collection-number"], facts["volume"]
    if not title:
        return ()
    return group(", ", title, number and f"no. {number}", volume and f"vol. {volume}", prefix="in ", suffix=". ")


def _article(facts: Facts) -> Runs:
    whole = group(", ", _title(facts), italic(facts["container-title"]), _locators(facts), _pages(facts), _issued(facts), _status(facts))
    return group("", whole, suffix="," if facts.any("DOI", "URL") else ".")


def _paper(facts: Facts) -> Runs:
    inside = group(" ", italic(facts["container-title"]), prefix="in ")
    head = group(", ", _title(facts), inside, _editors(facts), suffix=", ")
    tail = group(", ", _publisher(facts), _issued(facts), _pages(facts), _status(facts), suffix=".")
    return group("", head, _collection(facts), tail)


def _chapter(facts: Facts) -> Runs:
    inside = group(" ", italic(facts["container-title"]), prefix="in ")
    chapter = facts["chapter-number"]
    parts = (_locators(facts), _editors(facts), _collection(facts), _publisher(facts), _issued(facts), chapter and f"ch. {chapter}", _pages(facts))
    return group(", ", _title(facts), inside, *parts, suffix=".")


def _report(facts: Facts) -> Runs:
    number = group(" ", facts["genre"], facts["number"])
    return group(", ", _title(facts), _publisher(facts), number, _issued(facts), suffix=".")


def _thesis(facts: Facts) -> Runs:
    return group(", ", _title(facts), facts["genre"], _publisher(facts), _issued(facts), suffix=".")


def _software(facts: Facts) -> Runs:
    return group(". ", _title(facts), group("", _issued(facts), prefix="(", suffix=")"), facts["genre"], _publisher(facts), suffix=".")


def _preprint(facts: Facts) -> Runs:
    return group(", ", _title(facts), _issued(facts), group(": ", italic(facts["publisher"]), facts["number"]), suffix=".")


def _page(facts: Facts) -> Runs:
    return group(", ", _title(facts), facts["container-title"], suffix=".")


def _patent(facts: Facts) -> Runs:
    return group(", ", _title(facts), facts["number"], _issued(facts))


def _film(facts: Facts) -> Runs:
    return group("", group("", facts["publisher-place"], suffix=". "), group(", ", _title(facts), _issued(facts), suffix="."))


def _standard(facts: Facts) -> Runs:
    place = group("", facts["publisher-place"], suffix=".")
    return group(", ", _title(facts), group(" ", facts["genre"], facts["number"]), place, _issued(facts), suffix=".")


def _book(facts: Facts) -> Runs:
    head = group(", ", _title(facts), _locators(facts), suffix=". ")
    return group("", head, _collection(facts), group(", ", _publisher(facts), _issued(facts), _pages(facts), suffix="."))


def _manuscript(facts: Facts) -> Runs:
    return group(
        ", ", _title(facts), italic(facts["container-title"]), _locators(facts), _publisher(facts), _pages(facts), _issued(facts), suffix="."
    )


def _other(facts: Facts) -> Runs:
    head = group(", ", _title(facts), italic(facts["container-title"]), _locators(facts), suffix=". ")
    return group("", head, _collection(facts), group(", ", _publisher(facts), _pages(facts), _issued(facts), suffix="."))


_WRITERS = {
    "article": _preprint,
    "article-journal": _article,
    "article-magazine": _manuscript,
    "article-newspaper": _manuscript,
    "book": _book,
    "chapter": _chapter,
    "manuscript": _manuscript,
    "motion_picture": _film,
    "paper-conference": _paper,
    "patent": _patent,
    "report": _report,
    "software": _software,
    "standard": _standard,
    "thesis": _thesis,
    "webpage": _page,
}


def _access(facts: Facts) -> Runs:
    accessed = facts.accessed(SHORT_MONTHS, zeros=True)
    is_page = facts["type"] == "webpage"
    online = "[Online Video]. " if facts["type"] == "motion_picture" else "[Online]. "
    before = f" {accessed and f'Accessed: {accessed}. '}{online if accessed or is_page else ''}Available: "
    doi = group("", " doi: ", link(facts.work.doi, facts.work.doi_url), suffix=".")
    return access(facts, doi, lambda address: group("", before, address), with_doi=not is_page)
