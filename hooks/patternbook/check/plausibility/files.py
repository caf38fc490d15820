"""A rule about the data folder: files that look like part of it and that nothing reads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from patternbook.diagnostics.diagnostic import Diagnostic, Place, Rule
from patternbook.source.files import PHRASES_FILE, RELEASES_FOLDER, SCHEMA_FOLDER, STATUS_FILE, display_path, folder_files

UNREAD_FILE = Rule(
    "PB351",
    "warning",
    "Nothing reads this file",
    "Give it the name that is read, put what it holds into a file that is, or take it out.",
    adjustable=True,
)

_KEPT = re.compile(r"(?i)(?:readme|licen[cs]e|copying|notice|changelog|changes|contributing|authors|codeowners|makefile)(?:[._-].*)?|.*\.license")
"""Files beside the data that tell people about it."""
_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"))
_COPY = re.compile(r"(?i)(?:~|\.(?:bak|backup|old|orig|rej|save|swp|tmp|txt|new|copy|disabled|[0-9]+))+$| \(?(?:copy|[0-9]+)\)?(?=\.)")
"""What editors and people append to the name of a copy."""


def unread_files(folder: Path, base: Path, bibliography: str, prose: str) -> Iterator[Diagnostic]:
    """Report every file of a data folder that no part of the engine reads.

    Args:
        folder: The data folder.
        base: Folder that messages name files relative to.
        bibliography: Name of the bibliography, directly in the folder.
        prose: Name of the folder of the pages of prose.

    """
    for path in folder_files(folder):
        parts = path.relative_to(folder).parts
        if _is_read(parts, bibliography, prose) or parts[0] in (SCHEMA_FOLDER, RELEASES_FOLDER) or _KEPT.fullmatch(path.name):
            continue
        message, fix = _why_unread(path.name, bibliography, prose)
        yield Diagnostic(UNREAD_FILE, Place(display_path(path, base)), message, "", "", fix)


def _is_read(parts: Collection[str], bibliography: str, prose: str) -> bool:
    *folders, name = parts
    if name.endswith((".yaml", ".yml")):
        return True
    if folders:
        return (folders == [prose] and name.endswith(".md")) or Path(name).suffix.lower() in _PICTURES
    return name in (bibliography, STATUS_FILE, PHRASES_FILE)


def _why_unread(name: str, bibliography: str, prose: str) -> tuple[str, str]:
    """What is wrong with a file that nothing reads, and what to do; the advice of the rule where nothing better is known."""
    bare = _COPY.sub("", name)
    suffix = Path(bare).suffix.lower()
    if bare != name and suffix in (".yaml", ".yml", ".bib", ".md"):
        return "nothing reads it: it looks like a copy", f"Take it out, or name it {bare} if it is the one that counts."
    if suffix in (".yaml", ".yml"):
        return f"nothing reads it: its name ends in {Path(name).suffix}", f"Rename it to {Path(name).stem}.yaml."
    if suffix == ".bib":
        fix = f"Rename it to {bibliography}." if name.lower() == bibliography.lower() else f"Put its entries into {bibliography}."
        return f"nothing reads it: the bibliography is {bibliography}", fix
    if suffix in (".md", ".markdown", ".mdown"):
        return f"nothing reads it: pages are {prose}/NAME.md", f"Move it to {prose}/{Path(name).stem}.md, or take it out."
    return "nothing reads it: data is in files that end in .yaml or .yml", ""
