"""What a check finds beside a revision that the data is to follow: a ledger that was tampered with, an entry whose meaning was swapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from patternbook.catalogue.items import Item
from patternbook.catalogue.releases.ledger import Ledger
from patternbook.diagnostics.diagnostic import Diagnostic, Place, Rule
from patternbook.model.components import Entry
from patternbook.source.files import LEDGER_FILE, display_path

REWRITTEN_LEDGER = Rule("PB614", "error", "A line of the ledger was changed or taken out", "Put it back: lines are only added, at the end.")
SWAPPED_MEANING = Rule("PB615", "error", "An entry means something else under its id", "Give what is new an id of its own, or say why.")
BASE_RULES = (REWRITTEN_LEDGER, SWAPPED_MEANING)

SHARED_WORDS = 0.25
"""The part of the words of a title and statement that must still be there; with less, another claim stands under the id."""
_WORD = re.compile(r"[^\W\d_]{4,}")
"""A word that says something; shorter ones are in every text."""
_REASONS = ("reworded_because", "corrected_because")


def base_diagnostics(
    base: Sequence[Item], base_ledger: Ledger, head: Sequence[Item], head_ledger: Ledger, folder: Path, named_from: Path
) -> Iterator[Diagnostic]:
    """What the data did to what was there.

    Args:
        base: The items of the revision that the data follows.
        base_ledger: Its ledger.
        head: The items of the data.
        head_ledger: Its ledger.
        folder: The data folder.
        named_from: Folder that messages name files relative to.

    """
    yield from _rewritten(base_ledger, head_ledger, display_path(folder / LEDGER_FILE, named_from))
    before = _entries(base)
    for name, item in _entries(head).items():
        if name in before:
            yield from _swapped(before[name], item)


def _rewritten(base: Ledger, head: Ledger, file: str) -> Iterator[Diagnostic]:
    for old, new in zip_longest(base.lines, head.lines):
        if old is not None and old != new:
            said = f"{new!r} stands there" if new is not None else "the ledger ends before it"
            yield Diagnostic(REWRITTEN_LEDGER, Place(file, head.number(new or "")), f"the line {old!r} was here, and {said}")
            return


def _entries(items: Sequence[Item]) -> Mapping[str, Item]:
    return {item.name: item for item in items if isinstance(item.value(), Entry)}


def _swapped(before: Item, after: Item) -> Iterator[Diagnostic]:
    old, new = (_words(item) for item in (before, after))
    if old and len(old & new) < SHARED_WORDS * len(old) and not _is_explained(before, after):
        message = f"of {len(old)} words of its title and statement {len(old & new)} are still there: another claim stands under its id"
        fix = (
            f"Give what is new an id of its own (`{after.name.partition('-')[0]}-new-...`), or say why in `reworded_because` or `corrected_because`."
        )
        yield Diagnostic(SWAPPED_MEANING, after.place, message, after.name, fix=fix)


def _words(item: Item) -> set[str]:
    return set(_WORD.findall(f"{item.header.title} {item.header.statement}".casefold()))


def _is_explained(before: Item, after: Item) -> bool:
    return any((reason := getattr(after.value(), name)) and reason != getattr(before.value(), name) for name in _REASONS)
