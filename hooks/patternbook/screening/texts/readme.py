"""The parts of a README: title, opening, headings, snippets of code, prose."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from patternbook.screening.manifests.lines import numbered_matches
from patternbook.screening.texts.snippets import FENCE_PATTERN, Sentence, code_snippets
from patternbook.screening.texts.titles import structural_title

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
_LINK = re.compile(r"\[((?:[^\]\[\n]|\[[^\]\[\n]{0,100}\]){0,300})\]\([^)\n]{0,1000}\)|`([^`<\n]{1,200})\s<[^>\n]{1,500}>`_{1,2}")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*$")
_ELEMENT = re.compile(r"<(summary|h[1-6])\b[^>]{0,500}>(?:(?!<\1\b).){0,500}?</\1", re.IGNORECASE | re.DOTALL)
"""Headings in HTML. A summary heads a part that is folded away; it says nothing of the whole, and is no section."""
FOLDED = 7
"""The level of a summary, below all headings."""
_PICTURE = re.compile(
    r"!\[([^\]\n]{1,300})\]\(|<img\b[^>]{0,1000}?\balt\s{0,9}=\s{0,9}[\"']([^\"'\n]{1,300})[\"']|^[ \t]+:alt:[ \t]+([^\n]{1,300})$",
    re.IGNORECASE | re.MULTILINE,
)
"""A picture with its alternative text."""
_UNDERLINE = re.compile(r"^\s*([=\-~^*#])\1{2,}\s*$")
_MARKS = re.compile(r"[*`>|]+|(?<!\w)_+|_+(?!\w)|:[a-z0-9_+-]+:|[\U0001F000-\U0001FAFF\u2600-\u27bf\ufe0f\u00ae\u2122]")
ITEM_MARK = "- "
"""Prefix of a sentence that is a list item: it names a feature rather than the repository."""
_ITEM = re.compile(r"^\s*[-*+]\s+\S")
_LINKED_ITEM = re.compile(r"^\s*[-*+]\s+\[[^\]\n]{1,300}\]\(https?://")


@dataclass(frozen=True, slots=True)
class Readme:
    """A README."""

    path: str = ""
    title: str = ""
    """By its place alone: what a section, a notice or thanks are headed by may be taken for it."""
    title_line: int = 0
    opening: tuple[Sentence, ...] = ()
    """Title and first sentences of prose."""
    headings: tuple[Sentence, ...] = ()
    """Of the whole and of its sections, as Markdown and reStructuredText write them."""
    titles: tuple[Sentence, ...] = ()
    """What may be the title: those headings, and those in HTML, which are taglines as often as not."""
    pictures: tuple[Sentence, ...] = ()
    """Alternative texts of the pictures above the second heading, badges among them."""
    linked_items: int = 0
    """Number of list items that are links to elsewhere."""
    snippets: tuple[Sentence, ...] = ()
    """The first significant line of each snippet of program code."""
    prose: str = ""
    """The beginning of its text, without code and markup."""
    text: str = ""


def parse_readme(path: str, raw: str) -> Readme:
    """Parse a README in Markdown, reStructuredText or plain text."""
    text = raw[:MAX_README_CHARACTERS].replace("\r\n", "\n")
    lines = _NOT_PROSE.sub(lambda found: "\n" * found[0].count("\n"), text).split("\n")
    elements = _levels_of_elements(text)
    prose = list(_prose(lines, {line for line, level in elements.items() if level == FOLDED}))
    headings = tuple(sentence for sentence in prose if 0 < sentence.level < FOLDED)
    titles = tuple(each for each in (replace(each, level=each.level or elements.get(each.line, 0)) for each in prose) if 0 < each.level < FOLDED)
    pictures = tuple(_pictures(text, headings[1].line if len(headings) > 1 else len(lines)))
    title = structural_title(titles, pictures, [sentence for sentence in prose if not sentence.title and sentence.line not in elements])
    return Readme(
        path,
        title.text if title else "",
        title.line if title else 0,
        tuple(_opening(prose)),
        headings,
        titles,
        pictures,
        sum(1 for line in text.split("\n") if _LINKED_ITEM.match(line)),
        tuple(code_snippets(text)),
        "\n".join(sentence.text for sentence in prose)[:PROSE_CHARACTERS],
        text,
    )


def _levels_of_elements(text: str) -> Mapping[int, int]:
    """Return the level of heading for every line that is part of a heading in HTML."""
    levels: dict[int, int] = {}
    for line, found in numbered_matches(_ELEMENT, text):
        level = FOLDED if found[1].lower() == "summary" else int(found[1][1])
        levels.update(dict.fromkeys(range(line, line + found[0].count("\n") + 1), level))
    return levels


def _pictures(text: str, last_line: int) -> Iterator[Sentence]:
    """Yield the alternative texts of the pictures down to a line."""
    for line, found in numbered_matches(_PICTURE, text):
        if line > last_line:
            return
        if words := without_markup(found[1] or found[2] or found[3]):
            yield Sentence(words, line)


def _prose(lines: list[str], summaries: Collection[int]) -> Iterator[Sentence]:
    """Yield headings and lines of text, without code and markup."""
    fenced = False
    underlines: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if FENCE_PATTERN.match(line):
            fenced = not fenced
            continue
        if fenced or _UNDERLINE.match(line):
            continue
        heading = _HEADING.match(line[:500])
        below = _UNDERLINE.match(lines[number][:200]) if number < len(lines) and line.strip() else None
        words = without_markup(heading[2] if heading else line)
        if words:
            words = f"{ITEM_MARK}{words.removeprefix(ITEM_MARK)}" if _ITEM.match(line) else words
            by_underline = underlines.setdefault(below[1], len(underlines) + 1) if below else 0  # reStructuredText ranks them as they come
            yield Sentence(words, number, len(heading[1]) if heading else by_underline or (FOLDED if number in summaries else 0))


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
