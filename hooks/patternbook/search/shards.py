"""Cards to the files that a reader's page asks for: a small manifest, shards of words, blocks of titles.

Every page and every word keeps its place while others come and go:

numbers   an entry's number is that of its id; other pages get one from a hash of their name; each kind has a range of numbers
          whose length is a power of two
titles    a block holds a fixed stretch of a kind's numbers
words     a shard holds the words between two bounds; the bounds are midpoints of alphabets, and a stretch is halved only where
          it is too large, so that a word more or less moves no bound but, rarely, its own

So one edit changes the shards of the words that came or went and, with its title, one block. The files are scripts of one call
with JSON in it: unlike fetched files these also work where the site is opened from a folder, and under a policy of `'self'`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from urllib.parse import quote
from zlib import crc32

from patternbook.addresses import Addresses
from patternbook.drawings import MARKS
from patternbook.model.kinds import KIND_BY_NAME, KINDS, VOCABULARIES, VOCABULARY_BY_NAME
from patternbook.pages.page import Asset
from patternbook.search.records import Card

FORMAT = 1
FOLDER = "assets/search"
ORDER = (*(kind.name for kind in KINDS), *(vocabulary.name for vocabulary in VOCABULARIES), "page", "reference")
"""Kinds as their numbers, and results that are equally good, follow each other."""

SHARD = 32_000
"""Bytes of a shard before compression, at most, unless a single word has more."""
ENTRIES_SHIFT, HASHED_SHIFT = 5, 7
"""A block holds 2 ** shift numbers; hashed numbers lie a fourth to an eighth as dense."""
SPARSE = 4
LEAST = 64
ALPHABET_END = 0xD000
"""Letters from here on share a shard: below, Python and JavaScript agree on the order of texts."""

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_ID = re.compile(r"[A-Z]+-([0-9]{1,8})")


@dataclass(frozen=True, slots=True)
class Range:
    """A kind's numbers."""

    kind: str
    start: int
    length: int
    shift: int
    slots: Mapping[int, Card]
    """Number within the range -> card, in order."""


def index(cards: Iterable[Card], where: Addresses, *, largest: int = SHARD) -> tuple[Asset, ...]:
    """Every file of the search, the manifest first; `largest` is that of a shard, in bytes."""
    ranges = tuple(_ranges(cards))
    bounds, shards = _shards(_lines(ranges), largest)
    return (_file("manifest", _manifest(ranges, bounds, where)), *shards, *_blocks(ranges, where))


def _file(name: str, value: object) -> Asset:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Asset(f"{FOLDER}/{name}.js", f"patternbookSearch({json.dumps(name)},{data});\n")


def _manifest(ranges: Sequence[Range], bounds: Sequence[str], where: Addresses) -> dict[str, object]:
    kinds = [
        {
            "name": each.kind,
            "one": next(iter(each.slots.values())).label,
            "many": next(iter(each.slots.values())).label_many,
            "mark": MARKS.get(each.kind, MARKS["index"]),
            "start": each.start,
            "shift": each.shift,
            "ids": each.kind in KIND_BY_NAME,
            "folder": _folder(each.kind),
        }
        for each in ranges
    ]
    size = ranges[-1].start + ranges[-1].length if ranges else 0
    return {"format": FORMAT, "size": size, "suffix": where.url("a").removeprefix("a"), "kinds": kinds, "words": bounds}


def _folder(kind: str) -> str:
    """What stands before an id in its page's address."""
    if kind == "page":
        return ""
    if kind == "reference":
        return "references/"
    return f"{(KIND_BY_NAME[kind] if kind in KIND_BY_NAME else VOCABULARY_BY_NAME[kind]).plural}/"


# ---- numbers ----


def _ranges(cards: Iterable[Card]) -> Iterator[Range]:
    by_kind: dict[str, list[Card]] = {kind: [] for kind in ORDER}
    for card in cards:
        by_kind[card.kind].append(card)
    start = 0
    for kind, members in by_kind.items():
        if members:
            found = _range(kind, sorted(members, key=lambda card: card.id), start)
            start += found.length
            yield found


