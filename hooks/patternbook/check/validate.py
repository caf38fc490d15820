"""Validate the form of every item against its model; pydantic's errors become diagnostics."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import ValidationError

from patternbook.check.collect import Position, collect
from patternbook.check.summary import KIND_BY_KEY, CheckedItem
from patternbook.diagnostics.diagnostic import (
    CLAIM_WITHOUT_SOURCE,
    KEY_TWICE,
    MISSING_FIELD,
    UNKNOWN_FIELD,
    UNKNOWN_KEY,
    VALUE_NOT_ALLOWED,
    WRONG_FORM,
    WRONG_PREFIX,
    Diagnostic,
    Place,
    join_names,
    suggest_nearest,
)
from patternbook.model.components import MAX_COUNT, SLUG_PATTERN
from patternbook.model.descriptions import descriptions
from patternbook.model.introspect import FieldPath, fields_of, struct_at
from patternbook.model.registry import CATALOGUE_KEY, CATALOGUE_MODEL, ID_PATTERN, LISTS
from patternbook.model.struct import ModelStruct, validate_plain
from patternbook.model.vocabulary import Masthead
from patternbook.source.parse import ValueSpot, YamlValue, value_at
from patternbook.source.source_file import SourceFile


@dataclass(frozen=True, slots=True)
class RawItem:
    """One item of a list, or the catalogue's own fields, as written; perhaps not valid."""

    key: str
    """The top-level list it belongs to: findings."""
    name: str
    """Its id or slug; `catalogue`; or the position in its list where it has none: challenges[2]."""
    source: SourceFile
    spot: ValueSpot

    def place_of(self, position: Position) -> Place:
        """Where something in it is written."""
        return self.source.at(position.spot) if position.offset is None else self.source.inside(position.spot, position.offset)

    def checked(self) -> CheckedItem:
        """The item with its collected contents, as rules see it."""
        value = value_at(self.spot)
        name_spot: ValueSpot | None = None
        if isinstance(value, dict) and self.key in LISTS and _name(value):
            name_spot = value, "id" if "id" in value else "slug"
        return CheckedItem(self.key, self.name, name_spot, collect(LISTS.get(self.key, CATALOGUE_MODEL), self.spot), self.place_of)


@dataclass(frozen=True, slots=True)
class ValidItem(RawItem):
    """An item of valid form."""

    value: ModelStruct


@dataclass(slots=True)
class ValidatedItems:
    """The result of validation: all items, those of valid form, and problems."""

    items: list[ValidItem] = field(default_factory=list)
    written: list[RawItem] = field(default_factory=list)
    """Every item, valid or not, so that one mistake does not hide the next."""
    catalogue: Masthead | None = None
    problems: list[Diagnostic] = field(default_factory=list)


def validate_source(form: ValidatedItems, source: SourceFile) -> None:
    """Validate every item of a source, and add the result."""
    for key, value in source.root.items():
        _validate_key(form, source, key, value)


def require_catalogue(form: ValidatedItems, first: str) -> None:
    """Report, in the first file, that none of the files holds the catalogue's own fields."""
    if form.catalogue is None and not any(p.entry == CATALOGUE_KEY for p in form.problems):
        message = f"no file holds `{CATALOGUE_KEY}:`, the title and licences of the whole"
        form.problems.append(Diagnostic(MISSING_FIELD, Place(first), message, expected=f"`{CATALOGUE_KEY}:` in catalogue.yaml"))


def _validate_key(form: ValidatedItems, source: SourceFile, key: str, value: YamlValue) -> None:
    if key not in LISTS and key != CATALOGUE_KEY:
        form.problems.append(unknown_key(source, key, [*LISTS, CATALOGUE_KEY]))
    elif key == CATALOGUE_KEY and any(item.key == key for item in form.written):
        form.problems.append(Diagnostic(KEY_TWICE, source.key_place((key,)), f"{key!r} was given in another file before", key))
    elif key == CATALOGUE_KEY:
        _validate_item(form, RawItem(key, key, source, (source.root, key)), (key,))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _validate_item(form, RawItem(key, item_name(key, item, index), source, (value, index)), (key, index))
    else:
        message = f"{key!r} holds {'the text ' if value and isinstance(value, str) else ''}{_described(value)}"
        form.problems.append(Diagnostic(WRONG_FORM, source.place((key,)), message, expected="a list of items, each after a hyphen"))


