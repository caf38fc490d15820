"""From the files of a data folder to token lists, with everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from patternbook.check.form import validate
from patternbook.check.names import Names, unknown
from patternbook.check.rules import NAME_TWICE
from patternbook.diagnostics import UNKNOWN_KEY, WRONG_FORM, Diagnostic, Place, errors, in_order, listed, nearest
from patternbook.load import load_folder
from patternbook.model.part import Part
from patternbook.screening.lists import ENTRY, MODELS, Lists, PlaceRule, Signal
from patternbook.source import Source

FOLDER = "indicators"
"""Folder of the token lists inside the data folder."""


def load_lists(data: Path, base: Path, names: Names | None = None) -> tuple[Lists, tuple[Diagnostic, ...]]:
    """Read and check the token lists of a data folder; none at all where it has no such folder.

    With the names of a catalogue, the entries that indicators point to have to be in it.
    """
    folder = data / FOLDER
    if not folder.is_dir():
        return Lists(), ()
    sources, problems = load_folder(folder, base)
    found: dict[str, list[Part]] = {key: [] for key in MODELS}
    for source in sources:
        for key in source.root:
            problems += _read_key(source, key, found)
    problems += _twice(sources)
    problems += _unknown_entries(sources, names) if names else []
    signals = tuple(part for part in found["signals"] if isinstance(part, Signal))
    places = tuple(part for part in found["places"] if isinstance(part, PlaceRule))
    return Lists(signals, places), in_order(problems)


def _read_key(source: Source, key: str, found: dict[str, list[Part]]) -> list[Diagnostic]:
    value = source.root[key]
    if key not in MODELS:
        place = source.key_place((key,))
        return [Diagnostic(UNKNOWN_KEY, place, f"unknown key {key!r}", expected=listed(MODELS), fix=nearest(key, MODELS))]
    if not isinstance(value, list):
        return [Diagnostic(WRONG_FORM, source.place((key,)), f"{key!r} holds no list", expected="a list of items, each after a hyphen")]
    problems = []
    for index, item in enumerate(value):
        name = item.get("slug") if isinstance(item, dict) else None
        part, wrong = validate(MODELS[key], source, (key, index), item, name if isinstance(name, str) else f"{key}[{index + 1}]")
        problems += wrong
        found[key] += [part] if part is not None else []
    return problems


def _twice(sources: tuple[Source, ...]) -> Iterator[Diagnostic]:
    """Slugs that stand for two things."""
    seen: dict[tuple[str, str], Place] = {}
    for key, slug, slug_at, _ in _written(sources, "slug"):
        first = seen.setdefault((key, slug), slug_at)
        if first != slug_at:
            yield Diagnostic(NAME_TWICE, slug_at, f"{slug!r} stands for something else already, at {first.file}:{first.line}", slug)


def _unknown_entries(sources: tuple[Source, ...], names: Names) -> Iterator[Diagnostic]:
    """Entries that an indicator points to and the catalogue has not."""
    for _, entry, place, about in _written(sources, "entry"):
        if re.fullmatch(ENTRY, entry) and names.lacks("indicator", entry):
            yield unknown(place, about, "indicator", entry, names)


def _written(sources: tuple[Source, ...], field: str) -> Iterator[tuple[str, str, Place, str]]:
    """Each text in this field of any item: the item's list, the text, its place, and the item's slug."""
    for source in sources:
        for key, value in source.root.items():
            for index, item in enumerate(value if isinstance(value, list) else ()):
                text = item.get(field) if isinstance(item, dict) else None
                if isinstance(item, dict) and isinstance(text, str):
                    yield key, text, source.place((key, index, field)), str(item.get("slug", ""))


def unusable(lists: Lists, problems: tuple[Diagnostic, ...]) -> bool:
    """Whether nothing should be screened by these lists: a list read in part finds too little, and nobody would see it."""
    return not lists.signals or bool(errors(problems))
