"""What depends on several files: Gradle plugins applied by an alias, and Cargo libraries, which need no declaration."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from patternbook.screening.manifests import jvm, others
from patternbook.screening.manifests.model import Dependency, LocatedManifest

SUFFIXES_TO_NOTE = (others.CARGO_LIBRARY_SOURCE,)
"""Suffixes of files whose existence matters to a manifest in a folder above."""


def combine_manifests(manifests: Sequence[LocatedManifest], noted_paths: Collection[str]) -> Iterator[tuple[LocatedManifest, tuple[Dependency, ...]]]:
    """Complete every manifest by means of the other files; yield it with the dependencies that this adds."""
    catalogues = {_build_of(each.file): each.manifest.aliases for each in manifests if each.manifest.aliases}
    for each in manifests:
        plugins = tuple(_plugins(each, catalogues)) if each.manifest.aliased else ()
        manifest = jvm.with_plugins(each.manifest, plugins)
        if manifest.published_with and f"{_folder(each.file)}{manifest.published_with}" in noted_paths:
            manifest = replace(manifest, publishes=manifest.published_with)
        yield replace(each, manifest=manifest), plugins


def _plugins(build: LocatedManifest, catalogues: Mapping[str, Mapping[str, str]]) -> Iterator[Dependency]:
    """Resolve the plugin aliases of a build by the nearest version catalog above it."""
    folder = _folder(build.file)
    while folder and folder not in catalogues:
        folder = _folder(folder.rstrip("/"))
    aliases = catalogues.get(folder, {})
    for each in build.manifest.aliased:
        if plugin := aliases.get(jvm.alias_as_used(each.name)):
            yield replace(each, name=plugin, written=each.name)


def _build_of(catalogue: str) -> str:
    """Return the folder whose builds a version catalog is for: the parent of `gradle/`."""
    return _folder(catalogue).removesuffix("gradle/")


def _folder(path: str) -> str:
    """Return the folder of a file with a trailing slash; empty at the root."""
    return path[: path.rfind("/") + 1]
