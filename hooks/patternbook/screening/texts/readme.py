"""The parts of a README: title, opening, headings, snippets of code, prose."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from patternbook.screening.texts.snippets import FENCE_PATTERN, Sentence, code_snippets

MAX_README_CHARACTERS = 200_000
PROSE_CHARACTERS = 8000
OPENING_CHARACTERS = 1500
"""Characters of prose that count as the opening, in which a repository says what it is."""

_NOT_PROSE = re.compile(
    r"!\[[^\]\n]{0,500}\]\([^)\n]{0,1000}\)"  # pictures, badges
    r"|<!--.{0,4000}?-->"
    r"|</?[A-Za-z][^>]{0,1500}>"  # tags; the text between them is prose
    r"|^\s*\.\.\s[^\n]*$|^\|[^\n|]*\|$"  # directives and substitutions of reStructuredText
    r"|^\s*\[[^\]\n]{1,200}\]:[^\n]*$",  # link definitions
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"\[([^\]\[\n]{0,300})\]\([^)\n]{0,1000}\)|`([^`<\n]{1,200})\s<[^>\n]{1,500}>`_{1,2}")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*$")
_SUMMARY = re.compile(r"<summary\b[^>]{0,500}>(?:(?!<summary\b).){0,500}?</summary", re.IGNORECASE | re.DOTALL)
"""Heads a part that is folded away; it says nothing of the whole, and is no section."""
_UNDERLINE = re.compile(r"^\s*([=\-~^*#])\1{2,}\s*$")
_MARKS = re.compile(r"[*_`>|]+|:[a-z0-9_+-]+:|[\U0001F000-\U0001FAFF\u2600-\u27bf\ufe0f\u00ae\u2122]")
ITEM_MARK = "- "
"""Prefix of a sentence that is a list item: it names a feature rather than the repository."""
_ITEM = re.compile(r"^\s*[-*+]\s+\S")
_LINKED_ITEM = re.compile(r"^\s*[-*+]\s+\[[^\]\n]{1,300}\]\(https?://")


@dataclass(frozen=True, slots=True)
class Readme:
    """A README."""

    path: str = ""
    title: str = ""
    opening: tuple[Sentence, ...] = ()
    """Title and first sentences of prose."""
    headings: tuple[Sentence, ...] = ()
    linked_items: int = 0
    """Number of list items that are links to elsewhere."""
    snippets: tuple[Sentence, ...] = ()
    """The first significant line of each snippet of program code."""
    prose: str = ""
    """The beginning of its text, without code and markup."""
    text: str = ""


def parse_readme(path: str, raw: str) -> Readme:
    """Parse a README in Markdown, reStructuredText or plain text."""
    text = raw[:MAX_README_CHARACTERS]
    lines = _NOT_PROSE.sub(lambda found: "\n" * found[0].count("\n"), text).splitlines()
    summaries = _lines_of_summaries(text)
    prose = list(_prose(lines, summaries))
    headings = tuple(sentence for sentence in prose if sentence.title and sentence.line not in summaries)
    return Readme(
        path,
        headings[0].text if headings else "",
        tuple(_opening(prose)),
        headings,
        sum(1 for line in text.splitlines() if _LINKED_ITEM.match(line)),
        tuple(code_snippets(text)),
        "\n".join(sentence.text for sentence in prose)[:PROSE_CHARACTERS],
        text,
    )


def _lines_of_summaries(text: str) -> frozenset[int]:
    """Return the lines on which summaries of folded parts stand."""
    lines: set[int] = set()
    line, counted = 1, 0
    for found in _SUMMARY.finditer(text):
        line, counted = line + text.count("\n", counted, found.start()), found.start()
        lines.update(range(line, line + found[0].count("\n") + 1))
    return frozenset(lines)


def _prose(lines: list[str], summaries: Collection[int]) -> Iterator[Sentence]:
    """Yield headings and lines of text, without code and markup."""
    fenced = False
    for number, line in enumerate(lines, 1):
        if FENCE_PATTERN.match(line):
            fenced = not fenced
            continue
        if fenced or _UNDERLINE.match(line):
            continue
        heading = _HEADING.match(line[:500])
        underlined = number < len(lines) and bool(line.strip()) and bool(_UNDERLINE.match(lines[number][:200]))
        words = without_markup(heading[1] if heading else line)
        if words:
            words = f"{ITEM_MARK}{words.removeprefix(ITEM_MARK)}" if _ITEM.match(line) else words
            yield Sentence(words, number, bool(heading) or underlined or number in summaries)


def without_markup(text: str) -> str:
    """Remove links, emphasis and emoji from a text."""
    return " ".join(_MARKS.sub(" ", _LINK.sub(lambda found: found[1] or found[2] or "", text[:2000])).split())


def _opening(prose: list[Sentence]) -> Iterator[Sentence]:
    """Yield the title and the sentences after it, up to the second heading with text below it."""
    taken = 0
    under = 0
    for sentence in prose:
        if sentence.title:
            under += taken > 200
        if taken > OPENING_CHARACTERS or under > 1:
            return
        taken += len(sentence.text)
        yield sentence
