"""The releases of a data folder, read: manifests at once, a pack when one of its texts is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from patternbook.catalogue.releases.changes import changes_between
from patternbook.catalogue.releases.manifest import RELEASE_NAME, ReleaseManifest, file_digest, read_manifest_text, release_order
from patternbook.catalogue.releases.pack import DamagedPackError, Pack, read_pack
from patternbook.catalogue.releases.released import RELEASES, FrozenText, NamedThing, PageChange
from patternbook.diagnostics.diagnostic import Diagnostic, Place, Rule
from patternbook.source.files import display_path, read_bytes

LOST_RELEASE = Rule("PB616", "error", "A file of a release is missing", "Put it back from the history of the repository.")
CHANGED_RELEASE = Rule("PB617", "error", "A release was changed after it was made", "Put the file back as it was: `git checkout REVISION -- FILE`.")
STRAY_FILE = Rule("PB618", "error", "A file belongs to no release", "Remove it, and make the release again if it was not finished.")
RELEASE_RULES = (LOST_RELEASE, CHANGED_RELEASE, STRAY_FILE)

MANIFEST_SUFFIX, PACK_SUFFIX = ".json", ".xz"


class PackFile(NamedTuple):
    """A pack on disk."""

    path: Path
    digest: str
    """As its manifest says."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Every release that can be read."""

    manifests: Mapping[str, ReleaseManifest]
    """In the order of their names."""
    digests: Mapping[str, str]
    """Release -> SHA-256 of the file of its manifest."""
    packs: Mapping[str, PackFile]
    read: dict[str, Pack] = field(default_factory=dict, repr=False, compare=False)
    """Packs that were read; as long as the archive lives, so that each is unfolded once."""

    def pack(self, release: str) -> Pack:
        """The pack of a release.

        Raises:
            DamagedPackError: it cannot be read.

        """
        if release not in self.read:
            self.read[release] = read_pack(self.packs[release].path.read_bytes())
        return self.read[release]

    def text(self, release: str, page: str) -> FrozenText:
        """See `FrozenTexts`."""
        pack, manifest = self.pack(release), self.manifests[release]
        text = pack.texts[page]
        kind = msgspec.json.decode(text)["kind"]
        named = pack.shared["links"].get(page, ())
        names = {each: _named(each, pack.shared["names"][each], manifest) for each in named}
        return FrozenText(text, pack.shared["kinds"].get(kind, {}), names, pack.shared["derived"].get(page, {}))

    def rows(self, release: str) -> Mapping[str, str]:
        """See `FrozenTexts`."""
        return {page: row.held for page, row in self.manifests[release].pages.items()}

    def titles(self, release: str) -> Mapping[str, str]:
        """See `FrozenTexts`."""
        rows = self.manifests[release].pages.items()
        return {page: self.pack(row.held).shared["titles"].get(page, "") for page, row in rows}

    def changes(self, release: str) -> tuple[PageChange, ...]:
        """See `FrozenTexts`."""
        names = [*self.manifests]
        at = names.index(release)
        return tuple(changes_between(self.manifests[names[at - 1]], self.manifests[release])) if at else ()


def _named(page: str, thing: Mapping[str, Any], manifest: ReleaseManifest) -> NamedThing:
    row = manifest.pages.get(page)
    return NamedThing(**thing, page=f"{RELEASES}/{row.held}/{page}" if row else f"{RELEASES}/{manifest.name}")


NO_ARCHIVE = Archive({}, {}, {})


def release_paths(folder: Path, name: str) -> tuple[Path, Path]:
    """The files of a release in a data folder: manifest and pack."""
    return tuple(folder / RELEASES / f"{name}{suffix}" for suffix in (MANIFEST_SUFFIX, PACK_SUFFIX))  # type: ignore[return-value]


def read_archive(folder: Path, base: Path) -> tuple[Archive, list[Diagnostic]]:
    """The releases of a data folder, and what is wrong with their files.

    Args:
        folder: The data folder.
        base: Folder that messages name files relative to.

    """
    where = folder / RELEASES
    files = sorted(path for path in where.iterdir() if not path.name.startswith(".")) if where.is_dir() else []
    manifests: dict[str, ReleaseManifest] = {}
    digests: dict[str, str] = {}
    packs: dict[str, PackFile] = {}
    problems: list[Diagnostic] = []
    for path in sorted((path for path in files if _is_manifest(path)), key=lambda path: release_order(path.stem)):
        raw, shown = read_bytes(path), display_path(path, base)
        try:
            manifest = read_manifest_text(raw)
        except msgspec.DecodeError as error:
            problems.append(Diagnostic(CHANGED_RELEASE, Place(shown), f"the manifest of {path.stem} cannot be read, or is cut short: {error}"))
            continue
        if manifest.name != path.stem:
            problems.append(Diagnostic(CHANGED_RELEASE, Place(shown), f"the manifest says that it is of {manifest.name!r}, not of {path.stem!r}"))
            continue
        manifests[path.stem], digests[path.stem] = manifest, file_digest(raw)
        packs[path.stem] = PackFile(path.with_suffix("").with_name(f"{path.stem}{PACK_SUFFIX}"), manifest.pack)
    archive = Archive(manifests, digests, packs)
    known = {path.name for name in (*manifests, *(path.stem for path in files if _is_manifest(path))) for path in release_paths(folder, name)}
    strays = (Diagnostic(STRAY_FILE, Place(display_path(path, base)), "no manifest names this file") for path in files if path.name not in known)
    return archive, [*problems, *chain(strays, _wrong_packs(archive, base))]


def _is_manifest(path: Path) -> bool:
    return path.suffix == MANIFEST_SUFFIX and RELEASE_NAME.fullmatch(path.stem) is not None


def _wrong_packs(archive: Archive, base: Path) -> Iterator[Diagnostic]:
    """Packs that are missing, cut short or changed, and rows that lead to no text. Their digests tell, without unfolding them."""
    for name, pack in archive.packs.items():
        shown = display_path(pack.path, base)
        raw = read_bytes(pack.path)
        if not raw:
            yield Diagnostic(LOST_RELEASE, Place(shown), f"the texts of release {name} are lost")
        elif file_digest(raw) != pack.digest:
            yield Diagnostic(CHANGED_RELEASE, Place(shown), f"the texts of release {name} are cut short or were changed")
    for name, manifest in archive.manifests.items():
        lost = {row.held for row in manifest.pages.values()} - archive.manifests.keys()
        for each in sorted(lost):
            place = Place(display_path(archive.packs[name].path.with_name(f"{name}{MANIFEST_SUFFIX}"), base))
            yield Diagnostic(LOST_RELEASE, place, f"release {name} rests on texts of {each}, whose manifest is missing or cannot be read")


def verify_texts(archive: Archive) -> Iterator[str]:
    """Texts that are not what their manifests say, one line each; unfolds every pack."""
    for name, manifest in archive.manifests.items():
        try:
            own = archive.pack(name).texts
        except DamagedPackError as error:
            yield f"the texts of release {name} cannot be read: {error}"
            continue
        for page, row in manifest.pages.items():
            if row.held == name and row.text and (page not in own or file_digest(own[page].encode("utf-8", "surrogatepass")) != row.text):
                yield f"release {name} does not hold the text of {page} that its manifest names"
