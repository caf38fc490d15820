"""Cards to lines: each word with the numbers of its pages, as they are written in shards.

A page keeps its number when other pages are added or removed: an entry's number is that of its id, that of another page is
a hash of its name, and each kind has a range of numbers whose length is a power of two. So the lines can be updated from
the changed cards alone.
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
from patternbook.search.records import UNSEARCHED, Card

ENTRIES_SHIFT, HASHED_SHIFT = 3, 5
"""A block covers 2 ** shift numbers; more for hashed ones, of which only every fourth to eighth is used."""
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
    """The ranges of the kinds that have cards, in the order in which results that match equally well are listed."""
    by_kind: dict[str, list[Card]] = {kind: [] for kind in (*LISTED_BY_NAME, "page", "reference")}
    for card in cards:
        if card.kind != UNSEARCHED:
            by_kind[card.kind].append(card)
    start = 0
    for kind, members in by_kind.items():
        if members:
            range_ = _range(kind, sorted(members, key=lambda card: card.id), start)
            start += range_.length
            yield range_


def _range(kind: str, members: Sequence[Card], start: int) -> NumberRange:
    numbers = [int(match[1]) for match in map(_ID.fullmatch, (card.id for card in members)) if match]
    length, shift = _power_of_two(max(numbers, default=0)), ENTRIES_SHIFT
    if len(numbers) < len(members) or length > _LEAST * len(members):
        numbers = [crc32(card.id.encode()) for card in members]
        length, shift = _power_of_two(4 * len(members)), HASHED_SHIFT  # sparse, so that few hashes collide
    slots: dict[int, Card] = {}
    for number, card in zip(numbers, members, strict=True):
        slot = number % length
        while slot in slots:
            slot = (slot + 1) % length
        slots[slot] = card
    return NumberRange(kind, start, length, shift, dict(sorted(slots.items())))


def _power_of_two(least: int) -> int:
    return max(_LEAST, 1 << least.bit_length())


def posting_lines(ranges: Iterable[NumberRange]) -> dict[str, str]:
    """Word -> the numbers of its pages by weight, as written in shards, in the order of words."""
    tables: tuple[defaultdict[str, list[int]], ...] = tuple(defaultdict(list) for _ in range(4))
    for range_ in ranges:
        for slot, card in range_.slots.items():
            number = range_.start + slot
            for table, words in zip(tables, card.words, strict=True):
                for word in words.split():
                    table[word].append(number)
    gaps = _Gaps()
    first, second, third, fourth = ({word: gaps.written(numbers) for word, numbers in table.items()}.get for table in tables)
    return {word: f"{first(word, '')}.{second(word, '')}.{third(word, '')}.{fourth(word, '')}".rstrip(".") for word in sorted(set().union(*tables))}


class _Gaps(dict[int, str]):
    """A cache of numbers as digits of base 32, the highest first; 32 is added to all digits but the last."""

    def __missing__(self, gap: int) -> str:
        text, rest = DIGITS[gap & 31], gap >> 5
        while rest:
            text, rest = DIGITS[32 + (rest & 31)] + text, rest >> 5
        self[gap] = text
        return text

    def written(self, numbers: Sequence[int]) -> str:
        """Ascending numbers as the first of them and the gaps between them, each less one."""
        if len(numbers) == 1:
            return self[numbers[0]]  # as most words are on one page only
        return "".join([self[after - before - 1] for before, after in pairwise([-1, *numbers])])

    def read(self, text: str) -> list[int]:
        """The numbers that a text of `written` holds."""
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


def update_postings(lines: Mapping[str, str], ranges: Iterable[NumberRange], changes: Iterable[tuple[Card, Card]]) -> dict[str, str]:
    """The lines after some cards were replaced: what `posting_lines` would return for all present cards.

    Args:
        lines: Before the change.
        ranges: Of the present cards.
        changes: Pairs of an old card and the one that replaces it under the same number.

    """
    page_numbers = {(range_.kind, card.id): range_.start + slot for range_ in ranges for slot, card in range_.slots.items()}
    touched: dict[str, list[list[int]]] = {}
    gaps = _Gaps()
    for old, new in changes:
        if new.kind == UNSEARCHED:
            continue
        number = page_numbers[new.kind, new.id]
        for weight, (before, after) in enumerate(zip(old.words, new.words, strict=True)):
            for word in set(before.split()) ^ set(after.split()):
                if word not in touched:
                    touched[word] = [gaps.read(part) for part in f"{lines.get(word, '')}...".split(".")[:4]]
                _toggle(touched[word][weight], number)
    updated = {**lines, **{word: ".".join(map(gaps.written, table)).rstrip(".") for word, table in touched.items()}}
    kept = {word: line for word, line in updated.items() if line}  # without words that no page has any more
    return kept if touched.keys() <= lines.keys() else dict(sorted(kept.items()))


def _toggle(numbers: list[int], number: int) -> None:
    """Remove the number where it is in the list, insert it where it is not; the list stays sorted."""
    at = bisect_left(numbers, number)
    if at < len(numbers) and numbers[at] == number:
        del numbers[at]
    else:
        numbers.insert(at, number)