def unknown_key(source: SourceFile, key: str, known: Collection[str]) -> Diagnostic:
    """The diagnostic for a top-level key that is not among the known ones."""
    return Diagnostic(UNKNOWN_KEY, source.key_place((key,)), f"unknown key {key!r}", "", join_names(known, 20), suggest_nearest(key, known))


def _validate_item(form: ValidatedItems, item: RawItem, path: FieldPath) -> None:
    form.written.append(item)
    value = value_at(item.spot)
    valid, problems = validate_value(LISTS.get(item.key, CATALOGUE_MODEL), item.source, path, value, item.name)
    prefix = f"{KIND_BY_KEY[item.key].prefix}-" if item.key in KIND_BY_KEY else ""
    if _name(value) and not item.name.startswith(prefix) and not any(p.rule is WRONG_FORM and p.expected.startswith("an id") for p in problems):
        message = f"{item.name!r} stands under `{item.key}:`"
        problems.append(Diagnostic(WRONG_PREFIX, item.source.place((*path, "id")), message, item.name, f"an id that starts with {prefix}"))
    form.problems += problems
    if isinstance(valid, Masthead):
        form.catalogue = valid
    elif valid is not None and not problems:
        form.items.append(ValidItem(item.key, item.name, item.source, item.spot, valid))


def validate_alone(form: ValidatedItems, source: SourceFile, index: int) -> None:
    """Validate the one item that is cut out of a list, where it has this index, and add the result."""
    ((key, values),) = source.root.items()
    assert isinstance(values, list)  # noqa: S101 - cut out of a list
    _validate_item(form, RawItem(key, item_name(key, values[0], index), source, (values, 0)), (key, 0))


def item_name(key: str, item: YamlValue, index: int) -> str:
    """The name of an item in messages: its id or slug, else its position in its list."""
    return _name(item) or f"{key}[{index + 1}]"


def _name(value: YamlValue) -> str:
    """The id or slug of an item; empty where it has none."""
    name = (value.get("id") or value.get("slug")) if isinstance(value, dict) else None
    return name if isinstance(name, str) else ""


def validate_value(
    model: type[ModelStruct], source: SourceFile, path: FieldPath, value: YamlValue, name: str
) -> tuple[ModelStruct | None, list[Diagnostic]]:
    """Validate the value at `path`: the struct, or None and what is wrong; `name` is its name in messages."""
    try:
        return validate_plain(model, value), []
    except ValidationError as error:
        # A list whose items are wrong is reported as too short as well: one mistake, one diagnostic.
        errors = error.errors(include_url=False)
        return None, [
            _diagnostic(model, source, path, name, each)
            for each in errors
            if each["type"] != "too_short" or not any(_is_inside(inner["loc"], each["loc"]) for inner in errors)
        ]


def _is_inside(path: FieldPath, outer: FieldPath) -> bool:
    return len(path) > len(outer) and path[: len(outer)] == outer


def _diagnostic(model: type[ModelStruct], source: SourceFile, path: FieldPath, name: str, error: Any) -> Diagnostic:
    loc: FieldPath = tuple(error["loc"])
    full, field_name = (*path, *loc), _field_name(loc)
    owner = struct_at(model, loc[:-1]) or model
    match error["type"]:
        case "missing":
            about = next((descriptions(owner)[s.name] for s in fields_of(owner) if s.key == field_name), "")
            return Diagnostic(MISSING_FIELD, source.place(full[:-1]), f"field {field_name!r} is missing", name, about.partition("\n")[0].rstrip("."))
        case "unexpected_keyword_argument":
            known, message = [shape.key for shape in fields_of(owner)], f"unknown field {field_name!r}"
            return Diagnostic(UNKNOWN_FIELD, source.key_place(full), message, name, join_names(known, 30), suggest_nearest(field_name, known))
        case "literal_error":
            choices, wrong = _choices(model, loc), str(error["input"])
            message = f"{field_name!r} is {wrong!r}"
            return Diagnostic(VALUE_NOT_ALLOWED, source.place(full), message, name, join_names(choices), suggest_nearest(wrong, choices))
        case "claim_without_source" | "relation_without_source":
            return Diagnostic(CLAIM_WITHOUT_SOURCE, source.place(full), error["msg"], name, "`source` and `locator`")
        case kind if kind in _EXPECTED_BY_MODELS:
            return Diagnostic(WRONG_FORM, source.place(full), error["msg"], name, _EXPECTED_BY_MODELS[kind])
        case kind:
            described = _described(error["input"]) if error["input"] else "empty"
            if kind == "too_short" and error["input"]:
                described = f"a list of {len(error['input'])}"
            message = f"{repr(field_name) if loc else 'the item'} is {described}"
            return Diagnostic(WRONG_FORM, source.place(full), message, name, _expected(kind, error))


