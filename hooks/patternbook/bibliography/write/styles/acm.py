"""The style of the ACM: `Ada Oak and Bo Elm. 2019. Title. Journal 12, 3 (June 2019), 1–2. https://doi.org/...`"""

from __future__ import annotations

from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.styles.access import access
from patternbook.bibliography.write.styles.facts import Facts, facts_of
from patternbook.bibliography.write.styles.names import given_first, series
from patternbook.bibliography.write.styles.runs import Runs, group, italic, line, link

_ON_THEIR_OWN = frozenset({"book", "motion_picture", "report"})
"""Types with their title in italics and their edition beside it."""


def acm(work: Reference, suffix: str = "") -> Runs:
    """A work in the style of the ACM."""
    facts = facts_of(work, suffix)
    head = group(". ", _names(facts), facts.year(), _title(facts), suffix=". ")
    return line(head, group("", *_source(facts), suffix="."), _access(facts))


def _names(facts: Facts) -> str:
    work = facts.work
    if work.authors:
        return series([*map(given_first, work.authors), *(["others"] if work.authors_more else [])])
    mark = "(Ed.)" if len(work.editors) == 1 and not work.editors_more else "(Eds.)"
    names = series([*map(given_first, work.editors), *(["others"] if work.editors_more else [])])
    return f"{names} {mark}." if names else ""


def _title(facts: Facts) -> Runs:
    if facts["type"] not in _ON_THEIR_OWN:
        return group("", facts["title"])
    return group(" ", italic(facts["title"]), facts.edition and f"({facts.edition})")


def _publisher(facts: Facts) -> Runs:
    return group(", ", facts["publisher"], facts["publisher-place"])


def _source(facts: Facts) -> tuple[Runs, ...]:
    """What it appeared in, up to the full stop."""
    kind, container = facts["type"], italic(facts["container-title"])
    if kind in _ON_THEIR_OWN:
        return (_publisher(facts),)
    if kind == "paper-conference":
        series_title = group("", italic(facts["collection-title"]), prefix="(", suffix=")")
        inside = group(" ", container, series_title, prefix="In ", suffix=", ")
        return inside, group("", facts.month_year() or facts.year(), suffix=". "), group(", ", _publisher(facts), facts.pages)
    if kind == "chapter":
        edition = f"({facts.edition})" if facts.edition else ""
        inside = group(", ", group(" ", container, edition), _editors(facts), prefix="In ")
        return inside, group(", ", _publisher(facts), facts.pages, prefix=". ")
    if kind == "article-journal":
        return (group(", ", _journal(facts), facts.pages),)
    if kind == "thesis":
        return (group(". ", facts["genre"], _publisher(facts)),)
    return (group(", ", group(" ", container, italic(facts["volume"])), facts.pages),)


def _journal(facts: Facts) -> Runs:
    """`Journal 12, 3 (June 2019)`."""
    date = facts.month_year() or facts.work.year
    place = group(" ", facts["issue"], date and f"({date})")
    volume = facts["volume"]
    return group(" ", italic(facts["container-title"]), f"{volume}," if volume and place else volume, place)


def _editors(facts: Facts) -> str:
    """`R. Reed, S. T. Sedge and U. Rush (eds.)`, beside authors."""
    work = facts.work
    if not (work.authors and work.editors):
        return ""
    names = [*map(given_first, work.editors), *(["others"] if work.editors_more else [])]
    return f"{series(names, last_comma=False)} ({'ed.' if len(names) == 1 else 'eds.'})"


def _access(facts: Facts) -> Runs:
    doi = group("", link(facts.work.doi_url, facts.work.doi_url), prefix=" ")
    return access(facts, doi, lambda address: group(" ", " Retrieved", facts.accessed(), "from", address))
