"""What exports hold besides entries, words and works. The string under a field is its documentation, in the published schema, too."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class ExportStruct(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A value of an export; what is empty is left out."""


class Head(ExportStruct, frozen=True, kw_only=True):
    """What stands at the head of every file."""

    api: Literal["1"]
    """Version of the interface: within it, fields are only added, and none changes its meaning."""
    schema: str
    """Where the JSON Schema of this file is, relative to it."""
    title: str
    """Of the catalogue."""
    release: str
    """The release whose texts these are; of the present catalogue the latest one, since which texts may have changed; empty without one."""
    licence: str
    """Identifier of SPDX: CC-BY-4.0."""
    licence_url: str
    attribution: str
    """The line to copy when reusing it."""
    url: str
    """Address of the catalogue; empty where it has no public one."""
    language: str
    """Of its texts: en."""


class KindItem(ExportStruct, frozen=True, kw_only=True):
    """A kind of entry."""

    kind: str
    label: str
    """What the catalogue calls its entries."""
    about: str
    prefix: str
    """First part of their ids."""
    count: int
    """How many there are."""
    file: str
    """Where they are, from the root of the site."""


class VocabularyItem(ExportStruct, frozen=True, kw_only=True):
    """A list of words."""

    vocabulary: str
    label: str
    about: str
    count: int


class FileItem(ExportStruct, frozen=True, kw_only=True):
    """A file of the catalogue as data."""

    file: str
    """From the root of the site; with `{id}` where there is one for each entry."""
    title: str
    about: str
    media_type: str
    bytes: int
    """Its size, or that of all of them together."""
    schema: str = ""
    """Its JSON Schema, from the root of the site."""


class ReleaseItem(ExportStruct, frozen=True, kw_only=True):
    """A release."""

    number: int
    """The first is 1."""
    release: str
    date: str
    doi: str = ""
    page: str
    url: str = ""


class ChangeItem(ExportStruct, frozen=True, kw_only=True):
    """What a release changed of a page, or what changed since the last one."""

    number: int
    """Of the release; of what changed since the last one, its number and one."""
    release: str
    """Empty of what changed since the last one."""
    page: str
    """Address of the page without suffix: findings/F-004."""
    id: str
    """Id of the entry, slug of the word, or the last part of the address of a work."""
    what: Literal["added", "changed", "reworded", "corrected", "retired", "withdrawn", "removed"]
    """`changed` only of what changed since the last release: no reason for it is on record yet."""
    because: str = ""
    successors: tuple[str, ...] = ()


class RelationVariant(ExportStruct, frozen=True, kw_only=True):
    """A variant of a sort of relation."""

    variant: str
    says: str
    inverse: str


class RelationType(ExportStruct, frozen=True, kw_only=True):
    """A sort of relation."""

    relation: str
    """The field that holds it."""
    subject_kind: str
    object_kind: str
    says: str
    """In words, from the entry that writes it."""
    inverse: str
    """In words, from the other one; empty where its heading says enough."""
    variant_field: str = ""
    """The field of the relation that holds its variant."""
    variants: tuple[RelationVariant, ...] = ()


class EntryState(ExportStruct, frozen=True, kw_only=True):
    """What became of an entry."""

    address: str
    """Of its page, from the root of the site."""
    state: Literal["current", "retired", "moved", "withdrawn"]
    successor: str = ""
    """What takes its place, several with commas between them."""
    exact: bool = False
    """Whether programs may put the successor in its place by themselves."""
    to_be_retired_on: str = ""
    retired_on: str = ""
    release: str = ""
    """The release that holds its text, or of a newer text the last one that holds another."""
    released_on: str = ""
    changed_since: bool = False
    """Whether its text is newer than that release."""
    aliases: tuple[str, ...] = ()
    """Addresses that it had elsewhere."""
    withdrawn_on: str = ""
