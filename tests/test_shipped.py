"""The shipped data: every entry complete, every label of the sources accounted for, the figures as printed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from patternbook.catalogue.catalogue import Catalogue
from patternbook.catalogue.items import texts_of
from patternbook.check.read import Reading
from patternbook.documents.model import Document, TableBlock
from patternbook.model.components import Claim, Entry, Evidence, Mentions, Relation
from patternbook.model.entries import Case, CollaborationPoint, Finding, Pattern, Recommendation, Study
from patternbook.model.introspect import walk_structs
from patternbook.model.mining import Indicator, Product
from patternbook.model.struct import ModelStruct, field_values
from patternbook.model.vocabulary import Word

DATA = ROOT / "data"
FIRST_STUDY = "S-001"
FIRST_STUDY_TEXTS = frozenset({"nahar2022collaboration", "nahar2021arxiv"})
"""The first study's publication and its preprint: what they say comes from a purposive sample."""


def ids_as_written() -> list[str]:
    """Ids of all entries, read off the files without the engine, so that a test exists for each even if none loads."""
    return sorted(found for file in DATA.rglob("*.yaml") for found in re.findall(r"(?m)^\s*- id: ([A-Z]+-\d+)\s*$", file.read_text("utf-8")))


IDS = ids_as_written()


def things(catalogue: Catalogue) -> list[Entry | Word]:
    """Everything with a page of its own, but for references."""
    return [*catalogue.entries.values(), *(word for vocabulary in catalogue.words.values() for word in vocabulary.values())]


# ---- one test per entry ----


@pytest.mark.parametrize("id_", IDS)
def test_entry_is_complete(id_: str, catalogue: Catalogue) -> None:
    entry = catalogue.entries[id_]
    lacks = [*of_any_entry(entry), *of_its_kind(entry), *(problem for _, part in walk_structs(entry) for problem in of_part(part))]
    assert lacks == []


def of_any_entry(entry: Entry) -> Iterator[str]:
    for name, words in (("title", 1 if isinstance(entry, Product) else 2), ("statement", 2)):  # a product is called what it is called
        if len(re.findall(r"\w+", getattr(entry, name))) < words:
            yield f"{name} says next to nothing"
    if entry.title.endswith("."):
        yield "title ends like a sentence"


def of_its_kind(entry: Entry) -> Iterator[str]:
    match entry:
        case Finding():
            yield from few("signs", len(entry.signs), 3)
            yield from few("questions", len(entry.questions_this_week), 3)
            yield from few("body or why it matters", bool(entry.body) + len(entry.why_it_matters), 1)
        case Pattern():
            yield from few("questions to check oneself", len(entry.questions_to_check_oneself), 5)
            yield from few("arrows of the sketch", len(entry.structure.flows) if entry.structure else 0, 1)
            yield from few("known uses", len(entry.known_uses), 1)
            yield from few("evidence", len(entry.evidence), 1)
        case Recommendation():
            yield from few("first step", len(entry.first_step.text.split()), 5)
            yield from few("artefact or explanation", bool(entry.artefact) + bool(entry.body), 1)
            yield from few("support", len(entry.support), 1)
            yield from few("addresses", len(entry.addresses), 1)
        case CollaborationPoint():
            yield from few("evidence", len(entry.evidence), 1)
        case Study():
            yield from few("what it reports", len(entry.results) + len(entry.question) + bool(entry.body), 1)
        case Case():
            yield from few("facts", len(entry.facts), 3)
            yield from few("what it shows", len(entry.shows), 1)
        case Indicator():
            yield from few("how it was measured", len(entry.measured), 1)
            yield from few("paper and scripts compared", len(entry.compared), 1)
            yield from few("what it misses, or how to use it", len(entry.misses) + len(entry.in_use), 1)
        case Product():
            yield from few("genre", bool(entry.genre), 1)
            yield from few("why it was read closely", bool(entry.picked), 1)


def few(what: str, found: int, wanted: int) -> Iterator[str]:
    if found < wanted:
        yield f"{what}: {found}, wanted {wanted}"


NAMES_A_PLACE = re.compile(
    r"(?i)\b(sections?|chapter|lecture|pp?\.|lines?|figure|table|abstract|supplement|appendix|conclusion|opening|title|entry)\b|\d:\d\d"
)


