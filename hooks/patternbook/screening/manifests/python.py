"""Python's manifests. https://packaging.python.org/en/latest/specifications/"""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from patternbook.screening.manifests.model import MAX_DEPENDENCIES, Dependency, Manifest, ManifestError, limit_dependencies, line_of, numbered_rows
from patternbook.screening.manifests.structured import from_toml, from_yaml, strings_in, table_at, text_of
from patternbook.source.positions import PlacedMapping, PlacedSequence

_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
_SEPARATORS = re.compile(r"[-_.]+")
_PRESENTED = ("classifiers", "urls", "keywords", "readme", "homepage", "repository")
"""Fields that only matter for a package in a registry."""


def normalize_name(name: str) -> str:
    """Normalize a name as PyPI does (PEP 503)."""
    return _SEPARATORS.sub("-", name).lower()


def _required(rows: Iterable[str], text: str) -> tuple[Dependency, ...]:
    found = islice((match[1] for match in map(_REQUIREMENT.match, rows) if match), MAX_DEPENDENCIES)
    return tuple(Dependency("pypi", normalize_name(name), line_of(text, name)) for name in found)


def requirements(text: str) -> Manifest:
    """Read a requirements.txt. Options and URLs are skipped, except for the name given to a URL (`#egg=`, `name @`)."""
    return Manifest("requirements", dependencies=limit_dependencies(_rows_required(text)))


def _rows_required(text: str) -> Iterator[Dependency]:
    for number, row in numbered_rows(text):
        if egg := re.search(r"#egg=([\w.-]+)", row):
            yield Dependency("pypi", normalize_name(egg[1]), number)
        elif (match := _REQUIREMENT.match(row)) and "://" not in row.split("@")[0]:
            yield Dependency("pypi", normalize_name(match[1]), number)


def pyproject(text: str) -> Manifest:
    """Read a pyproject.toml; raise ManifestError if it is not TOML."""
    whole = from_toml(text)
    project, poetry = table_at(whole, "project"), table_at(whole, "tool", "poetry")
    rows = [
        *strings_in(project.get("dependencies")),
        *(row for group in table_at(project, "optional-dependencies").values() for row in strings_in(group)),
        *(row for group in table_at(whole, "dependency-groups").values() for row in strings_in(group)),
        *table_at(poetry, "dependencies"),
        *table_at(poetry, "dev-dependencies"),
        *(name for group in table_at(poetry, "group").values() for name in table_at(group, "dependencies")),
    ]
    about = project or poetry
    return Manifest(
        "pyproject.toml",
        text_of(about.get("name")),
        _required(rows, text),
        _pyproject_publishes(whole, about, poetry),
        "project.gui-scripts" if project.get("gui-scripts") else "",
        text_of(about.get("homepage")) or next((text_of(v) for k, v in table_at(about, "urls").items() if k.lower() == "homepage"), ""),
    )


def _pyproject_publishes(whole: dict[str, Any], about: dict[str, Any], poetry: dict[str, Any]) -> str:
    if not about.get("name") or "build-system" not in whole or poetry.get("package-mode") is False:
        return ""
    if any(row.startswith("Private ::") for row in strings_in(about.get("classifiers"))):
        return ""
    return next((f"project.{field}" for field in _PRESENTED if about.get(field)), "")


def setup_cfg(text: str) -> Manifest:
    """Read a setup.cfg; raise ManifestError if it is malformed."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise ManifestError(f"malformed: {error.message.splitlines()[0]}", getattr(error, "lineno", None) or 1) from error
    rows = parser.get("options", "install_requires", fallback="").splitlines()
    name = parser.get("metadata", "name", fallback="")
    presented = next(
        (f"metadata.{field}" for field in ("classifiers", "url", "keywords", "long_description") if parser.has_option("metadata", field)), ""
    )
    return Manifest("setup.cfg", name, _required(rows, text), presented if name else "")


MAX_SETUP_CHARACTERS = 200_000
"""Characters of a setup.py that are searched."""
_SETUP_FIELD = re.compile(r"\b(name|classifiers|url|long_description|keywords)\s*=\s*(?:[\"']([\w.-]+)[\"'])?")
_SETUP_LIST = re.compile(r"(?:install_requires|requires|extras_require)\s*=\s*[\[({]([^\])}]{0,5000})")
_SETUP_TEXT = re.compile(r"[\"']([A-Za-z0-9][\w.-]*)(?:\[[\w, -]*\])?\s*(?:[<>=!~;@ ][^\"']*)?[\"']")


def setup_py(text: str) -> Manifest:
    """Read a setup.py. It is a program and is not run: its usual fields are searched for."""
    text = text[:MAX_SETUP_CHARACTERS]
    fields = dict(reversed([(found[1], found[2] or "") for found in _SETUP_FIELD.finditer(text)]))
    names = [name for block in _SETUP_LIST.findall(text) for name in _SETUP_TEXT.findall(block)]
    presented = next((field for field in ("classifiers", "url", "long_description", "keywords") if field in fields), "")
    publishes = presented if "name" in fields and "setup(" in text else ""
    return Manifest("setup.py", fields.get("name", ""), _required(names, text), publishes)


def pipfile(text: str) -> Manifest:
    """Read a Pipfile; raise ManifestError if it is not TOML."""
    whole = from_toml(text)
    names = [*table_at(whole, "packages"), *table_at(whole, "dev-packages")]
    return Manifest("Pipfile", dependencies=_required(names, text))


def conda_environment(text: str) -> Manifest:
    """Read an environment.yml; raise ManifestError if it is not plain YAML."""
    value, omitted = from_yaml(text)
    rows: list[str] = []
    listed = value.get("dependencies")
    for row in listed if isinstance(listed, PlacedSequence) else ():
        inner = row.get("pip") if isinstance(row, PlacedMapping) else None
        rows += [row] if isinstance(row, str) else [each for each in inner if isinstance(each, str)] if isinstance(inner, PlacedSequence) else []
    return Manifest("environment.yml", dependencies=_required((row.rpartition("::")[2] for row in rows), text), omitted=omitted)
