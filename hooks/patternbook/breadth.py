"""Breadth of evidence, by one rule.

The rule, as the page states it: count the studies that give evidence; merge studies that share authors or data or of
which one includes the other, directly or through a third; what remains is the number of independent studies. Beside
it stand the methods and contexts of those studies, and how many evidence items contradict, qualify or are mixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from patternbook.documents.model import Breadth
from patternbook.model.base import Evidence
from patternbook.model.entries import Study


def groups(studies: Iterable[str], overlaps: Mapping[str, frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Connected components of `studies` under `overlaps`, which runs through all studies and both ways."""
    rest = dict.fromkeys(studies)
    found = []
    while rest:
        reached, todo = set(), [next(iter(rest))]
        while todo:
            study = todo.pop()
            if study not in reached:
                reached.add(study)
                todo += overlaps.get(study, frozenset())
        found.append(frozenset(reached & rest.keys()))
        rest = {study: None for study in rest if study not in reached}
    return tuple(found)


def overlaps_of(studies: Iterable[Study]) -> Mapping[str, frozenset[str]]:
    """Which studies each study overlaps with; `shares` is written on one side and holds on both."""
    found: dict[str, set[str]] = {}
    for study in studies:
        for overlap in study.shares:
            found.setdefault(study.id, set()).add(overlap.study)
            found.setdefault(overlap.study, set()).add(study.id)
    return {id_: frozenset(others) for id_, others in found.items()}


def breadth(evidence: Iterable[Evidence], studies: Mapping[str, Study], overlaps: Mapping[str, frozenset[str]]) -> Breadth:
    """Breadth of some evidence; only items that were read or related count, an inferred one does not."""
    counted = [item for item in evidence if item.traceability != "inferred"]
    used = tuple(dict.fromkeys(item.study for item in counted))
    independent = len(groups(used, overlaps))
    methods = tuple(sorted({method for id_ in used for method in studies[id_].methods}))
    contexts = tuple(sorted({context for id_ in used for context in studies[id_].contexts}))
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