def of_part(part: ModelStruct) -> Iterator[str]:
    match part:
        case Claim() if part.editorial == bool(part.source and part.locator):
            yield f"neither sourced nor editorial: {part.text}"
        case Evidence() if not part.source or not NAMES_A_PLACE.search(part.locator):
            yield f"evidence without a place: {part.source_claim}"
        case Relation() if part.basis == "stated" and not (part.source and part.locator):
            yield "a stated relation without its place"


def test_every_entry_written_is_in_the_catalogue(catalogue: Catalogue) -> None:
    assert sorted(catalogue.entries) == IDS


# ---- counts ----


def test_counts(shipped: Reading) -> None:
    wanted = {"CP": 3, "P": 11, "F": 52, "R": 66, "K": 2, "S": 4, "I": 26, "M": 30, "references": 120}
    assert {name: shipped.counts[name] for name in wanted if shipped.counts[name] < wanted[name]} == {}


def test_diagnostics(shipped: Reading) -> None:
    """No error, no warning; the references without a year are web pages that give none."""
    found = [(d.code, d.severity, d.place.file, d.entry) for d in shipped.diagnostics]
    assert found == [("PB407", "notice", "data/references.bib", key) for key in ("strauss_basics", "yang_design", "naharprojects", "nahar2025osf")]


# ---- every label of the sources is accounted for ----


def numbered(prefix: str, numbers: str) -> list[str]:
    """`numbered("DOC", "1-3,5")` is DOC1, DOC2, DOC3, DOC5."""
    ranges = (span.partition("-") for span in numbers.split(","))
    return [f"{prefix}{number}" for first, _, last in ranges for number in range(int(first), int(last or first) + 1)]


SOURCE_LABELS = [
    *numbered("C", "1-17"),
    *numbered("X", "1-14"),
    *numbered("T", "1-3"),
    *("D1", "D2", "D2a", "D2b", "D3"),
    *numbered("I", "1-3"),
    *numbered("COM", "1-18"),
    *numbered("DOC", "1-3,5-11"),
    *numbered("ENG", "1-6,9-12"),
    *numbered("PRO", "1-3,5,6,8-15"),
    *("DOC4", "ENG8", "PRO7", "COM19", "COM20", "PRO16", "ENG13", "DOC12"),
    *("case-3", "case-7"),
    *("CP1", "CP2", "CP3", "CP1a", "CP1b", "CP2a", "CP3a", "CP3b"),
    *numbered("F", "1-21"),
    *numbered("P", "1-30"),
    *(f"I{number:02d}" for number in range(1, 27)),
    *numbered("implication ", "1-7"),
]
"""What the sources, and our notes on them, number: findings, patterns, recommendations, cases, areas."""


@pytest.mark.parametrize("label", SOURCE_LABELS)
def test_source_label_is_accounted_for(label: str, catalogue: Catalogue) -> None:
    carriers = [thing.title for thing in things(catalogue) if thing.source_label == label]
    left_out = [item.what for item in catalogue.masthead.left_out if re.search(rf"\b{re.escape(label)}\b", item.what)]
    assert len(carriers) == 1 or (left_out and not carriers), f"{label}: {carriers}, left out: {left_out}"


SOURCE_ORDER = {
    "F-": [*numbered("C", "1-17"), *numbered("X", "1-14"), *numbered("F", "1-21")],
    "I-": [f"I{number:02d}" for number in range(1, 27)],
    "M-": numbered("P", "1-30"),
    "P-": ["T1", "T2", "T3", "D1", "D2", "D2a", "D2b", "D3", "I1", "I2", "I3"],
}


@pytest.mark.parametrize("prefix", SOURCE_ORDER)
def test_ids_follow_the_order_of_the_source(prefix: str, catalogue: Catalogue) -> None:
    """F-001 is C1 for ever: published addresses rest on it."""
    labels = [entry.source_label for id_, entry in catalogue.entries.items() if id_.startswith(prefix)]
    assert labels[: len(SOURCE_ORDER[prefix])] == SOURCE_ORDER[prefix]


# ---- figures ----

ORGANIZATIONS = {
    "P-001": 13,
    "P-002": 13,
    "P-003": 2,
    "P-004": 7,
    "P-005": 11,
    "P-006": 5,
    "P-007": 6,
    "P-008": 13,
    "P-009": 4,
    "P-010": 18,
    "P-011": 5,
}
"""Sections 5.1, 6.1 and 7.1 of the paper; 13, 13, 2 and 18 are printed, the others are lengths of printed lists."""


