"""The toy catalogue with a text of ours in every field that somebody can write.

Every scalar in its YAML, every field of its bibliography, and titles and paragraphs of prose are *slots*. Files are kept as
templates with a mark for each slot, one to a line, so that a diagnostic's line says which slot it is about. A *field* is
one slot, or all slots that hold the same single word: what names something changes wherever it does.
"""

from __future__ import annotations

import bisect
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from conftest import ROOT, TOY
from patternbook.check.read import read_data
from patternbook.diagnostics.diagnostic import Place, only_errors

_MARK = re.compile("\x00([0-9]+)\x00")
_WORD = re.compile(r"[\w.-]+")
_BIB_FIELD = re.compile(r"^( +\w+ *= *\{)(.*)(\},?)$", re.MULTILINE)
GUIDE = "docs/guide-of-a-stranger.md"


@dataclass(frozen=True)
class Slot:
    """A place for a text."""

    file: str
    value: str
    """What stands there in the toy catalogue."""
    write: Callable[[str], str]
    """How a text is written there."""


def _quoted(text: str) -> str:
    """A text as a YAML scalar on one line."""
    return (
        json.dumps(text, ensure_ascii=False)
        .replace("\u2028", "\\u2028")
        .replace("\x85", "\\x85")
        .replace("\x7f", "\\x7f")
        .replace("\ufeff", "\\uFEFF")
    )


def _on_one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _as_it_is(text: str) -> str:
    return text


@dataclass
class HostileCatalogue:
    """A project folder with slots."""

    base: Path
    slots: list[Slot] = field(default_factory=list)
    templates: dict[str, str] = field(default_factory=dict)
    _lines: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)
    """File -> lines that have a slot, and these slots."""

    def __post_init__(self) -> None:
        shutil.copytree(TOY, self.base / "data")
        shutil.copytree(ROOT / "docs", self.base / "docs")
        (self.base / "hooks").symlink_to(ROOT / "hooks")
        shutil.copy(ROOT / "mkdocs.yml", self.base)
        for path in sorted((self.base / "data").rglob("*.y*ml")):
            self._add(path, self._yaml)
        self._add(self.base / "data" / "references.bib", self._bibliography)
        for path in sorted((self.base / "data" / "pages").glob("*.md")):
            self._add(path, self._prose)
        guide = self.base / GUIDE
        guide.write_text("# A guide\n\nA paragraph.\n", "utf-8")
        self._add(guide, self._prose)

    def _add(self, path: Path, template: Callable[[str, str], str]) -> None:
        name = path.relative_to(self.base).as_posix()
        text = template(name, path.read_text("utf-8"))
        self.templates[name] = text
        places = [(text.count("\n", 0, mark.start()) + 1, int(mark[1])) for mark in _MARK.finditer(text)]
        self._lines[name] = [line for line, _ in places], [slot for _, slot in places]

    def _slot(self, file: str, value: str, write: Callable[[str], str]) -> str:
        self.slots.append(Slot(file, value, write))
        return f"\x00{len(self.slots) - 1}\x00"

    def _yaml(self, file: str, text: str) -> str:
        """The same data in block style, a mark for each value."""

        def marked(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: marked(inner) for key, inner in value.items()}
            if isinstance(value, list):
                return [marked(inner) for inner in value]
            return f"slot-{self._slot(file, str(value), _quoted)[1:-1]}-slot"

        dumped = yaml.safe_dump(marked(yaml.load(text, yaml.CBaseLoader)), sort_keys=False, width=10**9, allow_unicode=True)
        return re.sub(r"slot-([0-9]+)-slot", "\x00\\1\x00", dumped)

    def _bibliography(self, file: str, text: str) -> str:
        return _BIB_FIELD.sub(lambda match: f"{match[1]}{self._slot(file, match[2], _on_one_line)}{match[3]}", text)

    def _prose(self, file: str, text: str) -> str:
        """The title, and a paragraph at the end."""
        first, _, rest = text.partition("\n")
        title = self._slot(file, first.removeprefix("# "), _on_one_line)
        return f"# {title}\n{rest}\n{self._slot(file, 'The last words.', _as_it_is)}\n"

    @cached_property
    def fields(self) -> Mapping[str, Sequence[int]]:
        """Name -> slots: `=WORD` for those that hold this word alone, `#NUMBER` for any other."""
        found = defaultdict(list)
        for number, slot in enumerate(self.slots):
            found[f"={slot.value}" if _WORD.fullmatch(slot.value) else f"#{number}"].append(number)
        return found

    @cached_property
    def files(self) -> Mapping[str, set[str]]:
        """Field -> the files it is in."""
        return {name: {self.slots[slot].file for slot in slots} for name, slots in self.fields.items()}

    def refused(self, texts: Mapping[str, Sequence[str]]) -> dict[str, str]:
        """Write every file, with texts behind what stands in fields, and check it: the fields that errors are about, each with a file."""
        values = {slot: " ".join((self.slots[slot].value, *added)) for name, added in texts.items() for slot in self.fields[name]}
        for file, template in self.templates.items():
            text = _MARK.sub(lambda match: self._written(int(match[1]), values), template)
            (self.base / file).write_bytes(text.encode("utf-8", "surrogatepass"))
        reading = read_data(self.base / "data", self.base, "https://catalogue.test/", docs=self.base / "docs")
        return {self._field_at(error.place): error.place.file for error in only_errors(reading.diagnostics)}

    def _written(self, number: int, values: Mapping[int, str]) -> str:
        slot = self.slots[number]
        return slot.write(values.get(number, slot.value))

    def _field_at(self, place: Place) -> str:
        """The field of the last slot at or before a place; empty in files without slots."""
        lines, slots = self._lines.get(place.file, ([], []))
        if not lines:
            return ""
        number = slots[max(bisect.bisect_right(lines, place.line) - 1, 0)]
        value = self.slots[number].value
        return f"={value}" if _WORD.fullmatch(value) else f"#{number}"
