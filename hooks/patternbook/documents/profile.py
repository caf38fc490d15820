"""The interface between documents, which work for any kind, and a profile, which adds what only some kinds have.

The only profile so far is profile/synthesis.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from patternbook.documents.model import Block, Breadth, ChecklistPart, DocumentStruct, Fact, StudyLine, Target
from patternbook.model.components import Entry, Evidence
from patternbook.model.struct import ModelStruct

if TYPE_CHECKING:
    from patternbook.catalogue.catalogue import Catalogue
    from patternbook.documents.context import Context, DocumentScope

GLOSSARY = "glossary"
"""What documents share under this key is the `GlossaryIndex` of the terms that texts link to; a profile may have none."""
Blocks = tuple[Block, ...]
View = Callable[[Any, "DocumentScope"], Blocks]
TableCell = str | tuple[Target, ...]


class TableColumn(DocumentStruct, frozen=True, kw_only=True):
    """A column of an index that is a table."""

    title: str
    numeric: bool = False
    few: bool = False
    """Whether it has few different values, so that readers can filter by them."""
    ids: bool = False
    """Whether its cells are entries, shown by their ids."""


@dataclass(frozen=True, slots=True)
class IndexTable:
    """The index of a kind as a table, and as files to download."""

    columns: tuple[TableColumn, ...]
    row: Callable[[str, Context], tuple[str, tuple[TableCell, ...]]]
    """Id of an entry -> its note, and a cell for each column."""
    downloads: Callable[[Context], Iterable[tuple[str, str]]]
    """(file, content) of the entries as CSV and JSON; no file where there are no entries."""


class DataQuestion(NamedTuple):
    """A question that the published database answers."""

    name: str
    """In addresses: one-study."""
    title: str
    about: str
    """How it is read off, in one sentence."""
    sql: str
    """With `{release}` for the name of a release."""


@dataclass(frozen=True, slots=True)
class AddedFacet:
    """Something to narrow the catalogue down by that no declaration of a field gives. Its function is no lambda."""

    name: str
    """In addresses; no kind, vocabulary or field is called so."""
    label: str
    values: Callable[[Entry, Context], Mapping[str, str]]
    """Entry -> its values, as addresses have them, with what readers see."""
    is_scale: bool = False
    """Whether the order of its values, as texts, is one to sort by."""
    is_counted: bool = False
    """Whether the coverage page counts entries by its values, and names some."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that may be missing in some entries, and how to help."""

    value: str
    """Value of the facet that lists these entries."""
    about: str
    """What it means, and what it does not."""
    way: str
    """How to add it, as a sentence."""
    form: str = ""
    """File of the form for issues that opens; empty for an issue without a form."""
    command: str = ""
    """Command that drafts it."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What differs between kinds. Its functions are no lambdas, so that it can be sent to workers."""

    views: Mapping[str, View]
    """Views by the name that sections use."""
    blocks: Mapping[type[ModelStruct], View]
    """Type of a field's values -> their blocks, for types that documents/blocks.py does not handle."""
    facts: Callable[[ModelStruct, Breadth | None, DocumentScope], Iterable[Fact]]
    """Facts beside the page of an entry or a word, before those that every page has."""
    breadth: Callable[[Entry, Context], Breadth | None]
    """How broad an entry's evidence is."""
    evidence_apart: Callable[[Evidence, Context], str]
    """Why an item of evidence is shown apart; empty where it is not."""
    study_line: Callable[[str, Context], StudyLine]
    """Id of a study -> how it is named beside what it says."""
    main_source: Callable[[ModelStruct, Context], str]
    """The work that a short page is taken from, named once beside it rather than with each fact; empty where there is none."""
    restated: Callable[[Entry, Context], Mapping[str, Sequence[str]]]
    """Key of each work that an entry restates -> the places in it, in the order in which they are cited."""
    empty_reason: Callable[[ModelStruct, Context], str]
    """Why sections of an entry are empty where the entry itself does not say, see `Entry.empty`."""
    shared: Callable[[Catalogue], Mapping[str, Any]]
    """What is computed once for all documents, by key."""
    leads: Mapping[str, Callable[[Context, DocumentScope], Blocks]]
    """Kind or vocabulary -> the blocks above the list of its index."""
    tables: Mapping[str, IndexTable]
    """Kind -> its table, for kinds whose index is one."""
    facets: tuple[AddedFacet, ...]
    """What the catalogue is narrowed down by besides what its model declares."""
    gaps: tuple[Gap, ...]
    """What may be missing in entries, in the order in which the coverage page invites to add it."""
    other_gap: Gap
    """The same for values of counted facets that none of these names."""
    new_entry: Gap
    """The same where an entry is missing as a whole."""
    choice_words: Mapping[str, Mapping[str, str]]
    """Facet of a choice field -> value -> its words, where these are not its own."""
    take_away: Callable[[Entry, DocumentScope], tuple[Target, ...]]
    """Pages to fill in that are about an entry."""
    checklists: Mapping[str, Callable[[Any, DocumentScope], tuple[ChecklistPart, ...]]]
    """Kind -> the parts of the checklist of an entry, for kinds whose entries have one."""
    files: Callable[[Context], Iterable[tuple[str, str]]]
    """(file, content) of drawings of the whole catalogue, from the site's root."""
    data: Callable[[Context], Iterable[tuple[str, str]]]
    """(file, content) of data that scripts of its pages read, from the site's root; made in every build, so quickly."""
    questions: tuple[DataQuestion, ...] = ()
    """What the published database is asked on `/data/`."""
