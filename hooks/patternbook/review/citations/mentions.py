"""Where a document names entries: by id, by the address of a page, also by one that it had elsewhere, by the key of a citation."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote

from patternbook.catalogue.releases.manifest import RELEASE_NAME
from patternbook.citing.citation import UNRELEASED_KEY
from patternbook.model.registry import KINDS
from patternbook.review.citations.passages import Passage
from patternbook.urls import MAX_ALIAS_PARTS, alias_path

AROUND = 300
"""Characters on each side of an id that count as beside it, as far as no other id stands there."""
_PREFIXES = "|".join(kind.prefix for kind in KINDS)
_MENTION = re.compile(
    rf"(?:(?<=/releases/)(?P<site>[\w.-]{{1,40}})/[\w/-]{{1,60}}/)?(?<![A-Za-z0-9_-])(?P<id>(?:{_PREFIXES})-[0-9]{{3,9}})(?![A-Za-z0-9_-])"
    rf"(?::(?P<key>[0-9][\w.-]{{0,39}}|{UNRELEASED_KEY}))?"
)
_HYPHENS = re.compile(r"(?<=[A-Z])[\u2010-\u2013\u2212](?=[0-9]{3})")
"""What programs that set texts make of the hyphen of an id; as long as it, so that columns stay."""
_NAME = rf"(?P<release>{RELEASE_NAME.pattern})(?![\w-]|\.\w)"
_BEHIND = (
    re.compile(rf"[^\w\n]{{0,4}}(?:(?i:release|edition|version)\s+)?{_NAME}"),  # F-004, 2026.12
    re.compile(rf"\]\{{[^{{}}\n]*:{_NAME}\}}"),  # \cite[F-004]{{patternbook:2026.12}}
    re.compile(rf"(?s:.)*?\b(?i:release)\s+{_NAME}"),  # Title (F-004). In Catalogue (Release 2026.12)
)
"""What stands behind an id that is cited from a release."""
_IN_FRONT = re.compile(rf"\b(?i:release)\s+{_NAME},?\s+(?:entry\s+)?$")
"""What stands in front of it: release 2026.12, entry F-004."""
_PATH = re.compile(r"https?://[^\s/\"'<>(){}\[\]]{1,255}/(?P<path>[^\s\"'<>(){}\[\]#?]{1,800})")
"""A web address with a path, without what stands behind a question mark or a number sign."""
_LINK = re.compile(r"\]\([^\s()]*")
"""Between the id that is the text of a link in Markdown, and the same id in its address."""


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


_NO_ALIASES: Mapping[str, str] = MappingProxyType({})


class _Named(NamedTuple):
    """What names an entry in a passage."""

    start: int
    end: int
    at: int
    """Where the id, or the address from elsewhere, begins."""
    id: str
    site: str = ""
    """The release in the address around it."""
    key: str = ""
    """The release in the key of a citation."""


def find_mentions(passages: Iterable[Passage], releases: Collection[str] = (), aliases: Mapping[str, str] = _NO_ALIASES) -> Iterator[Mention]:
    """Every id in a document, in its order. One that an address and its text both name is found once.

    Args:
        passages: The document.
        releases: The releases that there are. In running text only their names are read as releases, as others may be dates or
            versions of something else; in addresses and keys every name is.
        aliases: Path of an address that an entry had elsewhere, see `alias_path` -> its id.

    """
    for passage in (each._replace(text=_HYPHENS.sub("-", each.text)) for each in passages):
        matches, last = _named(passage.text, aliases), None
        for number, match in enumerate(matches):
            mention = _mention(passage, matches[:number], match, matches[number + 1 :], releases)
            if last is not None and (repeated := _repeated(last, mention, passage.text[matches[number - 1].end : match.start])):
                last = repeated
                continue
            if last is not None:
                yield last
            last = mention
        if last is not None:
            yield last


def _named(text: str, aliases: Mapping[str, str]) -> list[_Named]:
    """Everything in a text that names an entry, in order."""
    found = [
        _Named(each.start(), each.end(), each.start("id"), each["id"], each["site"] or "", each["key"] or "") for each in _MENTION.finditer(text)
    ]
    if not aliases:
        return found
    taken = {at for each in found for at in range(each.start, each.end)}
    old = (each for match in _PATH.finditer(text) if (each := _old_address(match, aliases)) is not None)
    return sorted((*found, *(each for each in old if taken.isdisjoint(range(each.start, each.end)))))


def _old_address(match: re.Match[str], aliases: Mapping[str, str]) -> _Named | None:
    """The address of an entry from elsewhere at the end of a web address. One without a folder stands right behind the host."""
    parts = match["path"].rstrip("/.,;:!").split("/")
    for first in range(max(0, len(parts) - MAX_ALIAS_PARTS), len(parts)):
        id_ = aliases.get(alias_path(unquote("/".join(parts[first:]))))
        if id_ is not None and (first < len(parts) - 1 or first == 0):
            start = match.start("path") + sum(len(part) + 1 for part in parts[:first])
            return _Named(start, match.end("path"), start, id_)
    return None


def _repeated(earlier: Mention, later: Mention, between: str) -> Mention | None:
    """The mention before, where this one only repeats it on its line, as in `[F-004](https://.../releases/2026.12/findings/F-004/)`."""
    if earlier.id != later.id or "\n" in between:
        return None
    if later.release in ("", earlier.release):
        return earlier
    return earlier._replace(release=later.release) if not earlier.release and _LINK.fullmatch(between) else None


def _mention(passage: Passage, earlier: Sequence[_Named], match: _Named, later: Sequence[_Named], releases: Collection[str]) -> Mention:
    previous = next((each for each in reversed(earlier) if each.id != match.id), None)
    following = next((each for each in later if each.id != match.id), None)
    begin = max(match.start - AROUND, previous.end if previous else 0)
    end = min(match.end + AROUND, following.start if following else len(passage.text))
    lines = passage.text[: match.at].split("\n")
    before, after = passage.text[begin : match.start], passage.text[match.end : end]
    return Mention(
        passage.line + len(lines) - 1,
        len(lines[-1]) + 1,
        match.id,
        _release(match) or _release_in_words(before, after, releases),
        before,
        after,
        (previous.id if previous else "", following.id if following else ""),
    )


def _release(match: _Named) -> str:
    key = match.key
    return match.site or (key.rstrip(".-") if key != UNRELEASED_KEY else "")


def _release_in_words(before: str, after: str, releases: Collection[str]) -> str:
    """The release that the words beside an id name; empty where they name none that there is."""
    found = (*(pattern.match(after) for pattern in _BEHIND), _IN_FRONT.search(before))
    return next((match["release"] for match in found if match and match["release"] in releases), "")
