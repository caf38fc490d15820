"""What is declared of a kind of entry or a vocabulary, once. Everything else is derived from it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from patternbook.model.components import Entry
from patternbook.model.sections import Section
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabulary import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What kinds and vocabularies have in common: a list in YAML, an index page, and a page for each item."""

    name: str
    """In data and code: finding."""
    model: type[ModelStruct]
    plural: str
    """In addresses and as the section's name: findings."""
    about: str
    """One sentence for the index page."""
    sections: tuple[Section, ...]
    menu: str = ""
    """Heading in the menu that its index is listed under; a heading of its own where none is given."""
    mark: str = ""
    """Shape beside titles, as SVG in a square of 16 px: strokes that survive grey and 12 px."""

    @property
    def key(self) -> str:
        """Top-level key in YAML: findings."""
        return self.plural.replace("-", "_")

    @property
    def label(self) -> Label:
        """What pages call it; a catalogue may choose its own words."""
        return _label(self.name, self.plural)


@functools.cache
def _label(name: str, plural: str) -> Label:
    return Label(one=name.replace("-", " ").capitalize(), many=plural.replace("-", " ").capitalize())


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Listed):
    """A kind of entry. Its functions are no lambdas, since workers may be sent the kinds."""

    model: type[Entry]
    prefix: str
    """Of its ids: F."""
    banner: tuple[str, str] | None = None
    """Shown above each entry's statement: a warning, and the reason for it."""
    grouped_by: str = ""
    """Kind or vocabulary by which the index is grouped: the first of it that an entry names."""
    rest: tuple[str, str] = ("Elsewhere", "")
    """Heading and text of the group of entries that name nothing of it."""
    group_text: Callable[[Any], str] = attrgetter("statement")
    """The text under the heading of a group, where entries of another kind are grouped by this one."""
    note: Callable[[Any], str] | None = None
    """A few words that lists show after an entry's title, made from the entry alone."""
    note_names: str = ""
    """`reference` where the note is the key of a work, which is shown by its label."""
    sample: tuple[str, ...] = ()
    """The field that lists whom an entry looked at, and the field of it that lists its members; both by `label`."""
    seen_at: Callable[[Any], Iterable[tuple[str, str]]] | None = None
    """(study, organization) pairs in which an entry was seen."""
