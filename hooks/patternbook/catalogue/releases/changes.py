"""What a release changed, read off its manifest and the one before it."""

from __future__ import annotations

from collections.abc import Iterator

from patternbook.catalogue.releases.manifest import ManifestRow, ReleaseManifest
from patternbook.catalogue.releases.released import PageChange
from patternbook.phrases import gettext_noop


def changes_between(before: ReleaseManifest | None, after: ReleaseManifest) -> Iterator[PageChange]:
    """Every page that a release added, changed, retired or left out."""
    old = before.pages if before else {}
    for page in sorted({*old, *after.pages}):
        one, other = old.get(page), after.pages.get(page)
        if what := _what(one, other):
            row = other or one
            assert row is not None  # noqa: S101 - the page is in one of the two
            because = (row.corrected or row.reworded) if other else ""
            yield PageChange(page, row.held, what, because, row.successors if what == "retired" else ())


def _what(before: ManifestRow | None, after: ManifestRow | None) -> str:
    """What became of a page, in one word; empty where it is as it was."""
    if before is None or after is None:
        return gettext_noop("added") if before is None else gettext_noop("removed")
    if not after.text:
        return "withdrawn" if before.text else ""
    if after.retired and not before.retired:
        return "retired"
    if before.text == after.text:
        return ""
    return gettext_noop("corrected") if after.corrected else gettext_noop("reworded")
