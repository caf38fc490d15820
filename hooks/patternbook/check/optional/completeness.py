"""Rules about what a complete entry holds, which its kind declares with its fields (`Expected`), and about titles."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from patternbook.check.collect import Position, RawStruct
from patternbook.check.declare import Problem, reports_rule
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.check.summaries.item_summary import KIND_BY_KEY
from patternbook.diagnostics.diagnostic import Rule
from patternbook.model.components import DRAFT_PLACEHOLDER
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.struct import Expected, ModelStruct
from patternbook.source.parse import ValueSpot, YamlValue, value_at


@reports_rule(
    Rule(
        "PB601",
        "notice",
        "An entry lacks what complete entries of its kind hold",
        "Add it; the page of the data format says what each field holds.",
        adjustable=True,
        on=False,
    )
)
def incomplete_entries(item: CheckedItem) -> Iterator[Problem]:
    """Every field of an entry holds as many items as are expected of its kind; a retired entry is left as it was."""
    for part in _parts(item):
        for field, expected in _expected_fields(part.model):
            count = _count(part.raw.get(field.key))
            if _is_wrong_anyway(field, part.raw.get(field.key)) or any(_count(part.raw.get(other)) for other in expected.instead):
                continue
            if count < expected.items:
                yield Problem(Position(_spot_of(part, field.key)), *_lacking(field, count, expected))


def _parts(item: CheckedItem) -> list[RawStruct]:
    """The structs of an entry; none of what is no entry, or is retired."""
    whole = item.contents.whole
    return item.contents.parts if item.key in KIND_BY_KEY and whole is not None and "retired" not in whole.raw else []


@functools.cache
def _expected_fields(model: type[ModelStruct]) -> tuple[tuple[FieldInfo, Expected], ...]:
    """The fields of a model of which more is expected than is required."""
    return tuple((field, field.expected) for field in fields_of(model) if field.expected is not None)


def _count(value: YamlValue | None) -> int:
    """The number of items in a field; 1 of what is no list."""
    return len(value) if isinstance(value, list) else bool(value)


def _is_wrong_anyway(field: FieldInfo, value: YamlValue | None) -> bool:
    """Whether the form of a field is wrong, which is reported as such."""
    return (field.required and not value) or (bool(value) and isinstance(value, list) != field.many)


def _spot_of(part: RawStruct, key: str) -> ValueSpot:
    """Where a field is, or where its struct starts if it has none."""
    return part.raw, key if key in part.raw else next(iter(part.raw), key)


def _lacking(field: FieldInfo, count: int, expected: Expected) -> tuple[str, str, str]:
    """What is wrong with a field that holds too little: message, what was expected, fix."""
    others = "".join(f", or `{other}`" for other in expected.instead)
    if not count:
        items = f" with {_items(expected.items)}" if field.many else ""
        return f"`{field.key}` holds nothing", field.expected_words, f"Add `{field.key}`{items}{others}."
    return f"`{field.key}` holds {_items(count)}", field.expected_words, f"Add {_items(expected.items - count)} to `{field.key}`."


def _items(count: int) -> str:
    return f"{count} item{'s' if count > 1 else ''}"


@reports_rule(Rule("PB602", "notice", "A text is too short to say anything", "Say it in a few more words.", adjustable=True, on=False))
def short_texts(item: CheckedItem) -> Iterator[Problem]:
    """Titles, statements and other texts have as many words as are expected of them."""
    for part in _parts(item):
        for field, expected in _expected_fields(part.model):
            claim = part.inner(field.key)
            spot = (claim.raw, _TEXT) if claim is not None else (part.raw, field.key)
            text = (claim or part).text(str(spot[1])) if expected.words else ""
            if text not in ("", DRAFT_PLACEHOLDER) and len(_WORD.findall(text)) < expected.words:
                yield Problem(Position(spot), f"`{field.key}` is {text!r}", field.expected_words)


_TEXT = "text"
"""The field of a claim that holds its text."""
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
"""A word; in scripts that set no blanks between words, a character."""


@reports_rule(Rule("PB603", "notice", "A title ends in a full stop", "Take the full stop away.", adjustable=True, on=False))
def titles_with_full_stop(item: CheckedItem) -> Iterator[Problem]:
    """No title of an entry, a word or a page of prose ends like a sentence."""
    for spot in _titles(item):
        title = str(value_at(spot)).strip()
        if title.rstrip(_CLOSING).endswith((".", "。")) and not _ABBREVIATED.search(title):
            right = _without_full_stop(title)
            yield Problem(Position(spot), f"the title {title!r} ends in a full stop", repr(right), correct=(title, right))


def _titles(item: CheckedItem) -> Iterator[ValueSpot]:
    whole = item.contents.whole
    if whole is not None and whole.text("title"):
        yield whole.raw, "title"
    elif whole is None:  # a page of prose
        yield from (spot for spot, _ in item.contents.marked if spot[1] == "title")


def _without_full_stop(title: str) -> str:
    kept = title.rstrip(_CLOSING)
    return kept.rstrip(".。 ") + title[len(kept) :]


_CLOSING = "\"'”’)*_`]"
"""Signs that may follow the end of a sentence."""
_ABBREVIATED = re.compile(r"(?:\.\.\.|\b(?:[A-Za-z]\.){2,}|\b(?:etc|Inc|Ltd|Co|Corp|al|vs|No|Dr|Prof|St|Jr|Sr|approx|resp)\.)[^\w.]*\Z")
"""An ending at which the full stop belongs to the word, or to an omission."""

COMPLETENESS_RULES = (incomplete_entries, short_texts, titles_with_full_stop)
