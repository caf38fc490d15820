"""Documents of addresses whose page is gone: it moved, or its text was withdrawn."""

from __future__ import annotations

from patternbook.documents.blocks import reference_target
from patternbook.documents.context import Context
from patternbook.documents.model import DocumentStruct, Origin, Target
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
