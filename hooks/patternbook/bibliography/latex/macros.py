r"""Commands that a file defines itself in `@preamble`: `\newcommand{\noopsort}[1]{}`, `\def\switch#1#2{#2#1}`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

_MAX_EXPANSIONS = 500
"""Commands replaced in one value: a command may be defined by itself."""
_MAX_LENGTH = 20_000
"""Characters of a value; a longer one is not expanded further."""

_MAX_DEFINITIONS = 200
_MAX_PREAMBLE = 100_000
"""Characters of a preamble that are read."""

_MAX_BODY = 2_000
"""Characters of the text or an argument of a command."""

_DEFINITION = re.compile(
    r"\\(?:(?:re|provide)?newcommand\*?|providecommand\*?|DeclareRobustCommand\*?)\s*(?:\{\s*\\([A-Za-z]+)\s*\}|\\([A-Za-z]+))"
    r"\s*(?:\[([0-9])\])?\s*(?=\{)|\\(?:long\s*\\)?[egx]?def\s*\\([A-Za-z]+)\s*((?:#[0-9])*)\s*(?=\{)"
)
_LET = re.compile(r"\\let\s*\\([A-Za-z]+)\s*=?\s*\\([A-Za-z]+)")
_BRACE = re.compile(r"[{}]")
_PARAMETER = re.compile(r"#([1-9])")


class Macro(NamedTuple):
    """A command that is defined: how many arguments it takes, and its text with `#1`, `#2` for them."""

    arguments: int
    body: str


def read_definitions(preamble: str) -> dict[str, Macro]:
    """The commands defined in a preamble, by name; anything else in it is skipped."""
    found: dict[str, Macro] = {}
    preamble = preamble[:_MAX_PREAMBLE]
    for match in islice(_DEFINITION.finditer(preamble), _MAX_DEFINITIONS):
        group = _group(preamble, match.end())
        if group is not None:
            count = int(match[3]) if match[3] else (match[5] or "").count("#")
            found[match[1] or match[2] or match[4]] = Macro(count, group)
    for match in islice(_LET.finditer(preamble), _MAX_DEFINITIONS):
        found[match[1]] = Macro(0, f"\\{match[2]} ")
    return found


def expand_macros(value: str, macros: Mapping[str, Macro]) -> str:
    """A LaTeX value with the commands of its file replaced by what they are defined as."""
    if not macros or "\\" not in value:
        return value
    command = re.compile(rf"\\({'|'.join(sorted(macros, key=len, reverse=True))})(?![A-Za-z])\s*")
    position = 0
    for _ in range(_MAX_EXPANSIONS):
        match = command.search(value, position)
        if match is None or len(value) > _MAX_LENGTH:
            break
        macro, end, arguments = macros[match[1]], match.end(), list[str]()
        for _ in range(macro.arguments):
            argument, end = _argument(value, end)
            arguments.append(argument)
        value = f"{value[: match.start()]}{_filled_in(macro.body, arguments)}{value[end:]}"
        position = match.start()
    return value


def _filled_in(body: str, arguments: Sequence[str]) -> str:
    """The text of a command with its arguments for `#1`, `#2`; nothing for one that it does not take."""
    given = dict(enumerate(arguments, 1))
    return _PARAMETER.sub(lambda number: given.get(int(number[1]), ""), body)


def _argument(value: str, start: int) -> tuple[str, int]:
    """The argument at a position, a group or one character, and where it ends."""
    while start < len(value) and value[start].isspace():
        start += 1
    group = _group(value, start)
    return (group, start + len(group) + 2) if group is not None else (value[start : start + 1], start + 1)


def _group(text: str, start: int) -> str | None:
    """What is inside the braces that open at a position; None where none open, or they do not close soon."""
    if text[start : start + 1] != "{":
        return None
    depth = 0
    for brace in _BRACE.finditer(text, start, start + _MAX_BODY):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return text[start + 1 : brace.start()]
    return None
