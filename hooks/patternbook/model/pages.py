"""Pages that every catalogue has, and the addresses that are taken."""

from __future__ import annotations

from patternbook.model.kinds import KINDS
from patternbook.model.vocabularies import VOCABULARIES

PAGES = {
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

TAKEN = frozenset({"index", "404", "assets", "schema", "search", *PAGES, *(kind.plural for kind in KINDS), *(v.plural for v in VOCABULARIES)})
"""Addresses that a page of the catalogue's prose cannot have."""
