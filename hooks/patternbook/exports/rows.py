"""An entry or a word as plain values, for every format: its fields as they are called in YAML, in the order of their declaration.

What may be left out in YAML is left out where it says nothing: without a value, an empty list, `false`. A value that a field has where
none is written, such as `directness: direct`, is always there, so that no reader has to know it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import fields

from patternbook.catalogue.releases.own import OwnContent
from patternbook.documents.model import Breadth
from patternbook.model.components import Entry
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.kind import Listed
from patternbook.model.registry import KIND_BY_NAME
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabulary import Word
from patternbook.urls import SiteUrls

Row = dict[str, Any]
"""A thing as plain values: texts, whole numbers, truth values, lists and mappings of them."""

NAMED_BY = ("id", "slug")
"""Fields by which an entry and a word are named; the name comes first, as `id`."""


def item_row(item: Entry | Word, listed: Listed, name: str, urls: SiteUrls, breadth: Breadth | None = None) -> Row:
    """An entry or a word as it is now.

    Args:
        item: The entry or word.
        listed: Its kind or vocabulary.
        name: Its id or slug.
        urls: For its address; as in citations.
        breadth: What is computed of its evidence.

    """
    row = _head(listed, name, urls) | {key: value for key, value in plain_values(item).items() if key not in NAMED_BY}
    return row | ({"breadth": breadth_numbers(breadth)} if breadth else {})


def frozen_row(content: OwnContent, listed: Listed, name: str, urls: SiteUrls, page: str) -> Row:
    """An entry or a word as a release froze it; `page` is the address of its frozen text."""
    return _head(listed, name, urls, page) | _completed(listed.model, content)


def _head(listed: Listed, name: str, urls: SiteUrls, page: str = "") -> Row:
    page = page or f"{listed.plural}/{name}"
    return {"id": name, "kind": listed.name, "page": page, "url": urls.public(page)}


@functools.cache
def counted_fields() -> tuple[str, ...]:
    """The fields of `Breadth` that are numbers."""
    return tuple(field.name for field in fields(Breadth) if field.type is int)


def breadth_numbers(breadth: Breadth) -> dict[str, int]:
    """What is counted of the evidence of an entry."""
    return {name: getattr(breadth, name) for name in counted_fields()}


def plain_values(part: ModelStruct) -> Row:
    """The values of a part of the data."""
    values = ((field, getattr(part, field.name)) for field in fields_of(type(part)))
    return {field.key: _plain(value) for field, value in values if field.required or not _is_missing(value)}


def _is_missing(value: object) -> bool:
    return value is None or value is False or value in ((), {})


def _plain(value: Any) -> Any:
    if type(value) is str or isinstance(value, bool | int):
        return value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, ModelStruct):
        return plain_values(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return str(value)


def _completed(model: type[ModelStruct], content: Mapping[str, Any]) -> Row:
    """A frozen content with the values that its fields have where none is written, and names in place of addresses.

    Fields that the model no longer has are kept as they are.
    """
    known = _fields_by_key(model)
    row = {key: _unfrozen(content[key], field) if key in content else field.default for key, field in known.items()}
    return {key: value for key, value in row.items() if value != ""} | {key: _names(value) for key, value in content.items() if key not in known}


@functools.cache
def _fields_by_key(model: type[ModelStruct]) -> Mapping[str, FieldInfo]:
    return {field.key: field for field in fields_of(model)}


def _unfrozen(value: Any, field: FieldInfo) -> Any:
    if isinstance(value, list):
        return [_unfrozen(each, field) for each in value]
    return _completed(field.part, value) if field.part and isinstance(value, Mapping) else _names(value)


def _names(value: Any) -> Any:
    """A frozen value with the last part of an address, which is a name, in place of the address."""
    if isinstance(value, Mapping):
        address = value.get("@")
        return address.rpartition("/")[2] if isinstance(address, str) else {key: _names(each) for key, each in value.items()}
    return [_names(each) for each in value] if isinstance(value, list) else value


def texts_of_row(row: Row) -> str:
    """Everything that an entry says in words besides title and statement, a paragraph each."""
    model = KIND_BY_NAME[row["kind"]].model
    return "\n\n".join(_texts(model, {key: value for key, value in row.items() if key not in ("title", "statement")}))


def _texts(model: type[ModelStruct], row: Mapping[str, Any]) -> Iterator[str]:
    for key, field in _fields_by_key(model).items():
        for value in _listed(row.get(key)):
            if field.part:
                yield from _texts(field.part, value)
            elif field.free_text and isinstance(value, str):
                yield value


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
