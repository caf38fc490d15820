"""Cargo, Go, Dart, Ruby, PHP, CMake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patternbook.screening.manifests.model import Dependency, Manifest, dependencies_of, limit_dependencies, numbered_rows
from patternbook.screening.manifests.structured import from_json, from_toml, from_yaml, table_at, text_of
from patternbook.source.positions import PlacedMapping

CARGO_LIBRARY_SOURCE = "src/lib.rs"
"""Source file that makes a Cargo package a library even if the manifest does not declare one."""


def cargo(text: str) -> Manifest:
    """Read a Cargo.toml; raise ManifestError if it is not TOML. https://doc.rust-lang.org/cargo/reference/manifest.html"""
    whole = from_toml(text)
    package = table_at(whole, "package")
    holders = (whole, table_at(whole, "workspace"), *(each for each in table_at(whole, "target").values()))
    names = {name for holder in holders for key in ("dependencies", "dev-dependencies", "build-dependencies") for name in table_at(holder, key)}
    publish = package.get("publish", True)
    publishable = bool(package) and (publish is True or (isinstance(publish, list) and bool(publish)))
    return Manifest(
        "Cargo.toml",
        text_of(package.get("name")),
        dependencies_of("cargo", sorted(names), text),
        "[lib]" if publishable and "lib" in whole else "",
        "[[bin]]" if whole.get("bin") else "",
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
        "flutter, not published" if application else "",
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
    names = [*table_at(whole, "require"), *table_at(whole, "require-dev")]
    found = dependencies_of("composer", (name.lower() for name in names), text, '"{}"')
    kind = text_of(whole.get("type"))
    return Manifest(
        "composer.json", text_of(whole.get("name")), found, "type library" if kind == "library" else "", "type project" if kind == "project" else ""
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
    return Manifest("CMakeLists.txt", project[1] if project else "", limit_dependencies(_linked(text)), exported[0].strip(" (") if exported else "")


def _linked(text: str) -> Iterator[Dependency]:
    line, counted = 1, 0
    for match in _PACKAGE.finditer(text):
        line, counted = line + text.count("\n", counted, match.start()), match.start()
        name = match[1].lower()
        yield Dependency("cmake", name, line)
        yield from (Dependency("cmake", f"{name}-{part.lower()}", line) for part in match[2].split()[:50])
