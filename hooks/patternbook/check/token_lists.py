"""Load and check the token lists of a data folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from patternbook.check.references import UNKNOWN_NAME, KnownNames, describe_lost, unknown_name
from patternbook.check.rules import NAME_TWICE
from patternbook.check.validate import unknown_key, validate_value
from patternbook.diagnostics.diagnostic import WRONG_FORM, Diagnostic, Place, join_diagnostics, sort_diagnostics
from patternbook.model.struct import ModelStruct
from patternbook.screening.tokens.lists import ENTRY_KIND, ENTRY_PATTERN, TOKEN_LIST_MODELS, TOKEN_LISTS_FOLDER, PlaceRule, Signal, TokenLists
from patternbook.source.files import load_folder
from patternbook.source.parse import YamlValue
from patternbook.source.source_file import SourceFile


def load_lists(data: Path, base: Path, names: KnownNames | None = None) -> tuple[TokenLists, tuple[Diagnostic, ...]]:
    """Read and check the token lists of a data folder; without a folder of token lists there are none.

    If the names of a catalogue are given, the entries that indicators refer to must be among them.
    """
    folder = data / TOKEN_LISTS_FOLDER
    if not folder.is_dir():
        return TokenLists(), ()
    sources, problems = load_folder(folder, base)
    structs: list[ModelStruct] = []
    for source in sources:
        for key, value in source.root.items():
            problems += _read_key(source, key, value, structs)
    problems += _duplicate_slugs(sources)
    problems += _unknown_entries(sources, names) if names else []
    return TokenLists(
        signals=tuple(struct for struct in structs if isinstance(struct, Signal)),
        places=tuple(struct for struct in structs if isinstance(struct, PlaceRule)),
    ), sort_diagnostics(problems)


def _read_key(source: SourceFile, key: str, value: YamlValue, structs: list[ModelStruct]) -> list[Diagnostic]:
    """Add the valid items of a list to `structs`; return what is wrong."""
    if key not in TOKEN_LIST_MODELS:
        return [unknown_key(source, key, TOKEN_LIST_MODELS)]
    if not isinstance(value, list):
        return [Diagnostic(WRONG_FORM, source.place((key,)), f"{key!r} holds no list", expected="a list of items, each after a hyphen")]
    problems = []
    for index, item in enumerate(value):
        slug = item.get("slug") if isinstance(item, dict) else None
        name = slug if isinstance(slug, str) else f"{key}[{index + 1}]"
        struct, item_problems = validate_value(TOKEN_LIST_MODELS[key], source, (key, index), item, name)
        problems += item_problems
        structs += [struct] if struct is not None else []
    return problems


def _duplicate_slugs(sources: tuple[SourceFile, ...]) -> Iterator[Diagnostic]:
    """Report slugs that are used twice."""
    seen: dict[tuple[str, str], Place] = {}
    for key, slug, slug_at, _ in _written(sources, "slug"):
        first = seen.setdefault((key, slug), slug_at)
        if first != slug_at:
            yield Diagnostic(NAME_TWICE, slug_at, f"{slug!r} stands for something else already, at {first.file}:{first.line}", slug)


def _unknown_entries(sources: tuple[SourceFile, ...], names: KnownNames) -> Iterator[Diagnostic]:
    """Report entries that an indicator refers to and that are not in the catalogue."""
    lacking = [
        (entry, place, slug)
        for _, entry, place, slug in _written(sources, "entry")
        if re.fullmatch(ENTRY_PATTERN, entry) and names.lacks(ENTRY_KIND, entry)
    ]
    by_cause: dict[str, list[Diagnostic]] = {}
    if lacking and not names.known.get(ENTRY_KIND):  # all at once: one problem
        message, expected, fix = describe_lost([ENTRY_KIND], len({entry for entry, _, _ in lacking}))
        by_cause[""] = [Diagnostic(UNKNOWN_NAME, place, message, slug, expected, fix) for _, place, slug in lacking]
    else:
        for entry, place, slug in lacking:
            by_cause.setdefault(entry, []).append(unknown_name(place, slug, ENTRY_KIND, entry, names))
    return map(join_diagnostics, by_cause.values())


def _written(sources: tuple[SourceFile, ...], field: str) -> Iterator[tuple[str, str, Place, str]]:
    """Yield each text in a field of any item: the list of the item, the text, its place, and the slug of the item."""
    for source in sources:
        for key, value in source.root.items():
            for index, item in enumerate(value if isinstance(value, list) else ()):
                text = item.get(field) if isinstance(item, dict) else None
                if isinstance(item, dict) and isinstance(text, str):
                    yield key, text, source.place((key, index, field)), str(item.get("slug", ""))
