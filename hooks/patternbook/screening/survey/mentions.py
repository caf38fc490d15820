"""Tokens in texts written for people: anywhere in a README, in its headings, or in a sentence."""

from __future__ import annotations

import re
from string import ascii_lowercase, digits

from patternbook.diagnostics.escaping import printable
from patternbook.screening.survey.model import Sighting
from patternbook.screening.texts.readme import Readme
from patternbook.screening.tokens.lists import Signal, Token


def tokens_in_readme(readme: Readme, signal: Signal) -> tuple[tuple[Token, Sighting], ...]:
    """Return each token that occurs in the README, with its first occurrence."""
    lowered = readme.text.lower()
    found = []
    for token in signal.tokens:
        places = [
            at for at in (*(_word(lowered, word) for word in token.words), *(readme.text.find(t) for t in token.lines.get("any", ()))) if at >= 0
        ]
        if places:
            at = min(places)
            found.append((token, Sighting(token.name, readme.path, readme.text.count("\n", 0, at) + 1, _line(readme.text, at), "main")))
    return tuple(found)


MAX_EXTRA_WORDS = 3
"""Words that a heading may have besides the one searched for."""


def tokens_in_headings(readme: Readme, signal: Signal) -> tuple[tuple[Token, Sighting], ...]:
    """Return each token in a heading of the README, with its first occurrence; the title is not a heading of a section."""
    found = []
    for token in signal.tokens:
        headed = (each for each in readme.headings if each.line != readme.title_line and any(_heads(each.text.lower(), word) for word in token.words))
        if (first := next(headed, None)) is not None:
            found.append((token, Sighting(token.name, readme.path, first.line, printable(first.text[:160]), "main")))
    return tuple(found)


def _heads(heading: str, word: str) -> bool:
    return contains_word(heading, word) and len(re.findall(r"[^\W_]+", heading)) <= len(word.split()) + MAX_EXTRA_WORDS


def tokens_in_text(signal: Signal | None, text: str) -> tuple[str, ...]:
    """Return tokens of an indicator whose words occur in a lower-case text."""
    return tuple(token.name for token in (signal.tokens if signal else ()) if any(contains_word(text, word) for word in token.words))


def contains_word(text: str, word: str) -> bool:
    """Return whether a lower-case text contains a word that is not part of a longer one."""
    return _word(text, word) >= 0


def _word(text: str, word: str) -> int:
    at = text.find(word)
    while at >= 0 and (text[at + len(word) : at + len(word) + 1] in _IN_WORD or (at and word[0].isalnum() and text[at - 1] in _IN_WORD)):
        at = text.find(word, at + 1)
    return at


_IN_WORD = frozenset(ascii_lowercase + digits)


def _line(text: str, at: int) -> str:
    start = max(text.rfind("\n", 0, at) + 1, at - 60)
    end = text.find("\n", at, at + 140)
    return printable(text[start : end if end >= 0 else at + 140].strip())[:160]
