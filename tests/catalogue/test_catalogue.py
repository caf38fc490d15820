"""The catalogue: both ends of every relation, the order of ids, frozen values, who names what."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from conftest import ROOT, TOY, read_yaml
from patternbook.catalogue.catalogue import Catalogue, RelationEdge, id_order
from patternbook.catalogue.items import texts_of
from patternbook.check.read import read_data
from patternbook.diagnostics.diagnostic import DataError
from patternbook.model.registry import KIND_BY_NAME, KINDS, RELATIONS
from patternbook.model.relations import RelationKind
from patternbook.model.struct import declared_fields


def _written() -> Iterator[tuple[str, str, str, str]]:
    """(list, field, id, target) of every mapping in a list of the toy's entries; the target is any id in it."""
    for path in sorted(TOY.rglob("*.y*ml")):
        for key, items in read_yaml(path.read_text("utf-8")).items():
            for item in items if isinstance(items, list) else ():
                for field, value in item.items():
                    for each in value if isinstance(value, list) else ():
                        if isinstance(each, dict):
                            yield from ((key, field, item.get("id", ""), f"{name} {target}") for name, target in each.items())


@pytest.mark.parametrize("kind", RELATIONS, ids=lambda kind: f"{kind.field}-{kind.target}")
def test_relation_is_at_both_of_its_ends(toy: Catalogue, kind: RelationKind) -> None:
    key = KIND_BY_NAME[kind.source].key
    found = ((id_, named.partition(" ")) for of, field, id_, named in _written() if (of, field) == (key, kind.field))
    expected = {(id_, target) for id_, (name, _, target) in found if name == kind.target}
    out = {(id_, link.target) for id_, links in toy.outgoing.items() for link in links if link.kind is kind}
    into = {(link.source, id_) for id_, links in toy.incoming.items() for link in links if link.kind is kind}
    assert out == expected
    assert into == expected


def test_both_ends_hold_the_same_links(toy: Catalogue) -> None:
    def by_identity(index: Mapping[str, tuple[RelationEdge, ...]]) -> list[int]:
        return sorted(id(link) for links in index.values() for link in links)

    assert by_identity(toy.outgoing) == by_identity(toy.incoming)


def test_shipped_relations_are_at_both_ends(catalogue: Catalogue) -> None:
    out = [link for links in catalogue.outgoing.values() for link in links]
    assert sum(len(links) for links in catalogue.incoming.values()) == len(out) > 200
    assert all(link in catalogue.incoming[link.target] for link in out)


def test_entries_are_in_the_order_of_their_numbers(toy: Catalogue) -> None:
    assert [entry.id for entry in toy.of_kind("finding")] == ["F-001", "F-002", "F-003", "F-004", "F-005", "F-999", "F-1000"]
    assert [id_.partition("-")[0] for id_ in toy.entries] == [kind.prefix for kind in KINDS for _ in toy.of_kind(kind.name)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("F-999", "F-1000"),  # by number, not by letters
        ("F-002", "F-010"),
        ("CP-900", "P-001"),  # by kind first
        ("F-9999", "R-001"),
    ],
)
def test_order_of_ids(before: str, after: str) -> None:
    assert id_order(before) < id_order(after)


