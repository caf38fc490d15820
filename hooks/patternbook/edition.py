"""What a rendered text depends on besides its data: our code, the templates, the libraries' versions, where the site lives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment, meta

from patternbook.cache import digest
from patternbook.engine import code


@dataclass(frozen=True, slots=True)
class Edition:
    """Digests that are part of every key."""

    code: bytes
    templates: Mapping[str, bytes]
    """Name of a template -> digest of it and of those it imports."""

    def key(self, template: str, *parts: str | bytes) -> bytes:
        """The key of what a template makes of these parts."""
        return digest(self.code, self.templates[template], *parts)


def edition(environment: Environment, *surroundings: str) -> Edition:
    """The edition of the code that runs now, with the templates as they are on disk now, in these surroundings (forms of addresses, say)."""
    templates = {name: _template(environment, name) for name in environment.list_templates()}
    return Edition(digest(code(), *surroundings), templates)


def _template(environment: Environment, name: str) -> bytes:
    """A template's own text, and that of all it refers to."""
    texts, todo = {}, [name]
    while todo:
        each = todo.pop()
        if each not in texts:
            texts[each] = _source(environment, each)
            todo += filter(None, meta.find_referenced_templates(environment.parse(texts[each])))
    return digest(*(part for each in sorted(texts.items()) for part in each))


def _source(environment: Environment, name: str) -> str:
    if environment.loader is None:
        raise LookupError(name)
    return environment.loader.get_source(environment, name)[0]
