"""What a data file may hold at its top level."""

from __future__ import annotations

from patternbook.model.kinds import KINDS
from patternbook.model.part import Part
from patternbook.model.vocabularies import VOCABULARIES
from patternbook.model.vocabulary import Challenge, Contributor, Masthead, Scheme

LISTS: dict[str, type[Part]] = {
    **{kind.key: kind.model for kind in KINDS},
    **{vocabulary.key: vocabulary.model for vocabulary in VOCABULARIES},
    "contributors": Contributor,
    "challenges": Challenge,
    "schemes": Scheme,
}
"""Top-level keys that hold a list, and what the list holds. `catalogue` holds one mapping."""

CATALOGUE_KEY = "catalogue"
CATALOGUE_MODEL = Masthead
