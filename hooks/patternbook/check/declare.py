"""The parts that rules are declared with: what a rule finds, and a rule together with the function that finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from patternbook.check.collect import Position
from patternbook.check.summaries.catalogue_summary import CatalogueSummary, FindPositions
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.diagnostics.diagnostic import Rule


class Problem(NamedTuple):
    """A problem that an item rule found."""

    position: Position
    message: str
    expected: str = ""
    fix: str = ""
    correct: tuple[str, str] | None = None
    """What is written at the position, and what is certain to be meant."""


class CatalogueProblem(NamedTuple):
    """A problem that a catalogue rule found."""

    item: int
    """Its index among the summaries."""
    where: FindPositions
    message: str
    expected: str = ""
    fix: str = ""
    earlier: tuple[int, FindPositions] | None = None
    """Index and position of an earlier item whose place is appended to the message."""
    cause: str = ""
    """What it has in common with others: all with the same cause are one diagnostic, with the places of all."""
    quotes: bool = False
    """Whether the first words of the paragraph at the position are appended to the message."""
    correct: tuple[str, str] | None = None
    """What is written at the position, and what is certain to be meant."""


Seen = TypeVar("Seen")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Check(Generic[Seen, Found]):
    """A rule, and the function that finds what breaks it."""

    rule: Rule
    find: Callable[[Seen], Iterator[Found]]


ItemRule = Check[CheckedItem, Problem]
CatalogueRule = Check[CatalogueSummary, CatalogueProblem]


def reports_rule(rule: Rule) -> Callable[[Callable[[Seen], Iterator[Found]]], Check[Seen, Found]]:
    """Declare the rule that a function reports on."""
    return lambda find: Check(rule, find)
