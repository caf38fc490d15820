"""Write a made-up catalogue of any size, for measuring: python benchmarks/generate.py N FOLDER.

Of N entries about 60 % are findings, 25 % patterns and 15 % recommendations, each with a body of about 200 words,
evidence, 3 to 8 relations and 1 to 4 citations. Around them stand max(30, N/5) references, max(5, N/50) studies, and a
vocabulary that does not grow. Every word is from the lists in chance.py or put together from their syllables.

The same N gives the same bytes, on every machine and Python (see chance.py).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sites.chance import ENDINGS, MIDDLES, OPENINGS, Dice, rare_words, split_words

SEED = 20261123
PER_FILE = 1000
"""Entries a file holds at most; a larger catalogue is split over files below findings/."""
WORDS_A_LINE = 14

AREAS = split_words("scoping planning sourcing labelling sharing building wiring checking shipping watching budgeting staffing")
THEMES = split_words("communication documentation engineering process ownership tooling")
ROLES = split_words("analyst architect builder client manager operator researcher tester")
METHODS = split_words("interviews survey experiment meta-summary focus-group repository-mining")
STANCES = ("supports", "supports", "supports", "supports", "supports", "qualifies", "qualifies", "contradicts", "mixed")
EFFECTS = ("amplifies", "amplifies", "eases", "specific", "reported-in-all", "does-not-remove")
ONE_WAY = ("contributes_to",) * 3
NEARNESS = ("refines", "generalises")
MIRRORED = (*NEARNESS, "corroborates", "conflicts_with", "goes_with")
SUPPORT = ("practised-and-reported-helpful", "suggested-by-participants", "suggested-by-authors", "literature", "editorial")
EFFECTIVENESS = ("untested", "untested", "untested", "observed", "trial")
BIB_FIELD = {"article": "journal", "inproceedings": "booktitle", "book": "publisher", "techreport": "institution", "misc": "howpublished"}
BIB_TYPES = ("article",) * 5 + ("inproceedings",) * 3 + ("book", "techreport", "misc")

POINTS, TERMS, ORGANIZATIONS = 4, 40, 12

Lines = Iterator[str]


@dataclass(frozen=True, slots=True)
class Study:
    """What evidence needs to know about a study."""

    id: str
    reference: str
    people: tuple[tuple[str, ...], ...]
    """Participants' labels, by organization."""


@dataclass(frozen=True, slots=True)
class Ids:
    """Everything that can be named."""

    patterns: tuple[str, ...]
    findings: tuple[str, ...]
    recommendations: tuple[str, ...]
    references: tuple[str, ...]

    @property
    def entries(self) -> tuple[str, ...]:
        return (*self.patterns, *self.findings, *self.recommendations)


def _ids(prefix: str, count: int) -> tuple[str, ...]:
    return tuple(f"{prefix}-{number:03d}" for number in range(1, count + 1))


def _folded(key: str, text: str, indent: str) -> Lines:
    """A longer text, a few words a line."""
    yield f"{indent}{key}: >-"
    yield from _wrapped(text.split(" "), f"{indent}  ")


def _wrapped(words: Sequence[str], indent: str) -> Lines:
    for start in range(0, len(words), WORDS_A_LINE):
        yield indent + " ".join(words[start : start + WORDS_A_LINE])


def _listed(values: Iterable[object]) -> str:
    return f"[{', '.join(map(str, values))}]"


