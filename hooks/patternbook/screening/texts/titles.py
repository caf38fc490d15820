"""Which heading, or text of a picture, is the title of a repository; sections have headings, too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from patternbook.screening.texts.snippets import Sentence

HEADINGS_BEFORE_CONTENT = 5
"""Headings and pictures at the beginning that may be a title: notices and thanks may come before it."""
_PICTURED = re.compile(r"(?:['\u2019]s)?\s*\b(?:logo|banner|icon|header)\b", re.IGNORECASE)
"""Words of an alternative text that name the picture and not what it is of."""

Fit = Literal[0, 1, 2, 3]
"""How well a text fits a name: not, it shares words, it begins with it, it is the name."""


def structural_title(headings: Sequence[Sentence], pictures: Sequence[Sentence], prose: Sequence[Sentence]) -> Sentence | None:
    """Return the title by its place alone, for a repository whose name is not known; None if there is none.

    It is the only heading of the highest level; or a heading of that level with nothing above it; or a picture whose
    text the first words take up: "Aviary is ...".
    """
    highest = min((each.level for each in headings), default=0)
    top = [each for each in headings if each.level == highest]
    first = prose[0] if prose else None
    if top and ((len(top) == 1 and top[0].level == 1) or (top[0] == headings[0] and (first is None or top[0].line <= first.line))):
        return top[0]
    texts = [Sentence(pictured_text(each), each.line) for each in pictures]
    begins = "" if first is None else f"{first.text} ".lower()
    return next((each for each in texts if each.text and begins.startswith(f"{each.text.lower()} ")), None)


def pictured_text(picture: Sentence) -> str:
    """Return what a picture is of, by its alternative text."""
    return " ".join(_PICTURED.sub(" ", picture.text).split())


def title_for(name: str, headings: Sequence[Sentence], pictures: Sequence[Sentence], structural: str) -> str:
    """Return the title that fits the name of a repository, as its README writes it; empty if none does.

    It is the name itself, wherever that stands; else what is the title by its place; else a heading that begins with the name.
    """
    headed = [each.text for each in headings[:HEADINGS_BEFORE_CONTENT]]
    texts = [*headed, *map(pictured_text, pictures[:HEADINGS_BEFORE_CONTENT])]
    named = [text for text in texts if fit(text, name) == 3]
    placed = [structural] if fit(structural, name) else []
    return next(iter([*named, *placed, *(text for text in headed if fit(text, name) == 2)]), "")


def fit(text: str, name: str) -> Fit:
    """Return how well a text fits the name of a repository, whatever they put between words."""
    joined, called = _joined(text), _joined(name)
    if not joined or not called:
        return 0
    if joined == called:
        return 3
    if joined.startswith(called):
        return 2
    words = _words(name)
    shared = len(words & _words(text))
    return 1 if called in joined or (len(joined) > 3 and called.startswith(joined)) or 2 * shared >= max(len(words), 2) else 0


def _joined(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _words(text: str) -> frozenset[str]:
    """Return the words of a name, which may be written aTitleLikeThis."""
    return frozenset(word.lower() for word in re.findall(r"[A-Z]*[^\W\d_A-Z]+|[A-Z]+(?![a-z])|\d+", text))
