"""Studies by name beside what they say, and the anchors of rows of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from conftest import WHERE, replace_fields
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.blocks import evidence_anchors
from patternbook.documents.model import Document, EvidenceBlock
from patternbook.documents.resolve import build_context
from patternbook.model.components import Evidence, Mentions
from patternbook.model.entries import Finding, Study
from patternbook.profile.breadth import sample_size
from patternbook.profile.evidence.studies import first_authors, study_line
from patternbook.profile.synthesis import SYNTHESIS


def _sampled(study: Study, *mentions: Mentions | None, **fields: object) -> Study:
    claims = tuple(replace_fields(study.sample[0], mentions=each, **fields) for each in mentions)
    return replace_fields(study, sample=claims)


@pytest.mark.parametrize(
    ("mentions", "fields", "size"),
    [
        (Mentions(count=45, unit="participants"), {}, "45 participants"),
        (Mentions(count=1045, unit="repositories"), {}, "1,045 repositories"),
        (Mentions(counts={"interviews": 30, "surveys": 20}, of=50, unit="papers"), {}, "50 papers"),
        (Mentions(counts={"engineers": 2, "managers": 2}, unit="people"), {}, ""),  # a sum would be ours
        (Mentions(count=17, of=50, unit="papers"), {}, ""),  # a part of it
        (Mentions(organizations=("1", "2")), {}, ""),
        (Mentions(count=45, unit="participants"), {"basis": "inferred"}, ""),
        (Mentions(count=45, unit="participants"), {"editorial": True}, ""),
        (None, {}, ""),
    ],
)
def test_size_of_a_sample_is_one_number_that_the_source_gives(
    toy: Catalogue, mentions: Mentions | None, fields: dict[str, object], size: str
) -> None:
    study = toy.all_of(Study)[0]
    assert sample_size(_sampled(study, mentions, **fields)) == size


def test_only_the_first_claim_about_a_sample_is_its_size(toy: Catalogue) -> None:
    study = toy.all_of(Study)[0]
    assert sample_size(_sampled(study, None, Mentions(count=3, unit="people"))) == ""
    assert sample_size(replace_fields(study, sample=())) == ""


def test_studies_of_one_author_and_year_keep_their_whole_labels(toy: Catalogue) -> None:
    """`Lind 2020` for two of them would name neither."""
    context = build_context(toy, WHERE, SYNTHESIS)
    assert [study_line(id_, context).name for id_ in toy.by_kind["study"]] == [
        "Lind 2020", "Lind 2021b", "Council for Gardens, Parks & Ponds 2019", "Ng 2015", "Quist 2022",
    ]  # fmt: skip
    references = {**toy.references}
    first, second, *_ = (study.reference for study in toy.all_of(Study))
    references[second] = replace(references[second], year=references[first].year)
    named = first_authors(replace(toy, references=references))
    assert not {"S-001", "S-002"} & named.keys()
    assert "S-004" in named


def _evidence(toy: Catalogue, *studies: str) -> list[Evidence]:
    item = toy.all_of(Finding)[0].evidence[0]
    return [replace_fields(item, study=study) for study in studies]


def test_anchor_stays_when_a_row_of_another_study_comes_before_it(toy: Catalogue) -> None:
    before = list(evidence_anchors(_evidence(toy, "S-001", "S-002", "S-001")))
    assert before == ["evidence-S-001", "evidence-S-002", "evidence-S-001-2"]
    after = list(evidence_anchors(_evidence(toy, "S-003", "S-001", "S-004", "S-002", "S-001")))
    assert [anchor for anchor in after if anchor in before] == before


def test_anchors_are_in_the_published_documents(toy_documents: Mapping[str, Document]) -> None:
    for document in toy_documents.values():
        rows = [row for section in document.sections for block in section.blocks if isinstance(block, EvidenceBlock) for row in block.items]
        assert len({row.anchor for row in rows}) == len(rows)
        assert all(row.anchor.startswith(f"evidence-{row.study.id}") for row in rows)
