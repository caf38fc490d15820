"""Manifests of package managers and build tools. They are parsed, never run."""

from __future__ import annotations

from fnmatch import fnmatchcase

from patternbook.screening.manifests import apple, dotnet, jvm, npm, others, python
from patternbook.screening.manifests.model import Manifest, ManifestError, Parser

MAX_MANIFEST_BYTES = 1024 * 1024
"""Larger manifests are generated and are not read."""

_BY_NAME: dict[str, Parser] = {
    "package.json": npm.package_json,
    "pyproject.toml": python.pyproject,
    "setup.py": python.setup_py,
    "setup.cfg": python.setup_cfg,
    "pipfile": python.pipfile,
    "environment.yml": python.conda_environment,
    "environment.yaml": python.conda_environment,
    "build.gradle": jvm.gradle,
    "build.gradle.kts": jvm.gradle,
    "settings.gradle": jvm.gradle_settings,
    "settings.gradle.kts": jvm.gradle_settings,
    "libs.versions.toml": jvm.version_catalog,
    "pom.xml": jvm.pom,
    "packages.config": dotnet.project,
    "directory.packages.props": dotnet.project,
    "podfile": apple.podfile,
    "package.swift": apple.package_swift,
    "cartfile": apple.cartfile,
    "project.pbxproj": apple.xcode_project,
    "cargo.toml": others.cargo,
    "go.mod": others.go_mod,
    "pubspec.yaml": others.pubspec,
    "gemfile": others.gemfile,
    "composer.json": others.composer,
    "cmakelists.txt": others.cmake,
}
_BY_PATTERN: dict[str, Parser] = {
    "*requirements*.txt": python.requirements,
    "*.gradle": jvm.gradle,
    "*.gradle.kts": jvm.gradle,
    "*.csproj": dotnet.project,
    "*.vbproj": dotnet.project,
    "*.fsproj": dotnet.project,
    "*.nuspec": dotnet.nuspec,
    "*.podspec": apple.podspec,
    "*.gemspec": others.gemspec,
}


def manifest_parser(path: str) -> Parser | None:
    """Return the parser for a file whose name is that of a manifest."""
    folder, _, name = path.lower().rpartition("/")
    if name in _BY_NAME:
        return _BY_NAME[name]
    if folder.rpartition("/")[2] == "requirements" and name.endswith(".txt"):
        return python.requirements
    return next((parser for pattern, parser in _BY_PATTERN.items() if fnmatchcase(name, pattern)), None)


__all__ = ["Manifest", "ManifestError", "manifest_parser"]
