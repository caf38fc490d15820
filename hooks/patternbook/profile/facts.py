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
from patternbook.phrases import as_number, gettext, gettext_noop


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
        yield Fact(label=gettext(label), text=value) if isinstance(value, str) else Fact(label=gettext(label), targets=(value,))
    if isinstance(thing, Pattern) and thing.known_uses:
        yield Fact(label=gettext("Known uses"), text=uses_words(thing))
    if own:
        yield Fact(label=gettext("Rests on"), text=own.short)


def _study(thing: Any, scope: DocumentScope) -> Target:
    return scope.context.target(thing.study)


_SOURCE = (gettext_noop("Source"), lambda entry, scope: reference_target(scope.reference(scope.main_source)))
_FACTS: Mapping[type[ModelStruct], tuple[tuple[str, Callable[[Any, DocumentScope], str | Target]], ...]] = {
    CollaborationPoint: ((gettext_noop("Alternatives here"), lambda entry, _: entry.grouping.name),),
    Recommendation: (
        (gettext_noop("Support"), lambda entry, _: gettext(SUPPORT_WORDS[entry.support])),
        (gettext_noop("Effect"), lambda entry, _: gettext(EFFECTIVENESS_WORDS[entry.effectiveness].removeprefix("effect ").capitalize())),
    ),
    Study: (
        (gettext_noop("Publication"), lambda entry, scope: reference_target(scope.reference(entry.reference))),
        (gettext_noop("Methods"), lambda entry, _: ", ".join(entry.methods)),
        (gettext_noop("Contexts"), lambda entry, _: ", ".join(entry.contexts)),
    ),
    Indicator: ((gettext_noop("Used by"), _study), _SOURCE, (gettext_noop("Works as"), lambda entry, _: work_words(entry))),
    Product: (
        (gettext_noop("Found by"), _study),
        _SOURCE,
        (gettext_noop("Genre"), lambda entry, _: entry.genre or gettext(NOT_REPORTED)),
    ),
    Stage: ((gettext_noop("Study"), _study), (gettext_noop("Left"), lambda word, _: f"{as_number(word.passed.left)} {word.passed.unit}")),
}
"""Model of a kind or vocabulary -> label of each fact, and the function that makes its text or link."""
