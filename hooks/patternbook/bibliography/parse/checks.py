"""What every entry must say, by kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from patternbook.bibliography.entry_types import CONTAINER_FIELDS, ENTRY_TYPES, KNOWN_FIELDS, NEEDS_CONTAINER, NEEDS_NO_AUTHOR
from patternbook.bibliography.parse.inherit import MergedEntry
from patternbook.bibliography.problems import Flaw
from patternbook.bibliography.reference import Reference

KEY_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.+-]*")
"""Keys become addresses (/references/KEY/) and names in Markdown ([@KEY])."""

_MANY_FIELDS = 60
"""Entries with more fields are nobody's typing mistake; no nearest name is looked for."""


def check_key(key: str, offset: int) -> Iterator[Flaw]:
    """A key that can stand in an address."""
    if not KEY_PATTERN.fullmatch(key):
        expected = "a letter or digit, then letters, digits and _ : . + -"
        fix = re.sub(r"[^A-Za-z0-9_:.+-]+", "-", key).strip("-_:.+")[:80]
        yield Flaw(offset, "bad-key", f"the key {key[:80]!r} cannot be used", expected, f"write {fix}" if fix else "")


def check_fields(merged: MergedEntry, reference: Reference) -> Iterator[Flaw]:
    """Type, title, who signs, where it appeared, year, and fields written twice."""
    entry, offset = merged.entry, merged.entry.offset
    if entry.type not in ENTRY_TYPES:
        fix = _nearest(entry.type, ENTRY_TYPES, "@")
        message = f"the type @{entry.type[:40]} is not known; read as @misc"
        yield Flaw(offset, "unknown-type", message, "a BibTeX or biblatex type", fix)
    if not reference.title:
        yield _missing(merged, "title", "missing-field")
    if not (reference.authors or reference.editors or _signed_badly(merged)):
        code = "missing-recommended" if reference.kind in NEEDS_NO_AUTHOR else "missing-field"
        yield _missing(merged, "author", code, "author, editor or organization")
    if reference.kind in NEEDS_CONTAINER and not (reference.container or reference.eprint):
        field = "journal" if reference.kind == "article" else CONTAINER_FIELDS[reference.kind][0]
        yield _missing(merged, field, "missing-recommended")
    if not reference.year:
        yield _missing(merged, "year", "missing-year", "year or date")
    yield from _check_twice(merged)


def _signed_badly(merged: MergedEntry) -> bool:
    """Whether there is a name list that could not be read: that is reported already."""
    return any(merged.fields[name].value for name in ("author", "editor") if name in merged.fields)


def _missing(merged: MergedEntry, field: str, code: str, expected: str = "") -> Flaw:
    message = f"{field} is empty" if field in merged.fields else f"{field} is missing"
    near = "" if field in merged.fields else _misspelt(merged, field)
    return Flaw(merged.entry.offset, code, message, expected or field, f"rename {near} to {field}" if near else "")


def _misspelt(merged: MergedEntry, field: str) -> str:
    unknown = [name for name in merged.fields if name not in KNOWN_FIELDS and len(name) <= 20]
    return _closest(field, unknown) if unknown and len(unknown) <= _MANY_FIELDS else ""


def _nearest(wrong: str, known: Iterable[str], mark: str) -> str:
    close = _closest(wrong[:40], known)
    return f"write {mark}{close}" if close else ""


def _closest(wrong: str, known: Iterable[str]) -> str:
    import difflib  # good bibliographies do without

    close = difflib.get_close_matches(wrong, list(known), n=1, cutoff=0.75)
    return close[0] if close else ""


def _check_twice(merged: MergedEntry) -> Iterator[Flaw]:
    seen: set[str] = set()
    for field in merged.entry.fields:
        if field.name in seen:
            yield Flaw(field.offset, "duplicate-field", f"{field.name[:40]} is given twice; the first one counts")
        seen.add(field.name)
