"""The two marks that entry text has beyond Markdown: [[F-004]] and [@key, p. 4; @other].

One grammar for the checks and for the renderer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ENTRY_LINK = re.compile(r"\[\[([^\[\]\n]{0,80})\]\]")
CITATION = re.compile(r"\[(@[^\[\]]{1,300})\]")
_CITED_KEY = re.compile(r"@([A-Za-z0-9][A-Za-z0-9_:.+-]*)")
_CITED_WORK = re.compile(r"@([A-Za-z0-9][A-Za-z0-9_:.+-]*?)(?:,\s*(.+))?")
_CODE = re.compile(
    r"\\.|<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*>|\[\[[^\[\]\n]{0,80}\]\]|\[@[^\[\]]{1,300}\]"
    r"|`(?P<block>(?:(?<=^`)|(?<=^ `)|(?<=^  `)|(?<=^   `))``[^`\n]*\n(?:(?!```).)*?^ {0,3}```[ \t]*$)"
    r"|`(?P<span>(?<!``)(?P<ticks>`*)(?!`)[^\n|]*?(?<!`)`(?P=ticks)(?!`))",
    re.DOTALL | re.MULTILINE,
)
"""Code, and what a backtick inside is not code: escapes, addresses, our own marks.

Only what is code on every page counts: a span may not run over the end of a line or a bar, where a list, a paragraph
or the cell of a table may end. What this takes for text that the renderer takes for code is checked once too often.
Each alternative starts with a character of its own: those are looked for, and at no other place is anything tried.
"""
_HTML = re.compile(r"<(?:[a-zA-Z/][^<>]*|!--.*?--)>", re.DOTALL)
_AUTOLINK = re.compile(r"<https?://[^<>\s]*>")
_LINK_TARGET = re.compile(r"\]\(\s*<?([^)\s>]*)")
_OPENING = re.compile(r"\[\[|\[@")
_MEANING = re.compile(r"[\\`*_\[\]<>&!|~]")
"""What may mean something within a line of Markdown."""


@dataclass(frozen=True, slots=True)
class CitedWork:
    """One work inside [@...]: key and, where given, locator."""

    key: str
    locator: str


def parse_citation(inside: str) -> tuple[CitedWork, ...] | None:
    """Read what stands between `[` and `]` of a citation; None where it is malformed."""
    works = []
    for part in inside.split(";"):
        match = _CITED_WORK.fullmatch(" ".join(part.split()))
        if match is None:
            return None
        works.append(CitedWork(match[1], match[2] or ""))
    return tuple(works)


@dataclass(frozen=True, slots=True)
class Markdown:
    """A text that is looked through for several things, and what of it is no code."""

    text: str
    plain: str
    """The text with code blanked, at the same offsets."""

    @classmethod
    def of(cls, text: str) -> Markdown:
        return cls(text, _without_code(text))


def _without_code(text: str) -> str:
    return _CODE.sub(lambda match: " " * len(match[0]) if match["block"] or match["span"] else match[0], text) if "`" in text else text


def entry_links_at(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Ids named as [[ID]], outside code, with the offset of each."""
    return ((match.start(), match[1].strip()) for match in ENTRY_LINK.finditer(markdown.plain))


def citations(text: str) -> Iterator[CitedWork]:
    """Works cited as [@key], outside code; malformed ones are skipped."""
    return (work for _, work in citations_at(Markdown.of(text)))


def citations_at(markdown: Markdown) -> Iterator[tuple[int, CitedWork]]:
    """The same with the offset of the citation each stands in."""
    for match in CITATION.finditer(markdown.plain):
        yield from ((match.start(), work) for work in parse_citation(match[1]) or ())


def keys_in(opening: str) -> list[str]:
    """Keys in an opening that does not become a citation: what is written wrong is meant all the same."""
    return _CITED_KEY.findall(opening)


def find_malformed(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Openings of a mark that do not become one: offset, and a few characters of context."""
    if "[[" not in markdown.plain and "[@" not in markdown.plain:
        return
    rest = ENTRY_LINK.sub(lambda match: " " * len(match[0]), markdown.plain)
    rest = CITATION.sub(lambda match: match[0] if parse_citation(match[1]) is None else " " * len(match[0]), rest)
    for match in _OPENING.finditer(rest):
        yield match.start(), markdown.text[match.start() : match.start() + 40].split("\n")[0]


def raw_html(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Tags and comments in the text with their offsets, outside code; <https://...> is a link, not a tag."""
    plain = _AUTOLINK.sub(lambda match: " " * len(match[0]), markdown.plain)
    return ((match.start(), match[0]) for match in _HTML.finditer(plain))


def unsafe_links(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Targets of Markdown links that are neither http nor https, with their offsets."""
    targets = ((match.start(1), match[1]) for match in _LINK_TARGET.finditer(markdown.plain))
    return ((offset, target) for offset, target in targets if not target.lower().startswith(("http://", "https://")))


def escape_markdown(plain: str) -> str:
    """Plain text, such as a title, as Markdown that reads the same."""
    return _MEANING.sub(r"\\\g<0>", plain)