def test_places_are_where_entries_are_written(toy: Catalogue) -> None:
    for id_, place in toy.places.items():
        line = (ROOT / place.file).read_text("utf-8").splitlines()[place.line - 1]
        assert line.strip().removeprefix("- ") in (f"id: {id_}", f"slug: {id_.partition(':')[2]}"), id_
        assert line[place.column - 1 :].startswith(("id:", "slug:"))


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Catalogue)])
def test_catalogue_refuses_assignment(toy: Catalogue, field: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(toy, field, None)


@pytest.mark.parametrize("field", ["entries", "kinds", "places", "words", "contributors", "references", "outgoing", "incoming", "naming", "by_kind"])
def test_mappings_refuse_assignment(toy: Catalogue, field: str) -> None:
    mapping = getattr(toy, field)
    with pytest.raises(TypeError):
        mapping[next(iter(mapping))] = None


def test_words_refuse_assignment(toy: Catalogue) -> None:
    with pytest.raises(TypeError):
        toy.words["area"]["watering"] = toy.words["area"]["shed"]  # type: ignore[index]


@pytest.mark.parametrize("id_", ["CP-001", "P-001", "F-001", "R-001", "S-001", "K-001"])
def test_entries_refuse_assignment(toy: Catalogue, id_: str) -> None:
    entry = toy.entries[id_]
    for field in declared_fields(type(entry)):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(entry, field, None)


def test_links_and_references_refuse_assignment(toy: Catalogue) -> None:
    for value, field in ((toy.outgoing["P-001"][0], "target"), (toy.references["niwa2018"], "title"), (toy.prose[0], "text")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, field, "")
    with pytest.raises(dataclasses.FrozenInstanceError):
        toy.outgoing["P-001"][0].relation.basis = "inferred"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        (("reference", "many-hands"), ("P-001", "F-001", "F-004", "S-004")),  # a citation, a source, a source, a publication
        (("reference", "niwa2018"), ("P-001", "F-001", "S-003")),  # in a text of a relation; in a statement and as a source; as read
        (("reference", "council-report"), ("P-001", "F-001", "F-003", "F-999", "F-1000", "S-003")),  # P-001: in a caution
        (("study", "S-004"), ("F-001", "F-004")),
        (("role", "waterer"), ("P-001", "F-001", "F-002", "R-001", "R-002", "R-003", "R-005")),  # P-001: on a relation
        (("area", "shed"), ("F-002", "F-005", "R-001")),
        (("theme", "winter"), ("F-001", "F-002", "F-005", "F-999", "F-1000", "R-003")),
        (("contributor", "ken-ono"), ("P-003", "F-001", "F-003", "F-004", "F-999")),  # an author; one, a verifier and an assessor; an assessor
        (("collaboration-point", "CP-001"), ("P-001", "P-002")),
        (("entry", "P-003"), ("P-004",)),  # as a successor
    ],
    ids=lambda value: "-".join(value),
)
def test_naming_index(toy: Catalogue, thing: tuple[str, str], expected: tuple[str, ...]) -> None:
    assert toy.naming[thing] == expected


def test_nobody_names_what_is_not_named(toy: Catalogue) -> None:
    assert ("role", "key-holder") not in toy.naming


def test_texts_of_an_entry_hold_nested_ones(toy: Catalogue) -> None:
    found = list(texts_of(toy.entries["P-001"]))
    assert "Told by [@niwa2018]." in found
    assert "First come" in found
    assert "lind2020watering" not in found  # a name, not a text


@pytest.mark.parametrize(
    ("thing", "one", "many"),
    [
        ("finding", "Observation", "Observations"),  # the catalogue's own
        ("area", "Bed", "Beds"),
        ("instrument", "instrument", "instrument"),  # nobody's: said as it is
    ],
)
def test_labels(toy: Catalogue, thing: str, one: str, many: str) -> None:
    assert (toy.label(thing).one, toy.label(thing).many) == (one, many)


def test_labels_of_a_catalogue_without_its_own(catalogue: Catalogue) -> None:
    assert catalogue.label("collaboration-point").many == "Collaboration points"


def test_data_with_errors_makes_no_catalogue(tmp_path: Path) -> None:
    (tmp_path / "findings.yaml").write_text("findings:\n  - id: F-001\n")
    with pytest.raises(DataError) as raised:
        read_data(tmp_path, tmp_path, "").catalogue()
    assert {d.code for d in raised.value.diagnostics} >= {"PB201", "PB101"}


@pytest.mark.parametrize("kind", [kind for kind in RELATIONS if kind.mirror], ids=lambda kind: kind.field)
def test_what_says_the_same_from_the_other_end_names_this_end(kind: RelationKind) -> None:
    [other] = [each for each in RELATIONS if (each.source, each.field, each.target) == (kind.target, kind.mirror, kind.source)]
    assert other.mirror == kind.field
    assert (other.field == kind.field) == (kind.field in {"corroborates", "conflicts_with", "goes_with"})
