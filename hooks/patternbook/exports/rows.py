"""An entry or a word as plain values, for every format: its fields as they are called in YAML, in the order of their declaration.

What is not there is left out: a field without a value, an empty list, `false`. A value that a field has where none is written, such
as `directness: direct`, is always there, so that no reader has to know it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from msgspec.structs import asdict

from patternbook.catalogue.releases.own import OwnContent
from patternbook.documents.model import Breadth
from patternbook.model.components import Entry
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.kind import Listed
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


def breadth_numbers(breadth: Breadth) -> dict[str, int]:
    """What is counted of the evidence of an entry."""
    return {name: value for name, value in asdict(breadth).items() if isinstance(value, int)}


def plain_values(part: ModelStruct) -> Row:
    """The values of a part of the data."""
    values = ((field.key, getattr(part, field.name)) for field in fields_of(type(part)))
    return {key: _plain(value) for key, value in values if not _is_missing(value)}


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
    fields = _fields_by_key(model)
    row = {key: _unfrozen(content[key], fields[key]) if key in content else field.default for key, field in fields.items()}
    return {key: value for key, value in row.items() if value != ""} | {key: _names(value) for key, value in content.items() if key not in fields}


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
