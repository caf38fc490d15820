"""Drafts of entries as YAML, derived from the model: placeholders that the check finds, each with what belongs there."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from patternbook.diagnostics.diagnostic import join_names
from patternbook.model.components import DRAFT_PLACEHOLDER, Claim, Relation, Sourced
from patternbook.model.descriptions import descriptions
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.kind import Kind
from patternbook.model.struct import ModelStruct

MAX_LINE = 120
"""Columns of a line; a longer comment is wrapped."""
MAX_CHOICES = 12
"""The most names that a comment lists."""
_SAFE = re.compile(r"[A-Za-z][A-Za-z0-9 ,;()/'’.-]*")
"""Reads the same without quotes: no colon, no mark, no number."""
_NO_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_FURTHER = (
    (Claim, "key of the reference; or `editorial: true` instead of source and locator"),
    (Relation, "key of the reference; or `basis: inferred` and `why` instead of source and locator"),
)
"""What may stand in place of a source, by model."""


@dataclass(frozen=True, slots=True)
class Drafter:
    """Writes drafts."""

    given: Mapping[tuple[str | int, ...], str]
    """Path from the top of the draft -> its value, where it is known already."""
    names: Mapping[str, Sequence[str]]
    """Kind or vocabulary -> the names that there are, of which comments list a few."""

    def entry(self, kind: Kind) -> list[str]:
        """The lines of an entry without its hyphen: every field that it must have, and those that it says little without."""
        return list(self._struct(kind.model, (), frozenset(kind.drafted)))

    def part(self, model: type[ModelStruct]) -> list[str]:
        """The lines of an item of a list of this model."""
        return list(self._struct(model, (), frozenset()))

    def _struct(self, model: type[ModelStruct], path: tuple[str | int, ...], drafted: Collection[str]) -> Iterator[str]:
        for field in self._drafted(model, path, drafted):
            yield from self._field(field, (*path, field.key), self._comment(model, field))

    def _drafted(self, model: type[ModelStruct], path: tuple[str | int, ...], drafted: Collection[str]) -> list[FieldInfo]:
        """The fields that a draft holds; where it was read stands behind what it is about."""
        known = {each[len(path)] for each in self.given if len(each) > len(path) and each[: len(path)] == path}
        wanted = {each.name for each in fields_of(model) if each.required or each.expected or _is_origin(model, each)} | {*drafted}
        fields = [each for each in fields_of(model) if each.name in wanted or each.key in known]
        others = [each for each in fields if not _is_origin(model, each)]
        return [*others[:1], *(each for each in fields if _is_origin(model, each)), *others[1:]]

    def _comment(self, model: type[ModelStruct], field: FieldInfo) -> str:
        """What belongs there: the description of the field, its choices or the names there are, and what may stand in place of it."""
        further = next((why for base, why in _FURTHER if issubclass(model, base) and field.key == "source"), "")
        about = descriptions(model)[field.name] or (descriptions(Sourced)[field.name] if _is_origin(model, field) else "")
        names = self.names.get(field.reference, ())
        listed = f"one of {join_names(names)}" if 0 < len(names) <= MAX_CHOICES and not all(name in about for name in names) else ""
        choices = " | ".join(field.choices) if field.choices and not about.startswith(field.choices[0]) else ""
        return further or "; ".join(filter(None, (about.partition("\n")[0].rstrip("."), choices, listed)))

    def _field(self, field: FieldInfo, path: tuple[str | int, ...], comment: str) -> Iterator[str]:
        if field.part is None:
            yield from _scalar_lines(field, self.given.get(path, DRAFT_PLACEHOLDER), comment)
            return
        yield from _commented(f"{field.key}:", comment)
        for index in range(field.expected.items if field.expected and field.expected.items else 1):
            inner = [*self._struct(field.part, (*path, index) if field.many else path, frozenset())]
            yield from (f"  {line}" for line in (_as_item(inner, explained=not index) if field.many else inner))


def _is_origin(model: type[ModelStruct], field: FieldInfo) -> bool:
    """Whether a field says where something was read, which nearly everything needs."""
    return issubclass(model, Sourced) and field.key in ("source", "locator")


def _as_item(lines: Sequence[str], *, explained: bool) -> Iterator[str]:
    """The lines of a struct as an item of a list, with or without their comments; the first comment stands above the hyphen."""
    first = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    for number, line in enumerate(lines):
        if explained or not line.lstrip().startswith("#"):
            yield line if number < first else f"- {line}" if number == first else f"  {line}"


def _scalar_lines(field: FieldInfo, value: str, comment: str) -> Iterator[str]:
    if field.type_name == "mapping":
        yield from _commented(f"{field.key}: {{{DRAFT_PLACEHOLDER}: {DRAFT_PLACEHOLDER}}}", comment)
    elif len(value) > MAX_LINE // 2 and not field.many:
        yield f"{field.key}: >-"
        yield from (f"  {line}" for line in textwrap.wrap(value, MAX_LINE - 8, break_long_words=False, break_on_hyphens=False))
    else:
        text = quoted(value)
        yield from _commented(f"{field.key}: [{text}]" if field.many else f"{field.key}: {text}", comment if value == DRAFT_PLACEHOLDER else "")


def _commented(line: str, comment: str) -> Iterator[str]:
    """The line below its comment: behind a text, it would look like a part of it that was cut, once the text is filled in."""
    yield from (f"# {part}" for part in textwrap.wrap(comment, MAX_LINE - 10))
    yield line


def quoted(text: str) -> str:
    """A text of one line as YAML, also within brackets: without quotes where it reads the same."""
    plain = _SAFE.fullmatch(text) and text.lower() not in _NO_TEXT and "," not in text and not text.endswith(" ")
    return text if plain else json.dumps(text, ensure_ascii=False)
