"""The rows of entries in use as files of JSON, so many to a file, and the first file, which says what there is in all of them.

A page loads the first file and the rows that it shows; the others once somebody narrows the catalogue down. Each file of rows
has a key of its own among what builds keep, so that an edit of one entry makes few of them anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.json import encode

from patternbook.documents.context import Context, DocumentScope
from patternbook.model.registry import KIND_BY_NAME, KINDS
from patternbook.pages.exports.facets.declared import KIND_FACET, CatalogueFacet, UsedTerms, declared_facets, facet_values
from patternbook.pages.page import Asset
from patternbook.pages.render import PageRenderer

PAGE = "catalogue"
"""The page that the files stand beside."""
FACETS_FILE = f"{PAGE}/facets.json"
ROWS_PER_FILE = 250
VALUES_AT_FIRST = 30
"""Values of a facet that the first file lists, the most frequent; the others are in the files of rows."""
MOST_CHARACTERS = 200
"""Of an entry's statement."""
FORMAT = 1
"""Increased when the files change their form."""


class RowFilePlan(Struct, frozen=True):
    """A file of rows, before it is made."""

    file: str
    kind: str
    ids: tuple[str, ...]


class RowFile(Struct, frozen=True):
    """A file of rows."""

    plan: RowFilePlan
    content: str
    counts: dict[str, dict[str, tuple[str, int]]]
    """Facet -> value -> what readers see, and how many rows have it."""
    named: dict[str, dict[str, tuple[str, ...]]]
    """The same facets -> value -> the first few entries, for facets that other pages count by (`Profile.counted`)."""


def plan_parts(context: Context) -> Iterator[RowFilePlan]:
    """The files of rows: entries in use, kind by kind, in the order of their ids."""
    labels = context.catalogue.link_labels
    for kind in KINDS:
        ids = [id_ for id_ in context.catalogue.by_kind[kind.name] if not labels[id_].retired]
        for number, start in enumerate(range(0, len(ids), ROWS_PER_FILE), 1):
            yield RowFilePlan(f"{PAGE}/{kind.plural}-{number}.json", kind.name, tuple(ids[start : start + ROWS_PER_FILE]))


MOST_EXAMPLES = 3
"""Entries that are named of a value that other pages count by."""


def make_part(plan: RowFilePlan, terms: UsedTerms, renderer: PageRenderer, context: Context) -> RowFile:
    """One file of rows.

    Each row is a list: id, title, note, statement, then for each facet of the file the places of its values in the facet's list.
    """
    facets = [facet.name for facet in declared_facets(context)]
    belonging = {id_: facet_values(id_, terms, context) for id_ in plan.ids}
    used = [name for name in facets if name != KIND_FACET and any(name in values for values in belonging.values())]
    listed = {name: {value: title for values in belonging.values() for value, title in values.get(name, {}).items()} for name in used}
    places = {name: {value: place for place, value in enumerate(values)} for name, values in listed.items()}
    rows = [
        [
            id_,
            context.catalogue.link_labels[id_].title,
            context.catalogue.list_summaries[id_].note if not KIND_BY_NAME[plan.kind].note_names else "",
            _statement(id_, renderer, context),
            *([places[name][value] for value in values.get(name, ())] for name in used),
        ]
        for id_, values in belonging.items()
    ]
    content = {"kind": plan.kind, "facets": [[name, _listed(values)] for name, values in listed.items()], "rows": rows}
    counts = {name: Counter(value for values in belonging.values() for value in values.get(name, ())) for name in used}
    return RowFile(
        plan,
        encode(content).decode(),
        {name: {value: (listed[name][value], number) for value, number in each.items()} for name, each in counts.items()},
        {each.name: _named(each.name, belonging) for each in context.profile.facets if each.is_counted},
    )


def _listed(values: Mapping[str, str]) -> list[str | tuple[str, str]]:
    """Values with their titles; of an entry its id alone."""
    return [(value, title) if title else value for value, title in values.items()]


def _named(facet: str, belonging: Mapping[str, Mapping[str, Mapping[str, str]]]) -> dict[str, tuple[str, ...]]:
    ids: dict[str, list[str]] = {}
    for id_, values in belonging.items():
        for value in values.get(facet, ()):
            ids.setdefault(value, []).append(id_)
    return {value: tuple(of_value[:MOST_EXAMPLES]) for value, of_value in ids.items()}


def _statement(id_: str, renderer: PageRenderer, context: Context) -> str:
    """The statement as a plain line, cut at a word."""
    scope = DocumentScope(context)
    text = scope.text(context.catalogue.list_summaries[id_].statement)
    plain = renderer.plain(text, PAGE, scope.targets, scope.references)
    return plain if len(plain) <= MOST_CHARACTERS else f"{plain[:MOST_CHARACTERS].rpartition(' ')[0] or plain[:MOST_CHARACTERS]}…"


def summed_counts(parts: Iterable[RowFile]) -> dict[str, dict[str, tuple[str, int]]]:
    """Facet -> value -> what readers see, and how many entries have it."""
    counts: dict[str, dict[str, tuple[str, int]]] = {}
    for part in parts:
        for facet, values in part.counts.items():
            known = counts.setdefault(facet, {})
            for value, (title, number) in values.items():
                known[value] = title, number + known.get(value, ("", 0))[1]
    return counts


def facet_assets(parts: Sequence[RowFile], renderer: PageRenderer, context: Context) -> list[Asset]:
    """All files, the first of which says what is in the others."""
    return [Asset(FACETS_FILE, encode(_manifest(parts, renderer, context)).decode()), *(Asset(part.plan.file, part.content) for part in parts)]


def _manifest(parts: Sequence[RowFile], renderer: PageRenderer, context: Context) -> Mapping[str, Any]:
    """What there is: facets with their most frequent values, kinds with the form of their links, files of rows."""
    catalogue, href = context.catalogue, renderer.addresses.href
    counts = summed_counts(parts)
    rows: Counter[str] = Counter()
    for part in parts:
        rows[part.plan.kind] += len(part.plan.ids)
    title: Callable[[str], str] = lambda id_: catalogue.link_labels[id_].title  # noqa: E731 - one line
    return {
        "format": FORMAT,
        "rows": rows.total(),
        "kinds": {
            name: [catalogue.label(name).one, catalogue.label(name).many, number, href(PAGE, f"{KIND_BY_NAME[name].plural}/-").rpartition("-")[::2]]
            for name, number in rows.items()
        },
        "facets": [_facet(facet, counts[facet.name], title) for facet in declared_facets(context) if facet.name in counts],
        "files": [[renderer.addresses.asset(PAGE, part.plan.file), part.plan.kind, len(part.plan.ids)] for part in parts],
    }


def _facet(facet: CatalogueFacet, counts: Mapping[str, tuple[str, int]], title: Callable[[str], str]) -> Mapping[str, Any]:
    """A facet with its values: those of a scale in their order, others the most frequent first."""
    order = sorted(counts) if facet.is_scale else sorted(counts, key=lambda value: -counts[value][1])
    values = [(value, counts[value][0] or title(value), counts[value][1]) for value in order[:VALUES_AT_FIRST]]
    flags = {name: True for name, holds in (("entries", facet.of_entries), ("group", facet.is_group), ("scale", facet.is_scale)) if holds}
    return {"name": facet.name, "label": facet.label, "values": values, "all": len(counts), **flags}
