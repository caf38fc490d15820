"""Validate the form of every item against its model; pydantic's errors become diagnostics."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from pydantic_core import ValidationError

from patternbook.check.advice.nearest import nearest_name
from patternbook.check.collect import Position, collect
from patternbook.check.form.corrections import correct_key
from patternbook.check.form.form_messages import WrongItem, described, form_diagnostics
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.check.summaries.item_summary import KIND_BY_KEY
from patternbook.diagnostics.diagnostic import (
    KEY_TWICE,
    MISSING_FIELD,
    UNKNOWN_KEY,
    WRONG_FORM,
    WRONG_PREFIX,
    Diagnostic,
    Place,
    join_names,
)
from patternbook.model.introspect import FieldPath, fields_of
from patternbook.model.registry import CATALOGUE_KEY, CATALOGUE_MODEL, LISTS, kind_of_id
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

    @property
    def home(self) -> tuple[str, str]:
        """Its list, and the file that it is in."""
        return self.key, self.source.file

    def place_of(self, position: Position) -> Place:
        """Where something in it is written."""
        return self.source.at(position.spot) if position.offset is None else self.source.inside(position.spot, position.offset)

    def checked(self) -> CheckedItem:
        """The item with its collected contents, as rules see it."""
        value = value_at(self.spot)
        name_spot: ValueSpot | None = None
        if isinstance(value, dict) and self.key in LISTS and _name(value):
            name_spot = value, next(key for key in _NAMED_BY if key in value)
        return CheckedItem(self.key, self.name, name_spot, collect(LISTS.get(self.key, CATALOGUE_MODEL), self.spot), self.place_of, self.source)


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
    unknown = [key for key in source.root if key not in LISTS and key != CATALOGUE_KEY]
    owner = _owner_of(unknown)
    if owner:
        form.problems.append(_without_key(source, unknown, owner))
    for key, value in source.root.items():
        if not owner or key not in unknown:
            _validate_key(form, source, key, value)


MANY_FIELDS = 4
"""Unknown keys from which on they are the fields of something whose own key is missing."""


def _owner_of(unknown: Sequence[str]) -> str:
    """The top-level key that is missing above unknown keys, if they are fields of what it holds; else empty."""
    models = {CATALOGUE_KEY: CATALOGUE_MODEL, **LISTS} if len(unknown) >= MANY_FIELDS else {}
    return next((key for key, model in models.items() if {info.key for info in fields_of(model)}.issuperset(unknown)), "")


def _without_key(source: SourceFile, fields: Sequence[str], owner: str) -> Diagnostic:
    first, *others = (source.key_place((key,)) for key in fields)
    message = f"fields of `{owner}:` stand at the start of the line"
    fix = f"Write `{owner}:` on a line of its own above them, and indent them below it."
    return Diagnostic(UNKNOWN_KEY, first, message, owner, f"`{owner}:` above them", fix, related=tuple(others))


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
        message = f"{key!r} holds {'the text ' if value and isinstance(value, str) else ''}{described(value)}"
        fix = f"Write the items below `{key}:`, each after `- `, or take the key out."
        form.problems.append(Diagnostic(WRONG_FORM, source.place((key,)), message, expected="a list of items, each after a hyphen", fix=fix))


def unknown_key(source: SourceFile, key: str, known: Collection[str]) -> Diagnostic:
    """The diagnostic for a top-level key that is not among the known ones."""
    near = nearest_name(key, known)
    is_field = not near and any(info.key == key for model in LISTS.values() for info in fields_of(model))
    fix = f"did you mean {near!r}?" if near else f"`{key}` is a field of an item: indent it like the other fields." if is_field else ""
    place = source.key_place((key,))
    expected, correction = "" if near else join_names(known, 20), correct_key(place, key, known, source.root)
    return Diagnostic(UNKNOWN_KEY, place, f"unknown key {key!r}", "", expected, fix, correction=correction)


def _validate_item(form: ValidatedItems, item: RawItem, path: FieldPath) -> None:
    form.written.append(item)
    value = value_at(item.spot)
    valid, problems = validate_value(LISTS.get(item.key, CATALOGUE_MODEL), item.source, path, value, item.name)
    prefix = f"{KIND_BY_KEY[item.key].prefix}-" if item.key in KIND_BY_KEY else ""
    if _name(value) and not item.name.startswith(prefix) and not any(p.rule is WRONG_FORM and p.expected.startswith("an id:") for p in problems):
        message = f"{item.name!r} stands under `{item.key}:`"
        kind = kind_of_id(item.name)
        fix = f"Move it below `{kind.key}:`, or start its id with {prefix}." if kind is not None else ""
        problems.append(Diagnostic(WRONG_PREFIX, item.source.place((*path, "id")), message, item.name, f"an id that starts with {prefix}", fix))
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
    """The name of an item in messages: its id, slug or file, else its position in its list."""
    return _name(item) or f"{key}[{index + 1}]"


def _name(value: YamlValue) -> str:
    """The id, slug or file of an item; empty where it has none."""
    name = next(filter(None, map(value.get, _NAMED_BY)), None) if isinstance(value, dict) else None
    return name if isinstance(name, str) else ""


_NAMED_BY = ("id", "slug", "file")
"""Fields that an item is named by: an entry, a word, a picture."""


def validate_value(
    model: type[ModelStruct], source: SourceFile, path: FieldPath, value: YamlValue, name: str
) -> tuple[ModelStruct | None, list[Diagnostic]]:
    """Validate the value at `path`: the struct, or None and what is wrong; `name` is its name in messages."""
    try:
        return validate_plain(model, value), []
    except ValidationError as error:
        return None, form_diagnostics(WrongItem(model, source, path, value, name), error.errors(include_url=False))
