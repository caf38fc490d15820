"""What was expected of a value of the wrong form, in words, and how to mend it: never a regular expression, never a mere type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from patternbook.bibliography.parse.identifiers import bare_doi
from patternbook.check.advice.quoting import as_yaml
from patternbook.check.advice.shapes import named_shape, wanted_field, written_form
from patternbook.model.components import DATE_EXAMPLE, DATE_PATTERN, DRAFT_PLACEHOLDER, MAX_COUNT, SLUG_PATTERN
from patternbook.model.introspect import FieldInfo
from patternbook.model.kind import Kind
from patternbook.model.registry import ID_PATTERN, KINDS
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabulary import DOI_PATTERN, ORCID_PATTERN, YEAR_PATTERN
from patternbook.source.parse import YamlValue


class Advice(NamedTuple):
    """What was expected, and what to do."""

    expected: str
    fix: str = ""


class WrongValue(NamedTuple):
    """A value of the wrong form, and the field that it is in."""

    owner: type[ModelStruct]
    info: FieldInfo | None
    """None where the value is in no field: an item of a list at the top."""
    is_inside: bool
    """Whether it is an item of the field's list, or a value of its mapping, rather than the whole value."""
    value: YamlValue
    kind: Kind | None
    """The kind of entry, where the value is the id of one."""
    context: Mapping[str, Any]
    """What pydantic says of the rule that was broken."""


def advise(error_type: str, wrong: WrongValue) -> Advice:
    """What was expected instead of a wrong value, by pydantic's type of the error."""
    if wrong.value == DRAFT_PLACEHOLDER:
        return Advice("a value in place of the placeholder", f"Replace {DRAFT_PLACEHOLDER}.")
    look = _BY_TYPE.get(error_type)
    return look(wrong) if look else _as_in_example(wrong)


def _as_in_example(wrong: WrongValue) -> Advice:
    if wrong.info is None:
        return Advice("the form that the page *Data format* describes")
    example = named_shape(wrong.owner, wrong.info)
    return Advice(f"the form of {example}", "Write it in that form; the page *Data format* describes every field.")


def _mapping(wrong: WrongValue) -> Advice:
    if wrong.info is None:
        return Advice("fields, each with a key and a value", "Write `- id: ...` with the other fields below it.")
    example = written_form(wrong.owner, wrong.info, wrong.value)
    return Advice("fields with values", f"Write it like {example}.")


def _list(wrong: WrongValue) -> Advice:
    if wrong.info is None:
        return Advice("a list")
    if isinstance(wrong.value, dict) and wrong.info.part is not None:
        return Advice("a list of such items", "Put `- ` before its first field, and indent the others as far.")
    example = named_shape(wrong.owner, wrong.info, wrong.value) if wrong.value else wanted_field(wrong.owner, wrong.info)
    return Advice("a list", f"Write {example}{'' if wrong.value else ', or take it out where it is optional'}.")


def _text(wrong: WrongValue) -> Advice:
    value = wrong.value
    if isinstance(value, dict):
        inner = next((each for key, each in value.items() if key in ("text", "title", "statement") and isinstance(each, str)), "")
        if inner:
            return Advice("a text alone, without fields", f"Write {as_yaml(inner)} in place of the fields.")
        return Advice("a text", "Put the text in quotes, since a colon or a brace starts fields.")
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], list) and len(value[0]) == 1 and isinstance(value[0][0], str):
        if wrong.info is not None and wrong.info.reference:
            return Advice("a name without brackets", f"Write {value[0][0]}.")
        return Advice("a text", f'Put it in quotes: "[[{value[0][0]}]]"')
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return Advice("one text, not a list", f"Write {as_yaml(value[0])}, without hyphen or brackets.")
    return Advice("one text, not a list", "Write one text; put it in quotes if it starts with a bracket.")


