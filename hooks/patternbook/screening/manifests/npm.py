"""package.json. https://docs.npmjs.com/cli/configuring-npm/package-json"""

from __future__ import annotations

from typing import Any

from patternbook.screening.manifests.model import Manifest, dependencies_of
from patternbook.screening.manifests.structured import from_json, table_at, text_of

_DEPENDENCIES = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_FOR_OTHERS = ("exports", "module", "types", "typings", "files", "unpkg", "jsdelivr", "peerDependencies", "publishConfig")
_PUBLISHING = ("prepublish", "prepublishOnly", "prepack")
_APPLICATIONS = {"electron": "main", "react-native": "", "nw": "main", "expo": ""}
"""Application framework -> field that a package depending on it must have to be an application itself."""


def package_json(text: str) -> Manifest:
    """Read a package.json; raise ManifestError if it is not a JSON object."""
    package = from_json(text)
    names = (name for key in _DEPENDENCIES for name in table_at(package, key))
    application = _application(package)
    return Manifest(
        "package.json",
        text_of(package.get("name")),
        dependencies_of("npm", names, text, '"{}"'),
        "" if application and not package.get("peerDependencies") else _publishes(package),
        application,
        text_of(package.get("homepage")),
    )


def _application(package: dict[str, Any]) -> str:
    if table_at(package, "build").get("appId"):
        return "build.appId"
    needed = {**table_at(package, "dependencies"), **table_at(package, "devDependencies")}
    for name, needs in _APPLICATIONS.items():
        if name in needed and (not needs or needs in package) and not any(key in package for key in ("exports", "types", "peerDependencies")):
            return f"depends on {name}"
    return "scripts.start" if package.get("private") and "start" in table_at(package, "scripts") else ""


def _publishes(package: dict[str, Any]) -> str:
    if package.get("private") or not package.get("name"):
        return ""
    scripts = table_at(package, "scripts")
    field = next((key for key in _FOR_OTHERS if package.get(key)), "") or next((f"scripts.{key}" for key in _PUBLISHING if key in scripts), "")
    if field:
        return field
    return "main, and no script that starts it" if package.get("main") and not ({"start", "serve"} & set(scripts)) else ""
