"""Does every item have the form its model declares? Turns the model's complaints into diagnostics."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic_core import ValidationError

from patternbook.check.collect import Position, collect
from patternbook.check.summary import CheckedItem
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
from patternbook.model.components import Entry
from patternbook.model.descriptions import descriptions
from patternbook.model.introspect import FieldPath, fields_of, struct_at
from patternbook.model.registry import CATALOGUE_KEY, CATALOGUE_MODEL, ID_PATTERN, KIND_BY_MODEL, LISTS
from patternbook.model.struct import ModelStruct, validate_plain
from patternbook.model.vocabulary import Masthead
from patternbook.source.parse import ValueSpot, YamlValue, value_at
from patternbook.source.source_file import SourceFile


@dataclass(frozen=True, slots=True)
class RawItem:
    """One item of a list, or the catalogue's own fields, as written; perhaps not valid."""

    key: str
    """The list it stands in: findings."""
    name: str
    """Its id or slug; `catalogue`; or the place in its list where it has none: challenges[2]."""
    source: SourceFile
    spot: ValueSpot

    @property
    def model(self) -> type[ModelStruct]:
        return ITEM_MODELS[self.key]

    def place(self) -> Place:
        return self.source.at(self.spot)

    def place_of(self, position: Position) -> Place:
        """Where something in it is written."""
        return self.source.at(position.spot) if position.offset is None else self.source.inside(position.spot, position.offset)

    def checked(self) -> CheckedItem:
        """The item with what it says, as rules see it."""
        value = value_at(self.spot)
        named: ValueSpot | None = (
            (value, "id" if "id" in value else "slug") if isinstance(value, dict) and self.key in LISTS and _name(value) else None
        )
        return CheckedItem(self.key, self.name, named, collect(self.model, self.spot), self.place_of)


@dataclass(frozen=True, slots=True)
class ValidItem(RawItem):
    """An item of valid form."""

    value: ModelStruct

    def written(self) -> YamlValue:
        """The item as it is written."""
        return value_at(self.spot)


@dataclass(slots=True)
class ValidatedItems:
    """What was found: all items, those of valid form, and problems."""

    items: list[ValidItem] = field(default_factory=list)
    written: list[RawItem] = field(default_factory=list)
    """Everything that was written, valid or not, so that one mistake does not hide the next."""
    catalogue: Masthead | None = None
    problems: list[Diagnostic] = field(default_factory=list)


ITEM_MODELS: dict[str, type[ModelStruct]] = {**LISTS, CATALOGUE_KEY: CATALOGUE_MODEL}
"""What each top-level key holds."""


def validate_items(sources: tuple[SourceFile, ...], *, complete: bool = True) -> ValidatedItems:
    """Validate every item of every source; `complete` is false where further files could not be read."""
    form = ValidatedItems()
    for source in sources:
        for key, value in source.root.items():
            _check_key(form, source, key, value)
    if complete and form.catalogue is None and not any(p.entry == CATALOGUE_KEY for p in form.problems):
        message = f"no file holds `{CATALOGUE_KEY}:`, the title and licences of the whole"
        form.problems.append(Diagnostic(MISSING_FIELD, Place(sources[0].file), message, expected=f"`{CATALOGUE_KEY}:` in catalogue.yaml"))
    return form


def _check_key(form: ValidatedItems, source: SourceFile, key: str, value: YamlValue) -> None:
    if key == CATALOGUE_KEY:
        _check_catalogue(form, source, value)
    elif key not in LISTS:
        known = [*LISTS, CATALOGUE_KEY]
        message = f"unknown key {key!r}"
        place = source.key_place((key,))
        form.problems.append(Diagnostic(UNKNOWN_KEY, place, message, expected=join_names(known, 20), fix=suggest_nearest(key, known)))
    elif not isinstance(value, list):
        message = f"{key!r} holds {_described(value)}"
        form.problems.append(Diagnostic(WRONG_FORM, source.place((key,)), message, expected="a list of items, each after a hyphen"))
    else:
        for index in range(len(value)):
            _check_item(form, source, key, value, index)


def _check_catalogue(form: ValidatedItems, source: SourceFile, value: YamlValue) -> None:
    way = (CATALOGUE_KEY,)
    if any(item.key == CATALOGUE_KEY for item in form.written):
        message = f"{CATALOGUE_KEY!r} was given in another file before"
        form.problems.append(Diagnostic(KEY_TWICE, source.key_place(way), message, CATALOGUE_KEY))
        return
    valid, problems = validate_value(CATALOGUE_MODEL, source, way, value, CATALOGUE_KEY)
    form.written.append(RawItem(CATALOGUE_KEY, CATALOGUE_KEY, source, (source.root, CATALOGUE_KEY)))
    form.problems += problems
    if isinstance(valid, Masthead):
        form.catalogue = valid


def _check_item(form: ValidatedItems, source: SourceFile, key: str, items: list[YamlValue], index: int) -> None:
    way = (key, index)
    model, value = LISTS[key], items[index]
    name = _name(value)
    written = RawItem(key, name or f"{key}[{index + 1}]", source, (items, index))
    form.written.append(written)
    valid, problems = validate_value(model, source, way, value, written.name)
    problems += _check_prefix(model, source, way, name, problems)
    form.problems += problems
    if valid is not None and not problems:
        form.items.append(ValidItem(key, written.name, source, written.spot, valid))


def _name(value: YamlValue) -> str:
    name = (value.get("id") or value.get("slug")) if isinstance(value, dict) else None
    return name if isinstance(name, str) else ""


