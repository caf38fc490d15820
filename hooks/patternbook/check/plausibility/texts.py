"""Rules about single texts: what stands for a missing text, what is too long or on several lines, what nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patternbook.check.collect import Position
from patternbook.check.declare import Problem, reports_rule
from patternbook.check.plausibility.invisible import describe_directions, needless_character
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.check.texts import FieldText
from patternbook.diagnostics.diagnostic import Rule
from patternbook.markup import Markdown
from patternbook.model.components import DRAFT_PLACEHOLDER

_UNFINISHED = re.compile(r"(?i:\blorem ipsum\b)|\b(?:TBD|FIXME)\b|^(?:TODO|XXX)\b|\b(?:TODO|XXX)(?=\s*(?:[:\])]|\Z))")
"""What a text that is still to be written holds; two of the words mean something elsewhere when they stand in a sentence."""
_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")


_WRITE_IT = "Write the text; put it in quotes where the word itself is meant."


def _in_field(each: FieldText) -> str:
    """The field of a text in messages."""
    return repr(each.field.key) if each.field is not None else "the text"


def _declared_texts(item: CheckedItem) -> Iterator[FieldText]:
    return (each for each in item.odd_texts if each.field is not None)


@reports_rule(
    Rule(
        "PB330",
        "warning",
        "A text stands for a missing one",
        "Write the text, or take the field out; put it in quotes where the word itself is meant.",
        adjustable=True,
    )
)
def stand_ins(item: CheckedItem) -> Iterator[Problem]:
    """No text is `null`, `yes`, `TODO`, `...` or filler; every value is text here, so that it would be printed."""
    for each in item.odd_texts:
        if each.stands_in:
            if each.text != DRAFT_PLACEHOLDER and not item.is_quoted(each.spot):  # of the placeholder another rule tells
                message = f"{_in_field(each)} is {each.text!r}, which would be printed as a text"
                yield Problem(Position(each.spot), message, "a text in words", _WRITE_IT if each.field is None or each.field.required else "")
        elif each.is_unfinished and (found := _UNFINISHED.search(Markdown.of(each.text).plain)):
            message = f"{_in_field(each)} is still to be written: {found[0]!r}"
            yield Problem(Position(each.spot, found.start()), message, "the text itself", f"Write the text in place of {found[0]!r}.")


@reports_rule(
    Rule(
        "PB331",
        "warning",
        "More is written than a field takes",
        "Shorten it, or move the rest to a field for longer texts.",
        adjustable=True,
    )
)
def more_than_fits(item: CheckedItem) -> Iterator[Problem]:
    """No text is longer, and no list holds more, than its field is made for (`AtMost`)."""
    for spot, text, field, *_ in _declared_texts(item):
        if field is None:
            continue
        most = field.at_most
        if most.characters and len(text) > most.characters:
            yield Problem(Position(spot), f"{field.key!r} has {len(text):,} characters", f"at most {most.characters:,}")
        elif most.words and len(_WORD.findall(text)) > most.words:
            yield Problem(Position(spot), f"{field.key!r} has {len(_WORD.findall(text))} words", f"at most {most.words}", "Say it in fewer words.")
    for part, field in item.contents.fields_with("most_items"):
        values = part.raw[field.key]
        if isinstance(values, list) and len(values) > field.most_items:
            message = f"{field.key!r} is a list of {len(values)}"
            yield Problem(Position((values, field.most_items)), message, f"at most {field.most_items}", "Take some out, or put some together.")


@reports_rule(
    Rule("PB332", "warning", "A text for one line holds a line break", "Write it on one line, or fold it: `>-` joins lines.", adjustable=True)
)
def broken_lines(item: CheckedItem) -> Iterator[Problem]:
    """Titles, names and labels are on one line."""
    for spot, text, field, *_ in _declared_texts(item):
        if field is not None and field.one_line and "\n" in text.strip():
            yield Problem(Position(spot), f"{field.key!r} is on {len(text.strip().splitlines())} lines", "a text on one line")


@reports_rule(
    Rule(
        "PB333",
        "warning",
        "A text ends where a comment begins",
        "Put the text in quotes if that belongs to it; write a comment on a line of its own.",
        adjustable=True,
    )
)
def cut_texts(item: CheckedItem) -> Iterator[Problem]:
    """No text is cut by ` #`, which starts a comment unless the text is in quotes."""
    for spot, text, field in item.commented_texts():
        if not text.strip():  # a text that is all comment is reported as empty
            continue
        comment = _shortened(f"# {item.comment_after(spot)}")
        message = f"{field.key!r} is {_shortened(text)!r}: what follows on the line, {comment!r}, is a comment"
        yield Problem(Position(spot), message, "a text in quotes, or no comment behind it")


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


@reports_rule(
    Rule(
        "PB334",
        "error",
        "A text turns the direction of what follows",
        "Take the character out, or close what it opens within the text.",
        adjustable=True,
    )
)
def turned_texts(item: CheckedItem) -> Iterator[Problem]:
    """No text overrides the direction of letters, and each embedding or isolate is closed in the text that opens it."""
    for each in item.odd_texts:
        if found := describe_directions(each.text):
            yield Problem(Position(each.spot, found.offset), f"{_in_field(each)} holds {found.message}", found.expected)


@reports_rule(
    Rule("PB335", "warning", "A text holds a character that nobody sees", "Take the character out; it breaks search and copying.", adjustable=True)
)
def unseen_characters(item: CheckedItem) -> Iterator[Problem]:
    """No text holds characters without width where they change nothing; between letters that they shape they are fine."""
    for each in item.odd_texts:
        if found := needless_character(each.text):
            yield Problem(Position(each.spot, found.offset), f"{_in_field(each)} holds {found.message}", found.expected)


TEXT_RULES = (stand_ins, more_than_fits, broken_lines, cut_texts, turned_texts, unseen_characters)
