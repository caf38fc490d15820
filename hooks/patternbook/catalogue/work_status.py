"""What a registry of DOIs said of the works of the bibliography, and when: `data/references.status.json`.

`patternbook verify-references` writes the file; a build only shows what it says. It is JSON with one work a line, so that git shows
what changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from patternbook.bibliography.reference import Reference
from patternbook.diagnostics.diagnostic import Diagnostic, Place, Rule
from patternbook.source.files import STATUS_FILE, display_path, read_text

BROKEN_STATUS = Rule(
    "PB621",
    "error",
    "What registries said of the works cannot be read",
    "Put the file back from the history of the repository, or remove it and run `patternbook verify-references` again.",
)

_Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
_PartOfDay = Annotated[str, Meta(pattern=r"^(?:[0-9]{4}(?:-[0-9]{2}){0,2})?$")]


class WorkNotice(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A notice about a work that its publisher or another registered."""

    kind: Literal["retraction", "concern", "correction"]
    """retraction: it was retracted, withdrawn or removed; concern: an expression of concern, or a part retracted."""
    doi: str = ""
    """Of the notice; empty where only the title of the work says so."""
    on: _PartOfDay = ""
    """As far as it is known: 2024, 2024-05, 2024-05-31."""


class RegisteredDifference(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A field that the registry gives otherwise."""

    field: Literal["title", "names", "year"]
    here: str = ""
    registered: str = ""


class WorkStatus(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a registry said of a work."""

    doi: str
    checked: _Day
    """The day on which it said so."""
    unknown: bool = False
    """Whether no registry knows the DOI."""
    notices: tuple[WorkNotice, ...] = ()
    differences: tuple[RegisteredDifference, ...] = ()

    @property
    def retraction(self) -> WorkNotice | None:
        """That it was retracted; None where nothing says so."""
        return next((notice for notice in self.notices if notice.kind == "retraction"), None)


class _StatusFile(Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["1"]
    works: dict[str, WorkStatus]


_DECODER, _ENCODER = msgspec.json.Decoder(_StatusFile), msgspec.json.Encoder()


def status_text(works: Mapping[str, WorkStatus]) -> str:
    """The file, given the status of each work by its key."""
    lines = ",\n".join(f"    {json.dumps(key, ensure_ascii=False)}: {_ENCODER.encode(works[key]).decode()}" for key in sorted(works))
    return f'{{\n  "format": "1",\n  "works": {{\n{lines}\n  }}\n}}\n'


def read_statuses(folder: Path, base: Path, references: Mapping[str, Reference]) -> tuple[Mapping[str, WorkStatus], list[Diagnostic]]:
    """The status of each work, as far as the bibliography still has it with the same DOI, and what is wrong with the file.

    Args:
        folder: The data folder; where it has no such file, nothing is known and nothing is wrong.
        base: Folder that messages name files relative to.
        references: The bibliography.

    """
    path = folder / STATUS_FILE
    if not path.exists():
        return {}, []
    file = display_path(path, base)
    text, problems = read_text(path, file, folder)
    if text is None:
        return {}, problems
    try:
        read = _DECODER.decode(text)
    except msgspec.DecodeError as error:
        return {}, [Diagnostic(BROKEN_STATUS, Place(file), f"the file was changed or is cut short{_where(error)}")]
    return {key: status for key, status in read.works.items() if key in references and references[key].doi.lower() == status.doi.lower()}, []


def retractions(statuses: Mapping[str, WorkStatus]) -> dict[str, str]:
    """Key of each work that was retracted -> when, and who says so, in words that follow `was retracted`."""
    return {key: _in_words(status, status.retraction) for key, status in statuses.items() if status.retraction}


def _in_words(status: WorkStatus, notice: WorkNotice) -> str:
    return f"{f' on {notice.on}' if notice.on else ''}, as a registry said on {status.checked}"


def _where(error: Exception) -> str:
    """At which value of the file, as far as the error says so; not the pattern that it should have."""
    place = str(error).rpartition(" - at `$")[2].rstrip("`")
    return f", at {place.lstrip('.')}" if " - at `$" in str(error) else ""
