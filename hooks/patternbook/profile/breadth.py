"""Breadth of evidence, by one rule.

The rule, as the page states it: count the studies that give evidence; merge studies that share authors or data or of
which one includes the other, directly or through a third; what remains is the number of independent studies. Beside
it stand the methods and contexts of those studies, and how many evidence items contradict, qualify or are mixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.context import Context, get_field
from patternbook.documents.model import Breadth
from patternbook.model.components import Entry, Evidence
from patternbook.model.entries import Study


class StudySampling(NamedTuple):
    """What breadth asks of a study."""

    methods: tuple[str, ...]
    contexts: tuple[str, ...]
    group: str
    """A name for all studies that it overlaps with, directly or through others."""
    shared_by: tuple[str, ...]
    """Studies that declare an overlap with it."""


def sampled_studies(catalogue: Catalogue) -> Mapping[str, StudySampling]:
    """Every study by its id."""
    return study_sampling({study.id: study for study in catalogue.all_of(Study)})


def study_sampling(studies: Mapping[str, Study]) -> Mapping[str, StudySampling]:
    """Every study by its id; `shares` is written on one side and holds on both."""
    pairs = [(study.id, overlap.study) for study in studies.values() for overlap in study.shares]
    shared_by: dict[str, list[str]] = {}
    for one, other in dict.fromkeys(pairs):
        shared_by.setdefault(other, []).append(one)
    group = connected_groups(studies, [*pairs, *((other, one) for one, other in pairs)])
    return {id_: StudySampling(study.methods, study.contexts, group[id_], tuple(shared_by.get(id_, ()))) for id_, study in studies.items()}


def connected_groups(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Connected components: each id with the first of its component. A pair leads from its first id to its second."""
    ahead: dict[str, list[str]] = {id_: [] for id_ in ids}
    for one, other in pairs:
        ahead[one].append(other)
    found: dict[str, str] = {}
    for first in ahead:
        todo = [first]
        while todo:
            id_ = todo.pop()
            if id_ not in found:
                found[id_] = first
                todo += ahead[id_]
    return found


def breadth_of(entry: Entry, context: Context) -> Breadth | None:
    """Breadth of an entry's evidence; None where it has none."""
    evidence = get_field(entry, "evidence")
    return compute_breadth(evidence, context.shared) if evidence else None


def compute_breadth(evidence: Iterable[Evidence], studies: Mapping[str, StudySampling]) -> Breadth:
    """Breadth of some evidence; only items that were read or related count, an inferred one does not."""
    counted = [item for item in evidence if item.traceability != "inferred"]
    used = [studies[id_] for id_ in dict.fromkeys(item.study for item in counted)]
    independent = len({study.group for study in used})
    methods = tuple(sorted({method for study in used for method in study.methods}))
    contexts = tuple(sorted({context for study in used for context in study.contexts}))
    against = sum(item.stance != "supports" for item in counted)
    return Breadth(
        studies=len(used),
        independent=independent,
        methods=methods,
        contexts=contexts,
        contradicting=against,
        sentence=_sentence(len(used), independent, len(methods), against),
    )


def _sentence(studies: int, independent: int, methods: int, against: int) -> str:
    if not studies:
        return "No evidence of its own."
    merged = "" if independent == studies else f" ({studies} before merging those that overlap)"
    parts = [f"{_plural(independent, 'independent study', 'independent studies')}{merged}", _plural(methods, "method", "methods")]
    parts.append(f"{_plural(against, 'item', 'items')} that {'qualifies or contradicts' if against == 1 else 'qualify or contradict'}")
    return ", ".join(parts) + "."


def _plural(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
