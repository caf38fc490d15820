"""What the models are made of: small, frozen, validated, and equal where they say the same."""

from __future__ import annotations

import pickle
import sys
from dataclasses import FrozenInstanceError
from typing import Annotated, Any, Literal

import pytest
from pydantic_core import PydanticCustomError, Url, ValidationError

from conftest import replace_fields
from patternbook.model.struct import (
    EMPTY,
    ModelStruct,
    NameOf,
    WrittenAs,
    constrained,
    core_schema,
    declared_fields,
    field_values,
    validate_plain,
)


class Inner(ModelStruct):
    """Inside the one below."""

    note: Annotated[str, constrained(min_length=1, strip_whitespace=True)]


class Parent(ModelStruct):
    """Declares two fields."""

    first: str
    second: str | None = None


class Sample(Parent):
    """A field of every form there is, and one of the parent's anew."""

    second: str
    constrained: Annotated[str, constrained(pattern="^[a-z]+$")] = "here"
    """Called like what other declarations use."""
    number: Annotated[int, constrained(ge=0)] = 0
    yes: bool = False
    choice: Literal["one", "two"] = "one"
    address: Url | None = None
    inner: Inner | None = None
    inners: Annotated[tuple[Inner, ...], constrained(min_length=1)]
    named: Annotated[str, NameOf("thing")] = ""
    with_: Annotated[tuple[str, ...], WrittenAs("with")] = ()
    counts: dict[str, int] = EMPTY

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise PydanticCustomError("same", "both are the same")


WRITTEN: dict[str, Any] = {
    "first": "a",
    "second": "b",
    "number": "7",
    "yes": "true",
    "address": "https://example.org/x",
    "inner": {"note": " n "},
    "inners": [{"note": "m"}],
    "with": ["w"],
    "counts": {"c": "1"},
}


def test_plain_values_become_a_part() -> None:
    part = validate_plain(Sample, WRITTEN)
    assert (part.number, part.yes, part.inner, part.with_, part.counts) == (7, True, Inner(note="n"), ("w",), {"c": 1})
    assert (part.constrained, part.choice, part.named, str(part.address)) == ("here", "one", "", "https://example.org/x")
    assert part.inners == (Inner(note="m"),)


def test_defaults_are_not_shared() -> None:
    written = {"first": "a", "second": "b", "inners": [{"note": "m"}]}
    one, other = validate_plain(Sample, written), validate_plain(Sample, written)
    assert one.counts == {}
    assert one.counts is not other.counts


@pytest.mark.parametrize(
    ("change", "type_", "way"),
    [
        pytest.param({"third": "c"}, "unexpected_keyword_argument", ("third",), id="unknown"),
        pytest.param({"with_": ["c"]}, "unexpected_keyword_argument", ("with_",), id="by its name in Python"),
        pytest.param({"first": None}, "string_type", ("first",), id="nothing"),
        pytest.param({"second": "a"}, "same", (), id="a rule of its own"),
        pytest.param({"constrained": "Not"}, "string_pattern_mismatch", ("constrained",), id="pattern"),
        pytest.param({"number": "-1"}, "greater_than_equal", ("number",), id="too small"),
        pytest.param({"choice": "three"}, "literal_error", ("choice",), id="no choice"),
        pytest.param({"address": "ftp://example.org"}, "url_scheme", ("address",), id="address"),
        pytest.param({"inner": {"note": " "}}, "string_too_short", ("inner", "note"), id="inside"),
        pytest.param({"inner": "text"}, "dataclass_type", ("inner",), id="no mapping"),
        pytest.param({"inners": []}, "too_short", ("inners",), id="too few"),
        pytest.param({"inner": {}}, "missing", ("inner", "note"), id="missing"),
        pytest.param({"counts": {"c": "x"}}, "int_parsing", ("counts", "c"), id="in a mapping"),
    ],
)
def test_what_is_wrong_is_told_with_the_way_to_it(change: dict[str, Any], type_: str, way: tuple[str | int, ...]) -> None:
    with pytest.raises(ValidationError) as raised:
        validate_plain(Sample, WRITTEN | change)
    assert [(error["type"], error["loc"]) for error in raised.value.errors()] == [(type_, way)]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ValidationError) as raised:
        validate_plain(Sample, {"firts": "a", "inners": [{"note": ""}, {"nota": "n"}]})
    ways = [error["loc"] for error in raised.value.errors()]
    assert ways == [("first",), ("second",), ("inners", 0, "note"), ("inners", 1, "note"), ("inners", 1, "nota"), ("inners",), ("firts",)]


def test_fields_come_in_the_order_of_declaration_the_parents_first() -> None:
    assert list(declared_fields(Sample))[:3] == ["first", "second", "constrained"]
    assert [name for name, field in declared_fields(Sample).items() if field.is_required] == ["first", "second", "inners"]
    assert not declared_fields(Parent)["second"].is_required
    assert {name: field.key for name, field in declared_fields(Sample).items() if field.key} == {"with_": "with"}


def test_parts_are_equal_where_they_say_the_same() -> None:
    assert validate_plain(Sample, WRITTEN) == validate_plain(Sample, WRITTEN) != validate_plain(Sample, WRITTEN | {"number": "8"})
    assert Inner(note="a") != Parent(first="a")
    assert len({Inner(note="a"), Inner(note="a"), Inner(note="b")}) == 2
    assert repr(Parent(first="a")) == "Parent(first='a', second=None)"


def test_parts_are_frozen() -> None:
    part = Parent(first="a")
    with pytest.raises(FrozenInstanceError):
        part.first = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del part.first
    with pytest.raises(FrozenInstanceError):
        setattr(part, "third", "c")  # noqa: B010 - a field there is not


def test_parts_are_validated_however_they_are_made() -> None:
    with pytest.raises(ValidationError):
        Inner(note=" ")
    with pytest.raises(ValidationError):
        Parent()  # type: ignore[call-arg]


def test_changed_part_is_another_one() -> None:
    part = Parent(first="a")
    assert field_values(replace_fields(part, second="b")) == {"first": "a", "second": "b"}
    assert part.second is None


def test_parts_travel_between_processes() -> None:
    part = validate_plain(Sample, WRITTEN)
    assert pickle.loads(pickle.dumps(part)) == part


def test_parts_hold_their_fields_and_nothing_else() -> None:
    part = Parent(first="a")
    assert not hasattr(part, "__dict__")
    assert sys.getsizeof(part) <= sys.getsizeof(object()) + 2 * 8 + 16
    assert [each for each in vars(Sample)["__slots__"] if each in vars(Parent)["__slots__"]] == []


def test_core_schema_holds_each_part_once() -> None:
    assert [each["cls"] for each in core_schema(Sample)["definitions"]] == [Sample, Inner]
