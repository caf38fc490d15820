"""The names that a data folder holds, each with its title, as a JSON Schema that the schema of data files refers to.

Words of a vocabulary are the only values that are accepted, as they rarely change. Ids, keys of works and contributors
are offered, and whatever has their form is accepted: a proposal brings its own along, as placeholders too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from patternbook.bibliography.parse.reader import parse_bibliography
from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.citation import citation_labels
from patternbook.check.read import BIBLIOGRAPHY_FILE
from patternbook.commands.schemas.ids import any_id_form, id_form
from patternbook.model.registry import KINDS, LISTS, VOCABULARIES, is_placeholder
from patternbook.model.vocabulary import Contributor
from patternbook.source.files import load_folder, read_text
from patternbook.source.parse import YamlValue

Titles = Mapping[str, str]
"""Name -> what is shown beside it."""


def names_schema(data: Path, base: Path) -> str:
    """The schema of the names in a data folder, as far as its files can be read."""
    definitions = _definitions(_read_items(data, base), _read_works(data, base))
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Names in this catalogue", "definitions": definitions}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _definitions(items: Mapping[str, Titles], works: Titles) -> dict[str, Any]:
    """Kind of thing that is named (`NameOf`) -> the schema of its names."""
    entries = {kind.name: {name: title for name, title in items[kind.key].items() if not is_placeholder(name)} for kind in KINDS}
    every = {name: title for titles in entries.values() for name, title in titles.items()}
    people = next(key for key, model in LISTS.items() if model is Contributor)
    return {
        **{name: _open(titles, id_form(name)) for name, titles in entries.items()},
        "entry": _open(every, any_id_form()),
        **{word.name: _closed(items[word.key]) for word in VOCABULARIES},
        "reference": _open(works, {"minLength": 1}),
        "contributor": _open(items[people], {"minLength": 1}),
    }


def _open(titles: Titles, form: Mapping[str, Any]) -> dict[str, Any]:
    """Names that are offered; any other of the same form is accepted."""
    choices = [{"label": f"{name} {title}", "body": name, "description": title} for name, title in titles.items()]
    return {"type": "string", **form, "defaultSnippets": choices}


def _closed(titles: Titles) -> dict[str, Any]:
    """Names of which one must be chosen; where there is none yet, any text."""
    if not titles:
        return {"type": "string", "minLength": 1}
    return {"type": "string", "enum": [*titles], "markdownEnumDescriptions": [*titles.values()]}


def _read_items(data: Path, base: Path) -> dict[str, dict[str, str]]:
    """Top-level key -> the names of its items, with their titles."""
    found: dict[str, dict[str, str]] = {key: {} for key in LISTS}
    for source in load_folder(data, base)[0]:
        for key, values in source.root.items():
            if key in found and isinstance(values, list):
                found[key] |= dict(_named(values))
    return found


def _named(values: list[YamlValue]) -> Iterator[tuple[str, str]]:
    """The name and the title of every item in use."""
    for value in values:
        if isinstance(value, dict) and "retired" not in value:
            name = value.get("id") or value.get("slug")
            if isinstance(name, str):
                yield name, " ".join(str(value.get("title") or value.get("name") or "").split())


def _read_works(data: Path, base: Path) -> dict[str, str]:
    """Keys of the bibliography, with who wrote the work, when, and its title."""
    text, _ = read_text(data / BIBLIOGRAPHY_FILE, BIBLIOGRAPHY_FILE, data)
    works: dict[str, Reference] = {each.key: each for each in parse_bibliography(text or "").references}
    labels = citation_labels(works.values())
    return {key: f"{labels[key]}: {work.title}" for key, work in works.items()}
