"""Rules about links and citations in texts that are only half written, so that they would be printed as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patternbook.check.collect import Position
from patternbook.check.declare import Problem, reports_rule
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.diagnostics.diagnostic import Rule
from patternbook.markup import Markdown, is_surely_key, without_marks
from patternbook.model.registry import ID_PATTERN
from patternbook.source.parse import ValueSpot

MALFORMED_MARK = Rule("PB308", "error", "A link in the text is malformed", "Write [[F-004]] or [@key, p. 4].", adjustable=True)

_ID = ID_PATTERN.strip("^$")
_WORK = r"@[A-Za-z0-9][\w:.+-]*(?:, [^\[\]\n]{1,80})?"
_LINK_END = re.compile(rf"(?P<name>{_ID}|(?<=\[)[a-z][a-z0-9-]{{0,80}})\]\]")
"""The end of a link: `[F-004]]`, `F-004]]`, `[scope]]`."""
_BRACKETED_ID = re.compile(rf"\[(?P<name>{_ID})\](?![\](\[:])")
_CITATION_END = re.compile(rf"(?P<name>{_WORK})\]")
"""The end of a citation: `@key, p. 4]`."""
_REACH = 300
"""Characters before a citation in which its bracket is looked for; none is longer."""
_BEFORE_CITATION = re.compile(r"(?:\A|[^\[\w.@/-])-?\Z")
"""What stands before the key of half a citation."""


@reports_rule(MALFORMED_MARK)
def half_marks(item: CheckedItem) -> Iterator[Problem]:
    """No link or citation lacks a bracket."""
    for spot, markdown in item.contents.marked:
        rest = without_marks(markdown) if "]" in markdown.plain else ""
        for match in _half_links(rest):
            yield _half(spot, markdown, match, f"[[{match['name']}]]")
        for match in _CITATION_END.finditer(rest) if "@" in rest else ():
            line = rest[max(0, match.start() - _REACH) : match.start()].rpartition("\n")[2]
            if line.rfind("[") <= line.rfind("]") and _BEFORE_CITATION.search(line):
                yield _half(spot, markdown, match, f"[{match['name']}]")


def _half_links(rest: str) -> Iterator[re.Match[str]]:
    if "]]" in rest:
        yield from (match for match in _LINK_END.finditer(rest) if _starts_alone(rest, match.start()))
    if "[" in rest:
        yield from (match for match in _BRACKETED_ID.finditer(rest) if rest[match.start() - 1 : match.start()] != "[")


def _starts_alone(rest: str, start: int) -> bool:
    """Whether no word runs into the name, or into a bracket before it: `list[item]]` is no half of a link."""
    before = rest[max(0, start - 2) : start]
    return not re.search(r"[\w-]\[?\Z|\[\[\Z", before)


def _half(spot: ValueSpot, markdown: Markdown, match: re.Match[str], whole: str) -> Problem:
    start = match.start("name") - (markdown.text[match.start("name") - 1 : match.start("name")] == "[")
    return Problem(Position(spot, start), f"half a link or citation: {markdown.text[start : match.end()]!r}", "", f"Write {whole}.")


@reports_rule(MALFORMED_MARK)
def citations_in_other_words(item: CheckedItem) -> Iterator[Problem]:
    """No citation lacks its @, and none is written as in LaTeX."""
    for spot, markdown in item.contents.marked:
        rest = without_marks(markdown) if "[" in markdown.plain or "\\" in markdown.plain else ""
        for match in _WITHOUT_AT.finditer(rest) if "[" in rest else ():
            if is_surely_key(match["key"]):
                at, meant = Position(spot, match.start()), f"[@{match['key']}{match['locator']}]"
                yield Problem(at, f"{match[0]!r} is a citation without its @", "@ before the key", f"Write {meant}.")
        for match in _IN_LATEX.finditer(rest) if "\\" in rest else ():
            locator = f", {match['locator']}" if match["locator"] else ""
            meant = "; ".join(f"@{key.strip()}" for key in match["keys"].split(","))
            yield Problem(Position(spot, match.start()), f"{match[0]!r} is a citation of LaTeX", "one in brackets", f"Write [{meant}{locator}].")


_WITHOUT_AT = re.compile(r"(?<![\[\]\\!])\[(?P<key>[A-Za-z][\w-]{0,80})(?P<locator>(?:, [^\[\]\n]{1,80})?)\](?![\](\[:])")
_IN_LATEX = re.compile(
    r"\\[A-Za-z]{0,6}[Cc]ite[a-z]{0,12}\*?(?:\[[^\[\]\n]{0,80}\](?=\[))?(?:\[(?P<locator>[^\[\]\n]{0,80})\])?\{(?P<keys>[^{}\n]{1,200})\}"
)


ITEM_MARK_RULES = (half_marks, citations_in_other_words)
