"""Inventories that let courses written with Sphinx or MyST link an entry by its id and show its title.

`objects.inv` is Sphinx's inventory of version 2: four lines of text, then one line for each name, compressed by zlib. `myst.xref.json` is
MyST's list of names; MyST reads the title of each in a document of its own form, which `myst/` holds for some hundred names at a time.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from patternbook.catalogue.releases.released import RELEASES
from patternbook.documents.context import Context
from patternbook.documents.edition import on_one_line
from patternbook.pages.exports.named import NamedPage, by_folder, present_names, released_names
from patternbook.pages.page import Asset
from patternbook.urls import SiteUrls

INVENTORY, MYST_NAMES, MYST_FOLDER = "objects.inv", "myst.xref.json", "myst"
NAMES_A_FILE = 200
"""Names in a document that holds titles for MyST: each is fetched whole for one of them."""
_MYST_VERSION = "1.3.0"
"""The version of MyST whose form the file has."""


def present_inventories(context: Context) -> list[Asset]:
    """The inventories of the site as it is."""
    return _inventories([*present_names(context)], "", context.edition.release or "unreleased", context)


def release_inventories(name: str, context: Context) -> list[Asset]:
    """The inventories of a release, beside its list: names lead to the texts that it holds."""
    return _inventories([*released_names(name, context)], f"{RELEASES}/{name}/", name, context)


def _inventories(pages: Sequence[NamedPage], folder: str, version: str, context: Context) -> list[Asset]:
    """Files in a folder, in which addresses are relative to it."""
    project = on_one_line(context.catalogue.masthead.title)
    address = partial(_below, folder, context.urls)
    return [Asset(f"{folder}{INVENTORY}", sphinx_inventory(project, version, pages, address)), *_myst_files(pages, folder, address)]


def _below(folder: str, urls: SiteUrls, page: str) -> str:
    """The address of a page from a folder: a text that an earlier release holds is beside the folder, not in it."""
    here, there = folder.removesuffix("/").split("/"), urls.quoted(page)
    if not folder:
        return there
    prefix = f"{RELEASES}/"
    return there.removeprefix(folder) if there.startswith(folder) else "../" * (len(here) - 1) + there.removeprefix(prefix)


def sphinx_inventory(project: str, version: str, pages: Iterable[NamedPage], address: Any) -> bytes:
    """An `objects.inv`: each name is a label, so that `:ref:` shows its title.

    Args:
        project: Title of the catalogue, one line.
        version: Of the catalogue.
        pages: What is listed; names and titles are one line each.
        address: Gives the address of a page, relative to the inventory.

    """
    head = f"# Sphinx inventory version 2\n# Project: {project}\n# Version: {version}\n# The remainder of this file is compressed using zlib.\n"
    lines = "".join(f"{each.name} std:label -1 {address(each.page)} {each.title}\n" for each in pages)
    return head.encode("utf-8", "replace") + zlib.compress(lines.encode("utf-8", "replace"), 9)


def _myst_files(pages: Sequence[NamedPage], folder: str, address: Any) -> Iterator[Asset]:
    """The list of names, and the documents with their titles. MyST puts the address of the site in front of each address in it."""
    rows = []
    for kind, named in by_folder(iter(pages)).items():
        for start in range(0, len(named), NAMES_A_FILE):
            some, file = named[start : start + NAMES_A_FILE], f"{MYST_FOLDER}/{kind}-{start // NAMES_A_FILE + 1}.json"
            yield Asset(f"{folder}{file}", _json({"kind": "Article", "version": 3, "frontmatter": {"title": kind}, "mdast": _titles(some)}))
            rows += [{"identifier": each.name, "kind": "heading", "data": f"/{file}", "url": f"/{address(each.page)}"} for each in some]
    yield Asset(f"{folder}{MYST_NAMES}", _json({"version": "1", "myst": _MYST_VERSION, "references": rows}))


def _titles(pages: Iterable[NamedPage]) -> dict[str, Any]:
    children = [
        {"type": "heading", "depth": 1, "identifier": each.name, "label": each.name, "children": [{"type": "text", "value": each.title}]}
        for each in pages
    ]
    return {"type": "root", "children": children}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
