"""What a document read of the catalogue, so that a later build can tell, without resolving it, that it would come out the same.

Documents are resolved through a library whose mappings note what they are asked for. A later build asks the same
questions: where every answer has the digest it had, nothing that the document shows has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from patternbook.cache import digest
from patternbook.catalogue import Catalogue, Link
from patternbook.documents.scope import Library

K = TypeVar("K")
V = TypeVar("V")

EVERYTHING = "*"
"""Asked of a mapping as a whole."""
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
        self._note(EVERYTHING)
        return iter(self._inner)

    def __len__(self) -> int:
        self._note(EVERYTHING)
        return len(self._inner)

    def _note(self, key: object) -> None:
        self._reads[f"{self._name}:{_APART.join(key) if type(key) is tuple else key}"] = None


def noting(shelf: Library) -> tuple[Library, Reads]:
    """The same library, and where it notes what it is asked for from now on."""
    reads: Reads = {}

    def noted(inner: Mapping[K, V], name: str) -> Mapping[K, V]:
        return Noted(inner, name, reads)

    catalogue = shelf.catalogue
    words = {name: noted(words_, f"words.{name}") for name, words_ in catalogue.words.items()}
    own: dict[str, Any] = {name: noted(getattr(catalogue, name), name) for name in _CATALOGUE}
    noted_catalogue = replace(catalogue, words=MappingProxyType(words), **own)
    return replace(shelf, catalogue=noted_catalogue, **{name: noted(getattr(shelf, name), name) for name in _LIBRARY}), reads


_CATALOGUE = (
    *("entries", "faces", "kinds", "places", "contributors", "references", "objections", "matches", "showing"),
    *("outgoing", "incoming", "naming", "by_kind"),
)
_LIBRARY = ("cited", "overlaps", "studies", "citing")
"""Mappings whose reads are noted. Not among them: what every document depends on (`everywhere`), and who its neighbours are,
which comes late, see pages/entries.py."""


def everywhere(shelf: Library) -> str:
    """What any document may show without asking for it by a key."""
    catalogue = shelf.catalogue
    return repr((catalogue.masthead, [(page.slug, page.title) for page in catalogue.prose], catalogue.reference_file))


class Answers(dict[str, bytes]):
    """What was asked -> a digest of what the library answers now, made when it is asked for first."""

    def __init__(self, shelf: Library) -> None:
        super().__init__()
        self._shelf = shelf

    def of(self, reads: Iterable[str]) -> str:
        """One digest for all these questions, in hexadecimal."""
        return digest(*map(self.__getitem__, reads)).hex()

    def __missing__(self, read: str) -> bytes:
        name, _, key = read.partition(":")
        found = self[read] = self._digest(name, key)
        return found

    def _digest(self, name: str, key: str) -> bytes:
        mapping = self._mapping(name)
        if key == EVERYTHING:
            return digest(*(part for each in mapping for part in (repr(each), self._content(name, each, mapping[each]))))
        asked: Any = tuple(key.split(_APART)) if _APART in key else key
        return digest(self._content(name, asked, mapping[asked])) if asked in mapping else b""

    def _mapping(self, name: str) -> Mapping[Any, Any]:
        if name.startswith("words."):
            return self._shelf.catalogue.words[name.removeprefix("words.")]
        found: Mapping[Any, Any] = getattr(self._shelf if name in _LIBRARY else self._shelf.catalogue, name)
        return found

    def _content(self, name: str, key: Any, value: Any) -> bytes:
        known = _CONTENT.get(name)
        return known(self._shelf.catalogue, key, value) if known else repr(value).encode("utf-8", "surrogatepass")


def _written(catalogue: Catalogue, key: str, _: object) -> bytes:
    """An entry: as it is written."""
    return catalogue.digests[key]


def _ends(catalogue: Catalogue, _: str, links: tuple[Link, ...]) -> bytes:
    """Relations: the entries that write them."""
    return b"".join([catalogue.digests[link.source] for link in links])


def _members(catalogue: Catalogue, _: str, ids: tuple[str, ...]) -> bytes:
    """Entries of a kind: which there are."""
    return "\n".join(ids).encode()


_CONTENT: Mapping[str, Callable[[Catalogue, Any, Any], bytes]] = MappingProxyType({
    "entries": _written,
    "studies": _written,
    "outgoing": _ends,
    "incoming": _ends,
    "by_kind": _members,
    "kinds": lambda _, __, kind: kind.name.encode(),
    "places": lambda _, __, place: place.file.encode(),  # the line comes late
    "references": lambda _, __, reference: repr(replace(reference, line=0)).encode("utf-8", "surrogatepass"),
})  # fmt: skip
"""How answers are told apart where their `repr` would be long, or would say too much."""
