"""A release as data: the texts that it froze, in the form that the catalogue of today has, so that programs read both alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from msgspec.json import encode

from patternbook.catalogue.catalogue import id_order
from patternbook.catalogue.releases.released import RELEASES
from patternbook.documents.context import Context
from patternbook.documents.edition import latest_edition
from patternbook.exports.dataset import Dataset, dataset_from, head_of
from patternbook.exports.files import ExportFile
from patternbook.exports.outputs import EXPORTS
from patternbook.exports.rows import Row, frozen_row
from patternbook.model.registry import KIND_BY_NAME, LISTED_BY_NAME, VOCABULARIES


def release_files(name: str, context: Context) -> Iterator[ExportFile]:
    """The files of a release, each below `releases/NAME/` as that of the catalogue is below the root."""
    data = released_dataset(name, context)
    for export in EXPORTS:
        if export.in_releases:
            yield from export.write(data, f"{RELEASES}/{name}/{export.file}")


def released_dataset(name: str, context: Context) -> Dataset:
    """The entries and words of a release, with the addresses that hold their texts; without the bibliography, which keeps its own form."""
    rows = [*_rows(name, context)]
    entries = {row["id"]: row for row in sorted(rows, key=lambda row: id_order(row["id"])) if row["kind"] in KIND_BY_NAME}
    words = {each.name: tuple([row for row in rows if row["kind"] == each.name]) for each in VOCABULARIES}
    dated = replace(context, edition=latest_edition(context.edition, [context.releases[name]]))
    return dataset_from(head_of(dated), dated, entries, {id_: encode(row) for id_, row in entries.items()}, words)


def _rows(name: str, context: Context) -> Iterator[Row]:
    """Every text of a release but works, kinds that are no longer declared, and what was withdrawn."""
    assert context.texts is not None  # noqa: S101 - there is a release
    for page, held in context.texts.rows(name).items():
        address = f"{RELEASES}/{held}/{page}"
        if context.frozen[address].digest:
            frozen = json.loads(context.texts.text(held, page).text)
            listed = LISTED_BY_NAME.get(frozen["kind"])
            if listed is not None:
                yield frozen_row(frozen["content"], listed, page.rpartition("/")[2], context.urls, address)
