"""The works behind an entry: what to cite for what was found, where the entry is cited for how it is restated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from patternbook.documents.context import Context, get_field
from patternbook.model.components import Entry, Evidence
from patternbook.model.entries import Study
from patternbook.profile.breadth import evidence_apart, main_source


def restated_works(entry: Entry, context: Context) -> Mapping[str, Sequence[str]]:
    """Key of each work that an entry restates -> the places, that with most evidence first.

    These are the sources of its evidence: of what its breadth counts, where there is any.
    An entry without evidence restates the publication that it is about or taken from.
    """
    evidence: Sequence[Evidence] = get_field(entry, "evidence") or ()
    counted = [item for item in evidence if not evidence_apart(item, context)] or evidence
    works: dict[str, list[str]] = {}
    for item in counted:
        works.setdefault(item.source, []).append(item.locator)
    if works:
        return dict(sorted(works.items(), key=lambda work: -len(work[1])))
    main = entry.reference if isinstance(entry, Study) else main_source(entry, context)
    return {main: (entry.in_source,) if entry.in_source else ()} if main else {}
