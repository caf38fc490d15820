"""Breadth of evidence, by one rule.

The rule, as the page states it: count the studies that give evidence; merge studies that share authors or data or of
which one includes the other, directly or through a third; what remains is the number of independent studies. With it go
the methods and contexts of those studies, and the number of evidence items that contradict, qualify or are mixed.
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
    """The facts about a study that breadth is computed from."""

    methods: tuple[str, ...]
    contexts: tuple[str, ...]
    group: str
    """A name for all studies that it overlaps with, directly or through others."""
    shared_by: tuple[str, ...]
    """Studies that declare an overlap with it."""


def sampled_studies(catalogue: Catalogue) -> Mapping[str, StudySampling]:
    """The facts about every study of a catalogue by its id."""
    return study_sampling({study.id: study for study in catalogue.all_of(Study)})


def study_sampling(studies: Mapping[str, Study]) -> Mapping[str, StudySampling]:
    """The facts about each study by its id. An overlap is declared by one of two studies and holds for both."""
    shared_by: dict[str, list[str]] = {id_: [] for id_ in studies}
    for study in studies.values():
        for other in {overlap.study for overlap in study.shares}:
            shared_by[other].append(study.id)
    group = connected_groups({id_: [*shared_by[id_], *(overlap.study for overlap in study.shares)] for id_, study in studies.items()})
    return {id_: StudySampling(study.methods, study.contexts, group[id_], tuple(shared_by[id_])) for id_, study in studies.items()}


def connected_groups(neighbours: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The connected components of an undirected graph: each node with the first node of its component."""
    groups: dict[str, str] = {}
    for first in neighbours:
        todo = [first]
        while todo:
            node = todo.pop()
            if node not in groups:
                groups[node] = first
                todo += neighbours[node]
    return groups


def breadth_of(entry: Entry, context: Context) -> Breadth | None:
    """Breadth of an entry's evidence; None where it has none."""
    evidence = get_field(entry, "evidence")
    return compute_breadth(evidence, context.shared) if evidence else None


def compute_breadth(evidence: Iterable[Evidence], studies: Mapping[str, StudySampling]) -> Breadth:
    """Breadth of some evidence. Items whose `traceability` is `inferred` do not count."""
    counted = [item for item in evidence if item.traceability != "inferred"]
    used = [studies[id_] for id_ in dict.fromkeys(item.study for item in counted)]
    independent = len({study.group for study in used})
    methods = tuple(sorted({method for study in used for method in study.methods}))
    against = sum(item.stance != "supports" for item in counted)
    return Breadth(
        studies=len(used),
        independent=independent,
        methods=methods,
        contexts=tuple(sorted({context for study in used for context in study.contexts})),
        contradicting=against,
        sentence=_sentence(len(used), independent, len(methods), against),
    )


def _sentence(studies: int, independent: int, methods: int, against: int) -> str:
    if not studies:
        return "No evidence of its own."
    merged = "" if independent == studies else f" ({studies} before merging those that overlap)"
    verbs = "qualifies or contradicts" if against == 1 else "qualify or contradict"
    return (
        f"{_plural(independent, 'independent study', 'independent studies')}{merged}, "
        f"{_plural(methods, 'method', 'methods')}, {_plural(against, 'item', 'items')} that {verbs}."
    )


def _plural(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
