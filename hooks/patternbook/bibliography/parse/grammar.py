"""One entry's text to its fields or its mistakes, with pybtex's grammar.

pybtex's high-level parser reports through module-global strictness (`pybtex.errors`), which is not safe to touch in a
process that may serve several builds. The low-level parser underneath calls a method for each error, so it is used
directly and no global state is read or written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.scanner import PybtexSyntaxError, Token
from pybtex.utils import CaseInsensitiveDict

from patternbook.bibliography.entry_types import CUSTOM_FIELDS, EXTRA_FIELDS, KNOWN_FIELDS, NAME_FIELDS
from patternbook.bibliography.problems import Flaw

MAX_VALUE_LENGTH = 200_000
"""Characters in one value after its strings are put in."""

MAX_EXPANDED_LENGTH = 20_000_000
"""Characters in all values of a file: strings defined by strings can double at every step."""


@dataclass(frozen=True, slots=True)
class RawField:
    """A field as the file has it: name in lower case, LaTeX value on one line, offset in the file."""

    name: str
    value: str
    offset: int


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as the file has it: type in lower case, key as written, fields in order, offset in the file."""

    type: str
    key: str
    fields: tuple[RawField, ...]
    offset: int


class StringMacros(CaseInsensitiveDict):  # type: ignore[misc]
    """Values of `@string` by name, for one file; holds the names of months from the start.

    left: how many characters the values of the file may still have.
    """

    def __init__(self) -> None:
        super().__init__(month_names)
        self.left = MAX_EXPANDED_LENGTH


_WORD = re.compile(r"\w{1,30}|\S")
_STOPS = {
    frozenset({"'@'"}): re.compile("@"),
    frozenset({"'{'", "'}'"}): re.compile("[{}]"),
    frozenset({"'{'", "'}'", "'\"'"}): re.compile('[{}"]'),
}
"""Descriptions of the patterns that pybtex skips to -> one expression that finds the nearest of them."""


class _EntryParser(LowLevelParser):  # type: ignore[misc]
    """pybtex's parser over one entry; remembers where fields start, and takes linear time.

    The original looks for each of the stop characters up to the end of the text at every step.
    """

    pos: int
    current_value: list[str]

    def __init__(self, text: str, macros: StringMacros, start: int) -> None:
        super().__init__(text, macros=macros)
        self.flaws: list[Flaw] = []
        self.offsets: list[int] = []
        self._start = start

    def handle_error(self, error: PybtexSyntaxError) -> None:
        offset = self._start + self.pos
        if isinstance(error, UndefinedMacro):
            name = str(error.args[0])
            fix = "put it in braces, or define it with @string"
            self.flaws.append(Flaw(offset - len(name), "undefined-string", f"the string {name!r} is not defined", fix=fix))
            return
        word = _WORD.match(self.text, self.pos)
        message = f"{word[0]!r} cannot stand here" if word else "the entry ends too early"
        # `'}' expected`; other messages of pybtex name nothing that was expected.
        expected = str(error.args[0]).rpartition(" expected")[0]
        if expected == "entry key":
            message, expected = "the entry has no key", "@type{key, ...}"
        elif expected in {"'}'", "')'"}:
            # pybtex looks for the end of the entry wherever a comma is missing.
            expected = f"a comma before the next field, or {expected}"
        self.flaws.append(Flaw(offset, "syntax", message, expected))

    def update_lineno(self, value: str) -> None:
        """Do nothing: positions are offsets, and lines are counted only where a problem is reported."""

    def skip_to(self, patterns: list[object]) -> Token | None:
        by_description = {pattern.description: pattern for pattern in patterns}  # type: ignore[attr-defined]
        stop = _STOPS[frozenset(by_description)].search(self.text, self.pos)
        if stop is None:
            return None
        value = self.text[self.pos : stop.end()]
        self.pos = stop.end()
        return Token(value, by_description[f"'{stop[0]}'"])

    def parse_field(self) -> None:
        self.eat_whitespace()
        start = self.pos
        super().parse_field()
        if self.current_field_name and self.current_value:
            self.offsets.append(self._start + start)

    def parse_value(self) -> None:
        super().parse_value()
        size = sum(map(len, self.current_value))
        self.macros.left -= size
        if size > MAX_VALUE_LENGTH or self.macros.left < 0:
            message = "the value is too long once its strings are put in"
            self.flaws.append(Flaw(self._start + self.pos, "too-large", message))
            self.current_value = []


def parse_entry(text: str, start: int, macros: StringMacros) -> tuple[RawEntry | None, tuple[Flaw, ...]]:
    """One entry from its own text, `start` being its offset in the file.

    A `@string` goes into `macros`. The entry is None for strings and preambles, and wherever its grammar is broken.
    """
    parser = _EntryParser(text, macros, start)
    command = next(parser.parse_bibliography(), None)
    flaws = tuple(parser.flaws)
    broken = any(flaw.code != "undefined-string" for flaw in flaws)
    if command is None or broken or command[0].lower() in {"string", "preamble"}:
        return None, flaws
    type_, (key, named) = command
    fields = tuple(
        RawField(_whole_name(name, text, offset - start), " ".join("".join(parts).split()), offset)
        for (name, parts), offset in zip(named, parser.offsets, strict=True)
    )
    return RawEntry(type_.lower(), key, tuple(field for written in fields for field in _held_in(written)), start), flaws


_KNOWN = KNOWN_FIELDS | EXTRA_FIELDS | {*NAME_FIELDS}
_HELD = re.compile(r"([a-z]{1,20}) = \{(.*?)\}(?:, (?=[a-z]{1,20} = \{)|$)")


def _held_in(field: RawField) -> tuple[RawField, ...]:
    """The fields that our exports keep in one, `usera = {publisher = {ACM}, isbn = {...}}`; any other field itself."""
    if field.name not in CUSTOM_FIELDS or not field.value.endswith("}"):
        return (field,)
    held, position = list[RawField](), 0
    while position < len(field.value):
        match = _HELD.match(field.value, position)
        if match is None or match[1] not in _KNOWN:
            return (field,)
        held.append(RawField(match[1], match[2], field.offset))
        position = match.end()
    return tuple(held)


_ANNOTATION = re.compile(r"\w+\s*(\+an(?::\w+)?)")


def _whole_name(name: str, text: str, start: int) -> str:
    """A field's name; with what follows of one of biblatex's annotations (`author+an`), of which pybtex reads the first part."""
    annotation = _ANNOTATION.match(text, start) if text.find("+an", start, start + len(name) + 8) >= 0 else None
    return f"{name}{annotation[1]}".lower() if annotation else name.lower()
