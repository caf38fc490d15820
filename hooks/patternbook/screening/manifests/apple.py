"""CocoaPods, Swift packages, Carthage and Xcode projects, read line by line and never run."""

from __future__ import annotations

import re

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
    return [Dependency("cocoapods", match[1].lower(), number) for number, row in numbered_rows(text) if (match := _POD.match(row))]


def _packages(text: str) -> list[Dependency]:
    """Return Swift packages, named by the last part of their URL without `.git`."""
    found = []
    for number, row in numbered_rows(text):
        for match in _ADDRESS.finditer(row):
            name = (match[1] or match[2]).rstrip("/").removesuffix(".git").rpartition("/")[2].lower()
            found.append(Dependency("swiftpm", name, number))
    return found


def package_swift(text: str) -> Manifest:
    name = _NAME.search(text)
    application = ".executable" if ".executable(" in text or ".iOSApplication(" in text else ""
    return Manifest(
        "Package.swift", name[1] if name else "", limit_dependencies(_packages(text)), ".library" if ".library(" in text else "", application
    )


def cartfile(text: str) -> Manifest:
    return Manifest("Cartfile", dependencies=limit_dependencies(_packages(text)))


def xcode_project(text: str) -> Manifest:
    """Read a project.pbxproj; its targets tell whether it builds an application."""
    application = "com.apple.product-type.application"
    return Manifest("Xcode project", dependencies=limit_dependencies(_packages(text)), application=application if f'"{application}"' in text else "")
