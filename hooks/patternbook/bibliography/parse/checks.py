"""Checks of one entry: its key, its type and the fields that every work of its kind needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from patternbook.bibliography.entry_types import CONTAINER_FIELDS, ENTRY_TYPES, KNOWN_FIELDS, NEEDS_CONTAINER, NEEDS_NO_AUTHOR
from patternbook.bibliography.parse.inherit import MergedEntry
from patternbook.bibliography.problems import Flaw
from patternbook.bibliography.reference import Reference

KEY_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.+-]*")
"""Keys become addresses (/references/KEY/) and names in Markdown ([@KEY])."""

_MAX_UNKNOWN_FIELDS = 60
"""An entry with more unknown fields has no single misspelt one; comparing them all would take long."""


def check_key(key: str, offset: int) -> Iterator[Flaw]:
    """Report a key that cannot be part of an address."""
    if not KEY_PATTERN.fullmatch(key):
        expected = "a letter or digit, then letters, digits and _ : . + -"
        fix = re.sub(r"[^A-Za-z0-9_:.+-]+", "-", key).strip("-_:.+")[:80]
        yield Flaw(offset, "bad-key", f"the key {key[:80]!r} cannot be used", expected, f"write {fix}" if fix else "")


def check_fields(merged: MergedEntry, reference: Reference) -> Iterator[Flaw]:
    """Report an unknown type, fields given twice, and a missing title, author, container or year."""
    entry = merged.entry
    if entry.type not in ENTRY_TYPES:
        close = _closest(entry.type[:40], ENTRY_TYPES)
        message = f"the type @{entry.type[:40]} is not known; read as @misc"
        yield Flaw(entry.offset, "unknown-type", message, "a BibTeX or biblatex type", close and f"write @{close}")
    if not reference.title:
        yield _missing(merged, "title", "missing-field")
    # A name list that could not be read is reported already.
    has_names = any(merged.fields[name].value for name in ("author", "editor") if name in merged.fields)
    if not (reference.authors or reference.editors or has_names):
        code = "missing-recommended" if reference.kind in NEEDS_NO_AUTHOR else "missing-field"
        yield _missing(merged, "author", code, "author, editor or organization")
    if reference.kind in NEEDS_CONTAINER and not (reference.container or reference.eprint):
        yield _missing(merged, "journal" if reference.kind == "article" else CONTAINER_FIELDS[reference.kind][0], "missing-recommended")
    if not reference.year:
        yield _missing(merged, "year", "missing-year", "year or date")
    for field in entry.fields:
        if field is not merged.fields[field.name]:
            yield Flaw(field.offset, "duplicate-field", f"{field.name[:40]} is given twice; the first one counts")


def _missing(merged: MergedEntry, field: str, code: str, expected: str = "") -> Flaw:
    if field in merged.fields:
        return Flaw(merged.entry.offset, code, f"{field} is empty", expected or field)
    unknown = [name for name in merged.fields if name not in KNOWN_FIELDS and len(name) <= 20]
    close = _closest(field, unknown) if 0 < len(unknown) <= _MAX_UNKNOWN_FIELDS else ""
    return Flaw(merged.entry.offset, code, f"{field} is missing", expected or field, close and f"rename {close} to {field}")


def _closest(wrong: str, known: Iterable[str]) -> str:
    import difflib  # only here, as a bibliography without mistakes does not need it

    return next(iter(difflib.get_close_matches(wrong, known, n=1, cutoff=0.75)), "")