def _field_name(loc: FieldPath) -> str:
    """The end of a path in messages: the name of a field, or of a list with the number of the item (`signs[2]`)."""
    if not loc:
        return "item"
    if loc[-1] == "[key]":  # pydantic's mark for the key of a mapping, after the key itself
        return f"label in {loc[-3]}"
    return loc[-1] if isinstance(loc[-1], str) else f"{loc[-2]}[{loc[-1] + 1}]"


def _choices(model: type[ModelStruct], loc: FieldPath) -> tuple[str, ...]:
    """The choices of the field at a path, or of the field whose list or mapping the path leads into."""
    ends = (end for end in range(len(loc), 0, -1) if isinstance(loc[end - 1], str))
    owners = ((struct_at(model, loc[: end - 1]), loc[end - 1]) for end in ends)
    return next((field.choices for owner, key in owners if owner for field in fields_of(owner) if field.key == key), ())


_EXPECTED = {
    "tuple_type": "a list: [one, two], or one item a line after hyphens",
    "dataclass_type": "a mapping of fields",
    "dict_type": "a mapping such as {label: value}",
    "string_type": "text",
    "string_too_short": "some text",
    "int_parsing": "a whole number",
    "greater_than_equal": "a number of 0 or more",
    "less_than_equal": f"a number of at most {MAX_COUNT:,}",
    "int_parsing_size": f"a number of at most {MAX_COUNT:,}",
    "bool_parsing": "true or false",
    "too_short": "at least one item",
    "url_parsing": "an address such as https://example.org/",
    "url_scheme": "an address that starts with https://",
}
"""Type of an error of pydantic's -> what was expected, for messages."""

_EXPECTED_BY_MODELS = {
    "follows_and_sourced": "`editorial: true`, or no `follows_from`",
    "why_indirect": "`directness: indirect` and `why_indirect` together",
    "proposal_stance": "`stance: supports` on the recommendation, or another `role_in_source`",
    "verified_by_extractor": "another person in `verified_by`",
    "reply_date": "`on` with a date, or `state: not-yet`",
    "reply_text": "`state: replied` and `text` together",
    "reply_length": "at most 150 words",
    "editorial_and_sourced": "either `editorial: true`, or `source` and `locator`",
    "nothing_counted": "`participants`, `organizations`, `count` or `counts`",
    "unit_missing": "`unit`, for instance papers",
    "nothing_shown": "`pattern` or `finding`, one of the two",
    "looks_for_nothing": "`imports`, `packages`, `files`, `lines` or `words`",
    "capital_in_word": "lower case",
    "suggests_in_part": "`suggests` in every token of the indicator, or in none",
    "studied_or_editorial": "`key: I15` and `entry: I-015`, or `editorial: true`",
}
"""The same for the errors of our own models, which have their own messages."""

_PATTERNS = {
    ID_PATTERN: "an id: prefix, hyphen, three to nine digits (F-004, or F-new-anything)",
    SLUG_PATTERN: "a slug: lower-case letters, digits and hyphens",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "a date: 2026-11-23",
    r"^[0-9]{4}$": "a year: 2026",
}


def _expected(kind: str, error: Any) -> str:
    if kind == "string_pattern_mismatch":
        pattern = error["ctx"]["pattern"]
        return _PATTERNS.get(pattern, f"text of the form {pattern}")
    if kind == "too_short" and error["ctx"]["min_length"] > 1:
        return f"at least {error['ctx']['min_length']} items"
    return _EXPECTED.get(kind, str(error["msg"]).lower())


def _described(value: object) -> str:
    """A value in a message; a text is cut after 40 characters."""
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else f"{value[:37]}...") if value else "nothing"
    return "a list" if isinstance(value, list) else "a mapping"
