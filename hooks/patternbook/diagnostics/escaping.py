"""Text from data, file names and checkouts as one line of a message, which no terminal and no log obeys."""

from __future__ import annotations

import json
import re

UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff]")
"""Characters that would break a line, hide text or not print: line ends, escapes, marks of direction, invisible ones, surrogates."""
_COMMAND = re.compile(r"(?<=#)#(?=\[)|(?<!\S):(?=:)")
"""The starts of commands to GitHub's runner: it takes `::error::` at the start of a line and `##[error]` anywhere in one for its own.

https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
"""


def printable(text: str) -> str:
    r"""Text as one line without invisible characters: a line end, for instance, is written as `\n`."""
    return UNPRINTABLE.sub(_escaped, text)


def one_line(text: str) -> str:
    """Text as one line of a log, which holds no command to the program that reads it."""
    return printable(_COMMAND.sub(_escaped, text))


def shown_characters(text: str) -> list[str]:
    """How `one_line` shows each character of a text."""
    shown = list(text)
    for found in (*UNPRINTABLE.finditer(text), *_COMMAND.finditer(text)):  # each match is one character
        shown[found.start()] = _escaped(found)
    return shown


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte that was decoded as a surrogate
        return f"\\x{code - 0xDC00:02x}"
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(found[0], f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def json_text(report: object) -> str:
    """A report as JSON, in which nothing that a log obeys stands as it is: JSON has a way to write every character."""
    lines = json.dumps(report, indent=2, ensure_ascii=False).replace("##[", "#\\u0023[").split("\n")
    return "\n".join(UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", line) for line in lines)
