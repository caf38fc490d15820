"""What a document reads is noted, and an answer differs exactly where what was asked for does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import pytest

from conftest import WHERE
from patternbook.catalogue import Catalogue, Face
from patternbook.documents.resolve import library, resolve
from patternbook.documents.scope import Library
from patternbook.incremental.dependencies import COUNT, EVERY_KEY, LookupDigests, Lookups, TrackedMapping, tracked
from patternbook.profile.synthesis import SYNTHESIS


@pytest.fixture(scope="module")
def shelf(toy: Catalogue) -> Library:
    return library(toy, WHERE, SYNTHESIS)


def test_mapping_notes_what_it_is_asked_for() -> None:
    reads: Lookups = {}
    noted = TrackedMapping({("a", "b"): 1, ("c", "d"): 2}, "pairs", reads)
    assert noted["a", "b"] == 1
    assert noted.get(("x", "y")) is None
    assert ("c", "d") in noted
    assert len(noted) == 2
    assert [*noted] == [("a", "b"), ("c", "d")]
    assert list(reads) == ["pairs:a\x1eb", "pairs:x\x1ey", "pairs:c\x1ed", f"pairs:{COUNT}", f"pairs:{EVERY_KEY}"]


def test_every_mapping_is_noted(shelf: Library) -> None:
    noted, _ = tracked(shelf)
    late = {"neighbours"}  # comes into a page when its document is made
    whole = {"items"}  # for the digests of results
    for of, left in ((noted, late), (noted.catalogue, whole)):
        mappings = {field.name: getattr(of, field.name) for field in fields(of) if isinstance(getattr(of, field.name), Mapping)}
        nested = {name for name, mapping in mappings.items() if all(isinstance(inner, TrackedMapping) for inner in mapping.values())}
        assert {name for name, mapping in mappings.items() if not isinstance(mapping, TrackedMapping)} - nested == left
        assert nested <= {"words"}


def test_document_is_the_same_from_a_library_that_notes(shelf: Library) -> None:
    noted, reads = tracked(shelf)
    for page in shelf.neighbours:
        reads.clear()
        assert resolve(page, noted) == resolve(page, shelf)
        assert reads


def test_document_reads_itself_and_the_faces_of_what_it_links_to(shelf: Library) -> None:
    noted, reads = tracked(shelf)
    resolve("patterns/P-001", noted)
    assert "entries:P-001" in reads
    assert {"faces:F-001", "outgoing:P-001", "incoming:P-001"} <= reads.keys()
    assert "entries:F-001" not in reads  # what it says there is written in P-001


def test_every_question_has_an_answer_that_stays(shelf: Library) -> None:
    noted, reads = tracked(shelf)
    for page in shelf.neighbours:
        resolve(page, noted)
    assert len(reads) > 200
    assert LookupDigests(shelf, {}).of(reads) == LookupDigests(shelf, {}).of(reads)


CHANGED = {
    "an entry": ({"items": {"F-004": "F-003"}}, {"entries:F-004"}),
    "a title": ({"faces": {"F-004": Face("Another title", retired=False)}}, {"faces:F-004"}),
    "a file": ({"places": {"F-004": "elsewhere"}}, {"places:F-004"}),
}


@pytest.mark.parametrize(("change", "expected"), CHANGED.values(), ids=CHANGED.keys())
def test_answers_differ_where_something_changed(shelf: Library, change: dict[str, dict[str, object]], expected: set[str]) -> None:
    catalogue = shelf.catalogue
    asked = [f"{name}:{id_}" for name in ("entries", "faces", "places", "kinds") for id_ in catalogue.entries]
    ((name, values),) = change.items()
    if name == "places":
        values = {id_: replace(catalogue.places[id_], file=file) for id_, file in values.items()}  # type: ignore[arg-type]
    if name == "items":
        values = {id_: catalogue.items[str(other)] for id_, other in values.items()}
    fields: dict[str, Any] = {name: {**getattr(catalogue, name), **values}}
    changed = replace(catalogue, **fields)
    before, after = LookupDigests(shelf, {}), LookupDigests(replace(shelf, catalogue=changed), {})
    assert {each for each in asked if before[each] != after[each]} == expected


def test_line_alone_changes_no_answer(shelf: Library) -> None:
    catalogue = shelf.catalogue
    moved = replace(catalogue, places={id_: replace(place, line=place.line + 1) for id_, place in catalogue.places.items()})
    asked = [f"places:{id_}" for id_ in catalogue.places]
    assert LookupDigests(shelf, {}).of(asked) == LookupDigests(replace(shelf, catalogue=moved), {}).of(asked)


@pytest.mark.parametrize("label", ["2\x1eb", "2\nb", "2\\nb", "\\", 'say "2"', "zwei"])
def test_any_label_may_be_part_of_a_key(shelf: Library, label: str) -> None:
    def showing(ids: tuple[str, ...]) -> Library:
        return replace(shelf, catalogue=replace(shelf.catalogue, showing={("S-001", label): ids}))

    noted, reads = tracked(showing(("P-001",)))
    assert noted.catalogue.showing["S-001", label] == ("P-001",)
    (read,) = reads
    assert "\n" not in read
    one, other, none = (LookupDigests(each, {})[read] for each in (showing(("P-001",)), showing(("P-001", "P-002")), shelf))
    assert len({one, other, none}) == 3