class Writer:
    """Writes one catalogue; what it needs from one part to the next is settled at the start."""

    def __init__(self, count: int) -> None:
        self.dice = Dice(SEED + count, rare_words(OPENINGS, MIDDLES, ENDINGS))
        patterns, recommendations = count // 4, count * 15 // 100
        self.points = _ids("CP", POINTS)
        self.ids = Ids(
            _ids("P", patterns), _ids("F", count - patterns - recommendations), _ids("R", recommendations), self._keys(max(30, count // 5))
        )
        self.entries = self.ids.entries
        self.studies = tuple(self._study(*pair) for pair in zip(_ids("S", max(5, count // 50)), self.ids.references, strict=False))

    def _keys(self, count: int) -> tuple[str, ...]:
        return tuple(f"{self.dice.surname().lower()}{self.dice.number(1998, 2026)}n{number:04d}" for number in range(count))

    def _study(self, id_: str, reference: str) -> Study:
        people = tuple(tuple(f"P{place}{letter}" for letter in "abc"[: self.dice.number(1, 3)]) for place in range(1, ORGANIZATIONS + 1))
        return Study(id_, reference, people)

    # The files around the entries

    def catalogue(self) -> Lines:
        yield from (
            "catalogue:",
            '  format: "1"',
            "  title: A made-up catalogue",
            "  subtitle: Words without meaning, to measure with",
            f"  summary: {self.dice.sentence(30, 40)}",
            "  publisher: Nobody",
            '  year: "2026"',
            "  release: unreleased",
            "  language: en",
            "  text_licence: {spdx: CC0-1.0, title: CC0 1.0 Universal, url: https://creativecommons.org/publicdomain/zero/1.0/}",
            "  code_licence: {spdx: MIT, title: MIT License, url: https://opensource.org/license/mit}",
            "  default_contributors: [nobody]",
            "contributors:",
            "  - {id: nobody, name: Nobody, group: true}",
            "collaboration_points:",
        )
        for point in self.points:
            yield f"  - id: {point}"
            yield f"    title: {self.dice.phrase(3, 6)}"
            yield from _folded("statement", self.dice.sentences(20, 40), "    ")
            yield f"    grouping: {{name: {self.dice.phrase(1, 2)}, question: {self.dice.phrase(6, 10)}}}"

    def vocabulary(self) -> Lines:
        dice = self.dice
        yield "areas:"
        for number, area in enumerate(AREAS):
            yield from (f"  - slug: {area}", f"    title: {area.capitalize()}", f"    statement: {dice.sentence(10, 18)}")
            yield f"    collaboration_point: {self.points[number % POINTS]}"
        yield "themes:"
        for theme in THEMES:
            yield from (f"  - slug: {theme}", f"    title: {theme.capitalize()}", f"    statement: {dice.sentence(10, 18)}")
        yield "roles:"
        for role in ROLES:
            yield from (
                f"  - slug: {role}",
                f"    title: {role.capitalize()}",
                f"    plural: {role.capitalize()}s",
                f"    statement: {dice.sentence(10, 18)}",
            )
        yield "terms:"
        for number in range(TERMS):  # beside the entries these see to it that every reference of a small catalogue is cited
            yield from (
                f"  - slug: term-{number + 1}",
                f"    title: {dice.phrase(1, 2)} {number + 1}",  # numbered, so that no two are alike
                f"    statement: {dice.sentence(10, 18)}",
                "    definition:",
            )
            yield from self._claim(self.ids.references[number % len(self.ids.references)], "      ")

    def study_file(self) -> Lines:
        dice = self.dice
        yield "studies:"
        for number, study in enumerate(self.studies):
            yield from (f"  - id: {study.id}", f"    title: {dice.phrase(6, 12)}")
            yield from _folded("statement", self.dice.sentences(30, 50), "    ")
            yield from (
                f"    reference: {study.reference}",
                f"    methods: {_listed(dice.some(METHODS, 1, 2))}",
                f"    contexts: [{dice.phrase(2, 3)}]",
            )
            for section in ("question", "design", "sampling", "limits"):
                yield f"    {section}:"
                yield from self._item(self._claim(study.reference, "        "))
            yield "    organizations:"
            for label, people in enumerate(study.people, 1):
                yield f"      - {{label: {label}, participants: {_listed(people)}}}"
            if number % 4 == 3:
                yield from ("    shares:", f"      - {{study: {self.studies[number - 1].id}, what: [authors], note: {dice.sentence(5, 9)}}}")

    def references(self) -> Lines:
        dice = self.dice
        for number, key in enumerate(self.ids.references):
            kind = dice.one(BIB_TYPES)
            authors = " and ".join(dice.person() for _ in range(dice.number(1, 5)))
            yield from (f"@{kind}{{{key},", f"  author = {{{authors}}},", f"  title = {{{dice.phrase(6, 13)}}},")
            yield f"  {BIB_FIELD[kind]} = {{{' '.join(word.capitalize() for word in dice.words(3, 3))}}},"
            if kind == "article":
                start = dice.number(1, 400)
                yield from (f"  volume = {{{dice.number(1, 60)}}},", f"  pages = {{{start}--{start + dice.number(5, 30)}}},")
            yield from (f"  year = {{{key[-9:-5]}}},", f"  doi = {{10.5555/made.up.{number}}}", "}", "")

    def home(self) -> Lines:
        yield from ("# Home", "", self.dice.sentences(40, 60), "", "## Where to start", "")
        yield from (f"- {self.dice.sentence(5, 9)} [[{self.dice.one(self.entries)}]]" for _ in range(5))

    # Entries

    def entry_files(self) -> Iterator[tuple[str, Lines]]:
        """Name and lines of every file that holds entries."""
        if len(self.entries) <= PER_FILE:
            yield "findings.yaml", self._entries(0, len(self.entries))
            return
        for number, start in enumerate(range(0, len(self.entries), PER_FILE), 1):
            yield f"findings/{number:03d}.yaml", self._entries(start, start + PER_FILE)

    def _entries(self, start: int, end: int) -> Lines:
        write = {"P": ("patterns", self._pattern), "F": ("findings", self._finding), "R": ("recommendations", self._recommendation)}
        key = ""
        for position, id_ in enumerate(self.entries[start:end], start):
            own, fields = write[id_[0]]
            if key != own:
                yield f"{own}:"
            key = own
            cited = self._cited(position)
            yield from (f"  - id: {id_}", f"    title: {self.dice.phrase(5, 10)}")
            yield from _folded("statement", self.dice.sentences(30, 60), "    ")
            yield from self._body(id_, position, cited[0])
            yield from fields(id_)
            yield "    cites:"
            for reference in cited:
                yield f"      - {{reference: {reference}, locator: cited in section {self.dice.number(1, 9)}, point: {self.dice.phrase(4, 9)}}}"

    def _cited(self, position: int) -> list[str]:
        """One to four references; taking the first in turn leaves none uncited."""
        references = self.ids.references
        first = references[position % len(references)]
        return [first, *self.dice.some(references, 0, 3, but=first)]

    def _pattern(self, id_: str) -> Lines:
        dice = self.dice
        teams = dice.some(ROLES, 2, 4)
        study = dice.one(self.studies)
        uses = sorted(dice.some(range(1, ORGANIZATIONS + 1), 2, 6))
        yield f"    collaboration_point: {dice.one(self.points)}"
        yield f"    structure: {{teams: {_listed(teams)}, flows: [{{from: {teams[0]}, to: {teams[1]}, what: {dice.phrase(2, 4)}}}]}}"
        yield from self._claims("how_to_recognise")
        yield from self._claims("benefits_reported")
        yield "    challenges:"
        for target in dice.some(self.ids.findings, 3, 7):
            yield from (f"      - finding: {target}", f"        effect: {dice.one(EFFECTS)}")
            yield from self._basis()
        earlier = self.ids.patterns[: int(id_[2:]) - 1]
        if earlier and dice.chance(0.2):
            yield from ("    variant_of:", f"      - pattern: {dice.one(earlier)}", *self._basis())
        yield from ("    known_uses:", f"      - study: {study.id}", f"        source: {study.reference}", f"        locator: {dice.place()}")
        yield from (f"        organizations: {_listed(uses)}", f"        of: {ORGANIZATIONS}", "        printed: false")
        yield from self._evidence()

    def _finding(self, id_: str) -> Lines:
        dice = self.dice
        yield from (
            f"    area: {dice.one(AREAS)}",
            f"    themes: {_listed(dice.some(THEMES, 1, 2))}",
            f"    roles: {_listed(dice.some(ROLES, 1, 3))}",
        )
        yield from self._claims("signs")
        yield from self._claims("why_it_matters")
        related: dict[str, list[str]] = {}
        for target in dice.some(self.ids.findings, 3, 8, but=id_):
            # A relation that can be written from both ends is written by the later entry only, hence once.
            later = int(target[2:]) < int(id_[2:])
            field = dice.one(ONE_WAY + MIRRORED if later else ONE_WAY)
            if field in NEARNESS:  # which of two is wider follows from their ids, so that none is narrower than itself
                field = NEARNESS[target[::-1] < id_[::-1]]
            related.setdefault(field, []).append(target)
        for field, targets in related.items():
            yield f"    {field}:"
            for target in targets:
                yield f"      - finding: {target}"
                yield from self._basis()
        yield from self._evidence()

    def _recommendation(self, _: str) -> Lines:
        dice = self.dice
        who = dice.some(ROLES, 2, 3)
        yield from (f"    areas: {_listed(dice.some(AREAS, 1, 2))}", f"    themes: {_listed(dice.some(THEMES, 1, 2))}")
        yield f"    who_starts: {{who: [{who[0]}], with: {_listed(who[1:])}, basis: inferred}}"
        yield f"    first_step: {{editorial: true, text: {dice.sentence(8, 16)}}}"
        yield from self._claims("how_you_would_notice")
        yield from (f"    support: {dice.one(SUPPORT)}", f"    effectiveness: {dice.one(EFFECTIVENESS)}", "    addresses:")
        for target in dice.some(self.ids.findings, 3, 8):
            yield f"      - finding: {target}"
            yield from self._basis()
        yield from self._evidence()

    # The parts of entries

    def _body(self, id_: str, position: int, cited: str) -> Lines:
        """Two to four paragraphs, a list, now and then a numbered one; emphasis, links, a citation."""
        dice, indent = self.dice, "      "
        yield "    body: |"
        for number in range(dice.number(2, 4)):
            words = dice.paragraph()
            if number == 0:
                linked = dice.some(self.entries, 1, 1, but=id_)
                words += [f"[[{target}]]" for target in linked]
                words += [f"[a made-up page](https://example.org/p/{position})", f"[@{cited}, p. {dice.number(1, 6)}]."]
            yield from _wrapped(words, indent)
            yield ""
        if dice.chance(0.3):
            yield f"{indent}1. {dice.sentence(5, 9)}"
            yield f"{indent}2. {dice.phrase(5, 9)} `code {position}`."
            yield ""
        yield from (f"{indent}- {dice.sentence(5, 12)}" for _ in range(dice.number(2, 4)))

    def _claim(self, reference: str | None, indent: str) -> Lines:
        yield from _folded("text", self.dice.sentence(8, 16), indent)
        if reference is None:
            yield f"{indent}editorial: true"
        else:
            yield from (f"{indent}source: {reference}", f"{indent}locator: {self.dice.place()}")

    @staticmethod
    def _item(lines: Lines) -> Lines:
        """The same lines as an item of a list: a hyphen in front of the first."""
        for number, line in enumerate(lines):
            yield line if number else f"{line[: len(line) - len(line.lstrip()) - 2]}- {line.lstrip()}"

    def _claims(self, field: str) -> Lines:
        yield f"    {field}:"
        for _ in range(self.dice.number(1, 2)):
            reference = None if self.dice.chance(0.5) else self.dice.one(self.ids.references)
            yield from self._item(self._claim(reference, "        "))

    def _basis(self) -> Lines:
        """What a relation rests on."""
        if self.dice.chance(0.6):
            yield from ("        basis: stated", f"        source: {self.dice.one(self.ids.references)}", f"        locator: {self.dice.place()}")
        else:
            yield from ("        basis: inferred", f"        why: {self.dice.sentence(6, 14)}")

    def _evidence(self) -> Lines:
        dice = self.dice
        yield "    evidence:"
        for study in dice.some(self.studies, 1, 3):
            yield from (f"      - study: {study.id}", f"        source: {study.reference}", f"        stance: {dice.one(STANCES)}")
            yield from _folded("source_claim", dice.sentence(12, 24), "        ")
            yield from (f"        locator: {dice.place()}", self._counted(study))
            if dice.chance(0.3):
                yield f"        context: {dice.sentence(5, 10)}"

    def _counted(self, study: Study) -> str:
        """What a study counted, in one of the three forms."""
        form = self.dice.number(1, 3)
        if form == 1:
            places = sorted(self.dice.some(range(ORGANIZATIONS), 1, 5))
            people = _listed(self.dice.one(study.people[place]) for place in places)
            return f"        mentions: {{participants: {people}, organizations: {_listed(place + 1 for place in places)}}}"
        if form == 2:
            return f"        mentions: {{count: {self.dice.number(2, 30)}, of: {self.dice.number(31, 90)}, unit: papers}}"
        return f"        source_wording: {{quantifier: {self.dice.one(('often', 'some', 'several'))}, of: {self.dice.phrase(4, 8)}}}"


def generate(folder: Path, count: int) -> None:
    """Write a catalogue of `count` entries into `folder`, which must be new or empty."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    writer = Writer(count)
    files = [("catalogue.yaml", writer.catalogue()), ("vocabulary.yaml", writer.vocabulary()), ("studies.yaml", writer.study_file())]
    for name, lines in (*files, ("references.bib", writer.references()), ("pages/home.md", writer.home()), *writer.entry_files()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")


def main() -> int:
    """Read the command line and write the catalogue."""
    parser = argparse.ArgumentParser(description="Write a made-up catalogue of N entries.")
    parser.add_argument("count", type=int, metavar="N", help="findings, patterns and recommendations together; at least 1")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="data folder to make; must be new or empty")
    options = parser.parse_args()
    if options.count < 1:
        parser.error("N must be 1 or more")
    try:
        generate(options.folder, options.count)
    except FileExistsError as error:
        parser.error(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
