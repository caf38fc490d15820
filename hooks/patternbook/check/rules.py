"""Every rule beyond the form of a value, each with the function that looks for what breaks it.

An item rule sees one item; a catalogue rule sees the summaries of all. Both run wherever data is read, in full (read.py)
or item by item (incremental/read_cached.py). To add a rule, write its function here and put it into ITEM_RULES or CATALOGUE_RULES: the
check, the build, the reports and the page of checks read them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple, TypeVar

from patternbook.check.collect import Position
from patternbook.check.references import UNKNOWN_NAME, WRONG_KIND, describe_unknown, describe_wrong_kind
from patternbook.check.summary import KIND_BY_KEY, CatalogueSummary, CheckedItem, FindPositions, OpenItem, label_in, own_name, relation_at, use_of
from patternbook.diagnostics.diagnostic import READING_RULES, VALUE_NOT_ALLOWED, WRONG_FORM, Diagnostic, Rule, suggest_nearest
from patternbook.markup import raw_html, unsafe_links
from patternbook.model.components import DRAFT_PLACEHOLDER
from patternbook.model.registry import CATALOGUE_KEY
from patternbook.model.vocabulary import RuleSeverity


class Problem(NamedTuple):
    """What an item rule found."""

    position: Position
    message: str
    expected: str = ""
    fix: str = ""


class CatalogueProblem(NamedTuple):
    """What a catalogue rule found."""

    item: int
    """Its number among the summaries."""
    where: FindPositions
    message: str
    expected: str = ""
    fix: str = ""
    earlier: tuple[int, FindPositions] | None = None
    """What the message ends with the place of."""


Seen = TypeVar("Seen")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Check(Generic[Seen, Found]):
    """A rule, and what looks for what breaks it."""

    rule: Rule
    find: Callable[[Seen], Iterator[Found]]


ItemRule = Check[CheckedItem, Problem]
CatalogueRule = Check[CatalogueSummary, CatalogueProblem]


def reports_rule(rule: Rule) -> Callable[[Callable[[Seen], Iterator[Found]]], Check[Seen, Found]]:
    """Declare the rule that a function reports on."""
    return lambda find: Check(rule, find)


@reports_rule(WRONG_FORM)
def unfilled_texts(item: CheckedItem) -> Iterator[Problem]:
    """Texts of a draft that are still to be written."""
    for spot in item.contents.unfilled:
        yield Problem(Position(spot), f"{DRAFT_PLACEHOLDER} still stands where a text belongs", "a text", f"Replace {DRAFT_PLACEHOLDER}.")


@reports_rule(Rule("PB304", "error", "A relation points to its own entry", "Name another entry."))
def names_itself(item: CheckedItem) -> Iterator[Problem]:
    """No entry names itself."""
    kind = KIND_BY_KEY.get(item.key)
    for spot, what, name in item.contents.names:
        if kind is not None and name == item.name and what in (kind.name, "entry"):
            yield Problem(Position(spot), f"{name} names itself")


_PLACE = re.compile(
    r"(?i)\b(?:section|sec\.|sections|chapter|page|pages|pp?\.|line|lines|figure|fig\.|table|abstract|supplement|"
    r"appendix|reference|ref\.|footnote|slides?|lecture|title|opening|conclusion|entry|note)\b|§|\b\d{1,2}:\d{2}\b|\bp\.\s*\d"
)


@reports_rule(Rule("PB307", "error", "A locator names no place", "Name a section, page, line, table, abstract or time stamp.", adjustable=True))
def locators_without_place(item: CheckedItem) -> Iterator[Problem]:
    """Every locator names a section, page, line, table, abstract or time stamp."""
    for part in item.contents.parts:
        locator = part.raw.get("locator")
        if isinstance(locator, str) and _PLACE.search(locator) is None and part.text("locator"):
            message = f"locator {part.text('locator')!r} names no place"
            yield Problem(Position((part.raw, "locator")), message, "a place such as section 7.2, p. 9")


@reports_rule(Rule("PB308", "error", "A link in the text is malformed", "Write [[F-004]] or [@key, p. 4].", adjustable=True))
def malformed_marks(item: CheckedItem) -> Iterator[Problem]:
    """Every opening of a link or citation becomes one."""
    return (Problem(position, f"malformed link or citation {opening!r}") for position, opening in item.malformed)


@reports_rule(Rule("PB310", "error", "Raw HTML in text", "Use Markdown, or put the tag in backticks.", adjustable=True))
def html_in_texts(item: CheckedItem) -> Iterator[Problem]:
    """No text holds HTML outside code."""
    for spot, text in item.contents.marked:
        if "<" in text.plain:
            yield from (Problem(Position(spot, offset), f"raw HTML {tag[:40]!r}") for offset, tag in raw_html(text))


@reports_rule(Rule("PB311", "error", "A link in the text leads nowhere safe", "Link to an http or https address."))
def links_in_texts(item: CheckedItem) -> Iterator[Problem]:
    """Links in Markdown lead to http or https addresses."""
    for spot, text in item.contents.marked:
        if "](" in text.plain:
            yield from (Problem(Position(spot, offset), f"link to {target[:40]!r}") for offset, target in unsafe_links(text))


def _severities(item: CheckedItem) -> Iterator[tuple[Position, str, str]]:
    """The severities that a catalogue chooses: position, code, severity."""
    chosen = item.contents.whole.raw.get("rules") if item.key == CATALOGUE_KEY and item.contents.whole else None
    if isinstance(chosen, dict):
        yield from ((Position((chosen, code)), code, severity) for code, severity in chosen.items() if isinstance(severity, str))


@reports_rule(UNKNOWN_NAME)
def unknown_rules(item: CheckedItem) -> Iterator[Problem]:
    """A catalogue chooses severities of rules that exist."""
    for position, code, _ in _severities(item):
        if code not in RULES:
            yield Problem(position, f"unknown rule {code!r}", "the code of a rule", suggest_nearest(code, RULES))


@reports_rule(VALUE_NOT_ALLOWED)
def fixed_severities(item: CheckedItem) -> Iterator[Problem]:
    """What makes a build impossible stays an error."""
    for position, code, severity in _severities(item):
        if code in RULES and not RULES[code].adjustable and severity != "error":
            message = f"{code!r} is {severity!r}, and nothing can be built of data that breaks this rule"
            yield Problem(position, message, "error", f"Take {code} out of `rules`.")


NAME_TWICE = Rule("PB301", "error", "An id or slug is used twice", "Give one of the two the next free number.")


@reports_rule(NAME_TWICE)
def names_twice(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """Ids are unique among all entries, slugs in their own list."""
    seen: dict[tuple[str, str], int] = {}
    for number, item in enumerate(catalogue.items):
        if not item.is_named:
            continue
        is_id = item.key in KIND_BY_KEY
        first = seen.setdefault(("entries" if is_id else item.key, item.name), number)
        if first != number:
            expected = "an id of its own" if is_id else "a slug of its own"
            fix = f"the next free id is {_next_id(catalogue, item.name)}" if is_id else "Keep one, or give one of the two another name."
            yield CatalogueProblem(number, own_name, f"{item.name!r} was given before", expected, fix, (first, own_name))


def _next_id(catalogue: CatalogueSummary, like: str) -> str:
    """The highest id of the same prefix plus one."""
    prefix = like.partition("-")[0]
    named = (item.name.partition("-") for item in catalogue.items if item.is_named)
    numbers = [int(digits) for start, _, digits in named if start == prefix and digits.isdigit()]
    return f"{prefix}-{max(numbers, default=0) + 1:03d}"


@reports_rule(UNKNOWN_NAME)
def unknown_names(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """Everything that is named exists."""
    for number, kind, name in catalogue.unknown:
        if describe_wrong_kind(kind, name, catalogue.names) is None:
            yield CatalogueProblem(number, use_of(kind, name), *describe_unknown(kind, name, catalogue.names))


@reports_rule(WRONG_KIND)
def wrong_kinds(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """Every entry that is named is of the kind that its field names."""
    for number, kind, name in catalogue.unknown:
        if (wrong := describe_wrong_kind(kind, name, catalogue.names)) is not None:
            yield CatalogueProblem(number, use_of(kind, name), *wrong)


@reports_rule(Rule("PB305", "error", "A relation is written twice", "Keep one; the other side is derived.", adjustable=True))
def relations_twice(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """No relation is written twice, be it on one side or on both."""
    seen: dict[str, tuple[int, int]] = {}
    for number, item in enumerate(catalogue.items):
        for position, (field, target, statement) in enumerate(item.relations):
            here = number, position
            first = seen.setdefault(statement, here) if statement else here
            if first is not here:
                before = catalogue.items[first[0]]
                before_field = before.relations[first[1]][0]
                other = "" if before_field == field else f" as `{before_field}` of {before.name}"
                message = f"{field} {target} was written before{other}"
                yield CatalogueProblem(number, relation_at(position), message, earlier=(first[0], relation_at(first[1])))


@reports_rule(Rule("PB309", "warning", "A relation points to a retired entry", "Name its successor.", adjustable=True))
def retired_targets(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """No relation points to a retired entry."""
    retired = {item.name for item in catalogue.items if item.retired}
    for number, item in enumerate(catalogue.items if retired else ()):
        for position, (_, target, _) in enumerate(item.relations):
            if target in retired:
                yield CatalogueProblem(number, relation_at(position), f"{target} is retired")


@reports_rule(Rule("PB306", "error", "A participant or organization is not in the study", "Use a label of the study's sample.", adjustable=True))
def unknown_labels(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """Participants and organizations are labels of the sample of the study they are cited from."""
    for number, item in enumerate(catalogue.items):
        for each in item.labels:
            study, source, what, label = each
            sample = catalogue.sample(study, source)
            known: frozenset[str] = getattr(sample, what) if sample is not None else frozenset((label,))
            if label not in known:
                yield CatalogueProblem(number, label_in(each), f"{label!r} is not in the sample", f"one of its {what}", suggest_nearest(label, known))


@reports_rule(Rule("PB406", "warning", "A reference is never cited", "Cite it, or take it out of the bibliography.", adjustable=True))
def uncited_references(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """Something cites every reference, as far as everything could be read."""
    for number, item in enumerate(catalogue.items):
        if item.key == REFERENCE_LIST and item.name not in catalogue.cited and item.name.encode() not in catalogue.unread:
            yield CatalogueProblem(number, own_name, "nothing cites this reference")


REFERENCE_LIST = "references"
"""The key of the references of the bibliography, which no file of YAML lists."""

ITEM_RULES: tuple[ItemRule, ...] = (
    unfilled_texts,
    names_itself,
    locators_without_place,
    malformed_marks,
    html_in_texts,
    links_in_texts,
    unknown_rules,
    fixed_severities,
)
CATALOGUE_RULES: tuple[CatalogueRule, ...] = (
    names_twice,
    unknown_names,
    wrong_kinds,
    relations_twice,
    retired_targets,
    unknown_labels,
    uncited_references,
)
_DECLARED = {*READING_RULES, *(each.rule for each in ITEM_RULES), *(each.rule for each in CATALOGUE_RULES)}
RULES: Mapping[str, Rule] = {rule.code: rule for rule in sorted(_DECLARED, key=lambda rule: rule.code)}
"""Every rule by its code, in the order of the codes."""


def check_item(item: CheckedItem) -> Iterator[tuple[Rule, Problem]]:
    """Run every item rule on one item."""
    return ((check.rule, problem) for check in ITEM_RULES for problem in check.find(item))


def item_diagnostics(item: CheckedItem) -> Iterator[Diagnostic]:
    """What the item rules say of one item, with places."""
    for rule, (position, message, expected, fix) in check_item(item):
        yield Diagnostic(rule, item.place(position), message, item.name, expected, fix)


def catalogue_diagnostics(catalogue: CatalogueSummary, openers: Sequence[OpenItem | None]) -> Iterator[Diagnostic]:
    """What the catalogue rules say, with places; `openers` open what the summaries are of.

    Raises:
        NotAtHandError: something is wrong in an item that was summarized by an earlier build and is not read now.

    """

    @functools.cache
    def opened(number: int) -> CheckedItem:
        opener = openers[number]
        if opener is None:
            raise NotAtHandError
        return opener()

    for check in CATALOGUE_RULES:
        for problem in check.find(catalogue):
            item, message = opened(problem.item), problem.message
            if problem.earlier is not None:
                earlier = opened(problem.earlier[0])
                place = next(earlier.place(position) for position in problem.earlier[1](earlier))
                message += f", at {place.file}:{place.line}"
            for position in problem.where(item):
                yield Diagnostic(check.rule, item.place(position), message, item.name, problem.expected, problem.fix)


class NotAtHandError(Exception):
    """The place of a problem is asked for in an item that is not read."""


def apply_severities(diagnostics: Iterable[Diagnostic], severities: Mapping[str, RuleSeverity]) -> Iterator[Diagnostic]:
    """Diagnostics with the severities that a catalogue chose; those of rules that it turned off are left out."""
    for each in diagnostics:
        severity = severities.get(each.code) if each.rule.adjustable else None
        if severity != "off":
            yield replace(each, rule=replace(each.rule, severity=severity)) if severity else each
