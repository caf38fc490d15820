"""What an item says is collected alike whatever its form."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest

from patternbook.check.collect import ItemContents, RawStruct, collect
from patternbook.model.components import EntryId, ReferenceKey, RoleSlug, Text
from patternbook.model.struct import EMPTY, ModelStruct, WrittenAs, constrained
from patternbook.source.positions import PlacedMapping, PlacedSequence, parse_with_positions


class Inner(ModelStruct):
    """A part of the sample below."""

    role: RoleSlug
    note: Text | None = None


class Sample(ModelStruct):
    """A field of every form that matters here."""

    text: Text
    texts: tuple[Text, ...] = ()
    choice: Literal["one", "two"] = "one"
    entry: EntryId | None = None
    keys: Annotated[tuple[ReferenceKey, ...], constrained(min_length=1)]
    inner: Inner
    inners: tuple[Inner, ...] = ()
    from_: Annotated[Text | None, WrittenAs("from")] = None
    counts: dict[Text, int] = EMPTY


def collected(yaml: str) -> ItemContents:
    root, problems = parse_with_positions("f.yaml", f"item: {yaml}")
    assert problems == []
    assert isinstance(root, PlacedMapping)
    return collect(Sample, (root, "item"))


def names(contents: ItemContents) -> list[tuple[str, str, object]]:
    return [(kind, name, holder.at(step)) for (holder, step), kind, name in contents.names if isinstance(holder, PlacedMapping | PlacedSequence)]


@pytest.mark.parametrize(
    ("yaml", "found"),
    [
        pytest.param("text", [], id="no mapping"),
        pytest.param("{}", [], id="empty"),
        pytest.param("[{entry: F-001}]", [("entry", "F-001", (1, 16))], id="an item inside a list too many"),
        pytest.param(
            "{entry: F-001, keys: [k1, k2]}", [("entry", "F-001", (1, 15)), ("reference", "k1", (1, 29)), ("reference", "k2", (1, 33))], id="valid"
        ),
        pytest.param("{inner: {role: r}, inners: [{role: s}]}", [("role", "r", (1, 22)), ("role", "s", (1, 42))], id="in parts"),
        pytest.param("{inner: [{role: r}], inners: {role: s}}", [("role", "r", (1, 23)), ("role", "s", (1, 43))], id="many for one, one for many"),
        pytest.param("{entry: [F-001], keys: k1}", [], id="a name where its field wants many, or many where it wants one"),
        pytest.param("{entyr: F-001, keys: [k1, [], {}]}", [("reference", "k1", (1, 29))], id="some of a list"),
        pytest.param("{inners: [x, {rolle: x, role: r}]}", [("role", "r", (1, 37))], id="a misspelt key beside"),
        pytest.param("{text: {role: r}, counts: {role: r}}", [], id="a mapping that is no part"),
    ],
)
def test_names(yaml: str, found: list[object]) -> None:
    assert names(collected(yaml)) == found


@pytest.mark.parametrize(
    ("yaml", "found"),
    [
        pytest.param("'[[a]]'", ["[[a]]"], id="no mapping"),
        pytest.param("{text: '[[a]]', texts: [b, <c>], other: {deep: ['[@d]']}}", ["[[a]]", "<c>", "[@d]"], id="in fields known and unknown"),
        pytest.param("{entry: '[[a]]', counts: {x: '[b]'}, inner: {note: <c>}}", ["[[a]]", "[b]", "<c>"], id="in any form of field"),
        pytest.param("{text: 'a F-001]] b'}", ["a F-001]] b"], id="the end of a mark"),
        pytest.param("{text: 'a(b) c>'}", [], id="no part of a mark"),
    ],
)
def test_texts_that_may_hold_a_mark(yaml: str, found: list[str]) -> None:
    contents = collected(yaml)
    assert [markdown.text for _, markdown in contents.marked] == found
    assert [spot[0][spot[1]] for spot, _ in contents.marked] == found  # type: ignore[index]


@pytest.mark.parametrize(
    ("yaml", "found"),
    [
        pytest.param("{text: a, from: b, texts: [c], choice: d, keys: [k], inner: {role: r, note: n}}", [], id="nothing"),
        pytest.param("{txet: a, other: [b, {c: d}]}", ["a", "b", "d"], id="in unknown fields"),
        pytest.param("{entry: [F-001], keys: k1}", ["F-001", "k1"], id="names of wrong form"),
    ],
)
def test_texts_astray(yaml: str, found: list[str]) -> None:
    assert collected(yaml).astray == found


def test_parts_know_the_field_of_the_item_they_stand_in() -> None:
    contents = collected("{inner: {role: r}, inners: [{role: s}, x, {note: t}]}")
    assert [(part.field, part.model, dict(part.raw)) for part in contents.parts][1:] == [
        ("inner", Inner, {"role": "r"}),
        ("inners", Inner, {"role": "s"}),
        ("inners", Inner, {"note": "t"}),
    ]
    assert (contents.parts[0].field, contents.parts[0].model) == ("", Sample)


def whole(yaml: str) -> RawStruct:
    return collected(yaml).parts[0]


def test_text_is_what_the_model_would_read() -> None:
    part = whole("{text: ' a ', from: b, choice: [x], txet: c}")
    assert [part.text(key) for key in ("text", "from", "choice", "txet", "entry")] == ["a", "b", "", "", ""]


def test_texts_are_those_of_usable_form() -> None:
    part = whole("{texts: [a, ' b ', '', [c], {}], keys: k, others: [d]}")
    assert [text for _, text in part.texts("texts")] == ["a", "b"]
    assert [spot[1] for spot, _ in part.texts("texts")] == [0, 1]
    assert part.texts("keys") == part.texts("others") == part.texts("inners") == []


def test_inner_is_the_part_in_a_field() -> None:
    part = whole("{inner: {role: r}, text: {role: r}, other: {role: r}}")
    inner = part.inner("inner")
    assert inner is not None
    assert (inner.model, inner.text("role")) == (Inner, "r")
    assert part.inner("text") is part.inner("other") is part.inner("inners") is None
