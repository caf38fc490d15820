"""Read on after malformed YAML: what cannot be read is blanked out, so that everything else is read, at its own place.

A fault costs the item of a list that it is in, or else the top-level key. Blocks are cut at the lines where items and keys
start, as the hyphens of a list have one indentation; each is read alone, so that the time grows with the text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from patternbook.diagnostics.corrections import Correction
from patternbook.diagnostics.diagnostic import MALFORMED_YAML, TOO_LARGE, Diagnostic, Place
from patternbook.source.conflicts import CONFLICT, CONFLICT_FIX, ONE_SIDE, keep_first_sides
from patternbook.source.faults import YamlFault, count_blanks, odd_blank
from patternbook.source.parse import LINE_ENDS, parse_yaml
from patternbook.source.positions import parse_with_positions

MAX_FAULTS = 50
"""The most faults of one file that are reported; what is after the last is blanked out as well."""

_TOP = re.compile(r"(?P<key>[A-Za-z_][\w-]*):(?P<value>\s.*|$)")
_WORD = re.compile(r"(?P<key>[A-Za-z_][\w-]*)\s*")
_BARE_KEY = re.compile(r"[A-Za-z_][\w-]*:\s*(?:#.*)?")
_HYPHEN = re.compile(r"(?P<indent>[ \t]*)-(?:[ \t]*(?P<key>[A-Za-z_][\w-]*):|[ \t]+|$)")
_BLOCK_BEGINS = re.compile(r".*:[ ]+[|>][+\-0-9]*\s*")
_INDENTING = re.compile(r"\t+|[^\S \t\r\n]+")
"""Tabs, or other characters that look like blanks, in an indentation."""
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def recover(file: str, text: str) -> tuple[str, list[Diagnostic]]:
    """A text without what is malformed in it, line by line at the same places, and a diagnostic for each fault."""
    text, conflicts = keep_first_sides(text)
    lines = text.split("\n")
    emptied: set[int] = set()
    problems = [Diagnostic(MALFORMED_YAML, Place(file, line), CONFLICT, expected=ONE_SIDE, fix=CONFLICT_FIX) for line in conflicts]
    problems += _take_out_characters(file, lines)
    key_line = None  # of a list of which nothing was read yet
    for block in _blocks(lines):
        if len(problems) >= MAX_FAULTS:
            _blank(lines, block.first, len(lines))
            break
        first, problem = lines[block.first], _fault_of(file, lines, block)
        if _TOP.match(first):
            key_line = block.first if problem is None and _BARE_KEY.fullmatch(first) else None
        elif problem is None and key_line is not None:
            emptied.discard(key_line)
            key_line = None
        elif key_line is not None:
            emptied.add(key_line)
        if problem is not None:
            problems.append(_with_blanks(problem, lines, block))
            _blank(lines, block.first, block.end)
            lines[block.first] = block.instead
    for number in emptied:
        _blank(lines, number, number + 1)
    return "\n".join(lines), problems


def _with_blanks(problem: Diagnostic, lines: list[str], block: _Block) -> Diagnostic:
    """A problem with the blanks that are meant, where something else indents its line and the block can be read with them."""
    first = problem.place.line - 1
    odd = _INDENTING.search(lines[first], 0, len(lines[first]) - len(lines[first].lstrip()))
    if odd is None:
        return problem
    place = replace(problem.place, column=odd.start() + 1)
    blanks = "  " if odd[0] == "\t" * len(odd[0]) else " "
    meant = lines[: block.end]
    for number in range(first, block.end):
        indentation = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
        if odd[0][0] not in indentation:
            break
        meant[number] = indentation.replace(odd[0][0], blanks) + lines[number].lstrip()
    if _fault_of(problem.place.file, meant, block) is not None:
        return problem
    return replace(problem, correction=Correction(place, odd[0], blanks * len(odd[0])))


def _blank(lines: list[str], first: int, end: int) -> None:
    lines[first:end] = [""] * (end - first)


def _take_out_characters(file: str, lines: list[str]) -> Iterator[Diagnostic]:
    """Replace characters that YAML does not allow, or that end a line in YAML only."""
    for number, line in enumerate(lines):
        if ends := [line.index(end) for end in LINE_ENDS if end in line]:
            place = Place(file, number + 1, min(ends) + 1)
            message = f"the character U+{ord(line[min(ends)]):04X}, an invisible end of line"
            yield Diagnostic(MALFORMED_YAML, place, message, expected="a plain line break or a blank", fix="Take it out.")
            lines[number] = line = line.translate(dict.fromkeys(map(ord, LINE_ENDS), " "))
        if found := _UNREADABLE.search(line):
            message = f"the control character U+{ord(found[0]):04X} is in this line"
            yield Diagnostic(MALFORMED_YAML, Place(file, number + 1, found.start() + 1), message, fix="Take the character out.")
            lines[number] = _UNREADABLE.sub(" ", line)  # a blank has no meaning to YAML where a mark could make a second fault


@dataclass(frozen=True)
class _Block:
    """Lines that are read alone: an item of a list, or a key with what is not in a list below it."""

    first: int
    end: int
    """The line after the last, counted from 0."""
    wrong: str = ""
    """Why it cannot be where it is, if so."""
    expected: str = ""
    fix: str = ""
    instead: str = ""
    """What is read in place of its first line."""


_ListForm = tuple[int, str | None]
"""The indentation of the hyphens of a list, and the key that its first item starts with."""


@dataclass
class _Cutter:
    """Finds where blocks start, line by line."""

    lines: list[str]
    """All of them."""
    blocks: list[_Block] = field(default_factory=list)
    awaits_value: bool = True
    """Whether the last line was a key whose value is still to come, or none was yet."""
    key: str = ""
    """The top-level key."""
    key_block: int = 0
    """Index of the block that it starts."""
    mapping: tuple[int, int] = (0, 0)
    """The line of the first field of the mapping that was entered last, and its indentation."""
    form: _ListForm | None = None
    """Of the list that was entered last."""
    forms: dict[_ListForm, str] = field(default_factory=dict)
    """The lists so far, each with its key."""

    def look(self, number: int, line: str) -> None:
        bare = line.lstrip(" \t")
        if not bare.strip() or bare.startswith("#") or (bare == line and line[0].isspace()):  # the last are blanks that YAML takes for text
            return
        if bare == line and not _HYPHEN.match(line):
            self.top(number, line)
            return
        awaits, self.awaits_value = self.awaits_value, False
        if not self.blocks and not _HYPHEN.match(line):
            self.start(number, f"`{bare.split()[0]}` is indented", "a key of the file at the start of its line", "Take the blanks before it away.")
        if (hyphen := _HYPHEN.match(line)) is not None:
            self.hyphen(number, (len(hyphen["indent"].expandtabs(8)), hyphen["key"]), starts_list=awaits, tabbed="\t" in hyphen["indent"])
        elif awaits:
            self.form, self.mapping = None, (number, len(line) - len(bare))  # what follows is a mapping
        elif self.form is not None and line.startswith(f"{' ' * self.form[0]}{self.form[1]}:"):
            message = f"a hyphen is missing before `{self.form[1]}:`"
            self.start(number, message, "a hyphen before each item of a list", "Write `- ` before it, or indent it as part of the item.")

    def top(self, number: int, line: str) -> None:
        match, word = _TOP.match(line), _WORD.fullmatch(line)
        if match is None and word is None and self.form is not None and self.is_inside(number):
            return
        self.start(number)
        if match is not None:
            self.key, self.key_block = match["key"], len(self.blocks) - 1
            self.awaits_value = not match["value"].strip() or match["value"].strip().startswith("#")
        elif word is not None:
            self.key, self.awaits_value = word["key"], True
            message, fix = f"a colon is missing after `{self.key}`", f"Write `{self.key}:`"
            self.blocks[-1] = replace(self.blocks[-1], wrong=message, expected="a colon after a key", fix=fix, instead=f"{self.key}:")
            self.key_block = len(self.blocks) - 1

    def is_inside(self, number: int) -> bool:
        """Whether a line that is not indented is one of a text inside an item: the first of a block, or one after which the item goes on."""
        following = next((line for line in (self.lines[at] for at in range(number + 1, len(self.lines))) if line.strip()), "")
        goes_on = following.startswith(" ") and not _HYPHEN.match(following)
        return not self.lines[number].startswith(("---", "...", "%")) and (goes_on or _BLOCK_BEGINS.fullmatch(self.lines[number - 1]) is not None)

    def hyphen(self, number: int, form: _ListForm, *, starts_list: bool, tabbed: bool) -> None:
        """A line that starts with a hyphen: the first item of a list, a further one, or something inside an item."""
        indent, key = form
        if starts_list and not self.key:
            self.start(
                number, "the list that starts here has no key", "a key such as `findings:` above it", "Write its key on a line of its own above it."
            )
        elif self.form is None and self.mapping[1] > indent and self.key:  # what was taken for a mapping is the first item
            message = f"the first item of `{self.key}:` has no hyphen"
            self.start(self.mapping[0], message, "a hyphen before each item of a list", "Write the hyphen and the first field of the item above it.")
            self.start(number)
            self.form, self.forms[form] = form, self.key
        elif starts_list:
            self.start(number)
            if tabbed:
                self.awaits_value = True
            else:
                self.form, self.forms[form] = form, self.key
        elif form in self.forms and self.forms[form] != self.key:  # an earlier list goes on
            first = self.blocks[self.key_block].first
            message = f"`{self.key}:` stands at the start of the line, amid the items of `{self.forms[form]}:`"
            self.blocks[self.key_block :] = [_Block(first, number, message, "the indentation of the fields above", "Indent it like them.")]
            self.form, self.key = form, self.forms[form]
            self.start(number)
        elif self.form is not None and (indent == self.form[0] or (tabbed and key == self.form[1])):
            self.start(number)
        elif self.form is not None and key is not None and key == self.form[1]:
            message = f"this item of `{self.key}:` is indented by {count_blanks(indent)}, the first by {count_blanks(self.form[0])}"
            self.start(number, message, f"{count_blanks(self.form[0])} before the hyphen", "Correct the indentation.")

    def start(self, number: int, wrong: str = "", expected: str = "", fix: str = "") -> None:
        self.blocks.append(_Block(number, number, wrong, expected, fix))


def _blocks(lines: list[str]) -> Iterator[_Block]:
    cutter = _Cutter(lines)
    for number, line in enumerate(lines):
        cutter.look(number, line)
    ends = [*(block.first for block in cutter.blocks), len(lines)][1:]
    return (replace(block, end=end) for block, end in zip(cutter.blocks, ends, strict=True))


def _fault_of(file: str, lines: list[str], block: _Block) -> Diagnostic | None:
    """What is malformed in a block; None where it can be read."""
    first = lines[block.first]
    added = first[:1] in (" ", "\t", "-")  # an item, which needs a key above it
    text = "\n".join([*(["x:"] if added else []), *lines[block.first : block.end]])
    read = parse_yaml(text)
    value, problems = (read.value, []) if read is not None else parse_with_positions(file, text)
    if block.wrong and not any(problem.rule == TOO_LARGE for problem in problems):  # what cannot be read anywhere is no matter of its place
        place = Place(file, block.first + 1, len(first) - len(first.lstrip()) + 1)
        return Diagnostic(MALFORMED_YAML, place, block.wrong, expected=block.expected, fix=block.fix)
    if isinstance(value, dict) and (not added or len(value) == 1):
        return None  # what else is wrong in it is found when everything is read
    if value is not None or not problems:
        faults = (odd_blank(lines[number], number + 1) for number in range(block.first, block.end))
        unindented = (number for number in range(block.first + 1, block.end) if added and lines[number][:1].strip() not in ("", "#"))
        further = (YamlFault((number + 1, 1), *_NOT_INDENTED) for number in unindented)
        return _diagnostic(file, next(filter(None, chain(faults, further)), YamlFault((block.first + 1, 1), *_NO_KEY)))
    return replace(problems[-1], place=replace(problems[-1].place, line=problems[-1].place.line + block.first - added))


_NOT_INDENTED = "this line is indented less than the text that it belongs to", "the indentation of its first line", "Indent it further."
_NO_KEY = "this line has no key with a colon", "`key: value`", "Write a key before it, or indent it if it goes on with what is above."


def _diagnostic(file: str, fault: YamlFault) -> Diagnostic:
    return Diagnostic(MALFORMED_YAML, Place(file, *fault.at), fault.message, expected=fault.expected, fix=fault.fix)
