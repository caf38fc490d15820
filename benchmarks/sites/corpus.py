"""The corpus that builders are measured with side by side: entries as plain values, in nobody's format.

60 % findings, 25 % patterns, 15 % recommendations, shuffled; each with about 200 words of body, 3 to 8 typed relations
and 1 to 4 citations; max(30, N/5) works; max(5, N/50) studies; words that do not grow. It holds what every builder can
show, and only relations that every one of them can show from both ends. The same N gives the same values (see chance.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from sites.chance import ENDINGS, MIDDLES, OPENINGS, Dice, rare_words

SEED = 20240
RARE = 9000
POINTS, AREAS, THEMES, ROLES = 8, 12, 12, 6

PREFIXES = {"finding": "F", "pattern": "P", "recommendation": "R"}
RELATIONS: Mapping[str, tuple[str, str]] = {
    "contributes_to": ("Adds to", "Fed by"),
    "refines": ("A closer look at", "Looked at more closely in"),
    "challenges": ("Made worse here", "Made worse by"),
    "variant_of": ("A form of", "Has the form"),
    "addresses": ("Meant to help with", "May be helped by"),
}
"""Type of relation -> how it reads on the entry that names, and on the one that is named."""
_TYPES = {
    "finding": ("contributes_to", "refines"),
    "pattern": ("challenges", "challenges", "challenges", "variant_of"),
    "recommendation": ("addresses",),
}
_NEVER_BACK = frozenset({"refines", "variant_of"})
"""Types that may not lead in a circle: what they name has a lower number."""
BIB_FIELD = {"article": "journal", "inproceedings": "booktitle", "book": "publisher", "techreport": "institution", "misc": "howpublished"}
_BIB_TYPES = ("article",) * 5 + ("inproceedings",) * 3 + ("book", "techreport", "misc")


@dataclass(frozen=True, slots=True)
class Work:
    """A work of the bibliography."""

    key: str
    type: str
    authors: tuple[str, ...]
    """As `Family, Given`."""
    title: str
    venue: str
    year: int
    volume: int
    pages: str
    doi: str


@dataclass(frozen=True, slots=True)
class Study:
    """A study that entries rest on."""

    id: str
    title: str
    statement: str
    reference: str


@dataclass(frozen=True, slots=True)
class Word:
    """A value of a facet: an area, a theme, a role, a collaboration point."""

    facet: str
    slug: str
    """An id where the facet is a kind of entry: CP-003."""
    title: str
    statement: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a study says about an entry."""

    study: str
    source: str
    locator: str
    claim: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A work that an entry leans on."""

    reference: str
    locator: str
    point: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry; `body` is Markdown with [[F-004]] for a titled link and [@key] for a citation."""

    id: str
    kind: str
    title: str
    statement: str
    body: str
    tags: tuple[tuple[str, str], ...]
    """Facet and slug, in the order they are shown."""
    relations: tuple[tuple[str, str], ...]
    """Type and id of the other end; no pair twice, none to itself."""
    evidence: Evidence
    citations: tuple[Citation, ...]
    first_step: str
    """Recommendations only."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything there is to show."""

    entries: tuple[Entry, ...]
    words: tuple[Word, ...]
    studies: tuple[Study, ...]
    works: tuple[Work, ...]


def corpus(count: int) -> Corpus:
    """The corpus of `count` entries, at least 10: fewer leave too few findings to relate to."""
    if count < 10:
        raise ValueError(f"{count} entries; expected 10 or more")
    return _Maker(count).corpus()


def edited(made: Corpus, body: str, title: str) -> Corpus:
    """The same with a word more at the end of one entry's body, and at the end of its title; none where it is empty."""
    subject, entries = subject_of(made), list(made.entries)
    changed = replace(subject, body=f"{subject.body}\n\n{body}" if body else subject.body, title=f"{subject.title} {title}".strip())
    entries[entries.index(subject)] = changed
    return replace(made, entries=tuple(entries))