def _range(kind: str, members: Sequence[Card], start: int) -> Range:
    wanted = [int(number[1]) for number in map(_ID.fullmatch, (card.id for card in members)) if number]
    length, shift = _power_of_two(max(wanted, default=0)), ENTRIES_SHIFT
    if len(wanted) < len(members) or length > LEAST * len(members):
        wanted = [crc32(card.id.encode()) for card in members]
        length, shift = _power_of_two(SPARSE * len(members)), HASHED_SHIFT
    slots: dict[int, Card] = {}
    for number, card in zip(wanted, members, strict=True):
        slot = number % length
        while slot in slots:
            slot = (slot + 1) % length
        slots[slot] = card
    return Range(kind, start, length, shift, dict(sorted(slots.items())))


def _power_of_two(least: int) -> int:
    return max(LEAST, 1 << least.bit_length())


# ---- titles ----


def _blocks(ranges: Iterable[Range], where: Addresses) -> Iterator[Asset]:
    for each in ranges:
        blocks: defaultdict[int, list[list[object]]] = defaultdict(list)
        for slot, card in each.slots.items():
            name = quote(where.url(card.id)) if each.kind == "page" else card.id
            blocks[slot >> each.shift].append([slot, name, card.title, card.line, *([1] if card.retired else [])])
        for number, rows in blocks.items():
            yield _file(f"titles-{each.kind}-{number}", rows)


# ---- words ----


def _lines(ranges: Iterable[Range]) -> dict[str, str]:
    """Word -> its pages by weight, written down, in the order of words."""
    tables: tuple[defaultdict[str, list[int]], ...] = tuple(defaultdict(list) for _ in range(4))
    for each in ranges:
        for slot, card in each.slots.items():
            number = each.start + slot
            for table, found in zip(tables, card.words, strict=True):
                for word in found.split():
                    table[word].append(number)
    gaps = _Gaps()
    written = [{word: gaps.written(numbers) for word, numbers in table.items()} for table in tables]
    first, second, third, fourth = (table.get for table in written)
    every = sorted(set().union(*tables))
    return {word: f"{first(word, '')}.{second(word, '')}.{third(word, '')}.{fourth(word, '')}".rstrip(".") for word in every}


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
        if len(numbers) == 1:
            return self[numbers[0]]
        return self[numbers[0]] + "".join([self[after - before - 1] for before, after in pairwise(numbers)])


def _shards(lines: Mapping[str, str], largest: int) -> tuple[list[str], list[Asset]]:
    """The bounds of the shards, and the shards."""
    every = list(lines)
    ends = [0, *accumulate(len(word.encode()) + 2 + len(line) for word, line in lines.items())]
    bounds, shards = [], []
    for bound, low, high in _split(Stretch(every, ends, largest), 0, len(every), "", 0, ALPHABET_END):
        bounds.append(bound)
        shards.append(_file(shard_name(bound), " ".join(f"{word}={lines[word]}" for word in every[low:high])))
    return bounds, shards


def shard_name(bound: str) -> str:
    """`words-co`; search.js derives the same name. Other letters than a-z and 0-9 by their code."""
    return "words-" + re.sub(r"[^a-z0-9]", lambda match: f"_{ord(match[0]):04x}", bound)


@dataclass(frozen=True, slots=True)
class Stretch:
    """All words in order, and how many bytes they take together up to each."""

    words: Sequence[str]
    ends: Sequence[int]
    largest: int

    def small(self, low: int, high: int) -> bool:
        return self.ends[high] - self.ends[low] <= self.largest or high - low == 1


def _split(every: Stretch, low: int, high: int, bound: str, first: int, last: int) -> Iterator[tuple[str, int, int]]:
    """Halve the alphabet of the letter after a prefix until what lies between is small: (bound, low, high) of each shard.

    words[low:high] begin with the prefix and go on with a letter from `first` up to but not including `last`. `bound` is the
    smallest such text; where `first` is 0, the prefix itself.
    """
    if low == high:
        return
    at_the_end = last - first == 1 and (not first or last == ALPHABET_END)
    if every.small(low, high) or at_the_end:
        yield bound, low, high
    elif last - first > 1:
        middle = _middle(first, last)
        parting = (bound[:-1] if first else bound) + chr(middle)
        between = bisect_left(every.words, parting, low, high)
        yield from _split(every, low, between, bound, first, middle)
        yield from _split(every, between, high, parting, middle, last)
    else:
        yield from _split(every, low, high, bound, 0, ALPHABET_END)


def _middle(first: int, last: int) -> int:
    """The roundest number between: the same bounds come up whatever the stretch began with."""
    shift = ((last - 1) ^ first).bit_length() - 1
    return (last - 1) >> shift << shift