_SHARE = re.compile(r"%|\bper ?cent|^\D*[.,]\d|^\s*0[.,]\d", re.IGNORECASE)
"""A percentage or a decimal fraction."""
_INEXACT = re.compile(
    r"[<>~\u2248\u2264\u2265\u00b1]|\d\+"
    r"|\b(?:about|almost|approximately|around|at least|at most|ca|circa|fewer|less|more|nearly|over|roughly|under|up to)\b",
    re.IGNORECASE,
)
"""What says that a number is not the number itself."""


def _number(wrong: WrongValue) -> Advice:
    text = wrong.value if isinstance(wrong.value, str) else ""
    digits = re.sub(r"(?<=\d)[,_ '\u00a0\u202f](?=\d{3})", "", text)
    found = re.findall(r"\d+", digits)
    if _SHARE.search(text):
        return Advice("a whole number in digits", "A share is not a count: write the number that the source prints, or take the field out.")
    if _INEXACT.search(text):
        return Advice("a whole number in digits, such as 17", "Write the number that the source prints, and what makes it inexact in `caution`.")
    if digits.isdecimal() or len(found) == 1:
        return Advice("a whole number in digits alone", f"Write {found[0].lstrip('0') or 0}.")
    return Advice("a whole number in digits, such as 17", "Write the number in digits, and what belongs to it in a field of its own.")


def _size(wrong: WrongValue) -> Advice:
    return Advice(f"a number from 0 to {MAX_COUNT:,}", "Correct the number.")


def _some_text(wrong: WrongValue) -> Advice:
    return Advice("some text", "Write a text, or take it out where it is optional.")


def _choice_of_bool(_: WrongValue) -> Advice:
    return Advice("true or false", "Write true or false.")


def _enough(wrong: WrongValue) -> Advice:
    least = wrong.context.get("min_length", 1)
    example = wanted_field(wrong.owner, wrong.info) if wrong.info else ""
    return Advice(f"at least {least} items" if least > 1 else "at least one item", f"Write {example}." if example else "")


def _address(wrong: WrongValue) -> Advice:
    text = wrong.value.strip() if isinstance(wrong.value, str) else ""
    rest = re.sub(r"^[A-Za-z][A-Za-z0-9+.-]*:/*", "", text)
    whole = f"https://{rest}" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", rest) else ""
    return Advice(
        "an address that starts with https://",
        f"Write {whole}, if that address is there." if whole else "Write the whole address: https://example.org/page",
    )


def _pattern(wrong: WrongValue) -> Advice:
    text = wrong.value.strip() if isinstance(wrong.value, str) else ""
    look = _BY_PATTERN.get(wrong.context.get("pattern", ""))
    return look(text, wrong) if look else _as_in_example(wrong)


def _id(text: str, wrong: WrongValue) -> Advice:
    prefix = wrong.kind.prefix if wrong.kind else KINDS[0].prefix
    found = re.search(r"(?<![0-9])([0-9]{1,9})$", text)
    fix = f"Write {prefix}-{int(found[1]):03d}." if found else f"Write {prefix}-new-anything; `patternbook number` gives the number."
    return Advice(f"an id: {prefix}-, then three to nine digits ({prefix}-004), or {prefix}-new-anything", fix)


