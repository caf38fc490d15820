"""What a document reads is noted, and an answer differs exactly where what was asked for does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import pytest

from conftest import WHERE
from patternbook.catalogue.catalogue import Catalogue, LinkLabel
from patternbook.documents.context import Context
from patternbook.documents.resolve import build_context, resolve
from patternbook.incremental.dependencies import COUNT, EVERY_KEY, LookupDigests, Lookups, TrackedMapping, track_lookups
from patternbook.profile.synthesis import SYNTHESIS


@pytest.fixture(scope="module")
def context(toy: Catalogue) -> Context:
    return build_context(toy, WHERE, SYNTHESIS)


def test_mapping_notes_what_it_is_asked_for() -> None:
    reads: Lookups = {}
    noted = TrackedMapping({("a", "b"): 1, ("c", "d"): 2}, "pairs", reads)
    assert noted["a", "b"] == 1
    assert noted.get(("x", "y")) is None
    assert ("c", "d") in noted
    assert len(noted) == 2
    assert [*noted] == [("a", "b"), ("c", "d")]
    assert list(reads) == ["pairs:a\x1eb", "pairs:x\x1ey", "pairs:c\x1ed", f"pairs:{COUNT}", f"pairs:{EVERY_KEY}"]


def test_every_mapping_is_noted(context: Context) -> None:
    noted, _ = track_lookups(context)
    late = {"neighbours"}  # comes into a page when its document is made
    whole = {"items"}  # for the digests of results
    for of, left in ((noted, late), (noted.catalogue, whole)):
        mappings = {field.name: getattr(of, field.name) for field in fields(of) if isinstance(getattr(of, field.name), Mapping)}
        untracked = {name for name, mapping in mappings.items() if not isinstance(mapping, TrackedMapping)}
        nested = {name for name in untracked if mappings[name] and all(isinstance(inner, TrackedMapping) for inner in mappings[name].values())}
        assert untracked - nested == left
        assert nested <= {"words"}


def test_document_is_the_same_from_a_library_that_notes(context: Context) -> None:
    noted, reads = track_lookups(context)
    for page in context.neighbours:
        reads.clear()
        assert resolve(page, noted) == resolve(page, context)
        assert reads


def test_document_reads_itself_and_the_labels_of_what_it_links_to(context: Context) -> None:
    noted, reads = track_lookups(context)
    resolve("patterns/P-001", noted)
    assert "entries:P-001" in reads
    assert {"link_labels:F-001", "outgoing:P-001", "incoming:P-001"} <= reads.keys()
    assert "entries:F-001" not in reads  # what it says there is written in P-001


def test_every_question_has_an_answer_that_stays(context: Context) -> None:
    noted, reads = track_lookups(context)
    for page in context.neighbours:
        resolve(page, noted)
    assert len(reads) > 200
    assert LookupDigests(context, {}).of(reads) == LookupDigests(context, {}).of(reads)


CHANGED = {
    "an entry": ({"items": {"F-004": "F-003"}}, {"entries:F-004"}),
    "a title": ({"link_labels": {"F-004": LinkLabel("Another title", retired=False)}}, {"link_labels:F-004"}),
    "a file": ({"places": {"F-004": "elsewhere"}}, {"places:F-004"}),
}


@pytest.mark.parametrize(("change", "expected"), CHANGED.values(), ids=CHANGED.keys())
def test_answers_differ_where_something_changed(context: Context, change: dict[str, dict[str, object]], expected: set[str]) -> None:
    catalogue = context.catalogue
    asked = [f"{name}:{id_}" for name in ("entries", "link_labels", "places", "kinds") for id_ in catalogue.entries]
    ((name, values),) = change.items()
    if name == "places":
        values = {id_: replace(catalogue.places[id_], file=file) for id_, file in values.items()}  # type: ignore[arg-type]
    if name == "items":
        values = {id_: catalogue.items[str(other)] for id_, other in values.items()}
    fields: dict[str, Any] = {name: {**getattr(catalogue, name), **values}}
    changed = replace(catalogue, **fields)
    before, after = LookupDigests(context, {}), LookupDigests(replace(context, catalogue=changed), {})
    assert {each for each in asked if before[each] != after[each]} == expected


def test_line_alone_changes_no_answer(context: Context) -> None:
    catalogue = context.catalogue
    moved = replace(catalogue, places={id_: replace(place, line=place.line + 1) for id_, place in catalogue.places.items()})
    asked = [f"places:{id_}" for id_ in catalogue.places]
    assert LookupDigests(context, {}).of(asked) == LookupDigests(replace(context, catalogue=moved), {}).of(asked)


@pytest.mark.parametrize("label", ["2\x1eb", "2\nb", "2\\nb", "\\", 'say "2"', "zwei"])
def test_any_label_may_be_part_of_a_key(context: Context, label: str) -> None:
    def showing(ids: tuple[str, ...]) -> Context:
        return replace(context, catalogue=replace(context.catalogue, showing={("S-001", label): ids}))

    noted, reads = track_lookups(showing(("P-001",)))
    assert noted.catalogue.showing["S-001", label] == ("P-001",)
    (read,) = reads
    assert "\n" not in read
    one, other, none = (LookupDigests(each, {})[read] for each in (showing(("P-001",)), showing(("P-001", "P-002")), context))
    assert len({one, other, none}) == 3
