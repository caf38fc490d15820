"""A whole .bib file: text -> entries -> inherited fields -> references, and the problems found in each step."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from patternbook.bibliography.entry_types import ENTRY_TYPES, NO_WORKS
from patternbook.bibliography.latex.codec import is_known_command
from patternbook.bibliography.latex.macros import Macro, expand_macros, read_definitions
from patternbook.bibliography.parse.assemble import make_reference
from patternbook.bibliography.parse.checks import check_fields, check_key
from patternbook.bibliography.parse.grammar import RawEntry, StringMacros, parse_entry
from patternbook.bibliography.parse.inherit import MergedEntry, resolve_crossrefs
from patternbook.bibliography.parse.split import MAX_BRACE_DEPTH, MAX_BRACES, MAX_ENTRY_LENGTH, EntryText, split_entries
from patternbook.bibliography.problems import BibliographyProblem, Flaw
from patternbook.bibliography.reference import Reference
from patternbook.source.characters import UNCARRIED
from patternbook.source.conflicts import CONFLICT, CONFLICT_FIX, ONE_SIDE, has_conflict, keep_first_sides

MAX_BIBLIOGRAPHY_LENGTH = 20_000_000
"""Characters in a file: some forty thousand entries. More is refused before anything reads it."""

MAX_ENTRIES = 50_000
"""Entries in a file."""

_KEY = re.compile(r"@\s*[\w-]+\s*[{(]\s*([^\s,{}()\"=]{1,200})")
_TEXT_OUTSIDE = re.compile(r"^[ \t]*[^\s%]", re.MULTILINE)
_NOT_ENTRIES = frozenset({"string", "preamble"})
_VERBATIM_FIELDS = frozenset({"doi", "eprint", "file", "url"})

_UNPARSED = {
    "unclosed": ("syntax", "the entry is never closed", "'}'", "count its braces"),
    "deep": ("too-large", f"the entry nests braces more than {MAX_BRACE_DEPTH} deep", f"at most {MAX_BRACE_DEPTH}", "flatten it"),
    "large": (
        "too-large",
        "the entry is too large",
        f"at most {MAX_ENTRY_LENGTH:,} characters and {MAX_BRACES:,} braces",
        "leave out abstract and notes, end the author list with `and others`",
    ),
}
"""`EntryText.flaw` -> code, message, expectation and fix."""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The content of a .bib file.

    references: in the file's order, one per key (without regard to case).
    problems: by place; empty for a flawless file.
    broken: keys that are in the file but could not be read, so that a citation of one need not be reported again.
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
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    conflicts: list[int] = []
    if has_conflict(text):
        text, conflicts = keep_first_sides(text)
    read = _Reader(text, lines=[0, *(end.end() for end in re.finditer("\n", text))]).read()
    problems = (BibliographyProblem(line, 1, "", "syntax", CONFLICT, ONE_SIDE, CONFLICT_FIX) for line in conflicts)
    return replace(read, problems=tuple(sorted((*read.problems, *problems)))) if conflicts else read


@dataclass(slots=True)
class _Reader:
    """Collects while one file is read. lines: offsets at which its lines start."""

    text: str
    lines: list[int]
    macros: StringMacros = field(default_factory=StringMacros)
    commands: dict[str, Macro] = field(default_factory=dict)
    """Commands of LaTeX that the file defines."""
    entries: dict[str, RawEntry] = field(default_factory=dict)
    problems: list[BibliographyProblem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def read(self) -> Bibliography:
        self.replace_unsafe()
        self.read_entries()
        references: dict[str, Reference] = {}
        sets: list[MergedEntry] = []
        for merged in resolve_crossrefs(self.expanded_entries()):
            if merged.entry.type == "set":
                sets.append(merged)
            flaws: Iterable[Flaw] = ()
            if merged.entry.type not in NO_WORKS:
                reference, found = make_reference(merged, self.position(merged.entry.offset)[0])
                references[reference.key.lower()] = reference
                flaws = (*found, *check_fields(merged, reference))
            for flaw in (*merged.flaws, *flaws):
                self.report(flaw, merged.entry.key)
        references |= {merged.entry.key.lower(): made for merged in sets if (made := self.set_of(merged, references))}
        keys = {reference.key for reference in references.values()}
        in_order = sorted(references.values(), key=lambda reference: reference.line)
        # A set, as several rules can find the same problem.
        return Bibliography(tuple(in_order), tuple(sorted(set(self.problems))), frozenset(self.broken - keys))

    def set_of(self, merged: MergedEntry, references: Mapping[str, Reference]) -> Reference | None:
        """The works of a `@set` as one; None where none of them is there."""
        field = merged.fields.get("entryset")
        names = [name.strip() for name in field.value.split(",") if name.strip()] if field is not None else []
        for name in names:
            if name.lower() not in references and field is not None:
                flaw = Flaw(field.offset, "bad-crossref", f"entryset {name[:80]!r} is not in the file", "the key of another entry")
                self.report(flaw, merged.entry.key)
        members = tuple(references[name.lower()] for name in names if name.lower() in references)
        line = self.position(merged.entry.offset)[0]
        return replace(members[0], key=merged.entry.key, line=line, members=members) if members else None

    def replace_unsafe(self) -> None:
        """Replace characters that no output can carry by blanks, which keeps all positions."""
        if first := UNCARRIED.search(self.text):
            self.text, count = UNCARRIED.subn(" ", self.text)
            message = f"characters that no text file holds: {count}, the first is {first[0]!r}"
            self.report(Flaw(first.start(), "control-character", message, "plain text in UTF-8", "take them out"))

    def read_entries(self) -> None:
        texts = list(islice(split_entries(self.text), MAX_ENTRIES + 1))
        for entry_text in texts[:MAX_ENTRIES]:
            self.read_entry(entry_text)
        if len(texts) > MAX_ENTRIES:
            message = f"the file has more than {MAX_ENTRIES:,} entries"
            self.report(Flaw(texts[-1].start, "too-large", message, fix="split the file"))
        if not texts and (outside := _TEXT_OUTSIDE.search(self.text)):
            self.report(Flaw(outside.end() - 1, "syntax", "there is no entry in the file", "@article{key, ...}"))

    def expanded_entries(self) -> dict[str, RawEntry]:
        """The entries with the commands that the file defines replaced; a preamble may stand anywhere."""
        if not self.commands:
            return self.entries
        return {
            key: replace(
                entry,
                fields=tuple(
                    each if each.name in _VERBATIM_FIELDS else replace(each, value=expand_macros(each.value, self.commands)) for each in entry.fields
                ),
            )
            for key, entry in self.entries.items()
        }

    def read_entry(self, entry_text: EntryText) -> None:
        if entry_text.type == "preamble" and entry_text.flaw != "no-brace":
            # It is for LaTeX, whatever it holds; only what it defines matters here.
            defined = read_definitions(re.sub(r'["}]\s*#\s*["{]', "", self.text[entry_text.start : entry_text.end]))
            self.commands |= {name: macro for name, macro in defined.items() if not is_known_command(name)}
            return
        start = _KEY.match(self.text, entry_text.start, entry_text.end)
        key = start[1] if start and entry_text.type not in _NOT_ENTRIES else ""
        entry, flaws = self.parse(entry_text)
        for flaw in flaws:
            self.report(flaw, key)
        if entry is not None:
            self.add(entry)
        elif key:
            self.broken.add(key)

    def parse(self, entry_text: EntryText) -> tuple[RawEntry | None, tuple[Flaw, ...]]:
        if entry_text.flaw == "no-brace":
            # A line that starts with `@` and any other word is free text.
            is_meant = entry_text.type in ENTRY_TYPES or entry_text.type in _NOT_ENTRIES
            flaw = Flaw(entry_text.end, "syntax", f"@{entry_text.type} is not followed by a brace", "'{'")
            return None, (flaw,) if is_meant else ()
        if entry_text.flaw:
            return None, (Flaw(entry_text.start, *_UNPARSED[entry_text.flaw]),)
        return parse_entry(self.text[entry_text.start : entry_text.end], entry_text.start, self.macros)

    def add(self, entry: RawEntry) -> None:
        """Keep an entry whose key is usable and new."""
        flaws = list(check_key(entry.key, entry.offset))
        first = self.entries.get(entry.key.lower())
        if first is not None:
            here, there = self.position(entry.offset)[0], self.position(first.offset)[0]
            spelling = f" (as {first.key!r})" if first.key != entry.key else ""
            message = f"the key {entry.key!r} is used twice: line {there}{spelling} and line {here}; the first one counts"
            flaws.append(Flaw(entry.offset, "duplicate-key", message, "a key of its own"))
        for flaw in flaws:
            self.report(flaw, entry.key)
        if flaws:
            self.broken.add(entry.key)
        else:
            self.entries[entry.key.lower()] = entry

    def report(self, flaw: Flaw, key: str = "") -> None:
        line, column = self.position(flaw.offset)
        self.problems.append(BibliographyProblem(line, column, key, flaw.code, flaw.message, flaw.expected, flaw.fix))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, counted from 1."""
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1
