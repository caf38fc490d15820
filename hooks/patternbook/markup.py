"""The marks of entry text besides Markdown: [[F-004]], [@key, p. 4; @other], and [ours] at the end of a paragraph.

Checks and renderer share this grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

ENTRY_LINK = re.compile(r"\[\[([^\[\]\n]{0,80})\]\]")
CITATION = re.compile(r"\[(@[^\[\]]{1,300})\]")
OURS = re.compile(r"\[ours\](?!\()")
"""The mark at the end of a paragraph that is not from a source."""
_CITED_KEY = re.compile(r"@([A-Za-z0-9][A-Za-z0-9_:.+-]*)")
_CITED_WORK = re.compile(r"@([A-Za-z0-9][A-Za-z0-9_:.+-]*?)(?:,\s*(.+))?")
_CODE = re.compile(
    r"\\.|<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*>|\[\[[^\[\]\n]{0,80}\]\]|\[@[^\[\]]{1,300}\]"
    r"|`(?P<block>(?:(?<=^`)|(?<=^ `)|(?<=^  `)|(?<=^   `))``[^`\n]*\n(?:(?!```).)*?^ {0,3}```[ \t]*$)"
    r"|`(?P<span>(?<!``)(?P<ticks>`*)(?!`)[^\n|]*?(?<!`)`(?P=ticks)(?!`))",
    re.DOTALL | re.MULTILINE,
)
"""Code, and the places where a backtick does not start code: escapes, addresses, our own marks.

A span of code must not contain a line end or a bar, where a list, a paragraph or the cell of a table may end. So some code
may be taken for text, which is then checked without need, but never the other way round.
Each alternative starts with a different character, so that the engine tries a match at these characters only.
"""
_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")
_TAG_OR_COMMENT = re.compile(rf"{_TAG.pattern}|<!--.*?-->", re.DOTALL)
_COMMENT_END = "-->"
_AUTOLINK = re.compile(r"<https?://[^<>\s]*>")
_LINK_TARGET = re.compile(r"\]\(\s*<?(?P<target>[^)\s>]*)")
_LINK_DEFINITION = re.compile(r"^ {0,3}\[([^\]\n]*)\]:\s*<?(?P<target>[^)\s>]*)", re.MULTILINE)
_IMAGE = re.compile(r"!\[(?P<words>[^\[\]\n]{0,500})\](?:\(\s*<?(?P<target>[^)\s>]*)|\[(?P<name>[^\]\n]*)\])?")
_OPENING = re.compile(r"\[\[|\[@")
_MEANING = re.compile(r"[\\`*_\[\]<>&!|~]")
"""Characters that may have a meaning within a line of Markdown."""


@dataclass(frozen=True, slots=True)
class CitedWork:
    """One work inside [@...]: its key, and its locator or an empty text."""

    key: str
    locator: str


def parse_citation(inside: str) -> tuple[CitedWork, ...] | None:
    """Parse the text between `[` and `]` of a citation; None where it is malformed."""
    matches = [_CITED_WORK.fullmatch(" ".join(part.split())) for part in inside.split(";")]
    works = tuple(CitedWork(match[1], match[2] or "") for match in matches if match)
    return works if len(works) == len(matches) else None


@dataclass(frozen=True, slots=True)
class Markdown:
    """A text, and the same without code, which all functions below search."""

    text: str
    plain: str
    """The text with code replaced by blanks, so that offsets are the same."""

    @classmethod
    def of(cls, text: str) -> Markdown:
        if "`" not in text:  # as in most texts
            return cls(text, text)
        return cls(text, _CODE.sub(lambda match: " " * len(match[0]) if match["block"] or match["span"] else match[0], text))


def entry_links_at(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Ids named as [[ID]], outside code, with the offset of each."""
    return ((match.start(), match[1].strip()) for match in ENTRY_LINK.finditer(markdown.plain))


def citations(text: str) -> Iterator[CitedWork]:
    """Works cited as [@key], outside code; malformed ones are skipped."""
    return (work for _, work in citations_at(Markdown.of(text)))


def citations_at(markdown: Markdown) -> Iterator[tuple[int, CitedWork]]:
    """Works cited as [@key], outside code, with the offset of their citation; malformed ones are skipped."""
    for match in CITATION.finditer(markdown.plain):
        yield from ((match.start(), work) for work in parse_citation(match[1]) or ())


def keys_in(opening: str) -> list[str]:
    """Keys in an opening that is not a valid citation, since it is probably meant as one."""
    return _CITED_KEY.findall(opening)


def find_malformed(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Openings of a mark that is not valid: offset, and a few characters of context."""
    if "[[" not in markdown.plain and "[@" not in markdown.plain:
        return
    rest = ENTRY_LINK.sub(lambda match: " " * len(match[0]), markdown.plain)
    rest = CITATION.sub(lambda match: match[0] if parse_citation(match[1]) is None else " " * len(match[0]), rest)
    for match in _OPENING.finditer(rest):
        yield match.start(), markdown.text[match.start() : match.start() + 40].split("\n")[0]


def raw_html(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Tags and comments in the text with their offsets, outside code; <https://...> is a link, not a tag."""
    without_links = _AUTOLINK.sub(lambda match: " " * len(match[0]), markdown.plain)
    # Where no comment ends any more, none is looked for: each opening would be compared with the whole rest of the text.
    last = without_links.rfind(_COMMENT_END)
    end = last + len(_COMMENT_END) if last >= 0 else 0
    matches = chain(_TAG_OR_COMMENT.finditer(without_links, 0, end), _TAG.finditer(without_links, end))
    return ((match.start(), match[0]) for match in matches)


def link_targets(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Targets of Markdown links and of their definitions below the text, with their offsets."""
    found = (match for pattern in (_LINK_TARGET, _LINK_DEFINITION) for match in pattern.finditer(markdown.plain))
    return ((match.start("target"), match["target"]) for match in found)


def image_targets(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Targets of Markdown images, those of definitions below the text too, with their offsets."""
    definitions = {match[1].strip().lower(): match for match in _LINK_DEFINITION.finditer(markdown.plain)}
    for match in _IMAGE.finditer(markdown.plain):
        found = match if match["target"] is not None else definitions.get((match["name"] or match["words"]).strip().lower())
        if found is not None:
            yield found.start("target"), found["target"]


def unsafe_links(markdown: Markdown) -> Iterator[tuple[int, str]]:
    """Targets of Markdown links that are neither http nor https, with their offsets."""
    return ((match.start(1), match[1]) for match in _LINK_TARGET.finditer(markdown.plain) if not match[1].lower().startswith(("http://", "https://")))


def escape_markdown(plain: str) -> str:
    """Plain text, such as a title, as Markdown that reads the same."""
    return _MEANING.sub(r"\\\g<0>", plain)
