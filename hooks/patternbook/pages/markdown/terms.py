"""The first use of each glossary term on a page becomes a link to its page: in texts that are HTML already, never inside another link.

No term is looked for in headings, code, formulas, captions and citations, nor in the line that says whom a quotation is by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from patternbook.catalogue.terms import TermTree, longest_term, term_tree
from patternbook.documents.model import Target

_CLOSED = (
    *((f"<{tag}", f"</{tag.strip(' >')}>") for tag in ("a ", "button", "caption", "cite", "code", "figcaption", "math", "pre", "summary", "svg")),
    *(("<th>", "</th>"), ("<th ", "</th>")),
    *((f"<h{level}", f"</h{level}>") for level in range(1, 7)),
    *((f'<span class="pb-{css}', "</span>") for css in ("cited", "tag", "image")),
)
"""Start and end of the elements in which no term is linked. None of them stands in another of its kind."""
_BY_LINE = re.compile(r"<p>\s*[—–]")
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
    longer: frozenset[str] = field(init=False)
    """First word of each form of several words, in which another term may stand."""

    def __post_init__(self) -> None:
        firsts = [(form.partition(" ")[0].lower(), target.page) for form, target in self.forms.items()]
        self.tree = term_tree((form.split(" "), target) for form, target in self.forms.items())
        self.left = [(first, page) for first, page in firsts if page != self.here]
        self.longer = frozenset(form.partition(" ")[0].lower() for form in self.forms if " " in form)

    def take(self, html: str) -> Iterator[tuple[int, int, Target]]:
        """Where terms stand that are not linked yet: start, end, and the term. They count as linked from then on."""
        lower = html.lower()
        if not any(first in lower for first, _ in self.left) or len(lower) != len(html):  # a letter became two: no place is sure
            return
        closed, end = [pair for pair in _CLOSED if pair[0] in html], 0
        for start in sorted(_places({first for first, _ in self.left} | self.longer, lower)):
            found = longest_term(html, start, self.tree) if start >= end else None
            if found and not _is_closed(html, start, closed):
                end, target = found
                if any(page == target.page for _, page in self.left):
                    self.left = [each for each in self.left if each[1] != target.page]
                    yield start, end, target


def _places(words: set[str], text: str) -> Iterator[int]:
    """Every place where one of the words may stand in a text."""
    for word in words:
        place = text.find(word)
        while place >= 0:
            yield place
            place = text.find(word, place + 1)


def _is_closed(html: str, place: int, closed: Sequence[tuple[str, str]]) -> bool:
    """Whether a place is in a tag, in one of these elements, or in the line that says whom a quotation is by."""
    if html.rfind("<", 0, place) > html.rfind(">", 0, place):
        return True
    if any(html.rfind(start, 0, place) > html.rfind(end, 0, place) for start, end in closed):
        return True
    quoted = html.rfind("<blockquote", 0, place) > html.rfind("</blockquote", 0, place)
    return quoted and _BY_LINE.match(html, max(html.rfind("<p>", 0, place), 0)) is not None