def _check_prefix(model: type[ModelStruct], source: SourceFile, way: FieldPath, name: str, problems: list[Diagnostic]) -> list[Diagnostic]:
    if not issubclass(model, Entry) or not name or any(p.rule is WRONG_FORM and p.expected.startswith("an id") for p in problems):
        return []
    kind = KIND_BY_MODEL[model]
    if name.startswith(f"{kind.prefix}-"):
        return []
    expected = f"an id that starts with {kind.prefix}-"
    return [Diagnostic(WRONG_PREFIX, source.place((*way, "id")), f"{name!r} stands under `{kind.key}:`", name, expected)]


def validate_value(
    model: type[ModelStruct], source: SourceFile, way: FieldPath, value: YamlValue, name: str
) -> tuple[ModelStruct | None, list[Diagnostic]]:
    """The item that stands at `way`, or what is wrong with it; `name` is what messages call it."""
    try:
        return validate_plain(model, value), []
    except ValidationError as error:
        return None, [_worded(model, source, way, name, e) for e in error.errors(include_url=False) if not _follows(e)]


def _follows(error: Any) -> bool:
    """A list is called too short as well where its only items are wrong: one mistake, one diagnostic."""
    return error["type"] == "too_short" and bool(error["input"])


def _worded(model: type[ModelStruct], source: SourceFile, way: FieldPath, name: str, error: Any) -> Diagnostic:
    loc: FieldPath = tuple(error["loc"])
    full = (*way, *loc)
    last = _last(loc)
    owner = struct_at(model, loc[:-1]) or model
    match error["type"]:
        case "missing":
            about = next((descriptions(owner)[s.name] for s in fields_of(owner) if s.key == last), "")
            return Diagnostic(MISSING_FIELD, source.place(full[:-1]), f"field {last!r} is missing", name, about.partition("\n")[0].rstrip("."))
        case "unexpected_keyword_argument":
            known = [info.key for info in fields_of(owner)]
            fix = suggest_nearest(last, known)
            return Diagnostic(UNKNOWN_FIELD, source.key_place(full), f"unknown field {last!r}", name, join_names(known, 30), fix)
        case "literal_error":
            choices = _choices(owner, loc)
            wrong = str(error["input"])
            return Diagnostic(
                VALUE_NOT_ALLOWED, source.place(full), f"{last!r} is {wrong!r}", name, join_names(choices), suggest_nearest(wrong, choices)
            )
        case "claim_without_source" | "relation_without_source":
            return Diagnostic(CLAIM_WITHOUT_SOURCE, source.place(full), error["msg"], name, "`source` and `locator`")
        case own if own in _BY_MODELS:
            return Diagnostic(WRONG_FORM, source.place(full), error["msg"], name, _EXPECTED[error["type"]])
        case kind:
            return Diagnostic(WRONG_FORM, source.place(full), _form_message(last, error), name, _expected(kind, error))


def _last(loc: FieldPath) -> str:
    """What the end of a way is called: a field by its name, an item of a list with its number (`signs[2]`)."""
    if not loc:
        return "item"
    if loc[-1] == "[key]":  # pydantic's mark for the key of a mapping, after the key itself
        return f"label in {loc[-3]}"
    return loc[-1] if isinstance(loc[-1], str) else f"{loc[-2]}[{loc[-1] + 1}]"


def _choices(owner: type[ModelStruct], loc: FieldPath) -> tuple[str, ...]:
    known = {info.key: info.choices for info in fields_of(owner)}
    return next((known[step] for step in reversed(loc) if isinstance(step, str) and step in known), ())


_EXPECTED = {
    "tuple_type": "a list: [one, two], or one item a line after hyphens",
    "dataclass_type": "a mapping of fields",
    "dict_type": "a mapping of labels to numbers",
    "string_type": "text",
    "string_too_short": "some text",
    "int_parsing": "a whole number",
    "greater_than_equal": "a number of 0 or more",
    "bool_parsing": "true or false",
    "too_short": "at least one item",
    "url_parsing": "an address such as https://example.org/",
    "url_scheme": "an address that starts with https://",
    "editorial_and_sourced": "either `editorial: true`, or `source` and `locator`",
    "nothing_counted": "`participants`, `organizations`, `count` or `counts`",
    "unit_missing": "`unit`, for instance papers",
    "nothing_shown": "`pattern` or `finding`, one of the two",
    "looks_for_nothing": "`imports`, `packages`, `files`, `lines` or `words`",
    "capital_in_word": "lower case",
    "studied_or_editorial": "`key: I15` and `entry: I-015`, or `editorial: true`",
}

_BY_MODELS = frozenset({
    *("editorial_and_sourced", "nothing_counted", "unit_missing", "nothing_shown"),
    *("looks_for_nothing", "capital_in_word", "studied_or_editorial"),
})  # fmt: skip
"""Complaints that our models word themselves."""

_PATTERNS = {
    ID_PATTERN: "an id: prefix, hyphen, three or more digits (F-004)",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "a slug: lower-case letters, digits and hyphens",
    r"^\d{4}-\d{2}-\d{2}$": "a date: 2026-11-23",
    r"^\d{4}$": "a year: 2026",
}


def _expected(kind: str, error: Any) -> str:
    if kind == "string_pattern_mismatch":
        pattern = error["ctx"]["pattern"]
        return _PATTERNS.get(pattern, f"text of the form {pattern}")
    return _EXPECTED.get(kind, str(error["msg"]).lower())


def _form_message(last: str, error: Any) -> str:
    value, subject = error["input"], repr(last) if error["loc"] else "the item"
    if not value:
        return f"{subject} is empty"
    if isinstance(value, str):
        return f"{subject} is {_cut(value)!r}"
    return f"{subject} is {_described(value)}"


def _described(value: object) -> str:
    if isinstance(value, str):
        return f"the text {_cut(value)!r}" if value else "nothing"
    return "a list" if isinstance(value, list) else "a mapping"


def _cut(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
