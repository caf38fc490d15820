"""Python's manifests. https://packaging.python.org/en/latest/specifications/"""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterable, Iterator
from typing import Any

from patternbook.screening.manifests.lines import KeyPath, line_at, lines_of, numbered_matches, quoted_lines, table_lines
from patternbook.screening.manifests.model import Dependency, Manifest, ManifestError, limit_dependencies, numbered_rows
from patternbook.screening.manifests.structured import from_toml, from_yaml, strings_in, table_at, text_of
from patternbook.source.positions import PlacedMapping, PlacedSequence

_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
_SEPARATORS = re.compile(r"[-_.]+")
_PRESENTED = ("classifiers", "urls", "keywords", "readme", "homepage", "repository")
"""Fields that only matter for a package in a registry."""


def normalize_name(name: str) -> str:
    """Normalize a name as PyPI does (PEP 503)."""
    return _SEPARATORS.sub("-", name).lower()


def _required(rows: Iterable[tuple[str, int]]) -> tuple[Dependency, ...]:
    """Return dependencies from requirements such as `torch>=2`, each with its line."""
    found = ((match[1], line) for row, line in rows if (match := _REQUIREMENT.match(row)))
    return limit_dependencies(Dependency("pypi", normalize_name(name), line, name) for name, line in found)


def requirements(text: str) -> Manifest:
    """Read a requirements.txt. Options and URLs are skipped, except for the name given to a URL (`#egg=`, `name @`)."""
    return Manifest("requirements", dependencies=limit_dependencies(_rows_required(text)))


def _rows_required(text: str) -> Iterator[Dependency]:
    for number, row in numbered_rows(text):
        if egg := re.search(r"#egg=([\w.-]+)", row):
            yield Dependency("pypi", normalize_name(egg[1]), number, egg[1])
        elif (match := _REQUIREMENT.match(row)) and "://" not in row.split("@")[0]:
            yield Dependency("pypi", normalize_name(match[1]), number, match[1])


def pyproject(text: str) -> Manifest:
    """Read a pyproject.toml; raise ManifestError if it is not TOML."""
    whole = from_toml(text)
    project, poetry = table_at(whole, "project"), table_at(whole, "tool", "poetry")
    lines, quoted = table_lines(text), quoted_lines(text)
    rows = [
        *strings_in(project.get("dependencies")),
        *(row for group in table_at(project, "optional-dependencies").values() for row in strings_in(group)),
        *(row for group in table_at(whole, "dependency-groups").values() for row in strings_in(group)),
    ]
    tables: list[KeyPath] = [("dependencies",), ("dev-dependencies",), *(("group", group, "dependencies") for group in table_at(poetry, "group"))]
    keys = [(name, lines.get(("tool", "poetry", *table, name), 0)) for table in tables for name in table_at(poetry, *table)]
    about = project or poetry
    publishes = _pyproject_publishes(whole, about, poetry)
    return Manifest(
        "pyproject.toml",
        text_of(about.get("name")),
        _required([*((row, quoted.get(row, 0)) for row in rows), *keys]),
        publishes,
        lines.get((*(("project",) if project else ("tool", "poetry")), publishes.removeprefix("project.")), 0),
        "project.gui-scripts" if project.get("gui-scripts") else "",
        lines.get(("project", "gui-scripts"), 0),
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
    lines = table_lines(text)
    first = lines.get(("options", "install_requires"), 1)
    below = {row.strip(): first + number for number, row in reversed(list(enumerate(lines_of(text)[first - 1 :])))}
    rows = ((row, below.get(row, first)) for row in parser.get("options", "install_requires", fallback="").splitlines())
    name = parser.get("metadata", "name", fallback="")
    presented = next(
        (f"metadata.{field}" for field in ("classifiers", "url", "keywords", "long_description") if parser.has_option("metadata", field)), ""
    )
    return Manifest("setup.cfg", name, _required(rows), presented if name else "", lines.get(tuple(presented.split(".")), 0))


MAX_SETUP_CHARACTERS = 200_000
"""Characters of a setup.py that are searched."""
_SETUP_FIELD = re.compile(r"\b(name|classifiers|url|long_description|keywords)\s*=\s*(?:[\"']([\w.-]+)[\"'])?")
_SETUP_LIST = re.compile(r"(?:install_requires|requires|extras_require)\s*=\s*[\[({]([^\])}]{0,5000})")
_SETUP_TEXT = re.compile(r"[\"']([A-Za-z0-9][\w.-]*)(?:\[[\w, -]*\])?\s*(?:[<>=!~;@ ][^\"']*)?[\"']")


def setup_py(text: str) -> Manifest:
    """Read a setup.py. It is a program and is not run: its usual fields are searched for."""
    text = text[:MAX_SETUP_CHARACTERS]
    fields = {found[1]: found for found in reversed(list(_SETUP_FIELD.finditer(text)))}
    needed = (
        (found[1], line + further - 1)
        for line, block in numbered_matches(_SETUP_LIST, text)
        for further, found in numbered_matches(_SETUP_TEXT, block[0], block.start(1) - block.start())
    )
    presented = next((field for field in ("classifiers", "url", "long_description", "keywords") if field in fields), "")
    publishes = presented if "name" in fields and "setup(" in text else ""
    line = line_at(text, fields[publishes].start()) if publishes else 0
    return Manifest("setup.py", (fields["name"][2] or "") if "name" in fields else "", _required(needed), publishes, line)


def pipfile(text: str) -> Manifest:
    """Read a Pipfile; raise ManifestError if it is not TOML."""
    whole = from_toml(text)
    lines = table_lines(text)
    needed = [(name, lines.get((table, name), 0)) for table in ("packages", "dev-packages") for name in table_at(whole, table)]
    return Manifest("Pipfile", dependencies=_required(needed))


def conda_environment(text: str) -> Manifest:
    """Read an environment.yml; raise ManifestError if it is not plain YAML."""
    value, omitted = from_yaml(text)
    listed = value.get("dependencies")
    rows = _placed_rows(listed) if isinstance(listed, PlacedSequence) else iter(())
    return Manifest("environment.yml", dependencies=_required((row.rpartition("::")[2], line) for row, line in rows), omitted=omitted)


def _placed_rows(listed: PlacedSequence) -> Iterator[tuple[str, int]]:
    """Yield the texts of a list, and of the lists called `pip` in it, each with its line."""
    for index, row in enumerate(listed):
        if isinstance(row, str):
            yield row, listed.at(index)[0]
        elif isinstance(row, PlacedMapping) and isinstance(inner := row.get("pip"), PlacedSequence):
            yield from ((each, inner.at(at)[0]) for at, each in enumerate(inner) if isinstance(each, str))
