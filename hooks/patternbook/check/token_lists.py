"""Load and check the token lists of a data folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from patternbook.check.form.validate import unknown_key, validate_value
from patternbook.check.references import UNKNOWN_NAME, KnownNames, describe_lost, unknown_name
from patternbook.check.rules import NAME_TWICE
from patternbook.diagnostics.diagnostic import CONTRADICTED_EXAMPLE, UNSHOWN_TOKEN, WRONG_FORM, Diagnostic, Place, join_diagnostics, sort_diagnostics
from patternbook.model.struct import ModelStruct
from patternbook.screening.tokens.lists import (
    ENTRY_KIND,
    ENTRY_PATTERN,
    HITS,
    MISSES,
    TOKEN_LIST_MODELS,
    TOKEN_LISTS_FOLDER,
    ExamplePath,
    PlaceRule,
    Signal,
    TokenLists,
)
from patternbook.source.files import load_folder
from patternbook.source.parse import YamlValue
from patternbook.source.source_file import SourceFile

Examples = Sequence[ExamplePath]
KeepExamples = Callable[[str, Callable[[], Examples]], Examples]
"""Given the text of all token lists and a function that tries their examples, what it found, now or before."""


FindPlace = Callable[[], Place]
"""Finds where something is written: few places are asked for, and the first in a file takes reading it again."""


def try_now(_: str, found: Callable[[], Examples]) -> Examples:
    """Try the examples, and keep nothing."""
    return found()


def load_lists(data: Path, base: Path, names: KnownNames | None = None) -> tuple[TokenLists, tuple[Diagnostic, ...]]:
    """Read and check the token lists of a data folder; without a folder of token lists there are none.

    If the names of a catalogue are given, the entries that indicators refer to must be among them.
    """
    lists, problems = _load(data, base, names)
    return lists.values, sort_diagnostics(problems)


def check_lists(data: Path, base: Path, names: KnownNames, on: frozenset[str], keep: KeepExamples = try_now) -> Iterator[Diagnostic]:
    """Every problem of the token lists: of their form, and of their examples where a catalogue switches these rules on.

    Args:
        data: The data folder.
        base: Folder that messages name files relative to.
        names: The names of the catalogue.
        on: Codes of the rules that it switches on.
        keep: Keeps what was found in the same lists before, as it takes half a second to try them.

    """
    lists, problems = _load(data, base, names)
    yield from sort_diagnostics(problems)
    rules = {CONTRADICTED_EXAMPLE.code, UNSHOWN_TOKEN.code} & on
    for each in keep(lists.text, lists.try_examples) if rules else ():
        problem = lists.problem(each)
        if problem.code in rules:
            yield problem


class _Lists(NamedTuple):
    """Token lists that were read."""

    values: TokenLists = TokenLists()
    text: str = ""
    """Of all files."""
    signals: Sequence[tuple[SourceFile, int]] = ()
    """Of each indicator, where it is: its file, and its index in the list there."""

    def try_examples(self) -> Examples:
        """Everything in the lists that does not fit their examples."""
        from patternbook.screening.survey.examples import try_examples  # the whole survey, which nothing else here needs

        return [*try_examples(self.values)]

    def problem(self, wrong: ExamplePath) -> Diagnostic:
        """What does not fit the examples, as a diagnostic."""
        signal, (source, index) = self.values.signals[wrong.signal], self.signals[wrong.signal]
        token, (first, *rest) = signal.tokens[wrong.token].name, wrong.path
        path = ("signals", index, "tokens", wrong.token, *wrong.path)
        if first == HITS:
            message, place = f"{token} is not found in its example {rest[0]!r}", source.key_place(path)
            return Diagnostic(CONTRADICTED_EXAMPLE, place, message, signal.slug, "an example that holds what the token looks for")
        if first == MISSES:
            message, place = f"{token} is found in its near miss {rest[0]!r}", source.key_place(path)
            return Diagnostic(CONTRADICTED_EXAMPLE, place, message, signal.slug, "an example in which it must not be found")
        written = source.root
        for step in path:
            written = written[step]  # type: ignore[index, assignment]
        return Diagnostic(UNSHOWN_TOKEN, source.place(path), f"no example of {token} shows {str(written)!r}", signal.slug, "an example under `hits`")


def _load(data: Path, base: Path, names: KnownNames | None) -> tuple[_Lists, list[Diagnostic]]:
    folder = data / TOKEN_LISTS_FOLDER
    if not folder.is_dir():
        return _Lists(), []
    sources, problems = load_folder(folder, base)
    structs: list[tuple[ModelStruct, SourceFile, int]] = []
    for source in sources:
        for key, value in source.root.items():
            problems += _read_key(source, key, value, structs)
    problems += _duplicate_slugs(sources)
    problems += _unknown_entries(sources, names) if names else []
    values = TokenLists(
        signals=tuple(struct for struct, _, _ in structs if isinstance(struct, Signal)),
        places=tuple(struct for struct, _, _ in structs if isinstance(struct, PlaceRule)),
    )
    signals = [(source, index) for struct, source, index in structs if isinstance(struct, Signal)]
    return _Lists(values, "\0".join(source.text for source in sources), signals), problems


def _read_key(source: SourceFile, key: str, value: YamlValue, structs: list[tuple[ModelStruct, SourceFile, int]]) -> list[Diagnostic]:
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
        structs += [(struct, source, index)] if struct is not None else []
    return problems


def _duplicate_slugs(sources: tuple[SourceFile, ...]) -> Iterator[Diagnostic]:
    """Report slugs that are used twice."""
    seen: dict[tuple[str, str], FindPlace] = {}
    for key, slug, find, _ in _written(sources, "slug"):
        if (earlier := seen.setdefault((key, slug), find)) is not find:
            first, slug_at = earlier(), find()
            yield Diagnostic(NAME_TWICE, slug_at, f"{slug!r} stands for something else already, at {first.file}:{first.line}", slug)


def _unknown_entries(sources: tuple[SourceFile, ...], names: KnownNames) -> Iterator[Diagnostic]:
    """Report entries that an indicator refers to and that are not in the catalogue."""
    lacking = [
        (entry, find(), slug)
        for _, entry, find, slug in _written(sources, "entry")
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


def _written(sources: tuple[SourceFile, ...], field: str) -> Iterator[tuple[str, str, FindPlace, str]]:
    """Yield each text in a field of any item: the list of the item, the text, what finds its place, and the slug of the item."""
    for source in sources:
        for key, value in source.root.items():
            for index, item in enumerate(value if isinstance(value, list) else ()):
                text = item.get(field) if isinstance(item, dict) else None
                if isinstance(item, dict) and isinstance(text, str):
                    yield key, text, partial(source.place, (key, index, field)), str(item.get("slug", ""))
