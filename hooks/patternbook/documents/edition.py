"""The catalogue, and who wrote it, as citations name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from patternbook.bibliography.reference import Name, Organisation, Person
from patternbook.catalogue.catalogue import Catalogue
from patternbook.catalogue.releases.released import ReleaseSummary
from patternbook.citing.citation import Edition
from patternbook.model.vocabulary import UNRELEASED, Contributor
from patternbook.urls import SiteUrls


def edition_of(catalogue: Catalogue, urls: SiteUrls) -> Edition:
    """The catalogue as citations name it."""
    masthead = catalogue.masthead
    return Edition(
        title=on_one_line(masthead.title),
        publisher=on_one_line(masthead.publisher),
        year=masthead.year,
        prefix=masthead.key_prefix,
        release="" if masthead.release == UNRELEASED else on_one_line(masthead.release),
        released_on=masthead.released_on or "",
        language=masthead.language,
        licence=masthead.text_licence.spdx,
        authors=author_names(catalogue.contributors[name] for name in masthead.default_contributors),
        url=urls.public(""),
        concept_doi=masthead.concept_doi or "",
    )


def latest_edition(edition: Edition, releases: Iterable[ReleaseSummary]) -> Edition:
    """The edition of the latest release; as it is where there is none."""
    for latest in [*releases][-1:]:
        return replace(edition, release=latest.name, released_on=latest.date, year=latest.date[:4], doi=latest.doi)
    return edition


def author_names(contributors: Iterable[Contributor]) -> tuple[Name, ...]:
    """Contributors as citations name them."""
    return tuple(map(_name, contributors))


def _name(contributor: Contributor) -> Name:
    name = on_one_line(contributor.name)
    if contributor.group:
        return Organisation(name)
    family = on_one_line(contributor.family or name.split()[-1])
    given = name.removesuffix(family) if name.endswith(family) else name.removeprefix(family)
    return Person(family=family, given=given.strip())


def on_one_line(text: str) -> str:
    """A text without line ends and double blanks."""
    return " ".join(text.split())
