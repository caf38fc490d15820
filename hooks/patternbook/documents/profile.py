"""What a profile adds to documents that are made for any kind. The one there is stands in profile/synthesis.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from patternbook.documents.model import Block, Breadth, Fact, Target, Value
from patternbook.model.base import Entry
from patternbook.model.part import Part

if TYPE_CHECKING:
    from patternbook.catalogue import Catalogue
    from patternbook.documents.scope import Library, Scope

Blocks = tuple[Block, ...]
View = Callable[[Any, "Scope"], Blocks]
Cell = str | tuple[Target, ...]


class Column(Value, frozen=True, kw_only=True):
    """A column of an index that is a table."""

    title: str
    numeric: bool = False
    few: bool = False
    """Few different values: one can choose among them."""
    ids: bool = False
    """Entries, each by its id."""


@dataclass(frozen=True, slots=True)
class Table:
    """How the index of a kind is made as a table, and as files to download."""

    columns: tuple[Column, ...]
    row: Callable[[str, Library], tuple[str, tuple[Cell, ...]]]
    """Id of an entry -> its note, and a cell for each column."""
    downloads: Callable[[Library], Iterable[tuple[str, str]]]
    """(file, content) of the entries as CSV and JSON; nothing where there are none."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What documents ask for at the points where kinds differ. Functions are named, since workers may be sent them."""

    views: Mapping[str, View]
    """By the name that sections use."""
    blocks: Mapping[type[Part], View]
    """Type of a field's values -> blocks for all of them, where documents/fields.py has none for it."""
    facts: Callable[[Part, Breadth | None, Scope], Iterable[Fact]]
    """Facts beside the page of an entry or a word, before those that every page has."""
    breadth: Callable[[Entry, Library], Breadth | None]
    """How broad an entry's evidence is."""
    shared: Callable[[Catalogue], Mapping[str, Any]]
    """What is worked out once for all documents, by a key for each part of it."""
    leads: Mapping[str, Callable[[Library, Scope], Blocks]]
    """Kind or vocabulary -> what its index shows above the list."""
    tables: Mapping[str, Table]
    """Kind -> how its index is a table."""
