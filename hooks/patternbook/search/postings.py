"""Cards to lines: each word with the numbers of its pages, as shards hold them.

Every page keeps its number while others come and go: an entry's number is that of its id; other pages get one from a
hash of their name; each kind has a range of numbers whose length is a power of two. So the lines of one state of a
catalogue become those of the next by what the changed cards say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

from patternbook.model.registry import LISTED_BY_NAME
from patternbook.search.records import Card

KIND_ORDER = (*LISTED_BY_NAME, "page", "reference")
"""Kinds as their numbers, and results that are equally good, follow each other."""
ENTRIES_SHIFT, HASHED_SHIFT = 5, 7
"""A block holds 2 ** shift numbers; hashed numbers lie a fourth to an eighth as dense."""
_SPARSE = 4
_LEAST = 64

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_ID = re.compile(r"[A-Z]+-([0-9]{1,8})")


@dataclass(frozen=True, slots=True)
class NumberRange:
    """A kind's numbers."""

    kind: str
    start: int
    length: int
    shift: int
    slots: Mapping[int, Card]
    """Number within the range -> card, in order."""


def number_ranges(cards: Iterable[Card]) -> Iterator[NumberRange]:
    """The ranges of the kinds there are, in order."""
    by_kind: dict[str, list[Card]] = {kind: [] for kind in KIND_ORDER}
    for card in cards:
        by_kind[card.kind].append(card)
    start = 0
    for kind, members in by_kind.items():
        if members:
            found = _range(kind, sorted(members, key=lambda card: card.id), start)
            start += found.length
            yield found


def _range(kind: str, members: Sequence[Card], start: int) -> NumberRange:
    wanted = [int(number[1]) for number in map(_ID.fullmatch, (card.id for card in members)) if number]
    length, shift = _power_of_two(max(wanted, default=0)), ENTRIES_SHIFT
    if len(wanted) < len(members) or length > _LEAST * len(members):
        wanted = [crc32(card.id.encode()) for card in members]
        length, shift = _power_of_two(_SPARSE * len(members)), HASHED_SHIFT
    slots: dict[int, Card] = {}
    for number, card in zip(wanted, members, strict=True):
        slot = number % length
        while slot in slots:
            slot = (slot + 1) % length
        slots[slot] = card
    return NumberRange(kind, start, length, shift, dict(sorted(slots.items())))


def _power_of_two(least: int) -> int:
    return max(_LEAST, 1 << least.bit_length())


def posting_lines(every: Iterable[NumberRange]) -> dict[str, str]:
    """Word -> its pages by weight, written down, in the order of words."""
    tables: tuple[defaultdict[str, list[int]], ...] = tuple(defaultdict(list) for _ in range(4))
    for each in every:
        for slot, card in each.slots.items():
            number = each.start + slot
            for table, said in zip(tables, card.words, strict=True):
                for word in said.split():
                    table[word].append(number)
    gaps = _Gaps()
    written = [{word: gaps.written(numbers) for word, numbers in table.items()} for table in tables]
    first, second, third, fourth = (table.get for table in written)
    words = sorted(set().union(*tables))
    return {word: f"{first(word, '')}.{second(word, '')}.{third(word, '')}.{fourth(word, '')}".rstrip(".") for word in words}


class _Gaps(dict[int, str]):
    """A number to its digits of base 32, the highest first, all but the last marked by 32 more; remembered."""

    def __missing__(self, gap: int) -> str:
        text, rest = DIGITS[gap & 31], gap >> 5
        while rest:
            text, rest = DIGITS[32 + (rest & 31)] + text, rest >> 5
        self[gap] = text
        return text

    def written(self, numbers: Sequence[int]) -> str:
        """Ascending numbers as the gaps between them, less one."""
        if len(numbers) < 2:
            return self[numbers[0]] if numbers else ""
        return self[numbers[0]] + "".join([self[after - before - 1] for before, after in pairwise(numbers)])

    def read(self, text: str) -> list[int]:
        """The numbers that were written down."""
        numbers: list[int] = []
        gap = 0
        for digit in text:
            value = _VALUES[digit]
            gap = gap << 5 | value & 31
            if value < 32:
                numbers.append(numbers[-1] + gap + 1 if numbers else gap)
                gap = 0
        return numbers


_VALUES = {digit: value for value, digit in enumerate(DIGITS)}


def update_postings(lines: Mapping[str, str], every: Iterable[NumberRange], changes: Iterable[tuple[Card, Card]]) -> dict[str, str]:
    """The lines after some cards became others, each under its old number: what `posting_lines` would give for all cards there are now."""
    numbers = {(each.kind, card.id): each.start + slot for each in every for slot, card in each.slots.items()}
    touched: dict[str, list[list[int]]] = {}
    gaps = _Gaps()
    for old, new in changes:
        number = numbers[new.kind, new.id]
        for weight, (before, after) in enumerate(zip(old.words, new.words, strict=True)):
            for word in set(before.split()) ^ set(after.split()):
                if word not in touched:
                    touched[word] = [gaps.read(part) for part in f"{lines.get(word, '')}...".split(".")[:4]]
                _toggle(touched[word][weight], number)
    return _merged(lines, {word: ".".join(map(gaps.written, table)).rstrip(".") for word, table in touched.items()})


def _toggle(numbers: list[int], number: int) -> None:
    """Take the number out where it is, put it in where it is not; the numbers stay in order."""
    at = bisect_left(numbers, number)
    if at < len(numbers) and numbers[at] == number:
        del numbers[at]
    else:
        numbers.insert(at, number)


def _merged(lines: Mapping[str, str], touched: Mapping[str, str]) -> dict[str, str]:
    """The lines with some of them written anew; words that no page holds any more are gone."""
    kept = {word: line for word, line in (lines | touched).items() if line}  # type: ignore[operator]
    return kept if touched.keys() <= lines.keys() else dict(sorted(kept.items()))
