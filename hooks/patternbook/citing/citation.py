"""What a citation of the catalogue, or of one of its entries, is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from patternbook.bibliography.reference import Name, Organisation

UNRELEASED_KEY = "unreleased"
"""Takes the place of the release in the key of a text that is not released."""
MOST_NAMED = 3
"""Works behind an entry that a line of text names, at most; files hold all of them."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The catalogue as its citations name it. Texts are one line each.

    title: "Collaboration Patterns for ML-Enabled Systems".  publisher: "Patternbook contributors".
    authors: who wrote what names nobody itself; where empty, the publisher.
    year: "2026".  release: "2026.12", or empty for a text that is not released.
    released_on: the day of the release, "2026-12-01"; empty where it is not known.
    prefix: start of the keys, "patternbook".  language: "en".  licence: "CC-BY-4.0".
    url: public address of the home page; empty where the site has none.
    doi: of the release; empty where none was reserved.  concept_doi: of the catalogue, whatever its release.
    """

    title: str
    publisher: str
    year: str
    prefix: str
    release: str = ""
    released_on: str = ""
    language: str = ""
    licence: str = ""
    authors: tuple[Name, ...] = ()
    url: str = ""
    doi: str = ""
    concept_doi: str = ""

    @property
    def state(self) -> str:
        """`release 2026.12`, or that there is none."""
        return f"release {self.release}" if self.release else "unreleased draft"


@dataclass(frozen=True, slots=True)
class EntryCitation:
    """What a citation of one entry is made of; without an id, of the catalogue as a whole.

    id: "F-012", or empty.  title: the entry's title, on one line.
    authors: of the entry; where empty, the publisher takes their place.
    url: public address of the page; empty where the site has none.
    behind: the works that the entry restates, with the place in each: "Nahar et al. 2022, section 7.2".
    doi: of the catalogue as a whole; an entry has none.
    """

    edition: Edition
    title: str
    id: str = ""
    authors: tuple[Name, ...] = ()
    url: str = ""
    behind: tuple[str, ...] = ()
    doi: str = ""

    @property
    def signing(self) -> tuple[Name, ...]:
        """The authors, else the publisher as one."""
        return self.authors or (Organisation(self.edition.publisher),)

    @property
    def publisher(self) -> str:
        """The publisher, unless it is an author."""
        return "" if self.edition.publisher in {name.short for name in self.signing} else self.edition.publisher

    @property
    def key(self) -> str:
        """`patternbook:F-012:2026.12`: the same for as long as the text is; one that every program accepts."""
        parts = (self.edition.prefix, self.id, self.edition.release or UNRELEASED_KEY)
        return ":".join([_key_part(part) for part in parts if part])

    @property
    def note(self) -> str:
        """What programs have no field for: release, id, the works behind it, licence."""
        state = f"{self.edition.state}, entry {self.id}" if self.id else self.edition.state
        restates = f"Restates {'; '.join(self.behind[:MOST_NAMED])}" if self.behind else ""
        return ". ".join(filter(None, (state[:1].upper() + state[1:], restates, self.edition.licence)))


@lru_cache
def _key_part(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.+-]+", "-", text).strip("-")


def cite_catalogue(edition: Edition) -> EntryCitation:
    """What a citation of the catalogue as a whole is made of: with the DOI of its release, else that of the catalogue in any release."""
    return EntryCitation(edition, edition.title, authors=edition.authors, url=edition.url, doi=edition.doi or edition.concept_doi)
