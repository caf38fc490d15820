"""package.json. https://docs.npmjs.com/cli/configuring-npm/package-json"""

from __future__ import annotations

from typing import Any

from patternbook.screening.manifests.lines import KeyPath, json_lines
from patternbook.screening.manifests.model import Dependency, Manifest, limit_dependencies
from patternbook.screening.manifests.structured import from_json, table_at, text_of

_DEPENDENCIES = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_FOR_OTHERS = ("exports", "module", "types", "typings", "files", "unpkg", "jsdelivr", "peerDependencies", "publishConfig")
_PUBLISHING = ("prepublish", "prepublishOnly", "prepack")
_APPLICATIONS = {"electron": "main", "react-native": "", "nw": "main", "expo": ""}
"""Application framework -> field that a package depending on it must have to be an application itself."""


def package_json(text: str) -> Manifest:
    """Read a package.json; raise ManifestError if it is not a JSON object."""
    package = from_json(text)
    lines = json_lines(text)
    needed = (Dependency("npm", name, lines.get((key, name), 0)) for key in _DEPENDENCIES for name in table_at(package, key))
    application, starting = _application(package)
    publishes, publishing = ("", ()) if application and not package.get("peerDependencies") else _publishes(package)
    return Manifest(
        "package.json",
        text_of(package.get("name")),
        limit_dependencies(needed),
        publishes,
        lines.get(publishing, 0),
        application,
        lines.get(starting, 0),
        text_of(package.get("homepage")),
    )


def _application(package: dict[str, Any]) -> tuple[str, KeyPath]:
    """Return what makes it an application, and the path of that field."""
    if table_at(package, "build").get("appId"):
        return "build.appId", ("build", "appId")
    for name, needs in _APPLICATIONS.items():
        key = next((key for key in ("dependencies", "devDependencies") if name in table_at(package, key)), "")
        if key and (not needs or needs in package) and not any(each in package for each in ("exports", "types", "peerDependencies")):
            return f"depends on {name}", (key, name)
    return ("scripts.start", ("scripts", "start")) if package.get("private") and "start" in table_at(package, "scripts") else ("", ())


def _publishes(package: dict[str, Any]) -> tuple[str, KeyPath]:
    """Return what makes it a package for others, and the path of that field."""
    if package.get("private") or not package.get("name"):
        return "", ()
    scripts = table_at(package, "scripts")
    fields = [(key,) for key in _FOR_OTHERS if package.get(key)] + [("scripts", key) for key in _PUBLISHING if key in scripts]
    if fields:
        return ".".join(fields[0]), fields[0]
    return ("main, and no script that starts it", ("main",)) if package.get("main") and not ({"start", "serve"} & set(scripts)) else ("", ())
