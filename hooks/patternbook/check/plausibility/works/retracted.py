"""Rule about works that were retracted, as a registry of DOIs says: whatever rests on one is to be looked at again."""

from __future__ import annotations

from collections.abc import Iterator

from patternbook.check.declare import CatalogueProblem, CatalogueRule, reports_rule
from patternbook.check.references import WORK
from patternbook.check.summaries.catalogue_summary import CatalogueSummary, use_of
from patternbook.diagnostics.diagnostic import Rule

_EXPECTED = "a work that its publisher stands by"


@reports_rule(
    Rule(
        "PB622",
        "warning",
        "A work that was retracted is cited",
        "Cite another work for it, or take the claim out; a text about the retraction itself may stay.",
        adjustable=True,
    )
)
def retracted_references(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """No field names and no text cites a work that was retracted."""
    for number, item in enumerate(catalogue.items if catalogue.retracted else ()):
        for kind, name in item.uses:
            if kind == WORK and name in catalogue.retracted:
                message, cause = f"{name} was retracted{catalogue.retracted[name]}", f"{item.name} {name}"
                yield CatalogueProblem(number, use_of(kind, name), message, _EXPECTED, cause=cause)


RETRACTION_RULES: tuple[CatalogueRule, ...] = (retracted_references,)
