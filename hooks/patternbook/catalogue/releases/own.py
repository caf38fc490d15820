"""The text of an item apart from everything that is computed from others: what a release freezes, and what tells whether a text is still the same.

Format 1 of a frozen text is one line of JSON with its keys sorted. What an item names stands as an address without a title,
`{"@": "findings/F-004"}`, so that a text stays the same when a title elsewhere changes.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from patternbook.bibliography.reference import Reference
from patternbook.markup import Markdown, citations, entry_links_at, images_at
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.registry import ALIASES, REFERENCE_KIND, VOCABULARY_BY_NAME, kind_of_id
from patternbook.model.struct import ModelStruct, declared_fields
from patternbook.source.media.pictures import IMAGE_FOLDER
from patternbook.urls import reference_page

FROZEN_FORMAT = "1"
IMAGE_KIND = "image"
_ABOUT_THE_TEXT = frozenset({"id", "slug", "retired", "to_be_retired", "reworded_because", "corrected_because", ALIASES})
"""Fields of an entry that say something about its text and are no part of it."""

OwnContent = Mapping[str, Any]
"""Field as it is called in YAML -> its value: texts, numbers, lists and mappings of them. Fields with their default are left out, so
that a kind that gains a field has the same texts as before."""


def own_content(thing: ModelStruct) -> OwnContent:
    """The own content of an entry or a word."""
    return {key: value for key, value in _struct(thing).items() if key not in _ABOUT_THE_TEXT}


def reference_content(reference: Reference) -> OwnContent:
    """The own content of a work: its fields as they stand in the bibliography."""
    return {"type": reference.kind, **dict(reference.raw_fields)}


def frozen_text(page: str, kind: str, content: OwnContent) -> str:
    """The text as a release keeps it, in the present format.

    Args:
        page: The address: findings/F-004.
        kind: finding, area, reference.
        content: Its own content.

    """
    return canonical_json({"format": FROZEN_FORMAT, "page": page, "kind": kind, "content": content})


def canonical_json(value: object) -> str:
    """The one way in which a value is written as JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def text_digest(text: str) -> str:
    """SHA-256 of a frozen text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def page_of(kind: str, name: str) -> str:
    """The address of what a field names; empty where it has no page.

    Args:
        kind: As in `NameOf`: a kind of entry, `entry`, a vocabulary, `reference`.
        name: Its id, slug or key.

    """
    if kind == REFERENCE_KIND:
        return reference_page(name)
    listed = VOCABULARY_BY_NAME.get(kind) or kind_of_id(name)
    return f"{listed.plural}/{name}" if listed else ""


def named_pages(content: object) -> Iterator[str]:
    """The addresses that a content names, in fields and in texts, and the pictures that these show; each as often as it is named."""
    if isinstance(content, Mapping):
        if isinstance(content.get("@"), str):
            yield content["@"]
        for value in content.values():
            yield from named_pages(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from named_pages(value)
    elif isinstance(content, str) and "[" in content:
        yield from (page_of("entry", id_) or id_ for _, id_ in entry_links_at(Markdown.of(content)))
        yield from (page_of(REFERENCE_KIND, work.key) for work in citations(content))
        yield from (f"{IMAGE_FOLDER}/{file}" for _, file in images_at(Markdown.of(content)))


def _struct(part: ModelStruct) -> dict[str, Any]:
    values = ((field, getattr(part, field.name), default) for field, default in _fields_with_defaults(type(part)))
    said = ((field, value) for field, value, default in values if value is not None and value not in ((), {}) and value != default)
    return {field.key: _value(value, field) for field, value in said}


@functools.cache
def _fields_with_defaults(model: type[ModelStruct]) -> tuple[tuple[FieldInfo, Any], ...]:
    """The fields of a model, each with its default; where it has none, with a value that nothing equals."""
    declared = declared_fields(model)
    return tuple((field, declared[field.name].default) for field in fields_of(model))


def _value(value: Any, field: FieldInfo) -> Any:
    if type(value) is str:
        return {"@": page} if field.reference and (page := page_of(field.reference, value)) else value
    if isinstance(value, tuple):
        return [_value(each, field) for each in value]
    if isinstance(value, ModelStruct):
        return _struct(value)
    if isinstance(value, Mapping):
        return {str(key): _value(each, field) for key, each in value.items()}
    return value if isinstance(value, bool | int) else str(value)
