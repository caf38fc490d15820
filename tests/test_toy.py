"""The toy catalogue itself: without a problem, and with everything in it that the format has."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pytest

from conftest import ROOT, TOY
from patternbook.catalogue.catalogue import Catalogue
from patternbook.check.read import read_data
from patternbook.model.introspect import fields_of, walk_structs
from patternbook.model.registry import KINDS, LISTS, RELATIONS, VOCABULARIES
from patternbook.model.struct import ModelStruct


def test_toy_has_neither_errors_nor_warnings() -> None:
    reading = read_data(TOY, ROOT, "https://catalogue.test/")
    assert [(d.code, d.severity) for d in reading.diagnostics] == [("PB407", "notice")]  # the letter without a year
    written = "\n".join(path.read_text("utf-8") for path in TOY.rglob("*.y*ml"))
    assert reading.counts == {kind.prefix: written.count(f"- id: {kind.prefix}-") for kind in KINDS} | {"references": 8}


def test_toy_holds_every_list() -> None:
    assert {item.key for item in read_data(TOY, ROOT, "").items} == LISTS.keys()


def _parts(catalogue: Catalogue) -> Iterator[ModelStruct]:
    words = (word for vocabulary in catalogue.words.values() for word in vocabulary.values())
    tops = (
        catalogue.masthead,
        *catalogue.entries.values(),
        *words,
        *catalogue.contributors.values(),
        *chain(*catalogue.objections.values()),
        *chain(*catalogue.replies.values()),
        *catalogue.schemes,
        *catalogue.situations,
        *(picture.image for picture in catalogue.images.values()),
        *catalogue.synonyms,
        *catalogue.worksheet,
    )
    return (part for top in tops for _, part in walk_structs(top))


def _wanted() -> set[tuple[str, str, str]]:
    """(part, field, choice or nothing) for every field of the format, and every value of those with a choice."""
    found: set[tuple[str, str, str]] = set()
    todo = [*LISTS.values()]
    seen: set[type[ModelStruct]] = set()
    while todo:
        model = todo.pop()
        if model in seen:
            continue
        seen.add(model)
        for info in fields_of(model):
            found |= {(model.__name__, info.name, choice) for choice in (info.choices or ("",))}
            todo += [info.part] if info.part else []
    return found


def _shared(name: str) -> bool:
    """Fields that several parts inherit are wanted once, not once for each of them."""
    return name in {"source", "locator", "traceability", "basis", "aspect", "condition", "via", "why", "roles", "mentions", "caution", "follows_from"}


def test_toy_uses_every_field_and_every_choice(toy: Catalogue) -> None:
    used: set[tuple[str, str, str]] = set()
    for part in _parts(toy):
        for info in fields_of(type(part)):
            value = getattr(part, info.name)
            values = value if info.many else (value,)
            used |= {(type(part).__name__, info.name, str(each) if info.choices else "") for each in values if each not in (None, {})}
    by_field = {(name, choice) for _, name, choice in used}
    missing = {
        (part, name, choice)
        for part, name, choice in _wanted() - used
        if not (_shared(name) and (name, choice) in by_field) and name not in ENTRY_FIELDS_ONCE.get(part, ())
    }
    assert not missing


OF_ENTRIES = (
    "source_label",
    "in_source",
    "body",
    "cites",
    "empty",
    "not_known",
    "contributors",
    "retired",
    "to_be_retired",
    "reworded_because",
    "corrected_because",
    "aliases",
)
OF_WORDS = ("source_label", "in_source", "aliases")
ENTRY_FIELDS_ONCE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((kind.model.__name__ for kind in KINDS), OF_ENTRIES),
    **dict.fromkeys((vocabulary.model.__name__ for vocabulary in VOCABULARIES), OF_WORDS),
}
"""What every entry or word may have is wanted on one of them, see below."""


def test_toy_uses_what_every_entry_may_have(toy: Catalogue) -> None:
    for field in OF_ENTRIES:
        assert any(getattr(entry, field) for entry in toy.entries.values()), field
    for field in OF_WORDS:
        assert any(getattr(word, field) for words in toy.words.values() for word in words.values()), field


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: f"{relation.source}-{relation.field}-{relation.target}")
def test_toy_writes_every_relation(toy: Catalogue, relation: object) -> None:
    assert any(link.kind is relation for links in toy.outgoing.values() for link in links)
