"""Cut a .bib text into its top-level entries, so that one broken entry loses only itself.

BibTeX has no line-based structure: one missing brace makes an entry swallow the rest of the file. So entries are cut
here, in one linear pass, before anything parses them. An entry ends where its braces balance, or where a line opens
the next entry (`@type{key,`), whatever comes first. Outside entries everything is free text (BibTeX's own rule); in
addition a line that starts with `%` is skipped, which is what people mean by it and what biber does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_BRACE_DEPTH = 50
"""Nested braces in an entry. pybtex and our LaTeX reader recurse; real entries stay below ten."""

MAX_ENTRY_LENGTH = 200_000
"""Characters in an entry: an abstract and a list of three thousand authors fit."""

MAX_BRACES = 5_000
"""Opening braces in an entry. pybtex copies the rest of a name list at each one."""

MAX_OPEN_COMMENTS = 10
"""How often a file is read to its end for the end of a comment; keeps the whole linear."""

_START = re.compile(
    r"^[ \t]*%[^\n]*|(?P<first>^[ \t]*)?(?P<at>@[ \t]*(?P<type>[A-Za-z][\w-]*)\s*(?P<brace>[{(])?)",
    re.MULTILINE,
)
_NEXT = re.compile(r"^[ \t]*(@[ \t]*[A-Za-z][\w-]*\s*[{(]\s*[^\s,{}()\"=]+[ \t]*,)", re.MULTILINE)
_MARK = re.compile(r"[{}()\"]")


@dataclass(frozen=True, slots=True)
class EntryText:
    """One top-level entry: text[start:end] with its type in lower case, and what keeps it from being parsed."""

    start: int
    end: int
    type: str
    flaw: str = ""
    """Empty, or "unclosed" | "no-brace" | "deep" | "large"."""


def split_entries(text: str) -> Iterator[EntryText]:
    r"""The entries of a file in order, strings and preambles included, comments left out.

    Lines end in "\\n" only. Takes time linear in the text, whatever is in it.
    """
    openings = (found.start(1) for found in _NEXT.finditer(text))
    position, boundary, patience = 0, next(openings, None), MAX_OPEN_COMMENTS
    while (found := _START.search(text, position)) is not None:
        position = found.end()
        start, type_ = found.start("at"), (found["type"] or "").lower()
        if type_ == "comment":
            position, patience = _after_comment(text, found, patience)
        elif found["brace"]:
            while boundary is not None and boundary <= start:
                boundary = next(openings, None)
            position, flaw = _end(text, found.end() - 1, len(text) if boundary is None else boundary)
            yield EntryText(start, position, type_, flaw)
        elif type_ and found["first"] is not None:
            # `@article foo` on a line of its own is a mistake; `me@example.org` in free text is not.
            yield EntryText(start, position, type_, "no-brace")


def _after_comment(text: str, found: re.Match[str], patience: int) -> tuple[int, int]:
    """Where to go on after `@comment`, and how many more unclosed ones to look through.

    A comment may hold whole entries that somebody switched off: they belong to it where its braces balance.
    """
    if not found["brace"] or patience == 0:
        return found.end(), patience
    end, flaw = _end(text, found.end() - 1, len(text))
    return (found.end(), patience - 1) if flaw == "unclosed" else (end, patience)


def _end(text: str, opening: int, limit: int) -> tuple[int, str]:
    """Where the entry opened at `opening` ends, and its flaw; `limit` where it never closes."""
    closing = "}" if text[opening] == "{" else ")"
    depth, braces, quoted = 0, 0, False
    for mark in _MARK.finditer(text, opening + 1, limit):
        character = mark[0]
        if character == "{":
            depth, braces = depth + 1, braces + 1
            if depth > MAX_BRACE_DEPTH or braces > MAX_BRACES:
                return limit, "deep" if depth > MAX_BRACE_DEPTH else "large"
        elif character == closing and depth == 0 and not (quoted and closing == ")"):
            return mark.end(), "large" if mark.end() - opening > MAX_ENTRY_LENGTH else ""
        elif character == "}":
            depth = max(0, depth - 1)
        elif character == '"' and depth == 0:
            # Quotes hide a `)` only; a brace counts inside quotes too.
            quoted = not quoted
    return limit, "unclosed"
