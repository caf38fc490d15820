"""Documents of addresses whose page is gone: it moved, or its text was withdrawn; and the entries that will be retired."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from patternbook.documents.blocks import reference_target
from patternbook.documents.context import Context
from patternbook.documents.model import DocumentStruct, Origin, Target
from patternbook.model.components import Retirement
from patternbook.model.registry import VOCABULARIES


class GoneDocument(DocumentStruct, frozen=True, kw_only=True):
    """An address that leads elsewhere, or says why its text is not there."""

    page: str
    id: str
    moved_to: Target | None = None
    withdrawn_on: str = ""
    because: str = ""
    cite: None = None
    """It is cited as its text says, not by the page."""
    previous: Target | None = None
    next: Target | None = None
    origin: Origin = Origin(file="", line=1)


def gone_document(page: str, context: Context) -> GoneDocument:
    """What stands at an address whose page is gone."""
    gone = context.gone[page]
    target = moved_target(gone.moved_to, context) if gone.moved_to else None
    return GoneDocument(page=page, id=page.rpartition("/")[2], moved_to=target, withdrawn_on=gone.withdrawn_on, because=gone.because)


def moved_target(page: str, context: Context) -> Target:
    """The page that an old address leads to."""
    folder, _, name = page.partition("/")
    if page in context.catalogue.reference_keys:
        return reference_target(context.cited[context.catalogue.reference_keys[page]])
    if name in context.catalogue.kinds:
        return context.target(name)
    vocabulary = next((each for each in VOCABULARIES if each.plural == folder), None)
    return context.word(vocabulary.name, name) if vocabulary else context.named(page)


class Leaving(NamedTuple):
    """An entry that will be retired."""

    target: Target
    planned: Retirement
    announced: str
    """The day on which it was announced; where that is not known, that of the latest release, or else the day planned."""


def leaving_entries(context: Context) -> Iterator[Leaving]:
    """All of them, by the day planned."""
    last = next((context.releases[name].date for name in reversed([*context.releases])), "")
    found = [(id_, context.catalogue.entries[id_].to_be_retired) for id_ in context.catalogue.leaving]
    for id_, planned in sorted(((id_, planned) for id_, planned in found if planned), key=lambda each: each[1].on):
        yield Leaving(context.target(id_), planned, planned.announced or last or planned.on)
