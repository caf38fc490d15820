"""All rules about plausibility, for the lists in check/rules.py."""

from __future__ import annotations

from patternbook.check.declare import CatalogueRule, ItemRule
from patternbook.check.plausibility.aliases import TAKEN_ALIAS, unusable_aliases
from patternbook.check.plausibility.files import UNREAD_FILE
from patternbook.check.plausibility.lists import LIST_RULES
from patternbook.check.plausibility.marks import ITEM_MARK_RULES
from patternbook.check.plausibility.media.images import UNFIT_PICTURE, pictures_in_texts, unused_pictures
from patternbook.check.plausibility.media.notation import NOTATION_RULES
from patternbook.check.plausibility.numbers import CATALOGUE_NUMBER_RULES, ITEM_NUMBER_RULES
from patternbook.check.plausibility.references import REFERENCE_RULES
from patternbook.check.plausibility.relations import RELATION_RULES
from patternbook.check.plausibility.texts import TEXT_RULES
from patternbook.check.plausibility.works.locators import CATALOGUE_LOCATOR_RULES, LOCATOR_RULES
from patternbook.check.plausibility.works.retracted import RETRACTION_RULES

PLAUSIBLE_ITEMS: tuple[ItemRule, ...] = (
    *TEXT_RULES,
    *ITEM_NUMBER_RULES,
    *LIST_RULES,
    *ITEM_MARK_RULES,
    pictures_in_texts,
    *NOTATION_RULES,
    unusable_aliases,
    *LOCATOR_RULES,
)
PLAUSIBLE_CATALOGUES: tuple[CatalogueRule, ...] = (
    *CATALOGUE_NUMBER_RULES,
    *RELATION_RULES,
    *RETRACTION_RULES,
    unused_pictures,
    *CATALOGUE_LOCATOR_RULES,
)
PLAUSIBLE_SURROUNDINGS = (*(check.rule for check in REFERENCE_RULES), UNREAD_FILE, UNFIT_PICTURE, TAKEN_ALIAS)
"""Rules about what is no item: works of the bibliography, files."""
