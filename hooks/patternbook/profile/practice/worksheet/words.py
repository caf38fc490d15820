"""The words of the worksheet's script, which has none of its own."""

from __future__ import annotations

from collections.abc import Mapping

from patternbook.model.entries import EFFECT_WORDS
from patternbook.profile.practice.advice import OURS_TITLE

UNKNOWN, NONE = "unknown", "none"
"""Answers that every question on the structure has besides its own, as addresses hold them; no id looks like this."""
OPEN_ANSWERS = {UNKNOWN: "Don't know", NONE: "None fits"}

SILENCE = "Silence is no evidence: nobody may have asked, or said it."

SCRIPT_WORDS: Mapping[str, object] = {
    "effects": {effect: [says, where] for effect, says, where in EFFECT_WORDS},
    "with": "Reported with such a structure",
    "withNote": "Associations that people told, not measured effects, and not a judgement of the structure.",
    "noPattern": f"No structure is chosen. {SILENCE}",
    "noEffect": f"No source ties any trouble to this structure as such. {SILENCE}",
    "forms": "It was seen in these forms:",
    "whatever": "Reported whatever the structure",
    "alike": "Reported alike in",
    "noneAlike": f"Nothing is reported alike in these structures. {SILENCE}",
    "untied": "Reported, and tied to no structure by any source",
    "elsewhere": "You ticked these: reported with other structures",
    "when": "when:",
    "advice": "What people suggest",
    "adviceNote": "By who supports it. How far it helps was measured only where it says so.",
    "noAdvice": "The sources tie no advice to what stands here.",
    "ours": OURS_TITLE,
    "oursNote": "The link from advice to trouble is our reading.",
    "first": "First step",
    "for": "for",
    "more": "and more: see its page",
    "inferred": "inferred by us",
    "isOurs": "ours",
    "ticked": "you ticked a sign of it",
    "open": "Not answered",
    "clear": "Clear all answers",
    "print": "Print",
    "download": "Download as Markdown",
    "file": "your-team.md",
    "said": "With such a structure: {with}. Whatever the structure: {whatever}. Suggested: {advice}; {ours} more by our reading.",
    "cleared": "All answers are cleared.",
    "replaced": "{old} is no longer in use: {new} takes its place here.",
    "left": "Left out, as the worksheet does not know it: {what}. Its questions may have changed since the address was shared.",
    "failed": "What was reported could not be loaded. The links beside your answers lead to it.",
}
"""Key -> words; names in braces are replaced by the script."""
