"""The facts beside a page that only the kinds of a synthesis have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from patternbook.documents.blocks import reference_target, vocabulary_facts
from patternbook.documents.context import DocumentScope
from patternbook.documents.model import Breadth, Fact, Target
from patternbook.model.components import Entry
from patternbook.model.entries import EFFECTIVENESS_WORDS, SUPPORT_WORDS, CollaborationPoint, Finding, Pattern, Recommendation, Study, uses_words
from patternbook.model.mining import Indicator, Product, work_words
from patternbook.model.sections import NOT_REPORTED
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabulary import Area, Stage


def synthesis_facts(thing: ModelStruct, own: Breadth | None, scope: DocumentScope) -> Iterator[Fact]:
    """Its collaboration point, the words that it names, the facts of its kind, and the breadth of its evidence."""
    catalogue = scope.context.catalogue
    area = catalogue.words["area"][thing.area] if isinstance(thing, Finding) else thing
    point = area.collaboration_point if isinstance(area, Area | Pattern) else None
    if point:
        yield Fact(label=catalogue.label("collaboration-point").one, targets=(scope.context.target(point),))
    if isinstance(thing, Entry):
        yield from vocabulary_facts(thing, scope)
    for label, make_value in _FACTS.get(type(thing), ()):
        value = make_value(thing, scope)
        yield Fact(label=label, text=value) if isinstance(value, str) else Fact(label=label, targets=(value,))
    if isinstance(thing, Pattern) and thing.known_uses:
        yield Fact(label="Known uses", text=uses_words(thing))
    if own:
        yield Fact(label="Rests on", text=own.short)


def _study(thing: Any, scope: DocumentScope) -> Target:
    return scope.context.target(thing.study)


_SOURCE = ("Source", lambda entry, scope: reference_target(scope.reference(scope.main_source)))
_FACTS: Mapping[type[ModelStruct], tuple[tuple[str, Callable[[Any, DocumentScope], str | Target]], ...]] = {
    CollaborationPoint: (("Alternatives here", lambda entry, _: entry.grouping.name),),
    Recommendation: (
        ("Support", lambda entry, _: SUPPORT_WORDS[entry.support]),
        ("Effect", lambda entry, _: EFFECTIVENESS_WORDS[entry.effectiveness].removeprefix("effect ").capitalize()),
    ),
    Study: (
        ("Publication", lambda entry, scope: reference_target(scope.reference(entry.reference))),
        ("Methods", lambda entry, _: ", ".join(entry.methods)),
        ("Contexts", lambda entry, _: ", ".join(entry.contexts)),
    ),
    Indicator: (("Used by", _study), _SOURCE, ("Works as", lambda entry, _: work_words(entry))),
    Product: (
        ("Found by", _study),
        _SOURCE,
        ("Genre", lambda entry, _: entry.genre or NOT_REPORTED),
    ),
    Stage: (("Study", _study), ("Left", lambda word, _: f"{word.passed.left:,} {word.passed.unit}")),
}
"""Model of a kind or vocabulary -> label of each fact, and the function that makes its text or link."""
