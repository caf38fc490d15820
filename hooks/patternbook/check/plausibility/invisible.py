"""Characters that nobody sees: those that turn the direction of text, and those without width."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_OVERRIDES = "\u202d\u202e"
_EMBEDDINGS = "\u202a\u202b"
_ISOLATES = "\u2066\u2067\u2068"
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"
_DIRECTIONS = re.compile(f"[{_OVERRIDES}{_EMBEDDINGS}{_ISOLATES}{_POP_EMBEDDING}{_POP_ISOLATE}]")

_NEVER = re.compile("[\u200b\u2060-\u2064\u206a-\u206f\ufeff\u180e\u115f\u1160\u3164\uffa0\u034f]")
_JOINERS = re.compile("[\u200c\u200d]")
_MARKS = re.compile("[\u200e\u200f\u061c]")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_TAGS = re.compile("[\U000e0000-\U000e007f]+")
_SOFT_HYPHEN = re.compile("(?<!\\w)\u00ad|\u00ad(?!\\w)")
_SUSPECT = re.compile(
    "|".join((_NEVER.pattern, _JOINERS.pattern, _MARKS.pattern, _SELECTORS.pattern, _TAGS.pattern, _SOFT_HYPHEN.pattern))  # each alone
)
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Scripts that write no blanks between words: Thai, Lao, Burmese, Khmer; a space without width says there where a line may break."""
_FIRST_SHAPED = "\u0590"
"""From here on letters are in scripts whose forms a joiner may change (Hebrew to the Indic ones), and further signs such as emoji."""
_KEYCAPS = "0123456789#*"


class Unseen(NamedTuple):
    """A character that nobody sees and that should not be in a text."""

    offset: int
    message: str
    expected: str


def _named(character: str) -> str:
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'a character without a name').lower()})"


def describe_directions(text: str) -> Unseen | None:
    """The first character of a text that turns letters round, or opens or closes a direction alone; None where there is none."""
    if text.isascii():  # as most are
        return None
    opened: list[tuple[int, str]] = []
    for match in _DIRECTIONS.finditer(text):
        character = match[0]
        if character in _OVERRIDES:
            return Unseen(match.start(), f"{_named(character)}, which shows letters in another order", "letters in the order in which they are read")
        if character in _EMBEDDINGS or character in _ISOLATES:
            opened.append((match.start(), character))
            continue
        openers = _EMBEDDINGS if character == _POP_EMBEDDING else _ISOLATES
        if not opened or opened[-1][1] not in openers:
            return Unseen(match.start(), f"{_named(character)}, which closes nothing here", "a character that opens a direction before it")
        opened.pop()
    if not opened:
        return None
    start, character = opened[-1]
    closing = _POP_EMBEDDING if character in _EMBEDDINGS else _POP_ISOLATE
    return Unseen(start, f"{_named(character)}, which is never closed", f"{_named(closing)} after it")


def needless_character(text: str) -> Unseen | None:
    """The first character without width that changes nothing where it is, and how many there are; None where there is none."""
    if text.isascii():
        return None
    found = [match for match in _SUSPECT.finditer(text) if not _is_needed(text, match)]
    if not found:
        return None
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return Unseen(found[0].start(), f"{_named(found[0][0][0])}, which nobody sees{more}", "text without it")


def _is_needed(text: str, match: re.Match[str]) -> bool:
    """Whether the character changes what is shown: beside letters that it shapes, or as part of a sign."""
    character, before, after = match[0][0], text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if character == "\u200b":
        return bool(_WITHOUT_SPACES.match(before) or _WITHOUT_SPACES.match(after))
    if _JOINERS.match(character):
        return max(before, after) >= _FIRST_SHAPED and not (before + after).isspace()
    if _MARKS.match(character):
        return any(unicodedata.bidirectional(each) in ("R", "AL") for each in text)
    if _SELECTORS.match(character):
        return bool(before) and (before >= "\u00a0" or before in _KEYCAPS)
    return bool(_TAGS.match(character)) and "\U0001f3f4" in text[: match.start()]  # flags of regions
