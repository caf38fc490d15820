"""What an entry takes over from others: from shared data (`xdata`), and from the volume it is part of (`crossref`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from patternbook.bibliography.entry_types import ENTRY_TYPES, NOT_INHERITED, PART_TYPES, TITLED_BY_PARENT
from patternbook.bibliography.parse.grammar import RawEntry, RawField
from patternbook.bibliography.problems import Flaw

_SAME = ({"year", "date", "month"}, {"journal", "journaltitle"}, {"address", "location"}, {"school", "institution"})
"""Fields that mean the same thing in BibTeX and biblatex: an entry that gives one inherits none of them."""

_ALIASES = frozenset({"crossref", "entryset", "ids", "options", "xdata"})
"""Fields that shared data does not pass on."""

_GRANULAR = re.compile(r"xdata\s*=\s*([^\s,{}]+?)-([a-z]+)(?:-([0-9]+))?(?=[\s,{}]|$)")
"""One field of shared data in a value, `xdata=key-author-1`: its key, the field, and which item of a list."""


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
        # Entries to merge, those that others inherit from last. Not recursive, as a chain may be as long as the file; what
        # is in the list already is in a circle, and reported by `_merge`.
        todo, seen = [key], set[str]()
        while todo:
            name = todo[-1]
            waits = [each for each in _sources(entries[name]) if each in entries and each not in merged and each not in seen]
            if name not in merged and name not in seen and waits:
                seen.add(name)
                todo += waits
            else:
                todo.pop()
                if name not in merged:
                    merged[name] = _merge(entries[name], entries, merged)
    return tuple(merged[key] for key in entries)


def _value(entry: RawEntry, name: str) -> str:
    return next((field.value.strip() for field in entry.fields if field.name == name), "")


def _shared(entry: RawEntry) -> list[str]:
    """Keys of the shared data that an entry takes over."""
    return [key.strip().lower() for key in _value(entry, "xdata").split(",") if key.strip()]


def _sources(entry: RawEntry) -> list[str]:
    """Keys of all entries that an entry takes fields from."""
    granular = (match[1].lower() for field in entry.fields if "xdata" in field.value for match in _GRANULAR.finditer(field.value))
    return [*_shared(entry), *filter(None, [_value(entry, "crossref").lower()]), *granular]


def _merge(entry: RawEntry, entries: Mapping[str, RawEntry], merged: Mapping[str, MergedEntry]) -> MergedEntry:
    own: dict[str, RawField] = {}
    for field in entry.fields:
        own.setdefault(field.name, _filled_in(field, merged) if "xdata" in field.value else field)
    flaws: list[Flaw] = []
    for key in _shared(entry):
        if key in merged:
            given = merged[key].fields
            own |= {name: replace(given[name], offset=entry.offset) for name in given if name not in own and name not in _ALIASES}
        else:
            flaws.append(_not_there(own["xdata"], key, entries))
    parent = _value(entry, "crossref").lower()
    if parent in merged:
        own |= _inherited(entry, own, merged[parent])
    elif parent:
        flaws.append(_not_there(own["crossref"], own["crossref"].value, entries))
    return MergedEntry(entry, own, tuple(flaws))


def _not_there(field: RawField, key: str, entries: Mapping[str, RawEntry]) -> Flaw:
    wrong = "leads back to this entry" if key.strip().lower() in entries else "is not in the file"
    return Flaw(field.offset, "bad-crossref", f"{field.name} {key[:80]!r} {wrong}", "the key of another entry")


def _filled_in(field: RawField, merged: Mapping[str, MergedEntry]) -> RawField:
    """A field with the values of shared data that it names one by one."""

    def value(match: re.Match[str]) -> str:
        source = merged[match[1].lower()].fields.get(match[2]) if match[1].lower() in merged else None
        if source is None:
            return match[0]
        items = re.split(r"\s+and\s+", source.value)
        number = int(match[3]) if match[3] else 0
        return items[number - 1] if 0 < number <= len(items) else source.value

    return replace(field, value=_GRANULAR.sub(value, field.value))


def _inherited(entry: RawEntry, own: Mapping[str, RawField], parent: MergedEntry) -> dict[str, RawField]:
    kind = ENTRY_TYPES.get(entry.type, "misc")
    taken = set(own) | {name for same in _SAME if same & set(own) for name in same}
    fields = {name: field for name, field in parent.fields.items() if name not in NOT_INHERITED | taken}
    for name, source in _renamed(entry, parent).items():
        if source in parent.fields and name not in taken:
            fields[name] = parent.fields[source]
    if kind in TITLED_BY_PARENT and "booktitle" in taken:
        fields.pop("booksubtitle", None)  # of another title
    return {name: RawField(name, field.value, entry.offset) for name, field in fields.items()}


def _renamed(entry: RawEntry, parent: MergedEntry) -> dict[str, str]:
    """Fields that an entry takes over under another name: the title of a volume is the book title of a paper in it (biblatex, appendix B)."""
    kind, of = ENTRY_TYPES.get(entry.type, "misc"), parent.entry.type
    if of.startswith("mv") and entry.type != of:
        return {"maintitle": "title", "mainsubtitle": "subtitle", "maintitleaddon": "titleaddon"}
    if kind == "article":
        return {"journaltitle": "title", "journalsubtitle": "subtitle"} if of == "periodical" else {}
    if kind not in TITLED_BY_PARENT or (ENTRY_TYPES.get(of) in PART_TYPES):
        return {}
    names = {} if "booktitle" in parent.fields else {"booktitle": "title", "booksubtitle": "subtitle", "booktitleaddon": "titleaddon"}
    return names | ({"bookauthor": "author"} if kind == "inbook" else {})
