"""What every export is made of: the catalogue as it is now, or as a release froze it, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

from msgspec.json import decode, encode

from patternbook.bibliography.write.csl import to_csl_json
from patternbook.documents.cite import cite_whole
from patternbook.documents.context import Context
from patternbook.documents.model import Document
from patternbook.documents.profile import DataQuestion
from patternbook.exports.changes import change_items, release_items
from patternbook.exports.forms import ChangeItem, Head, ReleaseItem
from patternbook.exports.links import evidence_rows, name_rows, relation_rows
from patternbook.exports.rows import Row, item_row
from patternbook.exports.table import Table
from patternbook.model.registry import KIND_BY_NAME, VOCABULARIES

API_VERSION: Literal["1"] = "1"
EntryStatus = tuple[tuple[str, str | bool], ...]
"""What became of an entry, as (name, value) of api/status.py."""


class ItemRecord(NamedTuple):
    """What exports need of the page of an entry or a word, so that a page that is unchanged need not be made for them."""

    row: bytes = b""
    """Of an entry, its row as JSON; empty of anything else."""
    released: str = ""
    """How its text compares with the last release, as in `Released.state`; empty without releases."""


NO_RECORD = ItemRecord()


def item_record(document: object, context: Context) -> ItemRecord:
    """The record of a page's document, made where the page is made: in a worker, on the fast path."""
    if not isinstance(document, Document):
        return NO_RECORD
    released = document.released.state if document.released else ""
    if document.kind not in KIND_BY_NAME:
        return ItemRecord(released=released)
    entry = context.catalogue.entries[document.id]
    return ItemRecord(encode(item_row(entry, KIND_BY_NAME[document.kind], document.id, context.urls, document.breadth)), released)


@dataclass(frozen=True, slots=True)
class Dataset:
    """The catalogue as plain values."""

    about: Head
    """Without the address of a schema, which each file adds."""
    context: Context
    """The catalogue as it is now: labels, releases, addresses."""
    entries: Mapping[str, Row]
    """Id -> the entry, in order."""
    encoded: Mapping[str, bytes]
    """Id -> the same as JSON, which is made once for all files that hold it."""
    words: Mapping[str, tuple[Row, ...]]
    """Vocabulary -> its words."""
    references: tuple[Row, ...]
    """CSL-JSON."""
    relations: tuple[Row, ...]
    evidence: tuple[Row, ...]
    names: tuple[Row, ...]
    releases: tuple[ReleaseItem, ...]
    changes: tuple[ChangeItem, ...]
    statuses: Mapping[str, EntryStatus]
    """Id -> what became of the entry, as (name, value)."""
    tables: tuple[Table, ...] = ()
    """All of it as tables; empty until tables/derive.py has made them."""

    def of_kind(self, kind: str) -> dict[str, Row]:
        """The entries of a kind."""
        return {id_: row for id_, row in self.entries.items() if row["kind"] == kind}


def asked_questions(context: Context) -> tuple[DataQuestion, ...]:
    """What the database is asked, with the name of the release before the last one, or of the only one."""
    names = [name.replace("'", "''") for name in [*context.releases][-2:]] or ["2026.12"]
    return tuple([each._replace(sql=each.sql.replace("{release}", names[0])) for each in context.profile.questions])


def present_dataset(context: Context, records: Mapping[str, ItemRecord], statuses: Mapping[str, EntryStatus]) -> Dataset:
    """The catalogue as it is now.

    Args:
        context: What documents are resolved with.
        records: Page -> its record, for every page below an index.
        statuses: Id -> what became of the entry.

    """
    catalogue = context.catalogue
    encoded = {id_: records[f"{kind.plural}/{id_}"].row for id_, kind in catalogue.kinds.items()}
    entries: dict[str, Row] = {id_: decode(row) for id_, row in encoded.items()}
    words = {
        each.name: tuple([item_row(word, each, slug, context.urls) for slug, word in catalogue.words[each.name].items()]) for each in VOCABULARIES
    }
    references = tuple([dict(to_csl_json(reference)) for reference in catalogue.references.values()])
    states = {page: record.released for page, record in records.items() if record.released}
    return dataset_from(head_of(context), context, entries, encoded, words, references, tuple(change_items(context, states)), statuses)


def dataset_from(
    about: Head,
    context: Context,
    entries: Mapping[str, Row],
    encoded: Mapping[str, bytes],
    words: Mapping[str, tuple[Row, ...]],
    references: tuple[Row, ...] = (),
    changes: tuple[ChangeItem, ...] = (),
    statuses: Mapping[str, EntryStatus] = MappingProxyType({}),
) -> Dataset:
    """A dataset with what follows from its entries; see its fields."""
    rows = [*entries.values()]
    return Dataset(
        about=about,
        context=context,
        entries=entries,
        encoded=encoded,
        words=words,
        references=references,
        relations=tuple(relation_rows(rows)),
        evidence=tuple(evidence_rows(rows)),
        names=tuple(name_rows(rows)),
        releases=tuple(release_items(context)),
        changes=changes,
        statuses=statuses,
    )


def head_of(context: Context) -> Head:
    """What stands at the head of every file, for the edition of a context."""
    masthead, edition = context.catalogue.masthead, context.edition
    return Head(
        api=API_VERSION,
        schema="",
        title=edition.title,
        release=edition.release,
        licence=edition.licence,
        licence_url=str(masthead.text_licence.url),
        attribution=cite_whole(context).plain,
        url=context.urls.public(""),
        language=masthead.language,
    )
