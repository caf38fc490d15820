"""The second study in the shipped data: every item of it there, every figure as printed, tied to the first study on both pages.

Entries of other studies may stand beside, with labels, stages and products of their own.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace

import pytest

import second_study as facts
from conftest import SITE_URL, WHERE, replace_fields
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.indexes import make_index, plan_indexes
from patternbook.documents.model import Document, FunnelBlock, LinksBlock, MarksBlock
from patternbook.documents.resolve import build_context
from patternbook.model.components import Evidence
from patternbook.model.entries import Finding, Recommendation, Study
from patternbook.model.introspect import walk_structs
from patternbook.model.mining import Indicator, Product
from patternbook.model.vocabulary import Stage
from patternbook.profile.products import downloads
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.source.csv_cells import unguard_formula

pytestmark = pytest.mark.shipped

STUDY = "S-004"
WORK = {
    "gate": "gate",
    "reject": "reject",
    "reject (library)": "reject",
    "require (UI)": "require",
    "score": "score",
    "score (noisy)": "noisy-score",
    "decide": "decide",
}


def labelled(catalogue: Catalogue, model: type[Finding | Product | Indicator]) -> dict[str, Finding | Product | Indicator]:
    """Entries of the second study by the source's label."""
    found = [entry for entry in catalogue.all_of(model) if re.fullmatch(r"[FPI]\d+", entry.source_label or "")]
    return {entry.source_label or "": entry for entry in reversed(found) if _is_of_study(entry)}  # the first of a label: others came later


def _is_of_study(entry: Finding | Product | Indicator) -> bool:
    return STUDY in {item.study for item in entry.evidence} if isinstance(entry, Finding) else entry.study == STUDY


def products(catalogue: Catalogue) -> list[Product]:
    """The products that the study read closely."""
    return [product for product in catalogue.all_of(Product) if product.study == STUDY and product.picked and product.source_label in LABELS]


LABELS = {row[0] for row in facts.SAMPLE}


def study(catalogue: Catalogue) -> Study:
    entry = catalogue.entries[STUDY]
    assert isinstance(entry, Study)
    return entry


def stages(catalogue: Catalogue) -> list[Stage]:
    return [word for word in catalogue.words["stage"].values() if isinstance(word, Stage) and word.study == STUDY]


# ---- indicators ----


@pytest.mark.parametrize(("label", "kind"), facts.INDICATORS.items())
def test_indicator(label: str, kind: str, catalogue: Catalogue) -> None:
    entry = labelled(catalogue, Indicator)[label]
    assert isinstance(entry, Indicator)
    assert entry.id == f"I-0{label[1:]}"  # the token lists name them so
    assert (entry.study, entry.works_as) == (STUDY, WORK[kind])
    on_interface = kind == "require (UI)"
    assert (entry.stage == "interface") == on_interface


SCRIPTS_ONLY = {"I-021", "I-022", "I-023", "I-024", "I-025"}


def test_only_what_the_paper_does_not_report_has_no_stage(catalogue: Catalogue) -> None:
    assert {entry.id for entry in labelled(catalogue, Indicator).values() if isinstance(entry, Indicator) and entry.stage is None} == SCRIPTS_ONLY


# ---- the funnel ----


@pytest.mark.parametrize(("slug", "entered", "left"), facts.FUNNEL)
def test_stage_counts_as_printed(slug: str, entered: int | None, left: int, catalogue: Catalogue) -> None:
    stage = catalogue.words["stage"][slug]
    assert isinstance(stage, Stage)
    assert (stage.study, stage.passed.entered, stage.passed.left) == (STUDY, entered, left)
    assert tuple(stage.passed.by.values()) == facts.BY_CATEGORY.get(slug, ())


def test_stages_come_in_their_order(catalogue: Catalogue) -> None:
    assert [stage.slug for stage in stages(catalogue)] == [slug for slug, _, _ in facts.FUNNEL]


