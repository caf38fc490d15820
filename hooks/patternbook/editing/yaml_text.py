"""How one text is written in YAML: without quotes where they are not needed, folded where it is long, in lines where it has some."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence
from typing import Any

import yaml

from patternbook.editing.yaml_tree import TreeText
from patternbook.source.characters import UNCARRIED
from patternbook.source.parse import LINE_ENDS, YamlValue, parse_yaml

LINE_WIDTH = 120
"""Longest line, in characters, where a text can be broken at a blank."""
MIN_WIDTH = 40
"""The least that is left for a folded text, however deep it stands."""

_SIMPLE = re.compile(r"[A-Za-z](?:[A-Za-z0-9 _()/.-]*[A-Za-z0-9_).])?")
"""Certainly needs no quotes, unless it is a number, a date or such."""
_UNWRITABLE = re.compile(f"{UNCARRIED.pattern}|[{''.join(LINE_ENDS)}\ufeff]")
_RESOLVER: Any = yaml.resolver.Resolver()
_STRING = "tag:yaml.org,2002:str"
_TYPED_ELSEWHERE = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[yYnN]")
"""Numbers of YAML 1.2, and short words of YAML 1.1, which PyYAML reads as texts."""


def is_typed(value: str) -> bool:
    """Whether programs read a text as a number, a date, true, false or nothing, unless it is in quotes."""
    return _TYPED_ELSEWHERE.fullmatch(value) is not None or bool(_RESOLVER.resolve(yaml.ScalarNode, value, (True, False)) != _STRING)


def within_line(text: TreeText, *, in_braces: bool) -> str:
    """A text as it is written within a line."""
    value = text.value
    if is_typed(value):
        return in_quotes_of(value) if text.quoted else value
    return value if _SIMPLE.fullmatch(value) or _is_plain(value, in_braces=in_braces) else in_quotes_of(value)


def _is_plain(value: str, *, in_braces: bool) -> bool:
    """Whether a text reads as itself without quotes, as the value of a key and as an item of a list."""
    if "\n" in value or not value:
        return False
    written = f"- [{value}]\n- {{k: {value}}}\n" if in_braces else f"- k: {value}\n- {value}\n"
    return _reads_as(written, [[value], {"k": value}] if in_braces else [{"k": value}, value])


def _reads_as(written: str, value: YamlValue) -> bool:
    read = parse_yaml(written)
    return read is not None and read.value == value


def in_quotes_of(value: str) -> str:
    """A text in quotes: in double ones, unless it is full of what they need a backslash for."""
    if re.search(r'["\\]', value) and not re.search(r"['\n\t]", value) and not _UNWRITABLE.search(value):
        return f"'{value}'"
    return _UNWRITABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def written_lines(text: TreeText, indent: int, used: int) -> Sequence[str]:
    """A text as it is written after a key or a hyphen: what follows on that line, then the lines below, without their indentation.

    Args:
        text: What to write.
        indent: How far the lines below are indented.
        used: The columns that are used before it.

    """
    value, room = text.value, max(LINE_WIDTH - indent, MIN_WIDTH)
    if "\n" not in value:
        line = within_line(text, in_braces=False)
        return [line] if used + len(line) <= LINE_WIDTH else _folded(value, room) or [line]
    forms = [_literal, _folded] if max(map(len, value.split("\n"))) <= room else [_folded, _literal]
    return next((lines for form in forms if (lines := form(value, room))), [in_quotes_of(value)])


def _folded(value: str, room: int) -> list[str]:
    """A text that is broken at blanks, with an empty line for each line end; nothing where that would not read the same."""
    body = value.removesuffix("\n")
    if re.search(r"(?m)^[ \t]|[ \t]$|[ \t]{2}|\t|\A\n|\n\Z", body):
        return []
    lines: list[str] = []
    for number, part in enumerate(body.split("\n")):
        lines += [""] if number else []
        lines += textwrap.wrap(part, room, break_long_words=False, break_on_hyphens=False)
    return _block(">" if value != body else ">-", lines, value) if len(lines) > 1 else []


def _literal(value: str, _: int) -> list[str]:
    """A text line by line; nothing where that would not read the same."""
    body = value.removesuffix("\n")
    return _block("|" if value != body else "|-", body.split("\n"), value) if body and not body.endswith("\n") else []


def _block(header: str, lines: list[str], value: str) -> list[str]:
    written = "".join(f"  {line}\n" if line else "\n" for line in lines)
    return [header, *lines] if _reads_as(f"k: {header}\n{written}", {"k": value}) else []
