"""`crossref`: what an entry takes over from the volume it is part of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from patternbook.bibliography.entry_types import ENTRY_TYPES, NOT_INHERITED, TITLED_BY_PARENT
from patternbook.bibliography.parse.grammar import RawEntry, RawField
from patternbook.bibliography.problems import Flaw

_SAME = ({"year", "date", "month"}, {"journal", "journaltitle"}, {"address", "location"}, {"school", "institution"})
"""Fields that say the same thing in BibTeX and biblatex: an entry that gives one inherits none of them."""


@dataclass(frozen=True, slots=True)
class MergedEntry:
    """An entry with what it inherited: fields by name in lower case, its own first."""

    entry: RawEntry
    fields: Mapping[str, RawField]
    flaws: tuple[Flaw, ...] = ()


def resolve_crossrefs(entries: Mapping[str, RawEntry]) -> tuple[MergedEntry, ...]:
    """Every entry with its inherited fields, in the order given. `entries` is keyed by key in lower case."""
    done: dict[str, MergedEntry] = {}
    for key in entries:
        chain = _chain(key, entries, done)
        while chain:
            _merge_one(chain.pop(), entries, done)
    return tuple(done[key] for key in entries)


def _chain(key: str, entries: Mapping[str, RawEntry], done: Mapping[str, MergedEntry]) -> list[str]:
    """The keys to merge for this one, parents last; stops at what is done, unknown, or there already (a circle)."""
    chain: dict[str, None] = {}
    while key in entries and key not in done and key not in chain:
        chain[key] = None
        key = _parent(entries[key])
    return list(chain)


def _parent(entry: RawEntry) -> str:
    return next((field.value.strip().lower() for field in entry.fields if field.name == "crossref"), "")


def _merge_one(key: str, entries: Mapping[str, RawEntry], done: dict[str, MergedEntry]) -> None:
    entry = entries[key]
    own: dict[str, RawField] = {}
    for field in entry.fields:
        own.setdefault(field.name, field)
    parent = _parent(entry)
    if not parent:
        done[key] = MergedEntry(entry, own)
    elif parent in done:
        done[key] = MergedEntry(entry, own | _inherited(entry, own, done[parent]))
    else:
        wrong = "leads back to this entry" if parent in entries else "is not in the file"
        message = f"crossref {own['crossref'].value[:80]!r} {wrong}"
        flaw = Flaw(own["crossref"].offset, "bad-crossref", message, "the key of another entry")
        done[key] = MergedEntry(entry, own, (flaw,))


def _inherited(entry: RawEntry, own: Mapping[str, RawField], parent: MergedEntry) -> dict[str, RawField]:
    kind = ENTRY_TYPES.get(entry.type, "misc")
    taken = set(own) | {name for same in _SAME if same & set(own) for name in same}
    # Who wrote the volume did not write the paper; a chapter of an author's own book is that author's.
    withheld = NOT_INHERITED | taken | (set() if kind == "inbook" else {"author"})
    fields = {name: field for name, field in parent.fields.items() if name not in withheld}
    for name, source in (("booktitle", "title"), ("booksubtitle", "subtitle")):
        if kind in TITLED_BY_PARENT and source in parent.fields and not {"booktitle", name} & (taken | set(fields)):
            fields[name] = parent.fields[source]
    return {name: RawField(name, field.value, entry.offset) for name, field in fields.items()}
