"""Facts beside a page that only the kinds of a synthesis have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from patternbook.catalogue import Catalogue
from patternbook.documents.fields import reference_target, vocabulary_facts
from patternbook.documents.model import Breadth, Fact
from patternbook.documents.scope import Scope
from patternbook.model.base import Entry
from patternbook.model.entries import EFFECTIVENESS_WORDS, SUPPORT_WORDS, CollaborationPoint, Finding, Pattern, Recommendation, Study, uses_words
from patternbook.model.mining import Indicator, Product, work_words
from patternbook.model.part import Part
from patternbook.model.vocabulary import Area, Stage
from patternbook.profile.mining import amount


def facts(thing: Part, own: Breadth | None, scope: Scope) -> Iterator[Fact]:
    """Where it stands, the words it names, what its kind adds, and how broad its evidence is."""
    catalogue = scope.library.catalogue
    point = _point_of(thing, catalogue)
    if point:
        yield Fact(label=catalogue.label("collaboration-point").one, targets=(scope.library.target(point),))
    if isinstance(thing, Entry):
        yield from vocabulary_facts(thing, scope)
    yield from _FACTS.get(type(thing), _none)(thing, scope)
    if own:
        yield Fact(label="Breadth", text=own.sentence)
    if isinstance(thing, Finding):
        yield Fact(label="Confidence", text="Assessed below" if thing.confidence else "Not assessed")


def _point_of(thing: Part, catalogue: Catalogue) -> str | None:
    area = catalogue.words["area"][thing.area] if isinstance(thing, Finding) else thing
    return area.collaboration_point if isinstance(area, Area | Pattern) else None


def _none(_: Any, __: Scope) -> Iterable[Fact]:
    return ()


def _of_pattern(entry: Pattern, _: Scope) -> Iterator[Fact]:
    if entry.known_uses:
        yield Fact(label="Known uses", text=uses_words(entry))


def _of_point(entry: CollaborationPoint, _: Scope) -> Iterator[Fact]:
    yield Fact(label="Alternatives here", text=entry.grouping.name)


def _of_recommendation(entry: Recommendation, _: Scope) -> Iterator[Fact]:
    yield Fact(label="Support", text=SUPPORT_WORDS[entry.support])
    yield Fact(label="Effect", text=EFFECTIVENESS_WORDS[entry.effectiveness].removeprefix("effect ").capitalize())


def _of_study(entry: Study, scope: Scope) -> Iterator[Fact]:
    yield Fact(label="Publication", targets=(reference_target(scope.reference(entry.reference)),))
    yield Fact(label="Methods", text=", ".join(entry.methods))
    yield Fact(label="Contexts", text=", ".join(entry.contexts))


def _of_indicator(entry: Indicator, scope: Scope) -> Iterator[Fact]:
    yield Fact(label="Used by", targets=(scope.library.target(entry.study),))
    yield Fact(label="Works as", text=work_words(entry))


def _of_product(entry: Product, scope: Scope) -> Iterator[Fact]:
    yield Fact(label="Found by", targets=(scope.library.target(entry.study),))
    yield Fact(label="Genre", text=entry.genre or "Not reported")
    yield Fact(label="Stars", text=amount(entry.figures.stars))


def _of_stage(word: Stage, scope: Scope) -> Iterator[Fact]:
    yield Fact(label="Study", targets=(scope.library.target(word.study),))
    yield Fact(label="Left", text=f"{amount(word.passed.left)} {word.passed.unit}")


_FACTS: Mapping[type[Part], Callable[[Any, Scope], Iterable[Fact]]] = {
    Pattern: _of_pattern,
    CollaborationPoint: _of_point,
    Recommendation: _of_recommendation,
    Study: _of_study,
    Indicator: _of_indicator,
    Product: _of_product,
    Stage: _of_stage,
}
