"""Every rule beyond the form of a value, each with the function that finds what breaks it.

An item rule checks one item; a catalogue rule checks the summaries of all. Both run wherever data is read, in full (read.py)
or item by item (incremental/read_cached.py). To add a rule, write its function here and add it to ITEM_RULES or CATALOGUE_RULES:
the check, the build, the reports and the page of checks use these lists.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from patternbook.catalogue.own_phrases import BROKEN_PHRASES, UNSPOKEN_LANGUAGE
from patternbook.catalogue.releases.addresses import ADDRESS_RULES
from patternbook.catalogue.releases.archive import RELEASE_RULES
from patternbook.catalogue.releases.base import BASE_RULES
from patternbook.catalogue.releases.ledger import LEDGER_LINE
from patternbook.catalogue.work_status import BROKEN_STATUS
from patternbook.check.advice.nearest import Guesser
from patternbook.check.collect import Position
from patternbook.check.declare import CatalogueProblem, CatalogueRule, ItemRule, Problem, reports_rule
from patternbook.check.optional.completeness import COMPLETENESS_RULES
from patternbook.check.optional.samples import SAMPLE_RULES
from patternbook.check.optional.spelling import SPELLING_RULES
from patternbook.check.optional.writing import CATALOGUE_WRITING_RULES, ITEM_WRITING_RULES
from patternbook.check.plausibility.marks import MALFORMED_MARK
from patternbook.check.plausibility.rules import PLAUSIBLE_CATALOGUES, PLAUSIBLE_ITEMS, PLAUSIBLE_SURROUNDINGS
from patternbook.check.references import (
    MOST_NAMES,
    UNKNOWN_NAME,
    WRONG_KIND,
    NameProblem,
    correct_unknown,
    describe_lost,
    describe_unknown,
    describe_wrong_kind,
    short_title,
    thing_named,
    written_id,
)
from patternbook.check.summaries.catalogue_summary import MAX_SUGGESTIONS, CatalogueSummary, OpenItem, label_in, own_name, relation_at, use_of
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.check.summaries.item_summary import KIND_BY_KEY
from patternbook.diagnostics.corrections import Correction, certain_name
from patternbook.diagnostics.diagnostic import (
    READING_RULES,
    VALUE_NOT_ALLOWED,
    WRONG_FORM,
    Diagnostic,
    Rule,
    count_words,
    join_diagnostics,
    join_names,
)
from patternbook.markup import CITATION_KEY, parse_citation, raw_html, unsafe_links
from patternbook.model.components import DRAFT_PLACEHOLDER, SLUG_PATTERN
from patternbook.model.registry import CATALOGUE_KEY, ID_PATTERN, KINDS, LEADING, LISTED, LISTS, RELATIONS, is_placeholder, kind_of_id
from patternbook.model.vocabulary import Masthead
from patternbook.urls import as_compared, unusable_name


@reports_rule(WRONG_FORM)
def unfilled_texts(item: CheckedItem) -> Iterator[Problem]:
    """No placeholder of a draft is left."""
    message = f"{DRAFT_PLACEHOLDER} still stands where a text belongs"
    return (Problem(Position(spot), message, "a text", f"Replace {DRAFT_PLACEHOLDER}.") for spot in item.contents.unfilled)


@reports_rule(Rule("PB304", "error", "A relation points to its own entry", "Name another entry."))
def names_itself(item: CheckedItem) -> Iterator[Problem]:
    """No entry names itself."""
    own = _NAMED_BY_KEY.get(item.key)
    named = ((Position(spot), what, name) for spot, what, name in item.contents.names)
    return (
        Problem(position, f"{name} names itself")
        for position, what, name in (*named, *item.premises())
        if name == item.name and what in (own, "entry")
    )


_NAMED_BY_KEY = {thing.key: thing.name for thing in LISTED}


_PLACE = re.compile(
    r"(?i)\b(?:section|sec\.|sections|chapter|page|pages|pp?\.|line|lines|figure|fig\.|table|abstract|supplement|"
    r"appendix|reference|ref\.|footnote|slides?|lecture|title|opening|conclusion|entry|note)\b|§|\b\d{1,2}:\d{2}\b|\bp\.\s*\d"
)


@reports_rule(Rule("PB307", "error", "A locator names no place", "Name a section, page, line, table, abstract or time stamp.", adjustable=True))
def locators_without_place(item: CheckedItem) -> Iterator[Problem]:
    """Every locator names a section, page, line, table, abstract or time stamp."""
    return (
        Problem(Position((part.raw, "locator")), f"locator {part.text('locator')!r} names no place", "a place such as section 7.2, p. 9")
        for part in item.contents.parts
        if isinstance(locator := part.raw.get("locator"), str)
        and _PLACE.search(locator) is None
        and part.text("locator") not in ("", DRAFT_PLACEHOLDER)
    )


@reports_rule(MALFORMED_MARK)
def malformed_marks(item: CheckedItem) -> Iterator[Problem]:
    """Every opening of a link or citation becomes one."""
    return (Problem(position, f"malformed link or citation {opening!r}", fix=_mended_mark(opening)) for position, opening in item.malformed)


def _mended_mark(opening: str) -> str:
    """How a link or a citation that is malformed is rather meant, as advice; empty where that cannot be told."""
    if link := _LINK_BEGUN.match(opening):
        return f"Write [[{link['id']}]]."
    if citation := _CITATION_BEGUN.match(opening):
        locator = citation["locator"].strip(" \\")  # of brackets that were escaped
        meant = f"{citation['before']}@{citation['key']}{f', {locator}' if locator else ''}"
        return f"Write [{meant}]." if parse_citation(meant) else ""
    return ""


_LINK_BEGUN = re.compile(rf"\[\[\s*(?P<id>(?:{'|'.join(kind.prefix for kind in KINDS)})-[0-9]{{3,9}})(?![\w-])")
_CITATION_BEGUN = re.compile(rf"\[(?P<before>[^\[\]@]*)@(?P<key>{CITATION_KEY})[ ,;]*(?P<locator>[^\]\[@]*)\]")


@reports_rule(Rule("PB310", "error", "Raw HTML in text", "Use Markdown, or put the tag in backticks.", adjustable=True))
def html_in_texts(item: CheckedItem) -> Iterator[Problem]:
    """No text holds HTML outside code."""
    return (
        Problem(Position(spot, offset), f"raw HTML {tag[:40]!r}")
        for spot, text in item.contents.marked
        if "<" in text.plain
        for offset, tag in raw_html(text)
    )


@reports_rule(Rule("PB311", "error", "A link in the text leads nowhere safe", "Link to an http or https address."))
def links_in_texts(item: CheckedItem) -> Iterator[Problem]:
    """Links in Markdown lead to http or https addresses."""
    return (
        Problem(
            Position(spot, offset), f"link to {target[:40]!r}", fix=f"Link to the entry as [[{found[0]}]]." if (found := written_id(target)) else ""
        )
        for spot, text in item.contents.marked
        if "](" in text.plain
        for offset, target in unsafe_links(text)
    )


@reports_rule(Rule("PB312", "error", "A claim follows from something that is not here", "Name the label of an item of evidence, or an entry."))
def unknown_premises(item: CheckedItem) -> Iterator[Problem]:
    """What an editorial claim follows from is an item of evidence of the same entry, or an entry."""
    labels = {part.text("label") for part in item.contents.parts if part.field == "evidence"} - {""}
    guesser = Guesser(labels)
    for part in item.contents.parts:
        for spot, name in part.texts("follows_from") if "follows_from" in part.raw else ():
            if name not in labels and not re.fullmatch(ID_PATTERN, name):
                expected = f"one of {', '.join(sorted(labels))}" if labels else "the `label` of an item of evidence, or an id"
                yield Problem(Position(spot), f"no item of evidence here has the label {name!r}", expected, guesser.advise(name))


@reports_rule(Rule("PB313", "error", "Two items of evidence have the same label", "Give one of them another label."))
def evidence_labels_twice(item: CheckedItem) -> Iterator[Problem]:
    """Labels of evidence are unique within their entry."""
    seen: set[str] = set()
    for part in item.contents.parts:
        label = part.text("label") if part.field == "evidence" else ""
        if label in seen:
            yield Problem(Position((part.raw, "label")), f"{label!r} is the label of an earlier item")
        seen |= {label} - {""}


@reports_rule(Rule("PB314", "error", "A reason is given for a section that does not exist", "Use the key of a section of the page."))
def unknown_sections(item: CheckedItem) -> Iterator[Problem]:
    """Reasons for empty sections are given for sections of the entry's kind."""
    whole, kind = item.contents.whole, KIND_BY_KEY.get(item.key)
    reasons = whole.raw.get("empty") if whole is not None and kind is not None else None
    keys = [section.key for section in kind.sections] if kind is not None else []
    if not isinstance(reasons, dict):
        return
    guesser = Guesser(keys)
    for key in reasons:
        if key not in keys:
            meant = certain_name(key, keys)
            correct = (key, meant) if meant and meant not in reasons else None
            yield Problem(Position((reasons, key)), f"{key!r} is no section", f"one of {', '.join(keys)}", guesser.advise(key), correct)


