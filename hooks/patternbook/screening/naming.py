"""Tokens that a text written for people names: anywhere in a README, over its sections, or in one sentence."""

from __future__ import annotations

import re

from patternbook.screening.lists import Signal, Token
from patternbook.screening.readme import Readme
from patternbook.screening.survey import Evidence
from patternbook.screening.tree import shown


def in_readme(readme: Readme, signal: Signal) -> tuple[tuple[Token, Evidence], ...]:
    """Each token that the README holds anywhere, with the first place."""
    lowered = readme.text.lower()
    found = []
    for token in signal.tokens:
        places = [
            at for at in (*(_word(lowered, word) for word in token.words), *(readme.text.find(t) for t in token.lines.get("any", ()))) if at >= 0
        ]
        if places:
            at = min(places)
            found.append((token, Evidence(token.name, readme.path, readme.text.count("\n", 0, at) + 1, _line(readme.text, at), "main")))
    return tuple(found)


LONGER = 3
"""Words that a heading may have beside the one looked for."""


def in_headings(readme: Readme, signal: Signal) -> tuple[tuple[Token, Evidence], ...]:
    """Each token that a section of the README is headed by, with the first place; the title heads no section."""
    found = []
    for token in signal.tokens:
        headed = (each for each in readme.headings[1:] if any(_heads(each.text.lower(), word) for word in token.words))
        if (first := next(headed, None)) is not None:
            found.append((token, Evidence(token.name, readme.path, first.line, shown(first.text[:160]), "main")))
    return tuple(found)


def _heads(heading: str, word: str) -> bool:
    return holds(heading, word) and len(re.findall(r"[^\W_]+", heading)) <= len(word.split()) + LONGER


def named_in(signal: Signal | None, text: str) -> tuple[str, ...]:
    """Tokens of an indicator whose words a text in lower case holds."""
    return tuple(token.name for token in (signal.tokens if signal else ()) if any(holds(text, word) for word in token.words))


def holds(text: str, word: str) -> bool:
    """Whether a text in lower case holds a word, not inside of a longer one."""
    return _word(text, word) >= 0


def _word(text: str, word: str) -> int:
    if word not in text:
        return -1
    found = re.search((r"(?<![a-z0-9])" if word[0].isalnum() else "") + re.escape(word) + r"(?![a-z0-9])", text)
    return found.start() if found else -1


def _line(text: str, at: int) -> str:
    start = max(text.rfind("\n", 0, at) + 1, at - 60)
    end = text.find("\n", at, at + 140)
    return shown(text[start : end if end >= 0 else at + 140].strip())[:160]
