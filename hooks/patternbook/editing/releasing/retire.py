"""Take an entry out of use in the data, and record in the ledger what became of an address."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from patternbook.catalogue.items import Item
from patternbook.catalogue.releases.archive import Archive, release_paths
from patternbook.catalogue.releases.manifest import file_digest, manifest_text
from patternbook.catalogue.releases.pack import Pack, pack_bytes
from patternbook.check.read import Reading
from patternbook.editing.releasing.ledger import with_ledger_lines
from patternbook.editing.splice import YamlText
from patternbook.editing.write import ChangedFile, open_file, replaced_raw_file
from patternbook.model.registry import LISTED, kind_of_id
from patternbook.source.files import LEDGER_FILE, load_folder
from patternbook.urls import reference_page

_KEYS = {listed.plural: listed.key for listed in LISTED}


class RetireError(Exception):
    """It cannot be done; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Retiring:
    """What is to be taken out of use."""

    name: str
    """An id, or an address."""
    on: str
    because: str
    replaced_by: tuple[str, ...] = ()
    how: str | None = None
    exact: bool = False
    planned: bool = False
    announced: str = ""
    """The day on which it is announced, where it is planned; empty where that is not known."""


class Retired(NamedTuple):
    """What changes, and what to say of it."""

    changed: list[ChangedFile]
    says: list[str]


def retire_entry(wanted: Retiring, reading: Reading, data: Path, base: Path) -> Retired:
    """Set `retired` (or `to_be_retired`) in an entry, and record it.

    Raises:
        RetireError: there is no such entry, it is retired, or what takes its place is no entry in use.
        SpliceError: a file cannot be read or changed.

    """
    entries = {item.name: item for item in reading.items if kind_of_id(item.name) is not None}
    item = entries.get(wanted.name)
    if item is None:
        raise RetireError(f"there is no entry {wanted.name}; an address is named with its folder, such as references/{wanted.name}")
    if item.header.retired:
        raise RetireError(f"{wanted.name} is retired already")
    for name in wanted.replaced_by:
        if name not in entries or entries[name].header.retired or name == wanted.name:
            raise RetireError(f"{name} cannot take its place: it is no other entry that is in use")
    path, place = _place_of(item, data, base)
    opened = open_file(path, base)
    key = "to_be_retired" if wanted.planned else "retired"
    changed = [opened.with_text(YamlText(opened.file, opened.text).add_key(place, key, _yaml(wanted)).text)]
    line = f"retired {_page(item)}"
    if not wanted.planned and (data / LEDGER_FILE).exists() and line not in reading.beside.ledger.lines:
        changed.append(with_ledger_lines(data, base, [line]))
    still = sorted(name for name, other in entries.items() if any(target == wanted.name for _, target, _ in other.header.links))
    says = [f"{wanted.name} is {'to be ' if wanted.planned else ''}retired{f'; {_listed(still)} still name it' if still else ''}."]
    return Retired(changed, says)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def _page(item: Item) -> str:
    kind = kind_of_id(item.name)
    assert kind is not None  # noqa: S101 - it is the id of an entry
    return f"{kind.plural}/{item.name}"


def _yaml(wanted: Retiring) -> str:
    """The value of the field in one line."""
    values = {"reason": wanted.because, "on": wanted.on}
    if len(wanted.replaced_by) == 1:
        values["successor"] = wanted.replaced_by[0]
    parts = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    parts += [f"successors: [{', '.join(wanted.replaced_by)}]"] if len(wanted.replaced_by) > 1 else []
    how = wanted.how or (("split" if len(wanted.replaced_by) > 1 else "merged") if wanted.replaced_by else None)
    parts += [f"how: {how}"] if how else []
    parts += [f"announced: {wanted.announced}"] if wanted.announced else []
    return f"{{{', '.join([*parts, *(['exact: true'] if wanted.exact else [])])}}}"


def _place_of(item: Item, data: Path, base: Path) -> tuple[Path, tuple[str | int, ...]]:
    """The file of an entry, and its path in it."""
    sources, _ = load_folder(data, base)
    for source in sources:
        items = source.root.get(item.key)
        for index, raw in enumerate(items if isinstance(items, list) else ()):
            if isinstance(raw, dict) and raw.get("id") == item.name:
                return base / source.file, (item.key, index)
    raise RetireError(f"{item.name} cannot be found in the data")


