"""The grammar of one entry: its text in, its fields or its mistakes out.

BibTeX's own, as its manual and pybtex have it: values in braces or quotes, numbers and names of strings, joined by `#`;
a comma may end the last field; fields may follow the key without one. Reading stops at an entry's first mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from patternbook.bibliography.problem import Flaw

MAX_VALUE = 200_000
"""Characters in one value after its strings are put in."""

MAX_EXPANDED = 20_000_000
"""Characters in all values of a file: strings defined by strings double at every step."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


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


class Macros(dict[str, str]):
    """What `@string` defines, by name in lower case; starts with the months. Lives for one file."""

    def __init__(self) -> None:
        super().__init__({month[:3].lower(): month for month in _MONTHS})
        self.left = MAX_EXPANDED


_BLANKS = re.compile(r"\s*")
_NAME = re.compile(r"\s*([A-Za-z@!$&*+\-./:;<>?[\\\]^_`|~\x7f][A-Za-z@!$&*+\-./:;<>?[\\\]^_`|~\x7f0-9]*)")
_OPENING = re.compile(r"\s*([({])")
_KEYS = {"}": re.compile(r"\s*([^\s,}]+)"), ")": re.compile(r"\s*([^\s,]+)")}
"""A key, by what closes the entry."""
_CLOSING = {"}": re.compile(r"\s*(\})"), ")": re.compile(r"\s*(\))")}
_COMMA = re.compile(r"\s*(,)")
_EQUALS = re.compile(r"\s*(=)")
_HASH = re.compile(r"\s*(#)")
_PLAIN = re.compile(r"\s*(?:\{([^{}]*)\}|([0-9]+))")
"""A value that most are: in braces without further ones, or a number."""
_DELIMITER = re.compile(r"\s*([{\"])")
_STOPS = {"}": re.compile(r"[{}]"), '"': re.compile(r"[{}\"]")}
"""What is looked for in a value, by what ends it."""
_BRACE = _STOPS["}"]
_WORD = re.compile(r"\w{1,30}|\S")


class _MistakeError(Exception):
    """The entry cannot be read on from here; says what was expected, if that can be told."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


@dataclass(slots=True)
class _Entry:
    """Reads one entry from left to right."""

    text: str
    start: int
    """Offset of the text in its file."""
    macros: Macros
    position: int = 1
    """After the `@`."""
    flaws: list[Flaw] = field(default_factory=list)

    def read(self) -> RawEntry | None:
        """The entry; None for strings and preambles, which go where they belong."""
        type_ = self.required(_NAME, "a valid name").lower()
        end = "}" if self.required(_OPENING, "'(' or '{'") == "{" else ")"
        key, fields = "", []
        if type_ == "string":
            self.define()
        elif type_ == "preamble":
            self.value()
        else:
            key = self.required(_KEYS[end], "entry key")
            fields = self.fields()
        # Where a comma is missing, the end of the entry is looked for.
        self.required(_CLOSING[end], f"a comma before the next field, or '{end}'")
        return RawEntry(type_, key, tuple(fields), self.start) if key else None

    def define(self) -> None:
        name = self.required(_NAME, "a valid name")
        self.required(_EQUALS, "'='")
        self.macros[name.lower()] = self.value()

    def fields(self) -> list[RawField]:
        found: list[RawField] = []
        more = True
        while more:
            place = self.next()
            name = self.optional(_NAME)
            if name:
                self.required(_EQUALS, "'='")
                found.append(RawField(name.lower(), " ".join(self.value().split()), self.start + place))
            more = bool(self.optional(_COMMA))
        return found

    def value(self) -> str:
        """Parts joined by `#`; nothing where they are too long together."""
        parts = [self.part()]
        while self.optional(_HASH):
            parts.append(self.part())
        size = sum(map(len, parts))
        self.macros.left -= size
        if size > MAX_VALUE or self.macros.left < 0:
            self.report("too-large", self.position, "the value is too long once its strings are put in")
            return ""
        return "".join(parts)

    def part(self) -> str:
        plain = _PLAIN.match(self.text, self.position)
        if plain:
            self.position = plain.end()
            return str(plain[plain.lastindex or 0])
        delimiter = self.optional(_DELIMITER)
        if delimiter:
            return self.delimited("}" if delimiter == "{" else delimiter)
        return self.defined(self.required(_NAME, "field value"))

    def delimited(self, end: str) -> str:
        """What stands between braces or quotes; braces inside come in pairs, and quotes between them do not count."""
        first, depth = self.position, 0
        stop = self.stop(_STOPS[end])
        while depth or stop != end:
            if stop == "}" and not depth:
                raise _MistakeError("")
            depth += 1 if stop == "{" else -1
            stop = self.stop(_BRACE if depth else _STOPS[end])
        return self.text[first : self.position - 1]

    def stop(self, stops: re.Pattern[str]) -> str:
        """Go on behind the next of these characters."""
        found = stops.search(self.text, self.position)
        if found is None:
            raise _MistakeError("")
        self.position = found.end()
        return found[0]

    def defined(self, name: str) -> str:
        value = self.macros.get(name.lower())
        if value is None:
            message, fix = f"the string {name!r} is not defined", "put it in braces, or define it with @string"
            self.report("undefined-string", self.position - len(name), message, fix)
        return value or ""

    def next(self) -> int:
        """Go on to where something stands."""
        blanks = _BLANKS.match(self.text, self.position)
        self.position = blanks.end() if blanks else self.position
        return self.position

    def optional(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.position)
        if found is None:
            return ""
        self.position = found.end()
        return str(found[1])

    def required(self, pattern: re.Pattern[str], expected: str) -> str:
        found = self.optional(pattern)
        if not found:
            raise _MistakeError(expected if self.next() < len(self.text) else "")
        return found

    def report(self, code: str, position: int, message: str, fix: str = "", expected: str = "") -> None:
        self.flaws.append(Flaw(self.start + position, code, message, expected, fix))

    def report_mistake(self, expected: str) -> None:
        word = _WORD.match(self.text, self.position)
        message = f"{word[0]!r} cannot stand here" if word else "the entry ends too early"
        if expected == "entry key":
            message, expected = "the entry has no key", "@type{key, ...}"
        self.report("syntax", self.position, message, expected=expected)


def parse_entry(text: str, start: int, macros: Macros) -> tuple[RawEntry | None, tuple[Flaw, ...]]:
    """One entry from its own text, `start` being its offset in the file.

    A `@string` goes into `macros`. The entry is None for strings and preambles, and wherever its grammar is broken.
    """
    reader = _Entry(text, start, macros)
    try:
        entry = reader.read()
    except _MistakeError as mistake:
        reader.report_mistake(mistake.expected)
        entry = None
    broken = any(flaw.code != "undefined-string" for flaw in reader.flaws)
    return None if broken else entry, tuple(reader.flaws)
