"""Everything that is declared: kinds and relations (entries.py, mining.py), vocabularies, lists of the data, pages that exist once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from patternbook.model import entries, mining, vocabularies
from patternbook.model.components import Entry
from patternbook.model.kind import Kind, Listed
from patternbook.model.sections import Section
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabulary import Challenge, Contributor, Masthead, Scheme

RELATIONS = (*entries.ENTRY_RELATIONS, *mining.MINING_RELATIONS)


def _complete(kind: Kind) -> Kind:
    """The kind with a last section for the relations that none of its sections shows, so that each is on both pages."""
    shown = {each for section in kind.sections for field in section.fields for each in _shown_by(field)}
    own = [relation.field for relation in RELATIONS if relation.source == kind.name]
    incoming = [f"back:{relation.field}" for relation in RELATIONS if relation.target == kind.name]
    left = tuple(dict.fromkeys(field for field in (*own, *incoming) if field not in shown))
    return replace(kind, sections=(*kind.sections, Section("links", "Further links", left, empty=""))) if left else kind


def _shown_by(field: str) -> tuple[str, ...]:
    """The relations that a field of a section shows, as fields of their own: a field, or `back:` and a field."""
    side, _, names = field.rpartition(":")
    back = tuple(f"back:{name}" for name in names.split("+"))
    return {"": (names,), "back": back, "both": (*names.split("+"), *back)}.get(side, ())


KINDS = tuple(map(_complete, (*entries.ENTRY_KINDS, *mining.MINING_KINDS)))
KIND_BY_NAME = {kind.name: kind for kind in KINDS}
KIND_BY_MODEL: Mapping[type[Entry], Kind] = MappingProxyType({kind.model: kind for kind in KINDS})
VOCABULARIES = vocabularies.DECLARED_VOCABULARIES
VOCABULARY_BY_NAME = {vocabulary.name: vocabulary for vocabulary in VOCABULARIES}
LISTED: tuple[Listed, ...] = (*KINDS, *VOCABULARIES)
"""Everything that has an index page of its own and a page for each item."""
LISTED_BY_NAME = {thing.name: thing for thing in LISTED}
ID_PATTERN = rf"^({'|'.join(kind.prefix for kind in KINDS)})-\d{{3,}}$"


def kind_of_id(id_: str) -> Kind | None:
    """The kind an id belongs to by its prefix, or None: F-004 is a finding."""
    prefix = id_.partition("-")[0]
    return next((kind for kind in KINDS if kind.prefix == prefix), None)


LISTS: dict[str, type[ModelStruct]] = {
    **{thing.key: thing.model for thing in LISTED},
    "contributors": Contributor,
    "challenges": Challenge,
    "schemes": Scheme,
}
"""Top-level keys that hold a list, and what the list holds. `catalogue` holds one mapping."""

CATALOGUE_KEY = "catalogue"
CATALOGUE_MODEL = Masthead

ABOUT = "About"
"""Heading of the menu that the catalogue's prose is listed under."""
MENU_LAST = ("Evidence", "Glossary", ABOUT)
"""Headings of the menu that come after those of the kinds."""
MENU_OF_PAGES = {"references": "Evidence", "glossary": "Glossary", "matrix": "{pattern}", "coverage": "Evidence"}
"""Address of a page -> heading of the menu that it is listed under; `About` where none is given."""
STANDARD_PAGES = {
    "references": "References",
    "glossary": "Glossary",
    "matrix": "{pattern} and {finding}",
    "coverage": "Coverage",
    "catalogue": "Catalogue",
    "format": "Data format",
    "checks": "Checks",
}
"""Pages that every catalogue has once: address -> title, with labels as in `Section`. Text may name them as [[matrix]]."""

HOME = "home"
"""Slug of the prose that stands on the home page; its address is the site's root."""

RESERVED_ADDRESSES = frozenset({"index", "404", "assets", "schema", "search", *STANDARD_PAGES, *(thing.plural for thing in LISTED)})
"""Addresses that a page of the catalogue's prose cannot have."""