@pytest.mark.parametrize(("id_", "count"), ORGANIZATIONS.items())
def test_organizations_of_a_pattern(id_: str, count: int, catalogue: Catalogue) -> None:
    pattern = catalogue.entries[id_]
    assert isinstance(pattern, Pattern)
    [uses] = pattern.known_uses
    assert (len(set(uses.organizations)), uses.of, uses.study) == (count, 28, FIRST_STUDY)
    assert uses.printed == (id_ in {"P-001", "P-002", "P-003", "P-010"})


TOGETHER = [
    ("P-001", "P-010", 7),
    ("P-002", "P-010", 11),
    ("P-001", "P-008", 6),
    ("P-002", "P-004", 5),
    ("P-008", "P-010", 8),
    ("P-001", "P-004", 1),
    ("P-003", "P-008", 0),
    ("P-003", "P-010", 0),
]
"""Counted by hand from the paper's lists of organizations."""


@pytest.mark.parametrize(("one", "other", "count"), TOGETHER)
def test_patterns_seen_together(one: str, other: str, count: int, shipped_documents: dict[str, Document]) -> None:
    assert together(shipped_documents[f"patterns/{one}"], other) == count
    assert together(shipped_documents[f"patterns/{other}"], one) == count


def together(document: Document, other: str) -> int:
    section = next(section for section in document.sections if section.key == "together")
    rows = [row for block in section.blocks if isinstance(block, TableBlock) for row in block.rows if row[0] == f"[[{other}]]"]
    for _, number, labels in rows:
        assert len(labels.split(", ")) == int(number)
    return sum(int(number) for _, number, _ in rows)


PRINTED = [
    ("F-004", "nahar2022collaboration", {"count": 19, "of": None, "unit": "participants"}),
    ("F-017", "nahar2022collaboration", {"count": 11, "of": 28, "unit": "organizations"}),
]


@pytest.mark.parametrize(("id_", "source", "figure"), PRINTED)
def test_printed_figure(id_: str, source: str, figure: dict[str, object], catalogue: Catalogue) -> None:
    found = [
        part.mentions for _, part in walk_structs(catalogue.entries[id_]) if isinstance(part, Evidence) and part.source == source and part.mentions
    ]
    assert [m for m in found if {name: getattr(m, name) for name in figure} == figure]


def test_first_sample_adds_up(catalogue: Catalogue) -> None:
    study = catalogue.entries[FIRST_STUDY]
    assert isinstance(study, Study)
    assert (len(study.organizations), sum(len(each.participants) for each in study.organizations)) == (28, 45)
    assert {table.title: sum(table.rows.values()) - table.total for table in study.tables if table.total in (28, 45)} == {
        table.title: 0 for table in study.tables if table.total in (28, 45)
    }


# ---- what must not happen ----


MISPRINTS = frozenset({"P14-b"})
"""Labels that the paper misprints and that our cautions name as such."""


def test_participants_and_organizations_are_in_the_sample(catalogue: Catalogue) -> None:
    """Labels in lists, and labels such as P3a in running text; the study of model cards has labels of its own, PE1 and up."""
    study = catalogue.entries[FIRST_STUDY]
    assert isinstance(study, Study)
    people = {label for organization in study.organizations for label in organization.participants}
    places = {organization.label for organization in study.organizations}
    named = set()
    for entry in catalogue.entries.values():
        named |= {(entry.id, label) for text in texts_of(entry) for label in re.findall(r"\bP\d+-?[a-z]\b", text)}
        for _, part in walk_structs(entry):
            mentions = getattr(part, "mentions", None)
            if mentions and getattr(part, "source", None) != "bhat2023aspirations":
                named |= {(entry.id, label) for label in mentions.participants}
                assert set(mentions.organizations) <= places, entry.id
    assert len(named) > 500
    assert {(id_, label) for id_, label in named if label not in people | MISPRINTS} == set()


