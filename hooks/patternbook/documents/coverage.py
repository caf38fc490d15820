"""The document of the coverage page: what is in the catalogue, and what is not."""

from __future__ import annotations

from patternbook.documents.model import CitedReference, Note, Target, Value
from patternbook.documents.scope import Library, Scope
from patternbook.model.kinds import KINDS
from patternbook.model.vocabularies import VOCABULARIES


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
    counts = [(catalogue.label(kind.name).many, len(catalogue.by_kind[kind.name])) for kind in KINDS]
    counts += [(catalogue.label(v.name).many, len(catalogue.words[v.name])) for v in VOCABULARIES]
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
