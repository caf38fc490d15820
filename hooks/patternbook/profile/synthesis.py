"""The profile of a synthesis of research, put together."""

from __future__ import annotations

from patternbook.documents.profile import Profile
from patternbook.documents.views import VIEWS
from patternbook.profile.breadth import breadth_of, empty_reason, evidence_apart, main_source, sampled_studies
from patternbook.profile.facts import synthesis_facts
from patternbook.profile.maps.page import map_file
from patternbook.profile.mining import MINING_VIEWS, indicator_lead, stage_lead
from patternbook.profile.products import PRODUCT_TABLE, product_lead
from patternbook.profile.restated import restated_works
from patternbook.profile.views import BLOCKS, SYNTHESIS_VIEWS

SYNTHESIS = Profile(
    views={**VIEWS, **{view.__name__: view for view in (*SYNTHESIS_VIEWS, *MINING_VIEWS)}},
    blocks=BLOCKS,
    facts=synthesis_facts,
    breadth=breadth_of,
    evidence_apart=evidence_apart,
    empty_reason=empty_reason,
    main_source=main_source,
    restated=restated_works,
    shared=sampled_studies,
    leads={"indicator": indicator_lead, "stage": stage_lead, "product": product_lead},
    tables={"product": PRODUCT_TABLE},
    files=map_file,
)
