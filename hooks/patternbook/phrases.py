"""What is said of an entry in a few words, wherever it is listed: from the entry alone."""

from __future__ import annotations

from patternbook.model.entries import Pattern, Recommendation, Study
from patternbook.model.mining import Indicator
from patternbook.model.part import Part

SUPPORT_WORDS = {
    "practised-and-reported-helpful": "Practised and reported helpful",
    "suggested-by-participants": "Suggested by participants",
    "suggested-by-authors": "Suggested by the authors",
    "literature": "Argued for in the literature",
    "editorial": "Suggested by this catalogue",
}
EFFECTIVENESS_WORDS = {
    "untested": "effect not measured",
    "observed": "effect told, not measured",
    "trial": "effect looked at in a trial",
}


def support_words(entry: Recommendation) -> str:
    """`Suggested by participants; effect not measured`."""
    return f"{SUPPORT_WORDS[entry.support]}; {EFFECTIVENESS_WORDS[entry.effectiveness]}"


def uses_words(pattern: Pattern) -> str:
    """`13 of 28 organizations`, as the first study lists them."""
    return "; ".join(f"{len(uses.organizations)} of {uses.of} organizations" for uses in pattern.known_uses) or "No known use"


WORK_WORDS = {
    "gate": "Gate: without it a repository is not looked at",
    "reject": "Rejects: a repository that shows it is out",
    "require": "Required: one of its group has to be there",
    "score": "Score: counted, and more is better",
    "noisy-score": "Noisy score: counted as a last resort",
    "decide": "Decides: a person judges",
}


def note(entry: Part) -> str:
    """What stands behind its title in a list; of a study the key of its publication."""
    if isinstance(entry, Pattern):
        return uses_words(entry)
    if isinstance(entry, Recommendation):
        return support_words(entry)
    if isinstance(entry, Indicator):
        return WORK_WORDS[entry.works_as].partition(":")[0]
    return entry.reference if isinstance(entry, Study) else ""
