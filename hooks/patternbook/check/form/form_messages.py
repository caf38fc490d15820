"""Messages about the form of an item: pydantic's errors, each mistake once, with what was expected and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from patternbook.check.advice.forms import BROKEN_RULES, WrongValue, advise
from patternbook.check.advice.nearest import Meant, meant_field, nearest_choice
from patternbook.check.advice.quoting import as_yaml
from patternbook.check.advice.shapes import join_keys, named_shape, wanted_field
from patternbook.check.form.corrections import correct_choice, correct_form, correct_key
from patternbook.diagnostics.diagnostic import (
    CLAIM_WITHOUT_SOURCE,
    MISSING_FIELD,
    UNKNOWN_FIELD,
    VALUE_NOT_ALLOWED,
    WRONG_FORM,
    Diagnostic,
    Place,
    join_names,
)
from patternbook.model.components import Relation
from patternbook.model.introspect import FieldInfo, FieldPath, fields_of, struct_at
from patternbook.model.registry import KIND_BY_NAME, KINDS, RELATIONS
from patternbook.model.struct import ModelStruct
from patternbook.source.faults import in_quotes
from patternbook.source.parse import YamlValue
from patternbook.source.source_file import SourceFile

MOST_CHOICES_BESIDE = 6
"""The most that it lists beside the one that may be meant."""
MOST_CHOICES = 12
"""The most choices that a message lists."""

_Error = Mapping[str, Any]
"""An error of pydantic's: type, loc, msg, input, ctx."""


@dataclass(frozen=True)
class WrongItem:
    """An item that its model refuses."""

    model: type[ModelStruct]
    source: SourceFile
    path: FieldPath
    """From the top of the file to the item."""
    value: YamlValue
    name: str
    """In messages."""

    def at(self, loc: FieldPath) -> YamlValue:
        """The value at a path inside the item; an empty text where there is none."""
        value: Any = self.value
        for step in loc:
            exists = step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int) and step < len(value)
            value = value[step] if exists else ""
        return value  # type: ignore[no-any-return]

    def owner(self, loc: FieldPath) -> type[ModelStruct]:
        """The model of the struct that the last step of a path is in."""
        return struct_at(self.model, loc[:-1]) or self.model

    def place(self, loc: FieldPath) -> Place:
        return self.source.place((*self.path, *loc))

    def key_place(self, loc: FieldPath) -> Place:
        return self.source.key_place((*self.path, *loc))

    def written_at(self, place: Place) -> str:
        """The line of a place, from it on."""
        return self.source.line(place)[place.column - 1 :]


def form_diagnostics(item: WrongItem, errors: Sequence[_Error]) -> list[Diagnostic]:
    """The diagnostics for pydantic's errors: one for each mistake, though one mistake may give several errors."""
    if len(errors) <= MAX_ERRORS:
        return _each_once(item, errors)
    found = _each_once(item, errors[:MAX_ERRORS])
    further = tuple(item.place(error["loc"]) for error in errors[MAX_ERRORS:])
    return [*found[:-1], replace(found[-1], related=further)]


MAX_ERRORS = 50
"""The most diagnostics for one item: the last of them has the places of all further errors."""


def _each_once(item: WrongItem, errors: Sequence[_Error]) -> list[Diagnostic]:
    meant = {error["loc"]: _meant(item, error) for error in errors if error["type"] == "unexpected_keyword_argument"}
    by_another_name = {(*loc[:-1], each.key) for loc, each in meant.items() if each.key}
    split: dict[FieldPath, FieldPath] = {}  # struct -> the first field that is the rest of a text in it
    for loc in meant:
        if _is_split(item, loc):
            split.setdefault(loc[:-1], loc)
    stray: dict[FieldPath, FieldPath] = {}  # struct -> the first field in it that belongs elsewhere
    for loc, each in meant.items():
        if each.elsewhere:
            stray.setdefault(loc[:-1], loc)
    around = {error["loc"][:end] for error in errors for end in range(len(error["loc"]))}
    kept = [
        error
        for error in errors
        if not (error["type"] == "missing" and error["loc"] in by_another_name)
        and not (error["type"] == "missing" and (error["loc"][:-1] in stray or _has_strayed(item, error["loc"], stray.values())))
        and not (error["loc"] in meant and meant[error["loc"]].elsewhere and stray[error["loc"][:-1]] != error["loc"])
        and not (error["type"] == "too_short" and error["loc"] in around)
        and not (error["loc"] in meant and _is_split(item, error["loc"]) and split[error["loc"][:-1]] != error["loc"])
    ]
    missing: dict[FieldPath, list[str]] = {}
    for error in kept:
        if error["type"] == "missing":
            missing.setdefault(error["loc"][:-1], []).append(str(error["loc"][-1]))
    torn = {loc: keys for loc, keys in missing.items() if len(keys) >= MANY_MISSING}
    found = [
        _corrected(_diagnostic(item, error, meant), item, error) for error in kept if not (error["type"] == "missing" and error["loc"][:-1] in torn)
    ]
    return [*found, *(_many_missing(item, loc, keys) for loc, keys in torn.items())]


