"""What a manifest says only together with other files: plugins by the aliases of a catalogue, a library by its source."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from patternbook.screening.manifests import jvm, others
from patternbook.screening.manifests.model import Dependency, LocatedManifest

TELLING_SUFFIXES = (others.CARGO_LIBRARY_SOURCE,)
"""Ends of the paths that matter to a manifest above them by being there."""


def combine_manifests(manifests: Sequence[LocatedManifest], telling: Collection[str]) -> Iterator[tuple[LocatedManifest, tuple[Dependency, ...]]]:
    """Every manifest with what the other files make of it, and what it needs besides what it names itself."""
    catalogues = {_build_of(each.file): each.manifest.aliases for each in manifests if each.manifest.aliases}
    for each in manifests:
        plugins = tuple(_plugins(each, catalogues)) if each.manifest.aliased else ()
        manifest = jvm.with_plugins(each.manifest, plugins)
        if manifest.published_with and f"{_folder(each.file)}{manifest.published_with}" in telling:
            manifest = replace(manifest, publishes=manifest.published_with)
        yield replace(each, manifest=manifest), plugins


def _plugins(build: LocatedManifest, catalogues: Mapping[str, Mapping[str, str]]) -> Iterator[Dependency]:
    """What the aliases of a build stand for in the catalogue that is nearest above it."""
    folder = _folder(build.file)
    while folder and folder not in catalogues:
        folder = _folder(folder.rstrip("/"))
    aliases = catalogues.get(folder, {})
    for each in build.manifest.aliased:
        if plugin := aliases.get(jvm.alias_as_used(each.name)):
            yield replace(each, name=plugin)


def _build_of(catalogue: str) -> str:
    """The folder whose builds a catalogue is for: the one that has it in gradle/."""
    return _folder(catalogue).removesuffix("gradle/")


def _folder(path: str) -> str:
    """The folder of a file with its slash; nothing at the root."""
    return path[: path.rfind("/") + 1]
