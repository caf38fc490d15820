r"""Name lists cut into names, and names into parts, by BibTeX's rules: what stands in braces is never cut.

A name is `First von Last`, `von Last, First` or `von Last, Jr, First`; `von` is what starts with a small letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_GROUP = re.compile(r"\{[^{}]*\}")
_BLANK = re.compile(r"(?:\\ |\s|(?<!\\)~)+")
r"""Between words; `\ ` is a blank too, and `~`, but not `\~`."""
_AND = re.compile(r" and ", re.IGNORECASE)
_COMMA = re.compile(",")


@dataclass(frozen=True, slots=True)
class Parts:
    """The words of a name, as LaTeX."""

    first: tuple[str, ...]
    von: tuple[str, ...]
    last: tuple[str, ...]
    junior: tuple[str, ...] = ()


def names(value: str) -> list[str]:
    """The names of a list that are separated by `and`."""
    return _cut(value, _AND)


def by_comma(name: str) -> list[str]:
    """What stands between the commas of a name."""
    return _cut(name, _COMMA)


def parts(name: str) -> Parts:
    """The parts of a name with at most two commas."""
    cut = [tuple(filter(None, _cut(each, _BLANK))) for each in by_comma(name)]
    if len(cut) == 1:
        words = cut[0]
        von = next((index for index, word in enumerate(words) if _is_particle(word)), len(words) - 1)
        return Parts(words[:von], *_von_last(words[von:]))
    return Parts(cut[-1], *_von_last(cut[0]), *cut[1:-1])


def _von_last(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Particles up to the last of them, and the rest; the last word is no particle."""
    cut = max((index + 1 for index, word in enumerate(words[:-1]) if _is_particle(word)), default=0)
    return words[:cut], words[cut:]


def _is_particle(word: str) -> bool:
    r"""Whether the first letter is small: in front of a group, or in the group itself after a command (`{\'e}`)."""
    depth = 0
    for index, character in enumerate(word):
        if character == "{":
            depth += 1
        elif character == "}":
            depth = max(depth - 1, 0)
        elif depth == 1 and character == "\\":
            return word[index - 1] == "{" and _is_small_after_command(word[index + 1 :])
        elif depth == 0 and character.isalpha():
            return character.islower()
    return False


def _is_small_after_command(group: str) -> bool:
    """Whether the first letter behind the name of a command is small, up to the end of the group."""
    depth, in_name = 1, True
    for character in group:
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return False
        if not character.isalpha():
            in_name = False
        elif not in_name:
            return character.islower()
    return False


def _cut(text: str, separator: re.Pattern[str]) -> list[str]:
    """Cut a text where a separator stands outside braces."""
    outside = _outside(text) if "{" in text else text
    found, start = [], 0
    for between in separator.finditer(outside):
        found.append(text[start : between.start()].strip())
        start = between.end()
    return [*found, text[start:].strip()]


def _outside(text: str) -> str:
    """The text with its groups filled by something that is no blank, no letter and no mark."""
    filled, count = _GROUP.subn(lambda group: "\0" * len(group[0]), text)
    return _outside(filled) if count else filled