def test_funnel_marks_what_does_not_fit(shipped_documents: dict[str, Document]) -> None:
    [block] = [b for section in shipped_documents[f"studies/{STUDY}"].sections for b in section.blocks if isinstance(b, FunnelBlock)]
    assert [(step.target.id, step.left, step.doubts) for step in block.steps] == [
        ("search", 430902, ("a",)),
        ("description", 300508, ("b", "c")),
        ("interface", 26386, ()),
        ("machine-learning", 11257, ()),
        ("inspection", 262, ()),
    ]
    said = {letter: doubt.text for letter, doubt in block.doubts}
    assert "234,591" in said["a"]
    assert "83,777" in said["b"]
    assert "157,533" in said["c"]


def test_sums_that_the_errata_rest_on() -> None:
    """Ours, so anybody may check them: pools counted once, and the categories of the last step."""
    once = {slug: sum(row[:6]) for slug, row in facts.BY_CATEGORY.items()}
    assert (once["search"], once["description"]) == (234_591, 157_533)
    assert {slug: sum(facts.BY_CATEGORY[slug]) for slug in ("search", "description", "interface")} == {
        slug: left for slug, _, left in facts.FUNNEL if slug in ("search", "description", "interface")
    }
    assert sum(facts.BY_CATEGORY["inspection"]) - 27 == 262


ERRATA = {
    "E1": ("234,591", "157,533"),
    "E2": ("72,793", "83,777"),
    "E3": ("289", "47", "91", "151", "262"),
    "E4": ("P2", "P3"),
    "E5": ("P22",),
    "E6": ("29", "30"),
    "E7": ("four", "five"),
    "E8": ("18", "17"),
    "E9": ("always", "eleven"),
    "E10": ("P29", "P28"),
    "E11": ("abstract",),
    "E12": ("scripts",),
}


@pytest.mark.parametrize(("label", "says"), ERRATA.items())
def test_erratum(label: str, says: tuple[str, ...], catalogue: Catalogue) -> None:
    [erratum] = [claim for claim in study(catalogue).errata if claim.text.startswith(f"{label}:")]
    assert [word for word in says if word not in erratum.text] == []
    assert erratum.basis == "inferred"  # nobody printed it; the text or the caution says how we came to it


# ---- questions, implications ----


@pytest.mark.parametrize("number", range(1, 7))
def test_question(number: int, catalogue: Catalogue) -> None:
    assert [claim.text for claim in study(catalogue).question if f"(RQ{number})" in claim.text]


@pytest.mark.parametrize("number", range(1, 8))
def test_implication_is_advice(number: int, catalogue: Catalogue) -> None:
    labelled_so = [entry for entry in catalogue.all_of(Recommendation) if entry.source_label == f"implication {number}"]
    [advice] = [entry for entry in labelled_so if STUDY in {item.study for item in entry.evidence}]
    assert advice.support == "suggested-by-authors"
    roles = [item.role_in_source for item in advice.evidence if item.study == STUDY]
    assert roles.count("proposal") == 1  # beside it may stand a result that it rests on


# ---- products ----


@pytest.mark.parametrize("row", facts.SAMPLE, ids=lambda row: row[0])
def test_product_as_printed(row: tuple[str, str, str, bool, str, int, int, str | None], catalogue: Catalogue) -> None:
    label, name, repository, checked, genre, stars, contributors, users = row
    entry = labelled(catalogue, Product)[label]
    assert isinstance(entry, Product)
    assert (entry.title, entry.genre) == (name, genre)
    assert (str(entry.repository.url), entry.repository.checked) == (f"https://github.com/{repository}", checked)
    assert (entry.figures.stars, entry.figures.contributors, entry.figures.users) == (stars, contributors, users)


def test_ten_of_each_genre_and_how_they_were_picked(catalogue: Catalogue) -> None:
    for genre in ("mobile", "desktop", "web"):
        picked = [entry.picked.by for entry in products(catalogue) if entry.genre == genre and entry.picked]
        assert {by: picked.count(by) for by in set(picked)} == {"stars": 2, "contributors": 2, "size": 1, "random": 5}


