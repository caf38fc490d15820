"""The document of the coverage page: what is in the catalogue, and what is not."""

from __future__ import annotations

from patternbook.documents.model import CitedReference, Note, Target, Value
from patternbook.documents.scope import Library, Scope
from patternbook.model.registry import LISTED_BY_NAME


class Coverage(Value, frozen=True, kw_only=True):
    """What is in the catalogue, and what is not."""

    counts: tuple[tuple[str, int], ...]
    left_out: tuple[tuple[str, str, str], ...]
    """What, source, reason."""
    schemes: tuple[tuple[str, Note, tuple[tuple[str, str, str, tuple[Target, ...]], ...]], ...]
    """Scheme, where it is printed, (label, title, note, matching entries)."""
    targets: dict[str, Target]
    references: dict[str, CitedReference]


def coverage(shelf: Library) -> Coverage:
    """Counts per kind, what was left out and why, and how other schemes are covered."""
    catalogue = shelf.catalogue
    held = {**catalogue.by_kind, **catalogue.words}
    counts = [(catalogue.label(name).many, len(held[name])) for name in LISTED_BY_NAME]
    counts.append(("References", len(catalogue.references)))
    scope = Scope(shelf)
    schemes = tuple(
        (
            scheme.title,
            Note(label=scope.reference(scheme.reference).label, key=scheme.reference, locator=scheme.locator),
            tuple((c.label, c.title, scope.text(c.note), tuple(dict.fromkeys(shelf.target(m.entry) for m in c.matches))) for c in scheme.concepts),
        )
        for scheme in catalogue.schemes
    )
    left_out = tuple((scope.text(item.what), scope.text(item.source), scope.text(item.reason)) for item in catalogue.masthead.left_out)
    return Coverage(counts=tuple(counts), left_out=left_out, schemes=schemes, targets=scope.targets, references=scope.references)
