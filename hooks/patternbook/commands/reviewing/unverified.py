"""`patternbook unverified`: draw items of evidence that nobody has verified, for a person to compare with their sources."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from patternbook.catalogue.items import Item
from patternbook.commands.usage import OK, positive_argument, read_sound
from patternbook.documents.counts import count_phrase, mention_labels
from patternbook.model.components import Evidence
from patternbook.model.introspect import walk_structs
from patternbook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("--count", type=positive_argument, default=10, metavar="N", help="how many (default: 10)")
    parser.add_argument("--seed", default="1", metavar="TEXT", help="the same seed draws the same items from the same data (default: 1)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the items that are drawn, and how many there are."""
    items = unverified_items(read_sound(settings).items)
    for item in draw(items, options.count, options.seed):
        print("\n".join(item.lines()), end="\n\n")
    print(
        f"{min(options.count, len(items))} of {len(items)} items of evidence that nobody has verified. Who has compared one adds `verified_by` to it."
    )
    return OK


class UnverifiedItem(NamedTuple):
    """An item of evidence that nobody has verified."""

    entry: str
    place: str
    """File and line of the entry."""
    evidence: Evidence

    def lines(self) -> Iterator[str]:
        """What a reader of the source compares."""
        evidence = self.evidence
        yield f"{self.entry}  {self.place}"
        yield f"  read in:  {evidence.source}, {evidence.locator}  ({evidence.study})"
        yield f"  claim:    {' '.join(evidence.source_claim.split())}"
        if evidence.mentions is not None:
            labels = mention_labels(evidence.mentions)
            yield f"  counted:  {count_phrase(evidence.mentions)}{f': {labels}' if labels else ''}"
        if evidence.source_wording is not None:
            yield f"  wording:  {evidence.source_wording.quantifier!r}, said of {evidence.source_wording.of}"


def unverified_items(items: Sequence[Item]) -> list[UnverifiedItem]:
    """Every item of evidence without `verified_by`, in the order of the data."""
    return [
        UnverifiedItem(item.name, f"{item.place.file}:{item.place.line}", part)
        for item in items
        for _, part in walk_structs(item.value())
        if isinstance(part, Evidence) and part.verified_by is None
    ]


def draw(items: Sequence[UnverifiedItem], count: int, seed: str) -> list[UnverifiedItem]:
    """Draw some items; the same seed draws the same ones from the same data."""
    return random.Random(seed).sample(items, min(count, len(items)))  # noqa: S311 - a draw that can be repeated, no secret
