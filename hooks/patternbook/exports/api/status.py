"""The state of every entry, for programs that look after links of others: `api/v1/status.json`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.json import encode

from patternbook.documents.context import Context
from patternbook.documents.model import Document
from patternbook.exports.dataset import Dataset, EntryStatus
from patternbook.exports.files import ExportFile
from patternbook.exports.forms import EntryState
from patternbook.model.registry import kind_of_id

ENTRIES_FORMAT = "1"


def status_of(document: object) -> EntryStatus:
    """What is said of an entry's page besides its address, as (name, value); nothing of other pages."""
    if not isinstance(document, Document) or kind_of_id(document.id) is None:
        return ()
    retirement, released = document.retirement or None, document.released or None
    planned = retirement is not None and retirement.planned
    said = {
        "state": "retired" if document.retired else "current",
        "successor": ", ".join(each.id for each in retirement.successors) if retirement else "",
        "exact": bool(retirement and retirement.exact),
        "to_be_retired_on": retirement.on if retirement and planned else "",
        "retired_on": retirement.on if retirement and not planned else "",
        "release": released.release if released else "",
        "released_on": released.date if released else "",
        "changed_since": bool(released and released.state == "newer"),
    }
    return tuple((name, value) for name, value in said.items() if value)


def status_file(data: Dataset, file: str) -> Iterator[ExportFile]:
    """The file."""
    context = data.context
    rows = dict(_rows(context, data.statuses))
    release = next(reversed([*context.releases]), "")
    head = json.dumps({"format": ENTRIES_FORMAT, "site": context.urls.public(""), "release": release}, ensure_ascii=False)
    lines = ",\n".join(f"{json.dumps(id_)}: {encode(row).decode()}" for id_, row in rows.items())
    yield ExportFile(file, f'{head[:-1]}, "entries": {{\n{lines}\n}}}}\n'.encode())


def _rows(context: Context, statuses: Mapping[str, EntryStatus]) -> Iterator[tuple[str, EntryState]]:
    aliases: dict[str, list[str]] = {}
    for alias, page in context.catalogue.aliases.items():
        aliases.setdefault(page, []).append(context.urls.quoted(alias))
    for id_, kind in context.catalogue.kinds.items():
        page = f"{kind.plural}/{id_}"
        if statuses[id_]:
            said: dict[str, Any] = dict(statuses[id_])
            yield id_, EntryState(address=context.urls.quoted(page), aliases=tuple(aliases.get(page, ())), **said)
    for page, gone in context.gone.items():
        id_ = page.rpartition("/")[2]
        if kind_of_id(id_) is not None and gone.moved_to:
            yield id_, EntryState(address=context.urls.quoted(page), state="moved", successor=gone.moved_to.rpartition("/")[2])
        elif kind_of_id(id_) is not None:
            yield id_, EntryState(address=context.urls.quoted(page), state="withdrawn", withdrawn_on=gone.withdrawn_on)
