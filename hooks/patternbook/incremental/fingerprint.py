"""What a rendered page depends on besides its document: code, templates, versions of libraries, form of addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment, meta

from patternbook.pages.render import TEMPLATES
from patternbook.runtime.code_version import code_digest
from patternbook.runtime.digests import digest


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Digests that are part of every cache key."""

    code: bytes
    templates: Mapping[str, bytes]
    """Name of a template -> digest of it and of those it imports."""


def take_fingerprint(environment: Environment, sources: Mapping[str, str], *settings: str) -> Fingerprint:
    """Take the fingerprint of the running code with these templates and settings, such as the form of addresses."""
    return Fingerprint(digest(code_digest(), *settings), {name: _with_imports(environment, sources, name) for name in sources})


def _with_imports(environment: Environment, sources: Mapping[str, str], name: str) -> bytes:
    names, todo = set[str](), {name}
    while todo:
        current = todo.pop()
        names.add(current)
        todo |= set(filter(None, meta.find_referenced_templates(environment.parse(sources[current], current, str(TEMPLATES / current))))) - names
    return digest(*(part for each in sorted(names) for part in (each, sources[each])))
