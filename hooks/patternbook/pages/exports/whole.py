"""Every file that is made of all pages below an index together, declared once; both paths of a build write what this table makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from patternbook.documents.context import Context
from patternbook.documents.resolve import PageDocument
from patternbook.exports.api.status import status_of
from patternbook.exports.dataset import item_record, present_dataset
from patternbook.exports.outputs import export_files
from patternbook.pages.exports.aliases import alias_files
from patternbook.pages.exports.bundles import PageRecord, bundle_files, citation_record
from patternbook.pages.exports.inventories import present_inventories
from patternbook.pages.page import Asset


class WholeOutput(NamedTuple):
    """A kind of file of the whole."""

    name: str
    files: Callable[[Context, Mapping[str, PageRecord]], Iterable[Asset]]
    """Makes the files, given the record of every page below an index, in order."""


def _inventories(context: Context, _: Mapping[str, PageRecord]) -> list[Asset]:
    return present_inventories(context)


def _data_of_profile(context: Context, _: Mapping[str, PageRecord]) -> Iterator[Asset]:
    return (Asset(*file) for file in context.profile.data(context))


def _aliases(context: Context, _: Mapping[str, PageRecord]) -> Iterable[Asset]:
    return alias_files(context)


def _exports(context: Context, records: Mapping[str, PageRecord]) -> Iterator[Asset]:
    """The table of exports (exports/outputs.py)."""
    statuses = {id_: records[f"{kind.plural}/{id_}"].status for id_, kind in context.catalogue.kinds.items()}
    data = present_dataset(context, {page: record.item for page, record in records.items()}, statuses)
    return (Asset(*each) for each in export_files(data))


WHOLE_OUTPUTS = (
    WholeOutput("citations", bundle_files),
    WholeOutput("inventories", _inventories),
    WholeOutput("aliases", _aliases),
    WholeOutput("data of scripts", _data_of_profile),
    WholeOutput("exports", _exports),
)


def record_of(document: PageDocument, context: Context) -> PageRecord:
    """What these files need of a page, so that a page that is unchanged need not be made for them."""
    return citation_record(document)._replace(status=status_of(document), item=item_record(document, context))


def whole_files(context: Context, records: Mapping[str, PageRecord]) -> Iterator[Asset]:
    """All files of the whole."""
    for output in WHOLE_OUTPUTS:
        yield from output.files(context, records)
