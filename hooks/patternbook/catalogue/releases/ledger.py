"""The ledger: every address that was ever published, and what became of it. Lines are only ever added.

One line of text each, in `ledger.yaml`:

    findings/F-004                      an address that was published
    retired findings/F-009              it is out of use; its page stays
    moved references/old references/new it was renamed; the old address leads to the new one
    withdrawn findings/F-012 2027-01-31 its text was taken out everywhere; why follows
    release 2026.12 SHA-256             a release, and the digest of its manifest
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from patternbook.diagnostics.diagnostic import Diagnostic, Place, Rule
from patternbook.source.files import LEDGER_FILE, display_path, read_text
from patternbook.source.parse import parse_yaml

LEDGER_KEY = "ledger"
LEDGER_LINE = Rule("PB611", "error", "A line of the ledger cannot be read", "Put the file back from the history of the repository.")
_HEADER = """\
# Every address that was ever published, and what became of it. `patternbook number`, `retire` and `release` add lines;
# no line is ever changed or taken out, and nobody needs to write here.
ledger:
"""
_FORMS = {"retired": 1, "moved": 2, "withdrawn": 2, "release": 2}
"""Word that a line begins with -> how many words follow at least."""
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_./:~-]*[A-Za-z0-9_./-])?(?: [A-Za-z0-9_.](?:[A-Za-z0-9_./:~-]*[A-Za-z0-9_./-])?)*")
"""Lines that YAML reads as they stand. Others are quoted."""


class Withdrawal(NamedTuple):
    """A text that was taken out everywhere."""

    on: str
    because: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the ledger says."""

    lines: Mapping[str, int] = field(default_factory=dict)
    """Line -> its number in the file, for messages."""
    pages: Mapping[str, int] = field(default_factory=dict)
    """Address that was published -> the number of its line."""
    retired: Mapping[str, int] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    """Old address -> the present one, over all moves between."""
    withdrawn: Mapping[str, Withdrawal] = field(default_factory=dict)
    releases: Mapping[str, str] = field(default_factory=dict)
    """Release -> the digest of its manifest; the last line counts, as a withdrawal makes manifests anew."""

    def number(self, line: str) -> int:
        """The number of a line in its file."""
        return self.lines.get(line, 1)


NO_LEDGER = Ledger()


def read_ledger(folder: Path, base: Path) -> tuple[Ledger, list[Diagnostic]]:
    """The ledger of a data folder, and lines that cannot be read; an empty one where there is none."""
    path = folder / LEDGER_FILE
    if not path.exists():
        return NO_LEDGER, []
    file = display_path(path, base)
    text, problems = read_text(path, file, folder)
    if text is None:
        return NO_LEDGER, problems
    read = parse_yaml(text)
    value = read.value.get(LEDGER_KEY) if read is not None and isinstance(read.value, dict) else None
    if not isinstance(value, list) or len(read.value if read and isinstance(read.value, dict) else ()) != 1:
        return NO_LEDGER, [Diagnostic(LEDGER_LINE, Place(file), "the file is no ledger", expected=f"a list under `{LEDGER_KEY}:`")]
    numbers = [number for number, line in enumerate(text.split("\n"), 1) if line.lstrip().startswith("- ")]
    wrong = [Diagnostic(LEDGER_LINE, Place(file, numbers[at]), message) for at, message in _wrong(value) if at < len(numbers)]
    return (NO_LEDGER, wrong) if wrong else (_ledger([str(line) for line in value], numbers), [])


def _wrong(lines: Sequence[object]) -> Iterator[tuple[int, str]]:
    """Lines that are of no form or stand there twice, by their index."""
    seen: set[str] = set()
    for at, line in enumerate(lines):
        if not isinstance(line, str):
            yield at, "this line is no text"
            continue
        first, *rest = line.split(" ")
        if first in _FORMS and len(rest) < _FORMS[first]:
            yield at, f"the line {line[:80]!r} is cut short"
        elif first not in _FORMS and rest:
            yield at, f"the line {line[:80]!r} begins with an unknown word"
        elif line in seen:
            yield at, f"the line {line[:80]!r} stands there twice"
        seen.add(line)


def _ledger(lines: Sequence[str], numbers: Sequence[int]) -> Ledger:
    numbered = dict(zip(lines, numbers, strict=False))
    words = {line: line.split(" ", 3) for line in lines}
    moves = {each[1]: each[2] for each in words.values() if each[0] == "moved"}
    return Ledger(
        lines=numbered,
        pages={line: numbered[line] for line, each in words.items() if each[0] not in _FORMS},
        retired={each[1]: numbered[line] for line, each in words.items() if each[0] == "retired"},
        moved={old: _end(old, moves) for old in moves},
        withdrawn={each[1]: Withdrawal(each[2], " ".join(each[3:])) for each in words.values() if each[0] == "withdrawn"},
        releases={each[1]: each[2] for each in words.values() if each[0] == "release"},
    )


def _end(page: str, moves: Mapping[str, str]) -> str:
    """Where a page is after every move, so that no redirect leads to another."""
    seen = {page}
    while (following := moves.get(page)) is not None and following not in seen:
        page = following
        seen.add(page)
    return page


def ledger_lines(lines: Iterable[str]) -> list[str]:
    """Lines as YAML, without hyphens."""
    return [line if _PLAIN.fullmatch(line) and ": " not in line else json.dumps(line, ensure_ascii=False) for line in lines]


def new_ledger(lines: Iterable[str]) -> str:
    """The file of a ledger that begins with these lines."""
    return _HEADER + "".join(f"  - {line}\n" for line in ledger_lines(lines))
