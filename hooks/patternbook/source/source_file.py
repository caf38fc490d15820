"""A file of the data folder as it was read, and where in it everything stands.

Most data is without fault, and then nobody asks for a place but for those where items start. So a file is read without
places, and read again where one is asked for: once, with all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from patternbook.diagnostics.diagnostic import Place
from patternbook.source.parse import LineColumn, ValueSpot, YamlValue, value_at

if TYPE_CHECKING:  # what good data does without is not loaded for it
    from patternbook.source.positions import PlacedContainer
    from patternbook.source.scalars import Scalar

ValuePath = Sequence[str | int]
"""The way to a value from the top of a file: ("findings", 3, "title")."""


@dataclass(frozen=True)
class SourceFile:
    """One file of the data folder, read."""

    file: str
    """Path as shown to the user, with forward slashes: data/findings.yaml."""
    root: dict[str, YamlValue]
    text: str = field(repr=False)
    starts: Mapping[int, Sequence[LineColumn]] = field(default_factory=dict, repr=False)
    """By the identity of a list: where its items start, as far as it is known."""

    def at(self, spot: ValueSpot) -> Place:
        """Where the value at a spot starts."""
        holder, step = spot
        starts = self.starts.get(id(holder))
        return Place(self.file, *(self._placed[id(holder)].at(step) if starts is None else starts[int(step)]))

    def inside(self, spot: ValueSpot, offset: int) -> Place:
        """Where the character at an offset of the text at a spot stands; the start of the text where it cannot be told."""
        start, value = self.at(spot), value_at(spot)
        scalar = self._scalars.get((start.line, start.column))
        return Place(self.file, *scalar.character(self.text, value, offset)) if scalar and isinstance(value, str) else start

    def place(self, way: ValuePath) -> Place:
        """Where the value at the end of a way starts; the nearest parent's place where there is no such value."""
        place = Place(self.file, *self._placed[id(self.root)].begins)
        for spot in _spots(self.root, way):
            place = self.at(spot)
        return place

    def key_place(self, way: ValuePath) -> Place:
        """Where the key at the end of a way stands."""
        spots = list(_spots(self.root, way))
        if not spots or len(spots) < len(way):
            return self.place(way)
        holder, step = spots[-1]
        return Place(self.file, *self._placed[id(holder)].key_at(step))

    @cached_property
    def _placed(self) -> dict[int, PlacedContainer]:
        """Each mapping and list, by its identity, as it is read with places."""
        from patternbook.source.positions import pair_readings, parse_with_positions

        return dict(pair_readings(self.root, parse_with_positions(self.file, self.text)[0]))

    @cached_property
    def _scalars(self) -> dict[LineColumn, Scalar]:
        """Texts that may hold a mark, as they stand in the file."""
        from patternbook.source.scalars import locate_scalars

        return locate_scalars(self.text)


def _spots(value: YamlValue, way: ValuePath) -> Iterator[ValueSpot]:
    """Every spot on a way, as far as it leads."""
    for step in way:
        if not _has(value, step):
            return
        spot: Any = value, step
        yield spot
        value = value_at(spot)


def _has(value: YamlValue, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)
