"""Where a document names entries: by id, by the address of a page, by the key of a citation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from patternbook.citing.citation import UNRELEASED_KEY
from patternbook.model.registry import KINDS
from patternbook.review.citations.passages import Passage

AROUND = 300
"""Characters on each side of an id that count as beside it, as far as no other id stands there."""
_PREFIXES = "|".join(kind.prefix for kind in KINDS)
_MENTION = re.compile(
    rf"(?:(?<=/releases/)(?P<site>[\w.-]{{1,40}})/[\w/-]{{1,60}}/)?(?<![A-Za-z0-9_-])(?P<id>(?:{_PREFIXES})-[0-9]{{3,9}})(?![A-Za-z0-9_-])"
    rf"(?::(?P<key>[0-9][\w.-]{{0,39}}|{UNRELEASED_KEY}))?"
)


class Mention(NamedTuple):
    """A place where a document names an entry."""

    line: int
    column: int
    """Counted from 1, in the passage's line as it is read."""
    id: str
    release: str
    """The release that it is cited from; empty where none is named."""
    before: str
    """The text in front of it, back to another id."""
    after: str
    """The text behind it, up to another id."""
    neighbours: tuple[str, str]
    """The ids before and after these texts; empty where there is none in the passage."""


def find_mentions(passages: Iterable[Passage]) -> Iterator[Mention]:
    """Every id in a document, in its order. One that an address and its text both name is found once."""
    for passage in passages:
        found = list(_MENTION.finditer(passage.text))
        for number, match in enumerate(found):
            if not (number and _names_the_same(found[number - 1], match)):
                yield _mention(passage, found[:number], match, found[number + 1 :])


def _names_the_same(earlier: re.Match[str], later: re.Match[str]) -> bool:
    """Whether a mention only repeats the one before on its line, as in `[F-004](https://.../F-004/)`."""
    return earlier["id"] == later["id"] and not _release(later) and "\n" not in later.string[earlier.end() : later.start()]


def _mention(passage: Passage, earlier: Sequence[re.Match[str]], match: re.Match[str], later: Sequence[re.Match[str]]) -> Mention:
    previous = next((each for each in reversed(earlier) if each["id"] != match["id"]), None)
    following = next((each for each in later if each["id"] != match["id"]), None)
    begin = max(match.start() - AROUND, previous.end() if previous else 0)
    end = min(match.end() + AROUND, following.start() if following else len(passage.text))
    lines = passage.text[: match.start("id")].split("\n")
    return Mention(
        passage.line + len(lines) - 1,
        len(lines[-1]) + 1,
        match["id"],
        _release(match),
        passage.text[begin : match.start()],
        passage.text[match.end() : end],
        (previous["id"] if previous else "", following["id"] if following else ""),
    )


def _release(match: re.Match[str]) -> str:
    key = match["key"] or ""
    return match["site"] or (key.rstrip(".-") if key != UNRELEASED_KEY else "")
