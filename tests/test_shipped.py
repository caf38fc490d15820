"""The shipped data: every label of the sources accounted for, the figures as printed.

What a contributor writes is checked by `patternbook check`, with the severities that the catalogue chooses; the tests here
compare the shipped content with its sources, and hold whatever else is added to it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import ROOT
from patternbook.catalogue.catalogue import Catalogue
from patternbook.check.optional.spelling import american_words
from patternbook.check.read import Reading
from patternbook.check.rules import RULES
from patternbook.documents.model import Document, TableBlock
from patternbook.model.components import Entry, Evidence
from patternbook.model.entries import Pattern, Study
from patternbook.model.introspect import walk_structs
from patternbook.model.vocabulary import Word

pytestmark = pytest.mark.shipped

FIRST_STUDY = "S-001"


def things(catalogue: Catalogue) -> list[Entry | Word]:
    """Everything with a page of its own, but for references."""
    return [*catalogue.entries.values(), *(word for vocabulary in catalogue.words.values() for word in vocabulary.values())]


# ---- counts ----


def test_counts(shipped: Reading) -> None:
    wanted = {"CP": 3, "P": 11, "F": 52, "R": 66, "K": 2, "S": 4, "I": 26, "M": 30, "references": 120}
    assert {name: shipped.counts[name] for name in wanted if shipped.counts[name] < wanted[name]} == {}


NOT_YET = "PB319"
"""An entry that is not yet numbered: accepted in a proposal, and numbered before it is published."""


def test_what_is_refused_anywhere_is_refused_by_the_check(catalogue: Catalogue) -> None:
    """A build or a workflow that is strict fails for warnings: here every rule is an error, or fails nothing."""
    rules = {rule.code: catalogue.masthead.rules.get(rule.code, rule.severity if rule.on else "off") for rule in RULES.values()}
    assert {code for code, severity in rules.items() if severity == "warning"} == {NOT_YET}


def test_every_rule_that_a_catalogue_may_switch_on_is_on(catalogue: Catalogue) -> None:
    chosen = catalogue.masthead.rules
    assert [rule.code for rule in RULES.values() if not rule.on and chosen.get(rule.code, "off") == "off"] == []


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
    assert carriers or left_out


SOURCE_ORDER = {
    "F-": [*numbered("C", "1-17"), *numbered("X", "1-14"), *numbered("F", "1-21")],
    "I-": [f"I{number:02d}" for number in range(1, 27)],
    "M-": numbered("P", "1-30"),
    "P-": ["T1", "T2", "T3", "D1", "D2", "D2a", "D2b", "D3", "I1", "I2", "I3"],
}


@pytest.mark.parametrize("prefix", SOURCE_ORDER)
def test_ids_follow_the_order_of_the_source(prefix: str, catalogue: Catalogue) -> None:
    """F-001 is C1 for ever: published addresses rest on it."""
    labels = {f"{prefix}{number:03d}": label for number, label in enumerate(SOURCE_ORDER[prefix], start=1)}
    assert {id_: catalogue.entries[id_].source_label for id_ in labels} == labels


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


def organizations(catalogue: Catalogue, id_: str) -> set[str]:
    """The organizations in which the first study saw a pattern."""
    pattern = catalogue.entries[id_]
    assert isinstance(pattern, Pattern)
    return {name for uses in pattern.known_uses if uses.study == FIRST_STUDY for name in uses.organizations}


@pytest.mark.parametrize(("id_", "count"), ORGANIZATIONS.items())
def test_organizations_of_a_pattern(id_: str, count: int, catalogue: Catalogue) -> None:
    pattern = catalogue.entries[id_]
    assert isinstance(pattern, Pattern)
    [uses] = [uses for uses in pattern.known_uses if uses.study == FIRST_STUDY]
    assert (len(organizations(catalogue, id_)), uses.of) == (count, 28)
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
def test_patterns_seen_together(one: str, other: str, count: int, catalogue: Catalogue, shipped_documents: dict[str, Document]) -> None:
    assert len(organizations(catalogue, one) & organizations(catalogue, other)) == count
    shown = together(shipped_documents[f"patterns/{one}"], other)
    assert shown == together(shipped_documents[f"patterns/{other}"], one)
    assert shown >= count  # other studies may see them together, too


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


# ---- one English ----

PROSE = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("hooks/patternbook/pages/templates/*.html")])
"""Texts beside the data, in which nothing else reports an American spelling."""
MARKUP = re.compile(r"rel=\"license\"|MIT License")


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_texts_are_written_in_one_english(path: Path) -> None:
    assert list(american_words(MARKUP.sub("", path.read_text("utf-8")))) == []
