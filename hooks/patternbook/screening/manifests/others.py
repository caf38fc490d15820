"""Cargo, Go, Dart, Ruby, PHP, CMake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from patternbook.screening.manifests.lines import KeyPath, json_lines, line_at, numbered_matches, table_lines
from patternbook.screening.manifests.model import Dependency, Manifest, limit_dependencies, numbered_rows
from patternbook.screening.manifests.structured import from_json, from_toml, from_yaml, table_at, text_of
from patternbook.source.positions import PlacedMapping

CARGO_LIBRARY_SOURCE = "src/lib.rs"
"""Source file that makes a Cargo package a library even if the manifest does not declare one."""


def cargo(text: str) -> Manifest:
    """Read a Cargo.toml; raise ManifestError if it is not TOML. https://doc.rust-lang.org/cargo/reference/manifest.html"""
    whole = from_toml(text)
    package = table_at(whole, "package")
    lines = table_lines(text)
    holders: list[KeyPath] = [(), ("workspace",), *(("target", each) for each in table_at(whole, "target"))]
    tables = [(*holder, key) for holder in holders for key in ("dependencies", "dev-dependencies", "build-dependencies")]
    needed = {name: lines.get((*table, name), 0) for table in reversed(tables) for name in table_at(whole, *table)}
    publish = package.get("publish", True)
    publishable = bool(package) and (publish is True or (isinstance(publish, list) and bool(publish)))
    return Manifest(
        "Cargo.toml",
        text_of(package.get("name")),
        limit_dependencies(Dependency("cargo", name, needed[name]) for name in sorted(needed)),
        "[lib]" if publishable and "lib" in whole else "",
        lines.get(("lib",), 0),
        "[[bin]]" if whole.get("bin") else "",
        lines.get(("bin",), 0),
        text_of(package.get("homepage")),
        published_with=CARGO_LIBRARY_SOURCE if publishable and "lib" not in whole else "",
    )


_GO = re.compile(r"^\s*(?:require\s+)?([\w.-]+\.[\w.-]+/[\w./~-]+)\s+v\d")


def go_mod(text: str) -> Manifest:
    """Read a go.mod without its indirect requirements."""
    module = re.search(r"^module\s+(\S+)", text, re.MULTILINE)
    rows = ((number, row) for number, row in numbered_rows(text) if "// indirect" not in row)
    found = [Dependency("go", match[1], number) for number, row in rows if (match := _GO.match(row))]
    return Manifest("go.mod", module[1] if module else "", limit_dependencies(found))


def pubspec(text: str) -> Manifest:
    """Read a pubspec.yaml; raise ManifestError if it is not plain YAML. https://dart.dev/tools/pub/pubspec"""
    value, omitted = from_yaml(text)
    groups = [group for key in ("dependencies", "dev_dependencies") if isinstance(group := value.get(key), PlacedMapping)]
    found = [Dependency("pub", name, group.key_at(name)[0]) for group in groups for name in group]
    private = value.get("publish_to") == "none"
    presented = next((key for key in ("homepage", "repository", "documentation", "topics") if value.get(key)), "")
    flutter = value.get("flutter")
    application = (
        isinstance(flutter, PlacedMapping) and "plugin" not in flutter and any(d.name == "flutter" for d in found) and (private or not presented)
    )
    name = value.get("name")
    return Manifest(
        "pubspec.yaml",
        name if isinstance(name, str) else "",
        limit_dependencies(found),
        "" if private else presented,
        value.key_at(presented)[0] if presented else 0,
        "flutter, not published" if application else "",
        value.key_at("flutter")[0] if application else 0,
        omitted=omitted,
    )


_GEM = re.compile(r"^\s*(?:gem|\w+\.add_(?:runtime_|development_)?dependency)\s*\(?\s*[\"']([\w.-]+)[\"']")


def gemfile(text: str) -> Manifest:
    return Manifest("Gemfile", dependencies=limit_dependencies(_gems(text)))


def gemspec(text: str) -> Manifest:
    return Manifest("gemspec", dependencies=limit_dependencies(_gems(text)), publishes="a gemspec")


def _gems(text: str) -> list[Dependency]:
    return [Dependency("gem", match[1], number) for number, row in numbered_rows(text) if (match := _GEM.match(row))]


def composer(text: str) -> Manifest:
    """Read a composer.json; raise ManifestError if it is not a JSON object. https://getcomposer.org/doc/04-schema.md"""
    whole = from_json(text)
    lines = json_lines(text)
    needed = ((key, name) for key in ("require", "require-dev") for name in table_at(whole, key))
    found = (Dependency("composer", path[1].lower(), lines.get(path, 0), path[1]) for path in needed)
    kind, line = text_of(whole.get("type")), lines.get(("type",), 0)
    return Manifest(
        "composer.json",
        text_of(whole.get("name")),
        limit_dependencies(found),
        "type library" if kind == "library" else "",
        line,
        "type project" if kind == "project" else "",
        line,
    )


_PACKAGE = re.compile(
    r"\b(?:find_package|pkg_check_modules|FetchContent_Declare)\s{0,99}+\(\s{0,99}+([\w.+-]{1,200}+)([^)]{0,1000}+)\)", re.IGNORECASE
)


_EXPORTED = re.compile(
    r"\binstall\s{0,9}\(\s{0,9}EXPORT\b|\b(?:configure_package_config_file|write_basic_package_version_file)\s{0,9}\(", re.IGNORECASE
)
"""Commands that make a C or C++ library available for others to link."""


def cmake(text: str) -> Manifest:
    """Read a CMakeLists.txt: packages and their components, such as `qt5` and `qt5-widgets`."""
    project = re.search(r"\bproject\s*\(\s*([\w.+-]+)", text, re.IGNORECASE)
    exported = _EXPORTED.search(text)
    return Manifest(
        "CMakeLists.txt",
        project[1] if project else "",
        limit_dependencies(_linked(text)),
        exported[0].strip(" (") if exported else "",
        line_at(text, exported.start()) if exported else 0,
    )


_COMPONENT = re.compile(r"\S+")
MAX_COMPONENTS = 50
"""Components of one package that are read."""


def _linked(text: str) -> Iterator[Dependency]:
    for line, match in numbered_matches(_PACKAGE, text):
        name = match[1].lower()
        yield Dependency("cmake", name, line + match[0][: match.start(1) - match.start()].count("\n"), match[1])
        start, end = (offset - match.start() for offset in match.span(2))
        for further, part in islice(numbered_matches(_COMPONENT, match[0], start, end), MAX_COMPONENTS):
            yield Dependency("cmake", f"{name}-{part[0].lower()}", line + further - 1, part[0])
