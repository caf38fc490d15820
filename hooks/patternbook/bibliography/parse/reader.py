"""The whole way: text -> entries -> inherited fields -> references, with every problem on the way collected."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from patternbook.bibliography.entry_types import ENTRY_TYPES
from patternbook.bibliography.parse.assemble import make_reference
from patternbook.bibliography.parse.checks import check_fields, check_key
from patternbook.bibliography.parse.grammar import RawEntry, StringMacros, parse_entry
from patternbook.bibliography.parse.inherit import resolve_crossrefs
from patternbook.bibliography.parse.split import MAX_BRACE_DEPTH, MAX_BRACES, MAX_ENTRY_LENGTH, EntryText, split_entries
from patternbook.bibliography.problems import BibliographyProblem, Flaw
from patternbook.bibliography.reference import Reference

MAX_BIBLIOGRAPHY_LENGTH = 20_000_000
"""Characters in a file: some forty thousand entries. More is refused before anything reads it."""

MAX_ENTRIES = 50_000
"""Entries in a file."""

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters, halves of characters, non-characters: no HTML, XML or UTF-8 file can carry them."""

_KEY = re.compile(r"@\s*[\w-]+\s*[{(]\s*([^\s,{}()\"=]{1,200})")
_TEXT_OUTSIDE = re.compile(r"^[ \t]*[^\s%]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What a .bib file holds.

    references: in the file's order, one per key (without regard to case).
    problems: by place; empty for a flawless file.
    broken: keys that stand in the file but could not be read, so that a citation of one need not be reported again.
    """

    references: tuple[Reference, ...] = ()
    problems: tuple[BibliographyProblem, ...] = ()
    broken: frozenset[str] = frozenset()


def parse_bibliography(text: str) -> Bibliography:
    """Read a .bib file. Raises nothing, whatever the text holds; takes time linear in its length."""
    if len(text) > MAX_BIBLIOGRAPHY_LENGTH:
        message = f"the file has {len(text):,} characters"
        problem = BibliographyProblem(1, 1, "", "too-large", message, f"at most {MAX_BIBLIOGRAPHY_LENGTH:,}", "split the file")
        return Bibliography(problems=(problem,))
    reader = _Reader(_one_line_end(text))
    reader.read()
    return reader.result()


def _one_line_end(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


@dataclass(slots=True)
class _Reader:
    """Collects while one file is read."""

    text: str
    macros: StringMacros = field(default_factory=StringMacros)
    entries: dict[str, RawEntry] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    problems: list[BibliographyProblem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    lines: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = [0, *(found.end() for found in re.finditer("\n", self.text))]

    def result(self) -> Bibliography:
        """What was collected; a problem that several rules found is told once."""
        problems = tuple(sorted(set(self.problems)))
        read = {reference.key for reference in self.references}
        return Bibliography(tuple(self.references), problems, frozenset(self.broken - read))

    def read(self) -> None:
        self.make_safe()
        count = 0
        for count, chunk in enumerate(split_entries(self.text), start=1):
            if count > MAX_ENTRIES:
                message = f"the file has more than {MAX_ENTRIES:,} entries"
                self.report(Flaw(chunk.start, "too-large", message, fix="split the file"))
                break
            self.read_chunk(chunk)
        if not count and (found := _TEXT_OUTSIDE.search(self.text)):
            self.report(Flaw(found.end() - 1, "syntax", "there is no entry in the file", "@article{key, ...}"))
        self.build_references()

    def make_safe(self) -> None:
        """Replace what no output can carry by blanks, so that places stay where they are."""
        unsafe = _UNSAFE.findall(self.text)
        if found := _UNSAFE.search(self.text):
            message = f"characters that no text file holds: {len(unsafe)}, the first is {found[0]!r}"
            self.report(Flaw(found.start(), "control-character", message, "plain text in UTF-8", "take them out"))
            self.text = _UNSAFE.sub(" ", self.text)

    def read_chunk(self, chunk: EntryText) -> None:
        named = _KEY.match(self.text, chunk.start, chunk.end)
        key = named[1] if named and chunk.type not in {"string", "preamble"} else ""
        if chunk.flaw:
            self.report_unread(chunk, key)
            return
        entry, flaws = parse_entry(self.text[chunk.start : chunk.end], chunk.start, self.macros)
        for flaw in flaws:
            self.report(flaw, key)
        if entry is not None:
            self.add(entry)
        elif key:
            self.broken.add(key)

    def report_unread(self, chunk: EntryText, key: str) -> None:
        if chunk.flaw == "no-brace":
            if chunk.type in ENTRY_TYPES or chunk.type in {"string", "preamble"}:
                self.report(Flaw(chunk.end, "syntax", f"@{chunk.type} is not followed by a brace", "'{'"))
            return
        message, expected, fix = _UNREAD[chunk.flaw]
        code = "syntax" if chunk.flaw == "unclosed" else "too-large"
        self.report(Flaw(chunk.start, code, message, expected, fix), key)
        if key:
            self.broken.add(key)

    def add(self, entry: RawEntry) -> None:
        """Keep an entry whose key is usable and new."""
        flaws = tuple(check_key(entry.key, entry.offset))
        first = self.entries.get(entry.key.lower())
        if first is not None:
            here, there = self.place(entry.offset)[0], self.place(first.offset)[0]
            message = f"the key {entry.key!r} is used twice: line {there}"
            message += f" (as {first.key!r})" if first.key != entry.key else ""
            message += f" and line {here}; the first one counts"
            flaws += (Flaw(entry.offset, "duplicate-key", message, "a key of its own"),)
        for flaw in flaws:
            self.report(flaw, entry.key)
        if flaws:
            self.broken.add(entry.key)
        else:
            self.entries[entry.key.lower()] = entry

    def build_references(self) -> None:
        for merged in resolve_crossrefs(self.entries):
            reference, flaws = make_reference(merged, self.place(merged.entry.offset)[0])
            self.references.append(reference)
            for flaw in (*merged.flaws, *flaws, *check_fields(merged, reference)):
                self.report(flaw, reference.key)

    def report(self, flaw: Flaw, key: str = "") -> None:
        line, column = self.place(flaw.offset)
        self.problems.append(BibliographyProblem(line, column, key, flaw.code, flaw.message, flaw.expected, flaw.fix))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, counted from 1."""
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1


_UNREAD = {
    "unclosed": ("the entry is never closed", "'}'", "count its braces"),
    "deep": (f"the entry nests braces more than {MAX_BRACE_DEPTH} deep", f"at most {MAX_BRACE_DEPTH}", "flatten it"),
    "large": (
        "the entry is too large",
        f"at most {MAX_ENTRY_LENGTH:,} characters and {MAX_BRACES:,} braces",
        "leave out abstract and notes, end the author list with `and others`",
    ),
}
