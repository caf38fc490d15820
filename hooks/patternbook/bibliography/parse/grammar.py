"""The only module that talks to pybtex: one entry's text in, its fields or its mistakes out.

pybtex's high-level parser reports through module-global strictness (`pybtex.errors`), which is not safe to touch in a
process that may serve several builds. The low-level parser underneath takes its error handler as an argument, so it
is used directly and no global state is read or written. Name strings are cut up by `pybtex.database.Person`, which
reports globally for one mistake only, more than two commas: `names` never hands it such a string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.scanner import PrematureEOF, PybtexSyntaxError, Token

from patternbook.bibliography.problems import Flaw

MAX_VALUE_LENGTH = 200_000
"""Characters in one value after its strings are put in."""

MAX_EXPANDED_LENGTH = 20_000_000
"""Characters in all values of a file: strings defined by strings double at every step."""


@dataclass(frozen=True, slots=True)
class RawField:
    """A field as the file has it: name in lower case, LaTeX value on one line, where it stands in the file."""

    name: str
    value: str
    offset: int


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as the file has it: type in lower case, key as written, fields in order, where it starts."""

    type: str
    key: str
    fields: tuple[RawField, ...]
    offset: int


class StringMacros(dict[str, str]):
    """What `@string` defines, by name in lower case; starts with the months. Lives for one file."""

    def __init__(self) -> None:
        super().__init__({name.lower(): value for name, value in month_names.items()})
        self.left = MAX_EXPANDED_LENGTH

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name.lower(), value)


_WORD = re.compile(r"\w{1,30}|\S")
_STOPS = {
    frozenset({"'@'"}): re.compile("@"),
    frozenset({"'{'", "'}'"}): re.compile("[{}]"),
    frozenset({"'{'", "'}'", "'\"'"}): re.compile('[{}"]'),
}


class _EntryParser(LowLevelParser):  # type: ignore[misc]
    """pybtex's parser over one entry; remembers where fields start, and takes linear time.

    The original looks for each of the stop characters up to the end of the text at every step.
    """

    pos: int
    current_value: list[str]
    current_field_name: str | None

    def __init__(self, text: str, macros: StringMacros, start: int) -> None:
        super().__init__(text, macros=macros, handle_error=self._collect)
        self.flaws: list[Flaw] = []
        self.positions: list[int] = []
        self._start = start

    def _collect(self, error: PybtexSyntaxError) -> None:
        if isinstance(error, UndefinedMacro):
            name, place = str(error.args[0]), self._start + self.pos
            fix = "put it in braces, or define it with @string"
            self.flaws.append(Flaw(place - len(name), "undefined-string", f"the string {name!r} is not defined", fix=fix))
            return
        expected = "" if isinstance(error, PrematureEOF) else _expected(error)
        word = _WORD.match(self.text, self.pos)
        found = word[0] if word else ""
        message = f"{found!r} cannot stand here" if found else "the entry ends too early"
        if expected == "entry key":
            message, expected = "the entry has no key", "@type{key, ...}"
        self.flaws.append(Flaw(self._start + self.pos, "syntax", message, expected))

    def update_lineno(self, value: str) -> None:
        """Nothing: places are offsets, and lines are counted where one is told."""

    def skip_to(self, patterns: list[object]) -> Token | None:
        stop = _STOPS[frozenset(pattern.description for pattern in patterns)]  # type: ignore[attr-defined]
        found = stop.search(self.text, self.pos)
        if found is None:
            return None
        value = self.text[self.pos : found.end()]
        self.pos = found.end()
        winner = next(p for p in patterns if p.description == f"'{found[0]}'")  # type: ignore[attr-defined]
        return Token(value, winner)

    def parse_field(self) -> None:
        self.eat_whitespace()
        start = self.pos
        super().parse_field()
        if self.current_field_name and self.current_value:
            self.positions.append(self._start + start)

    def parse_value(self) -> None:
        super().parse_value()
        size = sum(map(len, self.current_value))
        self.macros.left -= size
        if size > MAX_VALUE_LENGTH or self.macros.left < 0:
            message = "the value is too long once its strings are put in"
            self.flaws.append(Flaw(self._start + self.pos, "too-large", message))
            self.current_value = []


def _expected(error: PybtexSyntaxError) -> str:
    message = str(error.args[0]) if error.args else str(error)
    wanted = message.removesuffix(" expected") if message.endswith(" expected") else ""
    # pybtex looks for the end of the entry wherever a comma is missing.
    return f"a comma before the next field, or {wanted}" if wanted in {"'}'", "')'"} else wanted


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
    key, fields = command[1]
    return RawEntry(command[0].lower(), key, tuple(_fields(fields, parser.positions)), start), flaws


def _fields(fields: list[tuple[str, list[str]]], positions: list[int]) -> Iterator[RawField]:
    for (name, parts), offset in zip(fields, positions, strict=True):
        yield RawField(name.lower(), " ".join("".join(parts).split()), offset)
