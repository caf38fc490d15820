"""What a document read of the catalogue, so that a later build can tell, without resolving it, that it would come out the same.

Documents are resolved through a library whose mappings note what they are asked for. A later build asks the same
questions: where every answer has the digest it had, nothing that the document shows has changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from patternbook.cache import digest
from patternbook.documents.scope import Library

K = TypeVar("K")
V = TypeVar("V")

EVERY_KEY, HOW_MANY = "*", "#"
"""Asked of a mapping as a whole."""
TEMPLATE = "template"
"""What a page reads besides the library: `template:entry.html`."""
_ABSENT = bytes(len(digest()))
"""The answer where there is none."""
_APART = "\x1e"
"""Between the parts of a key that has several."""

Reads = dict[str, None]
"""What was asked, in order: `entries:F-004`, `naming:reference\x1ekim2018`."""


class Noted(Mapping[K, V]):
    """A mapping that notes what it is asked for."""

    __slots__ = ("_inner", "_name", "_reads")

    def __init__(self, inner: Mapping[K, V], name: str, reads: Reads) -> None:
        self._inner, self._name, self._reads = inner, name, reads

    def __getitem__(self, key: K) -> V:
        self._note(key)
        return self._inner[key]

    def get(self, key: K, default: Any = None) -> Any:
        self._note(key)
        return self._inner.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return key in self._inner

    def __iter__(self) -> Iterator[K]:
        self._note(EVERY_KEY)
        return iter(self._inner)

    def __len__(self) -> int:
        self._note(HOW_MANY)
        return len(self._inner)

    def _note(self, key: object) -> None:
        self._reads[f"{self._name}:{_APART.join(map(_escaped, key)) if type(key) is tuple else key}"] = None


def _escaped(part: str) -> str:
    """A label may be any text; what parts keys, or the lines they are kept in, stands in none."""
    return part if part.isprintable() and "\\" not in part else json.dumps(part)[1:-1]


def _as_written(part: str) -> str:
    return str(json.loads(f'"{part}"')) if "\\" in part else part


def noting(shelf: Library) -> tuple[Library, Reads]:
    """The same library, and where it notes what it is asked for from now on."""
    reads: Reads = {}

    def noted(inner: Mapping[K, V], name: str) -> Mapping[K, V]:
        return Noted(inner, name, reads)

    catalogue = shelf.catalogue
    words = {name: noted(words_, f"words.{name}") for name, words_ in catalogue.words.items()}
    own: dict[str, Any] = {name: noted(getattr(catalogue, name), name) for name in _CATALOGUE}
    noted_catalogue = replace(catalogue, words=MappingProxyType(words), **own)
    own = {name: noted(getattr(shelf, name), name) for name in _LIBRARY}
    return replace(shelf, catalogue=noted_catalogue, **own), reads


_CATALOGUE = (
    *("entries", "faces", "gists", "kinds", "places", "contributors", "references", "objections", "matches", "showing"),
    *("outgoing", "incoming", "naming", "named_in", "by_kind"),
)
_LIBRARY = ("cited", "shared", "citing")
"""Mappings whose reads are noted. Not among them: what every document depends on (`everywhere`), and who its neighbours are,
which comes late, see pages/entries.py."""


def everywhere(shelf: Library) -> str:
    """What any document may show without asking for it by a key."""
    catalogue = shelf.catalogue
    return repr((shelf.where.site_url, catalogue.masthead, [(page.slug, page.title) for page in catalogue.prose], catalogue.reference_file))


class Answers(dict[str, bytes]):
    """What was asked -> a digest of what the library answers now, made when it is asked for first."""

    def __init__(self, shelf: Library, templates: Mapping[str, bytes]) -> None:
        super().__init__()
        self._shelf, self._templates = shelf, templates

    def of(self, reads: Iterable[str]) -> str:
        """One digest for all these questions, in hexadecimal."""
        return digest(b"".join(map(self.__getitem__, reads))).hex()  # they are of one length, so that nothing runs together

    def __missing__(self, read: str) -> bytes:
        name, _, key = read.partition(":")
        found = self[read] = self._digest(name, key)
        return found

    def _digest(self, name: str, key: str) -> bytes:
        catalogue = self._shelf.catalogue
        if name == TEMPLATE:
            return self._templates.get(key, _ABSENT)
        if key == EVERY_KEY:
            return digest(*map(repr, self._mapping(name)))
        if key == HOW_MANY:
            return digest(str(len(self._mapping(name))))
        if name == "entries":
            return catalogue.digests.get(key, _ABSENT)  # as it is written: it need not be read for this
        mapping = self._mapping(name)
        asked: Any = tuple(map(_as_written, key.split(_APART))) if _APART in key else key
        answer = mapping.get(asked)
        if name in ("outgoing", "incoming"):
            return digest(b"".join([catalogue.digests[link.source] for link in answer or ()]))  # what they say is written there
        return _ABSENT if answer is None else digest(_CONTENT.get(name, repr)(answer))

    def _mapping(self, name: str) -> Mapping[Any, Any]:
        if name.startswith("words."):
            return self._shelf.catalogue.words[name.removeprefix("words.")]
        found: Mapping[Any, Any] = getattr(self._shelf if name in _LIBRARY else self._shelf.catalogue, name)
        return found


_CONTENT: Mapping[str, Callable[[Any], str]] = MappingProxyType({
    "kinds": lambda kind: kind.name,
    "places": lambda place: place.file,  # the line comes late
    "references": lambda reference: repr(replace(reference, line=0)),
})  # fmt: skip
"""How answers are told apart where their `repr` would be long, or would say too much."""
