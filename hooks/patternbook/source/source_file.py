"""A file of the data folder as it was read, and where in it every value is.

For data without problems only the places where items start are needed. So a file is read without other places, and read
again, once and with all places, where another one is needed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from patternbook.diagnostics.diagnostic import Place
from patternbook.source.parse import LineColumn, ValueSpot, YamlValue, value_at

if TYPE_CHECKING:  # not loaded for data without problems, which does not need it
    from patternbook.source.positions import PlacedContainer
    from patternbook.source.scalars import Scalar

_HASH = re.compile(r"[ \t]#")

ValuePath = Sequence[str | int]
"""The path to a value from the top of a file: ("findings", 3, "title")."""


@dataclass(frozen=True)
class SourceFile:
    """One file of the data folder, read."""

    file: str
    """Path as shown to the user, with forward slashes: data/findings.yaml."""
    root: dict[str, YamlValue]
    text: str = field(repr=False)
    starts: Mapping[int, Sequence[LineColumn]] = field(default_factory=dict, repr=False)
    """Identity of a list -> where its items start, as far as it is known."""
    lines_before: int = 0
    """Lines of the file before the text, where the text is a part of the file."""

    def at(self, spot: ValueSpot) -> Place:
        """Where the value at a spot starts."""
        holder, step = spot
        starts = self.starts.get(id(holder))
        return self._place(self._placed[id(holder)].at(step) if starts is None else starts[int(step)])

    def inside(self, spot: ValueSpot, offset: int) -> Place:
        """Where the character at an offset of the text at a spot is written; the start of the text where that is not known."""
        scalar = self._scalar(spot)
        return self._place(scalar.character(offset)) if scalar and isinstance(value_at(spot), str) else self.at(spot)

    def is_quoted(self, spot: ValueSpot) -> bool:
        """Whether the text at a spot is in quotes, or a block of its own."""
        scalar = self._scalar(spot)
        return scalar is not None and bool(scalar.style)

    @cached_property
    def has_comments_after(self) -> bool:
        """Whether there may be a comment behind a value on its line."""
        found = _HASH.search(self.text) if " #" in self.text or "\t#" in self.text else None  # much faster where there is none
        while found:
            before = self.text[self.text.rfind("\n", 0, found.start()) + 1 : found.start()].lstrip()
            if before and not before.startswith("#"):
                return True
            end = self.text.find("\n", found.end())
            found = _HASH.search(self.text, end) if end >= 0 else None
        return False

    def comment_after(self, spot: ValueSpot) -> str:
        """The comment behind the text at a spot, on its line; empty where there is none, and where the text is in quotes."""
        scalar = self._scalar(spot)
        return scalar.comment if scalar is not None else ""

    def _scalar(self, spot: ValueSpot) -> Scalar | None:
        """The text at a spot as it is written, where a message may need that."""
        start = self.at(spot)
        return self._scalars.get((start.line - self.lines_before, start.column))

    def place(self, path: ValuePath) -> Place:
        """Where the value at the end of a path starts; the nearest parent's place where there is no such value."""
        spots = _spots(self.root, path)
        return self.at(spots[-1]) if spots else self._place(self._placed[id(self.root)].begins)

    def key_place(self, path: ValuePath) -> Place:
        """Where the key at the end of a path starts; the place of the nearest parent where there is no such key."""
        spots = _spots(self.root, path)
        if not spots or len(spots) < len(path):
            return self.place(path)
        holder, step = spots[-1]
        return self._place(self._placed[id(holder)].key_at(step))

    def line(self, place: Place) -> str:
        """The line that a place in it is in."""
        number = place.line - self.lines_before - 1
        return self._lines[number] if 0 <= number < len(self._lines) else ""

    @cached_property
    def _lines(self) -> Sequence[str]:
        return self.text.split("\n")

    def _place(self, start: LineColumn) -> Place:
        """A place in the text as a place in the file."""
        line, column = start
        return Place(self.file, line + self.lines_before, column)

    @cached_property
    def _placed(self) -> dict[int, PlacedContainer]:
        """Identity of each mapping and list -> the same with places."""
        from patternbook.source.positions import pair_readings, parse_with_positions

        return dict(pair_readings(self.root, parse_with_positions(self.file, self.text)[0]))

    @cached_property
    def _scalars(self) -> dict[LineColumn, Scalar]:
        """Texts of which a message may need more than where they start, by where they start."""
        from patternbook.source.scalars import locate_scalars

        return locate_scalars(self.text)


def _spots(value: YamlValue, path: ValuePath) -> list[ValueSpot]:
    """Every spot on a path, up to the first step that does not exist."""
    spots: list[ValueSpot] = []
    for step in path:
        exists = step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int) and step < len(value)
        if not exists:
            break
        spots.append((value, step))  # type: ignore[arg-type]
        value = value_at(spots[-1])
    return spots
