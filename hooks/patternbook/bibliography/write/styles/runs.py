"""Putting a citation together of runs: groups with a delimiter, and the punctuation where two parts meet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class TextRun:
    """A stretch of a citation: its text, whether it is in italics, and the address it links to (http, https or nothing)."""

    text: str
    italic: bool = False
    href: str = ""


Runs = tuple[TextRun, ...]
Part = str | Runs
"""Plain text, or runs."""

_ABSORBS = {".": ".?!:;", ",": ",", ":": ":?!", ";": ";"}
"""Mark -> marks after which it is not printed."""
_MARKS = frozenset(_ABSORBS)


def plain_text(runs: Iterable[TextRun]) -> str:
    """A citation as plain text."""
    return "".join(run.text for run in runs)


def italic(text: str) -> Runs:
    """Text in italics; nothing where there is none."""
    return (TextRun(text, italic=True),) if text else ()


def link(text: str, href: str) -> Runs:
    """Text that leads to an address."""
    return (TextRun(text, href=href),) if text else ()


def quoted_title(text: str) -> Runs:
    """A title in double quotation marks; its own become single."""
    inner = re.sub(r'"([^"]*)"', r"‘\1’", text.replace("“", "‘").replace("”", "’"))
    return (TextRun(f"“{inner}”"),) if text else ()


def double_quoted(text: str) -> str:
    """Text whose single quotation marks are double, as American usage has the outer ones: `Syntax for 'dplyr'`; apostrophes stay."""
    if "“" in text or not ("‘" in text or "'" in text):
        return text
    return re.sub(r"(?<!\w)(?:‘(\S[^‘“]*?)’|'(\S[^'“]*?)')(?!\w)", lambda quoted: f"“{quoted[1] or quoted[2]}”", text)


def group(delimiter: str, *parts: Part, prefix: str = "", suffix: str = "") -> Runs:
    """The parts that are not empty, with the delimiter between them; nothing at all where all are empty."""
    given = [_runs(part) for part in parts if part]
    if not given:
        return ()
    joined: list[TextRun] = [*_runs(prefix)]
    between = _runs(delimiter)
    for number, part in enumerate(given):
        if number and between:
            _append(joined, between)
        _append(joined, part)
    _append(joined, _runs(suffix))
    return tuple(joined)


def line(*parts: Part) -> Runs:
    """A whole citation: parts one after the other, neighbours that look the same as one run, without white space at the ends."""
    joined: list[TextRun] = []
    for part in parts:
        _append(joined, _runs(part))
    looks = groupby(joined, key=lambda run: (run.italic, run.href))
    merged = [TextRun(_typeset("".join(run.text for run in same), href), is_italic, href) for (is_italic, href), same in looks]
    if merged and not merged[-1].href:
        merged[-1] = TextRun(merged[-1].text.rstrip(), merged[-1].italic)
    return tuple(run for run in merged if run.text)


def _typeset(text: str, href: str) -> str:
    """With typographic quotation marks and apostrophes, and single blanks."""
    if href:
        return text
    text = re.sub(r'"([^"]*)"', r"“\1”", text).replace("'", "’")
    return re.sub("  +", " ", text)


def _runs(part: Part) -> Runs:
    return ((TextRun(part),) if part else ()) if isinstance(part, str) else part


def _append(joined: list[TextRun], runs: Iterable[TextRun]) -> None:
    """Append runs, with the punctuation where each meets what stands before it."""
    for run in runs:
        text = run.text
        if joined and text and not run.href and (text[0] in _MARKS or joined[-1].text.endswith((" ", "”"))):
            last = joined[-1]
            before, after = _meet(last.text, text, same_look=last.italic == run.italic)
            if before != last.text:
                joined[-1] = TextRun(before, last.italic, last.href)
            if after:
                joined.append(run if after == text else TextRun(after, run.italic))
        elif text:
            joined.append(run)


def _meet(before: str, after: str, *, same_look: bool) -> tuple[str, str]:
    """Two texts that meet: no mark is doubled, a comma or full stop goes inside quotation marks, no blank stands before a mark."""
    mark = after[0]
    if before.endswith("”"):
        if mark in ",." and same_look:  # of a title in italics the marks are its own
            inside = before[:-1]
            before, after = f"{inside}{'' if inside.endswith(('.', '?', '!', ',')) else mark}”", after[1:]
    elif mark in _ABSORBS and before.rstrip().endswith(tuple(_ABSORBS[mark])):
        after = after[1:]
    elif mark in _ABSORBS:
        before = before.rstrip()
    return before, after.lstrip() if before.endswith(" ") else after
