"""`crossref`: what an entry takes over from the volume it is part of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from patternbook.bibliography.entry_types import ENTRY_TYPES, NOT_INHERITED, TITLED_BY_PARENT
from patternbook.bibliography.parse.grammar import RawEntry, RawField
from patternbook.bibliography.problems import Flaw

_SAME = ({"year", "date", "month"}, {"journal", "journaltitle"}, {"address", "location"}, {"school", "institution"})
"""Fields that mean the same thing in BibTeX and biblatex: an entry that gives one inherits none of them."""


@dataclass(frozen=True, slots=True)
class MergedEntry:
    """An entry with what it inherited: fields by name in lower case, its own first."""

    entry: RawEntry
    fields: Mapping[str, RawField]
    flaws: tuple[Flaw, ...] = ()


def resolve_crossrefs(entries: Mapping[str, RawEntry]) -> tuple[MergedEntry, ...]:
    """Every entry with its inherited fields, in the order given. `entries` is keyed by key in lower case."""
    merged: dict[str, MergedEntry] = {}
    for key in entries:
        # This entry and those it inherits from, parents last, up to one that is merged, unknown or in the chain already
        # (a circle). Not recursive, as a chain may be as long as the file.
        chain: dict[str, RawEntry] = {}
        parent = key
        while parent in entries and parent not in merged and parent not in chain:
            chain[parent] = entries[parent]
            parent = _parent(entries[parent])
        for name, entry in reversed(chain.items()):
            merged[name] = _merge(entry, entries, merged)
    return tuple(merged[key] for key in entries)


def _parent(entry: RawEntry) -> str:
    return next((field.value.strip().lower() for field in entry.fields if field.name == "crossref"), "")


def _merge(entry: RawEntry, entries: Mapping[str, RawEntry], merged: Mapping[str, MergedEntry]) -> MergedEntry:
    own: dict[str, RawField] = {}
    for field in entry.fields:
        own.setdefault(field.name, field)
    parent = _parent(entry)
    if not parent:
        return MergedEntry(entry, own)
    if parent in merged:
        return MergedEntry(entry, own | _inherited(entry, own, merged[parent]))
    wrong = "leads back to this entry" if parent in entries else "is not in the file"
    message = f"crossref {own['crossref'].value[:80]!r} {wrong}"
    return MergedEntry(entry, own, (Flaw(own["crossref"].offset, "bad-crossref", message, "the key of another entry"),))


def _inherited(entry: RawEntry, own: Mapping[str, RawField], parent: MergedEntry) -> dict[str, RawField]:
    kind = ENTRY_TYPES.get(entry.type, "misc")
    taken = set(own) | {name for same in _SAME if same & set(own) for name in same}
    # The authors of a volume are not those of a paper in it; but an `inbook` is a chapter of its authors' own book.
    withheld = NOT_INHERITED | taken | (set() if kind == "inbook" else {"author"})
    fields = {name: field for name, field in parent.fields.items() if name not in withheld}
    for name, source in (("booktitle", "title"), ("booksubtitle", "subtitle")):
        if kind in TITLED_BY_PARENT and source in parent.fields and not {"booktitle", name} & (taken | set(fields)):
            fields[name] = parent.fields[source]
    return {name: RawField(name, field.value, entry.offset) for name, field in fields.items()}
