"""The profile of a synthesis of research, put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.profile import GLOSSARY, Profile
from patternbook.documents.views import VIEWS
from patternbook.profile.breadth import breadth_of, empty_reason, evidence_apart, main_source, sampled_studies
from patternbook.profile.evidence.facets import CHOICE_WORDS, SYNTHESIS_FACETS
from patternbook.profile.evidence.gaps import ENTRY_GAP, SECTION_GAP, SYNTHESIS_GAPS
from patternbook.profile.evidence.restated import restated_works
from patternbook.profile.evidence.studies import first_authors, study_line
from patternbook.profile.facts import synthesis_facts
from patternbook.profile.maps.page import map_file
from patternbook.profile.mining import MINING_VIEWS, indicator_lead, stage_lead
from patternbook.profile.practice.advice import GIVES_ADVICE, finding_advice, pattern_advice
from patternbook.profile.practice.checklist import pattern_checklist
from patternbook.profile.practice.questions import QUESTIONS
from patternbook.profile.practice.short import in_short
from patternbook.profile.practice.takeaway import artefact_sheet, artefacts_by_entry, artefacts_for
from patternbook.profile.practice.worksheet.reports import worksheet_files
from patternbook.profile.products import PRODUCT_TABLE, product_lead
from patternbook.profile.synonyms import glossary_index
from patternbook.profile.views import BLOCKS, SYNTHESIS_VIEWS


def _shared(catalogue: Catalogue) -> Mapping[str, Any]:
    """What all documents share: the facts about studies, and whether there is any advice."""
    authors = first_authors(catalogue)
    studies = {id_: study._replace(author=authors.get(id_, "")) for id_, study in sampled_studies(catalogue).items()}
    return {
        GLOSSARY: glossary_index(catalogue),
        **studies,
        **artefacts_by_entry(catalogue),
        **({GIVES_ADVICE: True} if catalogue.by_kind["recommendation"] else {}),
    }


SYNTHESIS = Profile(
    views={**VIEWS, **{view.__name__: view for view in (*SYNTHESIS_VIEWS, *MINING_VIEWS, in_short, finding_advice, pattern_advice, artefact_sheet)}},
    blocks=BLOCKS,
    facts=synthesis_facts,
    breadth=breadth_of,
    evidence_apart=evidence_apart,
    study_line=study_line,
    empty_reason=empty_reason,
    main_source=main_source,
    restated=restated_works,
    shared=_shared,
    leads={"indicator": indicator_lead, "stage": stage_lead, "product": product_lead},
    tables={"product": PRODUCT_TABLE},
    take_away=artefacts_for,
    checklists={"pattern": pattern_checklist},
    files=map_file,
    data=worksheet_files,
    facets=SYNTHESIS_FACETS,
    choice_words=CHOICE_WORDS,
    gaps=SYNTHESIS_GAPS,
    other_gap=SECTION_GAP,
    new_entry=ENTRY_GAP,
    questions=QUESTIONS,
)
