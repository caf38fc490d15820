"""Cut a .bib text into its top-level entries, so that one broken entry loses only itself.

BibTeX has no line-based structure: one missing brace makes an entry swallow the rest of the file. So entries are cut
here, in one linear pass, before anything parses them. An entry ends where its braces balance, or where a line opens
the next entry (`@type{key,` or `@string{name =`), whichever comes first. Outside entries everything is free text (BibTeX's own rule); in
addition a line that starts with `%` is skipped, as biber does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_BRACE_DEPTH = 50
"""Nested braces in an entry. pybtex and `latex.codec` recurse; real entries stay below ten."""

MAX_ENTRY_LENGTH = 200_000
"""Characters in an entry: an abstract and a list of three thousand authors fit."""

MAX_BRACES = 5_000
"""Opening braces in an entry. pybtex copies the rest of a name list at each one."""

MAX_OPEN_COMMENTS = 10
"""How often a file is read to its end for the end of a comment that has none; keeps the time linear."""

_START = re.compile(
    r"^[ \t]*%[^\n]*|(?P<first>^[ \t]*)?(?P<at>@[ \t]*(?P<type>[A-Za-z][\w-]*)\s*(?P<brace>[{(])?)",
    re.MULTILINE,
)
_NEXT = re.compile(r"^[ \t]*(@[ \t]*(?:[A-Za-z][\w-]*\s*[{(]\s*[^\s,{}()\"=]+[ \t]*,|(?i:string)\s*[{(]\s*[^\s,{}()\"=]+\s*=))", re.MULTILINE)
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
    openings = (opening.start(1) for opening in _NEXT.finditer(text))
    limit = next(openings, len(text))
    position, open_comments = 0, 0
    while (match := _START.search(text, position)) is not None:
        position = match.end()
        start, type_ = match.start("at"), (match["type"] or "").lower()
        if type_ == "comment":
            # A comment may hold whole entries that were switched off: they belong to it where its braces balance.
            if match["brace"] and open_comments < MAX_OPEN_COMMENTS:
                end, flaw = _end(text, match.end() - 1, len(text))
                position = match.end() if flaw == "unclosed" else end
                open_comments += flaw == "unclosed"
        elif match["brace"]:
            while limit <= start:
                limit = next(openings, len(text))
            position, flaw = _end(text, match.end() - 1, limit)
            yield EntryText(start, position, type_, flaw)
        elif type_ and match["first"] is not None:
            # `@article foo` on a line of its own is a mistake; `me@example.org` in free text is not.
            yield EntryText(start, position, type_, "no-brace")


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
