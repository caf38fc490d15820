"""A YAML text as a tree of values with their comments: what the canonical form is written from.

Every comment belongs to one entry (a key with its value, or an item of a list): it stands before it, or at the end of its line;
or it belongs to a list or mapping, after its last entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from patternbook.source.scalars import Scalar, scalar_of


@dataclass(slots=True)
class TreeText:
    """A text, and whether it was written in quotes or as a block, which keeps programs from reading it as a number or a date."""

    value: str
    quoted: bool
    start: int


@dataclass(slots=True)
class TreeCollection:
    """A mapping or a list."""

    owner: TreeEntry | None
    """The entry whose value it is; None of the whole file."""
    is_mapping: bool
    in_braces: bool
    """Whether it is written between braces or brackets."""
    column: int
    start: int
    end: int = 0
    entries: list[TreeEntry] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    """Lines after its last entry: comments, and empty lines."""
    holds_comment: bool = False
    """Whether a comment stands between its braces."""


@dataclass(slots=True)
class TreeEntry:
    """An item of a list, or a key of a mapping, with its value."""

    parent: TreeCollection
    key: TreeText | None
    start: int
    column: int
    value: TreeText | TreeCollection
    before: list[str] = field(default_factory=list)
    """Lines before it: comments, and empty lines."""
    beside: str = ""
    """The comment at the end of its line."""


def read_tree(text: str) -> TreeCollection:
    """The tree of a valid YAML text of the format that holds a mapping."""
    reader = _TreeReader(text, yaml.parse(text, Loader=yaml.CLoader))
    next(reader.events), next(reader.events)  # the stream and the document start
    root = reader.value(next(reader.events), None)
    assert isinstance(root, TreeCollection)  # noqa: S101 - the file holds a mapping
    _Comments(root, reader.entries).attach(_masked(text, reader.scalars))
    return root


@dataclass(slots=True)
class _TreeReader:
    """Builds the tree; the recursion is never deeper than `MAX_YAML_DEPTH`."""

    text: str
    events: Iterator[Any]
    entries: list[TreeEntry] = field(default_factory=list)
    """Every entry, in the order of the text."""
    scalars: list[Scalar] = field(default_factory=list)

    def value(self, event: Any, owner: TreeEntry | None) -> TreeText | TreeCollection:
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        start: Any = event.start_mark
        collection = TreeCollection(owner, isinstance(event, yaml.MappingStartEvent), bool(event.flow_style), start.column, start.index)
        while not isinstance(event := next(self.events), yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.entry(event, collection)
        end: Any = event.end_mark
        collection.end = end.index
        return collection

    def entry(self, event: Any, parent: TreeCollection) -> None:
        """Read the entry that starts with this event."""
        begin: Any = event.start_mark
        entry = TreeEntry(parent, None, begin.index, begin.column, TreeText("", quoted=False, start=begin.index))
        if not parent.is_mapping and not parent.in_braces:
            entry.start, entry.column = self.hyphen(parent, begin.index), parent.column
        parent.entries.append(entry)
        self.entries.append(entry)
        if parent.is_mapping:
            entry.key = self.scalar(event)
            event = next(self.events)
        entry.value = self.value(event, entry)

    def hyphen(self, parent: TreeCollection, before: int) -> int:
        """Where the hyphen of an item is: the last one in the column of the list before the item's value."""
        if not parent.entries:
            return parent.start
        at = self.text.rfind("\n" + " " * parent.column + "-", parent.entries[-1].start, before)
        return at + 1 + parent.column if at >= 0 else before

    def scalar(self, event: Any) -> TreeText:
        scalar = scalar_of(self.text, event)
        self.scalars.append(scalar)
        return TreeText(scalar.value, bool(scalar.style), scalar.first)


def _masked(text: str, scalars: Iterable[Scalar]) -> str:
    """The text with every character of a value or key replaced, line ends too, so that what looks like a comment is one."""
    parts, at = [], 0
    for scalar in scalars:
        first, end = scalar.first, _end_of(scalar)
        if scalar.style in ("|", ">"):  # a comment may stand beside its header
            first = text.find("\n", first, end) + 1 or end
        parts += [text[at:first], "x" * (end - first)]
        at = max(end, first)
    return "".join([*parts, text[at:]])