# ---- findings ----


def numbers(entry: Finding) -> set[int]:
    """What its evidence from the second study counts."""
    found: set[int] = set()
    for _, part in walk_structs(entry):
        if isinstance(part, Evidence) and part.study == STUDY and part.mentions:
            counted = part.mentions
            found |= {n for n in (counted.count, counted.of, *counted.counts.values()) if n is not None}
    return found


@pytest.mark.parametrize(("label", "printed"), [(label, printed) for label, (printed, _) in facts.FINDINGS.items()])
def test_finding_counts_as_printed(label: str, printed: tuple[int, ...], catalogue: Catalogue) -> None:
    entry = labelled(catalogue, Finding)[label]
    assert isinstance(entry, Finding)
    assert set(printed) <= numbers(entry)


@pytest.mark.parametrize(("label", "named"), [(label, named) for label, (_, named) in facts.FINDINGS.items()])
def test_products_named_for_a_finding(label: str, named: tuple[str, ...], catalogue: Catalogue) -> None:
    """Those the source names, no more and no less; what we conclude is marked so."""
    entry = labelled(catalogue, Finding)[label]
    links = [link for link in catalogue.incoming.get(entry.id, ()) if link.kind.field == "illustrates"]
    sample = {product.id: product.source_label for product in products(catalogue)}
    stated = {sample[link.source] for link in links if link.relation.basis == "stated" and link.source in sample}
    assert stated == set(named)


def test_marks_on_both_pages(shipped_documents: dict[str, Document]) -> None:
    states = {page: _states(document) for page, document in shipped_documents.items() if _states(document)}
    assert len(states["findings/F-043"]) >= 30
    assert states["findings/F-043"]["M-014"] == "exception"
    assert states["findings/F-043"]["M-006"] == "example"
    assert states["findings/F-043"]["M-001"] == "unnamed"
    for page, marked in states.items():
        for other, state in marked.items():
            assert _said_of(shipped_documents[f"products/{other}"]).get(page.partition("/")[2]) == STATE_SAID[state]


STATE_SAID = {"example": "Shows", "exception": "Is an exception to", "unnamed": None}
"""State of a product on a finding's page -> what the product's page says of the finding."""


def _said_of(document: Document) -> dict[str, str]:
    """Id of a linked entry -> what the page says of the link."""
    blocks = (block for section in document.sections for block in section.blocks if isinstance(block, LinksBlock))
    return {item.target.id: item.says for block in blocks for item in block.items if item.says in STATE_SAID.values()}


def test_examples_are_listed_before_exceptions(shipped_documents: dict[str, Document]) -> None:
    section = next(section for section in shipped_documents["findings/F-043"].sections if section.key == "products")
    said = [item.says for block in section.blocks if isinstance(block, LinksBlock) for item in block.items]
    assert said == sorted(said, reverse=True)
    assert (said.count("Shown by") >= 14, said.count("An exception") >= 4) == (True, True)


def _states(document: Document) -> dict[str, str]:
    blocks = (block for section in document.sections for block in section.blocks if isinstance(block, MarksBlock))
    return {mark.target.id: mark.state for block in blocks for mark in block.marks}


@pytest.mark.parametrize(("second", "first"), facts.LINKS)
def test_studies_are_tied_on_both_pages(second: str, first: str, shipped_documents: dict[str, Document]) -> None:
    assert first in _linked(shipped_documents[f"findings/{second}"])
    assert second in _linked(shipped_documents[f"findings/{first}"])


def _linked(document: Document) -> set[str]:
    section = next(section for section in document.sections if section.key == "chain")
    return {item.target.id for block in section.blocks if isinstance(block, LinksBlock) for item in block.items}