@reports_rule(Rule("PB316", "error", "A name cannot be part of an address", "Give it another name, also where it is named."))
def unusable_addresses(item: CheckedItem) -> Iterator[Problem]:
    """What a page is named after can be the name of a file on every system."""
    spot = ({}, "title") if item.key == PROSE_FOLDER else item.name_spot if item.key in _BELOW_INDEXES else None
    if spot is None or (item.key in LISTS and not re.fullmatch(f"{ID_PATTERN}|{SLUG_PATTERN}", item.name)):  # whose form is wrong anyway
        return
    if reason := unusable_name(item.name, below_index=item.key in _BELOW_INDEXES):
        shown = item.name if len(item.name) <= 40 else f"{item.name[:37]}..."
        yield Problem(Position(spot), f"{shown!r} cannot be part of an address: {reason}")


@reports_rule(
    Rule(
        "PB319",
        "warning",
        "An entry is not yet numbered",
        "In a proposal nothing is to be done: once it is accepted, `patternbook number` on `main` gives the number and rewrites every link.",
        adjustable=True,
    )
)
def unnumbered_entries(item: CheckedItem) -> Iterator[Problem]:
    """Every entry has a number; a placeholder is for proposals, and no published address may change."""
    if item.name_spot is not None and item.key in KIND_BY_KEY and is_placeholder(item.name):
        yield Problem(Position(item.name_spot), f"{item.name} stands for a number that is still to be given", "a numbered id once it is accepted")


