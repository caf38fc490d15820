"""Rules about the addresses that entries and words had elsewhere: each can be an address here, and leads to one page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from patternbook.check.collect import Position
from patternbook.check.declare import Problem, reports_rule
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.diagnostics.diagnostic import Diagnostic, Place, Rule
from patternbook.model.registry import ALIASES, ID_PATTERN, LISTED
from patternbook.urls import alias_path, mended_alias, unusable_alias

UNUSABLE_ALIAS = Rule(
    "PB366", "error", "An address from elsewhere cannot be one here", "Write it as it stood behind the host, such as `wiki/Old_page.html`."
)
TAKEN_ALIAS = Rule("PB367", "error", "An address from elsewhere is taken", "Take it out, or keep it with one entry.")
_OWN_NAME = re.compile(rf"(?i)(?:(?:{ID_PATTERN.strip('^$')}|page-[0-9]+)(?:\.html?)?)?")
"""Below an index, what the catalogue itself names pages."""
_INDEXES = frozenset(thing.plural for thing in LISTED)


@reports_rule(UNUSABLE_ALIAS)
def unusable_aliases(item: CheckedItem) -> Iterator[Problem]:
    """Every address from elsewhere can be the name of a file here."""
    whole = item.contents.whole
    for spot, address in whole.texts(ALIASES) if whole is not None else ():
        if reason := alias_fault(address):
            mended = mended_alias(address)
            shown = address if len(address) <= 60 else f"{address[:57]}..."
            yield Problem(Position(spot), f"{shown!r} cannot be an address here: {reason}", "", f"Write `{mended}`." if mended else "")


def alias_fault(address: str) -> str:
    """Why an address from elsewhere cannot be one of this site; empty where it can."""
    folder, _, name = address.partition("/")
    if folder in _INDEXES and _OWN_NAME.fullmatch(name):
        return "addresses of this form are those of the catalogue itself"
    return unusable_alias(address)


class WrittenAlias(NamedTuple):
    """An address from elsewhere, as an item writes it."""

    address: str
    name: str
    """Id or slug of the item."""
    page: str
    """The page of the item, which it leads to."""
    place: Place


def alias_diagnostics(aliases: Iterable[WrittenAlias], taken: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Whether each address from elsewhere is free.

    Args:
        aliases: All of them.
        taken: Path of each page of the site, see `alias_path` -> what it is, for messages.

    """
    first: dict[str, WrittenAlias] = {}
    for alias in aliases:
        path = alias_path(alias.address)
        earlier = first.setdefault(path, alias)
        if path in taken:
            message = f"{alias.address!r} is the address of {taken[path]}"
        elif earlier.page != alias.page:
            message = f"{alias.address!r} leads to {earlier.name} already, at {earlier.place.file}:{earlier.place.line}"
        else:
            continue
        yield Diagnostic(TAKEN_ALIAS, alias.place, message, alias.name)
