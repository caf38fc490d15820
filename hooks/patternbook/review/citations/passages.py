"""Passages of a document, with the line of each: Markdown, LaTeX, BibTeX and other plain texts, HTML, Word (.docx)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import NamedTuple
from xml.etree import ElementTree

MAX_XML_BYTES = 64 * 1024 * 1024
"""The largest text of a .docx that is read, unpacked."""
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BLOCKS = frozenset({
    *("address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "figcaption", "footer", "h1", "h2", "h3"),
    *("h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead", "title", "tr"),
    "ul",
})  # fmt: skip
"""Elements of HTML that begin a passage of their own."""
_HIDDEN = frozenset(("script", "style", "template"))


class Passage(NamedTuple):
    """A piece of a document within which one thing stands beside another: a paragraph, a cell, a heading."""

    line: int
    """Where it starts, counted from 1; in a .docx the number of the paragraph, those of notes after all others."""
    text: str


class DocumentError(Exception):
    """A document cannot be read; the message says why."""


def text_passages(text: str) -> Iterator[Passage]:
    """The paragraphs of a plain text, which empty lines separate."""
    for match in re.finditer(r"\S.*(?:\n[ \t]*\S.*)*", text):
        yield Passage(text.count("\n", 0, match.start()) + 1, match[0])


class _HtmlReader(HTMLParser):
    """Collects the texts between the elements that begin a passage, with the addresses that links in them lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.passages: list[Passage] = []
        self._parts: list[str] = []
        self._line = 1
        self._hidden = 0

    def end_passage(self) -> None:
        if text := re.sub(r"[ \t]+", " ", "".join(self._parts)).strip():
            self.passages.append(Passage(self._line, text))
        self._parts = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_passage()
        self._hidden += tag in _HIDDEN
        address = dict(attrs).get("href") if tag == "a" else None
        if address:
            self._add(f" <{address}> ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        if tag in _BLOCKS:
            self.end_passage()

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, text: str) -> None:
        if self._hidden:
            return
        if not self._parts:
            self._line = self.getpos()[0] + (len(text) - len(text.lstrip("\n")) if text.strip() else 0)
            text = text.lstrip("\n")
        self._parts.append(text)


def html_passages(text: str) -> Iterator[Passage]:
    """The blocks of an HTML document. Where a link leads is read in front of its text."""
    reader = _HtmlReader()
    reader.feed(text)
    reader.close()
    reader.end_passage()
    return iter(reader.passages)


def word_passages(raw: bytes) -> Iterator[Passage]:
    """The paragraphs of a Word document (ECMA-376) and of its notes, with the addresses that their links lead to.

    Raises:
        DocumentError: it is none, it is damaged, or it is too large.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
            parts = [_part(archive, name, names) for name in _PARTS if name == _PARTS[0] or f"word/{name}.xml" in names]
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise DocumentError("it is no Word document, or it is damaged") from error
    number = 0
    for body, addresses in parts:
        for paragraph in body.iter(f"{_WORD}p"):
            number += 1
            if text := "".join(_word_texts(paragraph, addresses)).strip():
                yield Passage(number, text)


_PARTS = ("document", "footnotes", "endnotes")
"""Parts of a Word document that hold its text."""


def _part(archive: zipfile.ZipFile, name: str, names: Sequence[str]) -> tuple[ElementTree.Element, dict[str | None, str]]:
    """A part, without what only stands for another form of the same, and the addresses of its links."""
    body = _parsed(archive, f"word/{name}.xml")
    for alternatives in [*body.iter(f"{_ALTERNATIVES}AlternateContent")]:
        for fallback in alternatives.findall(f"{_ALTERNATIVES}Fallback"):
            alternatives.remove(fallback)
    relations = f"word/_rels/{name}.xml.rels"
    links = _parsed(archive, relations) if relations in names else ()
    return body, {each.get("Id"): each.get("Target", "") for each in links}


_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def _parsed(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    with archive.open(name) as opened:
        raw = opened.read(MAX_XML_BYTES + 1)  # what the archive says of its size may be wrong
    if len(raw) > MAX_XML_BYTES:
        raise DocumentError(f"its text is too large; at most {MAX_XML_BYTES:,} bytes are read")
    if b"<!DOCTYPE" in raw:  # Word writes none, and one may declare entities that grow without end
        raise DocumentError("it is no Word document: it declares entities")
    return ElementTree.fromstring(raw)  # noqa: S314 - see above


def _word_texts(paragraph: ElementTree.Element, addresses: dict[str | None, str]) -> Iterator[str]:
    for part in paragraph.iter():
        if part.tag == f"{_WORD}t":
            yield part.text or ""
        elif part.tag in (f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr"):
            yield " "
        elif part.tag == f"{_WORD}noBreakHyphen":
            yield "-"
        elif part.tag == f"{_WORD}instrText" and (link := _LINK_FIELD.search(part.text or "")):
            yield f" <{link[1]}> "
        elif part.tag == f"{_WORD}hyperlink":
            target = addresses.get(part.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"))
            yield f" <{target}> " if target else ""


_LINK_FIELD = re.compile(r'HYPERLINK\s+"([^"]+)"')
"""A link as a field of Word, as other programs write it."""
