"""What a rendered page depends on besides its document: code, templates, versions of libraries, form of addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment, meta

from patternbook.digests import digest
from patternbook.runtime.code_version import code_digest


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Digests that are part of every cache key."""

    code: bytes
    templates: Mapping[str, bytes]
    """Name of a template -> digest of it and of those it imports."""

    def key(self, template: str, *parts: str | bytes) -> bytes:
        """The cache key of what a template makes of these parts."""
        return digest(self.code, self.templates[template], *parts)


def take_fingerprint(environment: Environment, sources: Mapping[str, str], *surroundings: str) -> Fingerprint:
    """The fingerprint of the running code with these templates in these surroundings, such as the form of addresses."""
    return Fingerprint(digest(code_digest(), *surroundings), {name: _with_imports(environment, sources, name) for name in sources})


def _with_imports(environment: Environment, sources: Mapping[str, str], name: str) -> bytes:
    found, todo = {}, [name]
    while todo:
        each = todo.pop()
        if each not in found:
            found[each] = sources[each]
            todo += filter(None, meta.find_referenced_templates(environment.parse(sources[each])))
    return digest(*(part for each in sorted(found.items()) for part in each))
