"""Rules about lists and names inside one item: the same thing twice, names that nothing beside them has, keys without effect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from patternbook.catalogue.tokenize import tokenize
from patternbook.check.collect import Position, collected_fields
from patternbook.check.declare import Problem, reports_rule
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.check.summaries.item_summary import KIND_BY_KEY
from patternbook.diagnostics.diagnostic import Rule, join_names, suggest_nearest
from patternbook.markup import link_targets
from patternbook.model.components import DRAFT_PLACEHOLDER, Relation
from patternbook.model.registry import CATALOGUE_KEY, LISTED, kind_of_id
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabulary import CREDIT_ROLES, Synonyms, WorksheetQuestion
from patternbook.source.parse import YamlValue
from patternbook.urls import has_host


@reports_rule(Rule("PB340", "warning", "A sketch names a team that it does not have", "Correct the name, or add it to `teams`.", adjustable=True))
def unknown_teams(item: CheckedItem) -> Iterator[Problem]:
    """Every arrow of a sketch leads from one of its teams to another; an unknown name would become a box of its own."""
    for part in item.contents.parts:
        flows = part.raw.get("flows") if "teams" in part.raw else None
        teams = [name for _, name in part.texts("teams")] if flows else []
        for flow in flows if isinstance(flows, list) and teams else ():
            for end in ("from", "to"):
                name = flow.get(end) if isinstance(flow, dict) else None
                if isinstance(flow, dict) and isinstance(name, str) and name.strip() and name.strip() not in teams:
                    yield Problem(
                        Position((flow, end)), f"{name!r} is no team of this sketch", f"one of {', '.join(teams)}", suggest_nearest(name, teams)
                    )


@reports_rule(Rule("PB342", "warning", "The same thing is in a list twice", "Keep one of the two.", adjustable=True))
def listed_twice(item: CheckedItem) -> Iterator[Problem]:
    """No list holds the same word or the same item twice; of relations another rule says so."""
    for part in item.contents.parts:
        for key, values in part.raw.items():
            if type(values) is list and len(values) > 1 and not _holds_relations(part.model, key):
                yield from _twice(key, values)


def _holds_relations(model: type[ModelStruct], key: str) -> bool:
    field = collected_fields(model).get(key)
    return field is not None and field.part is not None and issubclass(field.part, Relation)


def _twice(key: str, values: Sequence[YamlValue]) -> Iterator[Problem]:
    seen: dict[object, int] = {}
    for index, value in enumerate(values):
        same = value.strip().casefold() if isinstance(value, str) else _first_texts(value)
        first = seen.setdefault(same, index)
        if first != index and (isinstance(value, str) or values[first] == value) and not _is_to_fill(value):
            what = repr(value) if isinstance(value, str) else f"item {index + 1} of {key!r}"
            yield Problem(Position((values, index)), f"{what} is in the list already, as item {first + 1}", "each thing once")  # type: ignore[arg-type]


def _is_to_fill(value: YamlValue) -> bool:
    """Whether a value is of a draft, so that it is still to become another than those beside it."""
    return value == DRAFT_PLACEHOLDER or (isinstance(value, dict) and DRAFT_PLACEHOLDER in value.values())


def _first_texts(value: YamlValue) -> frozenset[str]:
    """What tells most structs apart, so that few are compared as a whole."""
    return frozenset(each for each in value.values() if isinstance(each, str)) if isinstance(value, dict) else frozenset((str(len(value)),))


@reports_rule(Rule("PB344", "warning", "A key or role that nothing knows", "Correct it, or take it out: it has no effect.", adjustable=True))
def unknown_words(item: CheckedItem) -> Iterator[Problem]:
    """Names for kinds are given to kinds that exist, and roles of contributors are those of CRediT."""
    whole = item.contents.whole
    if whole is None:
        return
    if item.key == CATALOGUE_KEY and isinstance(labels := whole.raw.get("labels"), dict):
        known = [thing.name for thing in LISTED]
        for name in labels.keys() - {*known}:
            message = f"{name!r} is no kind that could have another name"
            yield Problem(Position((labels, name)), message, join_names(known, 20), suggest_nearest(name, known))
    for spot, role in whole.texts("credit") if "credit" in whole.raw else ():
        if _compared(role) not in map(_compared, CREDIT_ROLES):
            yield Problem(Position(spot), f"{role!r} is no role of CRediT", "one of its fourteen roles", suggest_nearest(role, CREDIT_ROLES))


def _compared(role: str) -> str:
    """A role without capitals, and with one sort of dash and of `and`."""
    return re.sub(r"\s*[-–—]\s*", " - ", role.strip().casefold().replace(" and ", " & "))


_HOSTLESS = re.compile(r"https?:(?:/{0,2}(?![\w\[@/-])|///|//[^\s/]*(?:\.\.|@))")
"""Looks like an address without a host, in any text."""


@reports_rule(Rule("PB345", "error", "An address names no host", "Write the whole address: https://example.org/page.", adjustable=True))
def addresses_without_host(item: CheckedItem) -> Iterator[Problem]:
    """Every web address, in a field or as the target of a link, names a host."""
    for part, field in item.contents.fields_with("is_address"):
        text = part.text(field.key)
        if text and not has_host(text):
            yield Problem(Position((part.raw, field.key)), f"{text!r} names no host")
    for spot, markdown in item.contents.marked:
        for offset, target in link_targets(markdown) if "http" in markdown.plain and _HOSTLESS.search(markdown.plain) else ():
            if not has_host(target):
                yield Problem(Position(spot, offset), f"{target!r} names no host")


@reports_rule(Rule("PB347", "error", "A successor is of another kind", "Name an entry of the same kind, or leave `successor` out.", adjustable=True))
def foreign_successors(item: CheckedItem) -> Iterator[Problem]:
    """What takes the place of an entry is an entry of its kind: a finding is not replaced by advice."""
    whole, kind = item.contents.whole, KIND_BY_KEY.get(item.key)
    retired = whole.inner("retired") if whole is not None and kind is not None and "retired" in whole.raw else None
    other = kind_of_id(retired.text("successor")) if retired is not None else None
    if retired is not None and kind is not None and other is not None and other is not kind:
        message = f"{retired.text('successor')} is of the kind {other.name!r}, and {item.name} of the kind {kind.name!r}"
        yield Problem(Position((retired.raw, "successor")), message, f"an id that starts with {kind.prefix}-")


@reports_rule(Rule("PB355", "notice", "A synonym without effect", "Take it out, or write it as readers would type it.", adjustable=True))
def idle_synonyms(item: CheckedItem) -> Iterator[Problem]:
    """Every synonym holds a word that the search knows, and differs from those beside it by more than how it is written."""
    whole = item.contents.whole
    if whole is None or whole.model is not Synonyms:
        return
    seen: dict[tuple[str, ...], str] = {}
    for spot, text in whole.texts("words"):
        searched = tuple(tokenize(text))
        if not searched:
            yield Problem(Position(spot), f"{text!r} has no word that could be searched for", "a word of two letters or more")
        elif text.strip().casefold() != (first := seen.setdefault(searched, text)).strip().casefold():
            yield Problem(Position(spot), f"to the search {text!r} is the same as {first!r}", "other words")


@reports_rule(Rule("PB369", "warning", "The worksheet offers the same thing twice", "Keep one of the two.", adjustable=True))
def offered_twice(item: CheckedItem) -> Iterator[Problem]:
    """Each pattern and each finding stands for one answer or sign of a question, however that is worded."""
    seen: set[str] = set()
    for spot, _, name in item.contents.names if item.contents.whole is not None and item.contents.whole.model is WorksheetQuestion else ():
        if name in seen - {DRAFT_PLACEHOLDER}:
            yield Problem(Position(spot), f"{name} is offered by this question already", "another one, or one line for both")
        seen.add(name)


LIST_RULES = (unknown_teams, listed_twice, unknown_words, addresses_without_host, foreign_successors, idle_synonyms, offered_twice)
