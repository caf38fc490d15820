"""What documents show of releases, computed from their manifests alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from patternbook.catalogue.releases.archive import Archive
from patternbook.catalogue.releases.ledger import Ledger
from patternbook.catalogue.releases.manifest import ManifestRow, ReleaseManifest
from patternbook.catalogue.releases.released import (
    NO_HISTORY,
    RELEASES,
    FrozenState,
    GonePage,
    ReleasedChange,
    ReleasedText,
    ReleaseHistory,
    ReleaseSummary,
)

_PageRows = list[tuple[ReleaseManifest, ManifestRow]]


def history_of(archive: Archive, ledger: Ledger) -> ReleaseHistory:
    """The history of every page, every frozen page, and every address whose page is gone."""
    gone = {page: GonePage(moved_to=new) for page, new in ledger.moved.items()}
    gone |= {page: GonePage(withdrawn_on=each.on, because=each.because) for page, each in ledger.withdrawn.items()}
    if not archive.manifests:
        return NO_HISTORY._replace(gone=MappingProxyType(gone)) if gone else NO_HISTORY
    rows: Mapping[str, _PageRows] = defaultdict(list)
    for manifest in archive.manifests.values():
        for page, row in manifest.pages.items():
            changes = rows[page]
            if not changes or changes[-1][1].text != row.text:  # few texts change in a release
                changes.append((manifest, row))
    manifests = archive.manifests
    released = {
        page: tuple(ReleasedText(row.held, manifests[row.held].date, row.text) for _, row in changes if row.text) for page, changes in rows.items()
    }
    frozen = {
        f"{RELEASES}/{name}/{page}": FrozenState(name, page, row.text, _later(rows[page], row.text))
        for name, manifest in manifests.items()
        for page, row in manifest.pages.items()
        if row.held == name
    }
    return ReleaseHistory(
        MappingProxyType(_summaries(archive)), MappingProxyType(released), MappingProxyType(frozen), MappingProxyType(gone), archive
    )


def _later(changes: _PageRows, text: str) -> tuple[ReleasedChange, ...]:
    """The changes after a text was released."""
    after = [row.text for _, row in changes].index(text) + 1
    return tuple(ReleasedChange(manifest.name, manifest.date, row.reworded, row.corrected) for manifest, row in changes[after:])


def _summaries(archive: Archive) -> dict[str, ReleaseSummary]:
    before = dict(pairwise(archive.manifests))
    previous = {later: earlier for earlier, later in before.items()}
    return {
        name: ReleaseSummary(name, each.date, each.doi, "" if each.draft else each.editor, archive.digests[name], previous.get(name, ""))
        for name, each in archive.manifests.items()
    }
