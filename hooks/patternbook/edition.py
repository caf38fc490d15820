"""What a rendered text depends on besides its data: our code, the templates, the libraries' versions, where the site lives."""

from __future__ import annotations

import functools
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, meta

from patternbook.cache import digest

ENGINE = Path(__file__).parent
LIBRARIES = ("jinja2", "markdown-it-py", "markupsafe", "mdurl", "pybtex", "pydantic", "pydantic-core", "pyyaml")


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
    templates = {name: _template(environment, name) for name in environment.list_templates(["html"])}
    return Edition(digest(code(), *surroundings), templates)


@functools.cache
def code() -> bytes:
    """A digest of the engine's code and of the versions of what it runs on.

    Taken once per process: a preview goes on with the code it was started with, whatever stands on disk by now.
    """
    files = [(path.relative_to(ENGINE).as_posix(), path.read_bytes()) for path in sorted(ENGINE.rglob("*.py"))]
    versions = (f"{name} {version(name)}" for name in LIBRARIES)
    return digest(sys.version, *versions, *(part for file in files for part in file))


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
