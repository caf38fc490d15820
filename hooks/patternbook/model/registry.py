"""Lookup tables over all declarations: kinds and relations (entries.py, mining.py), vocabularies, top-level keys of the
data, and the pages that every catalogue has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from patternbook.model import entries, mining, vocabularies
from patternbook.model.components import ID_NUMBER, PLACEHOLDER_NUMBER, Entry
from patternbook.model.kind import Kind, Listed
from patternbook.model.sections import Section
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabulary import Challenge, Contributor, Image, Masthead, Reply, Scheme, Situation, Synonyms, WorksheetQuestion

RELATIONS = (*entries.ENTRY_RELATIONS, *mining.MINING_RELATIONS)
EXCLUSIONS = (*entries.ENTRY_EXCLUSIONS, *mining.MINING_EXCLUSIONS)


def _complete(kind: Kind) -> Kind:
    """Add a last section for the relations that no section of the kind shows, so that each relation is on both pages."""
    shown = {relation for section in kind.sections for field in section.fields for relation in _relations_shown(field)}
    shown |= {relation for section in kind.sections for relation in section.shows}
    relations = (
        *(relation.field for relation in RELATIONS if relation.source == kind.name),
        *(f"back:{relation.field}" for relation in RELATIONS if relation.target == kind.name),
    )
    missing = tuple(dict.fromkeys(relation for relation in relations if relation not in shown))
    return replace(kind, sections=(*kind.sections, Section("links", "Further links", missing, empty=""))) if missing else kind


def _relations_shown(field: str) -> tuple[str, ...]:
    """The relations that an item of `Section.fields` shows, each as `shows` or `back:shows`."""
    side, _, names = field.rpartition(":")
    back = tuple(f"back:{name}" for name in names.split("+"))
    return {"": (names,), "back": back, "both": (*names.split("+"), *back)}.get(side, ())


KINDS = tuple(map(_complete, (*entries.ENTRY_KINDS, *mining.MINING_KINDS)))
KIND_BY_NAME = {kind.name: kind for kind in KINDS}
KIND_BY_MODEL: Mapping[type[Entry], Kind] = {kind.model: kind for kind in KINDS}
VOCABULARIES = vocabularies.DECLARED_VOCABULARIES
VOCABULARY_BY_NAME = {vocabulary.name: vocabulary for vocabulary in VOCABULARIES}
LISTED: tuple[Listed, ...] = (*KINDS, *VOCABULARIES)
"""Everything that has an index page and a page for each item."""
LISTED_BY_NAME = {thing.name: thing for thing in LISTED}
_PREFIXES = "|".join(kind.prefix for kind in KINDS)
ID_PATTERN = rf"^({_PREFIXES})-{ID_NUMBER}$"
"""The pattern of every id."""
PLACEHOLDER_ID = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PREFIXES})-{PLACEHOLDER_NUMBER}(?![A-Za-z0-9_]|-[A-Za-z0-9_])")
"""The id of an entry that is not yet numbered, wherever in a text."""


def is_placeholder(id_: str) -> bool:
    """Whether an id stands for a number that is still to be given."""
    return PLACEHOLDER_ID.fullmatch(id_) is not None


def id_number(id_: str) -> int:
    """The number of an id; 0 of a placeholder and of what is no id."""
    digits = id_.partition("-")[2]
    return int(digits) if digits.isdecimal() else 0


def next_id(prefix: str, ids: Iterable[str]) -> str:
    """The id after the highest of a kind. Entries that are retired stay in the data, so that no number is given twice."""
    return f"{prefix}-{max((id_number(id_) for id_ in ids if id_.partition('-')[0] == prefix), default=0) + 1:03d}"


def kind_of_id(id_: str) -> Kind | None:
    """The kind whose prefix an id has, or None: F-004 is a finding."""
    return next((kind for kind in KINDS if kind.prefix == id_.partition("-")[0]), None)


SITUATIONS = "situations"
"""Top-level key of what the home page offers to start from."""
WORKSHEET = "worksheet"
"""Top-level key of the questions of the worksheet, and the address of its page."""
LEADING = frozenset({SITUATIONS, WORKSHEET, VOCABULARY_BY_NAME["artefact"].key})
"""Top-level keys of lists that lead readers to entries, none of which is to be out of use."""
LISTS: dict[str, type[ModelStruct]] = {
    **{thing.key: thing.model for thing in LISTED},
    "contributors": Contributor,
    "images": Image,
    "challenges": Challenge,
    "replies": Reply,
    "schemes": Scheme,
    SITUATIONS: Situation,
    "synonyms": Synonyms,
    WORKSHEET: WorksheetQuestion,
}
"""Top-level key that holds a list -> model of its items. The key `catalogue` holds one mapping instead."""

CATALOGUE_KEY = "catalogue"
CATALOGUE_MODEL = Masthead

ABOUT = "About"
"""Heading of the menu under which the catalogue's prose is listed."""
MENU_LAST = ("Evidence", "Glossary", ABOUT)
"""Headings of the menu that come after those of the kinds."""
MENU_OF_PAGES = {
    WORKSHEET: "{recommendation}",
    "references": "Evidence",
    "glossary": "Glossary",
    "map": "Map",
    "matrix": "Map",
    "coverage": "Evidence",
}
"""Address of a page -> heading of the menu under which it is listed; `About` for any other."""
STANDARD_PAGES = {
    "references": "References",
    "glossary": "Glossary",
    "map": "Map",
    "matrix": "{pattern} and {finding}",
    WORKSHEET: "Your team on one page",
    "coverage": "Coverage",
    "catalogue": "Catalogue",
    "cite": "How to cite",
    "data": "Data and downloads",
    "releases": "Releases",
    "changes": "Changes",
    "format": "Data format",
    "checks": "Checks",
}
"""Pages that every catalogue has, but those of `PAGES_OF_LISTS`: address -> title, with labels as in `Section.title`. Texts link to
them as [[matrix]]."""
PAGES_OF_LISTS = {WORKSHEET: WORKSHEET}
"""Address of a standard page -> the list of the data without which there is no such page."""

REFERENCE_KIND = "reference"
"""What a work of the bibliography is called where kinds of things are named. It is no kind of the model: works are written in BibTeX."""
ALIASES = "aliases"
"""The field of entries and words with the addresses that they had elsewhere."""

HOME = "home"
"""Slug of the prose on the home page, whose address is the root of the site."""

RESERVED_ADDRESSES = frozenset(
    {"index", "readme", "404", "assets", "images", "schema", "search", *STANDARD_PAGES, *(thing.plural for thing in LISTED)}
)
"""Addresses that pages of the catalogue's prose cannot have."""