def test_links_between_the_studies_say_whose_they_are_and_why(catalogue: Catalogue) -> None:
    findings = {label: {entry.id for entry in catalogue.all_of(Finding) if (entry.source_label or "").startswith(label)} for label in "CXF"}
    first, second = findings["C"] | findings["X"], findings["F"]
    links = [link for id_ in sorted(second) for link in catalogue.outgoing.get(id_, ()) if link.target in first]
    ours = [link for link in links if (link.source, link.target) in facts.LINKS]
    assert sorted((link.source, link.target) for link in ours) == sorted(facts.LINKS)
    assert {(link.source, link.target) for link in ours if link.relation.basis == "stated"} == facts.STATED
    assert [link.source for link in ours if not link.relation.why or not link.relation.locator] == []


# ---- downloads ----


def test_downloads_hold_the_same_products(catalogue: Catalogue) -> None:
    files = dict(downloads(build_context(catalogue, WHERE, SYNTHESIS)))
    rows = list(csv.DictReader(io.StringIO(files["products.csv"])))
    whole = json.loads(files["products.json"])
    assert (whole["format"], whole["licence"]) == (1, "CC-BY-4.0")
    assert [row["id"] for row in rows] == [each["id"] for each in whole["products"]] == list(catalogue.by_kind["product"])
    [faceswap] = [row for row in rows if row["name"] == "Faceswap"]
    assert (faceswap["stars"], faceswap["users"], faceswap["repository_checked"], faceswap["examples_of"]) == (
        "42623",
        "297K/mo",
        "no",
        "F-038 F-039 F-047 F-052",
    )
    assert whole["products"][16]["exceptions_to"] == []
    assert whole["products"][16]["page"] == f"{SITE_URL}products/M-017/"


CAUTIONED = {"M-003", "M-005", "M-022", "M-028", "M-030"}
"""Products of which the paper says two things that do not fit together."""


def test_downloads_say_what_to_know_before_using_a_figure(catalogue: Catalogue) -> None:
    files = dict(downloads(build_context(catalogue, WHERE, SYNTHESIS)))
    told = {each["id"]: each["cautions"] for each in json.loads(files["products.json"])["products"]}
    assert {product.id for product in products(catalogue) if told[product.id]} == CAUTIONED
    assert told["M-003"][0] == "Most likely not its own figures; see the discrepancy below."
    assert "are those of Seek (M-002) once more" in told["M-003"][1]
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(files["products.csv"]))}
    assert {id_: row["cautions"] for id_, row in rows.items()} == {id_: " ".join(cautions) for id_, cautions in told.items()}


def test_rows_of_the_table_say_that_there_is_a_caution(catalogue: Catalogue) -> None:
    context = build_context(catalogue, WHERE, SYNTHESIS)
    [table] = [make_index(plan, context) for plan in plan_indexes(context) if plan.kind == "product"]
    rows = {row.target.id: row.note for group in table.groups for row in group.rows}
    assert list(rows) and set(rows) == set(catalogue.by_kind["product"])
    assert {product.id for product in products(catalogue) if rows[product.id] == "with a caution"} == CAUTIONED


def test_no_cell_of_a_download_is_a_formula(catalogue: Catalogue) -> None:
    first = catalogue.all_of(Product)[0]
    title = '=HYPERLINK("http://x","y")'
    entries = {**catalogue.entries, first.id: replace_fields(first, title=title)}
    files = dict(downloads(build_context(replace(catalogue, entries=entries), WHERE, SYNTHESIS)))
    [row] = [row for row in csv.DictReader(io.StringIO(files["products.csv"])) if row["id"] == first.id]
    assert row["name"] == f"'{title}"
    assert unguard_formula(row["name"]) == title
    assert json.loads(files["products.json"])["products"][0]["name"] == title


def test_caution_explains_why_more_products_stand_as_trained_than_the_chart_has(catalogue: Catalogue) -> None:
    origins = Counter(product.origin.value for product in products(catalogue) if product.origin)
    [table] = [table for table in study(catalogue).tables if table.title == "Origin of the models"]
    assert (origins["self-trained"], origins["both"], table.rows["self-trained only"], table.rows["both"]) == (16, 2, 15, 2)
    assert table.caution is not None
    assert {"18", "16", "15"} <= set(re.findall(r"\d+", table.caution))
