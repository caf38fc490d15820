"""Made-up words, and everything in a made-up catalogue that is left to chance.

All chance comes from `Random.random`, whose sequence Python promises to keep for a seed: the same seed gives the same
words on every machine and Python.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate, product
from typing import TypeVar

T = TypeVar("T")


def split_words(words: str) -> list[str]:
    return words.split()


COMMON = split_words("""agreement answer artefact attention boundary build calendar change check choice code contract cost customer data deadline
decision delay delivery demand deployment design detail discussion doubt draft effort engineer error estimate example exchange
expectation experiment failure feature feedback goal group habit handover history idea incident input integration interface issue
knowledge label language latency lesson list manager meeting message metric mistake model monitoring need note number office operation
order output owner paper part people pipeline place plan power priority problem process product project promise prototype purpose
quality question reason record release report request requirement result review risk role rule sample schedule scope service signal
size skill software source stage start step student support surprise system table task team test time tool trade training trust
update user value version view wish work clear early fast formal hidden informal joint large late local missing open rare shared slow
small stable strict weak written asks builds changes checks delays explains follows gives holds keeps learns leaves meets moves names
needs offers owns plans reads repeats shows splits starts takes tells tests trains waits writes""")
FILLERS = split_words(
    "a and are as at be before both but by can each few for from has in into it may "
    "no not of often on one or some than that the then they this to was when which with without"
)
OPENINGS = split_words("ba be bo da de do fa fe ga ho ka ke la le ma me na ne pa pe ra re sa se ta te va ve")
MIDDLES = split_words("bi cra di fo gu li mo nu pli ro stu ti")
ENDINGS = split_words("ble der fen gar ker lon men nor pel ric sen ton")
FILLER_SHARE = 0.38
FIRST_NAMES = split_words("Ada Bram Chen Dana Eli Fay Goran Hana Ivan Jo Karin Luis Mina Noor Olga Pia Quinn Rui Sara Tom")


def rare_words(*syllables: Sequence[str]) -> list[str]:
    """Every word that these syllables make."""
    return ["".join(each) for each in product(*syllables)]


def _vocabulary(rare: Sequence[str]) -> tuple[list[str], list[float]]:
    """Words, most frequent first, with accumulated weights: a few often, most rarely, as in any text."""
    content = COMMON + [word for word in rare if word not in COMMON]
    weights = [1 / (place + 12) ** 1.05 for place in range(len(content))]
    filler = sum(weights) * FILLER_SHARE / (1 - FILLER_SHARE) / len(FILLERS)
    return FILLERS + content, list(accumulate([filler] * len(FILLERS) + weights))


class Dice:
    """Everything that is left to chance; `rare` are the words that come after the common ones, most frequent first."""

    def __init__(self, seed: int, rare: Sequence[str]) -> None:
        self._next = random.Random(seed).random
        self._words, self._weights = _vocabulary(rare)

    def chance(self, share: float) -> bool:
        return self._next() < share

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._next() * (high - low + 1))

    def one(self, among: Sequence[T]) -> T:
        return among[int(self._next() * len(among))]

    def some(self, among: Sequence[T], low: int, high: int, but: T | None = None) -> list[T]:
        """Different ones, in the order drawn; fewer where there are not enough."""
        available = len(among) - (but in among if but is not None and len(among) <= high else False)
        found: dict[T, None] = {}
        wanted = min(self.number(low, high), available)
        while len(found) < wanted:
            drawn = self.one(among)
            if drawn != but:
                found[drawn] = None
        return list(found)

    def words(self, low: int, high: int) -> list[str]:
        draw, words, weights = self._next, self._words, self._weights
        total = weights[-1]
        return [words[bisect(weights, draw() * total)] for _ in range(self.number(low, high))]

    def phrase(self, low: int, high: int) -> str:
        """Words without a full stop: a title, a name."""
        return " ".join(self.words(low, high)).capitalize()

    def sentence(self, low: int, high: int) -> str:
        return f"{self.phrase(low, high)}."

    def place(self) -> str:
        return f"section {self.number(1, 9)}, p. {self.number(1, 6)}"  # the shortest work has six pages

    def sentences(self, low: int, high: int) -> str:
        """So many words, in sentences of 8 to 18."""
        left, found = self.number(low, high), []
        while left > 0:
            words = self.number(8, 18)
            found.append(self.sentence(words, words))
            left -= words
        return " ".join(found)

    def paragraph(self) -> list[str]:
        """The words of three to five sentences, a word or two emphasised."""
        words = []
        for _ in range(self.number(3, 5)):
            words += self.sentence(8, 22).split(" ")
        for mark in ("**", "*"):
            place = self.number(1, len(words) - 2)
            if words[place].isalpha():
                words[place] = f"{mark}{words[place]}{mark}"
        return words

    def surname(self) -> str:
        return (self.one(OPENINGS) + self.one(MIDDLES) + self.one(ENDINGS)).capitalize()

    def person(self) -> str:
        """As a .bib file writes a name: `Family, Given`."""
        return f"{self.surname()}, {self.one(FIRST_NAMES)}"
