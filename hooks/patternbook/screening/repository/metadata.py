"""Metadata of repositories as GitHub's API returns it, read from a file; no host is contacted.

https://docs.github.com/rest/repos/repos#get-a-repository : one object, a list of them, or the `items` of a search result.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

MAX_METADATA_BYTES = 64 * 1024 * 1024


class MetadataError(Exception):
    """The file cannot be used; the message says where, why, and what was expected."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields that gates need; None if they are not given."""

    full_name: str
    description: str = ""
    homepage: str = ""
    stars: int | None = None
    archived: bool | None = None
    fork: bool | None = None
    updated: str = ""
    """Date of the last change: 2024-03-06."""
    matched: str = ""
    """How it was matched to a checkout; empty until then."""


_FIELDS: dict[str, tuple[type, ...]] = {
    "full_name": (str,),
    "description": (str,),
    "homepage": (str,),
    "stargazers_count": (int,),
    "archived": (bool,),
    "fork": (bool,),
    "updated_at": (str,),
    "pushed_at": (str,),
}
_EXPECTED = {str: "text", int: "a whole number", bool: "true or false"}
_FULL_NAME = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")
_MOMENT = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T[0-9:.]+(?:Z|[+-][0-9:]+)?)?")


def read_metadata(path: Path) -> tuple[Metadata, ...]:
    """Read every repository described in a file.

    Raises:
        MetadataError: it cannot be read, or its content is not what the API returns.

    """
    try:
        if path.stat().st_size > MAX_METADATA_BYTES:
            raise MetadataError(f"{path}: more than {MAX_METADATA_BYTES:,} bytes; expected what GitHub's API returns for some repositories")
        whole = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise MetadataError(f"{path}: {error.strerror or error}; expected a JSON file") from error
    except json.JSONDecodeError as error:
        raise MetadataError(f"{path}:{error.lineno}:{error.colno}: malformed JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else "not UTF-8 text, or a number too long"
        raise MetadataError(f"{path}: {reason}; expected what GitHub's API returns") from error
    return tuple(_one(path, number, value) for number, value in enumerate(_objects(path, whole), 1))


def _objects(path: Path, whole: Any) -> list[Any]:
    if isinstance(whole, dict):
        items = whole.get("items")
        return items if isinstance(items, list) else [whole]
    if isinstance(whole, list):
        return whole
    raise MetadataError(f"{path}: holds neither an object nor a list; expected repositories as GitHub's API returns them")


def _one(path: Path, number: int, value: Any) -> Metadata:
    if not isinstance(value, dict) or not isinstance(value.get("full_name"), str):
        raise MetadataError(f"{path}: item {number} has no `full_name`; expected a repository as GitHub's API returns it (owner/name)")
    if not _FULL_NAME.fullmatch(value["full_name"]):
        raise MetadataError(f"{path}: item {number}: `full_name` is {json.dumps(value['full_name'])[:80]}; expected owner/name")
    for key, types in _FIELDS.items():
        given = value.get(key)
        expected = _EXPECTED[types[0]] if given is not None and type(given) not in types else _unlikely(key, given)
        if expected:
            raise MetadataError(f"{path}: {value['full_name']}: `{key}` is {json.dumps(given)[:40]}; expected {expected} or null")
    return Metadata(
        value["full_name"],
        value.get("description") or "",
        value.get("homepage") or "",
        value.get("stargazers_count"),
        value.get("archived"),
        value.get("fork"),
        (value.get("pushed_at") or value.get("updated_at") or "")[:10],
    )


def _unlikely(key: str, given: Any) -> str:
    """Return what was expected instead of an impossible value of the right type; empty if it is possible."""
    if key == "stargazers_count" and given is not None and given < 0:
        return "a whole number from 0 on"
    if key in ("updated_at", "pushed_at") and given is not None and not _MOMENT.fullmatch(given):
        return "a date such as 2024-03-06T12:00:00Z"
    return ""


def _parts(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "/", text.lower()).strip("/")


@dataclass(frozen=True, slots=True)
class MetadataMatch:
    """The metadata of a checkout; or why there is none, and which nearly fit."""

    metadata: Metadata | None = None
    why: str = ""
    """Why none is used; empty if none nearly fits."""
    near: tuple[str, ...] = ()
    """Full names of those that nearly fit and are not used."""


def _whole(path: Path) -> Path:
    """Resolve a path; if its links form a cycle, return it as it is written."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # Python before 3.13 raises RuntimeError for a cycle
        return path.absolute()


class MetadataIndex:
    """Metadata by every name that a checkout may have."""

    def __init__(self, known: Sequence[Metadata]) -> None:
        self._full = {each.full_name.lower(): each for each in reversed(known)}  # of duplicates the first is used
        self._parts: dict[str, list[Metadata]] = defaultdict(list)
        self._names: dict[str, list[Metadata]] = defaultdict(list)
        for each in self._full.values():
            self._parts[_parts(each.full_name)].append(each)
            self._names[each.full_name.rpartition("/")[2].lower()].append(each)

    def match(self, path: Path, remote: str, *, alone: bool = False) -> MetadataMatch:
        """Match by the URL it was cloned from, which always wins; else by its folder; else the only one for the only checkout."""
        if remote.lower() in self._full:
            return MetadataMatch(replace(self._full[remote.lower()], matched="by the address it was cloned from"))
        near, how = self._near(path, alone=alone)
        names = tuple(sorted(each.full_name for each in near))
        if near and remote:
            return MetadataMatch(None, f"was cloned from {remote}; what is said of {abbreviate_names(names)} is not used", names)
        if len(near) > 1:
            return MetadataMatch(None, f"{abbreviate_names(names)} fit equally well, so none is used; name the folder owner-name", names)
        return MetadataMatch(replace(near[0], matched=how)) if near else MetadataMatch()

    def _near(self, path: Path, *, alone: bool) -> tuple[list[Metadata], str]:
        """Return what may be meant by a folder, by the most specific name that fits, and how it was found."""
        folders = [part.removesuffix(".git") for part in reversed(_whole(path).parts[-3:])]
        for way in (*map(_parts, folders), *_ends(_parts("/".join(reversed(folders))))):
            if way in self._parts:
                return self._parts[way], "by its folder, which is called like owner and name"
        if folders and folders[0].lower() in self._names:
            return self._names[folders[0].lower()], "by its folder, which is called like the repository"
        only = list(self._full.values()) if alone and len(self._full) == 1 else []
        return only, "by being the only description, given for the only checkout"


def _ends(parts: str) -> Iterator[str]:
    """Yield the proper suffixes of a path: for a/b/c, b/c and c."""
    while parts := parts.partition("/")[2]:
        yield parts


NAMES_SHOWN = 3
"""Number of names that a message lists."""


def abbreviate_names(names: Sequence[str]) -> str:
    """List a few names, and the number of the others."""
    rest = len(names) - NAMES_SHOWN
    return f"{', '.join(names[:NAMES_SHOWN])} and {rest:,} more" if rest > 0 else ", ".join(names)


_REMOTE = re.compile(r"\s*url\s*=\s*\S*?github\.com[:/]([\w.-]+)/([\w.-]+?)(?:\.git)?/?\s*")


def github_remote(config: str) -> str:
    """Return owner/name of the first GitHub remote in the text of a git configuration; nothing else is read from it."""
    of_remote = False
    for row in config.splitlines():
        if row.lstrip().startswith("["):
            of_remote = row.lstrip().startswith("[remote")  # submodules have URLs, too
        elif of_remote and (found := _REMOTE.fullmatch(row)):
            return f"{found[1]}/{found[2]}"
    return ""
