"""Load the token lists of a data folder, with everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from patternbook.check.references import KnownNames, unknown_name
from patternbook.check.rules import NAME_TWICE
from patternbook.check.validate import validate_value
from patternbook.diagnostics.diagnostic import UNKNOWN_KEY, WRONG_FORM, Diagnostic, Place, join_names, sort_diagnostics, suggest_nearest
from patternbook.model.struct import ModelStruct
from patternbook.screening.tokens.lists import ENTRY_KIND, ENTRY_PATTERN, TOKEN_LIST_MODELS, TOKEN_LISTS_FOLDER, PlaceRule, Signal, TokenLists
from patternbook.source.files import load_folder
from patternbook.source.source_file import SourceFile


def load_lists(data: Path, base: Path, names: KnownNames | None = None) -> tuple[TokenLists, tuple[Diagnostic, ...]]:
    """Read and check the token lists of a data folder; without a folder of token lists there are none.

    If the names of a catalogue are given, the entries that indicators refer to must be among them.
    """
    folder = data / TOKEN_LISTS_FOLDER
    if not folder.is_dir():
        return TokenLists(), ()
    sources, problems = load_folder(folder, base)
    found: dict[str, list[ModelStruct]] = {key: [] for key in TOKEN_LIST_MODELS}
    for source in sources:
        for key in source.root:
            problems += _read_key(source, key, found)
    problems += _twice(sources)
    problems += _unknown_entries(sources, names) if names else []
    signals = tuple(part for part in found["signals"] if isinstance(part, Signal))
    places = tuple(part for part in found["places"] if isinstance(part, PlaceRule))
    return TokenLists(signals, places), sort_diagnostics(problems)


def _read_key(source: SourceFile, key: str, found: dict[str, list[ModelStruct]]) -> list[Diagnostic]:
    value = source.root[key]
    if key not in TOKEN_LIST_MODELS:
        place = source.key_place((key,))
        return [
            Diagnostic(
                UNKNOWN_KEY, place, f"unknown key {key!r}", expected=join_names(TOKEN_LIST_MODELS), fix=suggest_nearest(key, TOKEN_LIST_MODELS)
            )
        ]
    if not isinstance(value, list):
        return [Diagnostic(WRONG_FORM, source.place((key,)), f"{key!r} holds no list", expected="a list of items, each after a hyphen")]
    problems = []
    for index, item in enumerate(value):
        name = item.get("slug") if isinstance(item, dict) else None
        part, wrong = validate_value(TOKEN_LIST_MODELS[key], source, (key, index), item, name if isinstance(name, str) else f"{key}[{index + 1}]")
        problems += wrong
        found[key] += [part] if part is not None else []
    return problems


def _twice(sources: tuple[SourceFile, ...]) -> Iterator[Diagnostic]:
    """Report slugs that are used twice."""
    seen: dict[tuple[str, str], Place] = {}
    for key, slug, slug_at, _ in _written(sources, "slug"):
        first = seen.setdefault((key, slug), slug_at)
        if first != slug_at:
            yield Diagnostic(NAME_TWICE, slug_at, f"{slug!r} stands for something else already, at {first.file}:{first.line}", slug)


def _unknown_entries(sources: tuple[SourceFile, ...], names: KnownNames) -> Iterator[Diagnostic]:
    """Report entries that an indicator refers to and that are not in the catalogue."""
    for _, entry, place, about in _written(sources, "entry"):
        if re.fullmatch(ENTRY_PATTERN, entry) and names.lacks(ENTRY_KIND, entry):
            yield unknown_name(place, about, ENTRY_KIND, entry, names)


def _written(sources: tuple[SourceFile, ...], field: str) -> Iterator[tuple[str, str, Place, str]]:
    """Yield each text in a field of any item: the list of the item, the text, its place, and the slug of the item."""
    for source in sources:
        for key, value in source.root.items():
            for index, item in enumerate(value if isinstance(value, list) else ()):
                text = item.get(field) if isinstance(item, dict) else None
                if isinstance(item, dict) and isinstance(text, str):
                    yield key, text, source.place((key, index, field)), str(item.get("slug", ""))
