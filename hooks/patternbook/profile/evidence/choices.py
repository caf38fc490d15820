"""Values that pages show in words, which other languages word anew."""

from __future__ import annotations

from patternbook.model.components import Confidence, Evidence, Relation, Retirement
from patternbook.model.entries import EFFECTIVENESS_WORDS, AppraisalItem
from patternbook.model.mining import Importance
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabulary import Challenge

SHOWN_CHOICES: tuple[tuple[type[ModelStruct], str], ...] = (
    (Evidence, "stance"),
    (Relation, "basis"),
    (Challenge, "state"),
    (Retirement, "how"),
    (Confidence, "level"),
    (AppraisalItem, "answer"),
    (Importance, "value"),
)
"""Fields whose values pages show as they are, with blanks for hyphens."""
SHOWN_WORDS = tuple(words.removeprefix("effect ").capitalize() for words in EFFECTIVENESS_WORDS.values())
"""What `In short` says of a recommendation's effect."""
