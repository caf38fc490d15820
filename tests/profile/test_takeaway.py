"""What readers take away: every entry that a row names leads to its artefact; a checklist holds nothing beyond its sources."""

from __future__ import annotations

from msgspec import UNSET

from conftest import WHERE
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.model import ChecklistDocument, ChecklistPart, Document
from patternbook.documents.resolve import CHECKLIST, build_context, resolve
from patternbook.model.vocabulary import Artefact
from patternbook.pages.markdown.sheets import sheets_of
from patternbook.profile.practice.advice import IF_SEEN, advice_for
from patternbook.profile.practice.checklist import MOST_ADVICE, MOST_FINDINGS
from patternbook.profile.synthesis import SYNTHESIS


def _named(artefact: Artefact) -> set[str]:
    return {id_ for row in artefact.rows for id_ in (*row.answers, *row.draws_on, *row.patterns)}


def _leads(documents: dict[str, Document]) -> dict[str, set[str]]:
    """Id -> the artefacts that its page leads to."""
    return {
        document.id: {target.id for target in document.take_away or () if target.kind == "artefact"}
        for document in documents.values()
        if document.page.partition("/")[0] != "artefacts"
    }


def _both_ways(catalogue: Catalogue, documents: dict[str, Document]) -> None:
    leads = _leads(documents)
    for slug, artefact in catalogue.words["artefact"].items():
        assert isinstance(artefact, Artefact)
        named = _named(artefact)
        assert named == {id_ for id_, artefacts in leads.items() if slug in artefacts}
        [sheet] = sheets_of(documents[f"artefacts/{slug}"])
        assert {target.id for row in sheet.rows for target in (*row.answers, *row.draws_on, *row.patterns)} == named


def test_every_entry_that_a_row_names_leads_to_its_artefact(toy: Catalogue, toy_documents: dict[str, Document]) -> None:
    _both_ways(toy, toy_documents)
    assert _leads(toy_documents)["F-001"] == {"barrel-list"}
    assert toy_documents["findings/F-003"].take_away is UNSET


def test_shipped_artefacts_are_linked_both_ways_and_say_whose_rows_they_are(catalogue: Catalogue, shipped_documents: dict[str, Document]) -> None:
    _both_ways(catalogue, shipped_documents)
    assert {"responsibility-grid", "model-requirements", "data-expectations", "quality-assurance-plan"} <= set(catalogue.words["artefact"])
    grid = catalogue.words["artefact"]["responsibility-grid"]
    assert isinstance(grid, Artefact)
    points = [f"[[{id_}]]" for id_ in catalogue.by_kind["collaboration-point"]]
    assert [heading for heading in dict.fromkeys(row.heading for row in grid.rows) if heading in points] == points[:3]  # those of the first study
    for artefact in catalogue.words["artefact"].values():
        assert isinstance(artefact, Artefact)
        assert all(row.editorial != bool(row.source) for row in artefact.rows)
        assert not any(catalogue.link_labels[id_].retired for id_ in _named(artefact))


def _part(document: ChecklistDocument, title: str) -> ChecklistPart | None:
    return next((part for part in document.parts if part.title == title), None)


def test_every_pattern_has_a_checklist_of_what_sources_tie_to_it(catalogue: Catalogue) -> None:
    context = build_context(catalogue, WHERE, SYNTHESIS)
    for id_ in catalogue.by_kind["pattern"]:
        document = resolve(f"patterns/{id_}/{CHECKLIST}", context)
        assert isinstance(document, ChecklistDocument)
        stated = [each.entry.id for each in advice_for(id_, catalogue) if each.is_stated]
        advised = _part(document, IF_SEEN)
        assert [item.target.id for item in advised.items if item.target] == stated[:MOST_ADVICE] if advised else stated == []
        assert advised is None or all(item.remark and item.step for item in advised.items)
        assert advised is None or advised.rest == max(0, len(stated) - MOST_ADVICE)
        reported = dict.fromkeys(link.target for link in catalogue.outgoing.get(id_, ()) if link.kind.field == "challenges")
        findings = _part(document, f"{catalogue.label('finding').many} reported with it")
        assert [item.target.id for item in findings.items if item.target] == list(reported)[:MOST_FINDINGS] if findings else not reported


def test_checklist_marks_what_is_ours(toy: Catalogue) -> None:
    context = build_context(toy, WHERE, SYNTHESIS)
    documents = [resolve(page, context) for page in context.neighbours if page.endswith(CHECKLIST)]
    assert len(documents) == len(toy.by_kind["pattern"])
    for document in documents:
        assert isinstance(document, ChecklistDocument)
        for part in document.parts:
            for item in part.items:
                if item.target and item.step:
                    entry = toy.entries[item.target.id]
                    assert item.ours == entry.first_step.editorial  # type: ignore[attr-defined]
