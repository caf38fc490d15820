"""Rules about what texts say and how, which a catalogue switches on under `rules`.

They are off unless a catalogue chooses a severity for them, because a catalogue decides itself what counts as a source and
how its pages are written. Each finds what a review of the shipped catalogue had found by reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patternbook.check.collect import Position, RawStruct
from patternbook.check.declare import CatalogueProblem, Problem, reports_rule
from patternbook.check.summaries.catalogue_summary import CatalogueSummary, FindPositions
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.check.summaries.item_summary import KIND_BY_KEY
from patternbook.check.texts import all_texts, body_of, compared_texts, paragraphs, sentences
from patternbook.diagnostics.diagnostic import Rule
from patternbook.markup import Markdown, entry_links_at
from patternbook.model.registry import RELATIONS, kind_of_id


@reports_rule(
    Rule(
        "PB321",
        "notice",
        "A paragraph has no source and no mark",
        "Cite where it was read, [@key, p. 4], or end it with [ours] if no source says it.",
        adjustable=True,
        on=False,
    )
)
def paragraphs_without_source(item: CheckedItem) -> Iterator[Problem]:
    """Every paragraph of a body cites a source or is marked as ours."""
    if (body := body_of(item.contents)) is None:
        return
    spot, text = body
    for paragraph in paragraphs(text):
        if not (paragraph.is_heading or paragraph.is_cited or paragraph.is_ours):
            message = f"the paragraph {paragraph.start!r} neither cites a source nor is marked as ours"
            yield Problem(Position(spot, paragraph.offset), message, "a citation such as [@key, p. 4], or [ours] at its end")


_QUANTIFIER = re.compile(
    r"(?i)(?<!at )(?<!the )(?<!as )(?<!how )(?<!too )(?<!so )\b"
    r"(?:most(?! \w+(?:ant|ful|ive|ous|ble|al|ly|ed|ing)\b)|many|often|half|nobody|majority|frequently|rarely|seldom|usually|commonly)\b"
)


@reports_rule(
    Rule(
        "PB322",
        "notice",
        "A quantifier that no evidence carries",
        "Give the count or the source's own word in the evidence (`mentions`, `source_wording`), or take the quantifier out.",
        adjustable=True,
        on=False,
    )
)
def quantifiers_without_count(item: CheckedItem) -> Iterator[Problem]:
    """A title or statement that says how much or how often has evidence that counts it, or that says it in the source's words."""
    whole = item.contents.whole
    if whole is None or not isinstance(whole.raw.get("evidence"), list):
        return
    if any(_carries_quantity(part) for part in item.contents.parts if part.field == "evidence"):
        return
    for key in ("title", "statement"):
        if match := _QUANTIFIER.search(whole.text(key)):
            position = Position((whole.raw, key))
            message = f"the {key} {item.paragraph_at(position).start!r} says {match[0]!r}, and no evidence counts it or has the source's word for it"
            yield Problem(position, message, "`mentions` with a count, or `source_wording`")


def _carries_quantity(part: RawStruct) -> bool:
    mentions = part.inner("mentions")
    return part.inner("source_wording") is not None or (mentions is not None and bool({"count", "counts"} & mentions.raw.keys()))


