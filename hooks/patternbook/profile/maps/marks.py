"""Marks for what was reported of a finding where a pattern was present, told apart by shape alone: as letters and as strokes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from patternbook.phrases import gettext_noop

EFFECT_LETTERS: Mapping[str, str] = {"amplifies": "▲", "eases": "▼", "specific": "◆", "reported-in-all": "▬", "does-not-remove": "▽"}
"""Effect -> the character that stands for it in a table, always with a word beside it."""
EFFECT_BRIEFLY: Mapping[str, str] = {
    "amplifies": gettext_noop("worse"),
    "eases": gettext_noop("eased"),
    "specific": gettext_noop("only here"),
    "reported-in-all": gettext_noop("as elsewhere"),
    "does-not-remove": gettext_noop("not removed"),
}
"""Effect -> the word beside its mark in a table."""
_STROKES: Mapping[str, str] = {
    "amplifies": "M-4.5 2.5l4.5-5 4.5 5",
    "eases": "M-4.5-2.5l4.5 5 4.5-5",
    "specific": "M0-4.5L4.5 0 0 4.5-4.5 0z",
    "reported-in-all": "M-5-1.5h10M-5 1.5h10",
    "does-not-remove": "M-4.5-2.5l4.5 5 4.5-5M-5.5 4L5.5-4",
}
"""Effect -> its mark around the origin, 10 px wide: chevron up, chevron down, pin, bar, struck chevron."""
STEP = 15
"""Distance between marks side by side."""


def stroke_marks(effects: Sequence[str], x: float, y: float) -> Markup:
    """The marks of effects one after the other from a point on; nothing for an effect without one. Lines give way to them."""
    return Markup("").join(
        Markup(
            '<g class="pb-effect-mark" transform="translate({:.0f} {:.0f})"><path class="pb-map-gap" d="M-7-6h14v12h-14z"/><path d="{}"/></g>'
        ).format(x + STEP * (index + 0.5), y, _STROKES[effect])
        for index, effect in enumerate(effects)
        if effect in _STROKES
    )