def _severities(item: CheckedItem) -> Iterator[tuple[Position, str, str]]:
    """The severities that a catalogue chooses: position, code of the rule, severity."""
    chosen = item.contents.whole.raw.get("rules") if item.key == CATALOGUE_KEY and item.contents.whole else None
    if isinstance(chosen, dict):
        yield from ((Position((chosen, code)), code, severity) for code, severity in chosen.items() if isinstance(severity, str))


@reports_rule(UNKNOWN_NAME)
def unknown_rules(item: CheckedItem) -> Iterator[Problem]:
    """A catalogue chooses severities of rules that exist."""
    guesser = Guesser(RULES)
    return (
        Problem(position, f"unknown rule {code!r}", "the code of a rule", guesser.advise(code))
        for position, code, _ in _severities(item)
        if code not in RULES
    )


@reports_rule(VALUE_NOT_ALLOWED)
def fixed_severities(item: CheckedItem) -> Iterator[Problem]:
    """A catalogue lowers no rule whose problems make a build impossible."""
    reason = "nothing can be built of data that breaks this rule"
    return (
        Problem(position, f"{code!r} is {severity!r}, and {reason}", "error", f"Take {code} out of `rules`.")
        for position, code, severity in _severities(item)
        if code in RULES and not RULES[code].adjustable and severity != "error"
    )