MANY_MISSING = 4
"""Missing fields of one struct from which on they are one mistake."""


def _many_missing(item: WrongItem, loc: FieldPath, keys: Sequence[str]) -> Diagnostic:
    message = f"fields {join_keys(keys)} are missing"
    fix = "Add them; if the line with the hyphen was written by mistake, take it out."
    return Diagnostic(MISSING_FIELD, item.place(loc), message, item.name, fix=fix)


def _has_strayed(item: WrongItem, missing: FieldPath, stray: Iterable[FieldPath]) -> bool:
    """Whether what is in a missing field was written elsewhere."""
    info = next((info for info in fields_of(item.model) if missing == (info.key,)), None)
    keys = {each.key for each in fields_of(info.part)} if info is not None and info.part is not None else set()
    return any(loc[-1] in keys for loc in stray)


def _diagnostic(item: WrongItem, error: _Error, meant: Mapping[FieldPath, Meant]) -> Diagnostic:
    loc: FieldPath = tuple(error["loc"])
    match error["type"]:
        case "missing":
            return _missing(item, loc)
        case "unexpected_keyword_argument":
            return _unknown(item, loc, meant[loc])
        case "literal_error":
            return _not_allowed(item, loc, error["input"])
        case "claim_without_source" | "relation_without_source":
            return _without_source(item, loc, error["msg"])
        case kind if kind in BROKEN_RULES:
            return Diagnostic(WRONG_FORM, item.place(loc), error["msg"], item.name, *BROKEN_RULES[kind])
    return _wrong_form(item, loc, error)


def _corrected(diagnostic: Diagnostic, item: WrongItem, error: _Error) -> Diagnostic:
    """The diagnostic with the change that is certain to be meant."""
    place, loc = diagnostic.place, tuple(error["loc"])
    if diagnostic.rule is UNKNOWN_FIELD:
        holder = item.at(loc[:-1])
        known = [field.key for field in fields_of(item.owner(loc))]
        correction = correct_key(place, str(loc[-1]), known, holder if isinstance(holder, dict) else {})
    elif error["type"] == "literal_error":
        info = _field_at(item, loc)
        correction = correct_choice(place, str(error["input"]), info.choices if info is not None else ())
    else:
        correction = correct_form(place, error["type"], error)
    return replace(diagnostic, correction=correction) if correction else diagnostic


def _missing(item: WrongItem, loc: FieldPath) -> Diagnostic:
    owner = item.owner(loc)
    info = next(info for info in fields_of(owner) if info.key == loc[-1])
    return Diagnostic(MISSING_FIELD, item.place(loc[:-1]), f"field {loc[-1]!r} is missing", item.name, wanted_field(owner, info))


def _meant(item: WrongItem, error: _Error) -> Meant:
    loc = error["loc"]
    beside = item.at(loc[:-1])
    return meant_field(str(loc[-1]), item.owner(loc), item.model, beside if isinstance(beside, dict) else ())


def _is_split(item: WrongItem, loc: FieldPath) -> bool:
    """Whether an unknown field is the rest of a text between braces, which a comma ended."""
    written = item.written_at(item.key_place(loc))
    rest = written[len(str(loc[-1])) :].lstrip()
    return item.at(loc) == "" and written.startswith(str(loc[-1])) and (not rest or rest[0] in ",}")


