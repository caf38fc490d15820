"""What the rules over the whole ask of an item, in a few texts that can be kept; and whether all of them hold.

The rules themselves word problems and need places; most data is without any, and to know that much, this is enough.
Whoever is told that something is wrong, somewhere, reads everything again and has it said in full.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from patternbook.check.form import Written
from patternbook.check.gather import Contents
from patternbook.check.names import Names, check_named, check_text
from patternbook.check.rules import Sample, Samples, is_retired, labels_of, lacks_place, links_of, said, sample_of
from patternbook.diagnostics import Place
from patternbook.markup import citations_at, entry_links_at
from patternbook.model.base import Relation
from patternbook.model.entries import Study
from patternbook.model.registry import KINDS

Pairs = tuple[tuple[str, str], ...]


class Facts(NamedTuple):
    """What one item says that may not fit what another says."""

    key: str
    """The list it stands in."""
    name: str
    """Its id or slug; nothing where it has none."""
    retired: bool
    names: Pairs
    """(kind, name) of everything that its fields name and its texts link to or cite."""
    links: tuple[tuple[str, str], ...]
    """(target, what the relation says) of its relations; nothing where that cannot be told."""
    labels: tuple[tuple[str, str, str, str], ...]
    """(study, source, what it labels, label) of a sample that it mentions."""
    reference: str
    """Of a study: its main publication."""
    participants: tuple[str, ...]
    organizations: tuple[str, ...]
    """Of a study: the labels of its sample; nothing where it lists nobody."""


_EVERYTHING = Names({})


def facts(item: Written, contents: Contents, *, named: bool) -> Facts | None:
    """The facts of an item of valid form; None where something in the item is to be said whatever others say."""
    if _flawed(item, contents):
        return None
    parts = contents.parts
    sample = sample_of(parts[0]) if item.model is Study else None
    return Facts(
        key=item.key,
        name=item.name if named else "",
        retired=is_retired(item),
        names=tuple(dict.fromkeys(chain(((kind, name) for _, kind, name in contents.names), _marks(contents)))),
        links=tuple(
            (link.target, repr(said(item, link) or "")) for part in parts if issubclass(part.model, Relation) for link in links_of(item, part)
        ),
        labels=tuple((part.text("study"), part.text("source"), what, label) for part in parts for _, label, what in labels_of(part)),
        reference=parts[0].text("reference") if item.model is Study else "",
        participants=tuple(sorted(sample.participants)) if sample else (),
        organizations=tuple(sorted(sample.organizations)) if sample else (),
    )


def _flawed(item: Written, contents: Contents) -> bool:
    """Whether anything is to be said of the item alone."""
    if contents.unfilled or any(lacks_place(part) for part in contents.parts):
        return True
    of_texts = chain.from_iterable(check_text(markdown, lambda _: Place(""), item.name, _EVERYTHING) for _, markdown in contents.marked)
    return any(True for _ in chain(of_texts, check_named(item, contents, _EVERYTHING)))


def _marks(contents: Contents) -> Iterable[tuple[str, str]]:
    for _, markdown in contents.marked:
        yield from (("link", id_) for _, id_ in entry_links_at(markdown))
        yield from (("reference", work.key) for _, work in citations_at(markdown))


def sound(every: Collection[Facts], names: Names, references: Collection[str], cited_in_prose: Collection[str]) -> bool:
    """Whether nothing is to be said of any item, each being without fault by itself."""
    named = {name for facts_ in every for kind, name in facts_.names if kind == "reference"}
    return (
        _unique(every)
        and not any(names.lacks(kind, name) for facts_ in every for kind, name in facts_.names)
        and _related(every)
        and _labelled(every)
        and all(key in named or key in cited_in_prose for key in references)
    )


_ENTRIES = frozenset(kind.key for kind in KINDS)


def _unique(every: Iterable[Facts]) -> bool:
    names = [("entries" if each.key in _ENTRIES else each.key, each.name) for each in every if each.name]
    return len(names) == len(set(names))


def _related(every: Iterable[Facts]) -> bool:
    retired = {each.name for each in every if each.retired}
    links = [link for each in every for link in each.links]
    told = [says for _, says in links if says != repr("")]
    return len(told) == len(set(told)) and not any(target in retired for target, _ in links)


def _labelled(every: Collection[Facts]) -> bool:
    studies = [each for each in every if each.reference]
    found: Mapping[str, Sample | None] = {
        each.name: Sample(frozenset(each.participants), frozenset(each.organizations)) if each.organizations else None for each in studies
    }
    samples = Samples(found, {each.reference: sample for each in studies if (sample := found[each.name]) is not None})
    return all(
        label in getattr(sample, what)
        for each in every
        for study, source, what, label in each.labels
        if (sample := samples.of_part(study, source)) is not None
    )
