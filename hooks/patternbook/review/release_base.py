"""What changed since a release, in the form of a comparison of revisions: of own contents, which are what a release keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from patternbook.bibliography.write.styles.runs import plain_text
from patternbook.bibliography.write.styles.styles import citation_text
from patternbook.catalogue.releases.archive import Archive
from patternbook.catalogue.releases.own import OwnContent, own_content, reference_content
from patternbook.check.read import Reading
from patternbook.diagnostics.diagnostic import only_errors
from patternbook.documents.frozen import content_changes
from patternbook.model.registry import LISTED
from patternbook.review.differences import DataDifferences, FieldDifference, ItemDifference, PageDifferences, RevisionReading
from patternbook.urls import reference_page

_PLURAL = {listed.key: listed.plural for listed in LISTED}
_KEY = {listed.plural: listed.key for listed in LISTED}
_Contents = Mapping[str, tuple[str, OwnContent]]
"""Page -> its title and its own content."""


def compare_with_release(archive: Archive, name: str, head: RevisionReading) -> DataDifferences:
    """What changed from a release to a reading of the data."""
    before, after = _frozen(archive, name), dict(_present(head.reading))
    items = tuple(_differences(before, after))
    both = before.keys() & after.keys()
    return DataDifferences(
        base=f"release {name}",
        head=head.name,
        base_errors=0,
        head_errors=len(only_errors(head.reading.diagnostics)),
        items=tuple(item for item in items if item.list != "references"),
        references=tuple(item for item in items if item.list == "references"),
        prose=(),
        pages=PageDifferences(
            added=tuple(sorted(after.keys() - before.keys())),
            removed=tuple(sorted(before.keys() - after.keys())),
            changed=tuple(sorted(page for page in both if before[page][1] != after[page][1])),
        ),
    )


def _frozen(archive: Archive, name: str) -> _Contents:
    found: dict[str, tuple[str, OwnContent]] = {}
    for page, row in archive.manifests[name].pages.items():
        if row.text:
            pack = archive.pack(row.held)
            found[page] = pack.shared["titles"].get(page, ""), json.loads(pack.texts[page])["content"]
    return found


def _present(reading: Reading) -> Iterator[tuple[str, tuple[str, OwnContent]]]:
    for item in reading.items:
        if item.key in _PLURAL:
            yield f"{_PLURAL[item.key]}/{item.name}", (item.header.title, own_content(item.value()))
    for key, reference in reading.beside.references.items():
        yield reference_page(key), (plain_text(citation_text(reference, "")), reference_content(reference))


def _differences(before: _Contents, after: _Contents) -> Iterator[ItemDifference]:
    for page in sorted({*before, *after}):
        folder, _, name = page.partition("/")
        title, new = after.get(page, ("", {}))
        old_title, old = before.get(page, ("", {}))
        if old != new:
            yield ItemDifference(
                list=_KEY.get(folder, folder),
                id=name,
                title=title or old_title,
                change="changed" if page in before and page in after else "added" if page in after else "removed",
                fields=tuple(FieldDifference(field=each.field, before=each.before, after=each.after) for each in content_changes(old, new)),
            )