def _unknown(item: WrongItem, loc: FieldPath, meant: Meant) -> Diagnostic:
    key, owner, place = str(loc[-1]), item.owner(loc), item.key_place(loc)
    if _is_split(item, loc):
        return _split(item, loc, place)
    if key.startswith("-") and len(key) > 1:
        return Diagnostic(UNKNOWN_FIELD, place, f"unknown field {key!r}", item.name, "a blank after the hyphen", f"Write `- {key.lstrip('-')}: ...`")
    beside = item.at(loc[:-1])
    free = [info.key for info in fields_of(owner) if info.key not in (beside if isinstance(beside, dict) else ())]
    few = join_names(free, MOST_CHOICES) if len(free) <= MOST_CHOICES else "a field that the page *Data format* lists"
    value = item.at(loc)
    if " " in key and isinstance(value, str):
        text = f"{'text: ' if any(info.key == 'text' for info in fields_of(owner)) else ''}{in_quotes(f'{key}: {value}')}"
        message = f"a colon and a blank make a field of the start of a text, {described(key)}"
        return Diagnostic(UNKNOWN_FIELD, place, message, item.name, "quotes around the text", f"Put the whole text in quotes: {text}")
    if meant.key:
        info = next(info for info in fields_of(owner) if info.key == meant.key)
        listed = f" Write {named_shape(owner, info, value)}." if info.many and info.part is None and isinstance(value, str) and value else ""
        expected = few if len(free) <= MOST_CHOICES_BESIDE else ""
        return Diagnostic(UNKNOWN_FIELD, place, f"unknown field {key!r}", item.name, expected, f"did you mean {meant.key!r}?{listed}")
    return Diagnostic(UNKNOWN_FIELD, place, f"unknown field {key!r}", item.name, "" if meant.elsewhere else few, meant.elsewhere)


def _split(item: WrongItem, loc: FieldPath, place: Place) -> Diagnostic:
    """A text between braces that a comma ended, or a key without a blank after its colon."""
    key, beside = str(loc[-1]), item.at(loc[:-1])
    name, colon, rest = key.partition(":")
    if colon and rest and name in {info.key for info in fields_of(item.owner(loc))}:
        fix = f"Write {name}: {as_yaml(rest)}"
        return Diagnostic(UNKNOWN_FIELD, place, f"a blank is missing after `{name}:`", item.name, "a blank after the colon", fix)
    word, blank, rest = key.partition(" ")
    meant = next((info for info in fields_of(item.owner(loc)) if info.key == word), None) if blank else None
    if meant is not None:
        other = "; if it goes on with the text before the comma, put that text in quotes" if meant.free_text else ""
        fix = f"Write {word}: {as_yaml(rest)}{other}"
        return Diagnostic(UNKNOWN_FIELD, place, f"a colon is missing after `{word}`", item.name, "a colon and a blank", fix)
    keys = list(beside) if isinstance(beside, dict) else []
    before = keys[keys.index(key) - 1] if keys.index(key) else ""
    text = beside[before] if isinstance(beside, dict) and before else ""
    number = next((each for each in fields_of(item.owner(loc)) if each.key == before and each.type_name == "whole number"), None)
    if number is not None and isinstance(text, str) and text.isdecimal() and len(key) == len("000") and key.isdecimal():
        message = f"a comma between braces ends a number, so that {key!r} is read as a field"
        return Diagnostic(UNKNOWN_FIELD, place, message, item.name, "digits alone", f"Write {before}: {text}{key}")
    fix = (
        f'Put the text in quotes: {before}: "{text}, {key}"'
        if before and isinstance(text, str) and '"' not in text + key
        else "Put the text in quotes."
    )
    return Diagnostic(
        UNKNOWN_FIELD, place, f"a comma between braces ends a text, so that {key!r} is read as a field", item.name, "quotes around the text", fix
    )


def _not_allowed(item: WrongItem, loc: FieldPath, wrong: YamlValue) -> Diagnostic:
    info, owner = _field_at(item, loc), item.owner(loc)
    choices = info.choices if info is not None else ()
    message = f"{_field_name(loc)!r} is {described(wrong)}"
    text = wrong[0] if isinstance(wrong, list) and len(wrong) == 1 else wrong
    fix = ""
    if len(choices) == 1:
        fix = f"Write {choices[0]}."
    elif isinstance(text, str) and text in choices:
        fix = f"Write `{text}`, without hyphen or brackets."
    elif isinstance(text, str):
        other = next((each.key for each in fields_of(owner) if text in each.choices), "")
        near = nearest_choice(text, choices)
        fix = f"did you mean {near!r}?" if near else f"{text!r} is a value of `{other}`." if other else ""
    return Diagnostic(VALUE_NOT_ALLOWED, item.place(loc), message, item.name, join_names(choices if fix else _with_meanings(item, loc, choices)), fix)