def move_address(wanted: Retiring, reading: Reading, data: Path, base: Path) -> Retired:
    """Record that an address moved, once the data has the new one in place of the old.

    Raises:
        RetireError: the old address is still in use or was never published, or there is no new one.
        SpliceError: the ledger cannot be changed.

    """
    folder = wanted.name.partition("/")[0]
    present = _present(reading)
    if len(wanted.replaced_by) != 1:
        raise RetireError("an address leads to one other: --replaced-by NAME")
    new = wanted.replaced_by[0] if "/" in wanted.replaced_by[0] else f"{folder}/{wanted.replaced_by[0]}"
    if wanted.name in present:
        raise RetireError(f"{wanted.name} is still in use; rename it in the data first, everywhere, then run this again")
    if wanted.name not in reading.beside.ledger.pages:
        raise RetireError(f"{wanted.name} was never published, so that nothing leads to it; there is nothing to do")
    if new not in present:
        raise RetireError(f"there is no {new} that it could lead to")
    if wanted.name in reading.beside.ledger.moved:
        raise RetireError(f"{wanted.name} leads to {reading.beside.ledger.moved[wanted.name]} already")
    return Retired([with_ledger_lines(data, base, [f"moved {wanted.name} {new}"])], [f"{wanted.name} leads to {new}."])


def _present(reading: Reading) -> set[str]:
    folders = {key: plural for plural, key in _KEYS.items()}
    listed = {f"{folders[item.key]}/{item.name}" for item in reading.items if item.key in folders}
    return listed | {*map(reference_page, reading.beside.references)} | set(reading.beside.slugs)


def withdraw_text(wanted: Retiring, reading: Reading, data: Path, base: Path) -> Retired:
    """Take the text of a page out of every release, and record why. The data must no longer have the page.

    Raises:
        RetireError: the page is still there, or was never published.
        SpliceError: the ledger cannot be changed.

    """
    kind = kind_of_id(wanted.name)
    page = f"{kind.plural}/{wanted.name}" if kind else wanted.name
    if page in _present(reading):
        raise RetireError(f"{page} is still in the data; take it out, with what links to it, then run this again")
    if page not in reading.beside.ledger.pages:
        raise RetireError(f"{page} was never published; there is nothing to withdraw")
    if page in reading.beside.ledger.withdrawn:
        raise RetireError(f"{page} is withdrawn already")
    files, lines = _purge(reading.beside.archive, page, data, base)
    ledger = with_ledger_lines(data, base, [f"withdrawn {page} {wanted.on} {' '.join(wanted.because.split())}", *lines])
    says = [
        f"The text of {page} is out of {len(lines)} release{'s' if len(lines) != 1 else ''}; its address says that it was withdrawn.",
        "The history of the repository still holds it: rewrite that too (git filter-repo), and ask hosts to forget copies.",
    ]
    return Retired([*files, ledger], says)


def _purge(archive: Archive, page: str, data: Path, base: Path) -> tuple[list[ChangedFile], list[str]]:
    """The files of all releases without a page's text, and lines for the ledger with the digests of their manifests."""
    files, lines = list[ChangedFile](), list[str]()
    for name, manifest in archive.manifests.items():
        pack = archive.pack(name)
        if page not in manifest.pages and page not in pack.shared["names"]:
            continue
        names = dict(pack.shared["names"])
        if page in names:
            names[page] = {"kind": names[page]["kind"], "id": names[page]["id"], "title": names[page]["id"]}
        shared = {**pack.shared, "names": names}
        shared |= {part: {key: value for key, value in pack.shared[part].items() if key != page} for part in ("links", "derived", "titles")}
        raw = pack_bytes(Pack(shared, {each: text for each, text in pack.texts.items() if each != page}))
        rows = {each: replace(row, text="", reworded="", corrected="") if each == page else row for each, row in manifest.pages.items()}
        text = manifest_text(replace(manifest, pages=rows, pack=file_digest(raw))).encode()
        manifest_path, pack_path = release_paths(data, name)
        files += [replaced_raw_file(pack_path, base, raw), replaced_raw_file(manifest_path, base, text)]
        lines.append(f"release {name} {file_digest(text)}")
    return files, lines
