"""The entries nearest to a new one by the words of title and statement, and by the group they belong to. Nothing is asked of a network."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from patternbook.catalogue.tokenize import tokenize

_LITTLE = (
    "a about an and are as at be been by do does for from has have how in is it its not of on or than that the their there they this to "
    "was were what when where which who why with"
)
STOP_WORDS = frozenset(_LITTLE.split())
"""Words that say nothing about what a text is about."""
STEM = 7
"""Letters of a word that are compared, so that `documented` is like `documentation`."""
TITLE_WEIGHT = 3
GROUP_BONUS = 0.1
LEAST = 0.15
"""Entries that are less alike are not shown, on a scale from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Described:
    """What of an entry is compared."""

    id: str
    title: str
    statement: str
    groups: tuple[str, ...]
    """Names of what it is grouped by in its index."""


def nearest(new: Described, others: Sequence[Described], count: int) -> list[Described]:
    """The entries most alike, the nearest first; none where nothing is near."""
    words = {each.id: _words(each) for each in others}
    rarity = _rarity(words.values())
    wanted = _weighed(_words(new), rarity)
    scores = {each.id: _cosine(wanted, _weighed(words[each.id], rarity)) for each in others}
    scores |= {each.id: scores[each.id] + GROUP_BONUS for each in others if scores[each.id] and set(each.groups) & set(new.groups)}
    return sorted((each for each in others if scores[each.id] >= LEAST), key=lambda each: -scores[each.id])[:count]


def _words(of: Described) -> Counter[str]:
    """The beginnings of its words, with how often each counts."""
    words = Counter(_beginnings(of.statement))
    for word in _beginnings(of.title):
        words[word] += TITLE_WEIGHT
    return words


def _beginnings(text: str) -> Iterator[str]:
    return (word[:STEM].rstrip("s") for word in tokenize(text) if word not in STOP_WORDS)


def _rarity(texts: Iterable[Counter[str]]) -> Mapping[str, float]:
    """How much a word says: the more, the fewer entries have it."""
    texts = list(texts)
    found = Counter(word for words in texts for word in words)
    return {word: math.log((1 + len(texts)) / count) for word, count in found.items()}


def _weighed(words: Counter[str], rarity: Mapping[str, float]) -> Mapping[str, float]:
    unseen = max(rarity.values(), default=1.0)
    return {word: (1 + math.log(count)) * rarity.get(word, unseen) for word, count in words.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    size = math.hypot(*one.values()) * math.hypot(*other.values())
    return sum(weight * other[word] for word, weight in one.items() if word in other) / size if size else 0.0
