"""Texts that need no parser: paragraphs and flat lists of words, our marks, emphasis, code and web addresses.

Most texts are like that, and the parser takes many times as long for them. The HTML is the parser's, byte for byte, which
tests compare. Functions return None where they cannot be sure of that; then pages/markdown/renderer.py uses the parser.
"""

from __future__ import annotations

import re
from itertools import pairwise

from patternbook.markup import CITATION, ENTRY_LINK, OURS, parse_citation
from patternbook.pages.markdown.marks import OpenBrackets, TextScope, citation_html, entry_link_html, ours_html

_SIGNS = ".,;:()/%'’“”?+=–—…-"
_MEANING = re.compile(rf"[^\w\s{_SIGNS}]|[_\r\0]")
"""A character within a line that may be more than text to Markdown or HTML."""
_HARMLESS = bytes(code for code in range(128) if not _MEANING.match(chr(code)))
_LOOSE_LINE_END = re.compile(r"\s\n|\n\s")

_LETTER = r"[^\W_]"
_WORDS = rf"(?={_LETTER})(?:{_LETTER}|[ {_SIGNS}])+(?<={_LETTER})"
"""Words that begin and end with a letter or digit, so that stars around them are emphasis whatever is before and after them."""
_MARK = re.compile(
    rf"{ENTRY_LINK.pattern}|{CITATION.pattern}|(?P<ours>{OURS.pattern})"
    rf"|\*\*(?P<strong>{_WORDS})\*\*(?!\*)|\*(?P<em>{_WORDS})\*(?!\*)|`(?P<code>{_WORDS})`(?!`)"
    rf"|\[(?P<label>{_WORDS})\]\((?P<href>https?://[a-z0-9]+(?:[.-][a-z0-9]+)*(?:/[A-Za-z0-9._~-]+)*/?)\)"
)
_START = rf"(?:[^\W\d_]|[(“\[]|\d+(?![\d.)])|\*\*?(?={_LETTER})|`(?!`))"
"""The start of a line that belongs to a paragraph, whatever is above and below it."""
_PARAGRAPH_LINE = re.compile(_START)
_LIST = re.compile(r"- |1\. ")
_LISTS = {"- ": (re.compile(rf"- (?={_START})"), "ul"), "1. ": (re.compile(rf"[0-9]{{1,9}}\. (?={_START})"), "ol")}
"""Start of a list -> the start of its items, and its element."""


def render_inline(text: str, scope: TextScope) -> str | None:
    """The HTML of a line, or of the lines of one paragraph, without an element around it."""
    if "\n" in text and _LOOSE_LINE_END.search(text):
        return None
    if _is_plain(text):
        return text
    pieces: list[str | None] = []
    end, brackets = 0, OpenBrackets(text)
    for mark in _MARK.finditer(text):
        pieces += [text[end : mark.start()], _html(mark, brackets, scope)]
        end = mark.end()
    pieces.append(text[end:])
    return _join(pieces) if _is_plain(_join(pieces[::2]) or "") else None  # every other piece is the text between two marks


def _is_plain(text: str) -> bool:
    # For ASCII, deleting the harmless characters takes a tenth of the time of a search.
    return not text.encode().translate(None, _HARMLESS) if text.isascii() else not _MEANING.search(text)


def _html(mark: re.Match[str], brackets: OpenBrackets, scope: TextScope) -> str | None:
    if mark.lastindex == 1:  # groups are numbered in the order of the alternatives
        return entry_link_html(mark[1].strip(), mark[0], scope)
    if mark.lastindex == 2:
        works = parse_citation(mark[2])
        return citation_html(works, brackets.are_open(mark.start()), mark[0], scope) if works else None
    if mark["ours"]:
        return ours_html(scope)
    if mark["href"]:
        return f'<a href="{mark["href"]}">{mark["label"]}</a>'
    return f"<{mark.lastgroup}>{mark[mark.lastgroup or 0]}</{mark.lastgroup}>"


def render_blocks(text: str, scope: TextScope) -> str | None:
    """The HTML of paragraphs and lists."""
    chunks = text.strip("\n").split("\n\n")
    if any(_LIST.match(one) and _LIST.match(other) for one, other in pairwise(chunks)):
        return None  # two lists in a row may be one to the parser
    return _join([_list(chunk, scope) if _LIST.match(chunk) else _paragraph(chunk, scope) for chunk in chunks])


def _join(parts: list[str | None]) -> str | None:
    """The parts as one text, or None where one of them is None."""
    known = [part for part in parts if part is not None]
    return "".join(known) if len(known) == len(parts) else None


def _paragraph(chunk: str, scope: TextScope) -> str | None:
    html = _line(chunk, scope) if all(map(_PARAGRAPH_LINE.match, chunk.split("\n"))) else None
    return None if html is None else f"<p>{html}</p>\n"


def _list(chunk: str, scope: TextScope) -> str | None:
    item, tag = _LISTS[chunk[: chunk.index(" ") + 1]]
    lines = [_line(line[start.end() :], scope) if (start := item.match(line)) else None for line in chunk.split("\n")]
    items = _join([None if html is None else f"<li>{html}</li>\n" for html in lines])
    return None if items is None else f"<{tag}>\n{items}</{tag}>\n"


def _line(text: str, scope: TextScope) -> str | None:
    return None if text[-1].isspace() else render_inline(text, scope)