NAME_TWICE = Rule(
    "PB301",
    "error",
    "An id or slug is used twice",
    "Give the newer one a placeholder such as F-new-late-labels; its number is given when it is accepted.",
)


@reports_rule(NAME_TWICE)
def names_twice(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """Ids are unique among all entries, slugs in their own list."""
    seen: dict[tuple[str, str], int] = {}
    for number, item in enumerate(catalogue.items):
        is_id = item.key in KIND_BY_KEY
        first = seen.setdefault(("entries" if is_id else item.key, item.name), number) if item.is_named else number
        if first != number:
            expected = "an id of its own" if is_id else "a slug of its own"
            numbered = is_id and not is_placeholder(item.name)
            prefix = item.name.partition("-")[0]
            new = f"If it is new, write {prefix}-new-anything; its number is given when it is accepted."
            fix = new if numbered else "Keep one, or give one of the two another name."
            yield CatalogueProblem(number, own_name, f"{short_title(item.name)!r} was given before", expected, fix, (first, own_name))


@reports_rule(NAME_TWICE)
def pages_alike(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """No two pages of prose have names that some file systems do not tell apart."""
    seen: dict[str, int] = {}
    for number, item in enumerate(catalogue.items):
        first = seen.setdefault(as_compared(item.name), number) if item.key == PROSE_FOLDER else number
        if first != number:
            message = f"{item.name!r} differs from {catalogue.items[first].name!r} only as some file systems do not"
            yield CatalogueProblem(number, _page_name, message, "a name of its own", "Rename the file.")


def _page_name(item: CheckedItem) -> Iterator[Position]:
    yield Position(({}, "title"))


@reports_rule(UNKNOWN_NAME)
def unknown_names(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """Everything that is named exists. What has one cause is one problem: a lost list, a lost or misnamed entry."""
    lost = {name for _, kind, name in catalogue.unknown if thing_named(kind, name) in catalogue.lost}
    described: dict[str, NameProblem] = {}
    for number, kind, name in catalogue.unknown:
        thing = thing_named(kind, name)
        if thing in catalogue.lost:
            yield CatalogueProblem(number, use_of(kind, name), *describe_lost(catalogue.lost, len(lost)), cause="lost")
        elif describe_wrong_kind(kind, name, catalogue.names) is None and not catalogue.is_consequence(thing, name):
            cause = f"{thing} {name}"
            if cause not in described:
                suggest = len(described) < MAX_SUGGESTIONS
                message, expected, fix = describe_unknown(thing, name, catalogue.names, catalogue.items[number].key, suggest=suggest)
                if other := catalogue.renamed.get((thing, name)):
                    fix = f"If {other} in {catalogue.names.files.get(thing, 'the data')} is meant, which nothing names, correct one of the two names."
                described[cause] = message, expected, fix
            correct = correct_unknown(thing, name, catalogue.names)
            is_to_fill = name.strip() in ("", DRAFT_PLACEHOLDER)  # each place by itself
            yield CatalogueProblem(number, use_of(kind, name), *described[cause], correct=correct, cause="" if is_to_fill else cause)


@reports_rule(WRONG_KIND)
def wrong_kinds(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """Every entry that is named is of the kind that its field names."""
    for number, kind, name in catalogue.unknown:
        if (wrong := describe_wrong_kind(kind, name, catalogue.names)) is not None:
            message, expected, _ = wrong
            yield CatalogueProblem(
                number, use_of(kind, name), message, expected, _relation_to(kind, name, catalogue.items[number].key), cause=f"{kind} {name}"
            )


def _relation_to(kind: str, name: str, key: str) -> str:
    """Which relations of an item lead to the entry that was named where one leads to another kind, as advice; empty where none do."""
    source, target = KIND_BY_KEY.get(key), kind_of_id(name)
    own = [each for each in RELATIONS if source is not None and each.source == source.name]
    fields = dict.fromkeys(f"`{each.field}`" for each in own if target is not None and each.target == target.name)
    return f"Name an entry of the kind expected, or write it in {join_names(fields)}." if fields and any(each.target == kind for each in own) else ""


@reports_rule(Rule("PB305", "error", "A relation is written twice", "Keep one; the other side is derived.", adjustable=True))
def relations_twice(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """No relation is written twice, be it on one side or on both."""
    seen: dict[str, tuple[int, int]] = {}
    for number, item in enumerate(catalogue.items):
        for position, (field, target, statement) in enumerate(item.relations):
            first, first_position = seen.setdefault(statement, (number, position)) if statement else (number, position)
            if (first, first_position) != (number, position):
                before = catalogue.items[first]
                first_field = before.relations[first_position][0]
                other = "" if first_field == field else f" as `{first_field}` of {before.name}"
                earlier = first, relation_at(first_position)
                yield CatalogueProblem(number, relation_at(position), f"{field} {target} was written before{other}", earlier=earlier)


@reports_rule(
    Rule(
        "PB309",
        "warning",
        "A relation or a list of the catalogue points to a retired entry",
        "Name its successor.",
        adjustable=True,
    )
)
def retired_targets(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """No relation points to a retired entry, and readers are neither told to start with one nor asked whether it is theirs."""
    retired = {item.name for item in catalogue.items if item.retired}
    places = (
        (number, target, place)
        for number, item in enumerate(catalogue.items if retired else ())
        for target, place in (
            *((target, relation_at(position)) for position, (_, target, _) in enumerate(item.relations)),
            *((name, use_of(kind, name)) for kind, name in item.uses if item.key in LEADING),
        )
    )
    return (
        CatalogueProblem(number, place, f"{target} is retired", fix=_successor(catalogue, target), cause=target)
        for number, target, place in places
        if target in retired
    )


def _successor(catalogue: CatalogueSummary, target: str) -> str:
    """What to name in place of a retired entry, if it says so."""
    successor = next((item.successor for item in catalogue.items if item.name == target), "")
    return f"Name its successor, {successor}." if successor else "It has no successor: name another entry, or take the relation out."


@reports_rule(Rule("PB306", "error", "A participant or organization is not in the study", "Use a label of the study's sample.", adjustable=True))
def unknown_labels(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """Participants and organizations are labels of the sample of the study they are cited from."""
    guessers: dict[frozenset[str], Guesser] = {}
    for number, item in enumerate(catalogue.items):
        for study, source, what, label in item.labels:
            sample = catalogue.sample(study, source)
            known: frozenset[str] = getattr(sample, what) if sample is not None else frozenset((label,))
            if label not in known:
                where = label_in((study, source, what, label))
                named = f"one of its {what}: {join_names(known)}" if len(known) <= MOST_NAMES else f"one of its {what}"
                cause = f"{sample.reference if sample else source} {what} {label}"
                yield CatalogueProblem(
                    number, where, f"{label!r} is not in the sample", named, guessers.setdefault(known, Guesser(known)).advise(label), cause=cause
                )


@reports_rule(
    Rule(
        "PB315",
        "error",
        "A confidence level without what it takes",
        "Take `confidence` out until two people have assessed two data sets that were read in full.",
    )
)
def unfounded_gradings(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """A level is given by two people with ORCID, from two data sets on that were read in full."""
    people = {item.name for item in catalogue.items if item.is_person}
    reads = {item.name: item.reads for item in catalogue.items if item.reads is not None}
    for number, item in enumerate(catalogue.items):
        if item.grading is None or catalogue.lost or not catalogue.names.is_whole:
            continue
        named = set(item.grading.assessors)
        if len(named & people) < MIN_ASSESSORS:
            message = f"{join_names(named - people)} cannot assess alone" if named - people else "one person alone has assessed it"
            yield CatalogueProblem(number, _confidence_at, message, "two different people with an `orcid` in contributors.yaml; no group")
        studies = {study for study, source in item.grading.supporting if study in reads and source in reads[study].in_full}
        data_sets = {name for study in studies for name in reads[study].data_sets}
        if len(data_sets) < MIN_DATA_SETS:
            message = f"{count_words(len(data_sets), 'data set')} that was read in full supports it directly"
            yield CatalogueProblem(number, _confidence_at, message, "direct results from two data sets whose sources were read in full (`reads`)")


MIN_ASSESSORS = 2
MIN_DATA_SETS = 2
"""What a level of GRADE-CERQual takes here."""


def _confidence_at(item: CheckedItem) -> Iterator[Position]:
    if item.contents.whole is not None:
        yield Position((item.contents.whole.raw, "confidence"))


@reports_rule(Rule("PB406", "warning", "A reference is never cited", "Cite it, or take it out of the bibliography.", adjustable=True))
def uncited_references(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """Every reference is cited, as far as everything could be read."""
    renamed = frozenset(catalogue.renamed.values())
    for number, item in enumerate(catalogue.items if not catalogue.may_cite else ()):
        is_uncited = item.key == REFERENCE_LIST and item.name not in catalogue.cited
        if is_uncited and item.name not in renamed and item.name.encode() not in catalogue.unread:
            yield CatalogueProblem(number, own_name, "nothing cites this reference")


REFERENCE_LIST = "references"
"""The list that references of the bibliography belong to, as items; no YAML file has it."""

PROSE_FOLDER = "pages"
"""The folder of the pages of prose, and the list that they belong to, as items."""

_BELOW_INDEXES = frozenset(thing.key for thing in LISTED)
"""Lists whose items have pages in the folder of their index, named after them; what a reference's is named, `urls` decides."""

ITEM_RULES: tuple[ItemRule, ...] = (
    unfilled_texts,
    names_itself,
    locators_without_place,
    malformed_marks,
    html_in_texts,
    links_in_texts,
    unknown_premises,
    evidence_labels_twice,
    unknown_sections,
    unusable_addresses,
    unnumbered_entries,
    unknown_rules,
    fixed_severities,
    *ITEM_WRITING_RULES,
    *COMPLETENESS_RULES,
    *SPELLING_RULES,
    *PLAUSIBLE_ITEMS,
)
CATALOGUE_RULES: tuple[CatalogueRule, ...] = (
    names_twice,
    pages_alike,
    unknown_names,
    wrong_kinds,
    relations_twice,
    retired_targets,
    unknown_labels,
    unfounded_gradings,
    uncited_references,
    *CATALOGUE_WRITING_RULES,
    *SAMPLE_RULES,
    *PLAUSIBLE_CATALOGUES,
)
RULES: Mapping[str, Rule] = dict(
    sorted(
        (rule.code, rule)
        for rule in (
            *(
                *READING_RULES,
                *RELEASE_RULES,
                LEDGER_LINE,
                BROKEN_STATUS,
                BROKEN_PHRASES,
                UNSPOKEN_LANGUAGE,
                *ADDRESS_RULES,
                *BASE_RULES,
                *PLAUSIBLE_SURROUNDINGS,
            ),
            *(each.rule for each in ITEM_RULES),
            *(each.rule for each in CATALOGUE_RULES),
        )
    )
)
"""Every rule by its code, in the order of the codes."""


SwitchedOn = frozenset[str]
"""Codes of the rules that run only because the catalogue chooses a severity for them."""


def switched_on(masthead: Masthead | None) -> SwitchedOn:
    """The rules that a catalogue switches on."""
    chosen = masthead.rules if masthead is not None else {}
    return frozenset(code for code, severity in chosen.items() if severity != "off" and code in RULES and not RULES[code].on)


def check_item(item: CheckedItem, on: SwitchedOn) -> Iterator[tuple[Rule, Problem]]:
    """Run every item rule that is on for one item."""
    return ((check.rule, problem) for check in ITEM_RULES if check.rule.on or check.rule.code in on for problem in check.find(item))


def item_diagnostics(item: CheckedItem, on: SwitchedOn) -> list[Diagnostic]:
    """The diagnostics of the item rules that are on for one item."""
    found = (
        (position, _diagnostic(rule, item, position, message, expected, fix, correct))
        for rule, (position, message, expected, fix, correct) in check_item(item, on)
    )
    return _within_limit(found)


def _diagnostic(
    rule: Rule, item: CheckedItem, position: Position, message: str, expected: str, fix: str, correct: tuple[str, str] | None
) -> Diagnostic:
    place, holder, meant = item.place(position), position.spot[0], correct[1] if correct else ""
    if isinstance(holder, list) and meant in holder:  # which would be there twice
        correct, fix = None, f"Take it out: {meant!r} is in the list already."
    return Diagnostic(rule, place, message, item.name, expected, fix, correction=Correction(place, *correct) if correct else None)


MAX_PER_TEXT = 10
"""The most diagnostics of one rule about one text: the last of them has the places of all further ones."""


def _within_limit(found: Iterable[tuple[Position, Diagnostic]]) -> list[Diagnostic]:
    """Diagnostics about one item, at most so many of each rule for each of its texts."""
    by_text: dict[tuple[str, int, str | int], list[Diagnostic]] = {}
    for (spot, _), diagnostic in found:
        by_text.setdefault((diagnostic.code, id(spot[0]), spot[1]), []).append(diagnostic)
    return [each for alike in by_text.values() for each in (*alike[: MAX_PER_TEXT - 1], *_rest(alike[MAX_PER_TEXT - 1 :]))]


def _rest(diagnostics: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    if diagnostics:
        yield join_diagnostics(diagnostics)


def catalogue_diagnostics(catalogue: CatalogueSummary, openers: Sequence[OpenItem], on: SwitchedOn) -> Iterator[Diagnostic]:
    """The diagnostics of the catalogue rules that are on; `openers` are in the order of the summaries and open the items."""

    @functools.cache
    def opened(number: int) -> CheckedItem:
        return openers[number]()

    for check in CATALOGUE_RULES:
        by_cause: dict[str, list[Diagnostic]] = {}
        by_item: dict[int, list[tuple[Position, Diagnostic]]] = {}
        for problem in check.find(catalogue) if check.rule.on or check.rule.code in on else ():
            item, message = opened(problem.item), problem.message
            if problem.earlier is not None:
                earlier = opened(problem.earlier[0])
                place = next(earlier.place(position) for position in problem.earlier[1](earlier))
                message += f", at {place.file}:{place.line}"
            for position in problem.where(item):
                quoted = f", in {item.paragraph_at(position).start!r}" if problem.quotes else ""
                found = _diagnostic(check.rule, item, position, message + quoted, problem.expected, problem.fix, problem.correct)
                if problem.cause and problem.cause in by_cause:
                    by_cause[problem.cause].append(found)
                else:
                    by_cause[problem.cause or f"{problem.item} {len(by_cause)}"] = [found]
                    by_item.setdefault(problem.item, []).append((position, found))
        joined = {id(alike[0]): join_diagnostics(alike) for alike in by_cause.values()}
        for found_in_item in by_item.values():
            yield from _within_limit((position, joined[id(found)]) for position, found in found_in_item)