def slug_of(text: str) -> str:
    """A text as a slug: `First area` -> `first-area`."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _slug(text: str, _: WrongValue) -> Advice:
    slug = slug_of(text)
    return Advice("a slug: lower-case letters, digits and single hyphens", f"Write {slug}." if slug else "Write a name such as first-area.")


def _date(text: str, _: WrongValue) -> Advice:
    parts = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    turned = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    numbers = parts.groups() if parts else turned.groups()[::-1] if turned else ()
    fix = f"Write {int(numbers[0])}-{int(numbers[1]):02d}-{int(numbers[2]):02d}." if numbers else "Write year, month and day with hyphens."
    return Advice(f"a date: year-month-day, such as {DATE_EXAMPLE}", fix)


def _year(text: str, _: WrongValue) -> Advice:
    found = re.search(r"(?<!\d)\d{4}(?!\d)", text)
    return Advice("a year of four digits, such as 2026", f"Write {found[0]}." if found else "Write all four digits.")


def _orcid(text: str, _: WrongValue) -> Advice:
    digits = re.sub(r"[^0-9Xx]", "", text.rpartition("/")[2]).upper()
    fix = f"Write {'-'.join(digits[at : at + 4] for at in range(0, 16, 4))}." if re.fullmatch(r"\d{15}[\dX]", digits) else "Copy it from orcid.org."
    return Advice("an ORCID iD: four groups of four digits, such as 0000-0002-1825-0097", fix)


def _doi(text: str, _: WrongValue) -> Advice:
    name = bare_doi(text)
    return Advice("a DOI without an address in front, such as 10.5281/zenodo.1234567", f"Write {name}." if name else "Copy it from doi.org.")


_BY_TYPE: Mapping[str, Callable[[WrongValue], Advice]] = {
    "tuple_type": _list,
    "dataclass_type": _mapping,
    "dict_type": _mapping,
    "string_type": _text,
    "string_too_short": _some_text,
    "int_parsing": _number,
    "int_type": _number,
    "greater_than_equal": _size,
    "less_than_equal": _size,
    "int_parsing_size": _size,
    "bool_parsing": _choice_of_bool,
    "bool_type": _choice_of_bool,
    "too_short": _enough,
    "url_parsing": _address,
    "url_scheme": _address,
    "url_type": _address,
    "url_too_long": _address,
    "string_pattern_mismatch": _pattern,
}

_BY_PATTERN: Mapping[str, Callable[[str, WrongValue], Advice]] = {
    ID_PATTERN: _id,
    SLUG_PATTERN: _slug,
    DATE_PATTERN: _date,
    YEAR_PATTERN: _year,
    ORCID_PATTERN: _orcid,
    DOI_PATTERN: _doi,
}
"""Every pattern of a model, in words."""

BROKEN_RULES: Mapping[str, Advice] = {
    "follows_and_sourced": Advice(
        "`editorial: true`, or no `follows_from`", "Take `follows_from` out, or `source` and `locator` with `editorial: true` in their place."
    ),
    "why_indirect": Advice("`directness: indirect` and `why_indirect` together", "Add the one that is missing, or take both out."),
    "proposal_stance": Advice(
        "`stance: supports` on the recommendation, or another `role_in_source`", "Move it to the recommendation, or correct `role_in_source`."
    ),
    "verified_by_extractor": Advice("another person in `verified_by`", "Take `verified_by` out until somebody else has compared it."),
    "reply_date": Advice("`on` with a date, or `state: not-yet`", "Add `on` with the date, or correct `state`."),
    "reply_text": Advice("`state: replied` and `text` together", "Add `text` with their words, or correct `state`."),
    "reply_length": Advice("at most 150 words", "Shorten it with its authors, or link to the whole."),
    "editorial_and_sourced": Advice(
        "either `editorial: true`, or `source` and `locator`", "Take `editorial` out if the source says it; else take `source` and `locator` out."
    ),
    "nothing_counted": Advice(
        "`participants`, `organizations`, `count` with `unit`, or `counts` with `unit`", "Add one of them, or take the field out."
    ),
    "unit_missing": Advice("`unit`, for instance papers", "Add `unit` with what was counted."),
    "question_without_answers": Advice("`answers` or `signs`, one of the two", "Add `answers` or `signs`, or write a question of its own for each."),
    "nothing_shown": Advice("`pattern` or `finding`, one of the two", "Write an item of its own for each."),
    "looks_for_nothing": Advice("`imports`, `packages`, `files`, `lines` or `words`", "Add one of them."),
    "capital_in_word": Advice("lower case", "Write it in lower case."),
    "studied_or_editorial": Advice("`key: I15` and `entry: I-015`, or `editorial: true`", "Add the one that is missing."),
}
"""The errors of our own models, which have messages of their own, by their type."""
