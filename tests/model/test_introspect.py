"""What a field is, read off its declaration."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest

from patternbook.model.components import Claim, Entry, EntryId, Mentions, ReferenceKey, RoleSlug, Text
from patternbook.model.entries import Finding, Pattern, Recommendation, Study
from patternbook.model.introspect import FieldInfo, fields_of, named_references, struct_at, walk_structs
from patternbook.model.registry import CATALOGUE_MODEL, LISTS
from patternbook.model.struct import EMPTY, ModelStruct, WrittenAs, constrained, declared_fields, validate_plain
from patternbook.model.vocabulary import Term


class Inner(ModelStruct):
    """A part of the sample below."""

    role: RoleSlug
    note: Text | None = None


class Sample(ModelStruct):
    """A field of every form there is."""

    text: Text
    """What it says."""
    maybe: Text | None = None
    number: Annotated[int, constrained(ge=0)] | None = None
    yes: bool = False
    choice: Literal["one", "two"]
    usual: Literal["one", "two"] = "one"
    choices: tuple[Literal["one", "two"], ...] = ()
    entry: EntryId | None = None
    keys: Annotated[tuple[ReferenceKey, ...], constrained(min_length=1)]
    inner: Inner
    inners: tuple[Inner, ...] = ()
    from_: Annotated[Text, WrittenAs("from")]
    counts: dict[Text, int] = EMPTY


def info(name: str) -> FieldInfo:
    return next(info for info in fields_of(Sample) if info.name == name)


def test_shapes_keep_the_order_of_declaration() -> None:
    assert [s.name for s in fields_of(Sample)] == [
        "text",
        "maybe",
        "number",
        "yes",
        "choice",
        "usual",
        "choices",
        "entry",
        "keys",
        "inner",
        "inners",
        "from_",
        "counts",
    ]


@pytest.mark.parametrize(
    ("name", "required", "many", "type_name"),
    [
        pytest.param("text", True, False, "text", id="text"),
        pytest.param("maybe", False, False, "text", id="optional text"),
        pytest.param("number", False, False, "whole number", id="number"),
        pytest.param("yes", False, False, "true or false", id="yes or no"),
        pytest.param("choice", True, False, "text", id="choice"),
        pytest.param("choices", False, True, "text", id="choices"),
        pytest.param("keys", True, True, "text", id="list with a constraint of its own"),
        pytest.param("inner", True, False, "mapping", id="part"),
        pytest.param("inners", False, True, "mapping", id="parts"),
        pytest.param("counts", False, False, "mapping", id="mapping of labels"),
    ],
)
def test_shape(name: str, required: bool, many: bool, type_name: str) -> None:
    found = info(name)
    assert (found.required, found.many, found.type_name) == (required, many, type_name)


def test_shape_details() -> None:
    assert (info("from_").name, info("from_").key, info("text").key) == ("from_", "from", "text")
    assert {s.name: s.default for s in fields_of(Sample) if s.default} == {"usual": "one"}
    assert {s.name: s.part for s in fields_of(Sample) if s.part} == {"inner": Inner, "inners": Inner}
    assert {s.name: s.reference for s in fields_of(Sample) if s.reference} == {"entry": "entry", "keys": "reference"}
    assert {s.name: s.choices for s in fields_of(Sample) if s.choices} == {
        "choice": ("one", "two"),
        "usual": ("one", "two"),
        "choices": ("one", "two"),
    }


SAMPLE = {
    "text": "a",
    "choice": "one",
    "entry": "F-001",
    "keys": ["k1", "k2"],
    "inner": {"role": "r0"},
    "inners": [{"role": "r1"}, {"role": "r2", "note": "n"}],
    "from": "b",
}
NAMED = [
    (("entry",), "entry", "F-001"),
    (("keys", 0), "reference", "k1"),
    (("keys", 1), "reference", "k2"),
    (("inner", "role"), "role", "r0"),
    (("inners", 0, "role"), "role", "r1"),
    (("inners", 1, "role"), "role", "r2"),
]


def test_parts() -> None:
    sample = validate_plain(Sample, SAMPLE)
    assert [(way, type(part)) for way, part in walk_structs(sample)] == [
        ((), Sample),
        (("inner",), Inner),
        (("inners", 0), Inner),
        (("inners", 1), Inner),
    ]


def test_named_says_where_each_name_stands() -> None:
    assert list(named_references(validate_plain(Sample, SAMPLE))) == NAMED


@pytest.mark.parametrize(
    ("model", "way", "expected"),
    [
        pytest.param(Finding, (), Finding, id="itself"),
        pytest.param(Finding, ("signs", 0), Claim, id="an item of a list"),
        pytest.param(Finding, ("signs", 0, "mentions"), Mentions, id="a part of a part"),
        pytest.param(Finding, ("title",), None, id="a text"),
        pytest.param(Finding, ("nothing", 0), None, id="no such field"),
        pytest.param(Finding, ("signs", 0, "mentions", "counts", "papers"), None, id="inside a mapping of labels"),
    ],
)
def test_part_at(model: type[ModelStruct], way: tuple[str | int, ...], expected: type[ModelStruct] | None) -> None:
    assert struct_at(model, way) is expected


@pytest.mark.parametrize(
    ("model", "field", "reference", "many"),
    [
        pytest.param(Finding, "area", "area", False, id="word"),
        pytest.param(Finding, "themes", "theme", True, id="words"),
        pytest.param(Pattern, "collaboration_point", "collaboration-point", False, id="id"),
        pytest.param(Study, "reference", "reference", False, id="key"),
        pytest.param(Entry, "contributors", "contributor", True, id="contributors"),
        pytest.param(Term, "see", "term", True, id="a list without constraint"),
        pytest.param(CATALOGUE_MODEL, "default_contributors", "contributor", True, id="catalogue"),
    ],
)
def test_names_of_the_format(model: type[ModelStruct], field: str, reference: str, many: bool) -> None:
    found = next(s for s in fields_of(model) if s.name == field)
    assert (found.reference, found.many) == (reference, many)


def test_starters_are_written_with_their_plain_words() -> None:
    starters = next(s.part for s in fields_of(Recommendation) if s.key == "who_starts")
    assert starters is not None
    assert [s.key for s in fields_of(starters)] == ["who", "with", "basis"]


def test_every_declared_field_is_understood() -> None:
    """Nothing of the format falls through as text that is something else."""
    models: list[type[ModelStruct]] = [*LISTS.values(), CATALOGUE_MODEL]
    for model in models:
        for found in fields_of(model):
            models += [found.part] if found.part is not None and found.part not in models else []
            annotation = str(declared_fields(model)[found.name].annotation).removeprefix("typing.Annotated[")
            assert ("bool" in annotation) == (found.type_name == "true or false"), (model, found.name)
            assert annotation.startswith("tuple[") == found.many, (model, found.name)
            assert not (found.part and found.reference)
    assert len(models) > len(LISTS) + 10