def _with_meanings(item: WrongItem, loc: FieldPath, choices: Sequence[str]) -> list[str]:
    """The choices of a field, each with what pages say for it where it is a sort of relation."""
    own = (each for each in RELATIONS if each.field in loc and KIND_BY_NAME[each.source].model is item.model and each.variant == loc[-1])
    meanings = {word: says for each in own for word, says, _ in each.words}
    return [f"{choice} ({meanings[choice]})" if choice in meanings else choice for choice in choices]


def _without_source(item: WrongItem, loc: FieldPath, message: str) -> Diagnostic:
    struct, owner = item.at(loc), struct_at(item.model, loc) or item.model
    lacking = [key for key in ("source", "locator") if not (isinstance(struct, dict) and struct.get(key))]
    ours = ""
    if len(lacking) == 2:
        ours = ", or write `basis: inferred` if only we tie the two together" if issubclass(owner, Relation) else ""
        ours = ours or (", or mark it `editorial: true` if it is ours" if any(info.key == "editorial" for info in fields_of(owner)) else "")
    return Diagnostic(CLAIM_WITHOUT_SOURCE, item.place(loc), message, item.name, "`source` and `locator`", f"Add {join_keys(lacking)}{ours}.")


def _wrong_form(item: WrongItem, loc: FieldPath, error: _Error) -> Diagnostic:
    value, info = error["input"], _field_at(item, loc)
    is_short = error["type"] == "too_short" and value
    is_id = info is not None and info.key == "id"
    wrong = WrongValue(
        item.owner(loc) if info is None else _owner_of_field(item, loc),
        info,
        bool(loc) and not isinstance(loc[-1], str),
        value,
        next((kind for kind in KINDS if kind.model is item.model), None) if is_id else None,
        error.get("ctx", {}),
    )
    what = f"a list of {len(value)}" if is_short else described(value) if value else "empty"
    message = f"{repr(_field_name(loc)) if loc else 'the item'} is {what}"
    place = item.place(loc)
    if not value and " #" in f" {item.written_at(place)}":
        fix = "A # after a blank starts a comment: put the text in quotes."
        return Diagnostic(WRONG_FORM, place, message, item.name, "some text", fix)
    return Diagnostic(WRONG_FORM, place, message, item.name, *advise(error["type"], wrong))


def _field_ends(loc: FieldPath) -> Iterator[int]:
    """The ends of the path at which it leads to a field, the last first."""
    return (end for end in range(len(loc), 0, -1) if isinstance(loc[end - 1], str))


def _field_at(item: WrongItem, loc: FieldPath) -> FieldInfo | None:
    """The field at a path, or whose list or mapping the path leads into."""
    owners = ((struct_at(item.model, loc[: end - 1]), loc[end - 1]) for end in _field_ends(loc))
    return next((info for owner, key in owners if owner for info in fields_of(owner) if info.key == key), None)


def _owner_of_field(item: WrongItem, loc: FieldPath) -> type[ModelStruct]:
    owners = ((struct_at(item.model, loc[: end - 1]), loc[end - 1]) for end in _field_ends(loc))
    return next((owner for owner, key in owners if owner and any(info.key == key for info in fields_of(owner))), item.model)


def _field_name(loc: FieldPath) -> str:
    """The end of a path in messages: the name of a field, or of a list with the number of the item (`signs[2]`)."""
    if not loc:
        return "item"
    if loc[-1] == "[key]":  # pydantic's mark for the key of a mapping, after the key itself
        return f"label in {loc[-3]}"
    return loc[-1] if isinstance(loc[-1], str) else f"{loc[-2]}[{loc[-1] + 1}]"


def described(value: object) -> str:
    """A value in a message; a text is cut after 40 characters."""
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else f"{value[:37]}...") if value else "nothing"
    return "a list" if isinstance(value, list) else "a mapping"
