"""Exports made in memory, and the model's own form of a value to compare with what independent readers read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from patternbook.catalogue.catalogue import Catalogue
from patternbook.catalogue.releases.released import ReleaseHistory
from patternbook.documents.context import Context
from patternbook.documents.resolve import build_context, resolve
from patternbook.exports.dataset import Dataset, present_dataset
from patternbook.exports.outputs import export_files
from patternbook.exports.tables.derive import derive_tables
from patternbook.pages.exports.whole import record_of
from patternbook.pages.site import make_urls
from patternbook.profile.synthesis import SYNTHESIS

PUBLIC = make_urls(directories=True, site_url="https://patterns.org/base/")


def dataset_of(catalogue: Catalogue, history: ReleaseHistory | None = None) -> Dataset:
    """The catalogue as exports see it."""
    context = build_context(catalogue, PUBLIC, SYNTHESIS, history) if history else build_context(catalogue, PUBLIC, SYNTHESIS)
    return dataset_in(context)


def dataset_in(context: Context) -> Dataset:
    """The same of a context."""
    records = {page: record_of(resolve(page, context), context) for page in context.neighbours}
    statuses = {id_: records[f"{kind.plural}/{id_}"].status for id_, kind in context.catalogue.kinds.items()}
    data = present_dataset(context, {page: record.item for page, record in records.items()}, statuses)
    return replace(data, tables=tuple(derive_tables(data)))


def files_of(data: Dataset) -> Mapping[str, bytes]:
    """Every file."""
    return {each.file: each.content for each in export_files(data)}


def as_json(content: bytes) -> Any:
    """What a reader of JSON reads."""
    return json.loads(content)
