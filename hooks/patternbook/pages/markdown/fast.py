"""Texts that need no parser: paragraphs and flat lists of words, our marks, emphasis, code and web addresses.

Most texts are such, and a parser takes many times as long for them. What it gives for them is given here too, byte for
byte; tests compare the two. Where that is not certain the answer is None, and the parser's word counts (pages/markdown/renderer.py).
"""

from __future__ import annotations

import re
from itertools import pairwise

from patternbook.markup import CITATION, ENTRY_LINK, parse_citation
from patternbook.pages.markdown.marks import TextScope, citation_html, entry_link_html

_SIGNS = ".,;:()/%'’“”?+=–—…-"
_MEANING = re.compile(rf"[^\w\s{_SIGNS}]|[_\r\0]")
"""Anything that Markdown or HTML may read as more than text within a line."""
_HARMLESS = bytes(code for code in range(128) if not _MEANING.match(chr(code)))
_LOOSE_LINE_END = re.compile(r"\s\n|\n\s")

_LETTER = r"[^\W_]"
_WORDS = rf"(?={_LETTER})(?:{_LETTER}|[ {_SIGNS}])+(?<={_LETTER})"
"""Words that begin and end with a letter or a digit, so that stars around them are emphasis wherever they stand."""
_MARK = re.compile(
    rf"{ENTRY_LINK.pattern}|{CITATION.pattern}"
    rf"|\*\*(?P<strong>{_WORDS})\*\*(?!\*)|\*(?P<em>{_WORDS})\*(?!\*)|`(?P<code>{_WORDS})`(?!`)"
    rf"|\[(?P<label>{_WORDS})\]\((?P<href>https?://[a-z0-9]+(?:[.-][a-z0-9]+)*(?:/[A-Za-z0-9._~-]+)*/?)\)"
)
_ENTRY_LINK, _CITATION = 1, 2
"""Groups of the first two."""

_START = rf"(?:[^\W\d_]|[(“\[]|\d+(?![\d.)])|\*\*?(?={_LETTER})|`(?!`))"
"""What begins a line of a paragraph, whatever stands above and below it."""
_OF_PARAGRAPH = re.compile(_START)
_LIST = re.compile(r"- |1\. ")
_ITEMS = {"- ": re.compile(rf"- (?={_START})"), "1. ": re.compile(rf"[0-9]{{1,9}}\. (?={_START})")}
_TAGS = {"- ": "ul", "1. ": "ol"}


def render_inline(text: str, scope: TextScope) -> str | None:
    """The HTML of what stands within a line, or a few lines of one paragraph."""
    if "\n" in text and _LOOSE_LINE_END.search(text):
        return None
    if _is_plain(text):
        return text
    pieces, end = [], 0
    for mark in _MARK.finditer(text):
        html = _html(mark, scope)
        if html is None:
            return None
        pieces += [text[end : mark.start()], html]
        end = mark.end()
    pieces.append(text[end:])
    return "".join(pieces) if _is_plain("".join(pieces[::2])) else None


def _is_plain(text: str) -> bool:
    # Of ASCII, deleting what is harmless takes a tenth of the time of a search.
    return not text.encode().translate(None, _HARMLESS) if text.isascii() else not _MEANING.search(text)


def _html(mark: re.Match[str], scope: TextScope) -> str | None:
    if mark.lastindex == _ENTRY_LINK:
        return entry_link_html(mark[1].strip(), mark[0], scope)
    if mark.lastindex == _CITATION:
        works = parse_citation(mark[2])
        return citation_html(works, mark.string[: mark.start()], mark[0], scope) if works else None
    if mark["href"]:
        return f'<a href="{mark["href"]}">{mark["label"]}</a>'
    return f"<{mark.lastgroup}>{mark[mark.lastgroup or 0]}</{mark.lastgroup}>"


def render_blocks(text: str, scope: TextScope) -> str | None:
    """The HTML of paragraphs and lists."""
    chunks = text.strip("\n").split("\n\n")
    if any(_LIST.match(one) and _LIST.match(other) for one, other in pairwise(chunks)):
        return None  # they may be one
    made = []
    for chunk in chunks:
        html = _list(chunk, scope) if _LIST.match(chunk) else _paragraph(chunk, scope)
        if html is None:
            return None
        made.append(html)
    return "".join(made)


def _paragraph(chunk: str, scope: TextScope) -> str | None:
    html = _line(chunk, scope) if all(map(_OF_PARAGRAPH.match, chunk.split("\n"))) else None
    return None if html is None else f"<p>{html}</p>\n"


def _list(chunk: str, scope: TextScope) -> str | None:
    marker = chunk[: chunk.index(" ") + 1]
    made = []
    for line in chunk.split("\n"):
        start = _ITEMS[marker].match(line)
        html = _line(line[start.end() :], scope) if start else None
        if html is None:
            return None
        made.append(f"<li>{html}</li>\n")
    return f"<{_TAGS[marker]}>\n{''.join(made)}</{_TAGS[marker]}>\n"


def _line(text: str, scope: TextScope) -> str | None:
    return None if text[-1].isspace() else render_inline(text, scope)
