"""What the surroundings say: data folder, site address. Read once, at the edge, and passed down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

DEFAULT_SITE_URL = "https://example.org/patternbook/"
CONFIGURATION = "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data is and where the site will be."""

    base: Path
    """Folder that messages name files relative to."""
    data: Path
    site_url: str


def settings(base: Path, environment: Mapping[str, str]) -> Settings:
    """Settings for the project in `base`: PATTERNBOOK_DATA and PATTERNBOOK_SITE_URL, else mkdocs.yml, else defaults."""
    address = environment.get("PATTERNBOOK_SITE_URL") or _configured(base / CONFIGURATION) or DEFAULT_SITE_URL
    return Settings(base, base / (environment.get("PATTERNBOOK_DATA") or "data"), address)


class _Configuration(yaml.CSafeLoader):
    """mkdocs.yml holds tags of its own; only its plain values matter here."""


_Configuration.add_multi_constructor("!", lambda loader, suffix, node: None)
_Configuration.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def _default(loader: Any, node: yaml.Node) -> object:
    """The last item of `!ENV [NAME, "default"]`; the names were looked at before."""
    items = loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else []
    return items[-1] if len(items) > 1 else None


_Configuration.add_constructor("!ENV", _default)


def _configured(path: Path) -> str:
    """`site_url` as mkdocs.yml gives it, or its default there; nothing where it is missing or unreadable."""
    try:
        found: Any = yaml.load(path.read_text("utf-8"), _Configuration)  # noqa: S506 - a SafeLoader
    except (OSError, ValueError, yaml.YAMLError):
        return ""
    value = found.get("site_url") if isinstance(found, dict) else None
    return value if isinstance(value, str) else ""
