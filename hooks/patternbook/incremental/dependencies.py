"""What a document depends on, so that a later build can tell, without resolving it, that it would come out the same.

Documents are resolved through a context whose mappings record every lookup. A later build repeats the lookups: where
each result has the digest it had, nothing that the document shows has changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from patternbook.documents.context import Context
from patternbook.runtime.digests import digest

EVERY_KEY, COUNT = "*", "#"
"""Lookups of a mapping as a whole."""
TEMPLATE = "template"
"""What a page depends on besides the context: `template:entry.html`."""
_ABSENT = bytes(len(digest()))
"""Digest of a missing result."""
_SEPARATOR = "\x1e"
"""Between the parts of a key that has several."""

Lookups = dict[str, None]
"""Lookups in order: `entries:F-004`, `naming:reference\x1ekim2018`."""


class TrackedMapping(Mapping[Any, Any]):
    """A mapping that records its lookups."""

    __slots__ = ("_inner", "_lookups", "_name")

    def __init__(self, inner: Mapping[Any, Any], name: str, lookups: Lookups) -> None:
        self._inner, self._name, self._lookups = inner, name, lookups

    def __getitem__(self, key: Any) -> Any:
        self._record(key)
        return self._inner[key]

    def get(self, key: Any, default: Any = None) -> Any:
        self._record(key)
        return self._inner.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._record(key)
        return key in self._inner

    def __iter__(self) -> Iterator[Any]:
        self._record(EVERY_KEY)
        return iter(self._inner)

    def __len__(self) -> int:
        self._record(COUNT)
        return len(self._inner)

    def _record(self, key: object) -> None:
        self._lookups[f"{self._name}:{_SEPARATOR.join(map(_escaped, key)) if type(key) is tuple else key}"] = None


def _escaped(part: str) -> str:
    """Escape a part of a key: a label may be any text, even one with the separator, or a line end as between cached lookups."""
    return part if part.isprintable() and "\\" not in part else json.dumps(part)[1:-1]


def _unescaped(part: str) -> str:
    return str(json.loads(f'"{part}"')) if "\\" in part else part


_OF_CATALOGUE = (
    *("entries", "link_labels", "leaving", "list_summaries", "evidence_counts", "kinds", "places", "contributors", "references", "reference_keys"),
    *("aliases", "images", "objections", "replies", "matches", "showing", "outgoing", "incoming", "naming", "mentions", "named_in", "by_kind"),
    "work_statuses",
)
_OF_CONTEXT = ("cited", "shared", "citing", "prose_terms", "releases", "released", "frozen", "gone")
"""Mappings whose lookups are recorded. Not among them: what every document depends on (`shared_content`), and the neighbours of
a page, which are volatile fields, see page_cache.py."""


def track_lookups(context: Context) -> tuple[Context, Lookups]:
    """The same context with every lookup recorded, and the record."""
    lookups: Lookups = {}

    def track(owner: object, names: Iterable[str]) -> dict[str, Any]:
        return {name: TrackedMapping(getattr(owner, name), name, lookups) for name in names}

    catalogue = context.catalogue
    words = MappingProxyType({name: TrackedMapping(inner, f"words.{name}", lookups) for name, inner in catalogue.words.items()})
    tracked = replace(catalogue, words=words, **track(catalogue, _OF_CATALOGUE))
    return replace(context, catalogue=tracked, **track(context, _OF_CONTEXT)), lookups


def shared_content(context: Context) -> str:
    """What any document may show without looking it up by a key."""
    catalogue = context.catalogue
    return repr(
        (context.urls.site_url, catalogue.masthead, context.edition, [(page.slug, page.title) for page in catalogue.prose], catalogue.reference_file)
    )


class LookupDigests(dict[str, bytes]):
    """Lookup -> digest of its result in the present catalogue, computed when it is first needed."""

    def __init__(self, context: Context, templates: Mapping[str, bytes]) -> None:
        super().__init__()
        self._context, self._templates = context, templates

    def of(self, lookups: Iterable[str]) -> str:
        """One digest for several lookups, in hexadecimal."""
        return digest(b"".join(map(self.__getitem__, lookups))).hex()  # digests have one length: no separator is needed

    def __missing__(self, lookup: str) -> bytes:
        name, _, key = lookup.partition(":")
        result = self[lookup] = self._digest(name, key)
        return result

    def _digest(self, name: str, key: str) -> bytes:
        if name == TEMPLATE:
            return self._templates.get(key, _ABSENT)
        if key == EVERY_KEY:
            return digest(*map(repr, self._mapping(name)))
        if key == COUNT:
            return digest(str(len(self._mapping(name))))
        if name in ("entries", "outgoing"):  # a relation is part of its source
            return self._item(key)  # the item's digest: the entry need not be read
        result = self._mapping(name).get(tuple(map(_unescaped, key.split(_SEPARATOR))) if _SEPARATOR in key else key)
        if name == "incoming":
            return digest(b"".join([self._item(link.source) for link in result or ()]))
        return _ABSENT if result is None else digest(_CONTENT.get(name, repr)(result))

    def _item(self, id_: str) -> bytes:
        item = self._context.catalogue.items.get(id_)
        return _ABSENT if item is None else item.digest()

    def _mapping(self, name: str) -> Mapping[Any, Any]:
        catalogue = self._context.catalogue
        owner, _, vocabulary = name.partition(".")
        found: Mapping[Any, Any] = getattr(self._context if owner in _OF_CONTEXT else catalogue, owner)
        return found[vocabulary] if vocabulary else found


_CONTENT: Mapping[str, Callable[[Any], str]] = MappingProxyType({
    "kinds": lambda kind: kind.name,
    "places": lambda place: place.file,  # the line is volatile
    "references": lambda reference: repr(replace(reference, line=0)),
})  # fmt: skip
"""The text that identifies a result whose `repr` would be long, or would contain too much."""