@reports_rule(
    Rule(
        "PB323",
        "notice",
        "A number that nothing cited gives",
        "Correct it, add the count to the evidence, or end the paragraph with [ours] if you counted it yourself.",
        adjustable=True,
        on=False,
    )
)
def numbers_without_source(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """Every number of a title, statement or body is given by the entry's sourced parts, or by a study that it names or cites."""
    for number, item in enumerate(catalogue.items if not catalogue.lacks_samples else ()):  # a study that cannot be read gives numbers, too
        if item.writing is None or not item.writing.loose_numbers:
            continue
        known = {given for use in item.uses for given in catalogue.numbers_by_name.get(use[1], ())}
        for digits in item.writing.loose_numbers:
            if digits not in known:
                expected = "a number of the entry's evidence, of its counts or of a study that it cites"
                yield CatalogueProblem(number, _number_at(digits), f"nothing that is cited here gives the number {digits}", expected, quotes=True)


def _number_at(digits: str) -> FindPositions:
    return lambda item: item.positions.numbers.get(digits, ())


@reports_rule(
    Rule(
        "PB324",
        "notice",
        "A text names an entry that it should be related to",
        "Add the relation, or leave the link out of the text.",
        adjustable=True,
        on=False,
    )
)
def named_without_relation(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """An entry that a body names is related to it, for kinds between which a relation says so (`RelationKind.noted`)."""
    related = {(item.name, target) for item in catalogue.items for _, target, _ in item.relations}
    for number, item in enumerate(catalogue.items):
        for target in item.writing.body_links if item.writing else ():
            ends = (item.key, target)
            fields = [kind.field for kind in RELATIONS if kind.noted and {kind.source, kind.target} == _kinds(*ends)]
            unsure = not catalogue.half_related.isdisjoint((item.name, target)) or target in catalogue.missing
            if fields and not unsure and not {(item.name, target), (target, item.name)} & related:
                message = f"the body names {target}, and `{fields[0]}` relates neither to the other"
                yield CatalogueProblem(number, _body_link_at(target), message, f"`{fields[0]}` between {item.name} and {target}", quotes=True)


def _kinds(key: str, id_: str) -> set[str]:
    other = kind_of_id(id_)
    return {KIND_BY_KEY[key].name, other.name} if other is not None and key in KIND_BY_KEY else set()


def _body_link_at(target: str) -> FindPositions:
    def positions(item: CheckedItem) -> Iterator[Position]:
        if (body := body_of(item.contents)) is not None:
            yield from (Position(body[0], at) for at, id_ in list(entry_links_at(Markdown.of(body[1]))) if id_ == target)

    return positions


_WORKSHOP = re.compile(
    r"(?i)\b(?:our notes|the facts? (?:list|sheet|file)s?|(?:lines? )?not noted|seed(?: document|, lines?)|(?:our|the) sheet|taken down"
    r"|work in progress)\b"
)
_WORKSHOP_SIGNS = ("our notes", "fact", "not noted", "seed", "sheet", "taken down", "work in progress")
"""Of which a text holds one that speaks so, in lower case."""


@reports_rule(Rule("PB325", "notice", "A word of the workshop", "Say it as a reader can check it.", adjustable=True, on=False))
def workshop_words(item: CheckedItem) -> Iterator[Problem]:
    """No text speaks of the notes and files that a catalogue was made from, which readers do not have."""
    texts = [*all_texts(item.contents)]
    together = "\n".join(text for _, text in texts).casefold()
    for spot, text in texts if any(sign in together for sign in _WORKSHOP_SIGNS) else ():
        if match := _WORKSHOP.search(text):
            position = Position(spot, match.start())
            message = f"{match[0]!r} speaks of how the catalogue was made, in {item.paragraph_at(position).start!r}"
            yield Problem(position, message, "words that a reader can check")


@reports_rule(
    Rule("PB326", "notice", "A sentence stands on several pages", "Say it once, where it belongs, and link to it.", adjustable=True, on=False)
)
def repeated_sentences(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """No sentence of six words or more stands on two pages."""
    first: dict[bytes, int] = {}
    for number, item in enumerate(catalogue.items):
        for digest in item.writing.sentence_list() if item.writing else ():
            if (earlier := first.setdefault(digest, number)) != number:
                where, message = _sentence_at(digest), f"a sentence stands in {catalogue.items[earlier].name} as well"
                yield CatalogueProblem(number, where, message, "a sentence of its own", earlier=(earlier, where), quotes=True)


def _sentence_at(digest: bytes) -> FindPositions:
    def positions(item: CheckedItem) -> Iterator[Position]:
        found = (Position(spot, at) for spot, text in compared_texts(item.contents) for at, each in sentences(text) if each == digest)
        yield from list(found)[:1]

    return positions


ITEM_WRITING_RULES = (paragraphs_without_source, quantifiers_without_count, workshop_words)
CATALOGUE_WRITING_RULES = (numbers_without_source, named_without_relation, repeated_sentences)
