"""Checks of one entry: its key, its type and the fields that every work of its kind needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from patternbook.bibliography.entry_types import (
    ARCHIVE_FIELDS,
    CONTAINER_FIELDS,
    ENTRY_TYPES,
    EXTRA_FIELDS,
    KNOWN_FIELDS,
    NAME_FIELDS,
    NEEDS_CONTAINER,
    NEEDS_NO_AUTHOR,
    NOT_CARRIED,
)
from patternbook.bibliography.parse.inherit import MergedEntry
from patternbook.bibliography.problems import Flaw
from patternbook.bibliography.reference import Reference
from patternbook.markup import CITATION_KEY, MAX_KEY_LENGTH

KEY_PATTERN = re.compile(CITATION_KEY)
"""Keys are names in Markdown ([@KEY]); `urls.reference_page` makes an address of any of them."""

_MAX_UNKNOWN_FIELDS = 60
"""An entry with more unknown fields has no single misspelt one; comparing them all would take long."""


def check_key(key: str, offset: int) -> Iterator[Flaw]:
    """Report a key that no text could cite."""
    if not KEY_PATTERN.fullmatch(key) or len(key) > MAX_KEY_LENGTH:
        expected = f"letters, digits and _ : . + - / ' & * ! ?, at most {MAX_KEY_LENGTH} of them, the first a letter, digit or _"
        fix = re.sub(r"[^\w:.+-]+", "-", key).strip("-:.+")[:80]
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
    if not (reference.year or reference.status):
        yield _missing(merged, "year", "missing-year", "year or date")
    seen = set[str]()
    for field in entry.fields:
        if field.name in seen:
            yield Flaw(field.offset, "duplicate-field", f"{field.name[:40]} is given twice; the first one counts")
        seen.add(field.name)


def _missing(merged: MergedEntry, field: str, code: str, expected: str = "") -> Flaw:
    if field in merged.fields:
        return Flaw(merged.entry.offset, code, f"{field} is empty", expected or field)
    known = KNOWN_FIELDS | EXTRA_FIELDS | NOT_CARRIED | {*NAME_FIELDS, *ARCHIVE_FIELDS}
    unknown = [name for name in merged.fields if name not in known and len(name) <= 20]
    close = _closest(field, unknown) if 0 < len(unknown) <= _MAX_UNKNOWN_FIELDS else ""
    return Flaw(merged.entry.offset, code, f"{field} is missing", expected or field, close and f"rename {close} to {field}")


def _closest(wrong: str, known: Iterable[str]) -> str:
    import difflib  # only here, as a bibliography without mistakes does not need it

    return next(iter(difflib.get_close_matches(wrong, known, n=1, cutoff=0.75)), "")
