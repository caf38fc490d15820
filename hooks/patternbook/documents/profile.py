"""What a profile adds to documents that are made for any kind. The one there is stands in profile/synthesis.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from patternbook.documents.model import Block, Breadth, DocumentStruct, Fact, Target
from patternbook.model.components import Entry
from patternbook.model.struct import ModelStruct

if TYPE_CHECKING:
    from patternbook.catalogue.catalogue import Catalogue
    from patternbook.documents.context import Context, DocumentScope

Blocks = tuple[Block, ...]
View = Callable[[Any, "DocumentScope"], Blocks]
TableCell = str | tuple[Target, ...]


class TableColumn(DocumentStruct, frozen=True, kw_only=True):
    """A column of an index that is a table."""

    title: str
    numeric: bool = False
    few: bool = False
    """Few different values: one can choose among them."""
    ids: bool = False
    """Entries, each by its id."""


@dataclass(frozen=True, slots=True)
class IndexTable:
    """How the index of a kind is made as a table, and as files to download."""

    columns: tuple[TableColumn, ...]
    row: Callable[[str, Context], tuple[str, tuple[TableCell, ...]]]
    """Id of an entry -> its note, and a cell for each column."""
    downloads: Callable[[Context], Iterable[tuple[str, str]]]
    """(file, content) of the entries as CSV and JSON; nothing where there are none."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What documents ask for at the points where kinds differ. Functions are named, since workers may be sent them."""

    views: Mapping[str, View]
    """By the name that sections use."""
    blocks: Mapping[type[ModelStruct], View]
    """Type of a field's values -> blocks for all of them, where documents/blocks.py has none for it."""
    facts: Callable[[ModelStruct, Breadth | None, DocumentScope], Iterable[Fact]]
    """Facts beside the page of an entry or a word, before those that every page has."""
    breadth: Callable[[Entry, Context], Breadth | None]
    """How broad an entry's evidence is."""
    shared: Callable[[Catalogue], Mapping[str, Any]]
    """What is worked out once for all documents, by a key for each part of it."""
    leads: Mapping[str, Callable[[Context, DocumentScope], Blocks]]
    """Kind or vocabulary -> what its index shows above the list."""
    tables: Mapping[str, IndexTable]
    """Kind -> how its index is a table."""
