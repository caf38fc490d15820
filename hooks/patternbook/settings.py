"""Settings from the environment and mkdocs.yml: data folder, site, address, strictness. Commands read them once and pass them down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from patternbook.source.files import read_text

DEFAULT_SITE_URL = "https://example.org/patternbook/"
CONFIGURATION = "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data is, where the site will be, and whether warnings stop a build."""

    base: Path
    """Folder that messages name files relative to."""
    data: Path
    docs: Path
    """Folder of the pages that MkDocs publishes besides."""
    site: Path
    site_url: str
    repository: str
    """Address of the repository; empty where none is set."""
    branch: str
    """The branch of it that the site is built from."""
    directories: bool
    """Whether pages are addressed by folders, `findings/F-004/`, or by files, `findings/F-004.html`."""
    strict: bool
    """Whether warnings stop a build, as errors do."""


def read_settings(base: Path, environment: Mapping[str, str]) -> Settings:
    """Settings for the project in `base`: from the environment, else from mkdocs.yml, else defaults."""
    configured = _configured(base / CONFIGURATION, environment)

    def chosen(variable: str, key: str, default: str) -> str:
        value = environment.get(variable) or configured.get(key)
        return value if value and isinstance(value, str) else default

    return Settings(
        base=base,
        data=base / (environment.get("PATTERNBOOK_DATA") or "data"),
        docs=base / str(configured.get("docs_dir") or "docs"),
        site=base / chosen("PATTERNBOOK_SITE_DIR", "site_dir", "site"),
        site_url=chosen("PATTERNBOOK_SITE_URL", "site_url", DEFAULT_SITE_URL),
        repository=chosen("PATTERNBOOK_REPO_URL", "repo_url", "").rstrip("/"),
        branch=_branch(configured.get("extra")),
        directories=configured.get("use_directory_urls") is not False,
        strict=configured.get("strict") is True,
    )


def _branch(extra: object) -> str:
    """`extra: {branch: ...}` of mkdocs.yml."""
    return str(extra.get("branch") or "main") if isinstance(extra, dict) else "main"


class _Configuration(yaml.CSafeLoader):
    """Loads the plain values of mkdocs.yml; its tags other than `!ENV` are read as nothing."""

    environment: Mapping[str, str]


_Configuration.add_multi_constructor("!", lambda loader, suffix, node: None)
_Configuration.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def _from_environment(loader: Any, node: yaml.Node) -> object:
    """`!ENV NAME` or `!ENV [NAME, NAME, default]`, as MkDocs reads it: the first variable that is set, parsed as YAML."""
    given = loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else [node.value]
    names, default = (given[:-1], given[-1]) if len(given) > 1 else (given, None)
    value = next((loader.environment[str(name)] for name in names if str(name) in loader.environment), None)
    if value is None:
        return default
    return loader.construct_object(yaml.ScalarNode(loader.resolve(yaml.ScalarNode, value, (True, False)), value))


_Configuration.add_constructor("!ENV", _from_environment)


def _configured(path: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    """The values of mkdocs.yml and of the file it inherits from; empty where it is missing or unreadable."""
    try:
        loader = _Configuration(read_text(path, path.name)[0] or "")
        loader.environment = environment
        values = loader.get_single_data()
    except (ValueError, yaml.YAMLError):
        return {}
    if not isinstance(values, dict):
        return {}
    parent = values.get("INHERIT")
    return (_configured(path.parent / parent, environment) if isinstance(parent, str) else {}) | values
