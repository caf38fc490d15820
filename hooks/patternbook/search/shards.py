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
from itertools import accumulate
from urllib.parse import quote

from patternbook.model.registry import KIND_BY_NAME, LISTED_BY_NAME
from patternbook.pages.page import Asset
from patternbook.pages.svg.diagrams import KIND_ICONS
from patternbook.search.postings import NumberRange, number_ranges, posting_lines
from patternbook.search.records import Card
from patternbook.urls import SiteUrls

INDEX_FORMAT = 1
SEARCH_FOLDER = "assets/search"

SHARD_BYTES = 32_000
"""Bytes of a shard before compression, at most, unless a single word has more."""
ALPHABET_END = 0xD000
"""Letters from here on share a shard: below, Python and JavaScript agree on the order of texts."""


def make_search_files(cards: Iterable[Card], urls: SiteUrls, *, largest: int = SHARD_BYTES) -> tuple[Asset, ...]:
    """Every file of the search, the manifest first; `largest` is that of a shard, in bytes."""
    every = tuple(number_ranges(cards))
    return search_files(every, posting_lines(every), urls, largest=largest)


def search_files(every: Sequence[NumberRange], lines: Mapping[str, str], urls: SiteUrls, *, largest: int = SHARD_BYTES) -> tuple[Asset, ...]:
    """The same from the ranges of the cards, and the lines of their words."""
    bounds, shards = _shards(lines, largest)
    return (_file("manifest", _manifest(every, bounds, urls)), *shards, *_blocks(every, urls))


def _file(name: str, value: object) -> Asset:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Asset(f"{SEARCH_FOLDER}/{name}.js", f"patternbookSearch({json.dumps(name)},{data});\n")


def _manifest(ranges: Sequence[NumberRange], bounds: Sequence[str], urls: SiteUrls) -> dict[str, object]:
    kinds = [
        {
            "name": each.kind,
            "one": next(iter(each.slots.values())).label,
            "many": next(iter(each.slots.values())).label_many,
            "mark": KIND_ICONS.get(each.kind, KIND_ICONS["index"]),
            "start": each.start,
            "shift": each.shift,
            "ids": each.kind in KIND_BY_NAME,
            "folder": _folder(each.kind),
        }
        for each in ranges
    ]
    size = ranges[-1].start + ranges[-1].length if ranges else 0
    return {"format": INDEX_FORMAT, "size": size, "suffix": urls.url("a").removeprefix("a"), "kinds": kinds, "words": bounds}


def _folder(kind: str) -> str:
    """What stands before an id in its page's address."""
    if kind == "page":
        return ""
    if kind == "reference":
        return "references/"
    return f"{LISTED_BY_NAME[kind].plural}/"


# ---- titles ----


def _blocks(ranges: Iterable[NumberRange], urls: SiteUrls) -> Iterator[Asset]:
    for each in ranges:
        blocks: defaultdict[int, list[list[object]]] = defaultdict(list)
        for slot, card in each.slots.items():
            name = quote(urls.url(card.id)) if each.kind == "page" else card.id
            blocks[slot >> each.shift].append([slot, name, card.title, card.line, *([1] if card.retired else [])])
        for number, rows in blocks.items():
            yield _file(f"titles-{each.kind}-{number}", rows)


# ---- words ----


def _shards(lines: Mapping[str, str], largest: int) -> tuple[list[str], list[Asset]]:
    """The bounds of the shards, and the shards."""
    every = list(lines)
    ends = [0, *accumulate(len(word.encode()) + 2 + len(line) for word, line in lines.items())]
    bounds, shards = [], []
    for bound, low, high in _split(WordSizes(every, ends, largest), 0, len(every), "", 0, ALPHABET_END):
        bounds.append(bound)
        shards.append(_file(shard_name(bound), " ".join(f"{word}={lines[word]}" for word in every[low:high])))
    return bounds, shards


def shard_name(bound: str) -> str:
    """`words-co`; search.js derives the same name. Other letters than a-z and 0-9 by their code."""
    return "words-" + re.sub(r"[^a-z0-9]", lambda match: f"_{ord(match[0]):04x}", bound)


@dataclass(frozen=True, slots=True)
class WordSizes:
    """All words in order, and how many bytes they take together up to each."""

    words: Sequence[str]
    ends: Sequence[int]
    largest: int

    def small(self, low: int, high: int) -> bool:
        return self.ends[high] - self.ends[low] <= self.largest or high - low == 1


def _split(every: WordSizes, low: int, high: int, bound: str, first: int, last: int) -> Iterator[tuple[str, int, int]]:
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