def test_texts_join_no_participant_with_a_statement(catalogue: Catalogue) -> None:
    """Labels stand in lists, as what the source counts; a text that named one could tell a reader who said it."""
    prose = ((entry.id, text) for entry in catalogue.entries.values() for text in texts_of(entry) if " " in text)
    named = {(id_, label) for id_, text in prose for label in re.findall(r"\bP\d+-?[a-z]\b", text)}
    assert named <= {(id_, label) for id_ in (FIRST_STUDY, "F-018") for label in ("P14-b", "P14a", "P14b")}, "but for the misprint"


def test_participants_come_with_their_organizations(catalogue: Catalogue) -> None:
    """P3a works in organization 3: a list of people never names fewer organizations than they come from."""
    for entry in catalogue.entries.values():
        for _, part in walk_structs(entry):
            if isinstance(part, Mentions) and part.participants and part.organizations:
                assert {label.strip("Pabcdef") for label in part.participants} <= set(part.organizations), entry.id


def test_no_share_of_the_first_sample(catalogue: Catalogue) -> None:
    """The first study's sample was picked for variety; a percentage of it means nothing."""
    checked = 0
    for entry in catalogue.entries.values():
        for _, part in walk_structs(entry):
            if getattr(part, "study", None) == FIRST_STUDY or getattr(part, "source", None) in FIRST_STUDY_TEXTS:
                for text in texts_of(part):
                    checked += 1
                    assert not re.search(r"%|\d ?per ?cent\b", text), f"{entry.id}: {text}"
    assert checked > 1000


def test_no_share_on_patterns(catalogue: Catalogue) -> None:
    """Patterns and collaboration points rest on the first study alone."""
    entries = (*catalogue.of_kind("pattern"), *catalogue.of_kind("collaboration-point"), *catalogue.of_kind("case"))
    assert [entry.id for entry in entries for text in texts_of(entry) if re.search(r"%|\d ?per ?cent\b", text)] == []


NOT_PROSE = frozenset({"locator", "source_label", "in_source", "parts", "question"})
"""Fields that say where something stands, what of it was read, and what a checklist asks: two entries may well share these."""


def sentences(text: str) -> Iterator[str]:
    """Sentences of six words or more, as bare words: no citations, links to their ids, lists and tables cell by cell."""
    text = re.sub(r"\[@[^\]]*\]", " ", text)
    for sentence in re.split(r"(?<=[.!?;])[\"”)*]*\s+|\n\s*\n|\n\s*[-*] |\n\s*\d+\. |\|", text):
        words = re.findall(r"[\w'’]+", sentence.lower())
        if len(words) >= 6:
            yield " ".join(words)


def test_no_sentence_stands_in_two_entries(catalogue: Catalogue) -> None:
    """Each page says something of its own, what is editorial included."""
    where: dict[str, set[str]] = defaultdict(set)
    for thing in things(catalogue):
        own = thing.id if isinstance(thing, Entry) else thing.slug
        for _, part in walk_structs(thing):
            for name, value in field_values(part).items():
                if name not in NOT_PROSE:
                    for text in value if isinstance(value, tuple) else (value,):
                        for sentence in sentences(text) if isinstance(text, str) else ():
                            where[sentence].add(own)
    assert len(where) > 4000
    assert {sentence: sorted(names) for sentence, names in where.items() if len(names) > 1} == {}


# ---- one English ----

AMERICAN = re.compile(
    r"(?<![\w@])(?:licenses?|practic(?:ed|ing)|(?:model|label)(?:ed|ing|ers?)|judgments?|artifacts?|behaviors?|favors?|labor|centers?|analyz\w+|"
    r"catalogs?|colors?|neighbor\w*|fulfill|gray|traveled|skeptic\w*|toward)(?!\w)",
    re.IGNORECASE,
)
"""British is what the texts are written in, with -ize as the sources have it: an organization."""
NOT_OURS = re.compile(
    r"MIT License|Maven artifact|Group and artifact|https?://\S+|rel=\"license\"|`[^`\n]*`|\[@[^\]]*\]"
    r"|(?m:^ *(?:domain|source|reference|source_wording): .*$)"
)
"""Titles, names and addresses, and what a source prints."""
PROSE = sorted(
    [
        *DATA.glob("*.yaml"),
        *DATA.glob("pages/*.md"),
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("hooks/patternbook/pages/templates/*.html"),
    ]
)


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_texts_are_written_in_one_english(path: Path) -> None:
    assert AMERICAN.findall(NOT_OURS.sub("", path.read_text("utf-8"))) == []