def subject_of(made: Corpus) -> Entry:
    """The entry that is edited: the first finding of the second half that another entry names."""
    named = {target for entry in made.entries for _, target in entry.relations}
    return next(entry for entry in made.entries[len(made.entries) // 2 :] if entry.kind == "finding" and entry.id in named)


def neighbour_of(made: Corpus) -> Entry:
    """An entry that names the one that is edited, and so shows its title."""
    subject = subject_of(made)
    return next(entry for entry in made.entries if any(target == subject.id for _, target in entry.relations))


class _Maker:
    """Makes one corpus."""

    def __init__(self, count: int) -> None:
        self.dice = Dice(SEED + count, tuple(_rare()))
        kinds = ["finding"] * (count * 60 // 100) + ["pattern"] * (count * 25 // 100)
        kinds += ["recommendation"] * (count - len(kinds))
        self.ids = list(_numbered(kinds[place] for place in self.dice.some(range(count), count, count)))
        """Kind and id of every entry, in an order of chance."""
        self.by_kind = {kind: [id_ for of, id_ in self.ids if of == kind] for kind in PREFIXES}
        self.works = tuple(self._work(number) for number in range(max(30, count // 5)))
        self.studies = tuple(self._study(number) for number in range(max(5, count // 50)))
        self.words = tuple(self._words())
        self.slugs = {facet: [word.slug for word in self.words if word.facet == facet] for facet in ("point", "area", "theme", "role")}

    def corpus(self) -> Corpus:
        entries = tuple(self._entry(place, kind, id_) for place, (kind, id_) in enumerate(self.ids))
        return Corpus(entries, self.words, self.studies, self.works)

    def _work(self, number: int) -> Work:
        dice = self.dice
        authors = tuple(dice.person() for _ in range(dice.number(1, 5)))
        year = dice.number(1998, 2025)
        return Work(
            key=f"{authors[0].partition(',')[0].lower()}{year}n{number:04d}",
            type=dice.one(_BIB_TYPES),
            authors=authors,
            title=dice.phrase(6, 13),
            venue=" ".join(word.capitalize() for word in dice.words(3, 3)),
            year=year,
            volume=dice.number(1, 60),
            pages=f"{dice.number(1, 400)}--{dice.number(401, 800)}",
            doi=f"10.5555/made.up.{number}",
        )

    def _study(self, number: int) -> Study:
        dice = self.dice
        return Study(f"S-{number + 1:03d}", dice.phrase(6, 12), dice.sentences(20, 30), self.works[number].key)

    def _words(self) -> Iterator[Word]:
        dice = self.dice
        for number in range(POINTS):
            yield Word("point", f"CP-{number + 1:03d}", dice.phrase(3, 6), dice.sentences(20, 30))
        for facet, count in (("area", AREAS), ("theme", THEMES), ("role", ROLES)):
            yield from (Word(facet, f"{facet}-{number + 1}", dice.phrase(2, 3), dice.sentence(10, 18)) for number in range(count))

    def _entry(self, place: int, kind: str, id_: str) -> Entry:
        dice = self.dice
        works = self._cited(place)
        citations = tuple(Citation(work.key, f"cited in section {dice.number(1, 9)}", dice.phrase(4, 9)) for work in works)
        study = dice.one(self.studies)
        facets = ("point",) if kind == "pattern" else ("area", "theme", "role")
        return Entry(
            id=id_,
            kind=kind,
            title=dice.phrase(5, 10),
            statement=dice.sentences(30, 60),
            body=self._body(place, id_, citations[0].reference),
            tags=tuple((facet, dice.one(self.slugs[facet])) for facet in facets),
            relations=tuple(self._relations(kind, id_)),
            evidence=Evidence(study.id, study.reference, dice.place(), dice.sentence(12, 24)),
            citations=citations,
            first_step=dice.sentence(8, 16) if kind == "recommendation" else "",
        )

    def _cited(self, place: int) -> list[Work]:
        """One to four works; taking some in turn leaves none uncited."""
        mine = self.works[place :: len(self.ids)] or (self.works[place % len(self.works)],)
        drawn = self.dice.some(self.works, 1, 4)
        return list(dict.fromkeys((*mine, *drawn)))[: max(len(mine), len(drawn))]

    def _relations(self, kind: str, id_: str) -> Iterator[tuple[str, str]]:
        """Three to eight; findings are named, and patterns by patterns."""
        dice, found = self.dice, dict[tuple[str, str], None]()
        wanted = min(dice.number(3, 8), len(self.by_kind["finding"]) - 1)
        while len(found) < wanted:
            type_ = dice.one(_TYPES[kind])
            target = dice.one(self.by_kind["pattern" if type_ == "variant_of" else "finding"])
            if target != id_ and (type_ not in _NEVER_BACK or _number(target) < _number(id_)):
                found[type_, target] = None
        order = _TYPES[kind].index
        yield from sorted(found, key=lambda each: order(each[0]))

    def _body(self, place: int, id_: str, cited: str) -> str:
        """Two to four paragraphs, a list, now and then a numbered one; emphasis, links, a citation."""
        dice = self.dice
        blocks = [" ".join(dice.paragraph()) for _ in range(dice.number(2, 4))]
        (linked,) = dice.some([other for _, other in self.ids], 1, 1, but=id_)
        blocks[0] += f" See [[{linked}]] and [the project site](https://example.org/p/{place}) [@{cited}]."
        if dice.chance(0.3):
            blocks.insert(1, f"1. {dice.sentence(5, 9)}\n2. {dice.phrase(5, 9)} with `code {place}`.")
        blocks.append("\n".join(f"- {dice.sentence(5, 12)}" for _ in range(dice.number(2, 4))))
        return "\n\n".join(blocks)


def _numbered(kinds: Iterable[str]) -> Iterator[tuple[str, str]]:
    counts = dict.fromkeys(PREFIXES, 0)
    for kind in kinds:
        counts[kind] += 1
        yield kind, f"{PREFIXES[kind]}-{counts[kind]:03d}"


def _number(id_: str) -> int:
    return int(id_.partition("-")[2])


def _rare() -> Iterator[str]:
    """As many rare words as the language of a large corpus has, their beginnings well mixed."""
    words = rare_words(OPENINGS, MIDDLES, MIDDLES, ENDINGS)
    step = 7919  # a prime that does not divide their number: every word once, neighbours far apart
    return islice((words[number * step % len(words)] for number in range(len(words))), RARE)
