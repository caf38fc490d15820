"""CocoaPods, Swift packages, Carthage and Xcode projects, read line by line and never run."""

from __future__ import annotations

import re

from patternbook.screening.manifests.lines import line_at
from patternbook.screening.manifests.model import Dependency, Manifest, limit_dependencies, numbered_rows

_POD = re.compile(r"^\s*(?:pod|s\.dependency|\w+\.dependency)\s*\(?\s*[\"']([\w.+/-]+)[\"']")
_ADDRESS = re.compile(r"(?:url|repositoryURL)\s*[:=]\s*\"([^\"\s]+)\"|^\s*github\s+\"([^\"\s]+)\"")
_NAME = re.compile(r"\bname\s*[:=]\s*[\"']([\w.+-]+)[\"']")


def podfile(text: str) -> Manifest:
    """Read a Podfile; names such as `Firebase/MLVision` are kept whole."""
    return Manifest("Podfile", dependencies=limit_dependencies(_pods(text)))


def podspec(text: str) -> Manifest:
    name = _NAME.search(text)
    return Manifest("podspec", name[1] if name else "", limit_dependencies(_pods(text)), "a podspec")


def _pods(text: str) -> list[Dependency]:
    return [Dependency("cocoapods", match[1].lower(), number, match[1]) for number, row in numbered_rows(text) if (match := _POD.match(row))]


def _packages(text: str) -> list[Dependency]:
    """Return Swift packages, named by the last part of their URL without `.git`."""
    found = []
    for number, row in numbered_rows(text):
        for match in _ADDRESS.finditer(row):
            name = (match[1] or match[2]).rstrip("/").removesuffix(".git").rpartition("/")[2]
            found.append(Dependency("swiftpm", name.lower(), number, name))
    return found


_LIBRARY = re.compile(r"\.library\(")
_EXECUTABLE = re.compile(r"\.(?:executable|iOSApplication)\(")


def package_swift(text: str) -> Manifest:
    name = _NAME.search(text)
    library = _LIBRARY.search(text)
    application = _EXECUTABLE.search(text)
    return Manifest(
        "Package.swift",
        name[1] if name else "",
        limit_dependencies(_packages(text)),
        ".library" if library else "",
        line_at(text, library.start()) if library else 0,
        ".executable" if application else "",
        line_at(text, application.start()) if application else 0,
    )


def cartfile(text: str) -> Manifest:
    return Manifest("Cartfile", dependencies=limit_dependencies(_packages(text)))


def xcode_project(text: str) -> Manifest:
    """Read a project.pbxproj; its targets tell whether it builds an application."""
    application = "com.apple.product-type.application"
    at = text.find(f'"{application}"')
    packages = limit_dependencies(_packages(text))
    if at < 0:
        return Manifest("Xcode project", dependencies=packages)
    return Manifest("Xcode project", dependencies=packages, application=application, application_line=line_at(text, at))
