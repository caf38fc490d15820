"""The words of the worksheet's script, which has none of its own."""

from __future__ import annotations

from collections.abc import Mapping

from patternbook.model.entries import EFFECT_WORDS
from patternbook.phrases import gettext, gettext_noop
from patternbook.profile.practice.advice import OURS_TITLE

OPEN_ANSWERS = {"unknown": gettext_noop("Don't know"), "none": gettext_noop("None fits")}
"""Answers that every question on the structure has besides its own, as addresses hold them: no id looks like this."""

_WORDS = {
    "with": gettext_noop("Reported with such a structure"),
    "withNote": gettext_noop("Associations that people told, not measured effects, and not a judgement of the structure."),
    "noPattern": gettext_noop("No structure is chosen."),
    "noEffect": gettext_noop("No source ties any trouble to this structure as such. Silence is no evidence."),
    "forms": gettext_noop("It was seen in these forms:"),
    "whatever": gettext_noop("Reported whatever the structure"),
    "alike": gettext_noop("Reported alike in"),
    "noneAlike": gettext_noop("Nothing is reported alike in these structures. Silence is no evidence."),
    "untied": gettext_noop("Reported, and tied to no structure by any source"),
    "elsewhere": gettext_noop("You ticked these: reported with other structures"),
    "when": gettext_noop("when:"),
    "advice": gettext_noop("What people suggest"),
    "adviceNote": gettext_noop("By who supports it. How far it helps was measured only where it says so."),
    "noAdvice": gettext_noop("The sources tie no advice to what stands here."),
    "ours": OURS_TITLE,
    "oursNote": gettext_noop("The link from advice to trouble is our reading."),
    "first": gettext_noop("First step"),
    "for": gettext_noop("for"),
    "more": gettext_noop("and more: see its page"),
    "inferred": gettext_noop("inferred by us"),
    "isOurs": gettext_noop("ours"),
    "ticked": gettext_noop("you ticked a sign of it"),
    "open": gettext_noop("Not answered"),
    "clear": gettext_noop("Clear all answers"),
    "print": gettext_noop("Print"),
    "download": gettext_noop("Download as Markdown"),
    "file": gettext_noop("your-team.md"),
    "said": gettext_noop("With such a structure: {with}. Whatever the structure: {whatever}. Suggested: {advice}; {ours} more by our reading."),
    "cleared": gettext_noop("All answers are cleared."),
    "replaced": gettext_noop("{old} is no longer in use: {new} takes its place here."),
    "left": gettext_noop("Left out, as the worksheet does not know it: {what}. Its questions may have changed since the address was shared."),
    "failed": gettext_noop("What was reported could not be loaded. The links beside your answers lead to it."),
}
"""Key -> words; names in braces are replaced by the script."""


def script_words() -> Mapping[str, object]:
    """All words of the script in the language of the catalogue; of each effect those for its pattern's side and the other."""
    effects = {effect: [gettext(says), gettext(where)] for effect, says, where in EFFECT_WORDS}
    return {"effects": effects, **{key: gettext(words) for key, words in _WORDS.items()}}
