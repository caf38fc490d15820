"""The declaration of a kind of entry or a vocabulary, from which everything else about it is derived."""

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
    """What kinds and vocabularies share: a list in YAML, an index page, and a page for each item."""

    name: str
    """In data and code: finding."""
    model: type[ModelStruct]
    plural: str
    """In addresses and as the section's name: findings."""
    about: str
    """One sentence for the index page."""
    sections: tuple[Section, ...]
    menu: str = ""
    """Heading in the menu under which its index is listed; its own name where empty."""
    schema_types: tuple[str, ...] = ("DefinedTerm", "CreativeWork")
    """Types of schema.org that its pages are of, for search engines."""
    is_topic: bool = False
    """Whether the entries that name one of it can be cited together: a file with all their citations stands beside its page."""
    mark: str = ""
    """Icon beside titles: SVG elements in a square of 16 px, still clear in grey and at 12 px."""

    @property
    def key(self) -> str:
        """Top-level key in YAML: findings."""
        return self.plural.replace("-", "_")

    @property
    def label(self) -> Label:
        """Its default name on pages, which a catalogue may replace."""
        return _label(self.name, self.plural)


@functools.cache
def _label(name: str, plural: str) -> Label:
    return Label(one=name.replace("-", " ").capitalize(), many=plural.replace("-", " ").capitalize())


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Listed):
    """A kind of entry. Its functions must not be lambdas: kinds may be pickled for worker processes."""

    model: type[Entry]
    prefix: str
    """First part of its ids: F."""
    banner: tuple[str, str] | None = None
    """A warning and its reason, shown above the statement of each entry."""
    grouped_by: str = ""
    """Kind or vocabulary by which the index is grouped; an entry belongs to the first item of it that it names."""
    rest: tuple[str, str] = ("Elsewhere", "")
    """Heading and text of the group for entries that name no item of it."""
    group_text: Callable[[Any], str] = attrgetter("statement")
    """Makes the text under the heading of a group from an entry, where another kind is grouped by this one."""
    note: Callable[[Any], str] | None = None
    """Makes the few words that lists show after the title of an entry."""
    note_names: str = ""
    """`reference` where the note is the key of a reference, of which lists then show the label."""
    sample: tuple[str, ...] = ()
    """Field that lists the sample of an entry by labels, and field of its items that lists the labels of their members."""
    brief: bool = False
    """Whether its pages are short, so that how to cite and reuse them is folded."""
    drafted: tuple[str, ...] = ()
    """Optional fields that a draft holds besides those that are expected of a complete entry (`Expected`)."""
    seen_at: Callable[[Any], Iterable[tuple[str, str]]] | None = None
    """The (study, organization) pairs in which an entry was seen."""
