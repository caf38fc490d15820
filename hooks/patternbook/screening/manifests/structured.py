"""Untrusted JSON, TOML and YAML; every failure is a ManifestError."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from patternbook.screening.manifests.model import ManifestError, Omitted
from patternbook.source.positions import PlacedMapping, parse_with_positions


def from_json(text: str) -> dict[str, Any]:
    """Parse a JSON object.

    Raises:
        ManifestError: malformed, too deep, or no object.

    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ManifestError(f"malformed JSON: {error.msg}", error.lineno) from error
    except RecursionError as error:
        raise ManifestError("nested too deeply to be a manifest") from error
    except ValueError as error:  # an integer with too many digits
        raise ManifestError(f"malformed JSON: {error}") from error
    if not isinstance(value, dict):
        raise ManifestError("no JSON object")
    return value


MAX_KEY = 30
"""Parts of a dotted key or table header; tomllib takes time quadratic in their number."""
_PART = r"""(?:[\w-]++|"(?:[^"\\\n]++|\\.)*+"?+|'[^'\n]*+'?+)"""
_KEY = re.compile(
    r'''"""(?:[^"\\]++|\\[\s\S]|"(?!""))*+(?:""")?+'''  # strings, closed or not, and comments hold no keys
    r"""|'''(?:[^']++|'(?!''))*+(?:''')?+"""
    r"|#[^\n]*+"
    rf"|{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{0,{MAX_KEY - 1}}}+(?P<more>[ \t]*+\.)?+"
)


def from_toml(text: str) -> dict[str, Any]:
    """Parse TOML.

    Raises:
        ManifestError: malformed or too deep.

    """
    for key in _KEY.finditer(text):
        if key["more"]:
            raise ManifestError(f"a key of more than {MAX_KEY} parts", text.count("\n", 0, key.start()) + 1)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ManifestError(f"malformed TOML: {error}") from error
    except RecursionError as error:
        raise ManifestError("nested too deeply to be a manifest") from error
    except ValueError as error:
        raise ManifestError(f"malformed TOML: {error}") from error


def from_yaml(text: str) -> tuple[PlacedMapping, Omitted | None]:
    """Parse a YAML mapping; anchors, aliases, tags and duplicate keys are omitted, and reported as such.

    Raises:
        ManifestError: malformed, too deep, or no mapping.

    """
    value, problems = parse_with_positions("", text)
    if not isinstance(value, PlacedMapping):
        raise ManifestError(problems[-1].message if problems else "no mapping", problems[-1].place.line if problems else 1)
    if not problems:
        return value, None
    more = f", and {len(problems) - 1:,} more" if len(problems) > 1 else ""
    return value, Omitted(f"{problems[0].message}{more}", problems[0].place.line)


def table_at(value: Any, *keys: str) -> dict[str, Any]:
    """Return the table at a path of keys; empty if there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def strings_in(value: Any) -> Iterator[str]:
    """Return the strings in a list; none if it is not a list."""
    return (each for each in value if isinstance(each, str)) if isinstance(value, list) else iter(())


def text_of(value: Any) -> str:
    return value if isinstance(value, str) else ""
