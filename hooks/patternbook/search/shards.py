"""Cards to the files that the search in the browser loads: a small manifest, shards of words, blocks of titles.

Every page and every word stays in its file when others are added or removed:

numbers   see postings.py
titles    a block holds the titles of a fixed range of a kind's numbers
language  what belongs together: endings of the catalogue's language, its synonyms
names     words of titles, among which the browser looks for what a word with a slip was meant to be, when it finds it nowhere
words     a shard holds the words between two bounds; the bounds are midpoints of alphabets, and a part of an alphabet is halved
          only where it is too large, so that one word more or less moves no bound but, rarely, its own

So an edit changes the shards of the words that it adds or removes and, if it changes a title, one block. The files are scripts
with one call each, whose argument is JSON: unlike fetched files, scripts also load where the site is opened from a folder, and
a policy of `'self'` allows them.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple
from urllib.parse import quote

from patternbook.catalogue.tokenize import tokenize
from patternbook.model.registry import KIND_BY_NAME, LISTED_BY_NAME
from patternbook.pages.page import Asset
from patternbook.pages.svg.diagrams import KIND_ICONS
from patternbook.search.languages import search_language
from patternbook.search.postings import NumberRange, number_ranges, posting_lines
from patternbook.search.records import Card
from patternbook.urls import SiteUrls


class Meanings(NamedTuple):
    """What words mean in a catalogue: which of them belong together."""

    language: str = ""
    """Code of the language: `en`."""
    synonyms: Sequence[Sequence[str]] = ()
    """Groups of words or phrases; who looks for one of a group means the others, too."""


NO_MEANINGS = Meanings()
SHARD_BYTES = 32_000
"""Bytes of a shard before compression, at most, unless a single word has more."""
ALPHABET_END = 0xD000
"""Letters from this one on share a shard, since Python and JavaScript order texts alike only below it."""


def make_search_files(cards: Iterable[Card], urls: SiteUrls, meanings: Meanings = NO_MEANINGS, *, largest: int = SHARD_BYTES) -> tuple[Asset, ...]:
    """Every file of the search, the manifest first; `largest` is the size of a shard in bytes, at most."""
    ranges = tuple(number_ranges(cards))
    return search_files(ranges, posting_lines(ranges), urls, meanings, largest=largest)


def search_files(
    ranges: Sequence[NumberRange], lines: Mapping[str, str], urls: SiteUrls, meanings: Meanings, *, largest: int = SHARD_BYTES
) -> tuple[Asset, ...]:
    """The same from the ranges of the cards, and the lines of their words."""
    words = list(lines)
    ends = [0, *accumulate(len(word.encode()) + 2 + len(line) for word, line in lines.items())]
    shards = list(_split(words, ends, largest))
    return (
        _file("manifest", _manifest(ranges, [bound for bound, _, _ in shards], urls)),
        _file("language", _language(meanings)),
        _file("names", " ".join(name_words(lines))),
        *(_file(shard_name(bound), " ".join(f"{word}={lines[word]}" for word in words[low:high])) for bound, low, high in shards),
        *_title_blocks(ranges, urls),
    )


def _file(name: str, value: object) -> Asset:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Asset(f"assets/search/{name}.js", f"patternbookSearch({json.dumps(name)},{data});\n")


def _manifest(ranges: Sequence[NumberRange], bounds: Sequence[str], urls: SiteUrls) -> dict[str, object]:
    kinds = [
        {
            "name": range_.kind,
            "one": card.label,
            "many": card.label_many,
            "mark": KIND_ICONS.get(range_.kind, KIND_ICONS["index"]),
            "start": range_.start,
            "shift": range_.shift,
            "ids": range_.kind in KIND_BY_NAME,
            "folder": f"{LISTED_BY_NAME[range_.kind].plural}/" if range_.kind in LISTED_BY_NAME else _OTHER_FOLDERS[range_.kind],
        }
        for range_, card in ((range_, next(iter(range_.slots.values()))) for range_ in ranges)
    ]
    return {
        "format": 1,
        "size": ranges[-1].start + ranges[-1].length if ranges else 0,
        "suffix": urls.url("a").removeprefix("a"),
        "kinds": kinds,
        "offers": _offers(ranges, urls),
        "words": bounds,
    }


_OFFERED = ("catalogue", "glossary", "map")
"""Pages to look in where nothing is found."""


def _offers(ranges: Iterable[NumberRange], urls: SiteUrls) -> list[tuple[str, str]]:
    """Title and address of those pages that the catalogue has."""
    titles = {card.id: card.title for range_ in ranges if range_.kind == "page" for card in range_.slots.values()}
    return [(titles[page], quote(urls.url(page))) for page in _OFFERED if page in titles]


def _language(meanings: Meanings) -> dict[str, object]:
    language = search_language(meanings.language)
    return {
        "common": language.common,
        "endings": language.endings,
        "spellings": language.spellings,
        "synonyms": list(synonym_groups(meanings.synonyms)),
    }


def synonym_groups(groups: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """Each group as the search looks for it: phrases of words, each once; without groups that are one phrase in several spellings."""
    for group in groups:
        phrases = list(dict.fromkeys(filter(None, (" ".join(tokenize(text)) for text in group))))
        if len(phrases) > 1:
            yield phrases


def name_words(lines: Mapping[str, str]) -> Iterator[str]:
    """The words of titles and other names that a slip is looked for among, in order; see `posting_lines` for the lines."""
    return (word for word, line in lines.items() if len(word) >= _LEAST_NAME and word.isalpha() and not line.startswith(".."))


_LEAST_NAME = 3
"""Letters. Shorter words are too much alike."""

_OTHER_FOLDERS = {"page": "", "reference": "references/"}
"""What precedes the id in the address of a page; those of kinds and vocabularies are named after them."""


def _title_blocks(ranges: Iterable[NumberRange], urls: SiteUrls) -> Iterator[Asset]:
    for range_ in ranges:
        blocks: defaultdict[int, list[list[object]]] = defaultdict(list)
        for slot, card in range_.slots.items():
            name = quote(urls.url(card.id)) if range_.kind == "page" else card.id
            blocks[slot >> range_.shift].append([slot, name, card.title, card.line, *([1] if card.retired else [])])
        yield from (_file(f"titles-{range_.kind}-{number}", rows) for number, rows in blocks.items())


def shard_name(bound: str) -> str:
    """`words-co`: letters other than a-z and 0-9 by their code. search.js derives the same name."""
    return "words-" + re.sub(r"[^a-z0-9]", lambda match: f"_{ord(match[0]):04x}", bound)


def _split(words: Sequence[str], ends: Sequence[int], largest: int) -> Iterator[tuple[str, int, int]]:
    """Divide the words among shards, by halving an alphabet until the words of each part fit.

    Args:
        words: All words in order.
        ends: Bytes of all words before each word, and of all words.
        largest: Bytes of a shard at most.

    Returns:
        The shards: the bound they are named after, and the positions of the first word and of the one after the last.

    """

    def halve(low: int, high: int, bound: str, first: int, last: int) -> Iterator[tuple[str, int, int]]:
        """Halve the alphabet of the letter after a prefix.

        words[low:high] begin with the prefix and continue with a letter from `first` up to but not including `last`. `bound`
        is the smallest such text; where `first` is 0, the prefix itself.
        """
        if low == high:
            return
        small = ends[high] - ends[low] <= largest or high - low == 1
        if small or (last - first == 1 and (not first or last == ALPHABET_END)):
            yield bound, low, high
        elif last - first == 1:
            yield from halve(low, high, bound, 0, ALPHABET_END)
        else:
            # The roundest number between, so that the bounds are the same whatever letter the part begins with.
            shift = ((last - 1) ^ first).bit_length() - 1
            middle = (last - 1) >> shift << shift
            parting = (bound[:-1] if first else bound) + chr(middle)
            between = bisect_left(words, parting, low, high)
            yield from halve(low, between, bound, first, middle)
            yield from halve(between, high, parting, middle, last)

    return halve(0, len(words), "", 0, ALPHABET_END)
