"""The first use of each glossary term on a page becomes a link to its page: in texts that are HTML already, never inside another link.

No term is looked for in headings, code, formulas, captions and citations, nor in the line that says whom a quotation is by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from patternbook.catalogue.terms import TERM_WORD, TermTree, term_tree, terms_among
from patternbook.documents.model import Target

_PIECE = re.compile(rf"</?(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[^>]*)>|&[#\w]+;|(?P<word>{TERM_WORD})")
_CLOSED = frozenset(
    ("a", "button", "caption", "cite", "code", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "math", "pre", "summary", "svg", "th")
)
"""Elements in which no term is linked."""
_CLOSED_SPAN = re.compile(r' class="pb-(?:cited|tag|image)')
_BY_LINE = re.compile(r"\s*[—–]")
"""The start of the paragraph of a quotation that says whom it is by."""


@dataclass(slots=True)
class FirstUses:
    """The terms of one page, of which each is linked where it stands first."""

    here: str
    """The page, which links to no term that it is about."""
    forms: Mapping[str, Target]
    """Form of a term in the texts of the page -> its page."""
    tree: TermTree = field(init=False)
    left: list[tuple[str, str]] = field(init=False)
    """First word in lower case and page of each form whose term is not linked yet."""

    def __post_init__(self) -> None:
        self.tree = term_tree((form.split(" "), target) for form, target in self.forms.items())
        self.left = [(form.split(" ")[0].lower(), target.page) for form, target in self.forms.items() if target.page != self.here]

    def take(self, html: str) -> Iterator[tuple[int, int, Target]]:
        """Where terms stand that are not linked yet: start, end, and the term. They count as linked from then on."""
        lower = html.lower()
        if any(first in lower for first, _ in self.left):
            for found in terms_among(open_words(html), html, self.tree):
                if any(page == found.named.page for _, page in self.left):
                    self.left = [each for each in self.left if each[1] != found.named.page]
                    yield found.start, found.end, found.named


def open_words(html: str) -> list[re.Match[str]]:
    """The words of HTML that may be part of a term."""
    words, closed, depth, quoted = list[re.Match[str]](), "", 0, 0
    for piece in _PIECE.finditer(html):
        tag = piece["tag"]
        if tag is None:
            if not closed and piece["word"]:
                words.append(piece)
            continue
        step = -1 if piece[0][1] == "/" else 1
        if tag == "blockquote":
            quoted += step
        if closed:
            depth += step * (tag == closed)
            closed = closed if depth else ""
        elif step == 1 and _closes(tag, piece, html, quoted=quoted > 0):
            closed, depth = tag, 1
    return words


def _closes(tag: str, piece: re.Match[str], html: str, *, quoted: bool) -> bool:
    if tag in _CLOSED:
        return True
    if tag == "span":
        return _CLOSED_SPAN.match(piece["rest"]) is not None
    return quoted and tag == "p" and _BY_LINE.match(html, piece.end()) is not None
