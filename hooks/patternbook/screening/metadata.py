"""What GitHub's API says of a repository, from a file: nothing is asked of any host.

https://docs.github.com/rest/repos/repos#get-a-repository : one object, a list of them, or a search result's `items`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_BYTES = 64 * 1024 * 1024


class MetadataError(Exception):
    """The file cannot be used; the text says where, what and what was expected."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields that gates need; None where the API did not say."""

    full_name: str
    description: str = ""
    homepage: str = ""
    stars: int | None = None
    archived: bool | None = None
    fork: bool | None = None
    updated: str = ""
    """Date of the last change: 2024-03-06."""


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


def read_metadata(path: Path) -> tuple[Metadata, ...]:
    """Every repository described in a file.

    Raises:
        MetadataError: it cannot be read, or holds something else than the API returns.

    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise MetadataError(f"{path}: more than {MAX_BYTES:,} bytes; expected what GitHub's API returns for some repositories")
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
    for key, types in _FIELDS.items():
        given = value.get(key)
        if given is not None and type(given) not in types:
            raise MetadataError(f"{path}: {value['full_name']}: `{key}` is {json.dumps(given)[:40]}; expected {_EXPECTED[types[0]]} or null")
    return Metadata(
        value["full_name"],
        value.get("description") or "",
        value.get("homepage") or "",
        value.get("stargazers_count"),
        value.get("archived"),
        value.get("fork"),
        (value.get("pushed_at") or value.get("updated_at") or "")[:10],
    )


def _parts(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "/", text.lower()).strip("/")


def _whole(path: Path) -> Path:
    """A path from the root, links followed; as it is written where they lead in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # RuntimeError is how Python before 3.13 tells of a circle
        return path.absolute()


def fitting(known: Iterable[Metadata], path: Path, remote: str) -> Metadata | None:
    """The description of a checkout: by the address it was cloned from, else by its folder, owner-name or name alone."""
    known = tuple(known)
    if remote:
        return next((each for each in known if remote.lower() == each.full_name.lower()), None)
    folders = [part.removesuffix(".git") for part in _whole(path).parts[-3:]]
    whole = [each for each in known if any(_parts(folder) == _parts(each.full_name) for folder in folders)]
    whole += [each for each in known if _parts("/".join(folders)).endswith("/" + _parts(each.full_name))]
    named = [each for each in known if each.full_name.rpartition("/")[2].lower() == folders[-1].lower()]
    return whole[0] if whole else named[0] if len(named) == 1 else None


_REMOTE = re.compile(r"^\s*url\s*=\s*\S*?github\.com[:/]([\w.-]+)/([\w.-]+?)(?:\.git)?/?\s*$", re.MULTILINE)


def remote_of(config: str) -> str:
    """owner/name of the first GitHub address in the text of a git configuration, which nothing but this reads."""
    found = _REMOTE.search(config)
    return f"{found[1]}/{found[2]}" if found else ""