def _end_of(scalar: Scalar) -> int:
    """The end of a text, of a block without what follows its last line."""
    if scalar.style not in ("|", ">"):
        return scalar.end
    return scalar.first + len(scalar.file[scalar.first : scalar.end].rstrip())


_COMMENT = re.compile(r"(?<!\S)#.*")


@dataclass(slots=True)
class _Comments:
    """Attaches every comment and empty line to what it belongs to."""

    root: TreeCollection
    entries: list[TreeEntry]

    def attach(self, masked: str) -> None:
        """Attach those of a text whose values are masked."""
        number, begin, empty = 0, 0, False
        for line in masked.split("\n"):
            found = _COMMENT.search(line)
            content = line[: found.start()] if found else line
            if content.strip():
                first = number
                while number < len(self.entries) and self.entries[number].start < begin + len(content):
                    number += 1
                if empty and number > first and not self.entries[first].parent.in_braces:
                    self.entries[first].before.append("")
                if found:
                    self.beside(number, begin + found.start(), found[0].rstrip())
            elif found:
                self.own(number, begin, found.start(), [*([""] if empty else []), found[0].rstrip()])
            empty = not line.strip()
            begin += len(line) + 1

    def beside(self, number: int, at: int, comment: str) -> None:
        """Attach a comment behind something, before the entry of this number."""
        owner = self.entries[number - 1] if number else None
        while owner is not None and owner.parent.in_braces and at >= owner.parent.end:
            owner = owner.parent.owner
        if owner is None:  # behind the mark of the document, or behind its braces
            self.entries[0].before.append(comment)
            return
        if isinstance(owner.value, TreeCollection) and owner.value.in_braces and owner.value.start < at < owner.value.end:
            owner.value.holds_comment = True
        if owner.parent.in_braces:
            owner.parent.holds_comment = True
        starts_below = owner.key is None and isinstance(owner.value, TreeCollection) and not owner.value.in_braces
        if owner.beside or starts_below:
            owner.before.append(comment)
        else:
            owner.beside = comment

    def own(self, number: int, begin: int, column: int, lines: list[str]) -> None:
        """Attach the comment of a line that begins here, before the entry of this number."""
        upcoming = self.entries[number] if number < len(self.entries) else None
        previous = self.entries[number - 1] if number else None
        if previous is None:
            self.entries[0].before += lines
        elif isinstance(previous.value, TreeText) and previous.value.start > begin:  # between a key and its text
            previous.before += lines
        elif braces := _open_braces(previous, begin):
            braces.holds_comment = True
            within = upcoming is not None and upcoming.start < braces.end
            (upcoming.before if upcoming is not None and within else braces.after).extend(lines)
        elif upcoming is not None and column <= upcoming.column:
            upcoming.before += lines
        else:
            collection = _closed_at(previous, upcoming, column)
            (collection.after if collection else upcoming.before if upcoming else self.root.after).extend(lines)


def _open_braces(entry: TreeEntry, at: int) -> TreeCollection | None:
    """The innermost braces that are open at a place after an entry."""
    found = entry.value if isinstance(entry.value, TreeCollection) else entry.parent
    while found.in_braces:
        if found.start < at < found.end:
            return found
        if found.owner is None:
            return None
        found = found.owner.parent
    return None


def _closed_at(previous: TreeEntry, upcoming: TreeEntry | None, column: int) -> TreeCollection | None:
    """The list or mapping after whose last entry a comment stands that is indented so far; None where it is before the next entry."""
    found: TreeCollection | None = previous.parent
    while found is not None and found.in_braces:
        found = found.owner.parent if found.owner else None
    while found is not None and (upcoming is None or found is not upcoming.parent):
        if found.column <= column or (upcoming is None and found.owner is None):
            return found
        found = found.owner.parent if found.owner else None
    return None
