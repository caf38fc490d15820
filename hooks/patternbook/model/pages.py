"""Pages that every catalogue has, and the addresses that are taken."""

from __future__ import annotations

from patternbook.model.kinds import KINDS
from patternbook.model.vocabularies import VOCABULARIES

ABOUT = "About"
"""Heading of the menu that the catalogue's prose is listed under."""
MENU_LAST = ("Evidence", "Glossary", ABOUT)
"""Headings of the menu that come after those of the kinds."""
MENU_OF_PAGES = {"references": "Evidence", "glossary": "Glossary", "matrix": "{pattern}", "coverage": "Evidence"}
"""Address of a page -> heading of the menu that it is listed under; `About` where none is given."""
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
