"""What a document depends on, so that a later build can tell, without resolving it, that it would come out the same.

Documents are resolved through a context whose mappings record every lookup. A later build repeats the lookups: where
each result has the digest it had, nothing that the document shows has changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from patternbook.digests import digest
from patternbook.documents.context import Context

K = TypeVar("K")
V = TypeVar("V")

EVERY_KEY, COUNT = "*", "#"
"""Lookups of a mapping as a whole."""
TEMPLATE = "template"
"""What a page depends on besides the context: `template:entry.html`."""
_ABSENT = bytes(len(digest()))
"""Digest of a result that is not there."""
_SEPARATOR = "\x1e"
"""Between the parts of a key that has several."""

Lookups = dict[str, None]
"""Lookups in order: `entries:F-004`, `naming:reference\x1ekim2018`."""


class TrackedMapping(Mapping[K, V]):
    """A mapping that records its lookups."""

    __slots__ = ("_inner", "_lookups", "_name")

    def __init__(self, inner: Mapping[K, V], name: str, lookups: Lookups) -> None:
        self._inner, self._name, self._lookups = inner, name, lookups

    def __getitem__(self, key: K) -> V:
        self._record(key)
        return self._inner[key]

    def get(self, key: K, default: Any = None) -> Any:
        self._record(key)
        return self._inner.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._record(key)
        return key in self._inner

    def __iter__(self) -> Iterator[K]:
        self._record(EVERY_KEY)
        return iter(self._inner)

    def __len__(self) -> int:
        self._record(COUNT)
        return len(self._inner)

    def _record(self, key: object) -> None:
        self._lookups[f"{self._name}:{_SEPARATOR.join(map(_escaped, key)) if type(key) is tuple else key}"] = None


def _escaped(part: str) -> str:
    """A label may be any text; escaped, it contains neither the separator nor the line ends between cached lookups."""
    return part if part.isprintable() and "\\" not in part else json.dumps(part)[1:-1]


def _unescaped(part: str) -> str:
    return str(json.loads(f'"{part}"')) if "\\" in part else part


def track_lookups(context: Context) -> tuple[Context, Lookups]:
    """The same context with every lookup recorded, and the record."""
    lookups: Lookups = {}

    def track(inner: Mapping[K, V], name: str) -> Mapping[K, V]:
        return TrackedMapping(inner, name, lookups)

    catalogue = context.catalogue
    words = {name: track(words_, f"words.{name}") for name, words_ in catalogue.words.items()}
    own: dict[str, Any] = {name: track(getattr(catalogue, name), name) for name in _OF_CATALOGUE}
    tracked_catalogue = replace(catalogue, words=MappingProxyType(words), **own)
    own = {name: track(getattr(context, name), name) for name in _OF_CONTEXT}
    return replace(context, catalogue=tracked_catalogue, **own), lookups


_OF_CATALOGUE = (
    *("entries", "link_labels", "list_summaries", "kinds", "places", "contributors", "references", "objections", "matches", "showing"),
    *("outgoing", "incoming", "naming", "named_in", "by_kind"),
)
_OF_CONTEXT = ("cited", "shared", "citing")
"""Mappings whose lookups are recorded. Not among them: what every document depends on (`shared_content`), and the neighbours of
a page, which are volatile fields, see page_cache.py."""


def shared_content(context: Context) -> str:
    """What any document may show without looking it up by a key."""
    catalogue = context.catalogue
    return repr((context.urls.site_url, catalogue.masthead, [(page.slug, page.title) for page in catalogue.prose], catalogue.reference_file))


class LookupDigests(dict[str, bytes]):
    """Lookup -> digest of its result in the present catalogue, computed when it is first asked for."""

    def __init__(self, context: Context, templates: Mapping[str, bytes]) -> None:
        super().__init__()
        self._context, self._templates = context, templates

    def of(self, lookups: Iterable[str]) -> str:
        """One digest for several lookups, in hexadecimal."""
        return digest(b"".join(map(self.__getitem__, lookups))).hex()  # digests have one length: no separator is needed

    def __missing__(self, lookup: str) -> bytes:
        name, _, key = lookup.partition(":")
        found = self[lookup] = self._digest(name, key)
        return found

    def _digest(self, name: str, key: str) -> bytes:
        if name == TEMPLATE:
            return self._templates.get(key, _ABSENT)
        if key == EVERY_KEY:
            return digest(*map(repr, self._mapping(name)))
        if key == COUNT:
            return digest(str(len(self._mapping(name))))
        if name == "entries":
            return self._item(key)  # the item's digest: the entry need not be read
        mapping = self._mapping(name)
        lookup: Any = tuple(map(_unescaped, key.split(_SEPARATOR))) if _SEPARATOR in key else key
        result = mapping.get(lookup)
        if name in ("outgoing", "incoming"):
            return digest(b"".join([self._item(link.source) for link in result or ()]))  # a relation is part of its source
        return _ABSENT if result is None else digest(_CONTENT.get(name, repr)(result))

    def _item(self, id_: str) -> bytes:
        item = self._context.catalogue.items.get(id_)
        return _ABSENT if item is None else item.digest()

    def _mapping(self, name: str) -> Mapping[Any, Any]:
        if name.startswith("words."):
            return self._context.catalogue.words[name.removeprefix("words.")]
        found: Mapping[Any, Any] = getattr(self._context if name in _OF_CONTEXT else self._context.catalogue, name)
        return found


_CONTENT: Mapping[str, Callable[[Any], str]] = MappingProxyType({
    "kinds": lambda kind: kind.name,
    "places": lambda place: place.file,  # the line is volatile
    "references": lambda reference: repr(replace(reference, line=0)),
})  # fmt: skip
"""How results are told apart where their `repr` would be long, or would contain too much."""
