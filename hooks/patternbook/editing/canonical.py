"""The one form of a YAML data file: indentation, quotes, folded lines. What it says stays, and so do the order of keys and every comment.

Lists are indented below their keys, texts have quotes only where YAML needs them, and lines end
before column 120. What is written between braces stays there if it fits on its line and holds no comment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import yaml

from patternbook.editing.splice import SpliceError
from patternbook.editing.yaml_text import LINE_WIDTH, within_line, written_lines
from patternbook.editing.yaml_tree import TreeCollection, TreeEntry, TreeText, read_tree
from patternbook.source.parse import parse_yaml


def canonical_text(file: str, text: str) -> str:
    """The text of a data file in its one form, with the line ends that its first line has.

    Args:
        file: Its name in messages.
        text: What it holds.

    Raises:
        SpliceError: it cannot be read, or the new text is not proven to say the same.

    """
    line_end = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    read = parse_yaml(plain)
    if read is None or not isinstance(read.value, dict):
        raise SpliceError(f"{file} cannot be read; `patternbook check` says why")
    tree = read_tree(plain)
    lines = _root_lines(tree) if tree.entries else [line for line in plain.split("\n") if line.strip()]
    written = "\n".join([*lines, ""])
    again = parse_yaml(written)
    if again is None or again.value != read.value or _as_typed(written) != _as_typed(plain) or _comments(read_tree(written)) != _comments(tree):
        raise SpliceError(f"{file} was left as it is: another form would change what it says")
    return written.replace("\n", line_end)


def _as_typed(text: str) -> object:
    """The values as programs read them that tell numbers from texts; None where a date is impossible."""
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except ValueError:
        return None


def _comments(tree: TreeCollection) -> list[str]:
    """Every comment, sorted."""
    found = [*tree.after]
    for entry in tree.entries:
        found += [*entry.before, entry.beside]
        found += _comments(entry.value) if isinstance(entry.value, TreeCollection) else []
    return sorted(filter(None, found))


def _root_lines(tree: TreeCollection) -> list[str]:
    """The lines of a file, without empty ones at its start and its end."""
    lines = _collection_lines(tree, 0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _collection_lines(collection: TreeCollection, indent: int, *, headed: bool = True) -> list[str]:
    """The lines of a mapping or a list that is not between braces.

    Args:
        collection: What to write.
        indent: Its indentation.
        headed: Whether to write what stands before its first entry.

    """
    lines = list[str]()
    for number, entry in enumerate(collection.entries):
        if number or headed:
            before = [*entry.before, *_before_first(entry, indent)]
            lines += _indented(before if number else _from_comment(before), indent)
        lines += _entry_lines(entry, indent)
    return [*lines, *_indented(collection.after, indent)]


def _indented(lines: Iterable[str], indent: int) -> list[str]:
    return [f"{' ' * indent}{line}" if line else "" for line in lines]


def _from_comment(lines: Sequence[str]) -> Sequence[str]:
    """These lines without empty ones at their start."""
    return lines[next((number for number, line in enumerate(lines) if line), len(lines)) :]


def _before_first(entry: TreeEntry, indent: int) -> list[str]:
    """Comments that find no place below the line of an entry and so stand before it.

    They are those beside a hyphen, or before the first entry of what starts beside it, and those between braces that hold nothing else.
    """
    value = entry.value
    if isinstance(value, TreeText):
        return []
    if not value.entries:
        return [line for line in value.after if line]
    if entry.key is not None or _in_braces(entry, indent) is not None:
        return []
    first = value.entries[0]
    return [line for line in (entry.beside, *first.before, *_before_first(first, indent + 2)) if line]


def _entry_lines(entry: TreeEntry, indent: int) -> list[str]:
    """The lines of a key with its value, or of an item with its hyphen."""
    blanks, value = " " * indent, entry.value
    start = f"{blanks}{_start(entry)}"
    beside = f"  {entry.beside}" if entry.beside else ""
    if isinstance(value, TreeText):
        first, *rest = written_lines(value, indent + 2, len(start) + 1)
        return [f"{start} {first}".rstrip() + beside, *_indented(rest, indent + 2)]
    braces = _in_braces(entry, indent)
    if braces is not None:
        return [f"{start} {braces}{beside}"]
    if entry.key is not None:
        return [f"{start}{beside}", *_collection_lines(value, indent + 2)]
    lines = _collection_lines(value, indent + 2, headed=False)
    return [f"{start} {lines[0][indent + 2 :]}", *lines[1:]]


def _start(entry: TreeEntry) -> str:
    return f"{within_line(entry.key, in_braces=True)}:" if entry.key is not None else "-"


def _in_braces(entry: TreeEntry, indent: int) -> str | None:
    """The value of an entry between braces; None where it is to be written in lines."""
    value = entry.value
    if isinstance(value, TreeText):
        return None
    if not value.entries:
        return "{}" if value.is_mapping else "[]"
    written = _inline(value)
    return written if written is not None and indent + len(_start(entry)) + 1 + len(written) <= LINE_WIDTH else None


def _inline(value: TreeText | TreeCollection) -> str | None:
    """A value within a line; None where it has lines or comments of its own, or was written in lines."""
    if isinstance(value, TreeText):
        empty = not value.value and not value.quoted
        return None if "\n" in value.value or empty else within_line(value, in_braces=True)
    if value.entries and (not value.in_braces or value.holds_comment):
        return None
    parts = [_inline_entry(entry) for entry in value.entries]
    if value.after or not all(part is not None for part in parts):
        return None
    inner = ", ".join(filter(None, parts))
    return f"{{{inner}}}" if value.is_mapping else f"[{inner}]"


def _inline_entry(entry: TreeEntry) -> str | None:
    written = _inline(entry.value)
    if written is None or entry.before or entry.beside:
        return None
    return f"{_start(entry)} {written}" if entry.key is not None else written
