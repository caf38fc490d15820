"""Resolved documents: what each section says, in the design's order, and nothing that a writer would have to look up."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Iterator

import jsonschema
import pytest
from msgspec.json import decode

from conftest import WHERE
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.context import DocumentScope
from patternbook.documents.counts import count_phrase, mention_labels, singular
from patternbook.documents.model import (
    AdviceBlock,
    Block,
    Document,
    EvidenceBlock,
    EvidenceItem,
    LinkItem,
    LinksBlock,
    ListBlock,
    ProseBlock,
    SectionDocument,
    SketchBlock,
    Statement,
    TableBlock,
    Target,
    WorksBlock,
    document_json,
    document_schema,
)
from patternbook.documents.references import reference_document
from patternbook.documents.resolve import build_context, resolve
from patternbook.markup import Markdown, citations, entry_links_at
from patternbook.model.components import Mentions
from patternbook.model.entries import Structure
from patternbook.model.registry import VOCABULARIES
from patternbook.model.struct import validate_plain
from patternbook.pages.site import make_urls
from patternbook.profile.maps.matrix import make_matrix
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.profile.views import BLOCKS
from patternbook.urls import SiteUrls

Documents = dict[str, Document]

ORDER: dict[str, list[str]] = {
    "collaboration-points/CP-001": [
        "detail",
        "who-meets",
        "observations",
        "patterns",
        "findings",
        "help",
        "evidence",
        "not-known",
        "elsewhere",
        "replies",
    ],
    # a reader's order: in short, with the sketch; what may help; evidence; then the rest, described first
    "patterns/P-001": [
        "short",
        "sketch",
        "help",
        "evidence",
        "also-called",
        "recognise",
        "context",
        "responsibilities",
        "say-no",
        "why",
        "benefits",
        "challenges",
        "warning-signs",
        "tried",
        "fits-poorly",
        "variants",
        "together",
        "uses",
        "confusion",
        "questions",
        "not-known",
        "works",
        "elsewhere",
        "replies",
    ],
    "findings/F-001": [
        "short",
        "help",
        "evidence",
        "detail",
        "signs",
        "who-feels-it",
        "why-it-matters",
        "where",
        "chain",
        "questions",
        "products",
        "limits",
        "not-known",
        "works",
        "elsewhere",
        "objections",
        "replies",
    ],
    # what to do, who starts, first step, artefact, preconditions, notice, caveats, support, addresses, evidence
    "recommendations/R-001": [
        "what-to-do",
        "who-starts",
        "first-step",
        "artefact",
        "preconditions",
        "notice",
        "caveats",
        "support",
        "addresses",
        "evidence",
        "elsewhere",
        "replies",
    ],
    # question, design, period, sampling, sample, collection, analysis, saturation, checks, artefacts, ethics and
    # funding, limits, appraisal, what rests on it
    "studies/S-001": [
        "question",
        "definitions",
        "design",
        "period",
        "sampling",
        "funnel",
        "sample",
        "collection",
        "analysis",
        "saturation",
        "checks",
        "artefacts",
        "ethics",
        "results",
        "limits",
        "errata",
        "reading",
        "appraisal",
        "reply",
        "overlap",
        "rests",
    ],
    "cases/K-001": ["sketch", "facts", "helped", "hurt", "shows", "discussion", "evidence", "replies"],
    # what signal, how measured, threshold, what it misses, known defects
    "indicators/I-001": ["signal", "measured", "threshold", "compared", "misses", "defects", "in-use", "evidence"],
    "products/M-001": ["figures", "picked", "learned-part", "illustrates", "repository", "errata", "reply"],
    "stages/coarse-sieve": ["signal", "how", "cost", "numbers", "errata", "entries"],
    "areas/watering": ["claims", "entries", "state"],
    "themes/summer": ["claims", "entries", "state"],
    "roles/waterer": ["entries", "meanings"],
    "terms/barrel": ["definition", "meanings", "see"],
}


@pytest.mark.parametrize("page", ORDER, ids=lambda page: page.partition("/")[0])
def test_sections_come_in_the_order_of_the_design(toy_documents: Documents, page: str) -> None:
    assert [section.key for section in toy_documents[page].sections] == ORDER[page]


@pytest.mark.parametrize("page", ORDER, ids=lambda page: page.partition("/")[0])
def test_section_with_content_does_not_say_that_it_has_none(toy_documents: Documents, page: str) -> None:
    assert all(section.blocks and not section.empty for section in toy_documents[page].sections)


@pytest.mark.parametrize(
    ("page", "unsaid"),
    [
        (
            "patterns/P-004",
            "evidence recognise context responsibilities say-no why benefits challenges warning-signs tried fits-poorly "
            "variants together uses confusion questions",
        ),
        ("findings/F-999", "who-feels-it why-it-matters where"),  # what is against it is not counted; its chain is there: it corroborates
        ("recommendations/R-005", "what-to-do artefact preconditions notice caveats evidence"),
        ("collaboration-points/CP-002", "who-meets observations evidence"),
        ("studies/S-004", "question design period sampling sample collection analysis saturation checks artefacts ethics limits appraisal"),
        ("cases/K-002", "helped hurt discussion"),
        ("areas/shed", "claims"),
    ],
    ids=lambda value: value if "/" in value else "",
)
def test_section_without_content_was_not_extracted_unless_its_entry_says_why(toy_documents: Documents, page: str, unsaid: str) -> None:
    document = toy_documents[page]
    assert [section.key for section in document.sections if section.empty == "Not extracted by us."] == unsaid.split()
    assert not any(section.blocks or section.hint for section in document.sections if section.empty)


@pytest.mark.parametrize(
    ("page", "key", "empty"),
    [
        ("roles/key-holder", "entries", "No entry names it yet."),
        ("studies/S-003", "errata", None),  # left out
        ("findings/F-999", "objections", None),
        ("patterns/P-002", "also-called", None),
        ("terms/rota", "meanings", "No difference is reported."),
        ("cases/K-002", "evidence", None),
        # No source has to report these, so they are not missing from one.
        ("findings/F-999", "signs", "None known."),
        ("findings/F-999", "help", "None known."),
        ("findings/F-999", "questions", "None known."),
        # The entry says why, or its study was not read.
        ("patterns/P-002", "responsibilities", "The source, read in full, says nothing about this."),
        ("patterns/P-002", "say-no", "Not read by us."),
        ("patterns/P-002", "warning-signs", "The design of the study could not show this."),
        ("patterns/P-002", "context", "Not extracted by us."),
        ("studies/S-005", "limits", "Not read by us."),  # its abstract only
        ("studies/S-004", "limits", "Not extracted by us."),  # read in part
        ("studies/S-002", "reading", ""),
        ("cases/K-002", "hurt", "Not extracted by us."),
    ],
)
def test_words_of_an_empty_section(toy_documents: Documents, page: str, key: str, empty: str | None) -> None:
    found = next((section.empty for section in toy_documents[page].sections if section.key == key), None)
    assert found == empty


def _section(documents: Documents, page: str, key: str) -> SectionDocument:
    return next(section for section in documents[page].sections if section.key == key)


def _links(documents: Documents, page: str, key: str) -> list[LinkItem]:
    return [item for block in _section(documents, page, key).blocks if isinstance(block, LinksBlock) for item in block.items]


def _said(documents: Documents, page: str, key: str) -> list[tuple[str, str]]:
    return [(item.says, item.target.id) for item in _links(documents, page, key)]


@pytest.mark.parametrize(
    ("pattern", "finding", "here", "there"),
    [
        ("P-001", "F-001", "is reported worse here", "Reported worse where"),
        ("P-002", "F-001", "is reported to be eased here", "Reported eased where"),
        ("P-003", "F-002", "is specific to this pattern", "Specific to"),
        ("P-001", "F-003", "was reported here as in the alternatives", "Reported alike in"),
        ("P-001", "F-004", "is not removed here", "Not removed by"),
    ],
)
def test_effect_in_words_on_both_sides(toy_documents: Documents, pattern: str, finding: str, here: str, there: str) -> None:
    assert (here, finding) in _said(toy_documents, f"patterns/{pattern}", "challenges")
    assert (there, pattern) in _said(toy_documents, f"findings/{finding}", "where")


@pytest.mark.parametrize(
    ("page", "key", "says", "target", "other_page", "other_key", "other_says", "other_target"),
    [
        ("patterns/P-002", "variants", "A form of", "P-001", "patterns/P-001", "variants", "Has the form", "P-002"),
        ("findings/F-001", "chain", "Adds to", "F-002", "findings/F-002", "chain", "Fed by", "F-001"),
        ("findings/F-002", "chain", "Adds to", "F-001", "findings/F-001", "chain", "Fed by", "F-002"),  # the way back of the cycle
        ("findings/F-003", "chain", "A closer look at", "F-001", "findings/F-001", "chain", "Looked at more closely in", "F-003"),
        ("findings/F-004", "chain", "Sums up", "F-001", "findings/F-001", "chain", "Summed up in", "F-004"),
        ("findings/F-999", "chain", "Agrees with", "F-001", "findings/F-001", "chain", "Agreed with by", "F-999"),
        ("findings/F-1000", "chain", "Disagrees with", "F-001", "findings/F-001", "chain", "Disagreed with by", "F-1000"),
        ("findings/F-001", "chain", "Reported together with", "F-004", "findings/F-004", "chain", "Reported together with", "F-001"),
        ("cases/K-001", "shows", "Shows the pattern", "P-001", "patterns/P-001", "uses", "Shown in the case", "K-001"),
        ("cases/K-001", "shows", "Shows the finding", "F-001", "findings/F-001", "where", "Shown in the case", "K-001"),
    ],
)  # fmt: skip
def test_relation_in_words_on_both_sides(
    toy_documents: Documents, page: str, key: str, says: str, target: str, other_page: str, other_key: str, other_says: str, other_target: str
) -> None:
    assert (says, target) in _said(toy_documents, page, key)
    assert (other_says, other_target) in _said(toy_documents, other_page, other_key)


def test_both_sides_of_a_relation_say_the_same_about_it(toy_documents: Documents) -> None:
    [here] = [item for item in _links(toy_documents, "patterns/P-001", "challenges") if item.target.id == "F-001"]
    [there] = [item for item in _links(toy_documents, "findings/F-001", "where") if item.target.id == "P-001"]
    own = ("the late bed", "in July", "the empty barrel", "Told by [@niwa2018].")
    assert (here.aspect, here.condition, here.via, here.why) == own
    assert (there.aspect, there.condition, there.via, there.note) == (*own[:3], here.note)
    assert there.why == ""  # the reason is said once, on the page that writes the relation
    assert "niwa2018" in toy_documents["patterns/P-001"].references  # and so is what it cites
    assert here.note is not None
    assert (here.note.label, here.note.locator, here.note.counted) == ("Lind et al. 2020", "p. 15", "1 participant in 1 organization")


def test_roles_of_a_relation_are_told_on_both_sides(toy_documents: Documents) -> None:
    waterer = Target(kind="role", id="waterer", title="Waterer", page="roles/waterer")
    for page, key, target in (("patterns/P-001", "challenges", "F-003"), ("findings/F-003", "where", "P-001")):
        assert [item.roles for item in _links(toy_documents, page, key) if item.target.id == target] == [(waterer,)]


def test_opposite_evidence_stands_under_where(toy_documents: Documents) -> None:
    block = next(block for block in _section(toy_documents, "findings/F-001", "where").blocks if isinstance(block, ListBlock) and block.title)
    assert [item.text for item in block.items] == ["Some said that last beds are in the shade.", "Last beds did best."]


def test_seen_together_is_counted_from_the_known_uses(toy_documents: Documents) -> None:
    def rows(page: str) -> list[tuple[str, ...]]:
        return [row for block in _section(toy_documents, page, "together").blocks if isinstance(block, TableBlock) for row in block.rows]

    # P-001: 1, 2, 3; P-002: 4; P-003 (another meeting spot): 2, 3, 4. P-001 and P-002 are alternatives of one spot.
    assert rows("patterns/P-001") == [("[[P-003]]", "2", "2, 3")]
    assert rows("patterns/P-002") == [("[[P-003]]", "1", "4")]
    assert rows("patterns/P-003") == [("[[P-001]]", "2", "2, 3"), ("[[P-002]]", "1", "4")]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            "recommendations/R-001",
            "Practised and reported helpful; effect told, not measured. Also suggested by the authors, argued for in the literature.",
        ),
        ("recommendations/R-002", "Suggested by participants; effect not measured."),
        ("recommendations/R-003", "Suggested by the authors; effect looked at in a trial."),
        ("recommendations/R-005", "Suggested by this catalogue; effect not measured."),
    ],
)
def test_support_in_words(toy_documents: Documents, page: str, words: str) -> None:
    [block] = _section(toy_documents, page, "support").blocks
    assert block == ProseBlock(text=words)


def test_support_stands_beside_what_may_help(toy_documents: Documents) -> None:
    blocks = [block for block in _section(toy_documents, "findings/F-001", "help").blocks if isinstance(block, AdviceBlock)]
    # what a source ties to the finding comes before what we tie to it
    assert [(block.basis, item.target.id, item.support) for block in blocks for item in block.items] == [
        ("stated", "R-002", "Suggested by participants; effect not measured"),
        ("inferred", "R-001", "Practised and reported helpful; effect told, not measured"),
    ]


@pytest.mark.parametrize(
    ("page", "previous", "following"),
    [
        ("findings/F-001", None, "findings/F-002"),
        ("findings/F-005", "findings/F-004", "findings/F-999"),
        ("findings/F-999", "findings/F-005", "findings/F-1000"),  # by number
        ("findings/F-1000", "findings/F-999", None),
        ("patterns/P-001", None, "patterns/P-002"),  # not the last meeting spot
        ("themes/winter", "themes/summer", None),
        ("roles/waterer", "roles/planter", "roles/key-holder"),  # in the order of the file
    ],
)
def test_previous_and_next(toy_documents: Documents, page: str, previous: str | None, following: str | None) -> None:
    document = toy_documents[page]
    assert (document.previous and document.previous.page, document.next and document.next.page) == (previous, following)


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("findings/F-002", [("The Toy Garden Group", "", ("writing - original draft",))]),  # the catalogue's default
        ("findings/F-001", [("Ōno Ken", "0000-0001-5109-3700", ())]),
        (
            "recommendations/R-001",
            [
                ("The Toy Garden Group", "", ("writing - original draft",)),
                ("Ada Maria Lind", "0000-0002-1825-0097", ("validation", "writing - review & editing")),
            ],
        ),
        ("areas/watering", []),  # words are nobody's own
    ],
)
def test_credits(toy_documents: Documents, page: str, names: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert [(credit.name, credit.orcid, credit.roles) for credit in toy_documents[page].credits] == names


def test_cite_names_who_wrote_it_not_who_is_cited(toy_documents: Documents) -> None:
    cite = toy_documents["patterns/P-003"].cite
    assert cite is not None
    assert cite.release == "2026.12"
    for part in (
        "Lind",
        "Ōno",
        "2026",
        "One key, one keeper",
        "(P-003)",
        "1 < 2 > 0",
        "Release 2026.12",
        "https://catalogue.test/base/patterns/P-003/",
    ):
        assert part in cite.plain
    assert cite.bibtex.startswith(f"@incollection{{{cite.key},")
    assert cite.key == "toy-garden:P-003:2026.12"
    assert "Lind, Ada Maria and Ōno, Ken" in cite.bibtex  # the family name that is not the last word
    # braces around a group's name, so that nothing splits it
    assert "{{The Toy Garden Group}}" in (toy_documents["patterns/P-001"].cite or cite).bibtex


def test_every_entry_has_a_cite_and_no_word_has(toy_documents: Documents) -> None:
    words = {vocabulary.name for vocabulary in VOCABULARIES}
    for document in toy_documents.values():
        assert (document.cite is None) == (document.kind in words)


def test_licence_has_a_line_to_copy(toy_documents: Documents) -> None:
    licence = toy_documents["patterns/P-002"].licence
    assert (licence.spdx, licence.url) == ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/")
    assert licence.attribution == (
        '“The rota on the door” (P-002), The Toy Garden: Beds & Barrels, 1 < 2 > 0, "made up", The Made-up Garden Press & Sons, '
        "https://catalogue.test/base/patterns/P-002/, licensed CC-BY-SA-4.0."
    )


def test_retired_entry_says_why_and_what_comes_after(toy_documents: Documents) -> None:
    document = toy_documents["patterns/P-004"]
    assert document.retired == "On 2026-06-01: It was [[P-003]] & nothing else."
    assert document.successor is not None
    assert (document.successor.id, document.successor.retired) == ("P-003", False)
    assert document.targets["P-003"] == document.successor  # the link in the reason
    without = toy_documents["patterns/P-005"]
    assert without.retired
    assert without.successor is None
    assert not toy_documents["patterns/P-003"].retired


def test_challenges_show_on_their_entry_with_state_and_answer(toy_documents: Documents) -> None:
    [block] = _section(toy_documents, "findings/F-001", "objections").blocks
    assert isinstance(block, ListBlock)
    first, second = (item.text for item in block.items)
    assert first.startswith("evidence: The count in [[S-001]]")
    assert first.endswith("(A neighbour's neighbour, 2026-05-01; open.)")
    assert second.endswith('(Ken Ōno, 2026-04-02; accepted.) Answer: Reworded; it says "often" now.')


def test_mappings_show_on_their_entry_as_matches(toy_documents: Documents) -> None:
    [block] = _section(toy_documents, "findings/F-001", "elsewhere").blocks
    assert isinstance(block, ListBlock)
    assert [(item.text, item.note and item.note.basis) for item in block.items] == [
        (r"Exact match: *Watering \*by hand\* \& \_\`more\`\_* (The Gardener's Made-up Calendar, C1): " 'Both tell of "dry" beds.', "stated"),
        ("Related match: *水* (An Almanac, 一)", "inferred"),
    ]


def test_confidence_is_signed_and_dated(toy_documents: Documents) -> None:
    assert toy_documents["findings/F-001"].confidence == (
        "Methodological limitations: minor concerns. Few were asked.",
        "Coherence: no concerns. It fits.",
        'Adequacy: moderate concerns. Thin & "short" data.',
        "Relevance: serious concerns. Another climate.",
        "Assessed by Ada Maria Lind (0000-0002-1825-0097); conflicts of interest: Wrote the study & waters a bed.",
        "Assessed by Ōno Ken (0000-0001-5109-3700); conflicts of interest: none",
        "Assessed on 2026-07-01.",
    )
    assert toy_documents["findings/F-002"].confidence == ()


def test_breadth_counts_data_sets_of_own_results_and_shows_the_rest_apart(toy_documents: Documents) -> None:
    breadth = toy_documents["findings/F-001"].breadth
    assert breadth is not None
    # S-001 and S-002 rest on one data set together, S-001 on another besides; S-004 is a review; S-003 is our conclusion once.
    assert (breadth.data_sets, breadth.groups, breadth.studies) == (3, 2, ("S-001", "S-002", "S-003"))
    assert (breadth.reviews, breadth.apart, breadth.contradicting) == (("review (S-004)",), ("S-003",), 3)
    assert (breadth.items, breadth.verified) == (5, 1)
    assert breadth.methods == ("interviews", "walks")  # of what supports it
    assert breadth.contexts == ("city gardens", "dry summers")
    assert breadth.how_sure == (
        "Interviews; walks, 2 data sets (S-001), read in full, talks in July 2019; adequacy: 3 people in 2 organizations cited; "
        "a review (S-004); graded moderate."
    )
    concluded = toy_documents["findings/F-003"].breadth
    assert concluded is not None
    assert (concluded.studies, concluded.apart, concluded.contradicting) == (("S-001",), ("S-003",), 0)
    summed = toy_documents["findings/F-004"].breadth
    assert summed is not None
    assert (summed.data_sets, summed.reviews, summed.apart) == (2, ("review of 16 other essays (S-004)",), ("S-005",))
    assert toy_documents["patterns/P-002"].breadth is None  # no evidence of its own


def test_overlap_is_told_on_both_studies(toy_documents: Documents) -> None:
    assert _said(toy_documents, "studies/S-002", "overlap") == [("shares authors with", "S-001"), ("rests on the same data as", "S-001")]
    assert _said(toy_documents, "studies/S-001", "overlap") == [("overlap declared by", "S-002"), ("rests on the same data as", "S-002")]
    assert _said(toy_documents, "studies/S-004", "overlap") == [("includes", "S-003")]


def _facts(documents: Documents, page: str) -> dict[str, str]:
    return {fact.label: fact.text or ", ".join(target.title for target in fact.targets) for fact in documents[page].facts}


def test_facts_of_a_pattern(toy_documents: Documents) -> None:
    assert _facts(toy_documents, "patterns/P-002") == {
        "Meeting spot": "At the barrel",
        "Known uses": "1 of 4 organizations",
        "Release": "2026.12",
        "Licence": "CC-BY-SA-4.0",
    }


def test_facts_of_a_finding(toy_documents: Documents) -> None:
    facts = _facts(toy_documents, "findings/F-001")
    assert facts["Bed"] == "Watering & barrels"
    assert facts["Seasons"] == "Summer, Winter"
    assert facts["Gardeners"] == "Planter, Waterer"
    assert facts["In the source"] == 'section 5, Of Dry Beds & "Late" Ones, p. 17'  # not the label O1, which leads a reader nowhere
    assert facts["Rests on"] == "3 data sets (S-001, S-002, S-003), 2 research groups; a review (S-004)"
    assert "Rests on" not in _facts(toy_documents, "patterns/P-002")
    finding = toy_documents["findings/F-002"].breadth
    assert finding is not None
    assert finding.how_sure.endswith("not graded: one study.")
    assert "Meeting spot" not in _facts(toy_documents, "findings/F-004")  # its bed belongs to no meeting spot


def test_labels_of_the_catalogue_name_kinds(toy_documents: Documents) -> None:
    chosen = {
        "collaboration-point": "Meeting spot",
        "pattern": "Arrangement",
        "finding": "Observation",
        "recommendation": "Tip",
        "study": "Inquiry",
        "case": "Plot story",
        "indicator": "Garden sign",
        "product": "Harvest",
        "stage": "Sieve",
        "area": "Bed",
        "theme": "Season",
        "role": "Gardener",
        "term": "Garden word",
    }
    found = {document.kind: document.kind_label for document in toy_documents.values()}
    assert found == found | chosen  # a kind that the toy gives no label has its own
    assert [target.title for target in toy_documents["findings/F-001"].trail] == ["Observations"]


@pytest.mark.parametrize(
    ("mentions", "phrase", "who"),
    [
        (Mentions(participants=("a", "b"), organizations=("1",)), "2 participants in 1 organization", "a, b; organization 1"),
        (Mentions(participants=("a",)), "1 participant", "a"),
        (Mentions(organizations=("1", "2")), "2 organizations", "organizations 1, 2"),
        (Mentions(count=17, of=50, unit="papers"), "17 of 50 papers", ""),
        (Mentions(count=17, unit="papers"), "17 papers", ""),
        (Mentions(count=1, unit="papers"), "1 paper", ""),
        (Mentions(count=1, of=50, unit="papers"), "1 of 50 papers", ""),
        (Mentions(count=0, of=50, unit="papers"), "0 of 50 papers", ""),  # nought is a number
        (Mentions(count=3, of=4, unit="gardens", independent=2), "3 of 4 gardens (2 without overlapping studies)", ""),
        (Mentions(counts={"x": 3, "y": 5}, of=10, unit="plants"), "x: 3, y: 5, of 10 plants", ""),
        (Mentions(counts={"x": 3}, unit="plants"), "x: 3 (plants)", ""),
        (Mentions(participants=("a",), count=5, unit="answers"), "1 participant; 5 answers", "a"),
        (Mentions(participants=("a", "b"), count=2, unit="participants"), "2 participants", "a, b"),  # said once
        (Mentions(organizations=("1",), count=4000, of=11257, unit="answers"), "1 organization; 4,000 of 11,257 answers", "organization 1"),
        (None, "", ""),
    ],
    ids=[
        "both",
        "people",
        "places",
        "count-of",
        "count",
        "count-one",
        "count-one-of",
        "nought",
        "independent",
        "counts-of",
        "counts",
        "two-forms",
        "the-same-twice",
        "thousands",
        "nothing",
    ],
)
def test_counts_in_words(mentions: Mentions | None, phrase: str, who: str) -> None:
    assert (count_phrase(mentions), mention_labels(mentions)) == (phrase, who)


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("core contributors", "core contributor"),
        ("people", "person"),
        ("entries", "entry"),
        ("cases", "case"),
        ("boxes", "box"),
        ("classes", "class"),
        ("changes", "change"),
        ("kinds of information", "kind of information"),
        ("organizations with shared keys", "organization with shared keys"),
        ("products; a product can be in more than one group", "product; a product can be in more than one group"),
        ("model cards found", "model card found"),
        ("畑", "畑"),
    ],
)
def test_one_of_many(many: str, one: str) -> None:
    assert singular(many) == one


def test_evidence_keeps_stance_wording_and_traceability(toy_documents: Documents) -> None:
    [block, apart] = _section(toy_documents, "findings/F-001", "evidence").blocks
    assert isinstance(block, EvidenceBlock)
    assert isinstance(apart, EvidenceBlock)
    assert [(item.number, item.study.id, item.stance, item.note.traceability, item.apart) for item in (*block.items, *apart.items)] == [
        (1, "S-001", "supports", "read", ""),
        (2, "S-002", "qualifies", "read", ""),
        (3, "S-003", "contradicts", "related-text", ""),
        (4, "S-004", "mixed", "read", ""),
        (5, "S-003", "supports", "inferred", "our reading"),
    ]
    assert (block.title, apart.title) == ("", "Also points this way, not counted")
    first, second, *_ = block.items
    assert isinstance(first, EvidenceItem)
    assert (first.context, first.note.caution) == ("one dry summer", "Told, not seen [[S-001]].")
    assert second.wording == "“some”, said of those asked & answered"


@pytest.mark.parametrize(
    ("page", "number", "why"),
    [
        ("findings/F-1000", 2, "indirect: It is about *keys* & coats."),
        ("findings/F-999", 2, "background in its source"),
        ("findings/F-004", 2, "only its abstract was read"),
        ("findings/F-003", 2, "our reading"),
        ("recommendations/R-001", 2, "a proposal, not a result"),
    ],
)
def test_evidence_that_is_not_counted_says_why(toy_documents: Documents, page: str, number: int, why: str) -> None:
    counted, apart = _section(toy_documents, page, "evidence").blocks
    assert isinstance(counted, EvidenceBlock)
    assert isinstance(apart, EvidenceBlock)
    assert [item.number for item in counted.items] in ([1], [1, 3])
    assert [(item.number, item.apart) for item in apart.items] == [(number, why)]


def test_editorial_text_says_what_it_follows_from(toy_documents: Documents) -> None:
    [block] = _section(toy_documents, "findings/F-001", "signs").blocks
    assert isinstance(block, ListBlock)
    sourced, editorial = (item.note for item in block.items)
    assert sourced is not None
    assert editorial is not None
    assert (sourced.follows_items, sourced.follows_entries) == ((), ())
    assert editorial.follows_items == (1, 2)
    assert [target.id for target in editorial.follows_entries] == ["F-003"]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("studies/S-001", "Replied on 2026-07-03. We asked six people, not five; see [@lind2020watering, p. 12] & ask *again*."),
        ("studies/S-002", "Invited on 2026-07-01."),
        ("studies/S-003", "Declined on 2026-07-02."),
        ("products/M-001", "Not yet invited to reply."),
    ],
)
def test_reply_or_its_state_stands_on_what_it_is_about(toy_documents: Documents, page: str, words: str) -> None:
    [block] = _section(toy_documents, page, "reply").blocks
    assert block == ListBlock(items=(Statement(text=words),))


def test_reply_stands_where_the_study_is_counted(toy_documents: Documents) -> None:
    with_reply = {page for page, document in toy_documents.items() if any(section.key == "replies" for section in document.sections)}
    assert with_reply == {
        *("collaboration-points/CP-001", "patterns/P-001", "recommendations/R-001", "cases/K-001"),
        *(f"findings/F-{number}" for number in ("001", "003", "004", "999")),
    }
    [block] = _section(toy_documents, "findings/F-003", "replies").blocks
    assert isinstance(block, ListBlock)
    [statement] = block.items
    assert statement.text.startswith("The authors of [[S-001]] on 2026-07-03: We asked six people")


def test_study_says_how_far_it_was_read(toy_documents: Documents) -> None:
    [block] = _section(toy_documents, "studies/S-001", "reading").blocks
    assert isinstance(block, ListBlock)
    assert [(item.text, item.note and item.note.key) for item in block.items] == [
        ("Read in full. published PDF & slides", "lind2020watering"),
        ("Known second-hand", "undated-letter"),
    ]
    [parts] = _section(toy_documents, "studies/S-002", "reading").blocks
    assert isinstance(parts, ListBlock)
    assert parts.items[0].text == "Read in part. sections 2 to 5"


def test_study_is_held_against_a_checklist(toy_documents: Documents) -> None:
    [_, table] = _section(toy_documents, "studies/S-001", "appraisal").blocks
    assert isinstance(table, TableBlock)
    assert table.title == "The Made-up Checklist for Talks, answered on 2026-06-03"
    assert table.rows[0] == ("Is the aim said?", "yes", 'It asks "who waters". (p. 11)')
    assert [row[1] for row in table.rows] == ["yes", "partly", "no", "cannot tell", "not applicable"]


def test_discrepancies_are_told_by_where_they_are(toy_documents: Documents) -> None:
    section = _section(toy_documents, "studies/S-001", "errata")
    assert (section.title, section.hint) == ("Discrepancies we noticed", "Noticed by us in what is published; not confirmed by the authors.")
    assert [(block.title, len(block.items)) for block in section.blocks if isinstance(block, ListBlock)] == [
        ("In the paper", 1),
        ("Between versions", 1),
        ("Typographical", 1),
    ]
    [block] = _section(toy_documents, "products/M-001", "errata").blocks
    assert isinstance(block, ListBlock)
    assert block.title == "Between versions"


def test_finding_leads_to_the_limits_of_its_studies_and_their_period(toy_documents: Documents) -> None:
    links = _links(toy_documents, "findings/F-001", "limits")
    assert [(item.says, item.target.id, item.aspect) for item in links] == [
        ("Limits of", "S-001", "talks in July 2019"),
        ("Limits of", "S-002", ""),
        ("Limits of", "S-003", ""),
        ("Limits of", "S-004", ""),
    ]
    assert [item.target.id for item in _links(toy_documents, "findings/F-1000", "limits")] == ["S-003"]  # not of what is not counted


def test_people_of_a_sample_are_counted_and_not_described(toy_documents: Documents) -> None:
    blocks = _section(toy_documents, "studies/S-001", "sample").blocks
    assert blocks[-1] == ProseBlock(text="4 organizations and 4 participants have labels in the source, by which entries say who is cited.")


def test_word_says_how_complete_the_catalogue_is_there(toy_documents: Documents) -> None:
    [block] = _section(toy_documents, "areas/watering", "state").blocks
    assert isinstance(block, ListBlock)
    assert [item.text for item in block.items] == [
        "Sources: [[S-001]] and the council's count [@council-report].",
        'Completeness: Beds by the "river" are missing.',
        "Last searched: 2026-05-01, in the shed.",
    ]
    assert not any(section.key == "state" for section in toy_documents["areas/shed"].sections)


def test_every_entry_says_who_has_not_reviewed_it(toy_documents: Documents) -> None:
    words = {vocabulary.name for vocabulary in VOCABULARIES}
    for document in toy_documents.values():
        assert document.disclaimer == ("" if document.kind in words else "No gardener has reviewed this; see [[matrix]] & *ask*.")
        assert document.kind in words or "matrix" in document.targets


def test_editorial_text_is_marked_and_sourced_text_names_its_place(toy_documents: Documents) -> None:
    [block] = _section(toy_documents, "findings/F-001", "signs").blocks
    assert isinstance(block, ListBlock)
    sourced, editorial = (item.note for item in block.items)
    assert sourced is not None
    assert (sourced.key, sourced.locator, sourced.editorial, sourced.basis) == ("lind2020watering", "p. 12", False, "stated")
    assert editorial is not None
    assert (editorial.key, editorial.editorial, editorial.basis) == ("", True, "")


def test_sketch_has_its_teams_and_arrows_between_them(toy_documents: Documents) -> None:
    [block] = _section(toy_documents, "patterns/P-001", "sketch").blocks
    assert isinstance(block, SketchBlock)
    assert block.boxes[-1] == "The tap"
    assert [(arrow.start, arrow.end) for arrow in block.arrows] == [(0, 1), (1, 1), (2, 0), (1, 3)]


def test_sketch_takes_in_teams_that_only_an_arrow_names(toy: Catalogue) -> None:
    structure = validate_plain(Structure, {"teams": ["Planters"], "flows": [{"from": "Planters", "to": "The tap", "what": "thirst"}]})
    [block] = BLOCKS[Structure]((structure,), DocumentScope(build_context(toy, WHERE, SYNTHESIS)))
    assert isinstance(block, SketchBlock)
    assert (block.boxes, [(arrow.start, arrow.end) for arrow in block.arrows]) == (("Planters", "The tap"), [(0, 1)])


def test_origin_is_the_file_and_line_of_the_entry(toy_documents: Documents, toy: Catalogue) -> None:
    for document in toy_documents.values():
        place = toy.places.get(document.id) or toy.places[f"{document.kind}:{document.id}"]
        assert (document.origin.file, document.origin.line) == (place.file, place.line)


def _texts(document: Document) -> Iterator[str]:
    """Everything in a document that may hold marks."""
    yield from (document.statement, document.retired)
    for section in document.sections:
        for block in section.blocks:
            yield from _block_texts(block)


def _block_texts(block: Block) -> Iterator[str]:
    match block:
        case ProseBlock():
            yield block.text
        case ListBlock():
            yield from (text for item in block.items for text in (item.text, item.note.caution if item.note else ""))
        case LinksBlock():
            yield from (
                text for item in block.items for text in (item.aspect, item.condition, item.via, item.why, item.note.caution if item.note else "")
            )
        case WorksBlock():
            yield from (point.text for point in block.points)
        case EvidenceBlock():
            yield from (text for item in block.items for text in (item.text, item.context, item.note.caution))
        case TableBlock():
            yield from (cell for row in block.rows for cell in row)
        case SketchBlock():
            return


def test_works_are_listed_once_for_each_point(toy_documents: Documents) -> None:
    [block] = _section(toy_documents, "findings/F-001", "works").blocks
    assert isinstance(block, WorksBlock)
    listed = [(point.text, [([work.id for work in place.works], place.locator) for place in point.places]) for point in block.points]
    assert listed == [
        ("The opposite case.", [(["berg2021keys"], "p. 9; p. 11")]),
        ("Compost keeps water.", [(["preprint2022", "berg2021keys"], "abstract")]),
    ]


@pytest.mark.parametrize("which", ["toy_documents", "shipped_documents"])
def test_document_holds_all_that_its_texts_name(which: str, request: pytest.FixtureRequest) -> None:
    documents: Documents = request.getfixturevalue(which)
    marks = 0
    for document in documents.values():
        for text in _texts(document):
            named = {id_ for _, id_ in entry_links_at(Markdown.of(text))}
            cited = {work.key for work in citations(text)}
            marks += len(named) + len(cited)
            assert named <= document.targets.keys(), document.id
            assert cited <= document.references.keys(), document.id
    assert marks > 10


@pytest.mark.parametrize("which", ["toy_documents", "shipped_documents"])
def test_documents_survive_pickle_and_json(which: str, request: pytest.FixtureRequest) -> None:
    documents: Documents = request.getfixturevalue(which)
    for document in documents.values():
        assert pickle.loads(pickle.dumps(document)) == document
        assert decode(document_json(document), type=Document) == document


@pytest.mark.parametrize("which", ["toy_documents", "shipped_documents"])
def test_documents_fit_the_published_schema(which: str, request: pytest.FixtureRequest) -> None:
    documents: Documents = request.getfixturevalue(which)
    schema = json.loads(document_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for document in documents.values():
        assert not list(validator.iter_errors(json.loads(document_json(document)))), document.id


def test_schema_refuses_what_is_no_document(toy_documents: Documents) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(document_schema()))
    good = json.loads(document_json(toy_documents["findings/F-001"]))
    for wrong in (good | {"titel": "x"}, good | {"format": "2"}, {key: value for key, value in good.items() if key != "origin"}):
        assert list(validator.iter_errors(wrong))


def test_references_are_labelled_so_that_no_two_are_alike(toy: Catalogue) -> None:
    cited = build_context(toy, WHERE, SYNTHESIS).cited
    assert {cited[key].label for key in ("berg2021keys", "lind2021keys")} == {"Lind and Berg 2021a", "Lind and Berg 2021b"}
    assert cited["undated-letter"].label == "Okoro n.d."
    assert cited["council-report"].label.startswith("Council for Gardens, Parks & Ponds")
    assert len({reference.label for reference in cited.values()}) == len(cited)


def test_reference_page_lists_whoever_cites_it(toy: Catalogue) -> None:
    context = build_context(toy, WHERE, SYNTHESIS)
    works = {key: reference_document(key, context) for key in toy.references}
    cited_by = {label: [item.target.id for item in items] for label, items in works["niwa2018"].cited_by}
    # a relation's text and an evidence item; a word; the coverage page, by what was left out and by a scheme
    assert cited_by == {
        "Arrangements": ["P-001"],
        "Observations": ["F-001"],
        "Inquiries": ["S-003"],  # which says how far it was read
        "Garden words": ["barrel"],
        "Pages": ["coverage"],
    }
    pages = {label: [item.target.page for item in items] for label, items in works["lind2020watering"].cited_by}
    assert pages["Pages"] == ["coverage", ""]  # the summary's citation and the home page's


def test_matrix_holds_every_effect_and_nothing_else(toy: Catalogue) -> None:
    found = make_matrix(build_context(toy, WHERE, SYNTHESIS))
    patterns = [pattern.id for _, row in found.columns for pattern in row]
    assert patterns == ["P-001", "P-002", "P-003"]  # the others are retired
    cells = {
        (pattern, finding.id): [(effect.name, effect.stated) for effect in cell.effects]
        for finding, row in found.rows
        for pattern, cell in zip(patterns, row, strict=True)
        if cell.effects
    }
    assert cells == {
        ("P-001", "F-001"): [("amplifies", True)],
        ("P-002", "F-001"): [("eases", True)],
        ("P-003", "F-002"): [("specific", True)],
        ("P-001", "F-003"): [("reported-in-all", True)],
        ("P-001", "F-004"): [("does-not-remove", False)],
    }


def test_shipped_sections_stand_in_the_same_order_on_every_page_of_a_kind(shipped_documents: Documents) -> None:
    for page, order in ORDER.items():
        rank = {key: index for index, key in enumerate(order)}
        kind = toy_kind(page)
        for document in shipped_documents.values():
            if document.kind == kind:
                found = [rank[section.key] for section in document.sections if section.key in rank]
                assert found == sorted(found), document.id


def toy_kind(page: str) -> str:
    """collaboration-points/CP-001 -> collaboration-point."""
    return re.sub(r"ies$", "y", page.partition("/")[0]).removesuffix("s")


@pytest.mark.parametrize(
    ("where", "address"),
    [
        (make_urls(directories=True, site_url="https://x.test/"), "https://x.test/findings/F-004/"),
        (make_urls(directories=False, site_url="https://x.test/"), "https://x.test/findings/F-004.html"),
        (make_urls(directories=True), ""),
    ],
    ids=["folders", "files", "unknown"],
)
def test_full_addresses_lead_to_the_page(toy: Catalogue, where: SiteUrls, address: str) -> None:
    context = build_context(toy, where, SYNTHESIS)
    finding, area = resolve("findings/F-004", context), resolve("areas/everywhere", context)
    assert isinstance(finding, Document)
    assert isinstance(area, Document)
    assert finding.cite is not None
    said = (finding.cite.plain, finding.cite.bibtex, finding.licence.attribution)
    assert [re.findall(r"https://x\.test/[^;,} ]*", each) for each in said] == [[address] if address else []] * 3
    assert any("/F-004" in each for each in said) is bool(address)
    assert area.licence.attribution.split(", ")[-2] == (address.replace("findings/F-004", "areas/everywhere") or toy.masthead.publisher)
